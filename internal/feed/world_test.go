package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/a-h/templ"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/web"
)

// now is a Tuesday in November, winter time.
var now = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

type directory map[string]*web.Site

func (d directory) BySlug(slug string) (*web.Site, bool) {
	s, ok := d[slug]
	return s, ok
}

func (d directory) ByHost(host string) (*web.Site, bool) {
	for _, s := range d {
		if s.Host == host {
			return s, true
		}
	}
	return nil, false
}

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return loc
}

func portals(tb testing.TB) directory {
	return directory{
		"handewitt": {
			Slug: "handewitt", Name: "Handewitt Mobil", Place: "Handewitt", Host: "handewitt.localhost", First: i18n.DE,
			Languages: i18n.All, Zone: zone(tb, "Europe/Berlin"), Country: "de",
			Operator: web.Operator{Name: "bequa mbH", Street: "Schiffbrücke 43-45", Postcode: "24939", Town: "Flensburg", Phone: "+49 461 1503-0", URL: "https://bequa.example"},
		},
		"aabenraa": {
			Slug: "aabenraa", Name: "Aabenraa Mobil", Place: "Aabenraa", Host: "aabenraa.localhost", First: i18n.DA,
			Languages: []i18n.Lang{i18n.DA, i18n.DE}, Zone: zone(tb, "Europe/Copenhagen"), Country: "dk",
			Operator: web.Operator{Name: "Kommune", Email: "sikkerhed@aabenraa.example"}, BaseURL: "https://aabenraa.example",
		},
	}
}

// world is two portals over one database, with the routes a room would have.
type world struct {
	tb    testing.TB
	spine *content.Spine
	mux   *web.Mux
	sites directory
}

func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	ctx := context.Background()
	if err := d.Migrate(ctx, content.Schema, search.Schema); err != nil {
		tb.Fatal(err)
	}
	c := clock.Fixed(now)
	w := &world{tb: tb, spine: content.New(d, c), sites: portals(tb)}
	w.write(func(ctx context.Context, tx *db.Tx) error {
		for _, term := range []content.Category{
			{Slug: "apotheke", Kind: content.Place, SchemaType: "Pharmacy"}, {Slug: "markt", Kind: content.Event},
		} {
			if err := w.spine.SaveCategory(ctx, tx, term); err != nil {
				return err
			}
		}
		return nil
	})
	if err := w.spine.LoadTerms(ctx); err != nil {
		tb.Fatal(err)
	}
	w.mux = &web.Mux{
		Clock: c, Directory: w.sites, Log: slog.New(slog.DiscardHandler),
		ErrorPage: func(*web.Request, *fault.Error) templ.Component { return templ.Raw("error") },
	}
	w.routes()
	return w
}

func (w *world) routes() {
	all := web.Formats
	list := func(kind content.Kind) web.Handler {
		return func(rw http.ResponseWriter, r *web.Request) error {
			q, err := Read(r, kind, w.spine.Terms())
			if err != nil {
				return err
			}
			if kind == content.Event {
				if _, _, err := q.Locate(r.Context(), w.spine); err != nil {
					return err
				}
				a, err := w.spine.Agenda(r.Context(), q.Filter, q.Window())
				if err != nil {
					return err
				}
				return Agenda(rw, r, q, a)
			}
			found, err := w.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window())
			if err != nil {
				return err
			}
			return List(rw, r, q, found)
		}
	}
	for path, kind := range map[string]content.Kind{
		"/orte": content.Place, "/veranstaltungen": content.Event, "/beitraege": content.Article, "/leistungen": content.Service, "/suche": "",
	} {
		w.mux.Handle(web.Public, "GET "+path, list(kind), all...)
	}
	site := NewSite(w.spine, "/", "/orte", "/impressum")
	w.mux.Handle(web.Public, "GET /sitemap.xml", site.Sitemap)
	w.mux.Handle(web.Public, "GET /robots.txt", site.Robots)
	w.mux.Handle(web.Public, "GET /.well-known/security.txt", site.Security)
}

// handle adds a route for one test.
func (w *world) handle(path string, h web.Handler) {
	w.mux.Handle(web.Public, "GET "+path, h, web.Formats...)
}

func (w *world) write(fn func(ctx context.Context, tx *db.Tx) error) {
	w.tb.Helper()
	if err := w.spine.DB().Write(context.Background(), fn); err != nil {
		w.tb.Fatal(err)
	}
}

// save publishes an item and shows it in further portals.
func (w *world) save(d content.Draftable, shared ...string) {
	w.tb.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		d.Item.Status = content.Published
		d.Body = d.Item
		if err := w.spine.Save(ctx, tx, content.Act{Actor: "test"}, d, func(context.Context) error { return nil }); err != nil {
			return err
		}
		for _, portal := range shared {
			if err := w.spine.Share(ctx, tx, d.Item.ID, portal, true); err != nil {
				return err
			}
		}
		return nil
	})
}

