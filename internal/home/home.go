// Package home is where a citizen arrives: what is on today, what is new, and
// the field to search everything.
package home

import (
	"context"
	"net/http"
	"time"

	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/richtext"
	"umland/internal/web"
)

// Opening is a place that is open now, with the sentence that says until when.
type Opening struct {
	content.Listing
	Sentence string
}

// Openings tells which places of the portal are open now, at most limit, and
// how many there are; app hands in an adapter over the directory.
type Openings interface {
	OpenNow(r *web.Request, limit int) (list []Opening, total int, err error)
}

// Room is the home page of each portal.
type Room struct {
	spine    *content.Spine
	portals  *portal.Room
	openings Openings
}

// New is the room over a migrated database. Without openings the board shows
// the dates of the coming days in their place.
func New(spine *content.Spine, portals *portal.Room, openings Openings) *Room {
	return &Room{spine: spine, portals: portals, openings: openings}
}

// How much the home page shows of each kind.
const (
	maxRows     = 3 // of a column of the board
	maxArticles = 3
	maxPlaces   = 5
	maxLeicht   = 12 // of each kind in Leichte Sprache
	nextDays    = 7  // that "the next days" are
)

// homePage is what the home page shows.
type homePage struct {
	words    portal.Words
	today    []dateRow
	total    int // dates of today
	next     []dateRow
	later    *dateRow // the next date where the coming days have none
	open     []Opening
	openAll  int // places open now
	services []content.Listing
	teasers  []teaser
	articles []content.Listing
	places   []content.Listing
	terms    *content.Vocabulary
}

// dateRow is a date of an event with its listing.
type dateRow struct {
	content.Listing
	date
}

// teaser is a picture with a line that leads to an item.
type teaser struct {
	portal.TeaserText
	Lang, Image, Href string
}

// Home answers /.
func (m *Room) Home(w http.ResponseWriter, r *web.Request) error {
	var words portal.Words
	if p, ok := m.portals.Portal(r.Site.Slug); ok {
		words = p.Words
	}
	page := frame.Page{
		Title: r.Site.Name, Description: welcome(r, words), Home: true, HasLeicht: words.Leicht.Body != "",
		Data: []any{feed.WebsiteLD(r)},
	}
	if r.Leicht {
		return m.leicht(w, r, page, words)
	}
	p, err := m.gather(r, words)
	if err != nil {
		return err
	}
	return frame.Render(w, r, http.StatusOK, page, homeView(r, p))
}

// gather collects the page with few queries: first which items, then all
// their listings at once.
func (m *Room) gather(r *web.Request, words portal.Words) (homePage, error) {
	ctx := r.Context()
	p := homePage{words: words, terms: m.spine.Terms()}
	teasers, err := m.portals.Teasers(ctx, r.Site.Slug)
	if err != nil {
		return p, err
	}
	days, err := m.days(ctx, r.Site.Slug, r.Now)
	if err != nil {
		return p, err
	}
	newest, err := m.newest(ctx, r.Site.Slug)
	if err != nil {
		return p, err
	}
	ids := days.items()
	for _, list := range newest {
		ids = append(ids, list...)
	}
	for _, t := range teasers {
		ids = append(ids, t.Item)
	}
	found, err := m.listings(ctx, string(r.Lang), ids)
	if err != nil {
		return p, err
	}
	if m.openings != nil {
		if p.open, p.openAll, err = m.openings.OpenNow(r, maxRows); err != nil {
			return p, err
		}
	}
	p.total = days.total
	p.today, p.next = found.dates(days.today), found.dates(days.next)
	if later := found.dates(days.later); len(later) > 0 {
		p.later = &later[0]
	}
	p.articles, p.places = found.of(newest[content.Article]), found.of(newest[content.Place])
	p.services = found.of(newest[content.Service])
	for _, t := range teasers {
		if l, ok := found[t.Item]; ok {
			text, lang := t.Text(string(r.Lang))
			p.teasers = append(p.teasers, teaser{text, lang, t.Image, r.ItemHref(l.Portal, l.Path())})
		}
	}
	return p, nil
}

// byID are listings by the id of their item.
type byID map[string]content.Listing

func (m *Room) listings(ctx context.Context, lang string, ids []string) (byID, error) {
	rows, err := m.spine.ByIDs(ctx, lang, ids)
	found := make(byID, len(rows))
	for _, l := range rows {
		found[l.Item] = l
	}
	return found, err
}

// of gives the listings of some items in their order.
func (f byID) of(ids []string) []content.Listing {
	out := make([]content.Listing, 0, len(ids))
	for _, id := range ids {
		if l, ok := f[id]; ok {
			out = append(out, l)
		}
	}
	return out
}

func (f byID) dates(days []date) []dateRow {
	out := make([]dateRow, 0, len(days))
	for _, d := range days {
		if l, ok := f[d.Item]; ok {
			out = append(out, dateRow{l, d})
		}
	}
	return out
}

// welcome is the portal's greeting in the reader's language or its first.
func welcome(r *web.Request, words portal.Words) string {
	if t := words.Welcome[string(r.Lang)]; t != "" {
		return t
	}
	return words.Welcome[string(r.Site.First)]
}

// leichtPage is the home page in Leichte Sprache.
type leichtPage struct {
	title  string
	body   richtext.HTML
	film   string // address of the film, or ""
	text   string // what stands at its place
	groups []group
}

// group is the first items of one kind, and whether there are more.
type group struct {
	Kind  content.Kind
	Items []content.Listing
	More  bool
}

// leicht answers /leicht/: the portal's own text, and every item that has one.
func (m *Room) leicht(w http.ResponseWriter, r *web.Request, page frame.Page, words portal.Words) error {
	byKind, err := m.inLeicht(r.Context(), r.Site.Slug)
	if err != nil {
		return err
	}
	var ids []string
	for _, k := range content.Kinds {
		ids = append(ids, byKind[k][:min(len(byKind[k]), maxLeicht)]...)
	}
	found, err := m.listings(r.Context(), i18n.Leicht, ids)
	if err != nil {
		return err
	}
	p := leichtPage{
		title: words.Leicht.Title, body: richtext.FromPlain(words.Leicht.Body), film: words.FilmURL,
		text: words.Film[string(r.Lang)], groups: groups(found, byKind),
	}
	if p.title == "" {
		p.title = r.T("home.leicht_title", "portal", r.Site.Name)
	}
	if p.text == "" {
		p.text = r.T("home.leicht_film")
	}
	return frame.Render(w, r, http.StatusOK, page, leichtView(r, p))
}

// groups are the listings by kind, in the order of the kinds.
func groups(found byID, ids map[content.Kind][]string) []group {
	var out []group
	for _, k := range content.Kinds {
		if items := found.of(ids[k]); len(items) > 0 {
			out = append(out, group{k, items, len(ids[k]) > len(items)})
		}
	}
	return out
}

// plusDays is a local day some days later; calendar days, whatever the clocks
// do.
func plusDays(now time.Time, n int) string { return now.AddDate(0, 0, n).Format(time.DateOnly) }
