package ui

import (
	"fmt"
	"math"
	"strconv"
)

// oklch is a colour as people see it: lightness 0-1, chroma from 0, hue in
// degrees (Björn Ottosson's OKLab, CSS Color 4).
type oklch struct{ L, C, H float64 }

// rgb is a colour of sRGB in linear light; channels outside 0-1 lie outside
// what a screen shows.
type rgb struct{ R, G, B float64 }

// parseHex reads "#rrggbb".
func parseHex(s string) (rgb, bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb{}, false
	}
	return rgb{linear(uint8(n >> 16)), linear(uint8(n >> 8)), linear(uint8(n))}, true
}

func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func encoded(v float64) uint8 {
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * min(1, max(0, v))))
}

// hex writes "#rrggbb", each channel clipped, as browsers paint it.
func (c rgb) hex() string {
	return fmt.Sprintf("#%02x%02x%02x", encoded(c.R), encoded(c.G), encoded(c.B))
}

// luminance is the relative luminance of WCAG 2.2, channels clipped.
func (c rgb) luminance() float64 {
	clip := func(v float64) float64 { return min(1, max(0, v)) }
	return 0.2126*clip(c.R) + 0.7152*clip(c.G) + 0.0722*clip(c.B)
}

func (c rgb) oklch() oklch {
	l := math.Cbrt(0.4122214708*c.R + 0.5363325363*c.G + 0.0514459929*c.B)
	m := math.Cbrt(0.2119034982*c.R + 0.6806995451*c.G + 0.1073969566*c.B)
	s := math.Cbrt(0.0883024619*c.R + 0.2817188376*c.G + 0.6299787005*c.B)
	L := 0.2104542553*l + 0.7936177850*m - 0.0040720468*s
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	b := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return oklch{L, math.Hypot(a, b), math.Mod(math.Atan2(b, a)*180/math.Pi+360, 360)}
}

func (c oklch) rgb() rgb {
	sin, cos := math.Sincos(c.H * math.Pi / 180)
	a, b := c.C*cos, c.C*sin
	cube := func(v float64) float64 { return v * v * v }
	l := cube(c.L + 0.3963377774*a + 0.2158037573*b)
	m := cube(c.L - 0.1055613458*a - 0.0638541728*b)
	s := cube(c.L - 0.0894841775*a - 1.2914855480*b)
	return rgb{
		R: 4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		G: -1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		B: -0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
}
