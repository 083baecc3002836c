package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/testkit"
)

// key gives the message key of a failure and its line, if it names one.
func key(err error) (string, any) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return "", nil
	}
	for i := 0; i+1 < len(e.Args); i += 2 {
		if e.Args[i] == "line" {
			return e.Key, e.Args[i+1]
		}
	}
	return e.Key, nil
}

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

const (
	twoRows   = "nr,name,lon,lat\n1,Eins,9.43,54.78\n2,Zwei,9.43,54.78\n"
	twoPosts  = `[{"id":1,"title":{"rendered":"A"},"content":{"rendered":"a"},"date_gmt":"2020-01-01T10:00:00","link":"https://chaostreff-flensburg.de/a"},`
	playPoint = `{"type":"Feature","geometry":{"type":"Point","coordinates":[9.4,54.7]},"properties":{"place":"A","address":"B","details":"Schaukel"}}`
)

// TestWrongFilesSayWhatIsWrong holds the failure of each kind of wrong file.
func TestWrongFilesSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		what, file, text, key string
		line                  any
	}{
		{"empty", "a.csv", " \n\n", "import.file_empty", nil},
		{"a web page", "a.csv", "\n<!DOCTYPE html><html><body>404", "import.file_html", nil},
		{"XML", "a.json", `<?xml version="1.0"?><gpx/>`, "import.file_foreign", nil},
		{"a workbook", "a.csv", "PK\x03\x04rest", "import.file_foreign", nil},
		{"a Git-LFS pointer", "a.geojson", "version https://git-lfs.github.com/spec/v1\noid sha256:1", "import.file_foreign", nil},
		{"bytes", "a.csv", "nr,name\n1,\x00\x01", "import.file_binary", 2},
		{"a text", "a.txt", "Liebe Kolleginnen und Kollegen\nanbei\n", "import.no_table", 1},
		{"two equal columns", "a.csv", "nr,name,name\n1,2,3\n", "import.duplicate_column", 1},
		{"a table cut inside a line", "a.csv", "nr,name,lon,lat\n1,Eins,9.43,54.78\n2,Zw", "import.truncated", 3},
		{"a table cut inside quotes", "a.csv", "nr,name,lon,lat\n1,Eins,9.43,54.78\n2,\"Zw", "import.truncated", 3},
		{"a stray quote", "a.csv", "nr,name\n1,a\"b\n2,c\n", "import.csv_syntax", 2},
		{"an unknown table", "a.csv", "foo,bar\n1,2\n", "import.profile_none", nil},
		{"a header alone", "a.csv", "nr,name\n", "import.profile_none", nil},
		{"JSON cut in the list", "a.json", "[\n{\"a\":1},\n{\"b\":", "import.truncated", 3},
		{"JSON cut before the end", "a.json", `[{"a":1}`, "import.truncated", 1},
		{"JSON with more behind", "a.json", `[{"a":1}] {"b":2}`, "import.json_syntax", 1},
		{"JSON with a wrong letter", "a.json", "[\n{\"a\":1},\n{\"b\":x}]", "import.json_syntax", 3},
		{"a JSON text", "a.json", `{"message":"not found"}`, "import.no_list", nil},
		{"JSON too deep", "a.json", "[" + strings.Repeat("\n[", 60), "import.too_deep", 41},
		{"lines of JSON cut in the last", "a.ndjson", "{\"a\":1}\n{\"a\":2}\n{\"a\"", "import.truncated", 3},
		{"lines of JSON with a broken one", "a.ndjson", "{\"a\":1}\n{\"a\":}\n{\"a\":3}\n", "import.json_syntax", 2},
		{"GeoJSON cut", "a.geojson", `{"type":"FeatureCollection","features":[` + playPoint, "import.truncated", 1},
		{"GeoJSON of one feature", "a.geojson", playPoint, "import.no_collection", nil},
		{"GeoJSON in metres", "a.geojson", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}},"features":[]}`, "import.crs", 1},
		{"GeoJSON without features", "a.geojson", `{"type":"FeatureCollection"}`, "import.no_list", nil},
		{"GeoJSON with none", "a.geojson", `{"type":"FeatureCollection","features":[]}`, "import.profile_none", nil},
	} {
		_, err := Prepare(context.Background(), write(t, c.file, c.text), "", Options{})
		if got, line := key(err); got != c.key || line != c.line {
			t.Errorf("%s: %s line %v (%v), want %s line %v", c.what, got, line, err, c.key, c.line)
		}
		for _, l := range i18n.All {
			if text := Explain(err, l); strings.ContainsAny(text, "⟦{") {
				t.Errorf("%s in %s: %s", c.what, l, text)
			}
		}
	}
}

func TestMissingFilesAndLimits(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		file, profile, key string
		limits             Limits
	}{
		{filepath.Join(dir, "none.csv"), "", "import.file_missing", Limits{}},
		{dir, "", "import.file_unreadable", Limits{}},
		{write(t, "a.csv", twoRows), "", "import.file_too_big", Limits{Bytes: 10}},
		{write(t, "a.csv", twoRows), write(t, "p.toml", shelfProfile), "import.too_many", Limits{Rows: 1}},
		{write(t, "a.csv", twoRows), "nothing-like-that", "import.profile_unknown", Limits{}},
		{write(t, "a.csv", twoRows), "polizei", "import.profile_mismatch", Limits{}},
		{write(t, "a.csv", twoRows), dir + "/none.toml", "import.file_missing", Limits{}},
		{write(t, "a.csv", "nr,name\n"), write(t, "p.toml", shelfProfile), "import.no_records", Limits{}},
		{write(t, "a.json", `[{"title":"x"}]`), "chaostreff-flensburg", "import.no_posts", Limits{}},
	} {
		_, err := Prepare(context.Background(), c.file, c.profile, Options{Limits: c.limits})
		if got, _ := key(err); got != c.key {
			t.Errorf("%s with %q: %v, want %s", c.file, c.profile, err, c.key)
		}
	}
}

func TestSeveralFittingProfilesAreListed(t *testing.T) {
	text := "id,name,telephone,website,longitude,facility,event_title,venue_open,event_description_dk,activity_title\n1,Polizei,1,2,3,4,5,6,7,8\n"
	_, err := Prepare(context.Background(), write(t, "a.csv", text), "", Options{})
	if got, _ := key(err); got != "import.profile_many" || !strings.Contains(Explain(err, i18n.DE), "kulturnacht-flensburg-2024, polizei") {
		t.Errorf("err = %v", err)
	}
	if p, err := Prepare(context.Background(), write(t, "a.csv", text), "", Options{Kind: "places"}); err != nil || p.Profile.Name != "polizei" {
		t.Errorf("the kind decides: %v", err)
	}
}

// TestTablesOfEverySort reads the same two rows in each dress a table comes in.
func TestTablesOfEverySort(t *testing.T) {
	umlaut := "nr;name;lon;lat\r\n1;Möwe;9,43;54,78\r\n2;\"Groß; klein\";9,43;54,78"
	for what, text := range map[string]string{
		"comma":       "nr,name,lon,lat\n1,Möwe,9.43,54.78\n2,\"Groß; klein\",9.43,54.78\n",
		"semicolon":   umlaut,
		"tab":         "nr\tname\tlon\tlat\n1\tMöwe\t9.43\t54.78\n2\tGroß; klein\t9.43\t54.78\n",
		"mark":        "\xef\xbb\xbf" + umlaut,
		"Windows":     strings.NewReplacer("ö", "\xf6", "ß", "\xdf").Replace(umlaut),
		"UTF-16":      utf16le(umlaut),
		"blanks":      " nr ; name ;lon;lat\n 1 ; Möwe ; 9,43;54,78\n2;\"Gro&szlig;; klein\";9,43;54,78\n",
		"empty lines": "nr,name,lon,lat\n\n1,Möwe,9.43,54.78\n\n2,\"Groß; klein\",9.43,54.78\n\n",
	} {
		p, err := Prepare(context.Background(), write(t, "a.csv", text), write(t, "p.toml", shelfProfile), Options{})
		if err != nil || len(p.Records) != 2 {
			t.Errorf("%s: %v, %+v", what, err, p)
			continue
		}
		a, b := p.Records[0], p.Records[1]
		if a.Title != "Möwe" || b.Title != "Groß; klein" || a.Key != "1" || a.Lon != 9.43 || a.Lat != 54.78 {
			t.Errorf("%s: %+v, %+v", what, a, b)
		}
	}
}

func TestListsOfEverySort(t *testing.T) {
	profile := strings.Replace(shelfProfile, `format = "csv"`, `format = "json"`, 1)
	at := strings.Replace(profile, `format = "json"`, "format = \"json\"\nlist = \"result.records\"", 1)
	one := `{"nr":1,"name":"Eins","lon":9.43,"lat":54.78}`
	for what, c := range map[string]struct{ text, profile string }{
		"a list":          {"[" + one + "]", profile},
		"items":           {`{"total":1,"more":{"items":[2]},"items":[` + one + `],"next":null}`, profile},
		"a path":          {`{"help":"x","result":{"fields":[1],"records":[` + one + `]},"success":true}`, at},
		"one per line":    {one + "\n\n" + strings.Replace(one, "1", "2", 1) + "\n", profile},
		"list with marks": {"\xef\xbb\xbf  [ " + one + " ] \n", profile},
	} {
		p, err := Prepare(context.Background(), write(t, "a.json", c.text), write(t, "p.toml", c.profile), Options{})
		if err != nil || len(p.Records) == 0 || p.Records[0].Title != "Eins" || p.Records[0].Lat != 54.78 {
			t.Errorf("%s: %v, %+v", what, err, p)
		}
	}
	p, err := Prepare(context.Background(), write(t, "a.json", "["+one+",7,null]"), write(t, "p.toml", profile), Options{})
	if err != nil || len(p.Rejected) != 2 || p.Rejected[0].Line != 2 || p.Rejected[0].Reason != "import.reject.no_object" {
		t.Errorf("entries that are no records: %v, %+v", err, p)
	}
}

func TestGeometriesAndTheLegacyCRS(t *testing.T) {
	profile := strings.Replace(strings.Replace(shelfProfile, `format = "csv"`, `format = "geojson"`, 1),
		`{ lon = "lon", lat = "lat" }`, `{ geometry = true }`, 1)
	for geometry, want := range map[string][2]float64{
		`{"type":"Point","coordinates":[9.4,54.7,12]}`:                                     {9.4, 54.7},
		`{"type":"MultiPoint","coordinates":[[9.4,54.6],[9.6,54.8]]}`:                      {9.5, 54.7},
		`{"type":"Polygon","coordinates":[[[9.4,54.6],[9.6,54.6],[9.6,54.8],[9.4,54.6]]]}`: {9.5, 54.7},
		`null`:                              {0, 0},
		`{"type":"Point","coordinates":[]}`: {0, 0},
		`{"type":"Point","coordinates":["9.4","54.7"]}`:                                          {0, 0},
		`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[9.4,54.7]}]}`: {0, 0},
	} {
		text := `{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":` + geometry +
			`,"properties":{"nr":"1","name":"A"}}],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}`
		p, err := Prepare(context.Background(), write(t, "a.geojson", text), write(t, "p.toml", profile), Options{})
		if err != nil || len(p.Records) != 1 {
			t.Fatalf("%s: %v", geometry, err)
		}
		if r := p.Records[0]; r.Lon != want[0] || r.Lat != want[1] || r.HasPosition != (want[0] != 0) {
			t.Errorf("%s: %v %v %v", geometry, r.Lon, r.Lat, r.HasPosition)
		}
	}
}

