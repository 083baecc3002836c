package tiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"

	"umland/internal/geo"
)

// tileLimit is how many tiles a map may have; a German Land to zoom 14 has
// about 30,000. Beyond it a position is wrong or the map far too large.
const tileLimit = 1_500_000

// Options say how a map is built.
type Options struct {
	Name, Attribution string
	MinZoom, MaxZoom  int
	Bounds            *geo.BBox // nil is everything
}

// Report tells what was built.
type Report struct {
	Tiles    uint64         `json:"tiles"`
	Features map[string]int `json:"features"` // by layer, in the input
	Largest  int            `json:"largest"`  // bytes of the largest tile, unpacked
	Bounds   geo.BBox       `json:"bounds"`
	MinZoom  int            `json:"min_zoom"`
	MaxZoom  int            `json:"max_zoom"`
}

// Build draws all features on all zooms and writes the archive to out. spool
// is an empty file for the time between. The same features in the same order
// give the same bytes.
func Build(ctx context.Context, features []Feature, o Options, spool io.ReadWriteSeeker, out io.Writer) (Report, error) {
	r := Report{Features: map[string]int{}, MinZoom: o.MinZoom, MaxZoom: o.MaxZoom}
	if o.MinZoom < 0 || o.MaxZoom > 16 || o.MinZoom > o.MaxZoom {
		return r, fmt.Errorf("zooms %d to %d: give numbers from 0 to 16, the coarser one first", o.MinZoom, o.MaxZoom)
	}
	whole := noBox()
	for i := range features {
		r.Features[features[i].Layer]++
		if !features[i].beyond {
			whole.join(features[i].Geometry.box())
		}
	}
	if o.Bounds != nil {
		whole = whole.within(worldBox(*o.Bounds))
	}
	if whole.empty() {
		return r, errors.New("there is nothing to draw inside of the map")
	}
	if n := whole.tilesAt(o.MaxZoom); n > tileLimit {
		return r, fmt.Errorf("the map would reach over %.0f tiles at zoom %d (%s): give --bbox or a smaller --max", n, o.MaxZoom, whole.degrees())
	}
	w := NewWriter(spool)
	for z := o.MinZoom; z <= o.MaxZoom; z++ {
		largest, err := buildZoom(ctx, w, features, whole, z, z == o.MaxZoom)
		if err != nil {
			return r, err
		}
		r.Largest = max(r.Largest, largest)
	}
	r.Tiles, r.Bounds = w.Tiles(), whole.degrees()
	return r, w.Finish(out, r.Bounds, o.metadata(features))
}

func worldBox(b geo.BBox) box {
	nw, se := World(geo.Point{Lat: b.North, Lon: b.West}), World(geo.Point{Lat: b.South, Lon: b.East})
	return box{nw.X, nw.Y, se.X, se.Y}
}

func (b box) within(o box) box {
	return box{math.Max(b.minX, o.minX), math.Max(b.minY, o.minY), math.Min(b.maxX, o.maxX), math.Min(b.maxY, o.maxY)}
}

func (b box) tilesAt(z int) float64 {
	n := float64(int(1) << z)
	return (math.Floor(b.maxX*n) - math.Floor(b.minX*n) + 1) * (math.Floor(b.maxY*n) - math.Floor(b.minY*n) + 1)
}

