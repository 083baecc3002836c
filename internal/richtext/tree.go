package richtext

import (
	"net/url"
	"regexp"
	"strings"
)

// node is an element of the cleaned text, or a piece of text when tag is "".
// Only the builder makes nodes, so a tree cannot hold anything else.
type node struct {
	tag  string
	text string
	attr [][2]string
	kids []*node
	dead bool
}

func (n *node) add(kids ...*node) *node {
	n.kids = append(n.kids, kids...)
	return n
}

func (n *node) get(name string) string {
	for _, a := range n.attr {
		if a[0] == name {
			return a[1]
		}
	}
	return ""
}

// write renders the tree. Text needs only three escapes: quotes are no danger
// outside of attributes.
func (n *node) write(b *strings.Builder) {
	if n.tag == "" {
		_, _ = textEscape.WriteString(b, n.text)
		return
	}
	b.WriteString("<" + n.tag)
	for _, a := range n.attr {
		b.WriteString(" " + a[0] + `="`)
		_, _ = attrEscape.WriteString(b, a[1])
		b.WriteByte('"')
	}
	b.WriteByte('>')
	if n.tag == "br" || n.tag == "img" {
		return
	}
	for _, k := range n.kids {
		k.write(b)
	}
	b.WriteString("</" + n.tag + ">")
}

var (
	textEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attrEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")
)

// hostName matches a host of letters, digits, dots and hyphens, with a port.
var hostName = regexp.MustCompile(`^[\pL\pN]([\pL\pN.-]*[\pL\pN])?\.?(:\d{1,5})?$`)

func render(list []*node) HTML {
	var b strings.Builder
	for _, n := range list {
		n.write(&b)
	}
	return HTML(b.String())
}

// link checks an address and gives it back in one spelling; "" is refused.
// Allowed are http and https with a host, mailto, tel, and addresses on the
// portal itself that begin with a single slash.
func link(raw string) string {
	raw = strings.TrimSpace(raw)
	if strings.ContainsAny(raw, "\\\n\t") {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(raw, " ", "%20"))
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if !hostName.MatchString(u.Host) || u.User != nil {
			return ""
		}
	case "mailto", "tel":
		if u.Opaque == "" {
			return ""
		}
	case "":
		if u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") {
			return ""
		}
	default:
		return ""
	}
	return u.String()
}
