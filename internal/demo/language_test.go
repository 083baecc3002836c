package demo

import (
	"regexp"
	"strings"
	"testing"
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?:](?:[“"»]?)(?:\s|$)`)
	dayOfMonth  = regexp.MustCompile(`(\d)\. `)
)

// sentences splits a text of the plain syntax; "27. August" is not an end.
func sentences(text string) []string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.TrimLeft(line, "#->– "))
		line = dayOfMonth.ReplaceAllString(line, "$1 ")
		for _, s := range sentenceEnd.Split(line, -1) {
			if s = strings.TrimSpace(s); s != "" {
				all = append(all, s)
			}
		}
	}
	return all
}

func TestSentencesAreCounted(t *testing.T) {
	got := sentences("## Kopf\n\nAm 27. August war es so. Gut!\n- Punkt eins\n> „Ja.“\n> -- Quelle")
	want := []string{"Kopf", "Am 27 August war es so", "Gut", "Punkt eins", "„Ja", "Quelle"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGermanSentencesAreShort(t *testing.T) {
	check := func(where, lang, text string) {
		longest := map[string]int{"de": 15, "leicht": 10}[lang]
		if longest == 0 {
			return
		}
		for _, s := range sentences(text) {
			if n := len(strings.Fields(s)); n > longest {
				t.Errorf("%s (%s): %d words: %s", where, lang, n, s)
			}
		}
	}
	r := region(t)
	for _, h := range r.heads() {
		for lang, x := range h.Texts {
			for _, s := range []string{x.Title, x.Kicker, x.Teaser, x.Body, x.Alt} {
				if lang == "leicht" && s == x.Alt {
					continue // the alt text is the German one
				}
				check(h.Slug, lang, s)
			}
		}
	}
	for _, s := range r.Services {
		for lang, d := range s.Details {
			for _, list := range [][]string{d.Who, d.Bring, d.Steps, d.Savings, {d.Cost, d.HowLong}} {
				for _, line := range list {
					check(s.Slug, lang, line)
				}
			}
		}
	}
	for _, p := range r.Portals {
		check(p.Slug, "leicht", p.Leicht.Body)
		check(p.Slug, "de", p.Welcome["de"])
	}
	for _, n := range r.Notices {
		for lang, x := range n.Texts {
			check("notice", lang, x.Title+"\n"+x.Body+"\n"+x.Action)
		}
	}
}

// Texts go through richtext.FromPlain: a tag or a tab in them would be shown as it stands.
func TestBodiesArePlain(t *testing.T) {
	for _, h := range region(t).heads() {
		for lang, x := range h.Texts {
			for _, s := range []string{x.Title, x.Kicker, x.Teaser, x.Body} {
				if strings.ContainsAny(s, "<\t|") || strings.Contains(s, "...") {
					t.Errorf("%s (%s) is not plain text: %s", h.Slug, lang, s)
				}
			}
		}
	}
}
