package tiles

import (
	"math"

	"umland/internal/geo"
)

// XY is a position on the map of the world (Web Mercator): x from the west, y
// from the north, both from 0 to 1. While a zoom is built, the unit is a tile.
type XY struct{ X, Y float64 }

// edge is the latitude where the square map of the world ends.
const edge = 85.05112878

// World puts a position on the map of the world.
func World(p geo.Point) XY {
	lat := math.Max(-edge, math.Min(edge, p.Lat)) * math.Pi / 180
	return XY{X: p.Lon/360 + 0.5, Y: 0.5 - math.Log(math.Tan(math.Pi/4+lat/2))/(2*math.Pi)}
}

// Position is the inverse of World.
func Position(w XY) geo.Point {
	return geo.Point{Lon: (w.X - 0.5) * 360, Lat: 360/math.Pi*math.Atan(math.Exp((0.5-w.Y)*2*math.Pi)) - 90}
}

// Geometry is a list of parts. A part is a point (one list of one position), a
// line (one list), or an area: an outer ring and its holes, each ring without
// its first position repeated at the end.
type Geometry [][][]XY

// box is a rectangle around positions.
type box struct{ minX, minY, maxX, maxY float64 }

func noBox() box {
	return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
}

func (b *box) add(p XY) {
	b.minX, b.maxX = math.Min(b.minX, p.X), math.Max(b.maxX, p.X)
	b.minY, b.maxY = math.Min(b.minY, p.Y), math.Max(b.maxY, p.Y)
}

func (b *box) join(o box) {
	b.add(XY{o.minX, o.minY})
	b.add(XY{o.maxX, o.maxY})
}

func (b box) empty() bool { return b.minX > b.maxX }

func (g Geometry) box() box {
	b := noBox()
	for _, part := range g {
		for _, p := range part[0] {
			b.add(p)
		}
	}
	return b
}

// degrees is the section of the map that a box on the world covers.
func (b box) degrees() geo.BBox {
	nw, se := Position(XY{b.minX, b.minY}), Position(XY{b.maxX, b.maxY})
	whole := func(v float64) float64 { return math.Round(v*1e7) / 1e7 } // what the format can say
	return geo.BBox{West: whole(nw.Lon), South: whole(se.Lat), East: whole(se.Lon), North: whole(nw.Lat)}
}

// scaled gives a copy in another unit.
func (g Geometry) scaled(factor float64) Geometry {
	out := make(Geometry, len(g))
	for i, part := range g {
		out[i] = make([][]XY, len(part))
		for j, ring := range part {
			out[i][j] = make([]XY, len(ring))
			for k, p := range ring {
				out[i][j][k] = XY{p.X * factor, p.Y * factor}
			}
		}
	}
	return out
}

// ringArea is positive where the ring runs clockwise on the screen (y down).
func ringArea(ring []XY) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return sum / 2
}

// holds tells whether a ring holds a position.
func holds(ring []XY, p XY) bool {
	inside := false
	for i, j := 0, len(ring)-1; i < len(ring); j, i = i, i+1 {
		a, b := ring[i], ring[j]
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < (b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y)+a.X {
			inside = !inside
		}
	}
	return inside
}

// middle is a position inside of an area where its name can stand: of some
// horizontal lines through the largest part, the middle of the widest stretch.
func (g Geometry) middle() (XY, bool) {
	var largest [][]XY
	for _, part := range g {
		if len(part[0]) >= 3 && (largest == nil || math.Abs(ringArea(part[0])) > math.Abs(ringArea(largest[0]))) {
			largest = part
		}
	}
	if largest == nil {
		return XY{}, false
	}
	b := Geometry{largest}.box()
	var best XY
	widest := 0.0
	for i := 1; i < 16; i++ {
		y := b.minY + (b.maxY-b.minY)*float64(i)/16
		crossings := crossingsAt(largest, y)
		near := 1 - math.Abs(float64(i)-8)/16 // the middle of the area counts more than its ends
		for k := 0; k+1 < len(crossings); k += 2 {
			if width := (crossings[k+1] - crossings[k]) * near; width > widest {
				widest, best = width, XY{(crossings[k] + crossings[k+1]) / 2, y}
			}
		}
	}
	return best, widest > 0
}
