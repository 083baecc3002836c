package page

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

// servicePage is what the page of one service shows.
type servicePage struct {
	service     *Service
	text        content.Text
	lang        string // language key of the text
	details     Details
	detailsLang string
	offices     []OfficeRow
	owner       content.Listing // the organisation, or zero
}

// OfficeRow is an office with its place. Phone is in international form, or "".
type OfficeRow struct {
	Place          content.Listing
	Phone          string // as stored, or ""
	Note, NoteLang string
}

// Show answers /leistungen/{slug} and its JSON.
func (m *ServiceRoom) Show(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Service, r.PathValue("slug"))
	if fault.KindOf(err) == fault.NotFound {
		return frame.Elsewhere(w, r, m.spine, m.kind, err)
	}
	if err != nil {
		return err
	}
	s, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	p, err := m.show(r, s)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, it, p.more(r))
	}
	return frame.Render(w, r, http.StatusOK, m.page(r, p), serviceView(r, p))
}

func (m *ServiceRoom) show(r *web.Request, s *Service) (servicePage, error) {
	p := servicePage{service: s}
	p.text, p.lang = s.Text(r.TextLang())
	p.details, p.detailsLang = s.In(p.lang)
	var err error
	if p.offices, err = m.offices(r, s); err != nil {
		return p, err
	}
	p.owner, err = m.owner(r, &s.Item)
	return p, err
}

// Offices gives the places that give a service, those of the reader's portal
// first.
func (m *ServiceRoom) Offices(r *web.Request, id string) ([]OfficeRow, error) {
	s, err := m.Get(r.Context(), id)
	if err != nil {
		return nil, err
	}
	rows, err := m.offices(r, s)
	slices.SortStableFunc(rows, func(a, b OfficeRow) int { return rank(r, a) - rank(r, b) })
	return rows, err
}

func rank(r *web.Request, o OfficeRow) int {
	if o.Place.Portal == r.Site.Slug {
		return 0
	}
	return 1
}

// offices finds the places of the offices; those that are not public are left
// out.
func (m *ServiceRoom) offices(r *web.Request, s *Service) ([]OfficeRow, error) {
	ids := make([]string, len(s.Offices))
	for i, o := range s.Offices {
		ids[i] = o.Place
	}
	places, err := m.spine.ByIDs(r.Context(), string(r.Lang), ids)
	if err != nil {
		return nil, err
	}
	byID := map[string]content.Listing{}
	for _, l := range places {
		byID[l.Item] = l
	}
	var rows []OfficeRow
	for _, o := range s.Offices {
		l, ok := byID[o.Place]
		if !ok {
			continue
		}
		row := OfficeRow{Place: l, Phone: o.Phone}
		if row.Phone == "" {
			row.Phone = l.Phone
		}
		row.Note, row.NoteLang = o.note(r.TextLang())
		rows = append(rows, row)
	}
	return rows, nil
}

func (m *ServiceRoom) page(r *web.Request, p servicePage) frame.Page {
	s := p.service
	facts := feed.ServiceFacts{Item: &s.Item, Text: p.text, Operator: p.owner.Title, Audience: strings.Join(p.details.Who, ", ")}
	for _, o := range p.offices {
		l := o.Place
		facts.Offices = append(facts.Offices, feed.Office{
			Name: l.Title, URL: r.ItemURL(l.Portal, l.Path()), Street: l.Street, Postcode: l.Postcode, Town: l.Town, Phone: o.Phone,
		})
	}
	page := frame.Page{
		Title: p.text.Title, Description: p.text.Teaser, TextLang: p.lang, Formats: []string{"json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/leistungen"), Text: r.T("common.services")}},
		Data:   []any{feed.ServiceLD(r, facts)},
	}
	frame.Languages(r, &page, &s.Item)
	return page
}

// more is what the service adds to the JSON of its item.
func (p *servicePage) more(r *web.Request) map[string]any {
	offices := []map[string]any{}
	for _, o := range p.offices {
		e := feed.Entry(r, o.Place)
		e["phone"], e["note"] = o.Phone, o.Note
		offices = append(offices, e)
	}
	return map[string]any{"details": p.details, "offices": offices, "checked": p.service.Checked}
}

func dayWords(r *web.Request, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.Date(r.Lang, t)
}

// saving parts "Bücherei: Ausweis kostenlos" into what and how much.
func saving(line string) (what, much string) {
	what, much, found := strings.Cut(line, ": ")
	if !found {
		return "", line
	}
	return what, much
}
