package tiles

import (
	"encoding/binary"
	"fmt"
	"math"

	"umland/internal/geo"
)

// headerSize and rootEnd are the format's: the header is 127 bytes long, and
// header and root directory together fit into the first 16 KiB, so that a
// browser has both with its first request.
const (
	headerSize = 127
	rootEnd    = 16384
)

// Section is a stretch of the file, in bytes.
type Section struct{ Offset, Length uint64 }

func (s Section) end() uint64 { return s.Offset + s.Length }

// Header is the fixed beginning of an archive.
type Header struct {
	Root, Metadata, Leaves, Data Section
	// Addressed counts tiles, Entries the directory lines (a run of equal
	// tiles is one), Contents the different contents.
	Addressed, Entries, Contents uint64
	Clustered                    bool // contents lie in the order of the tiles
	Internal, Tile               Compression
	Type                         TileType
	MinZoom, MaxZoom             int
	Bounds                       geo.BBox
	Centre                       geo.Point
	CentreZoom                   int
}

// encode gives the 127 bytes.
func (h Header) encode() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, "PMTiles\x03"...)
	for _, s := range []Section{h.Root, h.Metadata, h.Leaves, h.Data} {
		b = binary.LittleEndian.AppendUint64(b, s.Offset)
		b = binary.LittleEndian.AppendUint64(b, s.Length)
	}
	for _, n := range []uint64{h.Addressed, h.Entries, h.Contents} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	clustered := byte(0)
	if h.Clustered {
		clustered = 1
	}
	b = append(b, clustered, byte(h.Internal), byte(h.Tile), byte(h.Type), byte(h.MinZoom), byte(h.MaxZoom))
	for _, degrees := range []float64{h.Bounds.West, h.Bounds.South, h.Bounds.East, h.Bounds.North} {
		b = appendDegrees(b, degrees)
	}
	b = append(b, byte(h.CentreZoom))
	return appendDegrees(appendDegrees(b, h.Centre.Lon), h.Centre.Lat)
}

func appendDegrees(b []byte, degrees float64) []byte {
	return binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(degrees*1e7))))
}

// parseHeader reads the first 127 bytes of a file of the given size.
func parseHeader(b []byte, size uint64) (Header, error) {
	var h Header
	if len(b) < headerSize || string(b[:7]) != "PMTiles" {
		return h, fmt.Errorf("%w: it does not begin like one", ErrBroken)
	}
	if b[7] != 3 {
		return h, fmt.Errorf("%w: version %d, only 3 is known", ErrBroken, b[7])
	}
	number := func(at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
	degrees := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[at:]))) / 1e7 }
	section := func(at int) Section { return Section{number(at), number(at + 8)} }
	h.Root, h.Metadata, h.Leaves, h.Data = section(8), section(24), section(40), section(56)
	h.Addressed, h.Entries, h.Contents = number(72), number(80), number(88)
	h.Clustered = b[96] == 1
	h.Internal, h.Tile, h.Type = Compression(b[97]), Compression(b[98]), TileType(b[99])
	h.MinZoom, h.MaxZoom, h.CentreZoom = int(b[100]), int(b[101]), int(b[118])
	h.Bounds = geo.BBox{West: degrees(102), South: degrees(106), East: degrees(110), North: degrees(114)}
	h.Centre = geo.Point{Lon: degrees(119), Lat: degrees(123)}
	return h, h.check(size)
}

func (h Header) check(size uint64) error {
	sections := []struct {
		name string
		Section
	}{{"root directory", h.Root}, {"metadata", h.Metadata}, {"leaf directories", h.Leaves}, {"tiles", h.Data}}
	for i, s := range sections {
		if s.Offset > size || s.Length > size-s.Offset {
			return fmt.Errorf("%w: %s reach beyond the end of the file (%d bytes; it looks cut off)", ErrBroken, s.name, size)
		}
		for _, other := range sections[:i] {
			if s.Length > 0 && other.Length > 0 && s.Offset < other.end() && other.Offset < s.end() {
				return fmt.Errorf("%w: %s and %s overlap", ErrBroken, other.name, s.name)
			}
		}
		if s.Length > 0 && s.Offset < headerSize {
			return fmt.Errorf("%w: %s overlap the header", ErrBroken, s.name)
		}
	}
	if h.Root.Length == 0 {
		return fmt.Errorf("%w: no directory", ErrBroken)
	}
	if h.MinZoom > h.MaxZoom || h.MaxZoom > MaxZoom {
		return fmt.Errorf("%w: zooms %d to %d", ErrBroken, h.MinZoom, h.MaxZoom)
	}
	return nil
}
