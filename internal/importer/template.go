package importer

import (
	"fmt"
	"strings"
)

// template makes a text from a record's values: "{street} {number}" puts the
// values in; "{hours|ms_of_day}" converts one first; "[ ({town})]" is left out
// when none of its values is there. A text none of whose values is there is
// empty; one without placeholders is a constant.
type template struct {
	source string
	parts  []part
	asks   bool // has at least one placeholder
}

// part is a piece of a template: words, a placeholder or a group.
type part struct {
	words    string
	path     string
	converts []converter
	group    []part
}

func parseTemplate(source string) (*template, error) {
	parts, rest, err := parseParts(source, false)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", source, err)
	}
	if rest != "" {
		return nil, fmt.Errorf("%q: ] without [", source)
	}
	t := &template{source: source, parts: parts}
	for _, p := range parts {
		t.asks = t.asks || p.path != "" || p.group != nil
	}
	return t, nil
}

func parseParts(s string, inside bool) (parts []part, rest string, err error) {
	for s != "" {
		i := strings.IndexAny(s, "{[]")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			parts = append(parts, part{words: s[:i]})
			s = s[i:]
			continue
		}
		switch s[0] {
		case '{':
			end := strings.IndexByte(s, '}')
			if end < 0 {
				return nil, "", fmt.Errorf("{ without }")
			}
			p, err := parsePlaceholder(s[1:end])
			if err != nil {
				return nil, "", err
			}
			parts = append(parts, p)
			s = s[end+1:]
		case '[':
			group, after, err := parseParts(s[1:], true)
			if err != nil {
				return nil, "", err
			}
			parts = append(parts, part{group: group})
			s = after
		case ']':
			if !inside {
				return parts, s, nil
			}
			return parts, s[1:], nil
		}
	}
	if inside {
		return nil, "", fmt.Errorf("[ without ]")
	}
	return parts, "", nil
}

func parsePlaceholder(s string) (part, error) {
	names := strings.Split(s, "|")
	p := part{path: strings.TrimSpace(names[0])}
	if p.path == "" {
		return p, fmt.Errorf("empty {}")
	}
	for _, name := range names[1:] {
		c, err := parseConverter(name)
		if err != nil {
			return p, err
		}
		p.converts = append(p.converts, c)
	}
	return p, nil
}

// fill makes the text of a record; lines keeps the values' own line breaks. A
// value that a converter does not understand fails with its path.
func (t *template) fill(it *item, lines bool) (string, error) {
	text, found, err := fillParts(t.parts, it, lines)
	if err != nil || t.asks && !found {
		return "", err
	}
	if lines {
		return strings.TrimSpace(text), nil
	}
	return clean(text), nil
}

func fillParts(parts []part, it *item, lines bool) (text string, found bool, err error) {
	var b strings.Builder
	for _, p := range parts {
		piece, has := p.words, false
		switch {
		case p.group != nil:
			piece, has, err = fillParts(p.group, it, lines)
			if !has {
				piece = ""
			}
		case p.path != "":
			piece, err = p.value(it, lines)
			has = piece != ""
		}
		if err != nil {
			return "", false, err
		}
		found = found || has
		b.WriteString(piece)
	}
	return b.String(), found, nil
}

func (p part) value(it *item, lines bool) (string, error) {
	s := it.get(p.path)
	if lines {
		s = it.raw(p.path)
	}
	for _, c := range p.converts {
		if s == "" {
			return "", nil
		}
		out, err := c(s)
		if err != nil {
			return "", &badValue{path: p.path, value: s}
		}
		s = out
	}
	return s, nil
}

// badValue is a value that does not mean what the profile expects there.
type badValue struct{ path, value string }

func (b *badValue) Error() string { return fmt.Sprintf("%s: %q", b.path, b.value) }
