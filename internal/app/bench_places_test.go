package app

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/place"
	"umland/internal/testkit"
)

// How many places the large region of the finder's figures holds.
const largePlaces = 100_000

// largeTowns are the middles of the large region's settlements with the
// portal that owns what lies there; most of it lies in the first.
var largeTowns = []struct {
	name, postcode, portal string
	lat, lon, share        float64
}{
	{"Flensburg", "24937", "flensburg", 54.784, 9.437, 0.42},
	{"Handewitt", "24983", "handewitt", 54.766, 9.315, 0.07},
	{"Harrislee", "24955", "harrislee", 54.802, 9.375, 0.07},
	{"Glücksburg", "24960", "gluecksburg", 54.837, 9.548, 0.05},
	{"Schleswig", "24837", "schleswig-flensburg", 54.522, 9.556, 0.12},
	{"Kappeln", "24376", "schleswig-flensburg", 54.662, 9.931, 0.06},
	{"Tarp", "24963", "schleswig-flensburg", 54.664, 9.402, 0.06},
	{"Süderbrarup", "24392", "schleswig-flensburg", 54.635, 9.775, 0.05},
	{"Aabenraa", "6200", "aabenraa", 55.044, 9.418, 0.10},
}

var largeHours = []string{
	"", "", "", "Mo-Fr 09:00-18:00; Sa 09:00-13:00", "24/7", "Mo-Sa 07:00-21:00", "Tu-Su 11:00-14:00,17:00-22:00", "Mo-Fr 08:00-12:00; Mo,Th 14:00-17:00", "Fr,Sa 20:00-03:00", "PH off; Mo-Fr 06:30-18:00",
}

// largeRegion fills a house with the demo and many places: in towns rather
// than evenly, some categories far fuller than others, a part with hours. The
// same places every time.
func largeRegion(b *testing.B, a *App) {
	b.Helper()
	loadDemo(b, a, nil)
	random := rand.New(rand.NewPCG(100, 1000))
	terms := a.Spine.Terms().Of(content.Place)
	streets := []string{"Hauptstraße", "Nordergraben", "Am Markt", "Bahnhofstraße", "Süderweg", "Kirchenallee", "Friesische Straße", "Schulweg", "Mühlenstraße", "Hafendamm"}
	act := content.Act{Actor: "bench"}
	batches(b, a, largePlaces, func(ctx context.Context, tx *db.Tx, i int) error {
		at := random.Float64()
		town := largeTowns[len(largeTowns)-1]
		for _, t := range largeTowns {
			if at -= t.share; at < 0 {
				town = t
				break
			}
		}
		// The square of an even draw: the first terms have most of the places.
		even := random.Float64()
		term := terms[int(even*even*float64(len(terms)))]
		street := streets[random.IntN(len(streets))]
		it := content.NewItem(town.portal, content.Place, "de")
		it.Slug, it.Status, it.Categories = fmt.Sprintf("place-nr-%d", i), content.Published, []string{term.Slug}
		it.Texts = map[string]content.Text{"de": {Title: fmt.Sprintf("%s %s %d", term.Name("de"), street, i)}}
		it.Created = today.Add(-time.Duration(i) * time.Minute)
		it.Published = it.Created
		p := &place.Place{
			Item: it, Street: fmt.Sprint(street, " ", i%99+1), Postcode: town.postcode, Town: town.name,
			HasPosition: i%50 != 0, Lat: town.lat + random.NormFloat64()*0.03, Lon: town.lon + random.NormFloat64()*0.05,
			Phone: fmt.Sprint("+4946130", 10000+i%90000), Hours: largeHours[random.IntN(len(largeHours))],
		}
		if random.IntN(5) == 0 {
			p.Access = map[string]string{"step_free": []string{"yes", "partly", "no"}[random.IntN(3)]}
		}
		return a.Places.SaveIn(ctx, tx, act, p)
	})
}

// largePages are the finder and its map with each filter, and some together.
var largePages = []struct{ name, path, goal string }{
	{"nearest twenty of a category", "/orte?lat=54.784&lon=9.437&kategorie=apotheke", "p99 under 5"},
	{"nearest twenty of a rare category", "/orte?lat=54.784&lon=9.437&kategorie=$rare", "p99 under 5"},
	{"nearest twenty", "/orte?lat=54.784&lon=9.437", "p99 under 5"},
	{"nearest twenty, open now", "/orte?lat=54.784&lon=9.437&offen=jetzt", "under 30"},
	{"the map, whole region", "/orte/karte.geojson?region=alle&bbox=8.9,54.3,10.2,55.2", "under 20"},
	{"the map, nearly the whole town", "/orte/karte.geojson?bbox=9,54.5,9.5,54.8", "under 20"},
	{"the map, town", "/orte/karte.geojson?bbox=9.36,54.75,9.51,54.83", "under 20"},
	{"the map, street", "/orte/karte.geojson?bbox=9.434,54.782,9.44,54.786", "under 20"},
	{"the map, no section", "/orte/karte.geojson", "under 20"},
	{"the map, a category", "/orte/karte.geojson?kategorie=apotheke&bbox=9.36,54.75,9.51,54.83", "under 20"},
	{"the map, open now", "/orte/karte.geojson?offen=jetzt&bbox=9.36,54.75,9.51,54.83", "under 30"},
	{"open now with its count", "/orte?offen=jetzt", "under 30"},
	{"open now, of the region", "/orte?offen=jetzt&region=alle", "under 30"},
	{"open now, a category", "/orte?offen=jetzt&kategorie=apotheke", "under 30"},
	{"list", "/orte", ""},
	{"list of the region, page 4000", "/orte?region=alle&seite=4000", ""},
	{"a category", "/orte?kategorie=apotheke", ""},
	{"a municipality", "/orte?gemeinde=Flensburg", ""},
	{"free of steps", "/orte?barrierefrei=ja", ""},
	{"within 2 km", "/orte?lat=54.784&lon=9.437&umkreis=2000", ""},
	{"within 25 km, region", "/orte?lat=54.784&lon=9.437&umkreis=25000&region=alle", ""},
	{"a section", "/orte?bbox=9.36,54.75,9.51,54.83", ""},
	{"all filters", "/orte?lat=54.784&lon=9.437&umkreis=10000&kategorie=apotheke&gemeinde=Flensburg&barrierefrei=ja&offen=jetzt&bbox=9,54.5,9.7,54.9", ""},
	{"a word", "/orte?q=hafendamm", ""},
	{"a word, nearest first", "/orte?q=hafendamm&lat=54.784&lon=9.437", ""},
	{"a word in a section", "/orte?q=hafendamm&bbox=9.36,54.75,9.51,54.83", ""},
	{"the list as GeoJSON, 100", "/orte.geojson?anzahl=100&region=alle", ""},
}

