package tiles_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/geo"
	"umland/internal/testkit"
	"umland/internal/tiles"
)

func read(t *testing.T, name, text string, as tiles.Class) (tiles.Input, error) {
	t.Helper()
	return tiles.ReadInput(t.Context(), put(t, name, text), as)
}

func collection(features string) string {
	return `{"type":"FeatureCollection","features":[` + features + `]}`
}

func polygon(properties, coordinates string) string {
	return `{"type":"Feature","properties":` + properties + `,"geometry":{"type":"Polygon","coordinates":` + coordinates + `}}`
}

// TestBrokenPolygons: what cannot be drawn is counted and left out, and the
// rest is drawn.
func TestBrokenPolygons(t *testing.T) {
	good := `[[9,54],[10,54],[10,55],[9,55],[9,54]]`
	for name, c := range map[string]struct {
		coordinates string
		broken      int
		rings       int
	}{
		"sound":             {"[" + good + "]", 0, 1},
		"not closed":        {"[[[9,54],[10,54],[10,55],[9,55]]]", 0, 1},
		"with height":       {"[[[9,54,-999],[10,54,-999],[10,55,-999],[9,54,-999]]]", 0, 1},
		"doubled positions": {"[[[9,54],[9,54],[10,54],[10,54],[10,55],[9,54]]]", 0, 1},
		"two positions":     {"[[[9,54],[10,54],[9,54]]]", 1, 0},
		"no ground":         {"[[[9,54],[10,54],[11,54],[9,54]]]", 1, 0},
		"no rings":          {"[]", 1, 0},
		"null":              {"null", 1, 0},
		"too deep":          {"[[[[9,54],[10,54],[10,55],[9,54]]]]", 1, 0},
		"text":              {`"9,54"`, 1, 0},
		"broken hole":       {"[" + good + ",[[9.4,54.4],[9.5,54.4],[9.4,54.4]]]", 0, 1},
		"hole":              {"[" + good + ",[[9.4,54.4],[9.5,54.4],[9.5,54.5],[9.4,54.4]]]", 0, 2},
		"eight":             {"[[[9,54],[10,55],[10,54],[9,55.1],[9,54]]]", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := read(t, "areas.geojson", collection(polygon(`{"layer":"water"}`, c.coordinates)), tiles.Class{})
			if err != nil {
				t.Fatal(err)
			}
			rings := 0
			for _, f := range in.Features {
				for _, part := range f.Geometry {
					rings += len(part)
				}
			}
			if in.Broken != c.broken || rings != c.rings {
				t.Errorf("%d broken, %d rings, want %d and %d", in.Broken, rings, c.broken, c.rings)
			}
		})
	}
}

