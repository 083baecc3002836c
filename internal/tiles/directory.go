package tiles

import (
	"encoding/binary"
	"fmt"
)

// Entry is one line of a directory: a run of tiles with one content, or, with
// Run 0, a leaf directory for the tiles from ID on.
type Entry struct {
	ID     uint64
	Run    uint64
	Offset uint64 // from the start of the tiles' section, or of the leaves'
	Length uint64
}

// encodeDirectory writes the lines column by column, numbers as differences
// where that makes them small.
func encodeDirectory(entries []Entry) []byte {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.ID-last)
		last = e.ID
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.Run)
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.Length)
	}
	for i, e := range entries {
		if i > 0 && e.Offset == entries[i-1].Offset+entries[i-1].Length {
			b = binary.AppendUvarint(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.Offset+1)
		}
	}
	return b
}

// parseDirectory reads an unpacked directory and refuses what cannot be: tiles
// out of order or twice, runs over the next tile, empty contents, bytes left
// over.
func parseDirectory(b []byte) ([]Entry, error) {
	bad := func(what string) ([]Entry, error) { return nil, fmt.Errorf("%w: a directory %s", ErrBroken, what) }
	next := func() (uint64, bool) {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return 0, false
		}
		b = b[n:]
		return v, true
	}
	count, ok := next()
	if !ok || count > uint64(len(b))/4 { // four numbers a line
		return bad("is cut off")
	}
	entries := make([]Entry, count)
	last := uint64(0)
	for i := range entries {
		d, ok := next()
		if !ok || i > 0 && d == 0 || last+d < last {
			return bad("is not in the order of its tiles")
		}
		last += d
		entries[i].ID = last
	}
	for i := range entries {
		if entries[i].Run, ok = next(); !ok {
			return bad("is cut off")
		}
		if i > 0 && entries[i-1].Run > entries[i].ID-entries[i-1].ID {
			return bad("names a tile twice")
		}
	}
	for i := range entries {
		if entries[i].Length, ok = next(); !ok || entries[i].Length == 0 {
			return bad("has an empty entry")
		}
	}
	for i := range entries {
		v, ok := next()
		switch {
		case !ok || v == 0 && i == 0:
			return bad("is cut off")
		case v == 0:
			entries[i].Offset = entries[i-1].Offset + entries[i-1].Length
		default:
			entries[i].Offset = v - 1
		}
	}
	if len(b) > 0 {
		return bad("has bytes left over")
	}
	return entries, nil
}
