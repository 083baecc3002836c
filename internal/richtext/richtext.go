// Package richtext keeps the body of an article, place or page readable for
// everyone: headings, paragraphs, lists, links, quotes and tables, and nothing
// that could carry a script, a foreign style or a tracker.
package richtext

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// HTML is sanitised HTML: a sequence of p, h2-h4, ul, ol, blockquote, figure
// and table with a, strong, em, br and local images inside. Make one with
// Clean, Import or FromPlain only; a value read back from our own database
// was made by them.
type HTML string

// gate is the allow-list that raw input has to pass first. It lets some old
// elements through (b, div, h1 …) because the builder turns them into ours.
var gate = policy()

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "b", "em", "i", "cite",
		"blockquote", "footer", "br", "hr", "figure", "figcaption", "table", "thead", "tbody", "tfoot",
		"tr", "th", "td", "div", "section", "article", "header", "address", "dl", "dt", "dd", "pre",
	)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").Matching(localImage).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(bluemonday.Integer).OnElements("img")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	return p
}

// localImage matches the address of a picture on the portal itself. Pictures
// of other hosts would tell them who reads the page.
var localImage = regexp.MustCompile(`^/[A-Za-z0-9_-][A-Za-z0-9/_.-]*\.(svg|png|jpg|jpeg|webp|avif)$`)

// Clean sanitises HTML that an editor or another program wrote. What is not on
// the allow-list loses its element and keeps its words; scripts and styles go
// altogether. Clean(string(Clean(x))) is Clean(x).
func Clean(raw string) HTML {
	return build(gate.Sanitize(plainRunes(raw)))
}

// plainRunes drops what never belongs in a text: broken UTF-8, NUL and other
// control characters, and marks that turn the direction of writing around.
func plainRunes(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffd, r == 0xfeff:
			return -1
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}
