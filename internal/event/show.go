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

// showPage is what the page of an event, or of one of its dates, shows.
type showPage struct {
	event      *Event
	text       content.Text
	lang       string
	term       content.Category
	next       *content.Occurrence // the date shown: the asked one, the next, or the last
	after      *content.Occurrence // the next one after it that takes place, where it is cancelled
	change     Change              // what is different about it
	single     bool                // the page of one date
	movedFrom  string              // the day asked for, where its date was moved to another
	all        bool                // all dates to come are listed
	total      int                 // how many dates are to come
	dates      []content.Occurrence
	venue      content.Listing // of the directory, or zero
	organisers []content.Listing
}

// How many dates a page lists, and how many when all are asked for.
const (
	someDates = 8
	allDates  = 400
)

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
	s := showPage{event: e, single: day != "", all: r.URL.Query().Get("termine") == "alle" || r.Format != ""}
	s.text, s.lang = e.Text(r.TextLang())
	s.term, _ = m.spine.Terms().Find(content.Event, e.Category())
	today := clock.Day(r.Now, r.Site.Zone)
	limit := someDates
	if s.all {
		limit = allDates
	}
	var err error
	if s.dates, err = m.spine.DatesOf(r.Context(), e.ID, string(r.Lang), today, limit); err != nil {
		return s, err
	}
	if s.total = len(s.dates); s.total == limit {
		if s.total, err = m.spine.CountDates(r.Context(), e.ID, today); err != nil {
			return s, err
		}
	}
	if err := m.choose(r, &s, day); err != nil {
		return s, err
	}
	if s.next != nil {
		s.change = e.changeOf(*s.next)
		for i := range s.dates {
			if o := &s.dates[i]; s.after == nil && o.Start > s.next.Start && o.Status == Statuses[0] {
				s.after = o
			}
		}
	}
	return s, m.around(r, &s)
}

// choose finds the date that the page is about: that of the day asked for,
// the one it was moved to, the next, or the last.
func (m *Room) choose(r *web.Request, s *showPage, day string) error {
	lang := string(r.Lang)
	if day == "" {
		if len(s.dates) > 0 {
			// One cancelled date does not make a cancelled series.
			takesPlace := func(o content.Occurrence) bool { return o.Status != "cancelled" }
			s.next = &s.dates[max(0, slices.IndexFunc(s.dates, takesPlace))]
			return nil
		}
		last, err := m.spine.LastDateOf(r.Context(), s.event.ID, lang)
		if len(last) > 0 {
			s.next = &last[0]
		}
		return err
	}
	on, err := m.spine.DateOn(r.Context(), s.event.ID, lang, day)
	if err == nil && len(on) == 0 {
		s.movedFrom = day
		on, err = m.spine.MovedFrom(r.Context(), s.event.ID, lang, day)
	}
	if err == nil && len(on) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	if len(on) > 0 {
		s.next = &on[0]
	}
	return err
}

// changeOf finds what is different about a listed date.
func (e *Event) changeOf(o content.Occurrence) Change {
	at := o.Was
	if at == "" {
		at = o.StartWall
	}
	c, _ := e.change(at)
	return c
}

// around finds the place and the organisers of the event.
func (m *Room) around(r *web.Request, s *showPage) error {
	e := s.event
	ids := append([]string{e.Place, e.Organisation}, e.CoOrganisers...)
	rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), slices.DeleteFunc(ids, func(id string) bool { return id == "" }))
	for _, l := range rows {
		if l.Kind == content.Place {
			s.venue = l
		} else {
			s.organisers = append(s.organisers, l)
		}
	}
	if err != nil || e.Place == "" {
		return err
	}
	v, err := m.venues.Venue(r.Context(), m.spine.DB(), e.Place)
	if fault.KindOf(err) == fault.NotFound {
		return nil // the place is gone; the event still tells where it was
	}
	e.placeAccess = v.Access
	return err
}

func (m *Room) page(r *web.Request, s showPage) frame.Page {
	e := s.event
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"ics", "json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/veranstaltungen"), Text: r.T("common.events_short")}},
		// The address of a date that was moved tells where it is now.
		NoIndex: s.movedFrom != "",
	}
	if s.single {
		page.Crumbs = append(page.Crumbs, ui.Crumb{Href: r.Href(e.Path()), Text: s.text.Title})
		page.Title += ", " + i18n.Date(r.Lang, content.Wall(s.next.StartWall))
	}
	if s.next != nil {
		page.Data = []any{feed.EventLD(r, s.schema(r, m.calendar(r.Site)))}
	}
	frame.Languages(r, &page, &e.Item)
	return page
}
