package tiles_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/geo"
	"umland/internal/testkit"
	"umland/internal/tiles"
)

func TestTileNumbers(t *testing.T) {
	for _, c := range []struct {
		z, x, y int
		id      uint64
	}{
		{0, 0, 0, 0},
		{1, 0, 0, 1},
		{1, 0, 1, 2},
		{1, 1, 1, 3},
		{1, 1, 0, 4},
		{2, 0, 0, 5},
		{12, 3423, 1763, 19078479}, // the example of the specification
	} {
		if got := tiles.ID(c.z, c.x, c.y); got != c.id {
			t.Errorf("tile %d/%d/%d has number %d, want %d", c.z, c.x, c.y, got, c.id)
		}
	}
	for z := range 7 {
		for x := range 1 << z {
			for y := range 1 << z {
				if gz, gx, gy, ok := tiles.At(tiles.ID(z, x, y)); !ok || gz != z || gx != x || gy != y {
					t.Fatalf("%d/%d/%d comes back as %d/%d/%d", z, x, y, gz, gx, gy)
				}
			}
		}
	}
	last := 1<<tiles.MaxZoom - 1
	if z, x, y, ok := tiles.At(tiles.ID(tiles.MaxZoom, last, last/3)); !ok || z != tiles.MaxZoom || x != last || y != last/3 {
		t.Errorf("the finest zoom comes back as %d/%d/%d", z, x, y)
	}
	if _, _, _, ok := tiles.At(1 << 63); ok {
		t.Error("a number beyond all zooms is a tile")
	}
}

// written makes an archive of contents that content gives for each tile of a
// zoom; "" leaves a tile out.
func written(t *testing.T, z int, content func(id uint64) string) *tiles.Archive {
	t.Helper()
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = spool.Close() }()
	w := tiles.NewWriter(spool)
	for id := tiles.ID(z, 0, 0); ; id++ {
		gz, x, y, _ := tiles.At(id)
		if gz != z {
			break
		}
		if text := content(id); text != "" {
			if err := w.Add(z, x, y, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, geo.BBox{West: -180, South: -85, East: 180, North: 85}, tiles.Metadata{Name: "test"}); err != nil {
		t.Fatal(err)
	}
	a, err := tiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLeafDirectories writes more tiles than the root directory can name.
func TestLeafDirectories(t *testing.T) {
	content := func(id uint64) string {
		if id%7 == 0 || id > tiles.ID(8, 0, 0)+30_000 {
			return ""
		}
		mixed := sha256.Sum256([]byte(fmt.Sprint(id))) // lengths that cannot be packed well
		return fmt.Sprintf("%x", mixed)[:1+mixed[0]%64] + fmt.Sprint(id)
	}
	a := written(t, 8, content)
	if a.Header.Leaves.Length == 0 || a.Header.Root.Length > 16384-127 {
		t.Fatalf("root of %d bytes, leaves of %d", a.Header.Root.Length, a.Header.Leaves.Length)
	}
	for id := tiles.ID(8, 0, 0); id < tiles.ID(9, 0, 0); id++ {
		_, x, y, _ := tiles.At(id)
		raw, err := a.Tile(8, x, y)
		if want := content(id); string(raw) != want || errors.Is(err, tiles.ErrNoTile) != (want == "") {
			t.Fatalf("tile %d: %q %v, want %q", id, raw, err, want)
		}
	}
}

func TestEqualTilesAreKeptOnce(t *testing.T) {
	a := written(t, 5, func(id uint64) string {
		if id == 700 {
			return "island"
		}
		return "sea"
	})
	if h := a.Header; h.Addressed != 1024 || h.Entries != 3 || h.Contents != 2 || !h.Clustered {
		t.Errorf("%d tiles in %d entries with %d contents", h.Addressed, h.Entries, h.Contents)
	}
	_, x, y, _ := tiles.At(700)
	if raw, err := a.Tile(5, x, y); string(raw) != "island" || err != nil {
		t.Errorf("%q %v", raw, err)
	}
}

func TestWriterWantsOrder(t *testing.T) {
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = spool.Close() }()
	w := tiles.NewWriter(spool)
	if err := w.Finish(&bytes.Buffer{}, geo.BBox{}, tiles.Metadata{}); err == nil {
		t.Error("an archive without tiles is written")
	}
	if err := w.Add(1, 1, 1, []byte("a")); err != nil {
		t.Fatal(err)
	}
	for _, y := range []int{1, 0} {
		if err := w.Add(1, 0, y, []byte("b")); err == nil {
			t.Errorf("tile 1/0/%d is taken after 1/1/1", y)
		}
	}
}

// TestSampleArchives reads archives of other programs.
func TestSampleArchives(t *testing.T) {
	dir := testkit.SharedData(t)
	for _, c := range []struct {
		file      string
		kind      tiles.TileType
		min, max  int
		installed bool
	}{
		{"pmtiles-samples/test_fixture_1.pmtiles", tiles.TileVector, 0, 0, true},
		{"pmtiles-samples/unclustered.pmtiles", tiles.TilePNG, 1, 1, false},
		{"pmtiles-samples/stamen_toner_raster_CC-BY+ODbL_z3.pmtiles", tiles.TilePNG, 0, 3, false},
		{"pmtiles-samples/usgs-mt-whitney-8-15-webp-512.pmtiles", tiles.TileWebP, 8, 15, false},
		{"pmtiles-samples/near-badschandau-z10-11.pmtiles", tiles.TileWebP, 10, 11, false},
		{"map/flensburg-region.pmtiles", tiles.TileVector, 6, 13, true},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			a := open(t, filepath.Join(dir, c.file))
			if h := a.Header; h.Type != c.kind || h.MinZoom != c.min || h.MaxZoom != c.max {
				t.Errorf("%s tiles, zooms %d to %d", h.Type, h.MinZoom, h.MaxZoom)
			}
			n := uint64(0)
			for _, line := range everyTile(t, a) {
				var z, x, y int
				if _, err := fmt.Sscan(line, &z, &x, &y); err != nil {
					t.Fatal(err)
				}
				if _, err := a.Tile(z, x, y); err != nil {
					t.Fatalf("tile %s: %v", line, err)
				}
				n++
			}
			if n != a.Header.Addressed {
				t.Errorf("%d tiles read of %d", n, a.Header.Addressed)
			}
			_, err := tiles.Install(t.Context(), filepath.Join(dir, c.file), t.TempDir())
			if (err == nil) != c.installed {
				t.Errorf("installed: %v", err)
			}
		})
	}
}

