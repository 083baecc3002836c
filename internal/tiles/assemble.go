package tiles

import "math"

// assemble puts the area of a multipolygon together: ways become rings, rings
// with the role inner become holes of the ring around them. Where the relation
// says nothing about the ground, its outer ways do, and they are then used
// up. ok is false where no ring closes, or the map does not show such ground
// (then the feature has no layer).
func assemble(rel *element, ways map[int64]*element, lines map[int64][]XY, used map[int64]bool) (f Feature, ok bool) {
	tags := rel.tags
	class, shape, shown := classify(tags, Areas, true)
	if !shown {
		for _, m := range rel.members {
			if w := ways[m.way]; w != nil && m.role != "inner" && !shown {
				if class, shape, shown = classify(w.tags, Areas, true); shown {
					tags = w.tags
				}
			}
		}
	}
	if !shown || shape == Lines {
		return f, false
	}
	f = Feature{Class: class, Shape: Areas, Names: namesOf(tags, class)}
	var outer, inner [][]piece
	for _, m := range rel.members {
		line := lines[m.way]
		if line == nil {
			continue
		}
		p := piece{ways[m.way].refs, line}
		if m.role == "inner" {
			inner = append(inner, []piece{p})
		} else {
			outer = append(outer, []piece{p})
		}
	}
	for _, ring := range joinRings(outer) {
		f.Geometry = append(f.Geometry, [][]XY{ring})
	}
	for _, hole := range joinRings(inner) {
		f.Geometry.cutOut(hole)
	}
	if len(f.Geometry) == 0 {
		return f, false
	}
	for _, m := range rel.members {
		if w := ways[m.way]; w != nil && m.role != "inner" {
			if c, _, same := classify(w.tags, Areas, true); same && c.Layer == class.Layer && c.Kind == class.Kind {
				used[m.way] = true
			}
		}
	}
	if shape == Points {
		f.Shape = Points
		return f, f.shrink()
	}
	return f, true
}

// piece is a way that may become part of a ring.
type piece struct {
	refs []int64
	line []XY
}

func (p piece) first() int64 { return p.refs[0] }
func (p piece) last() int64  { return p.refs[len(p.refs)-1] }

// joinRings joins ways at their common ends until they close. What does not
// close is left out.
func joinRings(chains [][]piece) [][]XY {
	var rings [][]XY
	ends := map[int64][]int{} // node → pieces that end there
	for i, c := range chains {
		ends[c[0].first()] = append(ends[c[0].first()], i)
		ends[c[0].last()] = append(ends[c[0].last()], i)
	}
	taken := make([]bool, len(chains))
	for i, c := range chains {
		if taken[i] {
			continue
		}
		taken[i] = true
		ring := append([]XY{}, c[0].line...)
		start, at := c[0].first(), c[0].last()
		for at != start {
			k := open(ends[at], taken)
			if k < 0 {
				break
			}
			taken[k] = true
			next := chains[k][0]
			if next.first() == at {
				ring = append(ring, next.line[1:]...)
				at = next.last()
			} else {
				for j := len(next.line) - 2; j >= 0; j-- {
					ring = append(ring, next.line[j])
				}
				at = next.first()
			}
		}
		if at == start && len(ring) > 3 {
			rings = append(rings, ring[:len(ring)-1])
		}
	}
	return rings
}

// open gives a piece that is not part of a ring yet, or -1.
func open(list []int, taken []bool) int {
	for _, i := range list {
		if !taken[i] {
			return i
		}
	}
	return -1
}

// cutOut makes a hole in the smallest part that holds it.
func (g Geometry) cutOut(hole []XY) {
	best, size := -1, math.Inf(1)
	for i, part := range g {
		if a := math.Abs(ringArea(part[0])); a < size && a > math.Abs(ringArea(hole)) && holds(part[0], within(hole)) {
			best, size = i, a
		}
	}
	if best >= 0 {
		g[best] = append(g[best], hole)
	}
}

// within is a position inside of a ring; its first corner may touch the ring
// around it.
func within(ring []XY) XY {
	if at, ok := (Geometry{{ring}}).middle(); ok {
		return at
	}
	return ring[0]
}
