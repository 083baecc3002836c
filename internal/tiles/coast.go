package tiles

import (
	"math"
	"slices"
)

// coast makes land of the coastlines of an OSM file. They run with the land on
// their left. Closed ones are islands; open ones leave the section and are
// closed around its frame. It gives nothing where there is no coast, or where
// a coast ends in the middle of the section: then it cannot be told which side
// is wet, and only the lines are drawn.
func coast(ways []*element, lines map[int64][]XY, section box) []Feature {
	var rings Geometry
	var open [][]XY
	for _, c := range joinCoast(ways, lines) {
		n := len(c)
		switch {
		case c[0] != c[n-1]:
			open = append(open, c)
		case n > 3 && ringArea(c[:n-1]) < 0: // against the clock on the screen: land is inside
			rings = append(rings, [][]XY{c[:n-1]})
		}
	}
	if len(open) > 0 {
		around, ok := closeCoast(open, section)
		if !ok {
			return nil
		}
		rings = append(rings, around...)
	}
	if len(rings) == 0 {
		return nil
	}
	return []Feature{{Class: Class{Layer: layerLand, Kind: "land"}, Shape: Areas, Geometry: rings, beyond: true}}
}

// joinCoast joins coastlines end to start, without turning any of them.
func joinCoast(ways []*element, lines map[int64][]XY) [][]XY {
	starts := map[int64]*element{}
	ends := map[int64]bool{}
	var pieces []*element
	for _, w := range ways {
		if w.tags["natural"] == "coastline" && len(lines[w.id]) >= 2 {
			pieces = append(pieces, w)
			starts[w.refs[0]] = w
			ends[w.refs[len(w.refs)-1]] = true
		}
	}
	// chains begin where no other piece ends; what is left then is closed
	slices.SortStableFunc(pieces, func(a, b *element) int {
		return boolOrder(ends[a.refs[0]]) - boolOrder(ends[b.refs[0]])
	})
	taken := map[int64]bool{}
	var chains [][]XY
	for _, w := range pieces {
		var chain []XY
		for w != nil && !taken[w.id] {
			taken[w.id] = true
			if len(chain) == 0 {
				chain = append(chain, lines[w.id]...)
			} else {
				chain = append(chain, lines[w.id][1:]...)
			}
			w = starts[w.refs[len(w.refs)-1]]
		}
		if len(chain) > 0 {
			chains = append(chains, chain)
		}
	}
	return chains
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// frame is a rectangle around a section whose edge is counted from 0 to 4:
// along the south to the east, up the east, back along the north, down the
// west. That is against the clock, with the inside on the left.
type frame struct{ box }

func (f frame) at(t float64) XY {
	side, rest := math.Modf(math.Mod(t, 4))
	w, h := f.maxX-f.minX, f.maxY-f.minY
	switch side {
	case 0:
		return XY{f.minX + rest*w, f.maxY}
	case 1:
		return XY{f.maxX, f.maxY - rest*h}
	case 2:
		return XY{f.maxX - rest*w, f.minY}
	}
	return XY{f.minX, f.minY + rest*h}
}

// nearest gives the place on the edge that is nearest to a position inside, and
// how far it is, in parts of the frame.
func (f frame) nearest(p XY) (t, far float64) {
	u, v := (p.X-f.minX)/(f.maxX-f.minX), (p.Y-f.minY)/(f.maxY-f.minY)
	far = 2
	for _, side := range [][2]float64{{1 - v, u}, {1 - u, 2 - v}, {v, 3 - u}, {u, 3 + v}} {
		if side[0] < far {
			far, t = side[0], side[1]
		}
	}
	return t, far
}

// endsInside is how far from the edge of the section, in parts of it, an open
// coast may end: ways are kept whole, so they seldom end on the edge itself.
const endsInside = .1

// closeCoast closes open coasts around a frame that is wider than the section,
// so that land goes on beyond it.
func closeCoast(open [][]XY, section box) (Geometry, bool) {
	inner := frame{section}
	w, h := section.maxX-section.minX, section.maxY-section.minY
	if !(w > 0 && h > 0) {
		return nil, false
	}
	outer := frame{box{section.minX - w, section.minY - h, section.maxX + w, section.maxY + h}}
	starts, stops := make([]float64, len(open)), make([]float64, len(open))
	for i, c := range open {
		var from, to float64
		starts[i], from = inner.nearest(c[0])
		stops[i], to = inner.nearest(c[len(c)-1])
		if from > endsInside || to > endsInside {
			return nil, false
		}
	}
	var out Geometry
	taken := make([]bool, len(open))
	for first := range open {
		var ring []XY
		for i := first; !taken[i]; {
			taken[i] = true
			next := nextStart(starts, stops[i])
			ring = append(ring, outer.at(starts[i]))
			ring = append(ring, open[i]...)
			ring = append(ring, outer.along(stops[i], starts[next])...)
			i = next
		}
		if len(ring) >= 3 {
			out = append(out, [][]XY{ring})
		}
	}
	return out, true
}

// nextStart is the coast that begins next after a place on the edge.
func nextStart(starts []float64, from float64) int {
	best, least := 0, 5.0
	for i, t := range starts {
		if d := math.Mod(t-from+4, 4); d < least {
			best, least = i, d
		}
	}
	return best
}

// along gives the edge from one place to another, with the corners between.
func (f frame) along(from, to float64) []XY {
	if to < from {
		to += 4
	}
	out := []XY{f.at(from)}
	for corner := math.Floor(from) + 1; corner < to; corner++ {
		out = append(out, f.at(corner))
	}
	return append(out, f.at(to))
}
