package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"umland/internal/article"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/importer"
	"umland/internal/place"
	"umland/internal/richtext"
	"umland/internal/testkit"
)

// The figures of the speed goals. They are printed, not asserted: a busy
// machine must not fail a change. scripts/bench.sh collects them.

// How much the region of the benchmarks holds.
const (
	manyPlaces   = 10_000
	manyEvents   = 2_000
	manyArticles = 1_000
)

// shares are how the region's items are spread: most are the town's.
var shares = []string{"flensburg", "flensburg", "flensburg", "flensburg", "schleswig-flensburg", "schleswig-flensburg", "handewitt", "harrislee", "gluecksburg", "aabenraa"}

// region fills a house with the demo and many items on top.
func region(b *testing.B, a *App) {
	b.Helper()
	loadDemo(b, a, nil)
	streets := []string{"Hauptstraße", "Nordergraben", "Am Markt", "Bahnhofstraße", "Süderweg", "Kirchenallee", "Friesische Straße"}
	names := []string{"Apotheke", "Bäckerei", "Bushaltestelle", "Spielplatz", "Kita", "Grundschule", "Denkmal", "Sportplatz", "Rathaus", "Bücherei"}
	body := richtext.FromPlain("Ein Absatz, der sagt, worum es geht, und der lang genug ist, um zwei Zeilen zu füllen.\n\n## Mehr\n\nUnd noch einer mit *etwas* mehr Text für die Leserin und den Leser.")
	text := func(title string, i int) map[string]content.Text {
		t := map[string]content.Text{"de": {Title: fmt.Sprintf("%s %d", title, i), Teaser: "Was es hier gibt, in einem Satz mit der Nummer " + fmt.Sprint(i) + ".", Body: body}}
		if i%7 == 0 {
			t["da"] = content.Text{Title: fmt.Sprintf("%s på dansk %d", title, i), Body: body}
		}
		return t
	}
	terms := func(kind content.Kind, i int) []string {
		all := a.Spine.Terms().Of(kind)
		return []string{all[i%len(all)].Slug}
	}
	head := func(kind content.Kind, title string, i int) content.Item {
		it := content.NewItem(shares[i%len(shares)], kind, "de")
		it.Slug, it.Status, it.Texts, it.Categories = fmt.Sprintf("%s-nr-%d", kind, i), content.Published, text(title, i), terms(kind, i)
		it.Created = today.Add(-time.Duration(i) * time.Hour)
		it.Published = it.Created
		return it
	}
	act := content.Act{Actor: "bench"}
	batches(b, a, manyPlaces, func(ctx context.Context, tx *db.Tx, i int) error {
		return a.Places.SaveIn(ctx, tx, act, &place.Place{
			Item: head(content.Place, names[i%len(names)]+" "+streets[i%len(streets)], i), Street: streets[i%len(streets)] + fmt.Sprint(" ", i%99+1), Postcode: "24937",
			Town: "Flensburg", HasPosition: true, Lat: 54.7 + float64(i%400)/2000, Lon: 9.2 + float64(i%700)/2000, Phone: "+4946112345", Hours: "Mo-Fr 09:00-18:00; Sa 09:00-13:00",
		})
	})
	batches(b, a, manyEvents, func(ctx context.Context, tx *db.Tx, i int) error {
		day := today.AddDate(0, 0, i%120-20).Format(time.DateOnly)
		d := event.Dates{Start: day + "T15:00", End: day + "T17:00"}
		if i%20 == 0 {
			d.Rule = "FREQ=WEEKLY;UNTIL=" + today.AddDate(0, 6, 0).Format("20060102")
		}
		return a.Events.SaveIn(ctx, tx, act, &event.Event{Item: head(content.Event, "Konzert", i), Venue: "Halle", Town: "Flensburg", Dates: []event.Dates{d}})
	})
	batches(b, a, manyArticles, func(ctx context.Context, tx *db.Tx, i int) error {
		return a.Articles.SaveIn(ctx, tx, act, &article.Article{Item: head(content.Article, "Neues aus der Region", i), Byline: "Redaktion"})
	})
}