// TestRefusedGeoJSON: the error is one line that says what to do.
func TestRefusedGeoJSON(t *testing.T) {
	for want, text := range map[string]string{
		"longitude first":      collection(polygon(`{"layer":"water"}`, `[[[525495,6071000],[525496,6071000],[525496,6071001],[525495,6071000]]]`)),
		"=layer:kind":          collection(polygon(`{}`, `[[[9,54],[10,54],[10,55],[9,54]]]`)),
		"FeatureCollection":    `{"type":"Feature"}`,
		"cut off":              collection(polygon(`{}`, `[[[9,54],[10,54]`))[:90],
		"is damaged":           `{"type":"FeatureCollection","features":{}}`,
		"fewer than two":       collection(polygon(`{"layer":"water"}`, `[[[9],[10],[11],[9]]]`)),
		"is no GeoJSON, OSM":   "Moin",
		"begins with <html>":   "<html></html>",
		"no number":            `<osm><node id="x" lat="1" lon="1"/></osm>`,
		"not on the earth":     `<osm><node id="1" lat="NaN" lon="1"/></osm>`,
		"nothing in it that":   `<osm></osm>`,
		"cut off at line":      `<osm><node id="1" lat="1" lon="1"/>`,
		"is damaged or cut of": "\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02",
	} {
		in, err := read(t, "input", text, tiles.Class{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v does not say %q (%d features)", err, want, len(in.Features))
		}
	}
}

// TestSwappedCoordinates lie in another part of the world: the map is then far
// too large, and the message shows where.
func TestSwappedCoordinates(t *testing.T) {
	a := polygon(`{"layer":"water"}`, `[[[9,54],[10,54],[10,55],[9,54]]]`)
	b := polygon(`{"layer":"water"}`, `[[[54,9],[54,10],[55,10],[54,9]]]`)
	file := put(t, "swapped.geojson", collection(a+","+b))
	out := filepath.Join(t.TempDir(), "out.pmtiles")
	_, err := tiles.Make(t.Context(), out, []tiles.Source{{File: file}}, tiles.Options{MinZoom: 6, MaxZoom: 14})
	if err == nil || !strings.Contains(err.Error(), "--bbox") {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(out)); err != nil || len(left) != 0 {
		t.Errorf("left over: %v %v", left, err)
	}
	for _, o := range []tiles.Options{{MinZoom: 9, MaxZoom: 6}, {MinZoom: -1, MaxZoom: 6}, {MaxZoom: 17}, {MaxZoom: 3, Bounds: &geo.BBox{West: 100, South: 1, East: 101, North: 2}}} {
		if _, err := tiles.Make(t.Context(), out, []tiles.Source{{File: file}}, o); err == nil {
			t.Errorf("%+v is built", o)
		}
	}
}

// lake is a multipolygon of two half rings with an island, a street, a border
// and a town.
const lake = `<osm version="0.6">
<node id="1" lat="54.70" lon="9.40"/><node id="2" lat="54.70" lon="9.50"/><node id="3" lat="54.80" lon="9.50"/><node id="4" lat="54.80" lon="9.40"/>
<node id="5" lat="54.74" lon="9.44"/><node id="6" lat="54.74" lon="9.46"/><node id="7" lat="54.76" lon="9.46"/>
<node id="8" lat="54.75" lon="9.45"><tag k="place" v="town"/><tag k="name" v="Seestadt"/><tag k="name:da" v="Søby"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way>
<way id="11"><nd ref="1"/><nd ref="4"/><nd ref="3"/></way>
<way id="12"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/></way>
<way id="13"><nd ref="2"/><nd ref="99"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="Seestraße"/><tag k="ref" v="B 199"/></way>
<way id="14"><nd ref="1"/><nd ref="2"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="8"/></way>
<way id="15"><nd ref="1"/><nd ref="98"/><tag k="highway" v="path"/></way>
<relation id="20"><member type="way" ref="10" role="outer"/><member type="way" ref="11" role="outer"/><member type="way" ref="12" role="inner"/>
<member type="node" ref="1" role="x"/><tag k="type" v="multipolygon"/><tag k="natural" v="water"/><tag k="name" v="See"/></relation>
<relation id="21"><member type="way" ref="14" role="outer"/><tag k="type" v="boundary"/><tag k="admin_level" v="2"/></relation>
<relation id="22"><member type="way" ref="10" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="forest"/></relation>
</osm>`

func TestOSM(t *testing.T) {
	in, err := read(t, "lake.osm", lake, tiles.Class{})
	if err != nil {
		t.Fatal(err)
	}
	if in.Broken != 3 { // two ways without a node, and a wood that does not close
		t.Errorf("%d broken", in.Broken)
	}
	found := map[string]tiles.Feature{}
	for _, f := range in.Features {
		found[f.Layer+" "+f.Kind] = f
	}
	see := found["water lake"]
	if len(see.Geometry) != 1 || len(see.Geometry[0]) != 2 || len(see.Geometry[0][0]) != 4 || see.Names.Name != "See" {
		t.Errorf("the lake: %+v", see)
	}
	if road := found["roads primary"]; road.Names.Name != "Seestraße" || road.Names.Ref != "B 199" || len(road.Geometry[0][0]) != 2 {
		t.Errorf("the road: %+v", road)
	}
	if town := found["places town"]; town.Names.Da != "Søby" || town.Rank != 2 {
		t.Errorf("the town: %+v", town)
	}
	if _, ok := found["boundaries country"]; !ok || len(found) != 4 {
		t.Errorf("the border of two areas is not that of the larger: %v", found)
	}
	at := tiles.Position(found["places town"].Geometry[0][0][0])
	if math.Abs(at.Lat-54.75) > 1e-9 || math.Abs(at.Lon-9.45) > 1e-9 {
		t.Errorf("the town lies at %v", at)
	}
}

// TestMunicipalities: an area is a border and a name inside of it.
func TestMunicipalities(t *testing.T) {
	file := filepath.Join(testkit.SharedData(t), "areas/municipalities_de_flensburg_slfl_nf.geojson")
	in, err := tiles.ReadInput(t.Context(), file, municipality(t))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	areas, err := geo.ParseFeatures(raw)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]geo.Point{}
	for _, f := range in.Features {
		if f.Layer == "places" {
			names[f.Names.Name] = tiles.Position(f.Geometry[0][0][0])
		}
	}
	if len(in.Features) != 2*len(areas) || in.Broken != 0 {
		t.Errorf("%d features of %d areas, %d broken", len(in.Features), len(areas), in.Broken)
	}
	for _, a := range areas {
		name, _ := a.Properties["name"].(string)
		if p := names[name]; !a.Area.Contains(p.Lat, p.Lon) {
			t.Errorf("the name of %s stands at %v, outside of it", name, p)
		}
	}
}

