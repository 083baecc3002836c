package richtext

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Foreign says how Import reads another site's HTML.
type Foreign struct {
	// Base is the address of the page the HTML was taken from; links without a
	// host are completed with it. Without a Base such links lose their address,
	// since it would lead to a page of ours.
	Base string
	// Picture gives the local address of a picture, by its address in the
	// source; "" drops it. Without Picture all are dropped: showing them from
	// their own host would tell that host who reads the page.
	Picture func(src string) string
}

// Import makes clean HTML from that of another system, above all WordPress
// with its blocks: words, headings (h1 becomes h2), lists, quotes, tables and
// links stay; classes, styles, scripts, forms, shortcodes, and pictures that
// are not here go. A film in a frame becomes a link to it. Captions and
// paragraphs that are left empty are dropped.
func Import(raw string, from Foreign) HTML {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(plainRunes(raw)), body)
	if err != nil {
		return Clean(raw)
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	base, err := url.Parse(from.Base)
	if err != nil || base.Host == "" {
		base = &url.URL{}
	}
	from.adapt(root, base)
	var b strings.Builder
	if err := html.Render(&b, root); err != nil {
		return Clean(raw)
	}
	return Clean(b.String())
}

// Line returns the words of an HTML snippet on one line: for titles and
// excerpts that other systems deliver with entities and markup.
func Line(raw string) string { return Words(Clean(shortcode.ReplaceAllString(raw, ""))) }

// shortcode matches WordPress's own marks; what a caption says stays.
var shortcode = regexp.MustCompile(`\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b[^\]\n]*\]`)

func (from Foreign) adapt(n *html.Node, base *url.URL) {
	for k := n.FirstChild; k != nil; {
		next := k.NextSibling
		switch k.Type {
		case html.TextNode:
			k.Data = shortcode.ReplaceAllString(k.Data, "")
		case html.ElementNode:
			if from.element(k, base) {
				from.adapt(k, base)
			} else {
				n.RemoveChild(k)
			}
		default:
			n.RemoveChild(k)
		}
		k = next
	}
}

// element adapts one element; false means to leave it out with its content.
func (from Foreign) element(n *html.Node, base *url.URL) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Button, atom.Select, atom.Textarea,
		atom.Input, atom.Object, atom.Embed, atom.Svg, atom.Math, atom.Canvas, atom.Nav, atom.Title:
		return false
	case atom.Iframe, atom.Video, atom.Audio:
		return frame(n, base)
	case atom.A:
		href := complete(attribute(n, "href"), base)
		n.Attr = []html.Attribute{{Key: "href", Val: href}}
	case atom.Img:
		src := ""
		if from.Picture != nil {
			src = from.Picture(complete(attribute(n, "src"), base))
		}
		if src == "" {
			return false
		}
		set(n, "src", src)
	}
	return true
}

// frame turns an embedded film or sound into a link, if it has an address.
func frame(n *html.Node, base *url.URL) bool {
	src := attribute(n, "src")
	for k := n.FirstChild; k != nil && src == ""; k = k.NextSibling {
		if k.DataAtom == atom.Source {
			src = attribute(k, "src")
		}
	}
	address := complete(src, base)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	label := squeeze(attribute(n, "title"))
	if label == "" {
		// The same word in all our languages.
		label = "Video (" + u.Host + ")"
		if n.DataAtom == atom.Audio {
			label = "Audio (" + u.Host + ")"
		}
	}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Data, n.DataAtom, n.Attr = "p", atom.P, nil
	a := &html.Node{Type: html.ElementNode, Data: "a", DataAtom: atom.A, Attr: []html.Attribute{{Key: "href", Val: address}}}
	a.AppendChild(&html.Node{Type: html.TextNode, Data: label})
	n.AppendChild(a)
	return true
}

// complete makes an address absolute; "" when it is none, or leads nowhere
// without a base.
func complete(raw string, base *url.URL) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || raw == "" || strings.HasPrefix(raw, "#") {
		return ""
	}
	if u.Scheme == "" && base.Host == "" && u.Host == "" {
		return ""
	}
	if u.Scheme == "" && base.Host == "" {
		u.Scheme = "https"
	}
	return base.ResolveReference(u).String()
}

func set(n *html.Node, name, value string) {
	for i, a := range n.Attr {
		if a.Key == name {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
}
