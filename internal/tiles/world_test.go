package tiles_test

import (
	"os"
	"path/filepath"
	"testing"

	"umland/internal/testkit"
	"umland/internal/tiles"
)

// bayreuth is a complete small town of 58,631 nodes.
func bayreuth(tb testing.TB) tiles.Source {
	return tiles.Source{File: filepath.Join(testkit.SharedData(tb), "osm-graphhopper-north-bayreuth/north-bayreuth.osm.gz")}
}

// build makes an archive in a folder of the test.
func build(tb testing.TB, o tiles.Options, sources ...tiles.Source) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "built.pmtiles")
	if _, err := tiles.Make(tb.Context(), file, sources, o); err != nil {
		tb.Fatal(err)
	}
	return file
}

// open opens an archive until the test ends.
func open(tb testing.TB, file string) *tiles.Archive {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	info, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	a, err := tiles.Open(f, info.Size())
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// put writes a file of the test.
func put(tb testing.TB, name, text string) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// municipality is the class of municipal borders.
func municipality(tb testing.TB) tiles.Class {
	tb.Helper()
	c, ok := tiles.ParseClass("boundaries:municipality")
	if !ok {
		tb.Fatal("municipal borders have no class")
	}
	return c
}
