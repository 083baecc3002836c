package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Größe": "groesse", "GRÖSSE": "groesse", "Groesse": "groesse", "Bäder": "baeder", "bæder": "baeder", "Sønderjylland": "soenderjylland",
		"Åbenrå": "aabenraa", "Aabenraa": "aabenraa", "STRASSE": "strasse", "Straße": "strasse", "ẞ": "ss",
		"Cafe\u0301": "cafe", "Café": "cafe", "a\u0308": "ae", "A\u030angstro\u0308m": "aangstroem", "ǿ": "oe", "ǣ": "ae", "Ñandú": "nandu", "": "", "日本": "日本", "ﬁ": "ﬁ",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"Adler-Apotheke, Hauptstr. 12a": "adler|apotheke|hauptstr|12a", "  ": "", "%_'\"\x00\\": "", "a\x00b": "a|b", "\xff\xfe": "",
		"04608/97": "04608|97", strings.Repeat("x", 50): strings.Repeat("x", 40), "„Zitat“": "zitat",
	} {
		if got := strings.Join(Words(in), "|"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := SortKey("  „Ärzte“ (Über-Land) "); got != "aerzte ueber land" {
		t.Errorf("sort key %q", got)
	}
}

func TestQueryIsBounded(t *testing.T) {
	if got := Query("Bad bad BAD Bäd"); strings.Join(got, " ") != "bad baed" {
		t.Errorf("%v", got)
	}
	many := ""
	for i := range 100 {
		many += " w" + strings.Repeat("a", i)
	}
	if got := Query(many); len(got) != maxWords {
		t.Errorf("%d words", len(got))
	}
}

// Whatever is typed, its words are findable words: folded, of bounded length,
// and the same when they are read again.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"Größe & Søn", "a\u0308\x00'%_", "\xff日本ǅ", "İstanbul", strings.Repeat("ß", 60), "ǖ ǟ ﬀ Ω"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words := Query(s)
		if len(words) > maxWords {
			t.Fatalf("%d words", len(words))
		}
		all := map[string]bool{}
		for _, w := range Words(s) {
			all[w] = true
		}
		for _, w := range words {
			if w == "" || len(w) > 40 || !utf8.ValidString(w) || strings.ContainsAny(w, "\x00 '%_") {
				t.Errorf("word %q", w)
			}
			if !all[w] {
				t.Errorf("%q is asked for but not indexed", w)
			}
			if again := Words(w); len(again) != 1 || again[0] != w {
				t.Errorf("%q is read again as %q", w, again)
			}
		}
	})
}
