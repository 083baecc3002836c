package ical

import (
	"strings"
	"unicode"
)

// property is one content line in its parts. Names are in capitals.
type property struct {
	n      int // line
	name   string
	params map[string]string
	value  string
}

// parse takes a content line apart (RFC 5545 section 3.1, parameters also as
// RFC 6868). A line without a colon is no property.
func parse(l line) (property, bool) {
	p := property{n: l.n}
	rest := l.text
	end := strings.IndexAny(rest, ":;")
	if end <= 0 {
		return p, false
	}
	p.name, rest = strings.ToUpper(strings.TrimSpace(rest[:end])), rest[end:]
	for strings.HasPrefix(rest, ";") {
		var param string
		param, rest = cutParam(rest[1:])
		name, value, found := strings.Cut(param, "=")
		if !found {
			continue
		}
		if p.params == nil {
			p.params = map[string]string{}
		}
		p.params[strings.ToUpper(strings.TrimSpace(name))] = unquote(value)
	}
	if !strings.HasPrefix(rest, ":") {
		return p, false
	}
	p.value = rest[1:]
	return p, true
}

// cutParam gives one parameter and what follows it, beginning with its colon
// or semicolon.
func cutParam(s string) (param, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case !quoted && (s[i] == ':' || s[i] == ';'):
			return s[:i], s[i:]
		}
	}
	if quoted { // a quote without its end: the first colon counts
		if i := strings.IndexByte(s, ':'); i >= 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

var sixtyEightSixtyEight = strings.NewReplacer("^n", "\n", "^^", "^", "^'", `"`)

func unquote(s string) string {
	s = strings.TrimSpace(s)
	return sixtyEightSixtyEight.Replace(strings.ReplaceAll(s, `"`, ""))
}

// unescape reads a text value (RFC 5545 section 3.3.11).
func unescape(s string) string {
	if !strings.ContainsRune(s, '\\') {
		return clean(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ';', ',', ':', '"':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return clean(b.String())
}

// clean takes out control characters but line breaks.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\r', r == 0x2028:
			return ' '
		case unicode.IsControl(r), r == 0xfeff:
			return -1
		}
		return r
	}, s))
}

// list splits a text value at its commas that are not escaped.
func list(s string) []string {
	var parts []string
	start := 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i < len(s) && s[i] == '\\':
			i++
		case i >= len(s) || s[i] == ',':
			if part := unescape(s[start:min(i, len(s))]); part != "" {
				parts = append(parts, part)
			}
			start = i + 1
		}
	}
	return parts
}
