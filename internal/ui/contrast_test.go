package ui

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// paint is one side of a light-dark(), as tokens.css writes it.
type paint struct {
	accent    bool // from the accent
	fixed     bool // no portal's colour in it: hue and chroma below
	low, high float64
	step      float64
	chroma    float64
	hue       float64
}

var (
	declaration = regexp.MustCompile(`(?m)^\s*--([a-z0-9-]+):\s*((?:[^;]|\n)+?);`)
	fromSource  = regexp.MustCompile(`^oklch\(from var\(--(brand|accent)\) (.+) min\(c, ([0-9.]+)\) h\)$`)
	clamped     = regexp.MustCompile(`^clamp\(([0-9.]+), l, ([0-9.]+)\)$`)
	lowered     = regexp.MustCompile(`^calc\(clamp\(([0-9.]+), l, ([0-9.]+)\) - ([0-9.]+)\)$`)
	plain       = regexp.MustCompile(`^oklch\(([0-9.]+) ([0-9.]+) ([0-9.]+)\)$`)
)

// paints reads section 4 of tokens.css: both schemes by the names of the colours.
func paints(t *testing.T) (light, dark map[string]paint) {
	t.Helper()
	css := tokensCSS(t)
	css = css[strings.Index(css, "/* ---------- 4."):]
	css = css[strings.Index(css, "{"):strings.Index(css, "[data-scheme")]
	light, dark = map[string]paint{}, map[string]paint{}
	for _, m := range declaration.FindAllStringSubmatch(css, -1) {
		value := strings.Join(strings.Fields(m[2]), " ")
		first, second := value, value
		if inner, ok := strings.CutPrefix(value, "light-dark("); ok {
			first, second = halves(strings.TrimSuffix(inner, ")"))
		}
		light[m[1]], dark[m[1]] = parsePaint(t, first), parsePaint(t, second)
	}
	if len(light) < 30 {
		t.Fatalf("read only %d colours of tokens.css", len(light))
	}
	return light, dark
}

// halves splits at the comma outside brackets.
func halves(s string) (string, string) {
	depth := 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
			}
		}
	}
	return s, s
}

func parsePaint(t *testing.T, s string) paint {
	t.Helper()
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%q is no number", s)
		}
		return f
	}
	if s == "#fff" {
		return paint{fixed: true, low: 1}
	}
	if m := plain.FindStringSubmatch(s); m != nil {
		return paint{fixed: true, low: number(m[1]), chroma: number(m[2]), hue: number(m[3])}
	}
	m := fromSource.FindStringSubmatch(s)
	if m == nil {
		t.Fatalf("tokens.css: %q is none of the forms that this test knows", s)
	}
	p := paint{accent: m[1] == "accent", chroma: number(m[3])}
	switch {
	case lowered.MatchString(m[2]):
		l := lowered.FindStringSubmatch(m[2])
		p.low, p.high, p.step = number(l[1]), number(l[2]), number(l[3])
	case clamped.MatchString(m[2]):
		l := clamped.FindStringSubmatch(m[2])
		p.low, p.high = number(l[1]), number(l[2])
	default:
		p.low = number(m[2])
	}
	return p
}

func TestThemeAndStylesheetHaveTheSameFormulas(t *testing.T) {
	light, _ := paints(t)
	for _, s := range shades {
		p, ok := light[s.name]
		want := paint{accent: s.accent, low: s.low, high: s.high, step: s.step, chroma: s.chroma}
		if !ok || p != want {
			t.Errorf("--%s: theme.go has %+v, tokens.css %+v", s.name, want, p)
		}
	}
}

// brightness is the range of luminances that a colour can take over every hue
// and every chroma up to its cap, at both ends of its lightness; channels are
// clipped as browsers paint them.
func brightness(p paint) (lo, hi float64) {
	lo = math.Inf(1)
	ends := []float64{p.low - p.step}
	if p.high > 0 {
		ends = append(ends, p.high-p.step)
	}
	if p.fixed {
		y := oklch{p.low, p.chroma, p.hue}.rgb().luminance()
		return y, y
	}
	for _, l := range ends {
		for hue := range 360 {
			for c := 0.0; c <= p.chroma+1e-9; c += .005 {
				y := oklch{l, c, float64(hue)}.rgb().luminance()
				lo, hi = min(lo, y), max(hi, y)
			}
		}
	}
	return lo, hi
}

