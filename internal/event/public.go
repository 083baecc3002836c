package event

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/frame"
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
	place, _, err := q.Locate(r.Context(), m.spine)
	if err != nil {
		return err
	}
	if r.Format == "ics" && q.Until == "" {
		return m.calendarList(w, r, q)
	}
	if r.Format == "" && q.View != "" {
		return m.table(w, r, q, place)
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
	f, err := m.filters(r, q, place)
	if err != nil {
		return err
	}
	return frame.Render(w, r, http.StatusOK, listFrame(r, q), listView(r, listPage{
		query: q, total: agenda.Total, days: groups(r, q, agenda.Items), ranges: ranges(r, q), month: month, filters: f,
	}))
}

// table answers the calendar as a week or a month.
func (m *Room) table(w http.ResponseWriter, r *web.Request, q *feed.Query, place content.Listing) error {
	s, total, err := m.sheet(r, q)
	if err != nil {
		return err
	}
	f, err := m.filters(r, q, place)
	if err != nil {
		return err
	}
	return frame.Render(w, r, http.StatusOK, listFrame(r, q), listView(r, listPage{query: q, total: total, ranges: ranges(r, q), sheet: s, filters: f}))
}

// listFrame is what the frame needs to know of the calendar. Weeks and months
// are endless: search engines take the list.
func listFrame(r *web.Request, q *feed.Query) frame.Page {
	return frame.Page{
		Title: r.T("event.title"), Description: r.T("event.description", "place", r.Site.Place), Formats: Formats,
		Crumbs:  []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.events_short")}},
		NoIndex: q.View != "",
	}
}
