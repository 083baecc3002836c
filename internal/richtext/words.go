package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Words returns the text without its elements, on one line, for the search
// index, for previews and for descriptions. Blocks are kept apart by a blank;
// the alternative text of a picture counts as words.
func Words(h HTML) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return squeeze(b.String())
		case html.TextToken:
			b.WriteString(z.Token().Data)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.A, atom.Strong, atom.Em:
				continue
			case atom.Img:
				for _, a := range t.Attr {
					if a.Key == "alt" {
						b.WriteString(" " + a.Val)
					}
				}
			}
			b.WriteByte(' ')
		}
	}
}
