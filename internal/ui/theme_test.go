package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// tokensCSS is the source that browsers with relative colour follow.
func tokensCSS(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../web/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var hexColour = regexp.MustCompile(`--([a-z0-9-]+): ?(#[0-9a-f]{6})`)

func TestThemeOfHandewittIsTheFallbackOfTheStylesheet(t *testing.T) {
	css := tokensCSS(t)
	block := css[strings.Index(css, "/* ---------- 3."):strings.Index(css, "/* ---------- 4.")]
	want := map[string]string{}
	for _, m := range hexColour.FindAllStringSubmatch(block, -1) {
		want[m[1]] = m[2]
	}
	got := hexColour.FindAllStringSubmatch(Theme(DefaultBrand, DefaultAccent), -1)
	if len(got) != len(shades)+2 {
		t.Fatalf("the theme sets %d colours, want %d and the two inputs", len(got), len(shades))
	}
	for _, m := range got[2:] {
		if want[m[1]] != m[2] {
			t.Errorf("--%s: the theme has %s, tokens.css section 3 has %q", m[1], m[2], want[m[1]])
		}
	}
}

func TestThemePullsInAndNeverRefuses(t *testing.T) {
	for _, c := range []struct{ brand, accent, inBrand, inAccent string }{
		{"#FFE600", "#111111", "#ffe600", "#111111"},
		{" #0a3d91", "", "#0a3d91", DefaultAccent},
		{"red", "#12", DefaultBrand, DefaultAccent},
		{"#gggggg}body{}", "url(x)", DefaultBrand, DefaultAccent},
	} {
		css := Theme(c.brand, c.accent)
		if !strings.HasPrefix(css, "@layer tokens{:root{--brand:"+c.inBrand+";--accent:"+c.inAccent+"}") {
			t.Errorf("Theme(%q, %q) = %.80s", c.brand, c.accent, css)
		}
	}
	// yellow is no surface: it becomes a dark olive on which white is legible
	brand, _ := parseHex("#ffe600")
	for _, s := range shades {
		if s.name == "brand-surface" {
			if got := s.of(brand.oklch()); got.L > .46 {
				t.Errorf("brand-surface of yellow has L %.2f", got.L)
			}
		}
	}
}

// The address of a theme lives for a year in browsers: it must change with the
// formulas. When this fails, put the new mark into themeFormula.
func TestThemeFormulaMarksTheFormulas(t *testing.T) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%+v", shades))
	if want := hex.EncodeToString(sum[:4]); themeFormula != want {
		t.Errorf("themeFormula is %q, the formulas have %q", themeFormula, want)
	}
}

func TestThemeHashTellsColoursApart(t *testing.T) {
	if ThemeHash("#1f4e79", "#f0c02e") == ThemeHash("#1f4e78", "#f0c02e") {
		t.Error("two brands have one hash")
	}
	if ThemeHash("#1F4E79", "#f0c02e") != ThemeHash("#1f4e79", "#f0c02e") {
		t.Error("writing in capitals changes the hash")
	}
}

func TestHexGoesThroughOKLCHAndBack(t *testing.T) {
	for _, s := range []string{"#000000", "#ffffff", "#1f4e79", "#f0c02e", "#e4572e", "#7fb7be", "#010203"} {
		c, ok := parseHex(s)
		if !ok {
			t.Fatalf("%s is not read", s)
		}
		if got := c.oklch().rgb().hex(); got != s {
			t.Errorf("%s comes back as %s", s, got)
		}
	}
}
