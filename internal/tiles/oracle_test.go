package tiles_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"umland/internal/testkit"
	"umland/internal/tiles"
)

// seen is what a reader finds in a layer of a tile.
type seen struct {
	Features, Extent, Positions, Polygons int
	Tags                                  []string
}

// judged is a line of the oracle.
type judged struct {
	Z, X, Y int
	Found   bool
	Layers  map[string]seen
}

// oracleHeader is its first line.
type oracleHeader struct {
	Spec, Type, Min, Max, Addressed, Contents int
	West, South, East, North                  float64
	Metadata                                  tiles.Metadata
}

// hasOracle is false where node or its packages are not there; a machine that
// checks the whole project has them.
func hasOracle(t *testing.T) bool {
	t.Helper()
	_, noNode := exec.LookPath("node")
	_, noPackages := os.Stat("oracle/node_modules/pmtiles")
	if noNode == nil && noPackages == nil {
		return true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("node or the packages of internal/tiles/oracle are missing: make setup")
	}
	t.Log("not compared with the npm readers: node or the packages of internal/tiles/oracle are missing (make setup)")
	return false
}

// askOracle reads the tiles of an archive with the npm readers.
func askOracle(t *testing.T, file string, list []string) (oracleHeader, []judged) {
	t.Helper()
	cmd := exec.Command("node", "oracle/read.mjs", file)
	cmd.Stdin = strings.NewReader(strings.Join(list, "\n") + "\n")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("oracle: %v: %s", err, errs.String())
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 64<<20)
	var h oracleHeader
	var tilesSeen []judged
	for first := true; lines.Scan(); first = false {
		if first {
			err = json.Unmarshal(lines.Bytes(), &h)
		} else {
			var j judged
			err = json.Unmarshal(lines.Bytes(), &j)
			tilesSeen = append(tilesSeen, j)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return h, tilesSeen
}

// ours is what our own reader finds in a layer.
func ours(l tiles.Layer) seen {
	s := seen{Features: len(l.Features), Extent: l.Extent, Tags: []string{}}
	for _, f := range l.Features {
		outer := 0
		for _, path := range f.Paths {
			s.Positions += len(path)
			if f.Shape == tiles.Areas {
				if outer == 0 {
					outer = area(path)
				}
				if area(path)*outer > 0 {
					s.Polygons++
				}
			}
		}
		var tags []string
		for k, v := range f.Tags {
			tags = append(tags, k+"="+v)
		}
		sort.Strings(tags)
		s.Tags = append(s.Tags, strings.Join(tags, "|"))
	}
	return s
}

func area(ring [][2]int) int {
	sum := 0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum
}

// everyTile lists the tiles of an archive.
func everyTile(t *testing.T, a *tiles.Archive) []string {
	t.Helper()
	var list []string
	err := a.Each(func(e tiles.Entry) error {
		for id := e.ID; id < e.ID+e.Run; id++ {
			z, x, y, _ := tiles.At(id)
			list = append(list, fmt.Sprint(z, " ", x, " ", y))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestNpmReadersAgree builds the map of a town, of the region and of the
// transport lines, and has every tile read by the readers that browsers use.
func TestNpmReadersAgree(t *testing.T) {
	if !hasOracle(t) {
		return
	}
	dir, shared := t.TempDir(), testkit.SharedData(t)
	region := filepath.Join(dir, tiles.FileName)
	if made, err := tiles.InstallRegion(t.Context(), shared, dir); err != nil || !made {
		t.Fatal(made, err)
	}
	town := build(t, tiles.Options{Name: "Bayreuth", MinZoom: 6, MaxZoom: 14}, bayreuth(t))
	harbour := build(t, tiles.Options{MinZoom: 4, MaxZoom: 12}, tiles.Source{File: filepath.Join(shared, "osm-osr-samples/hamburg-hafen-ferry.osm.pbf")})
	demo := filepath.Join(dir, "demo.pmtiles")
	if err := os.WriteFile(demo, tiles.Demo(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{town, harbour, demo, region, filepath.Join(shared, "map/flensburg-region.pmtiles"), filepath.Join(shared, "pmtiles-samples/test_fixture_1.pmtiles")} {
		t.Run(filepath.Base(file), func(t *testing.T) { agree(t, file) })
	}
}

func agree(t *testing.T, file string) {
	a := open(t, file)
	list := everyTile(t, a)
	h, found := askOracle(t, file, list)
	if h.Spec != 3 || h.Type != 1 || h.Min != a.Header.MinZoom || h.Max != a.Header.MaxZoom || h.Addressed != len(list) {
		t.Errorf("header %+v, ours %+v with %d tiles", h, a.Header, len(list))
	}
	if math.Abs(h.West-a.Header.Bounds.West) > 1e-7 || math.Abs(h.North-a.Header.Bounds.North) > 1e-7 {
		t.Errorf("bounds %v, ours %v", h, a.Header.Bounds)
	}
	if !reflect.DeepEqual(h.Metadata, a.Meta) {
		t.Errorf("metadata %+v, ours %+v", h.Metadata, a.Meta)
	}
	if len(found) != len(list) {
		t.Fatalf("%d tiles read, %d in the archive", len(found), len(list))
	}
	features := 0
	for _, j := range found {
		raw, err := a.Tile(j.Z, j.X, j.Y)
		if err != nil || !j.Found {
			t.Fatalf("tile %d/%d/%d: found %v, ours %v", j.Z, j.X, j.Y, j.Found, err)
		}
		layers, err := tiles.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		mine := map[string]seen{}
		for _, l := range layers {
			mine[l.Name] = ours(l)
			features += len(l.Features)
		}
		if len(mine) != len(j.Layers) {
			t.Fatalf("tile %d/%d/%d: %d layers, ours %d", j.Z, j.X, j.Y, len(j.Layers), len(mine))
		}
		for name, theirs := range j.Layers {
			compareLayer(t, fmt.Sprintf("tile %d/%d/%d, layer %s", j.Z, j.X, j.Y, name), theirs, mine[name])
		}
	}
	if features == 0 {
		t.Error("no feature read")
	}
	t.Logf("%d tiles, %d features: all as the npm readers have them", len(list), features)
}

// compareLayer stops at the first layer that is read differently.
func compareLayer(t *testing.T, where string, theirs, mine seen) {
	t.Helper()
	for i := range min(len(theirs.Tags), len(mine.Tags)) {
		if theirs.Tags[i] != mine.Tags[i] {
			t.Fatalf("%s, feature %d: %s, ours %s", where, i, theirs.Tags[i], mine.Tags[i])
		}
	}
	theirs.Tags, mine.Tags = nil, nil
	if !reflect.DeepEqual(theirs, mine) {
		t.Fatalf("%s: %+v, ours %+v", where, theirs, mine)
	}
}

// TestDemoMapIsGenerated makes the shipped map anew from its sources.
func TestDemoMapIsGenerated(t *testing.T) {
	if !hasOracle(t) {
		return
	}
	cmd := exec.Command("node", "land.mjs")
	cmd.Dir = "oracle"
	made, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "land.geojson")
	if err := os.WriteFile(file, made, 0o600); err != nil {
		t.Fatal(err)
	}
	shipped := open(t, "demo/region.pmtiles")
	land, border := tiles.Class{Layer: "land", Kind: "land"}, municipality(t)
	areas := filepath.Join(testkit.SharedData(t), "areas/municipalities_de_flensburg_slfl_nf.geojson")
	bounds := shipped.Header.Bounds
	fresh := build(t, tiles.Options{
		Name: shipped.Meta.Name, Attribution: shipped.Meta.Attribution, MinZoom: shipped.Header.MinZoom, MaxZoom: shipped.Header.MaxZoom, Bounds: &bounds,
	}, tiles.Source{File: file}, tiles.Source{File: areas, Class: land}, tiles.Source{File: areas, Class: border})
	raw, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(raw, tiles.Demo()) {
		t.Errorf("demo/region.pmtiles is not what its sources give (%d bytes, %d committed): scripts/demo-map.sh", len(raw), len(tiles.Demo()))
	}
}
