package tiles

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"umland/internal/geo"
)

// Writer puts an archive together. Contents wait in a spool until all are
// known, because the directories stand before them in the file.
type Writer struct {
	spool    io.ReadWriteSeeker
	written  uint64
	entries  []Entry
	known    map[[sha256.Size]byte]Entry
	packer   *gzip.Writer
	tiles    uint64
	min, max int
}

// NewWriter begins an archive; spool is an empty file for the time between.
func NewWriter(spool io.ReadWriteSeeker) *Writer {
	packer, _ := gzip.NewWriterLevel(io.Discard, gzip.BestCompression) // the level is a valid one
	return &Writer{spool: spool, known: map[[sha256.Size]byte]Entry{}, packer: packer, min: MaxZoom}
}

// Tiles is how many tiles have been added.
func (w *Writer) Tiles() uint64 { return w.tiles }

// Add adds a tile; content is not packed yet. Tiles come in the order of their
// ID. Equal contents are kept once, and neighbours with one content become a
// run.
func (w *Writer) Add(z, x, y int, content []byte) error {
	id := ID(z, x, y)
	last := len(w.entries) - 1
	if last >= 0 && id < w.entries[last].ID+w.entries[last].Run {
		return fmt.Errorf("tile %d/%d/%d comes too late or twice", z, x, y)
	}
	w.tiles++
	w.min, w.max = min(w.min, z), max(w.max, z)
	sum := sha256.Sum256(content)
	e, ok := w.known[sum]
	if !ok {
		packed, err := w.pack(content)
		if err != nil {
			return err
		}
		if _, err := w.spool.Write(packed); err != nil {
			return err
		}
		e = Entry{Offset: w.written, Length: uint64(len(packed))}
		w.written += e.Length
		w.known[sum] = e
	}
	if last >= 0 && w.entries[last].Offset == e.Offset && w.entries[last].ID+w.entries[last].Run == id {
		w.entries[last].Run++
		return nil
	}
	w.entries = append(w.entries, Entry{ID: id, Run: 1, Offset: e.Offset, Length: e.Length})
	return nil
}

// pack compresses; the same bytes give the same result on every machine.
func (w *Writer) pack(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w.packer.Reset(&b)
	if _, err := w.packer.Write(content); err != nil {
		return nil, err
	}
	if err := w.packer.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Finish writes the archive: header, root directory, metadata, leaf
// directories, contents.
func (w *Writer) Finish(out io.Writer, bounds geo.BBox, meta Metadata) error {
	if len(w.entries) == 0 {
		return errors.New("there is nothing to draw: no feature fits the layers and zooms of the map")
	}
	text, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	if text, err = w.pack(text); err != nil {
		return err
	}
	root, leaves, err := w.directories()
	if err != nil {
		return err
	}
	h := Header{
		Addressed: w.tiles, Entries: uint64(len(w.entries)), Contents: uint64(len(w.known)), Clustered: true,
		Internal: CompressionGzip, Tile: CompressionGzip, Type: TileVector, MinZoom: w.min, MaxZoom: w.max,
		Bounds: bounds, Centre: geo.Point{Lat: (bounds.South + bounds.North) / 2, Lon: (bounds.West + bounds.East) / 2},
		CentreZoom: (w.min + w.max + 1) / 2,
	}
	at := uint64(headerSize)
	for _, part := range []struct {
		section *Section
		length  int
	}{{&h.Root, len(root)}, {&h.Metadata, len(text)}, {&h.Leaves, len(leaves)}, {&h.Data, int(w.written)}} {
		*part.section = Section{at, uint64(part.length)}
		at += uint64(part.length)
	}
	for _, b := range [][]byte{h.encode(), root, text, leaves} {
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	if _, err := w.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(out, w.spool)
	return err
}

// directories packs all lines into the root, or, where that grows beyond its
// place at the beginning of the file, into leaves that the root lists.
func (w *Writer) directories() (root, leaves []byte, err error) {
	root, err = w.pack(encodeDirectory(w.entries))
	for size := 4096; err == nil && len(root) > rootEnd-headerSize; size *= 2 {
		var list []Entry
		leaves = nil
		for from := 0; from < len(w.entries); from += size {
			part := w.entries[from:min(from+size, len(w.entries))]
			packed, err := w.pack(encodeDirectory(part))
			if err != nil {
				return nil, nil, err
			}
			list = append(list, Entry{ID: part[0].ID, Offset: uint64(len(leaves)), Length: uint64(len(packed))})
			leaves = append(leaves, packed...)
		}
		root, err = w.pack(encodeDirectory(list))
	}
	return root, leaves, err
}
