package event

import (
	"net/http"
	"slices"

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
	if _, _, err := q.Locate(r.Context(), m.spine); err != nil {
		return err
	}
	if r.Format == "ics" && q.Until == "" {
		return m.calendarList(w, r, q)
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