// buildZoom draws one zoom. At the finest one nearly nothing is left out,
// because the browser enlarges it further.
func buildZoom(ctx context.Context, w *Writer, features []Feature, whole box, z int, finest bool) (largest int, err error) {
	tolerance, least := 4.0/Extent, 250.0/(Extent*Extent)
	if finest {
		tolerance, least = 1.0/Extent, 0
	}
	s := &sheet{z: z, tiles: map[uint64]*tile{}, limits: whole.scaled(float64(int(1) << z))}
	for i := range features {
		f := &features[i]
		if i%1000 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if z < f.MinZoom && !(finest && f.MinZoom <= 14) {
			continue
		}
		g := f.Geometry.scaled(float64(int(1)<<z)).simplified(f.Shape, tolerance, least)
		if len(g) > 0 {
			s.draw(f, g)
		}
	}
	ids := make([]uint64, 0, len(s.tiles))
	for id := range s.tiles {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	for _, id := range ids {
		t := s.tiles[id]
		raw := t.encode()
		if len(raw) == 0 {
			continue
		}
		largest = max(largest, len(raw))
		if err := w.Add(t.z, t.x, t.y, raw); err != nil {
			return 0, err
		}
	}
	return largest, nil
}

func (b box) scaled(f float64) box { return box{b.minX * f, b.minY * f, b.maxX * f, b.maxY * f} }

// sheet is all tiles of a zoom under way.
type sheet struct {
	z      int
	tiles  map[uint64]*tile
	limits box // in tiles
}

// draw puts a feature on every tile that it touches.
func (s *sheet) draw(f *Feature, g Geometry) {
	tags := f.tags()
	margin := float64(buffer) / Extent
	if f.Shape == Points { // a name belongs to one tile
		margin = 0
	}
	b := g.box()
	x0, x1 := s.span(b.minX, b.maxX, s.limits.minX, s.limits.maxX, margin)
	slice(g, f.Shape, alongX, x0, x1, margin, func(x int, column Geometry) {
		b := column.box()
		y0, y1 := s.span(b.minY, b.maxY, s.limits.minY, s.limits.maxY, margin)
		slice(column, f.Shape, alongY, y0, y1, margin, func(y int, cell Geometry) {
			s.tile(x, y).add(f.Layer, f.Shape, tags, cell)
		})
	})
}

// span is the range of tiles that a stretch touches within the limits; the
// second number is behind the last.
func (s *sheet) span(lo, hi, least, most, margin float64) (from, to int) {
	lo, hi = math.Max(lo-margin, least), math.Min(hi+margin, most)
	if lo > hi {
		return 0, 0
	}
	return max(0, int(math.Floor(lo))), min(1<<s.z, int(math.Floor(hi))+1)
}

func (s *sheet) tile(x, y int) *tile {
	id := ID(s.z, x, y)
	t, ok := s.tiles[id]
	if !ok {
		t = &tile{z: s.z, x: x, y: y}
		s.tiles[id] = t
	}
	return t
}

// slice cuts a geometry into the strips from to, by halves, so that a long
// coast is not clipped anew for each of its tiles.
func slice(g Geometry, shape Shape, a axis, from, to int, margin float64, visit func(int, Geometry)) {
	if to <= from || len(g) == 0 {
		return
	}
	if shape == Points {
		g = pointsIn(g, a, float64(from), float64(to))
	} else {
		g = clip(g, shape, a, float64(from)-margin, float64(to)+margin)
	}
	if len(g) == 0 {
		return
	}
	if to-from == 1 {
		visit(from, g)
		return
	}
	middle := (from + to) / 2
	slice(g, shape, a, from, middle, margin, visit)
	slice(g, shape, a, middle, to, margin, visit)
}

// pointsIn keeps the points from lo to before hi.
func pointsIn(g Geometry, a axis, lo, hi float64) Geometry {
	var out Geometry
	for _, part := range g {
		if v := a.of(part[0][0]); v >= lo && v < hi {
			out = append(out, part)
		}
	}
	return out
}

func (o Options) metadata(features []Feature) Metadata {
	first := map[string]int{}
	for i := range features {
		f := &features[i]
		if z, ok := first[f.Layer]; !ok || f.MinZoom < z {
			first[f.Layer] = f.MinZoom
		}
	}
	m := Metadata{Name: o.Name, Attribution: o.Attribution, Generator: "umland", Type: "baselayer"}
	for _, name := range layerOrder {
		if z, ok := first[name]; ok {
			m.Layers = append(m.Layers, VectorLayer{ID: name, Fields: fieldTypes(), MinZoom: min(max(z, o.MinZoom), o.MaxZoom), MaxZoom: o.MaxZoom})
		}
	}
	return m
}
