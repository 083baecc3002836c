package importer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"umland/internal/richtext"
)

// through reads a text by a shipped profile as Prepare does and holds what
// must be true whatever the text is: no panic, each record is settled once,
// and what is taken over is fit to be stored and shown.
func through(t *testing.T, p *Profile, raw []byte) {
	text, err := decode(raw, "fuzz")
	if err != nil {
		return
	}
	items, err := p.read(text, Limits{Rows: 1000}.filled())
	if err != nil {
		return
	}
	plan := &Plan{Profile: p, Source: p.Source, Read: len(items)}
	plan.check(items)
	if len(plan.Records)+len(plan.Rejected) != plan.Read {
		t.Fatalf("%d records and %d rejected of %d", len(plan.Records), len(plan.Rejected), plan.Read)
	}
	keys := map[string]bool{}
	for _, r := range plan.Records {
		if keys[r.Key] || r.Key == "" || strings.TrimSpace(r.Title) == "" {
			t.Fatalf("key %q, title %q", r.Key, r.Title)
		}
		keys[r.Key] = true
		for _, s := range []string{r.Title, r.Street, r.Town, r.Venue, r.Web, r.Hours, string(r.Texts[r.Lang].Body)} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\u202e") {
				t.Fatalf("not fit to be shown: %q", s)
			}
		}
		if body := r.Texts[r.Lang].Body; richtext.Clean(string(body)) != body {
			t.Fatalf("cleaning changes the body again: %q", body)
		}
		same := *r
		if r.Hash() != same.Hash() || r.Lat > 90 || r.Lat < -90 || r.Lon > 180 || r.Lon < -180 {
			t.Fatalf("%+v", r)
		}
	}
}

func profileFor(tb testing.TB, name string) *Profile {
	p, err := LoadProfile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"id\tname\tcity\tzipcode\tstreet\thouse_number\ttelephone\tfax\temail\twebsite\tlongitude\tlatitude\n1\tPolizei A\tKiel\t24103\tWeg\t1\t+49 431 1-0\t\ta@b.de\twww.a.de\t10.1\t54.3\n",
		"id;name;longitude;latitude\n1;\"A;\"\"B\"\"\";10,1;54,3\n2;C;;\n", "id,name\n1,\"a\nb\"\n1,c\n", "\xff\xfei\x00,\x00n\x00\n\x00",
		"id,name\n1,\xe4\xf6\n", "id,id\n", "\"", "id,name,\n,,\n", "id,name,website\n1,a,;\n", "id,name,telephone\n1,a,+49999999999999999999\n",
	} {
		f.Add([]byte(s))
	}
	p := profileFor(f, "polizei")
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, p, raw) })
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`[{"id":1,"type":"KITA","name":" Kita A ","institution":"B (FL)","address":{"street":"Weg","number":"0","latitude":54.7,"longitude":9.4},"openingHoursFrom":25200000,"openingHoursTo":57600000,"careFrom":12,"careTo":83,"barrierfree":true}]`,
		`{"items":[{"id":"x","name":"\ud800"}]}`, "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n", `[1e400]`, `[{"id":1e400,"name":["a",["b"]]}]`,
		`[{"id":1,"name":"a","openingHoursFrom":-5,"openingHoursTo":"x"}]`, `[[[[`, `{"items":{"items":[]}}`, `[]x`, `null`, `"a"`,
		`[{"id":1,"name":"a","address":null},{"id":1,"name":"b"}]`,
	} {
		f.Add([]byte(s))
	}
	p := profileFor(f, "kitas-schleswig-holstein")
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, p, raw) })
}

func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[9.4,54.7]},"properties":{"slug":"a","facility":"Neustadt","opening_hours":"07:00-17.00"}}]}`,
		`{"type":"FeatureCollection","features":[{"id":1,"geometry":{"coordinates":[[[]]]},"properties":null},7]}`,
		`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[1e300,-1e300]},"properties":{"slug":"a","facility":"b"}}]}`,
		`{"type":"FeatureCollection","crs":{"properties":7},"features":[]}`, `{"features":[{}],"type":"FeatureCollection"}`, `{"type":"FeatureCollection","features":7}`,
		`{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[54.7,9.4]},"properties":{"slug":"a","facility":"b"}}]}`,
	} {
		f.Add([]byte(s))
	}
	p := profileFor(f, "kitas-flensburg")
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, p, raw) })
}

func FuzzWordPress(f *testing.F) {
	post := func(title, content string) string {
		return `[{"id":1,"date_gmt":"2020-01-01T10:00:00","link":"https://a.de/b","title":{"rendered":"` + title + `"},"excerpt":{"rendered":"x [&hellip;]"},"content":{"rendered":"` + content + `"}}]`
	}
	for _, s := range []string{
		post("A &#8211; B", "<p>a<b>b</b></p><script>x</script>"), post("A", "<figure><img src=a><figcaption></figcaption></figure>"),
		post("A", "<table><tr><td>1<p>2"), post("A", "<a href='javascript:x'><img src=x onerror=y>"), post("<i>A</i>", "<h1>a</h1><h5>b</h5><ul><ul><li>c"),
		post("A", "<blockquote><p>a</p><cite>b</cite></blockquote><br><br>"), post("", ""), post("A", "<svg><style><p>a</style></svg><noscript><p>b"),
		`[{"id":1,"title":{"rendered":7},"content":{"rendered":[]}}]`, `[{"id":1,"title":"a"}]`,
	} {
		f.Add([]byte(s))
	}
	p := profileFor(f, "chaostreff-flensburg")
	f.Fuzz(func(t *testing.T, raw []byte) { through(t, p, raw) })
}