// TestCutArchive cuts a real archive at 100 places: none of them is installed,
// the old map stays, and nothing is left lying about.
func TestCutArchive(t *testing.T) {
	whole, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "map/flensburg-region.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, tiles.FileName), tiles.Demo(), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		n := len(whole) * i / 100
		file := put(t, "cut.pmtiles", string(whole[:n]))
		_, err := tiles.Install(t.Context(), file, dir)
		if !errors.Is(err, tiles.ErrBroken) || strings.Contains(err.Error(), "\n") {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%v %v", left, err)
	}
	if kept, err := os.ReadFile(filepath.Join(dir, tiles.FileName)); err != nil || !bytes.Equal(kept, tiles.Demo()) {
		t.Error("the old map has changed", err)
	}
	if _, err := tiles.Install(t.Context(), filepath.Join(testkit.SharedData(t), "map/flensburg-region.pmtiles"), dir); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, tiles.FileName)); err != nil || !bytes.Equal(now, whole) {
		t.Error("the whole archive is not the map now", err)
	}
}

// TestTwistedArchive changes bytes of the beginning: the archive is refused or
// read, and nothing falls over.
func TestTwistedArchive(t *testing.T) {
	whole := tiles.Demo()
	refused := 0
	for i := 0; i < 2000; i += 3 {
		for _, v := range []byte{0, 0xff, whole[i] ^ 0x10} {
			twisted := bytes.Clone(whole)
			twisted[i] = v
			a, err := tiles.Open(bytes.NewReader(twisted), int64(len(twisted)))
			if err == nil {
				err = a.Check()
			}
			if err != nil {
				refused++
			}
		}
	}
	if refused < 1000 {
		t.Errorf("only %d of 2001 changed archives are refused", refused)
	}
}

func TestNoArchive(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "text": "Moin", "version 2": "PMTiles\x02" + strings.Repeat("\x00", 200), "zeros": "PMTiles\x03" + strings.Repeat("\x00", 200),
		"huge": "PMTiles\x03" + strings.Repeat("\xff", 200),
	} {
		if _, err := tiles.Open(strings.NewReader(text), int64(len(text))); !errors.Is(err, tiles.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestForeignMetadata: odd values of other programs do not keep a map away.
func TestForeignMetadata(t *testing.T) {
	var m tiles.Metadata
	for raw, want := range map[string]int{
		`{"name":7,"attribution":"x","vector_layers":[{"id":"a","fields":{"n":1}}]}`: 1,
		`{"json":"{\"vector_layers\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"}`:             2,
		`{"json":"no"}`: 0,
	} {
		m = tiles.Metadata{}
		if err := json.Unmarshal([]byte(raw), &m); err != nil || len(m.Layers) != want {
			t.Errorf("%s: %v %v", raw, m, err)
		}
	}
	for _, raw := range []string{`[]`, `"text"`, `7`, `{`} {
		if err := json.Unmarshal([]byte(raw), &m); err == nil {
			t.Errorf("%s is taken", raw)
		}
	}
	if a := open(t, filepath.Join(testkit.SharedData(t), "map/flensburg-region.pmtiles")); len(a.Meta.Layers) != 4 {
		t.Errorf("layers %v", a.Meta.Layers)
	}
}