// TestOneNameForIslands: a municipality in several features has one name, on
// its largest.
func TestOneNameForIslands(t *testing.T) {
	island, main := `[[[9,54],[9.1,54],[9.1,54.1],[9,54]]]`, `[[[9,55],[10,55],[10,56],[9,55]]]`
	in, err := read(t, "areas.geojson", collection(polygon(`{"name":"A"}`, island)+","+polygon(`{"name":"A"}`, main)+","+polygon(`{"name":"B"}`, island)), municipality(t))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]float64{}
	for _, f := range in.Features {
		if f.Layer == "places" {
			names[f.Names.Name] = tiles.Position(f.Geometry[0][0][0]).Lat
		}
	}
	if len(in.Features) != 5 || len(names) != 2 || names["A"] < 55 || names["B"] > 54.1 {
		t.Errorf("%d features, names at %v", len(in.Features), names)
	}
}

// TestCutOSM cuts a real file of each form at 100 places.
func TestCutOSM(t *testing.T) {
	dir := testkit.SharedData(t)
	pbf, err := os.ReadFile(filepath.Join(dir, "osm-osr-samples/luisenplatz-darmstadt.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(bayreuth(t).File)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(io.LimitReader(z, 100_000))
	if err != nil {
		t.Fatal(err)
	}
	for name, whole := range map[string][]byte{"town.osm.pbf": pbf, "town.osm.gz": packed[:len(packed)/20], "town.osm": text, "lake.osm": []byte(strings.TrimSpace(lake))} {
		for i := range 100 {
			n := len(whole) * i / 100
			in, err := read(t, name, string(whole[:n]), tiles.Class{})
			if err == nil || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%s cut at %d of %d: %d features, %v", name, n, len(whole), len(in.Features), err)
			}
		}
	}
}

// TestSameBytes builds a town twice.
func TestSameBytes(t *testing.T) {
	source := tiles.Source{File: filepath.Join(testkit.SharedData(t), "osm-osr-samples/karlsruhe-kirchfeld.osm.pbf")}
	var first []byte
	for range 2 {
		raw, err := os.ReadFile(build(t, tiles.Options{Name: "x", Attribution: "y", MinZoom: 6, MaxZoom: 14}, source))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = raw
		} else if !bytes.Equal(first, raw) {
			t.Error("the same town gives another archive the second time")
		}
	}
	a := open(t, build(t, tiles.Options{Attribution: "y", MinZoom: 6, MaxZoom: 14}, source))
	if want := "y · © OpenStreetMap contributors, ODbL"; a.Meta.Attribution != want {
		t.Errorf("attribution %q, want %q", a.Meta.Attribution, want)
	}
}

// TestTownHasItsStreets looks for known things on the map of a real town.
func TestTownHasItsStreets(t *testing.T) {
	a := open(t, build(t, tiles.Options{MinZoom: 6, MaxZoom: 14}, bayreuth(t)))
	kinds, names := map[string]int{}, map[string]bool{}
	fs, err := a.Features()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fs {
		kinds[f.Layer+" "+f.Kind]++
		names[f.Names.Name] = true
	}
	for _, k := range []string{"roads minor", "roads path", "roads secondary", "roads rail", "landuse wood", "landuse field", "water stream", "water lake", "buildings building", "places village", "boundaries municipality"} {
		if kinds[k] == 0 {
			t.Errorf("no %s on the map", k)
		}
	}
	for _, n := range []string{"Bindlach", "Theta", "Oberlaitsch"} {
		if !names[n] {
			t.Errorf("%s is not on the map", n)
		}
	}
}
