package importer

import (
	"testing"
)

func TestConverters(t *testing.T) {
	for _, c := range []struct{ name, in, out string }{
		{"ms_of_day", "25200000", "07:00"},
		{"ms_of_day", "20700000", "05:45"},
		{"ms_of_day", "86400000", "24:00"},
		{"ms_of_day", "-1", "!"},
		{"ms_of_day", "25200001", "!"},
		{"ms_of_day", "7 Uhr", "!"},
		{"range", "07:30-16:30", "07:30-16:30"},
		{"range", "07:00-17.00", "07:00-17:00"},
		{"range", "7.00 – 12.30 Uhr", "07:00-12:30"},
		{"range", "16:00-07:00", "!"},
		{"range", "25:00-26:00", "!"},
		{"range", "morgens", "!"},
		{"clock", "19.30", "19:30"},
		{"clock", "7:05 Uhr", "07:05"},
		{"clock", "24:00", "!"},
		{"clock", "spät", "!"},
		{"age", "0", "0 Monaten"},
		{"age", "1", "1 Monat"},
		{"age", "11", "11 Monaten"},
		{"age", "12", "1 Jahr"},
		{"age", "18", "18 Monaten"},
		{"age", "83", "6 Jahren"},
		{"age", "alt", "!"},
		{"phone", "0461/852556", "+49461852556"},
		{"phone:DK", "73 76 76 76", "+4573767676"},
		{"phone", "fehlt", "!"},
		{"web", "www.ggs-kiel.de", "https://www.ggs-kiel.de"},
		{"web", "https://www.sdu.de/,https://www.dcbib.dk/", "https://www.sdu.de/"},
		{"web", "http://Schule.Müller.de/a?b=c", "http://schule.xn--mller-kva.de/a?b=c"},
		{"web", "javascript:alert(1)", "!"},
		{"web", "https://a:b@c.de", "!"},
		{"web", ";", "!"},
		{"web", "keine", "!"},
		{"email", "a.b@schule.landsh.de", "a.b@schule.landsh.de"},
		{"email", "nms.suedost..PSt@polizei.landsh.de", "!"},
		{"email", "a@b", "!"},
		{"street", "Große Str. 8", "Große Straße 8"},
		{"street", "Glücksburgerstr 20", "Glücksburgerstraße 20"},
		{"street", "An d. Bergmühle 5", "An der Bergmühle 5"},
		{"street", "Stralsunder Str.", "Stralsunder Straße"},
		{"street", "Strandweg 3", "Strandweg 3"},
		{"number", "29 - 31", "29-31"},
		{"number", "0", ""},
		{"postcode", "24939", "24939"},
		{"postcode", "6200", "6200"},
		{"postcode", "D-24939", "!"},
		{"capital", "ägäis", "Ägäis"},
		{"first", "a, b", "a"},
		{"plain", "<p>a &#8211; <b>b</b></p><p>c</p>", "a – b c"},
		{"utc", "2022-08-13T09:37:51", "2022-08-13T09:37:51.000Z"},
		{"utc", "2022-08-13T11:37:51+02:00", "2022-08-13T09:37:51.000Z"},
		{"utc", "gestern", "!"},
		{"yes:Rufbus", "true", "Rufbus"},
		{"yes:Rufbus", "false", ""},
	} {
		convert, err := parseConverter(c.name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := convert(c.in)
		if err != nil {
			got = "!"
		}
		if got != c.out {
			t.Errorf("%s of %q = %q, want %q", c.name, c.in, got, c.out)
		}
	}
	for _, name := range []string{"shout", "sentences", "sentences:3", ""} {
		if _, err := parseConverter(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestSentences(t *testing.T) {
	for in, want := range map[string]string{
		"Kurz genug.": "Kurz genug.",
		"Am 3. Mai kam Dr. Meyer in die Stadt und blieb lange Zeit. Danach ging er wieder fort nach Hause.": "Am 3. Mai kam Dr. Meyer in die Stadt und blieb lange Zeit.",
		"Um 1870 gebaut, dreigeschossiger Putzbau mit Erker; später umgebaut und mit einem Dach versehen":   "Um 1870 gebaut, dreigeschossiger Putzbau mit Erker",
		"Ein Satz der einfach nicht enden will und immer weiter läuft und läuft und läuft und läuft":        "Ein Satz der einfach nicht enden will und immer weiter läuft und läuft …",
		"Der erste Satz steht hier und ist zu Ende. Der zweite bricht ab …":                                 "Der erste Satz steht hier und ist zu Ende.",
		"Er fragte: „Ist das nicht ein schöner, langer Satz?“ Dann ging er fort und kam nie wieder zurück.": "Er fragte: „Ist das nicht ein schöner, langer Satz?“",
	} {
		if got := sentences(in, 72); got != want {
			t.Errorf("sentences(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestTemplates(t *testing.T) {
	it := &item{values: map[string]any{"a": "Anna ", "b": "", "c": []any{"x", "", "y"}, "d.e": "mit Punkt", "f": map[string]any{"g": "tief"}}}
	for source, want := range map[string]string{
		"{a} {b}":        "Anna",
		"{b}, {b}":       "",
		"{a}[ ({b})]":    "Anna",
		"{a}[ ({c.0})]":  "Anna (x)",
		"[{b}][{c}]":     "x, y",
		"{d.e} {f.g}":    "mit Punkt tief",
		"fest":           "fest",
		"{c.9}{c.x}{no}": "",
		"[a [{b}] {a}]":  "a Anna",
	} {
		tpl, err := parseTemplate(source)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		if got, err := tpl.fill(it, false); err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", source, got, err, want)
		}
	}
	for _, bad := range []string{"{a", "[a", "a]", "{}", "{a|}"} {
		if _, err := parseTemplate(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestHashIsStable(t *testing.T) {
	a := Record{Key: "1", Title: "A", Line: 3, Identifiers: map[string]string{"x": "1", "y": "2"}}
	b := Record{Key: "1", Title: "A", Line: 9, Identifiers: map[string]string{"y": "2", "x": "1"}}
	if a.Hash() != b.Hash() {
		t.Error("the place in the file counts")
	}
	b.Phone = "+49461"
	if a.Hash() == b.Hash() {
		t.Error("the phone does not count")
	}
	// A changed fingerprint makes every imported item "changed" once.
	if got := a.Hash(); got != "a3c84c06b8d11485372b3792e8e99860" {
		t.Errorf("the fingerprint of a record has changed: %s", got)
	}
}
