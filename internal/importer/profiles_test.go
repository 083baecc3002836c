package importer

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"umland/internal/richtext"
	"umland/internal/testkit"
)

// set is a real file and what is to be found in it.
type set struct {
	file, profile  string
	read, rejected int
	reasons        map[string]int
	unplaced       int // records without a position
	notes          int
	known          [3]string // keys of the records written out in testdata/records.txt
}

var sets = []set{
	{"oklab-monuments/stadt-flensburg-denkmalschutz.json", "denkmale-flensburg", 1030, 0, nil, 0, 0, [3]string{"48588", "9980", "1835"}},
	{
		"oklab-kita/einrichtungen.json", "kitas-schleswig-holstein", 3303, 1446,
		map[string]int{"import.skip.childminder": 1433, "import.skip.placeholder": 13},
		99, 0,
		[3]string{"3573", "1851", "3245"},
	},
	{
		"oklab-kita/kitas_in_flensburg.geojson", "kitas-flensburg", 70, 0, nil, 0, 0,
		[3]string{"kita-kinderhaus-marientreppe-flensburg", "kita-neustadt-jens-due-weg-flensburg", "kita-duborg-boernehave-ritterstrasse-flensburg"},
	},
	{"oklab-school/schulen_schleswig_holstein.csv", "schulen-schleswig-holstein", 1048, 0, nil, 59, 0, [3]string{"9099793", "9099810", "9099857"}},
	{"oklab-school/schulen_flensburg.csv", "schulen-flensburg", 30, 0, nil, 0, 0, [3]string{"0702020", "0702021", "0702022"}},
	{"oklab-emergency/polizeidienststellen.csv", "polizei", 264, 0, nil, 11, 1, [3]string{"9092146", "9092407", "241259998"}},
	{"oklab-playgrounds/spielplaetze_flensburg.json", "spielplaetze-flensburg", 76, 0, nil, 0, 0, [3]string{"am sender", "osterallee-post", "solitüde strand"}},
	{"oklab-playgrounds/spielplaetze_flensburg.geojson", "spielplaetze-flensburg-geojson", 76, 0, nil, 0, 0, [3]string{"am sender", "osterallee-post", "solitüde strand"}},
	{
		"oklab-recycling/flensburg_altglas_container.json", "altglas-flensburg", 77, 0, nil, 0, 0,
		[3]string{"adelbyer kirchenweg / ggü. hausnr. 115", "brauereiweg", "am ostseebad / standort april bis september"},
	},
	{
		"oklab-recycling/flensburg_alttextilien_container.json", "alttextilien-flensburg", 67, 0, nil, 0, 0,
		[3]string{"adelbyer kirchenweg / ggü. von hausnr.115", "am ochsenmarkt 27", "schleswiger straße / ecke tegelbark / parkplatz"},
	},
	{"oklab-polling/europawahllokale_2024.csv", "wahllokale-europawahl-2024", 44, 0, nil, 0, 0, [3]string{"1", "18", "44"}},
	{"oklab-polling/wahlbezirke_flensburg.geojson", "wahllokale-kommunalwahl-2023", 22, 0, nil, 0, 0, [3]string{"1", "23", "43"}},
	{"hafas-stops-region/stops-region.ndjson", "haltestellen", 2566, 0, nil, 0, 0, [3]string{"8000103", "8601899", "699200"}},
	{"oklab-cultural/kulturnacht-flensburg-2024.csv", "kulturnacht-flensburg-2024", 24, 0, nil, 0, 0, [3]string{"8", "18", "24"}},
	{"chaostreff-wp/posts.json", "chaostreff-flensburg", 59, 0, nil, 0, 0, [3]string{"1621", "1571", "877"}},
}

// TestProfilesOnTheRealFiles reads each set without being told its profile.
func TestProfilesOnTheRealFiles(t *testing.T) {
	data := testkit.SharedData(t)
	var written strings.Builder
	for _, s := range sets {
		p, err := Prepare(context.Background(), filepath.Join(data, s.file), "", Options{})
		if err != nil {
			t.Errorf("%s: %v", s.file, err)
			continue
		}
		reasons := map[string]int{}
		for _, l := range p.Rejected {
			reasons[l.Reason]++
		}
		unplaced := 0
		for _, r := range p.Records {
			if !r.HasPosition {
				unplaced++
			}
			sound(t, s.profile, r)
		}
		if p.Profile.Name != s.profile || p.Read != s.read || len(p.Records) != s.read-s.rejected || len(p.Rejected) != s.rejected ||
			!maps.Equal(reasons, s.reasons) && len(reasons) > 0 || unplaced != s.unplaced || len(p.Notes) != s.notes {
			t.Errorf("%s: profile %s, read %d, records %d, rejected %d %v, without position %d, notes %v",
				s.file, p.Profile.Name, p.Read, len(p.Records), len(p.Rejected), reasons, unplaced, p.Notes)
		}
		for _, key := range s.known {
			i := slices.IndexFunc(p.Records, func(r *Record) bool { return r.Key == key })
			if i < 0 {
				t.Errorf("%s: no record %s", s.file, key)
				continue
			}
			fmt.Fprintf(&written, "== %s\n%s\n", s.profile, outline(p.Records[i]))
		}
	}
	want, err := os.ReadFile("testdata/records.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(written.String(), "\n")
	for i, line := range strings.Split(string(want), "\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("testdata/records.txt line %d\n got %s\nwant %s\nall:\n%s", i+1, got[min(i, len(got)-1)], line, written.String())
		}
	}
	if len(got) != strings.Count(string(want), "\n")+1 {
		t.Error("more records than in testdata/records.txt")
	}
}

