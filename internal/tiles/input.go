package tiles

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// osmCredit is what the licence of OpenStreetMap (ODbL) asks every map of its
// data to say.
const osmCredit = "© OpenStreetMap contributors, ODbL"

// Input is what a file gives to a map.
type Input struct {
	Features []Feature
	Broken   int    // things left out because their geometry is missing or broken
	Credit   string // what the map must say about this source; "" where the file does not tell
	Format   string // GeoJSON, OSM XML, OSM PBF or PMTiles
}

// ReadInput reads a GeoJSON, OSM XML, OSM PBF or PMTiles file, packed with
// gzip or bzip2 or not; the content tells which. as is the class for features
// of a GeoJSON file; with no layer each feature tells its own.
func ReadInput(ctx context.Context, file string, as Class) (Input, error) {
	format, err := formatOf(file)
	if err != nil {
		return Input{}, err
	}
	in, err := readFormat(ctx, file, format, as)
	in.Format = format
	if err != nil {
		return in, fmt.Errorf("%s: %w", file, err)
	}
	return in, nil
}

func readFormat(ctx context.Context, file, format string, as Class) (in Input, err error) {
	again := func() (io.ReadCloser, error) { return unpackedFile(file) }
	switch format {
	case "OSM XML":
		in.Credit = osmCredit
		in.Features, in.Broken, err = readOSM(ctx, osmXML{again})
		return in, err
	case "OSM PBF":
		in.Credit = osmCredit
		in.Features, in.Broken, err = readOSM(ctx, osmPBF{again})
		return in, err
	case "PMTiles":
		return readArchive(file)
	}
	r, err := again()
	if err != nil {
		return in, err
	}
	in.Features, in.Broken, err = readGeoJSON(r, as)
	return in, errors.Join(err, r.Close())
}

func readArchive(file string) (in Input, err error) {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return in, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return in, err
	}
	a, err := Open(f, info.Size())
	if err == nil {
		err = a.Check()
	}
	if err == nil {
		in.Credit = PlainText(a.Meta.Attribution)
		in.Features, err = a.Features()
	}
	return in, err
}

// formatOf looks at the first bytes of the unpacked file.
func formatOf(file string) (format string, err error) {
	r, err := unpackedFile(file)
	if err != nil {
		return "", err
	}
	first := make([]byte, 64)
	n, short := io.ReadFull(r, first)
	if short != nil && !errors.Is(short, io.ErrUnexpectedEOF) && !errors.Is(short, io.EOF) {
		return "", errors.Join(fmt.Errorf("%s: %w", file, short), r.Close())
	}
	first = bytes.TrimLeft(bytes.TrimPrefix(first[:n], []byte("\ufeff")), " \t\r\n")
	switch {
	case bytes.HasPrefix(first, []byte("PMTiles")):
		format = "PMTiles"
	case bytes.HasPrefix(first, []byte("{")):
		format = "GeoJSON"
	case bytes.HasPrefix(first, []byte("<")):
		format = "OSM XML"
	case bytes.Contains(first, []byte("OSMHeader")):
		format = "OSM PBF"
	default:
		err = fmt.Errorf("%s is no GeoJSON, OSM XML, OSM PBF or PMTiles file", file)
	}
	if err != nil {
		return "", errors.Join(err, r.Close())
	}
	return format, r.Close()
}

// packedFile closes the file below what unpacks it.
type packedFile struct {
	io.Reader
	io.Closer
}

// unpackedFile opens a file and unpacks gzip and bzip2 on the way.
func unpackedFile(file string) (io.ReadCloser, error) {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(f, 1<<16)
	first, err := r.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, f.Close())
	}
	switch {
	case bytes.HasPrefix(first, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", file, err), f.Close())
		}
		return packedFile{z, f}, nil
	case bytes.HasPrefix(first, []byte("BZh")):
		return packedFile{bzip2.NewReader(r), f}, nil
	}
	return packedFile{r, f}, nil
}
