package place

import (
	"net/http"
	"slices"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// Formats are the other forms of the list.
var Formats = []string{"json", "csv", "geojson"}

// List answers /orte and its other forms.
func (m *Room) List(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Place, m.spine.Terms())
	if err != nil {
		return err
	}
	var f finder
	if err := m.locate(r, q, &f); err != nil {
		return err
	}
	found, err := m.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(found.Total); err != nil {
		return err
	}
	if r.Format != "" {
		return feed.List(w, r, q, found)
	}
	chips, err := m.chips(r, q)
	if err != nil {
		return err
	}
	if err := m.fill(r, q, &f); err != nil {
		return err
	}
	states, err := m.states(r, found.Items)
	if err != nil {
		return err
	}
	page := frame.Page{
		Title: r.T("place.title"), Description: r.T("place.description", "place", r.Site.Place), Formats: Formats,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.places")}},
	}
	mapped := m.mapOfList(r, q, found)
	if mapped.Shown {
		web.WithMap(w)
	}
	return frame.Render(w, r, http.StatusOK, page, listView(r, listPage{query: q, finder: f, found: found, chips: chips, states: states, terms: m.spine.Terms(), mapped: mapped}))
}

// chip is a category as a filter with the number of its places.
type chip struct {
	Term   content.Category
	Count  int
	Active bool
}

type listPage struct {
	query  *feed.Query
	finder finder
	found  content.Found
	chips  []chip
	states map[string]rowState // by item, of those with known hours
	terms  *content.Vocabulary
	mapped mapView
}

// chips are the categories that have places here, the fullest first.
func (m *Room) chips(r *web.Request, q *feed.Query) ([]chip, error) {
	counts, err := m.spine.CategoryCounts(r.Context(), q.Filter)
	if err != nil {
		return nil, err
	}
	var out []chip
	for _, c := range m.spine.Terms().Of(content.Place) {
		if n := counts[c.Slug]; n > 0 || c.Slug == q.Category {
			out = append(out, chip{c, n, c.Slug == q.Category})
		}
	}
	slices.SortStableFunc(out, func(a, b chip) int { return b.Count - a.Count })
	return out, nil
}

// showPage is what the page of one place shows.
type showPage struct {
	place   *Place
	text    content.Text
	lang    string // language key of the text
	term    content.Category
	hasTerm bool
	hours   today
	hasDays bool // the hours are known
	dates   []content.Occurrence
	owner   content.Listing // the organisation, or zero
	mapped  mapView
	origins []content.Source // of what was merged into it
}

// Show answers /orte/{slug} and its JSON.
func (m *Room) Show(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Place, r.PathValue("slug"))
	if k := fault.KindOf(err); k == fault.NotFound || k == fault.Gone {
		return frame.Elsewhere(w, r, m.spine, content.Place, err)
	}
	if err != nil {
		return err
	}
	p, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, p)
	}
	show, err := m.show(r, p)
	if err != nil {
		return err
	}
	if show.mapped.Shown {
		web.WithMap(w)
	}
	return frame.Render(w, r, http.StatusOK, m.page(r, show), showView(r, show))
}

func (m *Room) data(w http.ResponseWriter, r *web.Request, p *Place) error {
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{p.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	text, _ := p.Text(r.TextLang())
	return feed.Item(w, r, rows[0], map[string]any{
		"mobile": number(p.Mobile), "fax": number(p.Fax), "contacts": contactData(r, p), "photos": photoData(r, p),
		"body": string(text.Body), "email": p.Email, "web": p.Web, "opening_hours": p.Hours,
		"accessibility": p.Access, "identifiers": p.Identifiers, "approximate": p.Approximate, "attribution": p.Source.Attribution,
	})
}

func (m *Room) show(r *web.Request, p *Place) (showPage, error) {
	s := showPage{place: p}
	s.hours, s.hasDays = m.readHours(r, p)
	s.text, s.lang = p.Text(r.TextLang())
	var err error
	if s.origins, err = m.spine.Origins(r.Context(), m.spine.DB(), p.ID); err != nil {
		return s, err
	}
	s.mapped = m.mapOfPlace(r, p, s.text.Title)
	s.term, s.hasTerm = m.spine.Terms().Find(content.Place, p.Category())
	agenda, err := m.spine.Agenda(r.Context(), content.Filter{
		Portal: r.Site.Slug, Region: true, Lang: string(r.Lang), Kind: content.Event, Place: p.ID, From: clock.Day(r.Now, r.Site.Zone),
	}, content.Window{Limit: 5})
	if err != nil {
		return s, err
	}
	s.dates = agenda.Items
	if p.Organisation != "" {
		rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{p.Organisation})
		if err != nil {
			return s, err
		}
		if len(rows) > 0 {
			s.owner = rows[0]
		}
	}
	return s, nil
}

func (m *Room) page(r *web.Request, s showPage) frame.Page {
	p := s.place
	regular, special := m.specs(r, p)
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"json", "geojson"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/orte"), Text: r.T("common.places")}},
		Data:   []any{feed.PlaceLD(r, feed.PlaceFacts{Item: &p.Item, Text: s.text, SchemaType: s.term.SchemaType, Street: p.Street, Postcode: p.Postcode, Town: p.Town, Phone: p.Phone, Fax: p.Fax, Email: p.Email, Web: p.Web, Contacts: m.contactFacts(r, p), Images: images(r, p), Hours: regular, Exceptions: special, HasPosition: p.HasPosition, Lat: p.Lat, Lon: p.Lon})},
	}
	if s.hasTerm {
		page.Crumbs = append(page.Crumbs, ui.Crumb{Href: r.Href("/orte?kategorie=" + s.term.Slug), Text: s.term.Name(r.Lang)})
	}
	frame.Languages(r, &page, &p.Item)
	return page
}
