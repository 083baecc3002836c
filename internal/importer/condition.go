package importer

import (
	"fmt"
	"regexp"
	"strings"
)

// condition is a question about a record in a profile: "type = TPP", "name ~
// ^Dummy", "website" (has a value), and with ! before or before the sign the
// contrary: "!website", "type != KITA", "name !~ ^Dummy".
type condition struct {
	path    string
	sign    string // "", "=" or "~"
	value   string
	pattern *regexp.Regexp
	not     bool
}

var conditionForm = regexp.MustCompile(`^(.+?) (!?)([=~]) (.*)$`)

// UnmarshalText reads the written form.
func (c *condition) UnmarshalText(raw []byte) (err error) {
	s := strings.TrimSpace(string(raw))
	m := conditionForm.FindStringSubmatch(s)
	if m == nil {
		c.path, c.not = strings.TrimPrefix(s, "!"), strings.HasPrefix(s, "!")
		if c.path == "" {
			return fmt.Errorf("empty condition")
		}
		return nil
	}
	c.path, c.not, c.sign, c.value = strings.TrimSpace(m[1]), m[2] == "!", m[3], m[4]
	if c.sign == "~" {
		c.pattern, err = regexp.Compile(c.value)
	}
	return err
}

func (c condition) holds(it *item) bool {
	s := it.get(c.path)
	yes := s != ""
	switch c.sign {
	case "=":
		yes = s == c.value
	case "~":
		yes = c.pattern.MatchString(s)
	}
	return yes != c.not
}

// exists asks for the column itself; a condition with a sign for its value.
func (c condition) exists(it *item) bool {
	if c.sign == "" {
		return it.has(c.path) != c.not
	}
	return it.has(c.path) && c.holds(it)
}

func allHold(list []condition, it *item) bool {
	for _, c := range list {
		if !c.holds(it) {
			return false
		}
	}
	return true
}
