package find

import (
	"strings"
	"testing"

	"umland/internal/search"
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

func TestAnswerStandsOut(t *testing.T) {
	hit := func(score float64, title string, ranges ...[2]int) result {
		return result{Hit: search.Hit{Title: title, TitleMatched: ranges, Score: score}}
	}
	adler := hit(1, "Adler-Apotheke", [2]int{6, 14})
	for _, c := range []struct {
		results []result
		words   []string
		want    bool
	}{
		{nil, []string{"apotheke"}, false},
		{[]result{adler}, nil, false},
		{[]result{adler}, []string{"apotheke"}, true},
		{[]result{adler, hit(0.8, "Beispiel-Apotheke")}, []string{"apotheke"}, true},
		{[]result{adler, hit(0.98, "Beispiel-Apotheke")}, []string{"apotheke"}, false},
		{[]result{adler}, []string{"apotheke", "handewitt"}, false},
		{[]result{hit(1, "Adler-Apotheke", [2]int{0, 14})}, []string{"adler", "apotheke"}, true},
		{[]result{hit(1, "Nachts")}, []string{"apotheke"}, false},
	} {
		if got := answers(c.results, c.words); got != c.want {
			t.Errorf("%v for %v: %v", c.results, c.words, got)
		}
	}
}
