package home_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"umland/internal/article"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/frame"
	"umland/internal/home"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/page"
	"umland/internal/place"
	"umland/internal/portal"
	"umland/internal/search"
	"umland/internal/web"
)

// world is two portals on one database: Handewitt, and Aabenraa as the other
// one whose items must never appear where only Handewitt's belong.
type world struct {
	*testing.T
	clock    *clock.Manual
	db       *db.DB
	spine    *content.Spine
	portals  *portal.Room
	places   *place.Room
	events   *event.Room
	articles *article.Room
	services *page.ServiceRoom
	mux      web.Mux
}

// noVenues is a calendar without a directory.
type noVenues struct{}

func (noVenues) Venue(context.Context, db.Q, string) (event.Venue, error) {
	return event.Venue{}, db.ErrNone
}

func (noVenues) Holidays(*web.Site) hours.Context { return hours.Context{} }

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{T: t, db: d, clock: clock.At(time.Date(2026, 11, 24, 13, 32, 0, 0, time.UTC))} // 14:32, a Tuesday
	w.must(d.Migrate(t.Context(), content.Schema, search.Schema, portal.Schema, place.Schema, event.Schema, article.Schema, page.Schema))
	w.spine = content.New(d, w.clock)
	w.portals = portal.New(d, w.spine)
	w.places, w.events = place.New(w.spine, w.portals, nil), event.New(w.spine, w.portals, noVenues{})
	w.articles, w.services = article.New(w.spine, w.portals), page.NewServices(w.spine, w.portals)
	room := home.New(w.spine, w.portals, nil)
	w.mux = web.Mux{Clock: w.clock, Directory: w.portals, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), ErrorPage: frame.ErrorPage}
	w.mux.Handle(web.Public, "GET /{$}", room.Home)
	w.portal("handewitt", "Handewitt", "de", i18n.DE)
	w.portal("aabenraa", "Aabenraa", "dk", i18n.DA)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) portal(slug, town, country string, first i18n.Lang) {
	w.Helper()
	w.must(w.portals.Save(w.Context(), &portal.Portal{
		Slug: slug, Name: town + " Mobil", Place: town, Hosts: []string{slug + ".localhost"}, Country: country, First: first,
		Languages: i18n.All, Zone: "Europe/Berlin", Brand: "#1f4e79", Accent: "#f0c02e",
		Operator: web.Operator{Name: "Muster gGmbH", Street: "Musterweg 1", Postcode: "24983", Town: "Handewitt", Phone: "+49 461 1503-0"},
		Words: portal.Words{
			Welcome: map[string]string{"de": "Alles aus " + town + "."},
			Film:    map[string]string{"de": "Hier kommt ein Film."},
			Leicht:  portal.Leicht{Title: town + " leicht", Body: "Willkommen.\n\n## Das finden Sie hier\n\n- Orte"},
			Quick:   []web.QuickLink{{Labels: map[i18n.Lang]string{"de": "Apotheke"}, Path: "/orte?kategorie=apotheke"}},
		},
	}))
}

// head is a published item of a portal with one German text.
func (w *world) head(owner string, kind content.Kind, slug, title string) content.Item {
	it := content.NewItem(owner, kind, i18n.DE)
	it.Slug, it.Status = slug, content.Published
	it.Texts["de"] = content.Text{Title: title, Teaser: "Über " + title + "."}
	return it
}

func (w *world) place(owner, slug, title, organisation string) string {
	w.Helper()
	p := &place.Place{Item: w.head(owner, content.Place, slug, title), Street: "Musterweg 7", Postcode: "24983", Town: "Handewitt", Phone: "+49 4608 9737520"}
	p.Organisation = organisation
	w.must(w.places.Save(w.Context(), content.Act{Actor: "test"}, p))
	return p.ID
}

// event is one hour on a day at a time of the wall.
func (w *world) event(owner, slug, title, organisation, start, end string) *event.Event {
	w.Helper()
	e := &event.Event{
		Item: w.head(owner, content.Event, slug, title), Venue: "Gemeindehaus",
		Dates: []event.Dates{{Start: start, End: end, AllDay: len(start) == len(time.DateOnly)}},
	}
	e.Organisation = organisation
	w.must(w.events.Save(w.Context(), content.Act{Actor: "test"}, e))
	return e
}

// share shows an item in a further portal.
func (w *world) share(d content.Draftable, err error, portal string) {
	w.Helper()
	w.must(err)
	w.must(w.db.Write(w.Context(), func(ctx context.Context, tx *db.Tx) error {
		return w.spine.Share(ctx, tx, d.Item.ID, portal, true)
	}))
}

// get asks a portal for an address.
func (w *world) get(portal, address string) *httptest.ResponseRecorder {
	w.Helper()
	site, ok := w.portals.BySlug(portal)
	if !ok {
		w.Fatalf("no portal %s", portal)
	}
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Host = portal + ".localhost"
	rec := httptest.NewRecorder()
	w.mux.ServePortal(rec, r, site)
	return rec
}

// page is a page that must be there.
func (w *world) page(portal, address string) *goquery.Document {
	w.Helper()
	rec := w.get(portal, address)
	if rec.Code != http.StatusOK {
		w.Fatalf("%s%s: status %d\n%s", portal, address, rec.Code, rec.Body)
	}
	doc, err := goquery.NewDocumentFromReader(rec.Body)
	w.must(err)
	if text := doc.Text(); strings.Contains(text, "⟦") {
		w.Errorf("%s: a text is missing: %s", address, text[strings.Index(text, "⟦"):][:40])
	}
	return doc
}

// texts gives the texts that a selector finds, blanks folded.
func texts(doc *goquery.Document, selector string) []string {
	return doc.Find(selector).Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

// text is the first of them.
func text(doc *goquery.Document, selector string) string {
	if all := texts(doc, selector); len(all) > 0 {
		return all[0]
	}
	return ""
}
