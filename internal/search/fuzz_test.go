package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"umland/internal/testkit"
)

// Whatever the text, its words stand where they say, and the same text gives
// the same terms of bounded length, each with a weight.
func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{
		"Müllabfuhrkalender am Rathausplatz 12a, Tel. 0461/85-0", "Åbenrå rådhus åbner kl. 10", "a\u0308\u00adb", "\xff日本ǅ", "İstanbul ﬀ ǖ", "E-Mail-Adresse",
		strings.Repeat("donaudampfschifffahrt", 30), "😀👨‍👩‍👧", "\x00\x1e\x1f", "+45 74 12 34 56", "St. Marien, Große Str. 3",
	} {
		f.Add(s)
	}
	a := newAnalyser(Vocabulary{"rathaus": 10, "platz": 9, "schifffahrt": 7})
	f.Fuzz(func(t *testing.T, text string) {
		length := utf8.RuneCountInString(text)
		last := 0
		for _, tk := range tokens(text) {
			if tk.from < last || tk.to <= tk.from || tk.to > length || tk.text == "" || len(tk.text) > longestWord || !utf8.ValidString(tk.text) {
				t.Fatalf("token %+v in %q", tk, text)
			}
			last = tk.to
		}
		for _, lang := range []string{"de", "da", "en", ""} {
			fields := []Field{{text, 12, lang, Title}, {text, 1, lang, Body}}
			once, again := a.impacts(fields), newAnalyser(a.vocab).impacts(fields)
			if len(once) != len(again) {
				t.Fatalf("%q gives %d and then %d terms", text, len(once), len(again))
			}
			for term, w := range once {
				if again[term] != w || w == 0 || term == "" || len(term) > 4*longestWord+8 || strings.ContainsRune(term, 0) {
					t.Fatalf("term %q of weight %d, then %d", term, w, again[term])
				}
			}
		}
		if back := decode(encode([]Field{{text, 3, "de", Body}})); len(back) > 1 || len(back) == 1 && back[0].Text != clean(text) && len(text) <= mostText {
			t.Fatalf("%q is stored as %+v", text, back)
		}
	})
}

// Whatever is typed is answered; what is found is marked inside its text, and
// each part that was understood lies in the question.
func FuzzQuestion(f *testing.F) {
	for _, s := range []string{
		"Müllabfur", "Apotheke in der Nähe", `"alte post" heute`, "jetzt offen Bäckerei Harrislee", "0461 85-0", "NEAR(a b) AND *", "\x00\u202e", strings.Repeat("haus ", 99),
		"Hauptstr. 12", "\"", "„“”", "E-Mail", "i dag", "~haus", "ǅ", "\u00ad\u200b",
	} {
		f.Add(s)
	}
	d := testkit.SQLite(f)
	w := newWorld(f, d)
	w.must(d.Migrate(f.Context(), Schema))
	for i, title := range someTexts {
		w.put(title, title, someTexts[(i+3)%len(someTexts)], func(a *About, _ *Document) { a.Town = "Harrislee" })
	}
	w.must(w.x.Rebuild(f.Context()))
	w.put("apo", "Apotheke an der Hauptstraße 12", "Telefon 0461 85-0", field(Field{"+49461850", 3, "", Other}))
	f.Fuzz(func(t *testing.T, q string) {
		a, err := w.x.Search(t.Context(), Request{Portal: "handewitt", Lang: "de", Q: q, Region: true, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range a.Filters {
			if u.Text == "" || len(u.Rest) > len(cleanQuestion(q)) {
				t.Fatalf("%q is understood as %+v", q, u)
			}
		}
		if len(a.Relaxed) > mostGroups+3 || a.Total < len(a.Hits) {
			t.Fatalf("%q: %+v", q, a)
		}
		for _, h := range a.Hits {
			marked(t, h.Snippet, h.Matched)
			marked(t, h.Title, h.TitleMatched)
		}
	})
}

func marked(t *testing.T, text string, marks [][2]int) {
	t.Helper()
	length, last := utf8.RuneCountInString(text), 0
	if !slices.IsSortedFunc(marks, func(a, b [2]int) int { return a[0] - b[0] }) {
		t.Fatalf("%v", marks)
	}
	for _, m := range marks {
		if m[0] < last || m[1] <= m[0] || m[1] > length {
			t.Fatalf("%v in %q", marks, text)
		}
		last = m[1]
	}
}

// Whatever the bytes, reading a block or a dictionary ends, without a panic.
func FuzzBlock(f *testing.F) {
	v := newInverted()
	v.add(map[string]uint8{"haus": 3, "hausen": 4, "~hof": 255})
	v.add(map[string]uint8{"haus": 1})
	blocks, dictionary := v.blocks()
	f.Add(blocks[0].data, "haus")
	f.Add(dictionary, "hausen")
	f.Add([]byte{0, 1, 'a', 200, 200, 200, 200, 200, 200, 200, 200, 200, 1, 5}, "a")
	f.Fuzz(func(t *testing.T, data []byte, term string) {
		if l, ok := find(data, term); ok {
			l.raise(&sheet{weight: make([]uint16, 110)}, 10, 100, 256)
		}
		if _, err := newLexicon([][]byte{data, dictionary}); err != nil && err != errDamaged {
			t.Fatal(err)
		}
		if _, err := unpackVocabulary(data); err != nil && err != errDamaged {
			t.Fatal(err)
		}
	})
}
