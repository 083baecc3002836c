package tiles

// simplified leaves out positions that change the drawing by no more than
// tolerance (Douglas and Peucker). Areas smaller than least, in square units,
// and lines shorter than the tolerance disappear.
func (g Geometry) simplified(shape Shape, tolerance, least float64) Geometry {
	var out Geometry
	for _, part := range g {
		switch shape {
		case Points:
			out = append(out, part)
		case Lines:
			if line := thin(part[0], tolerance); length(line) > tolerance {
				out = append(out, [][]XY{line})
			}
		case Areas:
			if rings := simplifiedRings(part, tolerance, least); len(rings) > 0 {
				out = append(out, rings)
			}
		}
	}
	return out
}

func simplifiedRings(part [][]XY, tolerance, least float64) [][]XY {
	var out [][]XY
	for i, ring := range part {
		size := ringArea(ring)
		if max(size, -size) <= least {
			if i == 0 {
				return nil
			}
			continue
		}
		thinned := thinRing(ring, tolerance)
		if len(thinned) < 3 {
			thinned = ring
		}
		out = append(out, thinned)
	}
	return out
}

// thinRing keeps two far positions of a ring and thins the lines between.
func thinRing(ring []XY, tolerance float64) []XY {
	if len(ring) < 5 {
		return ring
	}
	far, most := 0, -1.0
	for i, p := range ring {
		if d := squared(p, ring[0]); d > most {
			far, most = i, d
		}
	}
	there := thin(ring[:far+1], tolerance)
	back := thin(append(append([]XY{}, ring[far:]...), ring[0]), tolerance)
	out := append([]XY{}, there...)
	return append(out, back[1:len(back)-1]...)
}

// thin is Douglas and Peucker without recursion: a stack of stretches, because
// a line of a million positions must not become a million calls deep.
func thin(line []XY, tolerance float64) []XY {
	if len(line) < 3 || tolerance <= 0 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	stack := [][2]int{{0, len(line) - 1}}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		far, most := 0, tolerance*tolerance
		for i := s[0] + 1; i < s[1]; i++ {
			if d := offLine(line[i], line[s[0]], line[s[1]]); d > most {
				far, most = i, d
			}
		}
		if far > 0 {
			keep[far] = true
			stack = append(stack, [2]int{s[0], far}, [2]int{far, s[1]})
		}
	}
	out := make([]XY, 0, len(line)/2)
	for i, p := range line {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// offLine is the squared distance of p from the stretch from a to b.
func offLine(p, a, b XY) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if span := dx*dx + dy*dy; span > 0 {
		t := max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/span))
		a = XY{a.X + t*dx, a.Y + t*dy}
	}
	return squared(p, a)
}

func squared(p, q XY) float64 { return (p.X-q.X)*(p.X-q.X) + (p.Y-q.Y)*(p.Y-q.Y) }

// length is the larger side of the box around a line: enough to tell whether
// anything of it can be seen.
func length(line []XY) float64 {
	b := Geometry{{line}}.box()
	return max(b.maxX-b.minX, b.maxY-b.minY)
}
