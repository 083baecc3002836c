package tiles

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"umland/internal/geo"
	"umland/internal/testkit"
)

// sample reads a file of the open data as a seed.
func sample(f *testing.F, name string) []byte {
	f.Helper()
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(f), name))
	if err != nil {
		f.Fatal(err)
	}
	return raw
}

// FuzzArchive opens anything as an archive: it is refused, or all its tiles are
// read or refused, and a picture is drawn.
func FuzzArchive(f *testing.F) {
	f.Add(sample(f, "pmtiles-samples/test_fixture_1.pmtiles"))
	f.Add(sample(f, "pmtiles-samples/unclustered.pmtiles"))
	f.Add(demoRegion[:4096])
	f.Add(demoRegion)
	enough := errors.New("enough")
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := Open(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		seen := 0
		_ = a.Each(func(e Entry) error {
			if seen++; seen > 200 {
				return enough
			}
			z, x, y, ok := At(e.ID)
			if !ok {
				return nil
			}
			_, _ = a.Tile(z, x, y)
			return nil
		})
		sound := a.Check() == nil
		svg, err := Picture(a, View{Centre: geo.Point{Lat: 54.78, Lon: 9.43}, Zoom: 3, Width: 200, Height: 200}, nil, Colours{})
		if sound && err != nil || len(svg) > PictureLimit {
			t.Fatalf("a sound archive gives a picture of %d bytes: %v", len(svg), err)
		}
	})
}

// FuzzTile reads anything as a vector tile.
func FuzzTile(f *testing.F) {
	b := &tile{}
	b.add("water", Areas, []Tag{{Key: "kind", Text: "lake"}, {Key: "rank", Number: 3}}, Geometry{{{{.1, .1}, {.9, .1}, {.9, .9}}, {{.5, .2}, {.8, .2}, {.8, .5}}}})
	b.add("places", Points, []Tag{{Key: "name", Text: "Süd"}}, Geometry{{{{.5, .5}}}})
	f.Add([]byte(b.encode()))
	f.Fuzz(func(t *testing.T, raw []byte) {
		layers, err := Decode(raw)
		if err != nil {
			return
		}
		for _, l := range layers {
			for _, found := range l.features(3, 4, 2) {
				within := found.Geometry.box()
				if !(within.minX >= .5 && within.maxX <= .625+1e-12) {
					t.Fatalf("a feature lies outside of its tile: %v", within)
				}
			}
		}
	})
}

// through reads OSM data and builds a map of what it gives.
func through(t *testing.T, file osmFile) {
	features, _, err := readOSM(t.Context(), file)
	if err != nil {
		return
	}
	for _, x := range features {
		b := x.Geometry.box()
		if len(x.Geometry) == 0 || math.IsNaN(b.minX) || b.minX < 0 || b.maxX > 1 {
			t.Fatalf("%+v cannot be drawn", x)
		}
	}
	spool, err := os.CreateTemp(t.TempDir(), "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = spool.Close() }()
	var out bytes.Buffer
	if _, err := Build(t.Context(), features, Options{MinZoom: 0, MaxZoom: 4}, spool, &out); err != nil {
		return
	}
	a, err := Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err == nil {
		err = a.Check()
	}
	if err != nil {
		t.Fatalf("what we build is refused: %v", err)
	}
}

func again(raw []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
}

// FuzzPBF reads anything as OSM PBF.
func FuzzPBF(f *testing.F) {
	f.Add(sample(f, "osm-osr-samples/luisenplatz-darmstadt.osm.pbf"))
	f.Add([]byte("\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x02\x0a\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, osmPBF{again(raw)}) })
}

// FuzzBlock reads anything as an unpacked block of OSM PBF, where the fuzzer
// reaches deeper than through the packing.
func FuzzBlock(f *testing.F) {
	in := bytes.NewReader(sample(f, "osm-osr-samples/luisenplatz-darmstadt.osm.pbf"))
	for {
		kind, raw, err := readBlob(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			f.Fatal(err)
		}
		if kind == "OSMData" {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, kind := range []elementKind{nodeElement, wayElement, relationElement} {
			_ = readBlock(raw, kind, func(e *element) error {
				if e.kind != kind {
					t.Fatalf("a %c among %c", e.kind, kind)
				}
				return nil
			})
		}
	})
}

// FuzzOSMXML reads anything as OSM XML.
func FuzzOSMXML(f *testing.F) {
	f.Add([]byte(`<osm><node id="1" lat="54" lon="9"><tag k="place" v="town"/><tag k="name" v="A"/></node><node id="2" lat="55" lon="9"/><node id="3" lat="55" lon="8"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="natural" v="water"/></way>
<relation id="1"><member type="way" ref="1" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="forest"/></relation></osm>`))
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, osmXML{again(raw)}) })
}

// FuzzGeoJSON reads anything as GeoJSON.
func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"properties":{"layer":"water","kind":"lake","minzoom":"3"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[9,54],[10,54],[10,55],[9,54]]]]},{"type":"Point","coordinates":[1,2]}]}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"properties":{"highway":"primary","name":"B 1"},"geometry":{"type":"LineString","coordinates":[[9,54],[10,54,3]]}},null]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, as := range []Class{{}, {Layer: layerBoundaries, Kind: "municipality"}, {Layer: layerPlaces, Kind: "town"}} {
			features, _, err := readGeoJSON(bytes.NewReader(raw), as)
			if err != nil {
				continue
			}
			for _, x := range features {
				if b := x.Geometry.box(); len(x.Geometry) == 0 || !(b.minX >= 0 && b.maxX <= 1) {
					t.Fatalf("%+v cannot be drawn", x)
				}
			}
		}
	})
}
