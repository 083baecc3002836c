package tiles

import "sort"

// axis picks one of the two coordinates, so that one text clips both ways.
type axis bool

const (
	alongX axis = true
	alongY axis = false
)

func (a axis) of(p XY) float64 {
	if a == alongX {
		return p.X
	}
	return p.Y
}

// cut is the position between p and q where the coordinate is at.
func (a axis) cut(p, q XY, at float64) XY {
	t := (at - a.of(p)) / (a.of(q) - a.of(p))
	if a == alongX {
		return XY{at, p.Y + t*(q.Y-p.Y)}
	}
	return XY{p.X + t*(q.X-p.X), at}
}

// clip gives what of a geometry lies between lo and hi on an axis.
func clip(g Geometry, shape Shape, a axis, lo, hi float64) Geometry {
	var out Geometry
	for _, part := range g {
		b := Geometry{part}.box()
		from, to := b.minX, b.maxX
		if a == alongY {
			from, to = b.minY, b.maxY
		}
		switch {
		case to < lo || from > hi:
		case from >= lo && to <= hi:
			out = append(out, part)
		case shape == Areas:
			if rings := clipRings(part, a, lo, hi); len(rings) > 0 {
				out = append(out, rings)
			}
		case shape == Lines:
			out = append(out, clipLine(part[0], a, lo, hi)...)
		}
	}
	return out
}

// clipRings clips an outer ring and its holes; nothing is left of an area
// whose outer ring is gone.
func clipRings(part [][]XY, a axis, lo, hi float64) [][]XY {
	var out [][]XY
	for i, ring := range part {
		ring = half(half(ring, a, lo, 1), a, hi, -1)
		if len(ring) >= 3 {
			out = append(out, ring)
		} else if i == 0 {
			return nil
		}
	}
	return out
}

// half keeps the side of a ring where the coordinate, times sign, is not below
// the limit (Sutherland and Hodgman).
func half(ring []XY, a axis, limit, sign float64) []XY {
	if len(ring) == 0 {
		return nil
	}
	out := make([]XY, 0, len(ring)+4)
	before := ring[len(ring)-1]
	beforeIn := sign*(a.of(before)-limit) >= 0
	for _, p := range ring {
		in := sign*(a.of(p)-limit) >= 0
		if in != beforeIn {
			out = append(out, a.cut(before, p, limit))
		}
		if in {
			out = append(out, p)
		}
		before, beforeIn = p, in
	}
	return out
}

// clipLine cuts a line into the stretches between lo and hi.
func clipLine(line []XY, a axis, lo, hi float64) Geometry {
	var out Geometry
	var run []XY
	flush := func() {
		if len(run) >= 2 {
			out = append(out, [][]XY{run})
		}
		run = nil
	}
	for i := 0; i+1 < len(line); i++ {
		p, q, ok := between(line[i], line[i+1], a, lo, hi)
		if !ok {
			flush()
			continue
		}
		if len(run) == 0 || run[len(run)-1] != p {
			flush()
			run = append(run, p)
		}
		run = append(run, q)
		if q != line[i+1] {
			flush()
		}
	}
	flush()
	return out
}

// between gives the stretch of p to q that lies between lo and hi.
func between(p, q XY, a axis, lo, hi float64) (XY, XY, bool) {
	from, to := a.of(p), a.of(q)
	if from < lo && to < lo || from > hi && to > hi {
		return p, q, false
	}
	start, end := p, q
	switch {
	case from < lo:
		start = a.cut(p, q, lo)
	case from > hi:
		start = a.cut(p, q, hi)
	}
	switch {
	case to < lo:
		end = a.cut(p, q, lo)
	case to > hi:
		end = a.cut(p, q, hi)
	}
	return start, end, true
}

// crossingsAt gives where the rings cross a horizontal line, from the west.
func crossingsAt(rings [][]XY, y float64) []float64 {
	var out []float64
	for _, ring := range rings {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			if (p.Y > y) != (q.Y > y) {
				out = append(out, alongY.cut(p, q, y).X)
			}
		}
	}
	sort.Float64s(out)
	return out
}
