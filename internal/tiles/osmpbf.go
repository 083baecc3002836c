package tiles

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The limits of the format for a block's header and its content.
const (
	blobHeaderLimit = 64 << 10
	blobLimit       = 32 << 20
)

var errPBF = errors.New("the PBF file is damaged or cut off")

// osmPBF reads the binary form (.osm.pbf).
type osmPBF struct{ open func() (io.ReadCloser, error) }

func (p osmPBF) each(ctx context.Context, want elementKind, visit func(*element) error) (err error) {
	in, err := p.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	for first := true; ; first = false {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		kind, raw, err := readBlob(in)
		switch {
		case errors.Is(err, io.EOF) && !first:
			return nil
		case err != nil:
			return err
		case first != (kind == "OSMHeader"):
			return fmt.Errorf("%w: a block %q where none can be", errPBF, kind)
		case first:
			err = checkPBFHeader(raw)
		case kind == "OSMData":
			err = readBlock(raw, want, visit)
		}
		if err != nil {
			return err
		}
	}
}

// readBlob reads the next block: its kind and its unpacked content. io.EOF is
// given only where the file ends between two blocks.
func readBlob(in io.Reader) (kind string, raw []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errPBF
		}
		return "", nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > blobHeaderLimit {
		return "", nil, fmt.Errorf("%w: a block's header of %d bytes", errPBF, n)
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(in, head); err != nil {
		return "", nil, errPBF
	}
	length := uint64(0)
	all := fields{head}
	for f, ok := all.next(); ok; f, ok = all.next() {
		switch f.number {
		case 1:
			kind = string(f.bytes)
		case 3:
			length = f.value
		}
	}
	if !all.ended() || length > blobLimit {
		return "", nil, fmt.Errorf("%w: a block of %d bytes", errPBF, length)
	}
	packed := make([]byte, length)
	if _, err := io.ReadFull(in, packed); err != nil {
		return "", nil, errPBF
	}
	raw, err = unpackBlob(packed)
	return kind, raw, err
}

func unpackBlob(packed []byte) ([]byte, error) {
	all := fields{packed}
	var raw []byte
	found := false
	for f, ok := all.next(); ok; f, ok = all.next() {
		switch f.number {
		case 1:
			raw, found = f.bytes, true
		case 3:
			z, err := zlib.NewReader(bytes.NewReader(f.bytes))
			if err != nil {
				return nil, errPBF
			}
			if raw, err = io.ReadAll(io.LimitReader(z, blobLimit+1)); err != nil || len(raw) > blobLimit {
				return nil, errPBF
			}
			found = true
		case 4, 5, 6, 7:
			return nil, errors.New("the PBF file is packed in a way that is not read here (only zlib and none are); osmium cat writes it anew")
		}
	}
	if !all.ended() || !found {
		return nil, errPBF
	}
	return raw, nil
}

// checkPBFHeader refuses files that need more than we can read.
func checkPBFHeader(raw []byte) error {
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		if f.number != 4 {
			continue
		}
		switch need := string(f.bytes); need {
		case "OsmSchema-V0.6", "DenseNodes":
		default:
			return fmt.Errorf("the PBF file asks for %q, which is not read here", need)
		}
	}
	if !all.ended() {
		return errPBF
	}
	return nil
}

// block is a block of elements: their texts, and how positions are written.
type block struct {
	texts              []string
	granularity        int64
	latOffset, lonFrom int64
	visit              func(*element) error
}

func readBlock(raw []byte, want elementKind, visit func(*element) error) error {
	b := &block{granularity: 100, visit: visit}
	var groups [][]byte
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		switch f.number {
		case 1:
			texts := fields{f.bytes}
			for t, ok := texts.next(); ok; t, ok = texts.next() {
				b.texts = append(b.texts, string(t.bytes))
			}
			if !texts.ended() {
				return errPBF
			}
		case 2:
			groups = append(groups, f.bytes)
		case 17:
			b.granularity = int64(f.value)
		case 19:
			b.latOffset = int64(f.value)
		case 20:
			b.lonFrom = int64(f.value)
		}
	}
	if !all.ended() {
		return errPBF
	}
	for _, g := range groups {
		if err := b.group(g, want); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) group(raw []byte, want elementKind) error {
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		var err error
		switch {
		case f.number == 1 && want == nodeElement:
			err = b.node(f.bytes)
		case f.number == 2 && want == nodeElement:
			err = b.dense(f.bytes)
		case f.number == 3 && want == wayElement:
			err = b.way(f.bytes)
		case f.number == 4 && want == relationElement:
			err = b.relation(f.bytes)
		}
		if err != nil {
			return err
		}
	}
	if !all.ended() {
		return errPBF
	}
	return nil
}