func draft(portal string, kind content.Kind, slug, title string) content.Draftable {
	it := content.NewItem(portal, kind, i18n.DE)
	it.Slug = slug
	it.Texts["de"] = content.Text{Title: title, Teaser: "Kurz: " + title}
	return content.Draftable{Item: &it}
}

// timed is a date by wall time of Berlin.
func timed(tb testing.TB, start, end string) content.Date {
	tb.Helper()
	d := content.Date{StartWall: start, EndWall: end, Day: start[:10], EndDay: start[:10]}
	for _, p := range []struct {
		to   *time.Time
		from string
	}{{&d.Start, start}, {&d.End, end}} {
		if p.from == "" {
			continue
		}
		t, err := time.ParseInLocation("2006-01-02T15:04", p.from, zone(tb, "Europe/Berlin"))
		if err != nil {
			tb.Fatal(err)
		}
		*p.to = t.UTC()
	}
	if end != "" {
		d.EndDay = end[:10]
	}
	return d
}

func wholeDays(tb testing.TB, first, last string) content.Date {
	tb.Helper()
	start, err := time.ParseInLocation(time.DateOnly, first, zone(tb, "Europe/Berlin"))
	if err != nil {
		tb.Fatal(err)
	}
	return content.Date{Start: start.UTC(), StartWall: first, EndWall: last, Day: first, EndDay: last, AllDay: true}
}

// ask sends a request to a portal; the port is what a visitor's would be.
func (w *world) ask(portal, address string) *httptest.ResponseRecorder {
	w.tb.Helper()
	site := w.sites[portal]
	hr := httptest.NewRequest(http.MethodGet, address, nil)
	hr.Host = site.Host + ":8080"
	rec := httptest.NewRecorder()
	w.mux.ServePortal(rec, hr, site)
	return rec
}

// get is ask for an answer that must be there.
func (w *world) get(portal, address string) *httptest.ResponseRecorder {
	w.tb.Helper()
	rec := w.ask(portal, address)
	if rec.Code != http.StatusOK {
		w.tb.Fatalf("%s: %d %s", address, rec.Code, rec.Body)
	}
	return rec
}

type answer struct {
	Total int              `json:"total"`
	Items []map[string]any `json:"items"`
	Next  *string          `json:"next"`
}

func (w *world) json(portal, address string) answer {
	w.tb.Helper()
	var a answer
	rec := w.get(portal, address)
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		w.tb.Fatalf("%s: %v in %s", address, err, rec.Body)
	}
	return a
}

// region seeds two portals: 23 places, 5 articles and 9 dates in Handewitt, 7
// places, 2 articles and 3 dates in Aabenraa, of which one place, one article
// and one event are shown in Handewitt too.
func region(t *testing.T, d *db.DB) *world {
	w := newWorld(t, d)
	for portal, n := range map[string]int{"handewitt": 23, "aabenraa": 7} {
		for i := range n {
			p := draft(portal, content.Place, fmt.Sprintf("ort-%d", i), fmt.Sprintf("Ort %02d in %s", i, portal))
			w.save(p, share(portal, i)...)
		}
	}
	for portal, n := range map[string]int{"handewitt": 5, "aabenraa": 2} {
		for i := range n {
			w.save(draft(portal, content.Article, fmt.Sprintf("beitrag-%d", i), fmt.Sprintf("Beitrag %d", i)), share(portal, i)...)
		}
	}
	for portal, n := range map[string]int{"handewitt": 3, "aabenraa": 1} {
		for i := range n {
			e := draft(portal, content.Event, fmt.Sprintf("termin-%d", i), fmt.Sprintf("Termin %d", i))
			e.Dates = []content.Date{
				timed(t, fmt.Sprintf("2026-11-%d", 25+i)+"T15:00", fmt.Sprintf("2026-11-%d", 25+i)+"T17:00"),
				timed(t, "2026-12-01T10:00", ""), wholeDays(t, "2026-12-04", "2026-12-06"),
			}
			w.save(e, share(portal, i)...)
		}
	}
	return w
}

func share(portal string, i int) []string {
	if portal == "aabenraa" && i == 0 {
		return []string{"handewitt"}
	}
	return nil
}

func engines(t *testing.T, fn func(t *testing.T, w *world)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) { fn(t, region(t, d)) })
}

func sqlite(tb testing.TB) *db.DB { return testkit.SQLite(tb) }

// withdraw stores the item again with the status it has.
func (w *world) withdraw(d content.Draftable) {
	w.tb.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return w.spine.Save(ctx, tx, content.Act{Actor: "test"}, d, func(context.Context) error { return nil })
	})
}
