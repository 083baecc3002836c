package find

import (
	"strings"
	"testing"
)

func TestCutMarksRangesOfCodePoints(t *testing.T) {
	for _, c := range []struct {
		text   string
		ranges [][2]int
		want   string
	}{
		{"Adler-Apotheke", [][2]int{{6, 14}}, "Adler-[Apotheke]"},
		{"Åbenrå Rådhus", [][2]int{{0, 6}, {7, 13}}, "[Åbenrå] [Rådhus]"},
		{"Größe 😀 Maß", [][2]int{{8, 11}}, "Größe 😀 [Maß]"},
		{"Markt", nil, "Markt"},
		{"", [][2]int{{0, 3}}, ""},
		{"Markt", [][2]int{{-2, 2}, {1, 3}, {4, 99}, {5, 5}, {9, 12}}, "[Ma][r]k[t]"},
	} {
		var b strings.Builder
		for _, p := range cut(c.text, c.ranges) {
			if p.Marked {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("cut(%q, %v) = %s, want %s", c.text, c.ranges, b.String(), c.want)
		}
	}
}

func TestVerbatim(t *testing.T) {
	for q, want := range map[string]string{"Apoteke": `"Apoteke"`, ` Apoteke  "in Weding `: `"Apoteke" "in" "Weding"`, "": ""} {
		if got := verbatim(q); got != want {
			t.Errorf("%q: %s", q, got)
		}
	}
}
