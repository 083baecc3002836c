package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// deepest is how far lists may nest; deeper ones continue on that level.
const deepest = 4

// build reads HTML and writes it anew from the content model: only known
// elements, only where they belong, none of them empty.
func build(raw string) HTML { return render(parse(raw)) }

func parse(raw string) []*node {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(raw), body)
	if err != nil {
		// A string cannot fail to be read; too deep a nesting can.
		nodes = []*html.Node{{Type: html.TextNode, Data: gateText(raw)}}
	}
	f := flow{}
	f.walk(nodes)
	return f.done()
}

// gateText is the words of HTML that cannot be parsed.
func gateText(raw string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(raw))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(z.Token().Data)
		default:
			b.WriteByte(' ')
		}
	}
}

// flow collects blocks; loose words and inline elements gather in run until
// the next block, and become a paragraph.
type flow struct {
	blocks []*node
	run    []*node
	simple bool // only paragraphs and lists: inside of li and blockquote
	level  int  // how many lists are around
}

func (f *flow) done() []*node {
	f.flush()
	return f.blocks
}

// put adds a block. Two lists of the same kind in a row are one: nobody sees
// a difference, and a screen reader counts the items together.
func (f *flow) put(n *node) {
	f.flush()
	if n.tag == "ul" || n.tag == "ol" {
		if last := len(f.blocks) - 1; last >= 0 && f.blocks[last].tag == n.tag {
			f.blocks[last].add(n.kids...)
			return
		}
	}
	f.blocks = append(f.blocks, n)
}

// flush ends the paragraph; two line breaks in a row end one too.
func (f *flow) flush() {
	run := f.run
	f.run = nil
	for _, part := range paragraphs(run) {
		if kids := tidy(part); len(kids) > 0 {
			f.blocks = append(f.blocks, &node{tag: "p", kids: kids})
		}
	}
}

func (f *flow) walk(nodes []*html.Node) {
	for _, n := range nodes {
		f.one(n)
	}
}

func (f *flow) one(n *html.Node) {
	if n.Type == html.TextNode {
		f.run = append(f.run, &node{text: plainRunes(n.Data)})
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		f.heading(n)
	case atom.Ul, atom.Ol:
		f.flush()
		if l := list(n, f.level+1); len(l.kids) > 0 {
			f.put(l)
		}
	case atom.Blockquote:
		f.quote(n)
	case atom.Figure:
		f.figure(n)
	case atom.Table:
		f.table(n)
	case atom.Pre:
		f.flush()
		f.run = lines(n)
		f.flush()
	case atom.Hr:
		f.flush()
	case atom.A, atom.Strong, atom.B, atom.Em, atom.I, atom.Br, atom.Img, atom.Span, atom.Cite:
		f.run = append(f.run, inline([]*html.Node{n}, within{})...)
	default:
		f.flush()
		f.walk(children(n))
		f.flush()
	}
}

// heading keeps h2 to h4: the page's own title is the only h1, and a level
// below h4 helps nobody.
func (f *flow) heading(n *html.Node) {
	f.flush()
	kids := tidy(inline(children(n), within{strong: true, plain: true}))
	if len(kids) == 0 {
		return
	}
	tag := "h4"
	switch n.DataAtom {
	case atom.H1, atom.H2:
		tag = "h2"
	case atom.H3:
		tag = "h3"
	}
	if f.simple {
		tag = "p"
	}
	f.put(&node{tag: tag, kids: kids})
}

// list makes ul or ol; what stands between the items becomes one.
func list(n *html.Node, level int) *node {
	out := &node{tag: n.Data}
	for _, k := range children(n) {
		if k.Type == html.TextNode && strings.TrimSpace(k.Data) == "" {
			continue
		}
		f := flow{simple: true, level: min(level, deepest)}
		if k.DataAtom == atom.Li {
			f.walk(children(k))
		} else {
			f.one(k)
		}
		if blocks := f.done(); len(blocks) > 0 {
			out.add(item(blocks))
		}
	}
	if level > deepest {
		return flat(out)
	}
	return out
}

// item makes li; a single paragraph needs no p around its words.
func item(blocks []*node) *node {
	count := 0
	for _, b := range blocks {
		if b.tag == "p" {
			count++
		}
	}
	li := &node{tag: "li"}
	for _, b := range blocks {
		if b.tag == "p" && count == 1 {
			li.add(b.kids...)
		} else {
			li.add(b)
		}
	}
	return li
}

// flat turns a list that is nested too deeply into a paragraph with breaks.
func flat(n *node) *node {
	p := &node{tag: "p"}
	for i, li := range n.kids {
		if i > 0 {
			p.add(&node{tag: "br"})
		}
		p.add(words(li)...)
	}
	p.kids = tidy(p.kids)
	return p
}

// words gives a block's inline nodes without the blocks around them.
func words(n *node) []*node {
	var out []*node
	for _, k := range n.kids {
		switch k.tag {
		case "p", "ul", "ol", "li":
			out = append(append(out, words(k)...), &node{tag: "br"})
		default:
			out = append(out, k)
		}
	}
	return out
}

// quote makes a blockquote; footer or a loose cite names who is quoted.
func (f *flow) quote(n *html.Node) {
	inner := flow{simple: true, level: deepest - 1}
	var source []*node
	for _, k := range children(n) {
		if k.DataAtom == atom.Footer || k.DataAtom == atom.Cite {
			source = append(append(source, &node{text: " "}), inline(children(k), within{plain: true})...)
			continue
		}
		inner.one(k)
	}
	blocks, source := inner.done(), tidy(source)
	f.flush()
	switch {
	case len(blocks) == 0 && len(source) > 0:
		f.put(&node{tag: "p", kids: source})
	case f.simple:
		f.blocks = append(f.blocks, blocks...)
		if len(source) > 0 {
			f.put(&node{tag: "p", kids: source})
		}
	case len(blocks) > 0:
		q := (&node{tag: "blockquote"}).add(blocks...)
		if len(source) > 0 {
			q.add(&node{tag: "footer", kids: source})
		}
		f.put(q)
	}
}

func children(n *html.Node) []*html.Node {
	var list []*html.Node
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		list = append(list, k)
	}
	return list
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val
		}
	}
	return ""
}
