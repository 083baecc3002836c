package i18n

import (
	"testing"
	"testing/fstest"
	"time"
)

func TestTReplacesNamesOnce(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"ohne", "ohne"},
		{"{a} und {b}", "{b} und 7"},
		{"{a}{a}", "{b}{b}"},
		{"{fehlt} bleibt", "{fehlt} bleibt"},
		{"offen {a", "offen {a"},
		{"zu } und {b}", "zu } und 7"},
	} {
		if got := fill(c.text, []any{"a", "{b}", "b", 7}); got != c.want {
			t.Errorf("fill(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTValues(t *testing.T) {
	got := fill("{s} {i} {i64} {f} {b} {d} {l} {x}", []any{
		"s", "ä", "i", 2026, "i64", int64(-3), "f", 1.5, "b", true,
		"d", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), "l", DA, "x",
		struct{}{},
	})
	if want := "ä 2026 -3 1.5 true 2026-11-24 da ⟦?⟧"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTOnTheCatalogue(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{T(DE, "common.yes"), "ja"},
		{T(DA, "common.page_of", "page", 2, "pages", 9), "Side 2 af 9"},
		{T("xx", "common.yes"), "ja"},
		{T(EN, "common.nothing"), "⟦common.nothing⟧"},
		{N(EN, "common.results", 1), "1 result"},
		{N(EN, "common.results", 1200), "1,200 results"},
		{N(DA, "common.results", 0), "0 resultater"},
		{N(DE, "common.nothing", 2), "⟦common.nothing.other⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if !Has("common.yes") || !Has("common.results") || Has("common.nothing") {
		t.Error("Has is wrong about the catalogue")
	}
}

func TestParseAndHTMLLang(t *testing.T) {
	for _, l := range All {
		if got, ok := Parse(string(l)); !ok || got != l {
			t.Errorf("Parse(%q) = %q, %v", l, got, ok)
		}
	}
	for _, code := range []string{"", "DE", "leicht", "fr"} {
		if _, ok := Parse(code); ok {
			t.Errorf("Parse(%q) succeeds", code)
		}
	}
	if HTMLLang(Leicht) != "de-simple" || HTMLLang("da") != "da" {
		t.Error("HTMLLang is wrong")
	}
}

func TestLoadRefusesBadFiles(t *testing.T) {
	for name, raw := range map[string]string{
		"catalogue/a.fr.toml":   `a.x = "y"`,
		"catalogue/a.de.toml":   `b.x = "fremder Bereich"`,
		"catalogue/b.de.toml":   `b.x = 7`,
		"catalogue/c.da.toml":   `c.x = `,
		"catalogue/nolang.toml": `nolang.x = "y"`,
	} {
		if _, err := load(fstest.MapFS{name: {Data: []byte(raw)}}); err == nil {
			t.Errorf("%s: %s is accepted", name, raw)
		}
	}
}

func BenchmarkT(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = T(DE, "common.yes")
	}
}

func BenchmarkTWithArgs(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = T(DA, "common.page_of", "page", 2, "pages", 9)
	}
}
