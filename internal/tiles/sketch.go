package tiles

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// sketch is a picture under way: what lies in the view, by what it is.
type sketch struct {
	view   View
	scale  float64 // steps of the drawing per world
	origin XY      // the top left corner, in steps
	sea    bool    // ground that is not land is water
	credit string
	things map[string][]thing // by class
	names  []label
}

// thing is a line or an area in steps of the drawing.
type thing struct {
	shape    Shape
	geometry Geometry
}

// paint is a class of the picture, in the order of drawing. width is that of a
// line at zoom 14, in pixels; a casing shows beside it.
type paint struct {
	class, style string
	width        float64
	casing       bool
	least        float64 // the least zoom that shows it
}

var paints = []paint{
	{class: "land", style: "land"},
	{class: "residential", style: "built"},
	{class: "field", style: "field", least: 10},
	{class: "grass", style: "grass", least: 10},
	{class: "wood", style: "wood"},
	{class: "water", style: "water"},
	{class: "stream", style: "stream", width: 1.5, least: 11},
	{class: "river", style: "stream", width: 3},
	{class: "coast", style: "shore", width: 1},
	{class: "building", style: "building", least: 14},
	{class: "municipality", style: "border", width: 1, least: 8},
	{class: "country", style: "country", width: 1.8},
	{class: "ferry", style: "ferry", width: 1.2, least: 8},
	{class: "path", style: "path", width: .9, least: 13.5},
	{class: "track", style: "path", width: 1.2, least: 13},
	{class: "service", style: "road", width: 1.8, casing: true, least: 13.5},
	{class: "minor", style: "road", width: 3, casing: true, least: 12},
	{class: "tertiary", style: "road", width: 3.6, casing: true, least: 10},
	{class: "secondary", style: "major", width: 4, casing: true},
	{class: "primary", style: "major", width: 4.6, casing: true},
	{class: "motorway", style: "major", width: 5.6, casing: true},
	{class: "rail", style: "rail", width: 1.4},
	{class: "route", style: "route", width: 1.4, least: 9},
}

// classes gives the class of the picture for a layer and kind: of our own
// maps, and of the basemaps of Protomaps, whose layers are called alike.
var classes = map[string]string{
	"land": "land", "earth": "land", "water": "water", "buildings": "building",
	"landuse residential": "residential", "landuse industrial": "residential", "landuse public": "residential",
	"landuse wood": "wood", "landuse forest": "wood", "landuse park": "grass", "landuse grass": "grass", "landuse cemetery": "grass",
	"landuse sport": "grass", "landuse pitch": "grass", "landuse heath": "grass", "landuse wetland": "grass",
	"landuse field": "field", "landuse farmland": "field",
	"boundaries country": "country", "boundaries": "municipality", "gemeinden": "municipality", "kommuner": "municipality",
	"roads motorway": "motorway", "roads trunk": "motorway", "roads primary": "primary", "roads secondary": "secondary",
	"roads tertiary": "tertiary", "roads minor": "minor", "roads pedestrian": "minor", "roads service": "service",
	"roads track": "track", "roads path": "path", "roads rail": "rail", "roads tram": "rail", "roads ferry": "ferry",
	"roads highway": "motorway", "roads major_road": "primary", "roads medium_road": "tertiary", "roads minor_road": "minor",
	"routes": "route",
}

// classIn finds the class of a feature, or "" for what a picture leaves out.
func classIn(layer string, d *Drawn) string {
	if layer == "water" && d.Shape == Lines {
		switch d.Tags["kind"] {
		case "coast":
			return "coast"
		case "river", "canal":
			return "river"
		}
		return "stream"
	}
	if c, ok := classes[layer+" "+d.Tags["kind"]]; ok {
		return c
	}
	return classes[layer]
}

// tilesInView is how many tiles a picture reads at most.
const tilesInView = 64

