package richtext

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// figure keeps pictures, tables and words that belong together with their
// caption. Without a picture or table it is no figure: the words stay, as
// paragraphs.
func (f *flow) figure(n *html.Node) {
	var caption []*node
	inner := flow{}
	for _, k := range children(n) {
		if k.DataAtom == atom.Figcaption {
			caption = append(caption, inline(children(k), within{})...)
			continue
		}
		inner.one(k)
	}
	blocks, caption := unwrapImages(inner.done()), tidy(caption)
	f.flush()
	if f.simple || !shows(blocks) || !only(blocks, "img", "table", "p", "blockquote") {
		f.spread(blocks)
		if len(caption) > 0 {
			f.put(&node{tag: "p", kids: caption})
		}
		return
	}
	fig := (&node{tag: "figure"}).add(blocks...)
	if len(caption) > 0 {
		fig.add(&node{tag: "figcaption", kids: caption})
	}
	f.put(fig)
}

// spread puts blocks of a figure where no figure may stand; a bare picture
// gets its paragraph back, and a narrow place takes only paragraphs and lists.
func (f *flow) spread(blocks []*node) {
	for _, b := range blocks {
		switch {
		case b.tag == "img":
			f.put(&node{tag: "p", kids: []*node{b}})
		case f.simple && b.tag != "p" && b.tag != "ul" && b.tag != "ol":
			if kids := tidy(leafWords(b)); len(kids) > 0 {
				f.put(&node{tag: "p", kids: kids})
			}
		default:
			f.put(b)
		}
	}
}

// unwrapImages frees pictures that have a paragraph to themselves.
func unwrapImages(blocks []*node) []*node {
	var out []*node
	for _, b := range blocks {
		if b.tag == "p" && pictures(b.kids) {
			out = append(out, imagesOf(b.kids)...)
		} else {
			out = append(out, b)
		}
	}
	return out
}

// pictures is true when there is nothing but pictures, breaks and blanks.
func pictures(list []*node) bool {
	for _, n := range list {
		if n.tag != "img" && n.tag != "br" && (n.tag != "" || !blank(n.text)) {
			return false
		}
	}
	return true
}

func imagesOf(list []*node) []*node {
	var out []*node
	for _, n := range list {
		if n.tag == "img" {
			out = append(out, n)
		}
	}
	return out
}

// shows is true when there is a picture or a table somewhere inside.
func shows(list []*node) bool {
	for _, n := range list {
		if n.tag == "img" || n.tag == "table" || shows(n.kids) {
			return true
		}
	}
	return false
}

func only(blocks []*node, tags ...string) bool {
	for _, b := range blocks {
		ok := false
		for _, t := range tags {
			ok = ok || b.tag == t
		}
		if !ok {
			return false
		}
	}
	return true
}

// leafWords gives all text and pictures below a node, blocks apart by breaks.
func leafWords(n *node) []*node {
	if n.tag == "" || n.tag == "img" || n.tag == "br" {
		return []*node{n}
	}
	var out []*node
	for _, k := range n.kids {
		out = append(out, leafWords(k)...)
	}
	switch n.tag {
	case "a", "strong", "em":
		return out
	}
	return append(out, &node{tag: "br"})
}

// table keeps head and body rows; cells hold words only. Other content of
// the table element (a caption) comes before it as a paragraph.
func (f *flow) table(n *html.Node) {
	f.flush()
	var head, body []*node
	f.rows(n, &head, &body, false)
	if len(head) == 0 && len(body) > 1 && allHeads(body[0]) {
		head, body = body[:1], body[1:]
	}
	if len(head)+len(body) == 0 {
		f.flush()
		return
	}
	t := &node{tag: "table"}
	if len(head) > 0 {
		t.add((&node{tag: "thead"}).add(head...))
	}
	if len(body) > 0 {
		t.add((&node{tag: "tbody"}).add(body...))
	}
	if f.simple {
		f.spread([]*node{t})
		return
	}
	f.put(t)
}

func (f *flow) rows(n *html.Node, head, body *[]*node, inHead bool) {
	for _, k := range children(n) {
		switch {
		case k.DataAtom == atom.Tr:
			row, filled := cells(k, inHead)
			switch {
			case !filled:
			case inHead:
				*head = append(*head, row)
			default:
				*body = append(*body, row)
			}
		case k.DataAtom == atom.Thead:
			f.rows(k, head, body, true)
		case k.DataAtom == atom.Tbody || k.DataAtom == atom.Tfoot:
			f.rows(k, head, body, false)
		default:
			f.one(k)
		}
	}
}

// cells makes tr; a row without a word is dropped, an empty cell is kept so
// that the columns stay in line. All cells of the head are th.
func cells(tr *html.Node, inHead bool) (row *node, filled bool) {
	row = &node{tag: "tr"}
	for _, k := range children(tr) {
		if k.DataAtom != atom.Td && k.DataAtom != atom.Th {
			continue
		}
		tag := k.Data
		if inHead {
			tag = "th"
		}
		kids := tidy(inline(children(k), within{plain: true}))
		filled = filled || len(kids) > 0
		row.add(&node{tag: tag, kids: kids})
	}
	return row, filled
}

// allHeads is true for a row of headings only, which then is the head.
func allHeads(row *node) bool {
	for _, c := range row.kids {
		if c.tag != "th" {
			return false
		}
	}
	return true
}
