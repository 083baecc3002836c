package geo

import "math"

// Area is the ground of a municipality or region: polygons with holes.
// A nil or zero Area is empty and holds no point.
type Area struct {
	bounds   BBox
	polygons []polygon
}

// polygon is an outer ring and its holes; the box comes first because most
// questions end there.
type polygon struct {
	bounds BBox
	rings  [][]Point
}

// Contains is true for a point inside of the area.
func (a *Area) Contains(lat, lon float64) bool {
	p := Point{Lat: lat, Lon: lon}
	if a.Empty() || !a.bounds.Contains(p) {
		return false
	}
	for _, poly := range a.polygons {
		if poly.bounds.Contains(p) && poly.contains(p) {
			return true
		}
	}
	return false
}

// Empty is true for an area without ground.
func (a *Area) Empty() bool { return a == nil || len(a.polygons) == 0 }

// Bounds is the smallest box around the area; the zero box for an empty one.
func (a *Area) Bounds() BBox {
	if a.Empty() {
		return BBox{}
	}
	return a.bounds
}

// Join makes one area of several, such as a Kreis of its municipalities.
func Join(areas ...*Area) *Area {
	out := &Area{}
	for _, a := range areas {
		for _, p := range a.parts() {
			out.add(p.rings)
		}
	}
	return out
}

func (a *Area) parts() []polygon {
	if a == nil {
		return []polygon{}
	}
	return a.polygons
}

func (a *Area) add(rings [][]Point) {
	b := BBox{West: math.Inf(1), South: math.Inf(1), East: math.Inf(-1), North: math.Inf(-1)}
	for _, p := range rings[0] {
		b.West, b.East = math.Min(b.West, p.Lon), math.Max(b.East, p.Lon)
		b.South, b.North = math.Min(b.South, p.Lat), math.Max(b.North, p.Lat)
	}
	if a.Empty() {
		a.bounds = b
	} else {
		a.bounds.West, a.bounds.East = math.Min(a.bounds.West, b.West), math.Max(a.bounds.East, b.East)
		a.bounds.South, a.bounds.North = math.Min(a.bounds.South, b.South), math.Max(a.bounds.North, b.North)
	}
	a.polygons = append(a.polygons, polygon{bounds: b, rings: rings})
}

// contains counts how often a ray to the east crosses the rings: an odd count
// is inside, and a hole makes it even again.
func (g polygon) contains(p Point) bool {
	inside := false
	for _, ring := range g.rings {
		for i, j := 0, len(ring)-1; i < len(ring); j, i = i, i+1 {
			a, b := ring[i], ring[j]
			if (a.Lat > p.Lat) != (b.Lat > p.Lat) &&
				p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
				inside = !inside
			}
		}
	}
	return inside
}

// Box is the ground of a section of the map, for where nothing finer is
// known.
func Box(b BBox) *Area {
	a := &Area{}
	a.add([][]Point{{
		{Lat: b.South, Lon: b.West}, {Lat: b.South, Lon: b.East}, {Lat: b.North, Lon: b.East}, {Lat: b.North, Lon: b.West}, {Lat: b.South, Lon: b.West},
	}})
	return a
}
