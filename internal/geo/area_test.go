package geo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/geo"
	"umland/internal/testkit"
)

const square = `{"type":"Polygon","coordinates":[[[9,54],[10,54],[10,55],[9,55],[9,54]],[[9.4,54.4],[9.6,54.4],[9.6,54.6],[9.4,54.6],[9.4,54.4]]]}`

func TestContainsWithHole(t *testing.T) {
	a, err := geo.ParseArea([]byte(square))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		p    geo.Point
		want bool
	}{
		{geo.Point{Lat: 54.2, Lon: 9.2}, true},
		{geo.Point{Lat: 54.5, Lon: 9.5}, false},
		{geo.Point{Lat: 54.5, Lon: 9.3}, true},
		{geo.Point{Lat: 55.1, Lon: 9.2}, false},
		{geo.Point{Lat: 54.2, Lon: 10.2}, false},
		{geo.Point{Lat: 9.2, Lon: 54.2}, false},
	} {
		if got := a.Contains(c.p.Lat, c.p.Lon); got != c.want {
			t.Errorf("Contains(%v) = %v", c.p, got)
		}
	}
	var none *geo.Area
	if none.Bounds() != (geo.BBox{}) || !geo.Join(none).Empty() || string(none.GeoJSON()) == "" {
		t.Error("no area is not an empty one")
	}
	if !none.Empty() || none.Contains(0, 0) || a.Empty() {
		t.Error("the empty area is wrong")
	}
	if a.Bounds() != (geo.BBox{West: 9, South: 54, East: 10, North: 55}) {
		t.Errorf("bounds %v", a.Bounds())
	}
}

func TestAreaThroughGeoJSON(t *testing.T) {
	a, err := geo.ParseArea([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":` + square +
		`},{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[1,1,-999],[2,1],[2,2],[1,1,-999]]]]}]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	b, err := geo.ParseArea(a.GeoJSON())
	if err != nil {
		t.Fatal(err)
	}
	if string(a.GeoJSON()) != string(b.GeoJSON()) || a.Bounds() != b.Bounds() {
		t.Errorf("an area changes on its way through GeoJSON: %s", b.GeoJSON())
	}
	if !b.Contains(54.2, 9.2) || !b.Contains(1.2, 1.5) {
		t.Error("a part of the area is lost")
	}
}

func TestParseAreaRefuses(t *testing.T) {
	for _, raw := range []string{
		"", "[]", `{"type":"Point","coordinates":[9,54]}`, `{"type":"Feature","geometry":null}`,
		`{"type":"Polygon","coordinates":[]}`, `{"type":"Polygon","coordinates":[[[9,54],[10,54],[9,54]]]}`,
		`{"type":"Polygon","coordinates":[[[9,54],[10,54],[10,55],[9,55]]]}`,
		`{"type":"Polygon","coordinates":[[[9],[10,54],[10,55],[9]]]}`,
		`{"type":"Polygon","coordinates":[[[525495,6071000],[525496,6071000],[525496,6071001],[525495,6071000]]]}`,
		`{"type":"MultiPolygon","coordinates":[[[["a",54]]]]}`,
	} {
		if _, err := geo.ParseArea([]byte(raw)); err == nil {
			t.Errorf("%s is accepted", raw)
		}
	}
	if _, err := geo.ParseFeatures([]byte(square)); err == nil {
		t.Error("a bare polygon is accepted as features")
	}
}

// TestRealAreas places known things by the real municipal areas.
func TestRealAreas(t *testing.T) {
	areas := read(t, "municipalities_de_flensburg_slfl_nf.geojson")
	for name, area := range read(t, "kommuner_dk_sonderjylland.geojson") {
		areas[name] = area
	}
	for _, c := range []struct {
		name string
		p    geo.Point
	}{
		{"Flensburg", geo.Point{Lat: 54.7881, Lon: 9.4334}},          // Nordermarkt
		{"Handewitt", geo.Point{Lat: 54.7667, Lon: 9.3167}},          // Kirche
		{"Harrislee", geo.Point{Lat: 54.7975, Lon: 9.3806}},          // Bürgerhaus
		{"Glücksburg (Ostsee)", geo.Point{Lat: 54.832, Lon: 9.5437}}, // Schloss
		{"Aabenraa", geo.Point{Lat: 55.0443, Lon: 9.4182}},
		{"Sønderborg", geo.Point{Lat: 54.9093, Lon: 9.7892}},
	} {
		var in []string
		for name, area := range areas {
			if area.Contains(c.p.Lat, c.p.Lon) {
				in = append(in, name)
			}
		}
		if len(in) != 1 || in[0] != c.name {
			t.Errorf("%v lies in %v, want %s", c.p, in, c.name)
		}
	}
	all := make([]*geo.Area, 0, len(areas))
	for _, a := range areas {
		all = append(all, a)
	}
	if region := geo.Join(all...); !region.Contains(54.7881, 9.4334) || region.Contains(53.55, 10) {
		t.Error("the joined region is wrong")
	}
}

// TestRealStops counts bus stops by area, as measured when the data was
// collected: 204 of the 205 named after Flensburg lie in its polygon.
func TestRealStops(t *testing.T) {
	areas := read(t, "municipalities_de_flensburg_slfl_nf.geojson")
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "hafas-stops-region", stopsFile(t)))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	inside := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		var s struct {
			Name     string
			Location struct{ Latitude, Longitude float64 }
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Flensburg", "Handewitt"} {
			if strings.HasSuffix(s.Name, ", "+name) || strings.HasPrefix(s.Name, name+" ") || s.Name == name {
				named[name]++
				if areas[name].Contains(s.Location.Latitude, s.Location.Longitude) {
					inside[name]++
				}
			}
		}
	}
	for _, name := range []string{"Flensburg", "Handewitt"} {
		if named[name] < 50 || inside[name] < named[name]*98/100 {
			t.Errorf("%d of %d stops of %s lie in it", inside[name], named[name], name)
		}
	}
}

func stopsFile(t *testing.T) string {
	entries, err := os.ReadDir(filepath.Join(testkit.SharedData(t), "hafas-stops-region"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "ndjson") {
			return e.Name()
		}
	}
	t.Fatal("no ndjson file")
	return ""
}

func read(t testing.TB, file string) map[string]*geo.Area {
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "areas", file))
	if err != nil {
		t.Fatal(err)
	}
	features, err := geo.ParseFeatures(raw)
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]*geo.Area{}
	for _, f := range features {
		areas[f.Text("name")] = geo.Join(areas[f.Text("name")], f.Area)
	}
	return areas
}

func BenchmarkContains(b *testing.B) {
	a := read(b, "kommuner_dk_sonderjylland.geojson")["Aabenraa"]
	for b.Loop() {
		a.Contains(55.0443, 9.4182)
	}
}
