package richtext

import (
	"regexp"
	"strings"
)

// FromPlain makes HTML from what an editor types into a plain text field:
//
//	a blank line ends a paragraph, a single line break stays a break
//	## heading, ### and #### for lower ones
//	- item, 1. item, two blanks in front for an inner list
//	> quote, and > — Name for who is quoted
//	| cell | cell | for a table, |---| under its head, # before a row's name
//	**strong**, __emphasis__, [words](https://address)
//	![what the picture shows](/address.jpg), its caption on the next line
//
// A backslash before such a mark makes it an ordinary character. FromPlain
// never fails: what is no mark is text.
func FromPlain(text string) HTML {
	lines := strings.Split(strings.ReplaceAll(plainRunes(text), "\t", "  "), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return build(string(render(plainBlocks(lines, false))))
}

var (
	headingLine = regexp.MustCompile(`^(#{1,4}) +(.+)$`)
	itemLine    = regexp.MustCompile(`^( *)(-|\d{1,3}\.)(?: +(.*))?$`)
	imageLine   = regexp.MustCompile(`^!\[((?:[^\\\]]|\\.)*)\]\(([^()\s]+)(?: (\d{1,5})x(\d{1,5}))?\)$`)
)

// plainBlocks reads line by line; each kind of block takes as many lines as
// belong to it.
func plainBlocks(lines []string, quoted bool) []*node {
	var out []*node
	for len(lines) > 0 {
		line := lines[0]
		var block []*node
		n := 1
		switch {
		case line == "":
		case headingLine.MatchString(line):
			m := headingLine.FindStringSubmatch(line)
			tag := map[int]string{1: "h2", 2: "h2", 3: "h3", 4: "h4"}[len(m[1])]
			block = []*node{{tag: tag, kids: plainInline(m[2])}}
		case strings.HasPrefix(line, ">") && !quoted:
			n = count(lines, func(l string) bool { return strings.HasPrefix(l, ">") })
			block = []*node{plainQuote(lines[:n])}
		case quoted && footer(line) != "":
			block = []*node{{tag: "footer", kids: plainInline(footer(line))}}
		case strings.HasPrefix(line, "|"):
			n = count(lines, func(l string) bool { return strings.HasPrefix(l, "|") })
			block = plainTable(lines[:n])
		case itemLine.MatchString(line) && line[0] != ' ':
			n = count(lines, func(l string) bool { return itemLine.MatchString(l) || strings.HasPrefix(l, "  ") })
			block = plainLists(lines[:n])
		case image1(line) != nil:
			n = count(lines, func(l string) bool { return l != "" })
			block = []*node{plainFigure(lines[:n])}
		default:
			n = 1 + count(lines[1:], func(l string) bool { return !starts(l, quoted) })
			block = []*node{{tag: "p", kids: plainInline(trimLines(lines[:n]))}}
		}
		out, lines = append(out, block...), lines[n:]
	}
	return out
}

// starts is true for a line that ends the paragraph before it.
func starts(line string, quoted bool) bool {
	return line == "" || headingLine.MatchString(line) || strings.HasPrefix(line, "|") ||
		!quoted && strings.HasPrefix(line, ">") || quoted && footer(line) != "" ||
		itemLine.MatchString(line) && line[0] != ' '
}

func count(lines []string, ok func(string) bool) int {
	for i, l := range lines {
		if !ok(l) {
			return i
		}
	}
	return len(lines)
}

func trimLines(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.Trim(l, " "))
	}
	return b.String()
}

// footer gives the name behind "— " or "-- "; "" for other lines.
func footer(line string) string {
	for _, dash := range []string{"— ", "-- "} {
		if rest, ok := strings.CutPrefix(line, dash); ok {
			return strings.Trim(rest, " ")
		}
	}
	return ""
}

func plainQuote(lines []string) *node {
	inner := make([]string, len(lines))
	for i, l := range lines {
		inner[i] = strings.TrimPrefix(strings.TrimPrefix(l, ">"), " ")
	}
	return (&node{tag: "blockquote"}).add(plainBlocks(inner, true)...)
}

// plainFigure takes pictures, one a line, and the caption under them.
func plainFigure(lines []string) *node {
	fig := &node{tag: "figure"}
	for len(lines) > 0 {
		img := image1(lines[0])
		if img == nil {
			break
		}
		fig.add(img)
		lines = lines[1:]
	}
	if len(lines) > 0 {
		fig.add(&node{tag: "figcaption", kids: plainInline(trimLines(lines))})
	}
	return fig
}

// image1 reads a line that is one picture of the portal itself, else nil.
func image1(line string) *node {
	m := imageLine.FindStringSubmatch(line)
	if m == nil || !localImage.MatchString(m[2]) {
		return nil
	}
	img := &node{tag: "img", attr: [][2]string{{"src", m[2]}, {"alt", unescape(m[1])}}}
	if m[3] != "" {
		img.attr = append(img.attr, [2]string{"width", m[3]}, [2]string{"height", m[4]})
	}
	return img
}

// level is one list that is open, with its last item.
type level struct {
	list *node
	item *node
}

// plainLists reads the lines of one or more lists. A line without a mark goes
// on with the item whose words stand in its column.
func plainLists(lines []string) []*node {
	var out []*node
	var open []level
	for _, line := range lines {
		m := itemLine.FindStringSubmatch(line)
		if m == nil {
			depth := min(max(1, (len(line)-len(strings.TrimLeft(line, " ")))/2), len(open))
			open = open[:depth]
			open[depth-1].item.add(&node{tag: "br"}, &node{text: strings.TrimLeft(line, " ")})
			continue
		}
		depth := min(len(m[1])/2, len(open))
		tag := "ol"
		if m[2] == "-" {
			tag = "ul"
		}
		open = open[:min(len(open), depth+1)]
		if len(open) == depth+1 && open[depth].list.tag != tag {
			open = open[:depth]
		}
		if len(open) == depth {
			l := level{list: &node{tag: tag}}
			if depth == 0 {
				out = append(out, l.list)
			} else {
				open[depth-1].item.add(l.list)
			}
			open = append(open, l)
		}
		li := (&node{tag: "li"}).add(&node{text: m[3]})
		open[depth].list.add(li)
		open[depth].item = li
	}
	for _, l := range out {
		readItems(l)
	}
	return out
}

// readItems turns the raw text of each item, now complete, into words.
func readItems(list *node) {
	for _, li := range list.kids {
		var kids []*node
		var text strings.Builder
		end := func() {
			if s := text.String(); strings.Trim(s, " \n") != "" {
				kids = append(kids, &node{tag: "p", kids: plainInline(s)})
			}
			text.Reset()
		}
		for _, k := range li.kids {
			switch k.tag {
			case "":
				text.WriteString(k.text)
			case "br":
				text.WriteByte('\n')
			default:
				end()
				readItems(k)
				kids = append(kids, k)
			}
		}
		end()
		li.kids = kids
	}
}
