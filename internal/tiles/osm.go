package tiles

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
)

// element is a node, way or relation of OpenStreetMap.
type element struct {
	kind     elementKind
	id       int64
	lat, lon float64 // of a node, in degrees
	tags     map[string]string
	refs     []int64 // the nodes of a way
	members  []member
}

type elementKind byte

const (
	nodeElement     elementKind = 'n'
	wayElement      elementKind = 'w'
	relationElement elementKind = 'r'
)

// member is a way that a relation is made of.
type member struct {
	way  int64
	role string
}

// osmFile reads all elements of a file of one kind, in its order; it is read
// three times, so that only the positions that are needed stay in memory.
type osmFile interface {
	each(ctx context.Context, want elementKind, visit func(*element) error) error
}

// osmReader draws the features of an OSM file.
type osmReader struct {
	relations []*element
	role      map[int64][]membership // of ways
	ways      []*element
	nodes     positions
	points    []Feature
}

// membership says that a way is part of a relation.
type membership struct {
	relation *element
	inner    bool
}

// readOSM gives the features of a file and how many things in it are broken:
// ways without their nodes, areas that do not close.
func readOSM(ctx context.Context, file osmFile) (features []Feature, broken int, err error) {
	r := &osmReader{role: map[int64][]membership{}}
	if err := file.each(ctx, relationElement, r.relation); err != nil {
		return nil, 0, err
	}
	if err := file.each(ctx, wayElement, r.way); err != nil {
		return nil, 0, err
	}
	r.nodes.prepare()
	if err := file.each(ctx, nodeElement, r.node); err != nil {
		return nil, 0, err
	}
	return r.draw()
}

// relation remembers areas and borders that are made of several ways.
func (r *osmReader) relation(e *element) error {
	switch e.tags["type"] {
	case "multipolygon":
	case "boundary":
		if _, ok := boundaryClass(e.tags["admin_level"]); !ok {
			return nil
		}
	default:
		return nil
	}
	r.relations = append(r.relations, e)
	for _, m := range e.members {
		r.role[m.way] = append(r.role[m.way], membership{e, m.role == "inner"})
	}
	return nil
}

func (r *osmReader) way(e *element) error {
	if len(e.refs) < 2 {
		return nil
	}
	_, _, drawn := classify(e.tags, Lines, e.closed())
	if _, part := r.role[e.id]; !drawn && !part {
		return nil
	}
	r.ways = append(r.ways, e)
	r.nodes.want(e.refs)
	return nil
}

func (e *element) closed() bool {
	return len(e.refs) > 3 && e.refs[0] == e.refs[len(e.refs)-1]
}

func (r *osmReader) node(e *element) error {
	if !(math.Abs(e.lat) <= 90 && math.Abs(e.lon) <= 180) { // also not a number
		return fmt.Errorf("node %d lies at %g, %g: that is not on the earth", e.id, e.lat, e.lon)
	}
	at := World(e.point())
	r.nodes.set(e.id, at)
	if class, shape, ok := classify(e.tags, Points, false); ok {
		if names := namesOf(e.tags, class); names.Name != "" || class.Layer == layerStops {
			r.points = append(r.points, Feature{Class: class, Shape: shape, Geometry: Geometry{{{at}}}, Names: names})
		}
	}
	return nil
}

