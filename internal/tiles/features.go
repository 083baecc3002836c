package tiles

import (
	"html"
	"strconv"
	"strings"
)

// Features gives what the finest zoom of an archive draws, for building on it:
// our own layers only, cut at the edges of the tiles.
func (a *Archive) Features() ([]Feature, error) {
	var out []Feature
	from := firstOf(a.Header.MaxZoom)
	err := a.Each(func(e Entry) error {
		if e.ID+e.Run <= from {
			return nil
		}
		raw, err := a.content(e)
		if err != nil {
			return err
		}
		layers, err := Decode(raw)
		if err != nil {
			return err
		}
		for id := max(from, e.ID); id < e.ID+e.Run; id++ {
			z, x, y, _ := At(id)
			for _, l := range layers {
				out = append(out, l.features(z, x, y)...)
			}
		}
		return nil
	})
	return out, err
}

func (l *Layer) features(z, x, y int) []Feature {
	var out []Feature
	for i := range l.Features {
		d := &l.Features[i]
		class, ok := ParseClass(l.Name + ":" + d.Tags["kind"])
		if !ok {
			continue
		}
		if rank, err := strconv.Atoi(d.Tags["rank"]); err == nil {
			class.Rank = rank
		}
		g := d.geometry(float64(l.Extent))
		g = clip(clip(g, d.Shape, alongX, 0, 1), d.Shape, alongY, 0, 1)
		if len(g) == 0 {
			continue
		}
		f := Feature{Class: class, Shape: d.Shape, Geometry: g.onWorld(z, x, y), Names: Names{
			d.Tags["name"], d.Tags["name:de"], d.Tags["name:da"], d.Tags["name:en"], d.Tags["ref"],
		}}
		out = append(out, f)
	}
	return out
}

// geometry gives the paths in parts of the tile, rings with their holes. The
// first ring is an outer one, and holes run the other way: some programs write
// all of them the wrong way round.
func (d *Drawn) geometry(extent float64) Geometry {
	var out Geometry
	outer := 0.0
	for _, path := range d.Paths {
		line := make([]XY, len(path))
		for i, p := range path {
			line[i] = XY{float64(p[0]) / extent, float64(p[1]) / extent}
		}
		switch {
		case d.Shape == Points:
			for _, p := range line {
				out = append(out, [][]XY{{p}})
			}
		case d.Shape == Lines && len(line) >= 2:
			out = append(out, [][]XY{line})
		case d.Shape == Areas && len(line) >= 3:
			size := ringArea(line)
			if outer == 0 {
				outer = size
			}
			if len(out) > 0 && size*outer < 0 {
				out[len(out)-1] = append(out[len(out)-1], line)
			} else if size != 0 {
				out = append(out, [][]XY{line})
			}
		}
	}
	return out
}

// onWorld turns parts of a tile into positions on the map of the world.
func (g Geometry) onWorld(z, x, y int) Geometry {
	n := float64(int(1) << z)
	for _, part := range g {
		for _, ring := range part {
			for i, p := range ring {
				ring[i] = XY{(p.X + float64(x)) / n, (p.Y + float64(y)) / n}
			}
		}
	}
	return g
}

// PlainText takes the markup out of an attribution: foreign archives have
// links in theirs.
func PlainText(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		before, rest, ok := strings.Cut(s, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		_, s, _ = strings.Cut(rest, ">")
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}
