package richtext

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// within says which inline elements are open already, so that none stands
// inside of its own kind; plain means no breaks and pictures (headings).
type within struct{ a, strong, em, plain bool }

// inline turns nodes into words, links, emphasis, breaks and local pictures.
// A block inside of inline content becomes a break on either side.
func inline(nodes []*html.Node, in within) []*node {
	var out []*node
	for _, n := range nodes {
		switch n.Type {
		case html.TextNode:
			out = append(out, &node{text: plainRunes(n.Data)})
		case html.ElementNode:
			out = append(out, element(n, in)...)
		}
	}
	return out
}

func element(n *html.Node, in within) []*node {
	kids := children(n)
	switch n.DataAtom {
	case atom.Br:
		if in.plain {
			return []*node{{text: " "}}
		}
		return []*node{{tag: "br"}}
	case atom.Img:
		return image(n, in)
	case atom.A:
		href := link(attribute(n, "href"))
		if href == "" || in.a {
			return inline(kids, in)
		}
		in.a = true
		return []*node{{tag: "a", attr: [][2]string{{"href", href}}, kids: inline(kids, in)}}
	case atom.Strong, atom.B:
		if in.strong {
			return inline(kids, in)
		}
		in.strong = true
		return []*node{{tag: "strong", kids: inline(kids, in)}}
	case atom.Em, atom.I:
		if in.em {
			return inline(kids, in)
		}
		in.em = true
		return []*node{{tag: "em", kids: inline(kids, in)}}
	case atom.Span, atom.Cite:
		return inline(kids, in)
	}
	gap := func() *node {
		if in.plain {
			return &node{text: " "}
		}
		return &node{tag: "br"}
	}
	return append(append([]*node{gap()}, inline(kids, in)...), gap())
}

// image keeps a picture of the portal itself; alt is always there, since an
// image without it is read out as its file name.
func image(n *html.Node, in within) []*node {
	src := attribute(n, "src")
	if in.plain || !localImage.MatchString(src) || strings.Contains(src, "//") {
		return []*node{}
	}
	img := &node{tag: "img", attr: [][2]string{{"src", src}, {"alt", squeeze(plainRunes(attribute(n, "alt")))}}}
	for _, name := range []string{"width", "height"} {
		if v := attribute(n, name); v != "" && len(v) <= 5 && strings.Trim(v, "0123456789") == "" {
			img.attr = append(img.attr, [2]string{name, v})
		}
	}
	return []*node{img}
}

// lines keeps the line breaks of a pre element.
func lines(n *html.Node) []*node {
	var out []*node
	for _, k := range inline(children(n), within{}) {
		if k.tag != "" {
			out = append(out, k)
			continue
		}
		for i, line := range strings.Split(k.text, "\n") {
			if i > 0 {
				out = append(out, &node{tag: "br"})
			}
			out = append(out, &node{text: line})
		}
	}
	return out
}

// paragraphs splits a run where two breaks follow each other.
func paragraphs(run []*node) [][]*node {
	var parts [][]*node
	start, last := 0, -1
	for i, n := range run {
		switch {
		case n.tag == "br" && last >= 0:
			parts = append(parts, run[start:last])
			start, last = i+1, -1
		case n.tag == "br":
			last = i
		case n.tag != "" || !blank(n.text):
			last = -1
		}
	}
	return append(parts, run[start:])
}

// tidy makes one spelling of a run: single blanks, none at the ends or beside
// a break, no break at the ends, no empty element.
func tidy(run []*node) []*node {
	leaves := leavesOf(run, nil)
	open := true // nothing yet, or a break: a blank here is superfluous
	var before []*node
	for _, n := range leaves {
		switch n.tag {
		case "img":
			open, before = false, append(before, n)
		case "br":
			before = trimEnd(before)
			n.dead = len(before) == 0 || before[len(before)-1].tag == "br"
			if !n.dead {
				before = append(before, n)
			}
			open = true
		default:
			n.text = single(n.text, open)
			if n.dead = n.text == ""; !n.dead {
				before = append(before, n)
				open = strings.HasSuffix(n.text, " ")
			}
		}
	}
	before = trimEnd(before)
	for len(before) > 0 && before[len(before)-1].tag == "br" {
		before[len(before)-1].dead = true
		before = trimEnd(before[:len(before)-1])
	}
	if run = prune(run); !visible(run) {
		return []*node{}
	}
	return run
}

// visible is true when there is a picture or a letter: no-break spaces alone
// are how some editors write an empty line.
func visible(list []*node) bool {
	for _, n := range list {
		if n.tag == "img" || n.tag == "" && !blank(n.text) || visible(n.kids) {
			return true
		}
	}
	return false
}

// trimEnd takes the blank off the last text, and the text with it when it was
// nothing else.
func trimEnd(leaves []*node) []*node {
	for len(leaves) > 0 {
		n := leaves[len(leaves)-1]
		if n.tag != "" {
			break
		}
		if n.text = strings.TrimRight(n.text, " "); n.text != "" {
			break
		}
		n.dead = true
		leaves = leaves[:len(leaves)-1]
	}
	return leaves
}

func leavesOf(list []*node, out []*node) []*node {
	for _, n := range list {
		if n.tag == "" || n.tag == "br" || n.tag == "img" {
			out = append(out, n)
		} else {
			out = leavesOf(n.kids, out)
		}
	}
	return out
}

// prune drops dead leaves and elements around nothing visible, and joins texts
// that became neighbours.
func prune(list []*node) []*node {
	var out []*node
	for _, n := range list {
		switch n.tag {
		case "a", "strong", "em":
			n.kids = prune(n.kids)
			if !visible(n.kids) {
				for _, k := range n.kids {
					out = join(out, k)
				}
				continue
			}
		}
		if !n.dead {
			out = join(out, n)
		}
	}
	return out
}

func join(out []*node, n *node) []*node {
	if last := len(out) - 1; last >= 0 && n.tag == "" && out[last].tag == "" {
		out[last] = &node{text: out[last].text + n.text}
		return out
	}
	return append(out, n)
}

// single puts one blank where there were several; atStart drops a leading one.
// The no-break space is a character like any other.
func single(s string, atStart bool) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := atStart
	for _, r := range s {
		if isBlank(r) {
			if !gap {
				b.WriteByte(' ')
			}
			gap = true
			continue
		}
		b.WriteRune(r)
		gap = false
	}
	return b.String()
}

func squeeze(s string) string { return strings.TrimRight(single(s, true), " ") }

func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// blank is true for a text that shows nothing.
func blank(s string) bool {
	return strings.TrimFunc(s, unicode.IsSpace) == ""
}
