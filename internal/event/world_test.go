package event

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/frame"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/web"
)

// world is two portals on one database: Handewitt, and Aabenraa as the other
// one whose events must never appear where only Handewitt's belong.
type world struct {
	*testing.T
	ctx   context.Context
	db    *db.DB
	spine *content.Spine
	room  *Room
	clock *clock.Manual
	mux   web.Mux
}

// directory is one hall; every day of the Christmas school holidays is free.
type directory struct{}

func (directory) Venue(_ context.Context, _ db.Q, id string) (Venue, error) {
	if id != "halle" {
		return Venue{}, fault.New(fault.NotFound, "errors.not_found")
	}
	return Venue{
		Name: "Musterhalle", Street: "Hallenweg 1", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.77, Lon: 9.32,
		Access: map[string]string{"step_free": "yes"},
	}, nil
}

func (directory) Holidays(site *web.Site) hours.Context {
	return hours.Context{Zone: site.Zone, Country: site.Country, State: site.State, School: func(d hours.Day) (bool, bool) {
		day := d.String()
		return day >= "2026-12-21" && day <= "2027-01-06", true
	}}
}

func engines(t *testing.T, fn func(w *world)) {
	t.Helper()
	testkit.Engines(t, func(t *testing.T, d *db.DB) { onEngine(t, d, fn) })
}

func onEngine(t *testing.T, d *db.DB, fn func(w *world)) {
	t.Helper()
	w := &world{T: t, ctx: t.Context(), db: d, clock: clock.At(today)}
	w.must(d.Migrate(w.ctx, content.Schema, search.Schema, portal.Schema, Schema))
	w.spine = content.New(d, w.clock)
	portals := portal.New(d, w.spine)
	w.room = New(w.spine, portals, directory{})
	for _, p := range []struct {
		slug, town, country, state, zone string
		first                            i18n.Lang
	}{{"handewitt", "Handewitt", "de", "SH", "Europe/Berlin", i18n.DE}, {"aabenraa", "Aabenraa", "dk", "", "Europe/Copenhagen", i18n.DA}} {
		w.must(portals.Save(w.ctx, &portal.Portal{
			Slug: p.slug, Name: p.town + " Mobil", Place: p.town, Hosts: []string{p.slug + ".localhost"}, Country: p.country, State: p.state, First: p.first,
			Languages: i18n.All, Zone: p.zone, Brand: "#1f4e79", Accent: "#f0c02e",
			Operator: web.Operator{Name: "Muster gGmbH", Street: "Musterweg 1", Postcode: "24983", Town: "Handewitt", Phone: "+49 461 1503-0"},
		}))
	}
	w.mux = web.Mux{Clock: w.clock, Directory: portals, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), ErrorPage: frame.ErrorPage}
	w.mux.Handle(web.Public, "GET /veranstaltungen", w.room.List, Formats...)
	w.mux.Handle(web.Public, "GET /veranstaltungen/programm", w.room.Programme)
	w.mux.Handle(web.Public, "GET /veranstaltungen/{slug}/qr.svg", w.room.Code)
	w.mux.Handle(web.Public, "GET /veranstaltungen/{slug}", w.room.Show, "json", "ics")
	w.mux.Handle(web.Public, "GET /veranstaltungen/{slug}/{day}", w.room.ShowDate, "json", "ics")
	fn(w)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// event stores a published event; change may set anything.
func (w *world) event(owner, slug, title string, change func(e *Event)) *Event {
	w.Helper()
	e := &Event{Item: content.NewItem(owner, content.Event, i18n.DE), Dates: []Dates{{Start: "2026-11-24T18:00", End: "2026-11-24T19:00"}}}
	e.Slug, e.Item.Status = slug, content.Published
	e.Texts["de"] = content.Text{Title: title, Teaser: "Über " + title + "."}
	if change != nil {
		change(e)
	}
	w.must(w.room.Save(w.ctx, act, e))
	return e
}

// days gives slug@wall of a calendar.
func (w *world) days(f content.Filter) []string {
	w.Helper()
	f.Lang = "de"
	agenda, err := w.spine.Agenda(w.ctx, f, content.Window{Limit: 100})
	w.must(err)
	out := []string{}
	for _, o := range agenda.Items {
		out = append(out, o.Slug+"@"+o.StartWall)
	}
	return out
}

// act is who saves in the tests.
var act = content.Act{Actor: "test"}

// testkitOnce runs on SQLite alone what asks no store.
func testkitOnce(t *testing.T, fn func(w *world)) {
	t.Helper()
	onEngine(t, testkit.SQLite(t), fn)
}

func contextOf(t *testing.T) hours.Context { return hours.Context{Zone: loc(t, "Europe/Berlin")} }

// get asks Handewitt's portal for a page.
func (w *world) get(path string) (status int, body string) {
	w.Helper()
	site, ok := w.room.portals.BySlug("handewitt")
	if !ok {
		w.Fatal("no portal")
	}
	rec := httptest.NewRecorder()
	w.mux.ServePortal(rec, httptest.NewRequest("GET", "http://handewitt.localhost"+path, nil), site)
	return rec.Code, rec.Body.String()
}

// page is what get answers with 200.
func (w *world) page(path string) *goquery.Document {
	w.Helper()
	status, body := w.get(path)
	if status != 200 {
		w.Fatalf("%s: %d", path, status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	w.must(err)
	return doc
}
