package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// The colours of a portal that has chosen none, or none that can be read.
const (
	DefaultBrand  = "#1f4e79"
	DefaultAccent = "#f0c02e"
)

// themeFormula marks the state of the formulas below in the address of every
// portal's colours. It changes with them; a test holds the two together.
const themeFormula = "29950502"

// shade is one colour that follows from the portal's two: its lightness is
// fixed, or that of the source between two bounds and lowered by a step; its
// chroma is capped; its hue stays. Lightness decides contrast, so every choice
// of a portal stays legible. The same formulas stand in web/css/tokens.css,
// section 4, for browsers that can work them out.
type shade struct {
	name   string
	accent bool    // from the accent, not from the brand
	low    float64 // lightness, or its lower bound
	high   float64 // upper bound; 0 where the lightness is fixed
	step   float64 // taken off after bounding
	chroma float64 // the cap
}

// shades holds the light scheme: the browsers that need it know no light-dark().
var shades = [...]shade{
	{name: "page-bg", low: .985, chroma: .004},
	{name: "tint", low: .948, chroma: .018},
	{name: "tint-2", low: .908, chroma: .03},
	{name: "ink", low: .24, chroma: .028},
	{name: "ink-soft", low: .43, chroma: .028},
	{name: "rule", low: .87, chroma: .018},
	{name: "control", low: .57, chroma: .03},
	{name: "link", low: .41, chroma: .13},
	{name: "link-hover", low: .30, chroma: .11},
	{name: "brand-surface", low: .26, high: .46, chroma: .16},
	{name: "brand-deep", low: .26, high: .46, step: .11, chroma: .12},
	{name: "solid", low: .26, high: .46, chroma: .16},
	{name: "solid-hover", low: .26, high: .46, step: .11, chroma: .12},
	{name: "on-solid", low: .99, chroma: .005},
	{name: "on-brand", low: .99, chroma: .005},
	{name: "on-brand-soft", low: .93, chroma: .03},
	{name: "on-brand-rule", low: .68, chroma: .07},
	{name: "accent-surface", accent: true, low: .80, high: .92, chroma: .155},
	{name: "on-accent", accent: true, low: .22, chroma: .03},
	{name: "accent-soft", accent: true, low: .95, chroma: .045},
	{name: "accent-line", accent: true, low: .58, chroma: .14},
}

// of derives the shade from a portal's colour.
func (s shade) of(c oklch) oklch {
	l := s.low
	if s.high > 0 {
		l = min(s.high, max(s.low, c.L))
	}
	return oklch{l - s.step, min(c.C, s.chroma), c.H}
}

// Theme is a portal's stylesheet: its two colours as "#rrggbb", and what
// follows from them for browsers that cannot work it out themselves. Nothing
// is refused: a colour of too much or too little light is pulled in, one that
// cannot be read gives way to the default.
func Theme(brand, accent string) string {
	brand, b := colour(brand, DefaultBrand)
	accent, a := colour(accent, DefaultAccent)
	var css strings.Builder
	css.WriteString("@layer tokens{:root{--brand:" + brand + ";--accent:" + accent + "}" +
		"@supports not ((color:oklch(from red l c h)) and (color:light-dark(red,blue))){:root{")
	for _, s := range shades {
		source := b
		if s.accent {
			source = a
		}
		css.WriteString("--" + s.name + ":" + s.of(source).rgb().hex() + ";")
	}
	css.WriteString("}}}\n")
	return css.String()
}

// Colour is one of a portal's colours in the light scheme as "#rrggbb", by the
// name that it has in the stylesheet without the dashes: "solid", "on-accent".
// A name that is none gives "".
func Colour(brand, accent, name string) string {
	_, b := colour(brand, DefaultBrand)
	_, a := colour(accent, DefaultAccent)
	for _, s := range shades {
		switch {
		case s.name == name && s.accent:
			return s.of(a).rgb().hex()
		case s.name == name:
			return s.of(b).rgb().hex()
		}
	}
	return ""
}

// ThemeHash is the short hash of a portal's stylesheet.
func ThemeHash(brand, accent string) string {
	sum := sha256.Sum256([]byte(Theme(brand, accent)))
	return hex.EncodeToString(sum[:5])
}

// ThemePath is the address of a portal's stylesheet. It holds the colours
// themselves, so that serving it needs to know no portal.
func ThemePath(brand, accent string) string {
	brand, _ = colour(brand, DefaultBrand)
	accent, _ = colour(accent, DefaultAccent)
	return AssetPrefix + themeFile(brand, accent)
}

func themeFile(brand, accent string) string {
	return "farben-" + brand[1:] + "-" + accent[1:] + "." + themeFormula + ".css"
}

// themeOf is the stylesheet that a file name asks for.
func themeOf(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, "farben-")
	if !ok || len(rest) < 13 {
		return "", false
	}
	brand, accent := "#"+rest[:6], "#"+rest[7:13]
	if !readable(brand) || !readable(accent) || name != themeFile(brand, accent) {
		return "", false
	}
	return Theme(brand, accent), true
}

func readable(s string) bool {
	_, ok := parseHex(s)
	return ok && s == strings.ToLower(s)
}

// colour reads a portal's colour, or takes the default for it.
func colour(s, fallback string) (string, oklch) {
	s = strings.ToLower(strings.TrimSpace(s))
	c, ok := parseHex(s)
	if !ok {
		s = fallback
		c, _ = parseHex(s)
	}
	return s, c.oklch()
}
