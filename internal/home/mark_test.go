package home

import (
	"strings"
	"testing"

	"umland/internal/search"
)

func TestMarkFindsWordsAsTheSearchDoes(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"Adler-Apotheke", "apotheke", "Adler-[Apotheke]"},
		{"Bücherei Weding", "bue wed", "[Bücherei] [Weding]"},
		{"Åbenrå Rådhus", "aabenraa", "[Åbenrå] Rådhus"},
		{"Straße, Strasse", "strasse", "[Straße], [Strasse]"},
		{"Markt", "arkt", "Markt"},
		{"", "x", ""},
		{"– 24 Uhr", "24", "– [24] Uhr"},
		{"Rock Rock", "rock", "[Rock] [Rock]"},
	} {
		var b strings.Builder
		for _, p := range mark(c.text, search.Query(c.query)) {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("mark(%q, %q) = %s, want %s", c.text, c.query, b.String(), c.want)
		}
	}
}