// draw makes features of the ways and relations, in the order of their
// numbers, so that two exports of the same data give the same map.
func (r *osmReader) draw() (features []Feature, broken int, err error) {
	lines := map[int64][]XY{}
	for _, w := range r.ways {
		line, ok := r.nodes.line(w.refs)
		if !ok {
			broken++
		}
		if len(line) >= 2 {
			lines[w.id] = line
		}
	}
	byID := func(a, b *element) int { return int(min(1, max(-1, a.id-b.id))) }
	slices.SortFunc(r.ways, byID)
	slices.SortFunc(r.relations, byID)
	ways := map[int64]*element{}
	for _, w := range r.ways {
		ways[w.id] = w
	}
	used := map[int64]bool{} // ways whose own area the relation draws
	for _, rel := range r.relations {
		if rel.tags["type"] != "multipolygon" {
			continue
		}
		f, ok := assemble(rel, ways, lines, used)
		if ok {
			features = append(features, f)
		} else if f.Layer != "" {
			broken++
		}
	}
	for _, w := range r.ways {
		if line := lines[w.id]; line != nil && !used[w.id] {
			features = append(features, r.wayFeatures(w, line)...)
		}
	}
	features = append(features, r.points...)
	section := noBox()
	for i := range features {
		section.join(features[i].Geometry.box())
	}
	features = append(features, coast(r.ways, lines, section)...)
	if len(features) == 0 {
		return nil, broken, errors.New("there is nothing in it that the map shows")
	}
	return features, broken, nil
}

// wayFeatures draws a way for itself and as a piece of borders.
func (r *osmReader) wayFeatures(w *element, line []XY) []Feature {
	var out []Feature
	if class, shape, ok := classify(w.tags, Lines, w.closed()); ok && class.Layer != layerBoundaries {
		g := Geometry{{line}}
		if shape == Areas {
			g = Geometry{{line[:len(line)-1]}}
		}
		f := Feature{Class: class, Shape: shape, Geometry: g, Names: namesOf(w.tags, class)}
		if shape != Points || f.shrink() {
			out = append(out, f)
		}
	}
	border, found := Class{}, false
	for _, m := range r.role[w.id] {
		if m.relation.tags["type"] == "boundary" {
			if c, ok := boundaryClass(m.relation.tags["admin_level"]); ok && (!found || c.Rank < border.Rank) {
				border, found = c, true
			}
		}
	}
	if c, ok := boundaryClass(w.tags["admin_level"]); ok && w.tags["boundary"] == "administrative" && (!found || c.Rank < border.Rank) {
		border, found = c, true
	}
	if found {
		out = append(out, Feature{Class: border, Shape: Lines, Geometry: Geometry{{line}}})
	}
	return out
}

// shrink makes a point of an area, where its name can stand.
func (f *Feature) shrink() bool {
	for _, part := range f.Geometry {
		f.ground = max(f.ground, math.Abs(ringArea(part[0])))
	}
	at, ok := f.Geometry.middle()
	f.Geometry = Geometry{{{at}}}
	return ok && (f.Names.Name != "" || f.Layer == layerStops)
}

// positions keeps where the wanted nodes are: two numbers a node.
type positions struct {
	ids   []int64
	at    []XY
	known []bool
}

func (p *positions) want(ids []int64) { p.ids = append(p.ids, ids...) }

func (p *positions) prepare() {
	slices.Sort(p.ids)
	p.ids = slices.Compact(p.ids)
	p.at, p.known = make([]XY, len(p.ids)), make([]bool, len(p.ids))
}

func (p *positions) find(id int64) (int, bool) {
	i := sort.Search(len(p.ids), func(i int) bool { return p.ids[i] >= id })
	return i, i < len(p.ids) && p.ids[i] == id
}

func (p *positions) set(id int64, at XY) {
	if i, ok := p.find(id); ok {
		p.at[i], p.known[i] = at, true
	}
}

// line gives the positions of nodes; ok is false where some are not in the
// file, as at the edge of an extract.
func (p *positions) line(ids []int64) (line []XY, ok bool) {
	ok = true
	line = make([]XY, 0, len(ids))
	for _, id := range ids {
		i, found := p.find(id)
		if !found || !p.known[i] {
			ok = false
			continue
		}
		line = append(line, p.at[i])
	}
	if !ok && len(ids) > 2 && ids[0] == ids[len(ids)-1] && len(line) > 0 && line[0] != line[len(line)-1] {
		line = append(line, line[0])
	}
	return line, ok
}
