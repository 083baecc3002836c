package importer

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"umland/internal/richtext"
)

// foreignHTML makes a text of ours from another site's markup. Pictures,
// films and frames go, because a page of ours calls no other site; so do the
// captions and links that stood for them. Headings stay; relative links are
// completed with the base address.
func foreignHTML(raw, base string) richtext.HTML {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(raw), body)
	if err != nil {
		return richtext.FromPlain(clean(raw))
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	from, err := url.Parse(base)
	if err != nil || base == "" {
		from = nil
	}
	prune(root, from)
	var b strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&b, n); err != nil {
			return richtext.FromPlain(clean(raw))
		}
	}
	// Blanks that do not break come from pasting and keep lines from wrapping.
	return richtext.Clean(visible(strings.ReplaceAll(b.String(), "\u00a0", " ")))
}

// prune takes out what cannot be shown, children first, so that what becomes
// empty thereby goes too.
func prune(n *html.Node, base *url.URL) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		prune(c, base)
		if unwanted(c) {
			n.RemoveChild(c)
		}
		c = next
	}
	if n.DataAtom == atom.A && base != nil {
		for i := range n.Attr {
			if to, err := base.Parse(n.Attr[i].Val); n.Attr[i].Key == "href" && err == nil {
				n.Attr[i].Val = to.String()
			}
		}
	}
}

func unwanted(n *html.Node) bool {
	switch n.Type {
	case html.CommentNode:
		return true
	case html.ElementNode:
	default:
		return false
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Iframe, atom.Video, atom.Audio, atom.Img, atom.Picture, atom.Svg, atom.Object,
		atom.Embed, atom.Form, atom.Noscript, atom.Button, atom.Input, atom.Template, atom.Link, atom.Meta:
		return true
	case atom.Figure: // the caption of a picture that is gone
		return !holds(n, atom.Table, atom.Blockquote)
	case atom.A, atom.P, atom.Li, atom.Span, atom.Div, atom.Strong, atom.Em, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return blankNode(n) || strings.HasPrefix(strings.TrimSpace(textOf(n)), "[Zeige eine Slideshow]")
	}
	return false
}

// holds tells whether one of the elements stands below n.
func holds(n *html.Node, which ...atom.Atom) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		for _, a := range which {
			if c.DataAtom == a {
				return true
			}
		}
		if holds(c, which...) {
			return true
		}
	}
	return false
}

// blankNode tells whether nothing of n would be seen; line breaks and tables
// inside count as something.
func blankNode(n *html.Node) bool {
	return strings.TrimSpace(visible(textOf(n))) == "" && !holds(n, atom.Br, atom.Table, atom.Hr)
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}
