package tiles

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"
)

// unpackedLimit is how large a directory, the metadata or a tile may become
// when it is unpacked; a map of a region stays far below it.
const unpackedLimit = 32 << 20

// maxDepth is how many directories may stand above a tile.
const maxDepth = 4

// ErrNoTile is given where an archive has nothing to show.
var ErrNoTile = errors.New("no tile there")

// Archive is an open archive. It may be read by several at once.
type Archive struct {
	Header Header
	Meta   Metadata

	r      io.ReaderAt
	root   []Entry
	mu     sync.Mutex
	leaves map[uint64][]Entry // by offset
}

// Metadata is what an archive tells about itself.
type Metadata struct {
	Name        string        `json:"name,omitempty"`
	Description string        `json:"description,omitempty"`
	Attribution string        `json:"attribution,omitempty"` // text; foreign archives may have HTML here
	Generator   string        `json:"generator,omitempty"`
	Type        string        `json:"type,omitempty"`
	Layers      []VectorLayer `json:"vector_layers,omitempty"`
}

// UnmarshalJSON also reads the layers where converters from MBTiles put them:
// as JSON inside of a text. A value of another kind than ours counts as not
// given.
func (m *Metadata) UnmarshalJSON(raw []byte) error {
	type plain Metadata // without this method
	var inside struct {
		JSON string `json:"json"`
	}
	for _, into := range []any{(*plain)(m), &inside} {
		var kind *json.UnmarshalTypeError
		if err := json.Unmarshal(raw, into); err != nil && (!errors.As(err, &kind) || kind.Field == "") {
			return err
		}
	}
	if len(m.Layers) == 0 && inside.JSON != "" {
		var layers struct {
			Layers []VectorLayer `json:"vector_layers"`
		}
		if json.Unmarshal([]byte(inside.JSON), &layers) == nil {
			m.Layers = layers.Layers
		}
	}
	return nil
}

// VectorLayer tells of a layer which zooms have it and what its features say.
type VectorLayer struct {
	ID      string            `json:"id"`
	Fields  map[string]string `json:"fields"` // name to String, Number or Boolean
	MinZoom int               `json:"minzoom"`
	MaxZoom int               `json:"maxzoom"`
}

// Open reads the beginning of an archive of size bytes: header, root directory
// and metadata. The error says in one line what is wrong and is an ErrBroken.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	first := make([]byte, min(size, headerSize))
	if _, err := r.ReadAt(first, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	h, err := parseHeader(first, uint64(size))
	if err != nil {
		return nil, err
	}
	a := &Archive{Header: h, r: r, leaves: map[uint64][]Entry{}}
	if a.root, err = a.directory(h.Root); err != nil {
		return nil, err
	}
	if h.Metadata.Length > 0 {
		raw, err := a.unpacked(h.Metadata, h.Internal)
		if err != nil {
			return nil, fmt.Errorf("metadata: %w", err)
		}
		if err := json.Unmarshal(raw, &a.Meta); err != nil {
			return nil, fmt.Errorf("%w: its metadata are no JSON object", ErrBroken)
		}
	}
	return a, nil
}

// Tile gives the unpacked content of a tile, or ErrNoTile.
func (a *Archive) Tile(z, x, y int) ([]byte, error) {
	if z < 0 || z > MaxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return nil, ErrNoTile
	}
	id, entries := ID(z, x, y), a.root
	for range maxDepth {
		e, ok := find(entries, id)
		if !ok {
			return nil, ErrNoTile
		}
		if e.Run > 0 {
			return a.content(e)
		}
		var err error
		if entries, err = a.leaf(e); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("%w: directories nested too deep", ErrBroken)
}

// find gives the run that holds a tile, or the leaf directory that may.
func find(entries []Entry, id uint64) (Entry, bool) {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].ID > id }) - 1
	if i < 0 || entries[i].Run > 0 && id-entries[i].ID >= entries[i].Run {
		return Entry{}, false
	}
	return entries[i], true
}

// Each calls visit for every run of tiles in order until it gives an error.
func (a *Archive) Each(visit func(Entry) error) error {
	return a.walk(a.root, 1, visit)
}

func (a *Archive) walk(entries []Entry, depth int, visit func(Entry) error) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: directories nested too deep", ErrBroken)
	}
	for _, e := range entries {
		if e.Run > 0 {
			if err := visit(e); err != nil {
				return err
			}
			continue
		}
		below, err := a.leaf(e)
		if err == nil {
			err = a.walk(below, depth+1, visit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leaf reads a leaf directory; a few stay in memory, because neighbours share
// theirs.
func (a *Archive) leaf(e Entry) ([]Entry, error) {
	a.mu.Lock()
	known, ok := a.leaves[e.Offset]
	a.mu.Unlock()
	if ok {
		return known, nil
	}
	if e.Offset > a.Header.Leaves.Length || e.Length > a.Header.Leaves.Length-e.Offset {
		return nil, fmt.Errorf("%w: a leaf directory lies outside of its section", ErrBroken)
	}
	entries, err := a.directory(Section{a.Header.Leaves.Offset + e.Offset, e.Length})
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.leaves) >= 64 {
		clear(a.leaves)
	}
	a.leaves[e.Offset] = entries
	return entries, nil
}

func (a *Archive) directory(s Section) ([]Entry, error) {
	raw, err := a.unpacked(s, a.Header.Internal)
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	return parseDirectory(raw)
}

func (a *Archive) content(e Entry) ([]byte, error) {
	if e.Offset > a.Header.Data.Length || e.Length > a.Header.Data.Length-e.Offset {
		return nil, fmt.Errorf("%w: a tile lies outside of its section", ErrBroken)
	}
	return a.unpacked(Section{a.Header.Data.Offset + e.Offset, e.Length}, a.Header.Tile)
}

// unpacked reads a stretch of the file and unpacks it.
func (a *Archive) unpacked(s Section, c Compression) ([]byte, error) {
	if s.Length > unpackedLimit {
		return nil, fmt.Errorf("%w: a part of %d bytes is too large", ErrBroken, s.Length)
	}
	packed := make([]byte, s.Length)
	if _, err := a.r.ReadAt(packed, int64(s.Offset)); err != nil {
		return nil, fmt.Errorf("%w: it ends too early", ErrBroken)
	}
	switch c {
	case CompressionNone, CompressionUnknown:
		return packed, nil
	case CompressionGzip:
		return gunzip(packed)
	}
	return nil, fmt.Errorf("%w: packed in a way that browsers cannot read (%d)", ErrBroken, c)
}

func gunzip(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w: a part is not packed as it says", ErrBroken)
	}
	out, err := io.ReadAll(io.LimitReader(z, unpackedLimit+1))
	if err != nil || len(out) > unpackedLimit {
		return nil, fmt.Errorf("%w: a part cannot be unpacked", ErrBroken)
	}
	return out, nil
}