// sound holds what must be true of every record of a shipped profile.
func sound(t *testing.T, profile string, r *Record) {
	t.Helper()
	body := string(r.Texts[r.Lang].Body)
	all := strings.Join([]string{r.Title, r.Texts[r.Lang].Teaser, r.Street, r.Town, r.Venue, body}, "\n")
	switch {
	case r.Title != clean(r.Title) || len(r.Title) < 3:
		t.Errorf("%s %s: title %q", profile, r.Key, r.Title)
	case strings.Contains(all, "Alteintragung") || strings.Contains(all, "Aktualisierung vorgesehen"):
		t.Errorf("%s %s: the register's note is shown: %s", profile, r.Key, all)
	case strings.Contains(r.Street+" ", "Str. ") || strings.Contains(r.Street+" ", "str. "):
		t.Errorf("%s %s: street %q", profile, r.Key, r.Street)
	case strings.Contains(body, "<img") || strings.Contains(body, "<script") || strings.Contains(body, "<iframe"):
		t.Errorf("%s %s: %s", profile, r.Key, body)
	case string(richtext.Clean(body)) != body:
		t.Errorf("%s %s: cleaning changes the body again", profile, r.Key)
	case strings.Contains(body, "<figcaption></figcaption>") || strings.Contains(body, "<p></p>"):
		t.Errorf("%s %s: empty parts in %s", profile, r.Key, body)
	case r.HasPosition && (r.Lat < 53.3 || r.Lat > 55.3 || r.Lon < 7.8 || r.Lon > 11.5):
		t.Errorf("%s %s: lies at %v, %v", profile, r.Key, r.Lat, r.Lon)
	case r.Start != "" && r.End <= r.Start:
		t.Errorf("%s %s: %s to %s", profile, r.Key, r.Start, r.End)
	}
}

// outline writes a record out, one line per field.
func outline(r *Record) string {
	var b strings.Builder
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	row("key", r.Key)
	row("title", r.Title)
	row("category", r.Category)
	row("position", fmt.Sprintf("%v %v %v", r.HasPosition, r.Lat, r.Lon))
	row("venue", r.Venue)
	row("address", join(", ", r.Street, join(" ", r.Postcode, r.Town)))
	row("phone", strings.NewReplacer(";", "-").Replace(r.Phone))
	row("mobile", r.Mobile)
	row("fax", r.Fax)
	row("email", r.Email)
	row("web", r.Web)
	row("hours", r.Hours)
	row("time", join(" ", r.Start, r.End, r.Published))
	row("byline", r.Byline)
	for _, t := range [...]map[string]string{r.Accessibility, r.Identifiers} {
		for _, name := range slices.Sorted(maps.Keys(t)) {
			row(name, t[name])
		}
	}
	for _, d := range r.Details {
		row(d[0], d[1])
	}
	for _, lang := range slices.Sorted(maps.Keys(r.Texts)) {
		t := r.Texts[lang]
		body := []rune(string(t.Body))
		row(lang, join(" | ", t.Title, t.Kicker, t.Teaser, string(body[:min(len(body), 120)])))
	}
	return b.String()
}

// TestTwoFilesOfOneSource: the playgrounds come as JSON and as GeoJSON. Which
// of the two is imported must not matter.
func TestTwoFilesOfOneSource(t *testing.T) {
	data := testkit.SharedData(t)
	var hashes [2]map[string]string
	for i, file := range []string{"spielplaetze_flensburg.json", "spielplaetze_flensburg.geojson"} {
		p, err := Prepare(context.Background(), filepath.Join(data, "oklab-playgrounds", file), "", Options{})
		if err != nil {
			t.Fatal(err)
		}
		hashes[i] = map[string]string{}
		for _, r := range p.Records {
			hashes[i][r.Key] = r.Hash()
		}
	}
	if len(hashes[0]) != 76 || !maps.Equal(hashes[0], hashes[1]) {
		t.Error("the two files give different records")
	}
}
