package importer

import (
	"fmt"
	"regexp"
	"strings"
)

// field says how one value of a record is made. In a profile it is a
// template, a list of templates (the first that gives a text counts), or a
// table with these members.
type field struct {
	from     []*template
	lines    bool // keep the source's line breaks
	drop     []*regexp.Regexp
	match    *regexp.Regexp // keep the first group only; no match: nothing
	strip    *template      // a beginning that only repeats another value
	replace  []replacement
	values   map[string]string
	keep     bool // a value that the map lacks stays
	convert  []converter
	prefix   string // set before, unless the text matches unless
	unless   *regexp.Regexp
	when     []condition // and only where these hold
	add      *template   // set behind, unless addUnless stands in the text
	addCheck *template
	fallback string
}

type replacement struct {
	match *regexp.Regexp
	with  string
}

// UnmarshalTOML reads the three forms.
func (f *field) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string, []any:
		return f.templates(v)
	case map[string]any:
		for name, value := range v {
			if err := f.member(name, value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if len(f.from) == 0 && f.fallback == "" {
			return fmt.Errorf("from is missing")
		}
		return nil
	}
	return fmt.Errorf("a text, a list or a table is wanted")
}

func (f *field) templates(v any) error {
	for _, s := range listOf(v) {
		t, err := parseTemplate(s)
		if err != nil {
			return err
		}
		f.from = append(f.from, t)
	}
	return nil
}

func (f *field) member(name string, v any) (err error) {
	word, _ := v.(string)
	switch name {
	case "from":
		return f.templates(v)
	case "lines":
		f.lines, _ = v.(bool)
	case "keep":
		f.keep, _ = v.(bool)
	case "drop":
		for _, s := range listOf(v) {
			re, err := regexp.Compile(s)
			if err != nil {
				return err
			}
			f.drop = append(f.drop, re)
		}
	case "match":
		f.match, err = regexp.Compile(word)
		if err == nil && f.match.NumSubexp() < 1 {
			err = fmt.Errorf("a group ( ) is wanted")
		}
	case "replace":
		return f.replacements(v)
	case "strip":
		f.strip, err = parseTemplate(word)
	case "map":
		table, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("a table is wanted")
		}
		f.values = map[string]string{}
		for key, value := range table {
			f.values[key], _ = value.(string)
		}
	case "convert":
		for _, s := range listOf(v) {
			c, err := parseConverter(s)
			if err != nil {
				return err
			}
			f.convert = append(f.convert, c)
		}
	case "prefix":
		f.prefix = word
	case "prefix_when":
		for _, s := range listOf(v) {
			var c condition
			if err := c.UnmarshalText([]byte(s)); err != nil {
				return err
			}
			f.when = append(f.when, c)
		}
	case "unless":
		f.unless, err = regexp.Compile(word)
	case "add":
		f.add, err = parseTemplate(word)
	case "add_unless":
		f.addCheck, err = parseTemplate(word)
	case "default":
		f.fallback = word
	default:
		err = fmt.Errorf("no such member")
	}
	return err
}

func (f *field) replacements(v any) error {
	pairs, _ := v.([]any)
	for _, p := range pairs {
		pair := listOf(p)
		if len(pair) != 2 {
			return fmt.Errorf("pairs [pattern, text] are wanted")
		}
		re, err := regexp.Compile(pair[0])
		if err != nil {
			return err
		}
		f.replace = append(f.replace, replacement{re, pair[1]})
	}
	return nil
}

func listOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// constant tells whether the field says the same for every record.
func (f *field) constant() bool { return len(f.from) == 0 }

// value makes the field's text for a record; a nil field has none.
func (f *field) value(it *item) (string, error) {
	if f == nil {
		return "", nil
	}
	for _, t := range f.from {
		s, err := t.fill(it, f.lines)
		if err != nil {
			return "", err
		}
		if s, err = f.shape(s, it, t); err != nil {
			return "", err
		}
		if s != "" {
			return s, nil
		}
	}
	return f.fallback, nil
}

// shape applies the members in the order of the struct.
func (f *field) shape(s string, it *item, t *template) (string, error) {
	for _, re := range f.drop {
		if re.MatchString(s) {
			return "", nil
		}
	}
	if f.match != nil {
		m := f.match.FindStringSubmatch(s)
		if m == nil {
			return "", nil
		}
		s = m[1]
	}
	s = f.stripped(s, it)
	for _, r := range f.replace {
		s = r.match.ReplaceAllString(s, r.with)
	}
	if f.values != nil {
		mapped, ok := f.values[s]
		if !ok && f.keep {
			mapped = s
		}
		s = mapped
	}
	for _, c := range f.convert {
		if s == "" {
			return "", nil
		}
		out, err := c(s)
		if err != nil {
			return "", &badValue{path: t.source, value: s}
		}
		s = out
	}
	if s == "" {
		return "", nil
	}
	if f.prefix != "" && (f.unless == nil || !f.unless.MatchString(s)) && allHold(f.when, it) {
		s = f.prefix + s
	}
	return f.added(s, it)
}

// stripped cuts a beginning such as the name that a description repeats.
func (f *field) stripped(s string, it *item) string {
	if f.strip == nil {
		return s
	}
	begin, err := f.strip.fill(it, false)
	if rest, ok := strings.CutPrefix(s, begin); err == nil && begin != "" && ok {
		if rest == "" || strings.ContainsRune(";,.: ", rune(rest[0])) {
			return strings.TrimLeft(rest, ";,.: ")
		}
	}
	return s
}

func (f *field) added(s string, it *item) (string, error) {
	if f.add == nil {
		return s, nil
	}
	more, err := f.add.fill(it, false)
	if err != nil || more == "" {
		return s, err
	}
	if f.addCheck != nil {
		known, err := f.addCheck.fill(it, false)
		if err != nil {
			return s, err
		}
		if known == "" || strings.Contains(strings.ToLower(longStreet(s)), strings.ToLower(known)) {
			return s, nil
		}
	}
	if !strings.HasPrefix(more, ",") && !strings.HasPrefix(more, ".") {
		more = " " + more
	}
	return s + more, nil
}
