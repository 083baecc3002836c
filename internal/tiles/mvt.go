package tiles

import (
	"math"
	"strconv"
)

// Shape is what a feature is drawn as. The numbers are those of the format.
type Shape uint8

// The shapes of features.
const (
	Points Shape = 1
	Lines  Shape = 2
	Areas  Shape = 3
)

// Extent is the width of a tile in its own units; buffer is how far the
// drawing goes beyond, so that lines do not end at the edges.
const (
	Extent = 4096
	buffer = 64
)

// The commands of a drawing.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// Tag is a fact of a feature in a tile. Number counts where Text is empty.
type Tag struct {
	Key, Text string
	Number    int
}

// tile collects the features of one tile.
type tile struct {
	z, x, y int
	layers  []*layer
}

// layer holds the features of a layer of a tile. Lines and areas with equal
// tags become one feature: a town's paths then cost one list of tags.
type layer struct {
	name     string
	features []*drawing
	known    map[string]*drawing
}

// drawing is a feature under way; at is where its pen stands.
type drawing struct {
	shape    Shape
	tags     []Tag
	commands []uint32
	at       [2]int32
}

func (t *tile) layer(name string) *layer {
	for _, l := range t.layers {
		if l.name == name {
			return l
		}
	}
	l := &layer{name: name, known: map[string]*drawing{}}
	t.layers = append(t.layers, l)
	return l
}

// add draws a geometry, given in tiles of the zoom, onto the tile.
func (t *tile) add(name string, shape Shape, tags []Tag, g Geometry) {
	d := &drawing{shape: shape, tags: tags}
	key := ""
	l := t.layer(name)
	if shape != Points {
		key = tagKey(shape, tags)
		if known, ok := l.known[key]; ok {
			d = known
		}
	}
	fresh := len(d.commands) == 0
	for _, part := range g {
		d.part(t.local(part))
	}
	if fresh && len(d.commands) > 0 {
		l.features = append(l.features, d)
		l.known[key] = d
	}
}

func tagKey(shape Shape, tags []Tag) string {
	b := []byte{byte(shape)}
	for _, t := range tags {
		b = append(b, t.Key...)
		b = append(b, 0)
		b = append(b, t.Text...)
		b = append(b, 0)
		b = strconv.AppendInt(b, int64(t.Number), 10)
		b = append(b, 0)
	}
	return string(b)
}

// local rounds a part to the units of the tile and drops what rounding has
// made equal.
func (t *tile) local(part [][]XY) [][][2]int32 {
	out := make([][][2]int32, len(part))
	for i, ring := range part {
		list := make([][2]int32, 0, len(ring))
		for _, p := range ring {
			q := [2]int32{
				int32(math.Round((p.X - float64(t.x)) * Extent)),
				int32(math.Round((p.Y - float64(t.y)) * Extent)),
			}
			if len(list) == 0 || list[len(list)-1] != q {
				list = append(list, q)
			}
		}
		out[i] = list
	}
	return out
}

func (d *drawing) part(rings [][][2]int32) {
	switch d.shape {
	case Points:
		d.commands = append(d.commands, 1<<3|moveTo)
		d.move(rings[0][0])
	case Lines:
		if len(rings[0]) >= 2 {
			d.path(rings[0])
		}
	case Areas:
		for i, ring := range rings {
			if !d.ring(ring, i == 0) && i == 0 {
				return
			}
		}
	}
}

// ring draws a ring: an outer one clockwise on the screen, a hole the other
// way round. It is false for a ring that rounding has left without ground.
func (d *drawing) ring(ring [][2]int32, outer bool) bool {
	for len(ring) > 1 && ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	area := int64(0)
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		area += int64(p[0])*int64(q[1]) - int64(q[0])*int64(p[1])
	}
	if len(ring) < 3 || area == 0 {
		return false
	}
	if area > 0 != outer {
		turned := make([][2]int32, len(ring))
		for i, p := range ring {
			turned[len(ring)-1-i] = p
		}
		ring = turned
	}
	d.path(ring)
	d.commands = append(d.commands, 1<<3|closePath)
	return true
}

func (d *drawing) path(line [][2]int32) {
	d.commands = append(d.commands, 1<<3|moveTo)
	d.move(line[0])
	d.commands = append(d.commands, uint32(len(line)-1)<<3|lineTo)
	for _, p := range line[1:] {
		d.move(p)
	}
}

func (d *drawing) move(p [2]int32) {
	d.commands = append(d.commands, zigzag(p[0]-d.at[0]), zigzag(p[1]-d.at[1]))
	d.at = p
}

// encode writes the tile as a vector tile (version 2 of the format).
func (t *tile) encode() []byte {
	var out message
	for _, l := range t.layers {
		if len(l.features) > 0 {
			out.text(3, string(l.encode()))
		}
	}
	return out
}

func (l *layer) encode() message {
	var out message
	out.number(15, 2)
	out.text(1, l.name)
	keys, values := newIndex(), newIndex()
	for _, d := range l.features {
		var f message
		tags := make([]uint32, 0, 2*len(d.tags))
		for _, t := range d.tags {
			tags = append(tags, keys.at(t.Key), values.at(t.value()))
		}
		f.packed(2, tags)
		f.number(3, uint64(d.shape))
		f.packed(4, d.commands)
		out.text(2, string(f))
	}
	for _, k := range keys.list {
		out.text(3, k)
	}
	for _, v := range values.list {
		out.text(4, v)
	}
	out.number(5, Extent)
	return out
}

// value is a tag's value as its message.
func (t Tag) value() string {
	var m message
	if t.Text != "" {
		m.text(1, t.Text)
	} else {
		m.number(5, uint64(max(0, t.Number)))
	}
	return string(m)
}

// index numbers texts in the order of their first use.
type index struct {
	list []string
	of   map[string]uint32
}

func newIndex() *index { return &index{of: map[string]uint32{}} }

func (x *index) at(s string) uint32 {
	i, ok := x.of[s]
	if !ok {
		i = uint32(len(x.list))
		x.of[s] = i
		x.list = append(x.list, s)
	}
	return i
}
