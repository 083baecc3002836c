package tiles

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// samples is how many contents Check unpacks at most, spread over the file.
const samples = 2000

// Check reads all directories and a sample of the tiles, and refuses what a
// browser could not show: runs outside of the zooms, contents outside of the
// file or overlapping, pictures instead of vector tiles, packing that
// browsers do not know. The error is one clear line.
func (a *Archive) Check() error {
	h := a.Header
	if h.Type != TileVector {
		return fmt.Errorf("the archive holds %s tiles; the map needs vector tiles", h.Type)
	}
	if h.Tile != CompressionGzip && h.Tile != CompressionNone || h.Internal != CompressionGzip && h.Internal != CompressionNone {
		return errors.New("the archive is packed in a way that browsers cannot read; it must be gzip or none")
	}
	var contents []Entry
	addressed, next := uint64(0), uint64(0)
	err := a.Each(func(e Entry) error {
		last := e.ID + e.Run - 1
		if e.ID < next || last < e.ID {
			return fmt.Errorf("%w: a tile stands in it twice", ErrBroken)
		}
		if e.ID < firstOf(h.MinZoom) || last >= firstOf(h.MaxZoom+1) {
			return fmt.Errorf("%w: a tile lies outside of zooms %d to %d", ErrBroken, h.MinZoom, h.MaxZoom)
		}
		if e.Offset > h.Data.Length || e.Length > h.Data.Length-e.Offset {
			return fmt.Errorf("%w: a tile lies outside of its section", ErrBroken)
		}
		next, addressed = last+1, addressed+e.Run
		contents = append(contents, e)
		return nil
	})
	if err != nil {
		return err
	}
	if addressed == 0 {
		return fmt.Errorf("%w: no tile in it", ErrBroken)
	}
	if h.Addressed > 0 && h.Addressed != addressed {
		return fmt.Errorf("%w: %d tiles in the directories, %d in the header", ErrBroken, addressed, h.Addressed)
	}
	return a.checkContents(contents)
}

func (a *Archive) checkContents(contents []Entry) error {
	slices.SortFunc(contents, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.Offset, y.Offset), cmp.Compare(x.Length, y.Length))
	})
	contents = slices.CompactFunc(contents, func(x, y Entry) bool { return x.Offset == y.Offset && x.Length == y.Length })
	for i, e := range contents[1:] {
		if before := contents[i]; e.Offset < before.Offset+before.Length {
			return fmt.Errorf("%w: two tiles overlap in the file", ErrBroken)
		}
	}
	step := max(1, len(contents)/samples)
	for i := 0; i < len(contents); i += step {
		z, x, y, _ := At(contents[i].ID)
		raw, err := a.content(contents[i])
		if err == nil {
			_, err = Decode(raw)
		}
		if err != nil {
			return fmt.Errorf("tile %d/%d/%d: %w", z, x, y, err)
		}
	}
	return nil
}
