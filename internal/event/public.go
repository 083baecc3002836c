package event

import (
	"net/http"
	"slices"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

// Formats are the other forms of the list.
var Formats = []string{"json", "csv", "geojson", "ics", "rss"}

// List answers /veranstaltungen and its other forms.
func (m *Room) List(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Event, m.spine.Terms())
	if err != nil {
		return err
	}
	if _, _, err := q.Locate(r.Context(), m.spine); err != nil {
		return err
	}
	agenda, err := m.spine.Agenda(r.Context(), q.Filter, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(agenda.Total); err != nil {
		return err
	}
	if r.Format != "" {
		return feed.Agenda(w, r, q, agenda)
	}
	month, err := m.month(r, q)
	if err != nil {
		return err
	}
	counts, err := m.spine.CategoryCounts(r.Context(), q.Filter)
	if err != nil {
		return err
	}
	page := frame.Page{
		Title: r.T("event.title"), Description: r.T("event.description", "place", r.Site.Place), Formats: Formats,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.events_short")}},
	}
	body := listView(r, listPage{
		query: q, total: agenda.Total, days: groups(r, q, agenda.Items), ranges: ranges(r, q), month: month,
		terms: slices.DeleteFunc(slices.Clone(m.spine.Terms().Of(content.Event)), func(c content.Category) bool {
			return counts[c.Slug] == 0 && c.Slug != q.Category
		}),
	})
	return frame.Render(w, r, http.StatusOK, page, body)
}

// showPage is what the page of an event, or of one of its dates, shows.
type showPage struct {
	event  *Event
	text   content.Text
	lang   string
	term   content.Category
	next   *content.Occurrence // the date shown: the asked one, the next, or the last
	single bool                // the page of one date
	dates  []content.Occurrence
	venue  content.Listing // of the directory, or zero
	owner  content.Listing
}

// Show answers /veranstaltungen/{slug}, its JSON and its calendar file.
func (m *Room) Show(w http.ResponseWriter, r *web.Request) error { return m.answer(w, r, "") }

// ShowDate answers /veranstaltungen/{slug}/{day}.
func (m *Room) ShowDate(w http.ResponseWriter, r *web.Request) error {
	day := r.PathValue("day")
	if _, err := time.Parse(dayForm, day); err != nil {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	return m.answer(w, r, day)
}

func (m *Room) answer(w http.ResponseWriter, r *web.Request, day string) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Event, r.PathValue("slug"))
	if fault.KindOf(err) == fault.NotFound {
		return frame.Elsewhere(w, r, m.spine, content.Event, err)
	}
	if err != nil {
		return err
	}
	e, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	show, err := m.show(r, e, day)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, show)
	}
	return frame.Render(w, r, http.StatusOK, m.page(r, show), showView(r, show))
}

func (m *Room) show(r *web.Request, e *Event, day string) (showPage, error) {
	s := showPage{event: e, single: day != ""}
	s.text, s.lang = e.Text(r.TextLang())
	s.term, _ = m.spine.Terms().Find(content.Event, e.Category())
	all, err := m.spine.DatesOf(r.Context(), e.ID, string(r.Lang), "", 400)
	if err != nil {
		return s, err
	}
	today := clock.Day(r.Now, r.Site.Zone)
	for i := range all {
		o := &all[i]
		switch {
		case day != "" && o.Day == day:
			s.next = o
		case day == "" && s.next == nil && o.EndDay >= today:
			s.next = o
		}
		if o.EndDay >= today && len(s.dates) < 12 {
			s.dates = append(s.dates, *o)
		}
	}
	if s.next == nil && day != "" {
		return s, fault.New(fault.NotFound, "errors.not_found")
	}
	if s.next == nil && len(all) > 0 {
		s.next = &all[len(all)-1]
	}
	return s, m.around(r, &s)
}

// around finds the place and the organiser of the event.
func (m *Room) around(r *web.Request, s *showPage) error {
	rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{s.event.Place, s.event.Organisation})
	for _, l := range rows {
		if l.Item == s.event.Place {
			s.venue = l
		} else {
			s.owner = l
		}
	}
	return err
}

func (m *Room) data(w http.ResponseWriter, r *web.Request, s showPage) error {
	dates := s.dates
	if s.single && s.next != nil {
		dates = []content.Occurrence{*s.next}
	}
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{s.event.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	e := s.event
	return feed.EventItem(w, r, rows[0], dates, map[string]any{
		"body": string(s.text.Body), "venue": e.Venue, "online": e.Online, "free": e.Free, "price": words(r, e.Price), "attribution": e.Source.Attribution,
	})
}

func (m *Room) page(r *web.Request, s showPage) frame.Page {
	e := s.event
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"ics", "json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/veranstaltungen"), Text: r.T("common.events_short")}},
	}
	if s.single {
		page.Crumbs = append(page.Crumbs, ui.Crumb{Href: r.Href(e.Path()), Text: s.text.Title})
		page.Title += ", " + i18n.Date(r.Lang, content.Wall(s.next.StartWall))
	}
	if s.next != nil {
		page.Data = []any{feed.EventLD(r, feed.EventFacts{
			Date: *s.next, SchemaType: s.term.SchemaType, Summary: s.text.Teaser, Organiser: s.owner.Title, Free: e.Free, OnlineURL: e.Online,
		})}
	}
	frame.Languages(r, &page, &e.Item)
	return page
}