func (b *block) text(i uint64) (string, bool) {
	if i >= uint64(len(b.texts)) {
		return "", false
	}
	return b.texts[i], true
}

// degrees turns a written position into degrees.
func (b *block) degrees(offset, v int64) float64 {
	return 1e-9 * float64(offset+b.granularity*v)
}

// columns are the fields that nodes, ways and relations share.
type columns struct {
	id   uint64
	list map[int][]uint64 // the packed fields
	bad  bool
}

func readColumns(raw []byte, packed ...int) columns {
	c := columns{list: map[int][]uint64{}}
	all := fields{raw}
	for f, ok := all.next(); ok; f, ok = all.next() {
		if f.number == 1 && f.wire == wireVarint {
			c.id = f.value
		}
		for _, n := range packed {
			if f.number == n {
				more, ok := f.numbers()
				c.list[n] = append(c.list[n], more...)
				c.bad = c.bad || !ok
			}
		}
	}
	c.bad = c.bad || !all.ended()
	return c
}

// tags joins the numbers of keys and values to texts.
func (b *block) tags(keys, values []uint64) (map[string]string, bool) {
	if len(keys) != len(values) {
		return nil, false
	}
	tags := make(map[string]string, len(keys))
	for i := range keys {
		k, ok := b.text(keys[i])
		v, ok2 := b.text(values[i])
		if !ok || !ok2 {
			return nil, false
		}
		tags[k] = v
	}
	return tags, true
}

func (b *block) node(raw []byte) error {
	c := readColumns(raw, 1, 2, 3, 8, 9)
	tags, ok := b.tags(c.list[2], c.list[3])
	if c.bad || !ok || len(c.list[1]) != 1 || len(c.list[8]) != 1 || len(c.list[9]) != 1 {
		return errPBF
	}
	return b.visit(&element{
		kind: nodeElement, id: unzigzag(c.list[1][0]), tags: tags,
		lat: b.degrees(b.latOffset, unzigzag(c.list[8][0])), lon: b.degrees(b.lonFrom, unzigzag(c.list[9][0])),
	})
}

// dense reads nodes that are written column by column, as differences; their
// tags stand in one list, a zero after each node.
func (b *block) dense(raw []byte) error {
	c := readColumns(raw, 1, 8, 9, 10)
	ids, lats, lons, kv := c.list[1], c.list[8], c.list[9], c.list[10]
	if c.bad || len(lats) != len(ids) || len(lons) != len(ids) {
		return errPBF
	}
	var id, lat, lon int64
	for i := range ids {
		id, lat, lon = id+unzigzag(ids[i]), lat+unzigzag(lats[i]), lon+unzigzag(lons[i])
		e := &element{kind: nodeElement, id: id, lat: b.degrees(b.latOffset, lat), lon: b.degrees(b.lonFrom, lon)}
		for len(kv) > 0 && kv[0] != 0 {
			if len(kv) < 2 {
				return errPBF
			}
			k, ok := b.text(kv[0])
			v, ok2 := b.text(kv[1])
			if !ok || !ok2 {
				return errPBF
			}
			if e.tags == nil {
				e.tags = map[string]string{}
			}
			e.tags[k] = v
			kv = kv[2:]
		}
		if len(kv) > 0 {
			kv = kv[1:]
		}
		if err := b.visit(e); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) way(raw []byte) error {
	c := readColumns(raw, 2, 3, 8)
	tags, ok := b.tags(c.list[2], c.list[3])
	if c.bad || !ok {
		return errPBF
	}
	e := &element{kind: wayElement, id: int64(c.id), tags: tags, refs: make([]int64, len(c.list[8]))}
	at := int64(0)
	for i, d := range c.list[8] {
		at += unzigzag(d)
		e.refs[i] = at
	}
	return b.visit(e)
}

func (b *block) relation(raw []byte) error {
	c := readColumns(raw, 2, 3, 8, 9, 10)
	tags, ok := b.tags(c.list[2], c.list[3])
	roles, ids, types := c.list[8], c.list[9], c.list[10]
	if c.bad || !ok || len(roles) != len(ids) || len(types) != len(ids) {
		return errPBF
	}
	e := &element{kind: relationElement, id: int64(c.id), tags: tags}
	at := int64(0)
	for i, d := range ids {
		at += unzigzag(d)
		role, ok := b.text(roles[i])
		if !ok {
			return errPBF
		}
		if types[i] == 1 { // a way
			e.members = append(e.members, member{at, role})
		}
	}
	return b.visit(e)
}