// BenchmarkGoalsOfTheFinder prints the figures of the finder over a large
// region, on SQLite and, where there is a server, on PostgreSQL.
func BenchmarkGoalsOfTheFinder(b *testing.B) {
	if b.N > 1 {
		return
	}
	finderFigures(b, "SQLite", "")
	if os.Getenv("UMLAND_TEST_POSTGRES") != "" {
		finderFigures(b, "PostgreSQL", testkit.PostgresURL(b))
	}
}

func finderFigures(b *testing.B, engine, database string) {
	b.Helper()
	dir := b.TempDir()
	kept := os.Getenv("UMLAND_BENCH_DIR") // a region built before, to measure again
	if kept != "" && database == "" {
		dir = kept
	}
	_, err := os.Stat(filepath.Join(dir, "umland.db"))
	c := clock.At(today)
	a := openHouse(b, Config{Data: dir, Database: database}, c)
	start := time.Now()
	if err != nil || database != "" {
		largeRegion(b, a)
	}
	fmt.Printf("\n%s, %d places, built in %.0f s\n", engine, largePlaces, time.Since(start).Seconds())
	h, err := a.Handler()
	if err != nil {
		b.Fatal(err)
	}
	f := newFigures("figure", "p50 ms", "p99 ms", "4 readers p50", "p99", "after a save p50", "p99", "goal")
	defer f.Flush()
	for _, p := range largePages {
		p.path = os.Expand(p.path, func(string) string { return url.QueryEscape(rarest(a)) })
		ask := func() time.Duration {
			r := httptest.NewRequest(http.MethodGet, p.path, nil)
			r.Host = "flensburg.localhost"
			w := httptest.NewRecorder()
			start := time.Now()
			h.ServeHTTP(w, r)
			span := time.Since(start)
			if w.Code != http.StatusOK {
				b.Fatalf("%s: %d", p.path, w.Code)
			}
			return span
		}
		f.row(p.name, p.goal, alone(ask), beside(ask), afterSaves(b, a, ask))
	}
}

// rarest is the term with the fewest places of the large portal.
func rarest(a *App) string {
	terms := a.Spine.Terms().Of(content.Place)
	return terms[len(terms)-1].Slug
}

// alone asks again and again.
func alone(ask func() time.Duration) []time.Duration {
	for range 5 {
		ask()
	}
	var spans []time.Duration
	for begun := time.Now(); len(spans) < 300 && (len(spans) < 20 || time.Since(begun) < 3*time.Second); {
		spans = append(spans, ask())
	}
	return spans
}

// beside is alone by four readers at once.
func beside(ask func() time.Duration) []time.Duration {
	var mu sync.Mutex
	var all []time.Duration
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			spans := alone(ask)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, spans...)
		})
	}
	wg.Wait()
	return all
}

// afterSaves asks each time after an editor has saved a place, so that nothing
// that was kept until the next change helps.
func afterSaves(b *testing.B, a *App, ask func() time.Duration) []time.Duration {
	b.Helper()
	id, err := db.One(b.Context(), a.DB, db.Text, `SELECT id FROM item WHERE slug = 'place-nr-1' AND portal = 'flensburg'`)
	if err != nil {
		id, err = db.One(b.Context(), a.DB, db.Text, `SELECT id FROM item WHERE kind = 'place' ORDER BY id LIMIT 1`)
	}
	if err != nil {
		b.Fatal(err)
	}
	p, err := a.Places.Get(b.Context(), id)
	if err != nil {
		b.Fatal(err)
	}
	var spans []time.Duration
	for begun := time.Now(); len(spans) < 50 && (len(spans) < 10 || time.Since(begun) < 3*time.Second); {
		if err := a.Places.Save(b.Context(), content.Act{Actor: "anna"}, p); err != nil {
			b.Fatal(err)
		}
		spans = append(spans, ask())
	}
	return spans
}

func percentile(spans []time.Duration, p int) time.Duration {
	slices.SortFunc(spans, cmp.Compare[time.Duration])
	return spans[(len(spans)-1)*p/100]
}
