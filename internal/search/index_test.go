package search

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

func engines(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), Schema); err != nil {
			t.Fatal(err)
		}
		fn(t, d)
	})
}

func index(t *testing.T, d *db.DB, item string, docs ...Document) {
	t.Helper()
	if err := d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error { return Put(ctx, tx, item, docs) }); err != nil {
		t.Fatal(err)
	}
}

// find gives the items of a language that hold all of q, the best first.
func find(t *testing.T, d *db.DB, lang, q string) string {
	t.Helper()
	w := db.NewWhere(1)
	w.Add("s0.langs LIKE ?", reads(lang))
	narrowed := Narrow(w, "s0.item", lang, q)
	score, args := Score("s0.item", lang, q, w.Args())
	order := "s0.item"
	if narrowed {
		order = score + " DESC, s0.item"
	} else {
		args = w.Args()
	}
	items, err := db.All(t.Context(), d, db.Text, `SELECT s0.item FROM document s0`+w.SQL()+` GROUP BY s0.item ORDER BY `+order, args...)
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	return strings.Join(items, " ")
}

func TestSearchFindsWholeWordsAndBeginnings(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		doc := func(lang, title, body string) Document {
			return Document{Lang: lang, Fields: []Field{{title, 8}, {body, 1}}}
		}
		index(t, d, "apo", doc("de", "Adler-Apotheke", "Medikamente in Handewitt"), doc("da", "Apotek", "Medicin"))
		index(t, d, "bad", doc("de", "Freibad Größe", "neben der Apotheke"))
		index(t, d, "klo", doc("de", "100 % Klo", "o'Neill under_score"))
		for q, want := range map[string]string{
			"apotheke": "apo bad", "APOTHEKE": "apo bad", "apo": "apo bad", "apothekex": "", "potheke": "",
			"apotheke handewitt": "apo", "hande apo": "apo", "apotheke klo": "", "groesse": "bad", "GRÖẞE": "bad", "größ": "bad",
			"%": "apo bad klo", "100 %": "klo", "_": "apo bad klo", "under_score": "klo", "underxscore": "", "o'neill": "klo",
			"' OR 1=1 --": "", "\x00apotheke\x00": "apo bad", "\xffapo": "apo bad", `"apotheke"`: "apo bad", "": "apo bad klo", "apotek": "",
			"a": "apo bad", strings.Repeat("apotheke ", 50): "apo bad",
		} {
			if got := find(t, d, "de", q); got != want {
				t.Errorf("%q: %q, want %q", q, got, want)
			}
		}
		if got := find(t, d, "da", "apotek"); got != "apo" {
			t.Errorf("Danish: %q", got)
		}
		index(t, d, "apo")
		if got := find(t, d, "de", "apotheke") + find(t, d, "da", "apotek"); got != "bad" {
			t.Errorf("after it was taken out: %q", got)
		}
	})
}

func TestLongDocuments(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		var b strings.Builder
		for i := range 3*rowsPerInsert + 1 {
			fmt.Fprintf(&b, "wort%d ", i)
		}
		index(t, d, "lang", Document{Lang: "de", Fields: []Field{{b.String(), 1}, {"wort3", 8}}})
		for _, w := range []string{"wort0", "wort49", "wort50", "wort150"} {
			if find(t, d, "de", w) != "lang" {
				t.Errorf("%s is not found", w)
			}
		}
		weight, err := db.One(t.Context(), d, db.Int, `SELECT weight FROM posting WHERE word = 'wort3'`)
		if err != nil || weight != 8 {
			t.Errorf("the heavier field does not count: %d %v", weight, err)
		}
	})
}

// The same text for several languages stands in the index once.
func TestFallbackIsIndexedOnce(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		german := []Field{{"Rathaus", 8}}
		index(t, d, "rathaus", Document{"de", german}, Document{"da", []Field{{"Rådhus", 8}}}, Document{"en", german})
		for lang, want := range map[string]string{"de": "rathaus", "en": "rathaus", "da": "", "leicht": ""} {
			if got := find(t, d, lang, "rathaus"); got != want {
				t.Errorf("%s: %q", lang, got)
			}
		}
		for table, want := range map[string]int{"document": 2, "posting": 2} {
			if n, err := db.One(t.Context(), d, db.Int, "SELECT COUNT(*) FROM "+table); err != nil || n != want {
				t.Errorf("%d rows of %s: %v", n, table, err)
			}
		}
		index(t, d, "rathaus")
		if n, err := db.One(t.Context(), d, db.Int, "SELECT COUNT(*) FROM posting"); err != nil || n != 0 {
			t.Errorf("%d words are left: %v", n, err)
		}
	})
}

func TestScoreWithoutWords(t *testing.T) {
	if sql, args := Score("x", "de", "?!", []any{1}); sql != "0" || len(args) != 1 {
		t.Errorf("%s %v", sql, args)
	}
	if Narrow(db.NewWhere(1), "x", "de", "?!") {
		t.Error("punctuation narrows")
	}
}
