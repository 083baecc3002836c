package richtext

import (
	"regexp"
	"strings"
)

var ruleRow = regexp.MustCompile(`^\|(?: *:?-+:? *\|)+$`)

// plainTable reads rows; those above a row of dashes are the head.
func plainTable(lines []string) []*node {
	head, body := &node{tag: "thead"}, &node{tag: "tbody"}
	for _, line := range lines {
		if ruleRow.MatchString(line) {
			if len(head.kids) == 0 {
				head.kids, body.kids = body.kids, nil
			}
			continue
		}
		body.add(plainRow(line))
	}
	for _, row := range head.kids {
		for _, cell := range row.kids {
			cell.tag = "th"
		}
	}
	return []*node{(&node{tag: "table"}).add(head, body)}
}

func plainRow(line string) *node {
	row := &node{tag: "tr"}
	for _, cell := range splitCells(line) {
		cell = strings.Trim(cell, " ")
		tag := "td"
		if rest, ok := strings.CutPrefix(cell, "# "); ok {
			tag, cell = "th", rest
		}
		row.add(&node{tag: tag, kids: plainInline(cell)})
	}
	return row
}

// splitCells cuts at each bar that has no backslash before it.
func splitCells(line string) []string {
	line = strings.TrimPrefix(line, "|")
	var cells []string
	start := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			cells = append(cells, line[start:i])
			start = i + 1
		}
	}
	if rest := line[start:]; strings.Trim(rest, " ") != "" {
		cells = append(cells, rest)
	}
	return cells
}

// marks are the characters that a backslash makes ordinary.
const marks = "\\*_[]!#>-—|."

// unescape takes the backslashes away that stand before a mark.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	skip := false
	runes := []rune(s)
	for i, r := range runes {
		if !skip && r == '\\' && i+1 < len(runes) && strings.ContainsRune(marks, runes[i+1]) {
			skip = true
			continue
		}
		skip = false
		b.WriteRune(r)
	}
	return b.String()
}

// plainInline reads emphasis, links and pictures inside of a block; a line
// break becomes br.
func plainInline(s string) []*node {
	var out []*node
	start := 0
	text := func(end int) {
		for i, line := range strings.Split(s[start:end], "\n") {
			if i > 0 {
				out = append(out, &node{tag: "br"})
			}
			out = append(out, &node{text: unescape(line)})
		}
	}
	for i := 0; i < len(s); {
		n, size := token(s[i:])
		if n == nil {
			i += size
			continue
		}
		text(i)
		out = append(out, n)
		i += size
		start = i
	}
	text(len(s))
	return out
}

var (
	linkMark  = regexp.MustCompile(`^\[((?:[^\\\[\]]|\\.|!\[(?:[^\\\]]|\\.)*\]\([^()]*\))+)\]\(([^()\s]+)\)`)
	imageMark = regexp.MustCompile(`^!\[((?:[^\\\]]|\\.)*)\]\(([^()\s]+)(?: (\d{1,5})x(\d{1,5}))?\)`)
)

// token reads the mark that s begins with. Without one it returns nil and how
// many bytes to pass over.
func token(s string) (*node, int) {
	switch {
	case s[0] == '\\' && len(s) > 1:
		return nil, 2
	case strings.HasPrefix(s, "**"):
		return span("strong", s, "**")
	case strings.HasPrefix(s, "__"):
		return span("em", s, "__")
	case s[0] == '!':
		if m := imageMark.FindString(s); m != "" {
			if img := image1(m); img != nil {
				return img, len(m)
			}
		}
	case s[0] == '[':
		if m := linkMark.FindStringSubmatch(s); m != nil && link(m[2]) != "" {
			return &node{tag: "a", attr: [][2]string{{"href", link(m[2])}}, kids: plainInline(m[1])}, len(m[0])
		}
	}
	return nil, 1
}

// span reads from an opening mark to its end; a mark that never ends is text.
func span(tag, s, mark string) (*node, int) {
	for i := len(mark); i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], "]("):
			if end := strings.IndexByte(s[i:], ')'); end > 0 {
				i += end
			}
		case strings.HasPrefix(s[i:], mark):
			return &node{tag: tag, kids: plainInline(s[len(mark):i])}, i + len(mark)
		}
	}
	return nil, len(mark)
}
