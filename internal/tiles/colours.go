package tiles

import (
	"fmt"
	"regexp"
	"strings"
)

// Colours are those of a still picture, by light and dark scheme.
type Colours struct{ Light, Dark Palette }

// Palette is one scheme; each colour is #rrggbb, and one that is not is
// replaced by the standard one.
type Palette struct {
	Land, Water, Wood, Grass, Field, Built, Building string // areas
	Road, Casing, Major, Rail, Route, Border, Shore  string // lines
	Text, Soft, Halo, Pin, OnPin, Chosen, OnChosen   string // words and pins
}

// StandardColours are a quiet paper map and its night side. Pin and OnPin are
// for a portal's brand, Chosen and OnChosen for its accent.
func StandardColours() Colours {
	return Colours{
		Light: Palette{
			Land: "#f0f1e8", Water: "#b5d6eb", Wood: "#c5dcc0", Grass: "#d8e5c9", Field: "#e5e9d3", Built: "#e7e3d9", Building: "#d3ccbf",
			Road: "#ffffff", Casing: "#c4c5bc", Major: "#f6dfa2", Rail: "#8d8a85", Route: "#b4678a", Border: "#9a8fb0", Shore: "#7fb0c6",
			Text: "#23272b", Soft: "#565b61", Halo: "#ffffff", Pin: "#1f4e79", OnPin: "#ffffff", Chosen: "#f0c02e", OnChosen: "#1c1c1c",
		},
		Dark: Palette{
			Land: "#1d221c", Water: "#163347", Wood: "#263826", Grass: "#253022", Field: "#242a1f", Built: "#2a2c2b", Building: "#3a3d3f",
			Road: "#474e52", Casing: "#12171a", Major: "#7d6a3a", Rail: "#7c8087", Route: "#c98aab", Border: "#8b80a3", Shore: "#2f6383",
			Text: "#eef1f4", Soft: "#b6bcc4", Halo: "#15181b", Pin: "#9cc3ea", OnPin: "#10202f", Chosen: "#f0c02e", OnChosen: "#1c1c1c",
		},
	}
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// sound replaces what is no colour: it stands in a style sheet.
func (c Colours) sound() Colours {
	standard := StandardColours()
	for _, pair := range [][2]*Palette{{&c.Light, &standard.Light}, {&c.Dark, &standard.Dark}} {
		own, instead := pair[0].all(), pair[1].all()
		for i := range own {
			if !hexColour.MatchString(*own[i]) {
				*own[i] = *instead[i]
			}
		}
	}
	return c
}

func (p *Palette) all() []*string {
	return []*string{
		&p.Land, &p.Water, &p.Wood, &p.Grass, &p.Field, &p.Built, &p.Building,
		&p.Road, &p.Casing, &p.Major, &p.Rail, &p.Route, &p.Border, &p.Shore,
		&p.Text, &p.Soft, &p.Halo, &p.Pin, &p.OnPin, &p.Chosen, &p.OnChosen,
	}
}

// css gives each class of the picture its colour.
func (p Palette) css() string {
	var b strings.Builder
	for _, rule := range []struct{ selector, property, colour string }{
		{".land", "fill", p.Land},
		{".water", "fill", p.Water},
		{".wood", "fill", p.Wood},
		{".grass", "fill", p.Grass},
		{".field", "fill", p.Field},
		{".built", "fill", p.Built},
		{".building", "fill", p.Building},
		{".stream", "stroke", p.Water},
		{".shore", "stroke", p.Shore},
		{".border,.country", "stroke", p.Border},
		{".casing", "stroke", p.Casing},
		{".road", "stroke", p.Road},
		{".major", "stroke", p.Major},
		{".path", "stroke", p.Casing},
		{".rail,.ferry", "stroke", p.Rail},
		{".route", "stroke", p.Route},
		{"text", "fill", p.Text},
		{".soft", "fill", p.Soft},
		{"text", "stroke", p.Halo},
		{".credit", "fill", p.Halo},
		{".pin", "fill", p.Pin},
		{".pin", "stroke", p.Halo},
		{".pin+text", "fill", p.OnPin},
		{".chosen", "fill", p.Chosen},
		{".chosen+text", "fill", p.OnChosen},
	} {
		fmt.Fprintf(&b, "%s{%s:%s}", rule.selector, rule.property, rule.colour)
	}
	return b.String()
}