// worst is the lowest contrast (WCAG 2.2) that any portal's colours can give.
func worst(a, b paint) float64 {
	aLow, aHigh := brightness(a)
	bLow, bHigh := brightness(b)
	if aHigh >= bLow && bHigh >= aLow {
		return 1
	}
	if aLow > bHigh {
		return (aLow + .05) / (bHigh + .05)
	}
	return (bLow + .05) / (aHigh + .05)
}

// The figures are those of the design, so that worst itself is held to account.
func TestWorstContrastIsThatOfTheDesign(t *testing.T) {
	for _, c := range []struct {
		front, back paint
		want        float64
	}{
		{paint{low: .24, chroma: .03}, paint{low: .985, chroma: .008}, 15.6},
		{paint{low: .42, chroma: .14}, paint{low: .945, chroma: .03}, 6.0},
		{paint{low: .99, chroma: .005}, paint{low: .26, high: .46, chroma: .16}, 5.7},
		{paint{low: .58, chroma: .14}, paint{low: .985, chroma: .008}, 3.6},
		{paint{low: .60, chroma: .14}, paint{low: .948, chroma: .018}, 3.0},
		{paint{low: .5, chroma: .1}, paint{low: .5, chroma: .1}, 1},
	} {
		if got := worst(c.front, c.back); math.Abs(got-c.want) > .1 {
			t.Errorf("%+v on %+v: %.2f, the design has %.1f", c.front, c.back, got, c.want)
		}
	}
}

// Text needs 4.5, lines and signs 3, whatever colours a portal chooses.
func TestEveryPortalIsLegible(t *testing.T) {
	const text, line = 4.5, 3.0
	pairs := []struct {
		front, back string
		need        float64
	}{
		{"ink", "page-bg", text},
		{"ink", "card", text},
		{"ink", "tint", text},
		{"ink", "tint-2", text},
		{"ink", "accent-soft", text},
		{"ink-soft", "page-bg", text},
		{"ink-soft", "card", text},
		{"ink-soft", "tint", text},
		{"ink-soft", "tint-2", text},
		{"link", "page-bg", text},
		{"link", "card", text},
		{"link", "tint", text},
		{"link", "tint-2", text},
		{"link", "info-bg", text},
		{"link", "warn-bg", text},
		{"link", "bad-bg", text},
		{"link", "ok-bg", text},
		{"link-hover", "tint", text},
		{"ink", "info-bg", text},
		{"ink", "warn-bg", text},
		{"ink", "bad-bg", text},
		{"ink", "ok-bg", text},
		{"ink-soft", "info-bg", text},
		{"ink-soft", "warn-bg", text},
		{"ink-soft", "accent-soft", text},
		{"on-brand", "brand-surface", text},
		{"on-brand", "brand-deep", text},
		{"on-brand-soft", "brand-surface", text},
		{"on-brand-soft", "brand-deep", text},
		{"on-solid", "solid", text},
		{"on-solid", "solid-hover", text},
		{"on-accent", "accent-surface", text},
		{"ok", "card", text},
		{"ok", "page-bg", text},
		{"ok", "ok-bg", text},
		{"warn", "card", text},
		{"warn", "page-bg", text},
		{"warn", "warn-bg", text},
		{"bad", "card", text},
		{"bad", "page-bg", text},
		{"bad", "bad-bg", text},
		{"info", "info-bg", text},
		{"control", "page-bg", line},
		{"control", "card", line},
		{"control", "tint", line},
		{"accent-line", "page-bg", line},
		{"accent-line", "card", line},
		{"accent-line", "tint", line},
		{"focus-a", "page-bg", line},
		{"focus-a", "card", line},
		{"focus-a", "focus-b", line},
	}
	light, dark := paints(t)
	for scheme, colours := range map[string]map[string]paint{"light": light, "dark": dark} {
		for _, p := range pairs {
			front, ok := colours[p.front]
			back, found := colours[p.back]
			if !ok || !found {
				t.Fatalf("%s or %s is no colour of tokens.css", p.front, p.back)
			}
			if got := worst(front, back); got < p.need {
				t.Errorf("%s: %s on %s has %.2f, needs %.1f", scheme, p.front, p.back, got, p.need)
			}
		}
	}
}
