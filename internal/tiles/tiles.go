// Package tiles makes and reads the map that citizens find their way with:
// one archive file of vector tiles (PMTiles version 3) for a region, built
// from open data or taken over ready, and still pictures drawn from it.
package tiles

import "errors"

// MaxZoom is the finest zoom that an archive may have; 26 is where the tile
// numbers of the format end.
const MaxZoom = 26

// MediaType is the media type of an archive (registered by its authors).
const MediaType = "application/vnd.pmtiles"

// Compression is how bytes in an archive are packed.
type Compression uint8

// The kinds of packing that the format knows. We write gzip, and read gzip and
// none; browsers can read no other.
const (
	CompressionUnknown Compression = iota
	CompressionNone
	CompressionGzip
	CompressionBrotli
	CompressionZstd
)

// TileType is what a tile of an archive is.
type TileType uint8

// The kinds of tiles. Only vector tiles can be drawn in a portal's colours.
const (
	TileUnknown TileType = iota
	TileVector
	TilePNG
	TileJPEG
	TileWebP
	TileAVIF
)

// String names the kind for a message.
func (t TileType) String() string {
	names := []string{"unknown", "vector", "PNG", "JPEG", "WebP", "AVIF"}
	if int(t) < len(names) {
		return names[t]
	}
	return "unknown"
}

// ErrBroken is in every error about an archive that is damaged or is none.
var ErrBroken = errors.New("not a sound PMTiles archive")

// firstOf is the number of the first tile of a zoom.
func firstOf(z int) uint64 { return (uint64(1)<<(2*z) - 1) / 3 }

// ID is the number of a tile: zooms one after the other, and within a zoom
// along a Hilbert curve, so that neighbours lie close together in the file.
// x counts from the west, y from the north; both below 2^z, z up to MaxZoom.
func ID(z, x, y int) uint64 {
	id := firstOf(z)
	for s := 1 << z >> 1; s > 0; s >>= 1 {
		east, south := x&s != 0, y&s != 0
		switch {
		case east && south:
			id += 2 * uint64(s) * uint64(s)
		case east:
			id += 3 * uint64(s) * uint64(s)
		case south:
			id += uint64(s) * uint64(s)
		}
		x, y = turn(s, x, y, east, south)
	}
	return id
}

// turn lays the quarter of side s that x and y are in so that the curve
// begins in its corner.
func turn(s, x, y int, east, south bool) (int, int) {
	x, y = x&(s-1), y&(s-1)
	if south {
		return x, y
	}
	if east {
		x, y = s-1-x, s-1-y
	}
	return y, x
}

// At is the tile with a number; the inverse of ID. ok is false beyond MaxZoom.
func At(id uint64) (z, x, y int, ok bool) {
	for ; z <= MaxZoom && firstOf(z+1) <= id; z++ {
	}
	if z > MaxZoom {
		return 0, 0, 0, false
	}
	rest := id - firstOf(z)
	for s := 1; s < 1<<z; s <<= 1 {
		quarter := rest & 3
		rest >>= 2
		east, south := quarter >= 2, quarter == 1 || quarter == 2
		if !south {
			if east {
				x, y = s-1-x, s-1-y
			}
			x, y = y, x
		}
		if east {
			x += s
		}
		if south {
			y += s
		}
	}
	return z, x, y, true
}
