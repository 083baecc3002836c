package app

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/testkit"
	"umland/internal/tiles"
)

// TestMapCommands builds a small map, installs it, looks at it, and replaces
// it by nothing that is broken.
func TestMapCommands(t *testing.T) {
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "town.pmtiles")
	town := filepath.Join(testkit.SharedData(t), "osm-osr-samples/luisenplatz-darmstadt.osm.pbf")
	code, said, errs := umland(t, "", "map", "build", "--out", out, "--name", "Luisenplatz", "--attribution", "Probe", "--json", town)
	var made tiles.Made
	if err := json.Unmarshal([]byte(said), &made); code != 0 || err != nil || made.Tiles == 0 || made.Attribution != "Probe · © OpenStreetMap contributors, ODbL" {
		t.Fatalf("%d %v %s %s", code, err, said, errs)
	}
	if code, _, errs := umland(t, "", "map", "show", "--data", data); code != 1 || !strings.Contains(errs, "there is no map") {
		t.Errorf("show without a map: %d %s", code, errs)
	}
	if code, said, errs := umland(t, "", "map", "install", out, "--data", data); code != 0 || !strings.Contains(said, "Luisenplatz") {
		t.Fatalf("install: %d %s %s", code, said, errs)
	}
	whole, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "half.pmtiles")
	if err := os.WriteFile(half, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"map", "install", half, "--data", data},
		{"map", "install", filepath.Join(testkit.SharedData(t), "pmtiles-samples/usgs-mt-whitney-8-15-webp-512.pmtiles"), "--data", data},
		{"map", "build", "--out", filepath.Join(data, tiles.FileName), half},
		{"map", "build", "--out", filepath.Join(data, tiles.FileName), town, "--bbox", "1,2"},
		{"map", "build", "--out", filepath.Join(data, tiles.FileName), town + "=streets"},
		{"map", "build", "--out", filepath.Join(data, tiles.FileName), town, "--min", "9", "--max", "3"},
	} {
		code, said, errs := umland(t, "", args...)
		if code != 1 || said != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: %d %q %q", args, code, said, errs)
		}
	}
	code, said, errs = umland(t, "", "map", "show", "--data", data)
	if code != 0 || !strings.Contains(said, "Luisenplatz") || !strings.Contains(said, "buildings") {
		t.Errorf("show: %d %s %s", code, said, errs)
	}
	if left, err := os.ReadDir(data); err != nil || len(left) != 1 {
		t.Errorf("left over in the folder: %v %v", left, err)
	}
}

// TestMapIsServed: the demo shows its own map, another installation none until
// one is installed.
func TestMapIsServed(t *testing.T) {
	c := clock.At(today)
	plain, show := openHouse(t, Config{Data: t.TempDir()}, c), openHouse(t, Config{Data: t.TempDir(), demo: true}, c)
	addPortals(t, plain, "handewitt")
	addPortals(t, show, "handewitt")
	if w := visit(t, plain, "handewitt.localhost", mapPath); w.Code != http.StatusNotFound {
		t.Errorf("no map: %d", w.Code)
	}
	if w := visit(t, show, "other.localhost", mapPath); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("another host: %d", w.Code)
	}
	w := visit(t, show, "handewitt.localhost", mapPath)
	if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), tiles.Demo()) || w.Header().Get("ETag") == "" || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("the demo's map: %d %v", w.Code, w.Header())
	}
	region := filepath.Join(testkit.SharedData(t), "map/flensburg-region.pmtiles")
	if _, err := tiles.Install(t.Context(), region, plain.cfg.Data); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(region)
	if err != nil {
		t.Fatal(err)
	}
	if w := visit(t, plain, "handewitt.localhost", mapPath); w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), want) {
		t.Errorf("the installed map: %d, %d bytes", w.Code, w.Body.Len())
	}
}

// TestRegionMap: the demo's map of a folder of open data; a map that is
// installed stays.
func TestRegionMap(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir(), demo: true}, clock.At(today))
	if err := a.regionMap(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if e, err := a.Map.Current(); err != nil || e.Header.MaxZoom != 10 {
		t.Fatalf("a folder without anything changes the map: %v", err)
	}
	only := t.TempDir()
	if err := os.Symlink(filepath.Join(testkit.SharedData(t), "map"), filepath.Join(only, "map")); err != nil {
		t.Fatal(err)
	}
	if err := a.regionMap(t.Context(), only); err != nil {
		t.Fatal(err)
	}
	ready, err := a.Map.Current()
	if err != nil || ready.Meta.Layers[0].ID == "land" {
		t.Fatalf("the ready archive of the folder is not installed: %v", err)
	}
	if err := a.regionMap(t.Context(), testkit.SharedData(t)); err != nil {
		t.Fatal(err)
	}
	if e, err := a.Map.Current(); err != nil || e != ready {
		t.Errorf("the installed map is replaced: %v", err)
	}
	b := openHouse(t, Config{Data: t.TempDir(), demo: true}, clock.At(today))
	if err := b.regionMap(t.Context(), testkit.SharedData(t)); err != nil {
		t.Fatal(err)
	}
	e, err := b.Map.Current()
	if err != nil {
		t.Fatal(err)
	}
	for _, credit := range []string{"Natural Earth", "BKG", "DAGI", "OpenStreetMap"} {
		if !strings.Contains(e.Meta.Attribution, credit) {
			t.Errorf("%s is not named: %s", credit, e.Meta.Attribution)
		}
	}
	if len(e.Meta.Layers) != 5 {
		t.Errorf("layers %v", e.Meta.Layers)
	}
}