func TestExchangedCoordinatesAreFound(t *testing.T) {
	p, err := Prepare(context.Background(), write(t, "a.csv", "nr,name,lon,lat\n1,A,54.78,9.43\n2,B,9.43,54.78\n3,C,200,99\n"), write(t, "p.toml", shelfProfile), Options{})
	if err != nil || len(p.Rejected) != 1 || p.Rejected[0].Reason != "import.reject.position_swapped" {
		t.Fatalf("%v, %+v", err, p)
	}
	if p.Records[1].HasPosition {
		t.Errorf("200, 99 is no position")
	}
}

func TestPostsThatAreNotPublic(t *testing.T) {
	text := twoPosts + `{"id":2,"status":"draft","title":{"rendered":"B"},"content":{"rendered":"b"}},
		{"id":3,"status":"publish","title":{"rendered":"C"},"content":{"rendered":"","protected":true}}]`
	p, err := Prepare(context.Background(), write(t, "a.json", text), "", Options{})
	if err != nil || p.Profile.Name != "chaostreff-flensburg" || len(p.Records) != 1 || len(p.Rejected) != 2 {
		t.Fatalf("%v, %+v", err, p)
	}
	if p.Rejected[1].Reason != "import.reject.not_public" {
		t.Errorf("%+v", p.Rejected)
	}
}

