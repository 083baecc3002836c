package organisation

import (
	"net/http"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// Formats are the other forms of the list.
var Formats = []string{"json", "csv"}

// What one page shows of what belongs to an organisation.
const (
	maxPlaces = 100
	maxDates  = 20
	// firstDates stand open, the rest behind a word
	firstDates = 6
)

type listPage struct {
	query *feed.Query
	found content.Found
}

// List answers /organisationen and its other forms.
func (m *Room) List(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Organisation, m.spine.Terms())
	if err != nil {
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
	page := frame.Page{
		Title: r.T("common.organisations"), Description: r.T("organisation.description", "place", r.Site.Place), Formats: Formats,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.organisations")}},
	}
	return frame.Render(w, r, http.StatusOK, page, listView(r, listPage{q, found}))
}

// showPage is what the page of one organisation shows.
type showPage struct {
	organisation *Organisation
	text         content.Text
	lang         string // language key of the text
	places       content.Found
	dates        content.Agenda
	terms        *content.Vocabulary
}

// Show answers /organisationen/{slug} and its JSON.
func (m *Room) Show(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Organisation, r.PathValue("slug"))
	if fault.KindOf(err) == fault.NotFound {
		return frame.Elsewhere(w, r, m.spine, content.Organisation, err)
	}
	if err != nil {
		return err
	}
	o, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	s, err := m.show(r, o)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, s)
	}
	return frame.Render(w, r, http.StatusOK, m.page(r, s), showView(r, s))
}

// show finds what belongs to the organisation in the whole region: a club
// meets in the next village too.
func (m *Room) show(r *web.Request, o *Organisation) (showPage, error) {
	s := showPage{organisation: o, terms: m.spine.Terms()}
	s.text, s.lang = o.Text(r.TextLang())
	f := content.Filter{Portal: r.Site.Slug, Region: true, Lang: string(r.Lang), Kind: content.Place, Organisation: o.ID}
	var err error
	if s.places, err = m.spine.List(r.Context(), f, content.ByTitle, content.Window{Limit: maxPlaces}); err != nil {
		return s, err
	}
	f.Kind, f.From = content.Event, clock.Day(r.Now, r.Site.Zone)
	s.dates, err = m.spine.Agenda(r.Context(), f, content.Window{Limit: maxDates})
	return s, err
}

func (m *Room) data(w http.ResponseWriter, r *web.Request, s showPage) error {
	o := s.organisation
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{o.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	places := []map[string]any{}
	for _, l := range s.places.Items {
		places = append(places, feed.Entry(r, l))
	}
	return feed.Item(w, r, rows[0], map[string]any{
		"teaser": s.text.Teaser, "body": string(s.text.Body), "email": o.Email, "web": o.Web, "authority": o.Authority,
		"places": places, "events": dates(r, s.dates), "attribution": o.Source.Attribution,
	})
}

func (m *Room) page(r *web.Request, s showPage) frame.Page {
	o := s.organisation
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/organisationen"), Text: r.T("common.organisations")}},
		Data: []any{feed.OrganisationLD(r, feed.OrganisationFacts{
			Item: &o.Item, Text: s.text, SchemaType: schemaType(o), Street: o.Street, Postcode: o.Postcode, Town: o.Town,
			Phone: o.Phone, Email: o.Email, Web: o.Web,
		})},
	}
	frame.Languages(r, &page, &o.Item)
	return page
}

func schemaType(o *Organisation) string {
	if o.Authority {
		return "GovernmentOrganization"
	}
	return ""
}