// sketchOf reads the tiles of a view.
func sketchOf(a *Archive, v View) (*sketch, error) {
	s := &sketch{view: v, credit: shown(PlainText(a.Meta.Attribution)), things: map[string][]thing{}}
	s.scale = 512 * math.Exp2(v.Zoom) * fine
	c := World(v.Centre)
	s.origin = XY{c.X*s.scale - float64(v.Width)*fine/2, c.Y*s.scale - float64(v.Height)*fine/2}
	for _, l := range a.Meta.Layers {
		s.sea = s.sea || l.ID == "land" || l.ID == "earth"
	}
	z := max(a.Header.MinZoom, min(a.Header.MaxZoom, int(math.Round(v.Zoom))))
	n := float64(int(1) << z)
	x0, x1 := s.tileRange(s.origin.X, float64(v.Width), n)
	y0, y1 := s.tileRange(s.origin.Y, float64(v.Height), n)
	if (x1-x0+1)*(y1-y0+1) > tilesInView { // a map of a town in a view of the continent: only names would fit
		return s, nil
	}
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if err := s.read(a, z, x, y); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func (s *sketch) tileRange(from, pixels, n float64) (first, last int) {
	limit := int(n) - 1
	first = int(math.Floor(from / s.scale * n))
	last = int(math.Floor((from + pixels*fine) / s.scale * n))
	return max(0, min(limit, first)), max(0, min(limit, last))
}

func (s *sketch) read(a *Archive, z, x, y int) error {
	raw, err := a.Tile(z, x, y)
	if errors.Is(err, ErrNoTile) {
		return nil
	}
	if err != nil {
		return err
	}
	layers, err := Decode(raw)
	if err != nil {
		return err
	}
	for _, l := range layers {
		for i := range l.Features {
			d := &l.Features[i]
			g, shape, class := d.geometry(float64(l.Extent)), d.Shape, classIn(l.Name, d)
			if class == "municipality" && shape == Areas {
				g, shape = outlines(g), Lines
			}
			g = s.onPaper(g.onWorld(z, x, y), shape)
			if len(g) == 0 {
				continue
			}
			if class != "" && shape != Points {
				s.things[class] = append(s.things[class], thing{shape, g})
			}
			s.name(l.Name, d, g)
		}
	}
	return nil
}

// onPaper turns positions into steps and clips them to the view and a little
// beyond.
func (s *sketch) onPaper(g Geometry, shape Shape) Geometry {
	for _, part := range g {
		for _, ring := range part {
			for i, p := range ring {
				ring[i] = XY{p.X*s.scale - s.origin.X, p.Y*s.scale - s.origin.Y}
			}
		}
	}
	const beyond = 8 * fine
	g = clip(g, shape, alongX, -beyond, float64(s.view.Width)*fine+beyond)
	return clip(g, shape, alongY, -beyond, float64(s.view.Height)*fine+beyond)
}

// outlines are the borders of areas in parts of the tile. What runs along the
// edges of the tile is where an area was cut, and no border.
func outlines(g Geometry) Geometry {
	var out Geometry
	for _, part := range g {
		for _, ring := range part {
			out = append(out, [][]XY{append(slices.Clone(ring), ring[0])})
		}
	}
	return clip(clip(out, Lines, alongX, 0, 1), Lines, alongY, 0, 1)
}

// detail is a level of detail; the first that fits is taken.
type detail struct {
	tolerance float64 // in steps
	least     float64 // smallest area, in square steps
	without   string  // classes that are left out
	names     int
}

var details = []detail{
	{1, 6, "", 60},
	{1.2, 24, " path ", 50},
	{1.5, 60, " path track service stream ", 40},
	{2, 120, " path track service stream building field ", 30},
	{3, 240, " path track service stream building field grass municipality minor route ", 24},
	{5, 600, " path track service stream building field grass municipality minor route tertiary residential ", 16},
	{8, 2000, " path track service stream building field grass municipality minor route tertiary residential wood rail ferry secondary river ", 8},
	{1, 1, " path track service stream building field grass municipality minor route tertiary residential wood rail ferry secondary river land water coast country primary motorway ", 8},
}

// paths draws everything but the words. A road is drawn twice, so it is put
// down once and used twice: all casings lie below all roads.
func (s *sketch) paths(b *bytes.Buffer, d detail) {
	var roads []paint
	flush := func() {
		for _, layer := range []string{"casing", ""} {
			for _, p := range roads {
				style, width := p.style, s.lineWidth(p.width)
				if layer != "" {
					style, width = layer, width+1.4
				}
				fmt.Fprintf(b, `<use href="#%s" class="%s" stroke-width="%s"/>`, p.class, style, short(width*fine))
			}
		}
		roads = nil
	}
	for _, p := range paints {
		if s.view.Zoom < p.least || strings.Contains(d.without, " "+p.class+" ") {
			continue
		}
		if !p.casing {
			flush()
		}
		path := s.path(p, d)
		switch {
		case path == "":
		case p.casing:
			fmt.Fprintf(b, `<defs><path id="%s" d="%s"/></defs>`, p.class, path)
			roads = append(roads, p)
		case p.width > 0:
			fmt.Fprintf(b, `<path class="%s" stroke-width="%s" d="%s"/>`, p.style, short(s.lineWidth(p.width)*fine), path)
		default:
			fmt.Fprintf(b, `<path class="%s" d="%s"/>`, p.style, path)
		}
	}
	flush()
}

// lineWidth is the width of a line at the zoom of the view, in pixels.
func (s *sketch) lineWidth(at14 float64) float64 {
	return math.Max(.7, math.Min(at14*2.2, at14*math.Pow(1.3, s.view.Zoom-14)))
}

func short(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// path writes all things of a class as one path.
func (s *sketch) path(p paint, d detail) string {
	var b []byte
	for _, t := range s.things[p.class] {
		for _, part := range t.geometry.simplified(t.shape, d.tolerance, d.least) {
			for _, ring := range part {
				b = appendRing(b, ring, t.shape == Areas)
			}
		}
	}
	return string(b)
}

// appendRing writes whole steps, as differences: that is what keeps the file
// small.
func appendRing(b []byte, ring []XY, closed bool) []byte {
	whole := make([][2]int, 0, len(ring))
	for _, p := range ring {
		q := [2]int{int(math.Round(p.X)), int(math.Round(p.Y))}
		if len(whole) == 0 || whole[len(whole)-1] != q {
			whole = append(whole, q)
		}
	}
	if len(whole) < 2 || closed && len(whole) < 3 {
		return b
	}
	b = append(b, 'M')
	b = strconv.AppendInt(b, int64(whole[0][0]), 10)
	b = appendNumber(b, whole[0][1])
	b = append(b, 'l')
	for i := 1; i < len(whole); i++ {
		dx := whole[i][0] - whole[i-1][0]
		if i == 1 {
			b = strconv.AppendInt(b, int64(dx), 10)
		} else {
			b = appendNumber(b, dx)
		}
		b = appendNumber(b, whole[i][1]-whole[i-1][1])
	}
	if closed {
		b = append(b, 'z')
	}
	return b
}

// appendNumber writes a number after another; a minus parts them as well as a
// space does.
func appendNumber(b []byte, v int) []byte {
	if v >= 0 {
		b = append(b, ' ')
	}
	return strconv.AppendInt(b, int64(v), 10)
}