// batches writes n items, many in a transaction.
func batches(b *testing.B, a *App, n int, save func(ctx context.Context, tx *db.Tx, i int) error) {
	b.Helper()
	for from := 0; from < n; from += 500 {
		err := a.DB.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := from; i < min(from+500, n); i++ {
				if err := save(ctx, tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// pages are what the goals name, asked on the fullest portal.
var pages = []struct{ name, path string }{
	{"home", "/"},
	{"home, Danish", "/da/"},
	{"places", "/orte"},
	{"places, page 100", "/orte?seite=100"},
	{"places, one category", "/orte?kategorie=apotheke"},
	{"places, two words", "/orte?q=apotheke+flensburg"},
	{"places of the region", "/orte?region=alle"},
	{"places as GeoJSON", "/orte.geojson?anzahl=100"},
	{"places for the map", "/orte/karte.geojson?bbox=9,54.5,9.5,54.8"},
	{"places for the map, all", "/orte/karte.geojson"},
	{"events", "/veranstaltungen"},
	{"events of the region", "/veranstaltungen?region=alle"},
	{"events, one category", "/veranstaltungen?kategorie=markt"},
	{"events of the region as calendar", "/veranstaltungen.ics?region=alle"},
	{"articles", "/beitraege"},
	{"articles of the region", "/beitraege?region=alle"},
	{"services", "/leistungen"},
	{"organisations", "/organisationen"},
	{"a place", "/orte/place-nr-1"},
	{"an event", "/veranstaltungen/event-nr-1"},
	{"a weekly event", "/veranstaltungen/event-nr-20"},
	{"an article", "/beitraege/article-nr-1"},
	{"search, one word", "/suche?q=apotheke"},
	{"suggestions", "/suche/vorschlaege.json?q=apoth"},
	{"search, two words", "/suche?q=konzert+flensburg"},
	{"search, a beginning", "/suche?q=haupt"},
	{"contact", "/kontakt"},
}

// figures is the table that all figures go into.
type figures struct{ *tabwriter.Writer }

func newFigures(columns ...string) figures {
	f := figures{tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)}
	fmt.Fprintf(f, "\n%s\t\n", strings.Join(columns, "\t"))
	return f
}

// row writes the median and the slowest hundredth of several measurements.
func (f figures) row(name, goal string, measured ...[]time.Duration) {
	fmt.Fprintf(f, "%s\t", name)
	for _, spans := range measured {
		fmt.Fprintf(f, "%s\t%s\t", ms(percentile(spans, 50)), ms(percentile(spans, 99)))
	}
	fmt.Fprintf(f, "%s\t\n", goal)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// BenchmarkGoals prints the figures of the speed goals.
func BenchmarkGoals(b *testing.B) {
	if b.N > 1 {
		return // once is enough: it measures many times itself
	}
	dir := b.TempDir()
	a := openHouse(b, Config{Data: dir}, clock.Fixed(today))
	region(b, a)
	f := newFigures("figure", "p50 ms", "p99 ms", "goal")
	defer f.Flush() // the figures so far, where one fails
	served(b, a, f)
	started(b, dir, f)
	imported(b, f)
}

// served measures each page, in process, uncompressed, on one core.
func served(b *testing.B, a *App, f figures) {
	b.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	h, err := a.Handler()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pages {
		ask := func() (time.Duration, int) {
			r := httptest.NewRequest(http.MethodGet, p.path, nil)
			r.Host = "flensburg.localhost"
			w := httptest.NewRecorder()
			start := time.Now()
			h.ServeHTTP(w, r)
			return time.Since(start), w.Code
		}
		var spans []time.Duration
		for i := range 420 {
			span, code := ask()
			if code != http.StatusOK {
				b.Fatalf("%s: %d", p.path, code)
			}
			if i >= 20 {
				spans = append(spans, span)
			}
		}
		goal := "p50 under 1"
		if strings.HasPrefix(p.path, "/orte/karte.geojson") { // up to 500 places
			goal = "p50 under 20"
		}
		if strings.HasPrefix(p.path, "/veranstaltungen.ics") { // 2,000 events
			goal = "p50 under 100"
		}
		if strings.HasPrefix(p.path, "/suche/vorschlaege") {
			goal = "p99 under 30"
		}
		f.row(p.name, goal, spans)
	}
}

// imported takes 5,000 real records over while an editor saves all the while.
func imported(b *testing.B, f figures) {
	b.Helper()
	dir := testkit.SharedData(b)
	a := openHouse(b, Config{Data: b.TempDir()}, clock.System{})
	loadDemo(b, a, nil)
	site, _ := a.Portals.BySlug("harrislee")
	p := a.Places.Blank(site)
	p.Slug, p.Texts["de"] = "ein-ort", content.Text{Title: "Aus der Redaktion"}
	ctx, stop := context.WithCancel(b.Context())
	saves := make(chan []time.Duration)
	go func() { saves <- editing(ctx, b, a, p) }()
	start, records := time.Now(), 0
	for _, s := range sets {
		if s.kind != "places" || records >= 5000 {
			continue
		}
		plan, err := importer.Prepare(b.Context(), filepath.Join(dir, filepath.FromSlash(s.file)), s.profile, importer.Options{Kind: s.kind, Clock: a.Clock})
		if err != nil {
			b.Fatal(err)
		}
		r, err := plan.Run(b.Context(), a.DB, a.targets()[s.kind], importer.ToPortal("flensburg"), nil)
		if err != nil {
			b.Fatal(err)
		}
		records += r.New
	}
	span := time.Since(start)
	stop()
	spans := <-saves
	slices.Sort(spans)
	fmt.Fprintf(f, "import of %d real records\t%.1f s\t\t5,000 under 30 s\t\n", records, span.Seconds())
	fmt.Fprintf(f, "an editor's save meanwhile (%d)\t%s\t%s\tunder 200\t\n", len(spans), ms(spans[len(spans)/2]), ms(spans[len(spans)*99/100]))
	fmt.Fprintf(f, "the slowest of them\t\t%s\tunder 200\t\n", ms(spans[len(spans)-1]))
}

// editing saves a place twenty times a second until ctx ends.
func editing(ctx context.Context, b *testing.B, a *App, p *place.Place) []time.Duration {
	var spans []time.Duration
	for ctx.Err() == nil {
		start := time.Now()
		if err := a.Places.Save(context.WithoutCancel(ctx), content.Act{Actor: "anna"}, p); err != nil {
			b.Error(err)
			break
		}
		spans = append(spans, time.Since(start))
		time.Sleep(50 * time.Millisecond)
	}
	return spans
}