func TestForeignHTML(t *testing.T) {
	for raw, want := range map[string]string{
		`<h2>Kopf</h2><p>Text <b>fett</b></p>`:                                                                    `<h2>Kopf</h2><p>Text <strong>fett</strong></p>`,
		`<figure><img src="https://x.example/a.jpg"><figcaption>Bild</figcaption></figure><p>a</p>`:               `<p>a</p>`,
		`<figure><img src="a.jpg"><figcaption></figcaption></figure><p><a href="a.jpg"><img src="a.jpg"></a></p>`: ``,
		`<p>a</p><script>alert(1)</script><iframe src="https://x.example"></iframe><p> &nbsp; </p>`:               `<p>a</p>`,
		`<div><p onclick="x()" style="color:red" class="a">a <a href="/b">b</a></p></div>`:                        `<p>a <a href="https://quelle.example/b">b</a></p>`,
		`<p>a <a href="javascript:alert(1)">b</a></p>`:                                                            `<p>a b</p>`,
		`<p>gro&szlig; &#8211; klein</p>`:                                                                         `<p>groß – klein</p>`,
		`<p><a href="/s">[Zeige eine Slideshow]</a></p><p>b</p>`:                                                  `<p>b</p>`,
		`<figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table></figure>`:               `<table><tbody><tr><td>1</td></tr></tbody></table>`,
	} {
		got := string(foreignHTML(raw, "https://quelle.example/x/"))
		got = strings.NewReplacer("<figure>", "", "</figure>", "").Replace(got)
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", raw, got, want)
		}
	}
}

