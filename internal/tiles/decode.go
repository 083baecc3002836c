package tiles

import (
	"fmt"
	"math"
	"strconv"
)

// Layer is a layer of a tile as it is read.
type Layer struct {
	Name     string
	Extent   int // width of the tile in the units of the features
	Features []Drawn
}

// Drawn is a feature of a tile as it is read. Points stand in one list; each
// line and each ring has its own.
type Drawn struct {
	Shape Shape
	Tags  map[string]string // numbers and truths as text
	Paths [][][2]int
}

// Decode reads a vector tile.
func Decode(raw []byte) ([]Layer, error) {
	var out []Layer
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		if f.number != 3 || f.wire != wireBytes {
			continue
		}
		l, err := decodeLayer(f.bytes)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	if !all.ended() {
		return nil, tileError("it ends in a field")
	}
	return out, nil
}

func tileError(what string) error {
	return fmt.Errorf("%w: a vector tile is damaged: %s", ErrBroken, what)
}

func decodeLayer(raw []byte) (Layer, error) {
	l := Layer{Extent: Extent}
	var keys, values []string
	var features [][]byte
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		switch {
		case f.number == 5 && f.wire == wireVarint:
			if f.value == 0 || f.value > 1<<20 {
				return l, tileError("its width is impossible")
			}
			l.Extent = int(f.value)
		case f.wire != wireBytes:
		case f.number == 1:
			l.Name = string(f.bytes)
		case f.number == 2:
			features = append(features, f.bytes)
		case f.number == 3:
			keys = append(keys, string(f.bytes))
		case f.number == 4:
			values = append(values, decodeValue(f.bytes))
		}
	}
	if !all.ended() || l.Name == "" {
		return l, tileError("a layer cannot be read")
	}
	for _, raw := range features {
		d, err := decodeFeature(raw, keys, values)
		if err != nil {
			return l, err
		}
		l.Features = append(l.Features, d)
	}
	return l, nil
}

func decodeValue(raw []byte) string {
	all := fields{raw}
	f, ok := all.next()
	switch {
	case !ok:
		return ""
	case f.number == 1:
		return string(f.bytes)
	case f.number == 2:
		return strconv.FormatFloat(float64(math.Float32frombits(uint32(f.value))), 'g', -1, 32)
	case f.number == 3:
		return strconv.FormatFloat(math.Float64frombits(f.value), 'g', -1, 64)
	case f.number == 6:
		return strconv.FormatInt(unzigzag(f.value), 10)
	case f.number == 7:
		return strconv.FormatBool(f.value != 0)
	}
	return strconv.FormatInt(int64(f.value), 10)
}

func decodeFeature(raw []byte, keys, values []string) (Drawn, error) {
	d := Drawn{Tags: map[string]string{}}
	var commands []uint64
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		switch f.number {
		case 2:
			tags, ok := f.numbers()
			if !ok || len(tags)%2 != 0 {
				return d, tileError("a tag has no value")
			}
			for i := 0; i < len(tags); i += 2 {
				if tags[i] >= uint64(len(keys)) || tags[i+1] >= uint64(len(values)) {
					return d, tileError("a tag is not in the list")
				}
				d.Tags[keys[tags[i]]] = values[tags[i+1]]
			}
		case 3:
			d.Shape = Shape(f.value & 0xff)
		case 4:
			more, ok := f.numbers()
			if !ok {
				return d, tileError("a drawing is cut off")
			}
			commands = append(commands, more...)
		}
	}
	if !all.ended() {
		return d, tileError("a feature cannot be read")
	}
	var err error
	d.Paths, err = decodePaths(commands)
	return d, err
}

// decodePaths follows the pen.
func decodePaths(commands []uint64) ([][][2]int, error) {
	var paths [][][2]int
	var at [2]int64
	for i := 0; i < len(commands); {
		verb, count := commands[i]&7, commands[i]>>3
		i++
		if verb == closePath {
			continue
		}
		if verb != moveTo && verb != lineTo || count > uint64(len(commands)-i)/2 || verb == lineTo && len(paths) == 0 {
			return nil, tileError("a drawing cannot be followed")
		}
		for k := range count {
			at[0] = clampUnit(at[0] + unzigzag(commands[i]))
			at[1] = clampUnit(at[1] + unzigzag(commands[i+1]))
			i += 2
			p := [2]int{int(at[0]), int(at[1])}
			if verb == moveTo && (k == 0 || len(paths) == 0) {
				paths = append(paths, nil)
			}
			paths[len(paths)-1] = append(paths[len(paths)-1], p)
		}
	}
	return paths, nil
}

// clampUnit keeps a damaged drawing within numbers that can be added.
func clampUnit(v int64) int64 { return max(-1<<30, min(1<<30, v)) }
