package tiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"math"
	"strings"

	"umland/internal/geo"
)

// PictureLimit is the largest size of a picture in bytes; what is least needed
// is left out until it fits.
const PictureLimit = 60 << 10

// fine is how many steps of the drawing make one pixel.
const fine = 2

// View says what a picture shows.
type View struct {
	Centre        geo.Point
	Zoom          float64 // of a map whose world is 512 pixels wide at zoom 0, as in the browser
	Width, Height int     // in CSS pixels, 64 to 2000
	Title         string  // said by screen readers
	Lang          string  // de, da or en: the language of names where the map has it
}

// Pin is a place on the picture. Pins that lie on one another share one mark
// with all their numbers.
type Pin struct {
	At     geo.Point
	Number int // 0 is a mark without a number
	Chosen bool
}

// Fit gives the view that shows all points, not closer than closest.
func Fit(points []geo.Point, width, height int, closest float64) View {
	b := noBox()
	for _, p := range points {
		b.add(World(p))
	}
	v := View{Width: width, Height: height, Zoom: closest}
	if b.empty() {
		return v
	}
	v.Centre = Position(XY{(b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2})
	const margin = 48 // room for the marks
	for _, side := range [][2]float64{{b.maxX - b.minX, float64(width - 2*margin)}, {b.maxY - b.minY, float64(height - 2*margin)}} {
		if side[0] > 0 && side[1] > 0 {
			v.Zoom = math.Min(v.Zoom, math.Log2(side[1]/(512*side[0])))
		}
	}
	v.Zoom = math.Max(0, math.Floor(v.Zoom*4)/4)
	return v
}

// FitBox gives the view that shows a section of the map.
func FitBox(b geo.BBox, width, height int) View {
	return Fit([]geo.Point{{Lat: b.South, Lon: b.West}, {Lat: b.North, Lon: b.East}}, width, height, 18)
}

// Picture draws a still picture as SVG: no script, colours for light and dark
// in its own style sheet, the attribution of the map in a corner. The same map
// and view give the same bytes. Serve it with PictureCSP.
func Picture(a *Archive, v View, pins []Pin, theme Colours) ([]byte, error) {
	if v.Width < 64 || v.Height < 64 || v.Width > 2000 || v.Height > 2000 || !(v.Zoom >= 0 && v.Zoom <= 22) ||
		!geo.ValidPosition(v.Centre.Lat, v.Centre.Lon) {
		return nil, errors.New("a picture of the map has 64 to 2000 pixels, zoom 0 to 22 and a centre on the earth")
	}
	theme = theme.sound()
	s, err := sketchOf(a, v)
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, d := range details {
		out = s.svg(d, pins, theme)
		if len(out) <= PictureLimit {
			break
		}
	}
	return out, nil
}

// PictureCSP is the Content-Security-Policy for pictures in these colours: it
// allows their style sheet and nothing else.
func PictureCSP(theme Colours) string {
	sum := sha256.Sum256([]byte(styleSheet(theme.sound())))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// styleSheet holds the colours: light, dark where the reader's system is dark,
// and always light on paper.
func styleSheet(c Colours) string {
	return "path{fill:none;stroke-linecap:round;stroke-linejoin:round}" +
		"text{font:500 13px system-ui,sans-serif;text-anchor:middle;paint-order:stroke;stroke-width:3px;stroke-linejoin:round}" +
		".soft{font-size:11px;font-weight:400}.big{font-size:16px;font-weight:600}" +
		".credit{fill-opacity:.8}.small{font-size:10px;font-weight:400;text-anchor:end;stroke:none}" +
		".pin{stroke-width:2px}.pin+text{font-weight:700;stroke:none}" +
		".border{stroke-dasharray:6 4}.country{stroke-dasharray:12 4 2 4}.ferry{stroke-dasharray:8 6}" +
		c.Light.css() + ".pin+text{stroke:none}.small{stroke:none}" +
		"@media screen and (prefers-color-scheme:dark){" + c.Dark.css() + ".pin+text{stroke:none}.small{stroke:none}}"
}

// svg puts the picture together at a level of detail.
func (s *sketch) svg(d detail, pins []Pin, theme Colours) []byte {
	var b bytes.Buffer
	w, h := s.view.Width, s.view.Height
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`, w, h, w, h)
	if s.view.Title != "" {
		fmt.Fprintf(&b, "<title>%s</title>", html.EscapeString(shown(s.view.Title)))
	}
	fmt.Fprintf(&b, "<style>%s</style>", styleSheet(theme))
	ground := "land"
	if s.sea {
		ground = "water"
	}
	fmt.Fprintf(&b, `<rect class="%s" width="%d" height="%d"/><g transform="scale(%g)">`, ground, w, h, 1.0/fine)
	s.paths(&b, d)
	b.WriteString("</g>")
	marks := gather(s, pins)
	credit := wrapCredit(s.credit, w)
	s.labels(&b, d, marks, len(credit))
	drawMarks(&b, marks)
	if len(credit) > 0 {
		drawCredit(&b, credit, w, h)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// creditHeight is the height of a line of the attribution.
const creditHeight = 14

func drawCredit(b *bytes.Buffer, lines []string, w, h int) {
	longest := 0
	for _, l := range lines {
		longest = max(longest, len([]rune(l)))
	}
	width := min(w, longest*5+16)
	height := len(lines)*creditHeight + 4
	fmt.Fprintf(b, `<rect class="credit" x="%d" y="%d" width="%d" height="%d"/>`, w-width, h-height, width, height)
	for i, l := range lines {
		fmt.Fprintf(b, `<text class="small soft" x="%d" y="%d">%s</text>`, w-5, h-height+creditHeight*(i+1)-2, html.EscapeString(l))
	}
}

// wrapCredit breaks the attribution between its parts, or between words, so
// that it can be read in full.
func wrapCredit(credit string, width int) []string {
	room := (width - 16) / 5
	var lines []string
	line := ""
	for _, word := range strings.Fields(credit) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > room {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