// TestProfilesThatAreWrong holds what a person writing a profile may forget.
func TestProfilesThatAreWrong(t *testing.T) {
	for _, c := range [][2]string{
		{`kind = "places"`, `kind = "tours"`},
		{`format = "csv"`, `format = "xlsx"`},
		{`format = "csv"`, "format = \"csv\"\ncomma = \"||\""},
		{`text.de.title = "{name}"`, `text.da.title = "{name}"`},
		{`text.de.title = "{name}"`, `text.de.title = { default = "Ort" }`},
		{`text.de.title = "{name}"`, `text.de.title = "{name"`},
		{`text.de.title = "{name}"`, `text.de.title = "{name|shout}"`},
		{`text.de.title = "{name}"`, `text.de.title = { from = "{name}", shape = "round" }`},
		{`text.de.title = "{name}"`, `text.de.title = { from = "{name}", drop = ["("] }`},
		{`text.de.title = "{name}"`, `text.de.title = { from = "{name}", match = "x" }`},
		{`from = "{nr}"`, `from = ""` + "\nfrom2 = 1"},
		{`licence = "CC0-1.0"`, ``},
		{`id = "test"`, `id = "Test Test"`},
		{`position = { lon = "lon", lat = "lat" }`, `position = { pair = "lon" }`},
		{`position = { lon = "lon", lat = "lat" }`, `position = { lon = "lon" }`},
		{`fits = ["nr", "name"]`, `fits = ["nr ~ ("]`},
		{`category = "sonstiges"`, `colour = "red"`},
	} {
		text := strings.Replace(shelfProfile, c[0], c[1], 1)
		if text == shelfProfile {
			t.Fatalf("%s does not occur", c[0])
		}
		_, err := LoadProfile(write(t, "p.toml", text))
		if got, _ := key(err); got != "import.profile_bad" {
			t.Errorf("%s instead of %s: %v", c[1], c[0], err)
		}
	}
}

func TestShippedProfiles(t *testing.T) {
	list, err := Profiles()
	if err != nil || len(list) != 15 {
		t.Fatalf("%d profiles, %v", len(list), err)
	}
	slugs, err := os.ReadFile("../content/vocabulary/terms.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		categories := []string{p.Category}
		for _, r := range p.Rules {
			categories = append(categories, r.Slug)
		}
		for _, c := range categories {
			if !strings.Contains(string(slugs), `slug = "`+c+`"`) {
				t.Errorf("%s: no category %s", p.Name, c)
			}
		}
		for _, s := range p.Skips {
			if !i18n.Has(s.Reason) {
				t.Errorf("%s: no text %s", p.Name, s.Reason)
			}
		}
		for _, f := range p.Facts {
			if FactLabel(i18n.DE, f.Label) != f.Label || !i18n.Has("import.fact."+labels.Replace(strings.ToLower(f.Label))) {
				t.Errorf("%s: no label %q in the catalogue", p.Name, f.Label)
			}
		}
		if p.About == "" || len(p.Fits) == 0 || p.Source.URL == "" || p.Source.DataDate == "" || p.Source.Publisher == "" {
			t.Errorf("%s is incomplete", p.Name)
		}
	}
}

// TestForeignSetsAreRefused tries each real file that is none of ours.
func TestForeignSetsAreRefused(t *testing.T) {
	data := testkit.SharedData(t)
	for file, want := range map[string]string{
		"oklab-monuments/stadt-flensburg.json":              "import.profile_none",
		"oklab-social/details.json":                         "import.",
		"oklab-transport/flensburg_stadtbezirke.geojson":    "import.profile_none",
		"oklab-cultural/osm-ids.txt":                        "import.no_table",
		"oklab-kita/kitas_in_flensburg.csv":                 "import.profile_none",
		"wordpress/small-export.xml":                        "import.file_foreign",
		"map/flensburg-region.pmtiles":                      "import.file_binary",
		"openholidays":                                      "import.file_unreadable",
		"areas/municipalities_de_flensburg_slfl_nf.geojson": "import.profile_none",
		"hafas-stops-region/license.md":                     "import.",
	} {
		path := filepath.Join(data, file)
		if file == "map/flensburg-region.pmtiles" {
			if found, _ := filepath.Glob(filepath.Join(data, "*", "flensburg-region.pmtiles")); len(found) > 0 {
				path = found[0]
			}
		}
		_, err := Prepare(context.Background(), path, "", Options{})
		if got, _ := key(err); !strings.HasPrefix(got, want) || slices.Contains([]string{"import.file_missing"}, got) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}
