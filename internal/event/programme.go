package event

import (
	"net/http"
	"time"

	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

// mostPrinted bounds the dates of a programme: more fill no notice board.
const mostPrinted = 200

// programme is a week or a month on paper.
type programme struct {
	title, span string
	days        []dayGroup
	rest        int             // dates that are only on the net
	coded       map[string]bool // dates that carry a code: the first of each event
	view        string
	back        string
	code        string // address of the QR code of the calendar
	chosen      []choice
}

// Programme answers /veranstaltungen/programm: the dates of a week or a month
// for the notice board, with the filters of the calendar.
func (m *Room) Programme(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Event, m.spine.Terms())
	if err != nil {
		return err
	}
	if q.View == "" {
		if q, err = m.weekly(r); err != nil {
			return err
		}
	}
	place, _, err := q.Locate(r.Context(), m.spine)
	if err != nil {
		return err
	}
	agenda, err := m.spine.Agenda(r.Context(), q.Filter, content.Window{Limit: mostPrinted})
	if err != nil {
		return err
	}
	p := programme{
		title: r.T("event.programme_title", "place", r.Site.Place), days: groups(r, q, agenda.Items), rest: agenda.Total - len(agenda.Items),
		coded: firstOfEach(agenda.Items), view: q.View, back: withQuery(r, "/veranstaltungen"), code: withQuery(r, "/veranstaltungen/qr.svg"),
	}
	if q.Region {
		p.title = r.T("event.programme_region")
	}
	p.span = i18n.DateRange(r.Lang, content.Wall(q.From), content.Wall(q.Until))
	if q.View == feed.ViewMonth {
		p.span = i18n.Sentence(i18n.MonthYear(r.Lang, content.Wall(q.From)))
	}
	if p.chosen, err = m.chosen(r, q, q.Town, place); err != nil {
		return err
	}
	page := frame.Page{
		Title: p.title + ", " + p.span, NoIndex: true,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/veranstaltungen"), Text: r.T("common.events_short")}, {Text: r.T("event.programme")}},
	}
	return frame.Render(w, r, http.StatusOK, page, programmeView(r, p))
}

// weekly reads the request as one for a week.
func (m *Room) weekly(r *web.Request) (*feed.Query, error) {
	u := *r.URL
	values := u.Query()
	values.Set("ansicht", feed.ViewWeek)
	if day := r.Now.In(r.Site.Zone); values.Get("von") == "" && (day.Weekday() == time.Saturday || day.Weekday() == time.Sunday) {
		// Who prints at the weekend wants the week to come.
		values.Set("von", day.AddDate(0, 0, 2).Format(dayForm))
	}
	u.RawQuery = values.Encode()
	hr := *r.Request
	hr.URL = &u
	r.Request = &hr
	return feed.Read(r, content.Event, m.spine.Terms())
}

// withQuery is another page with the parameters of this one.
func withQuery(r *web.Request, path string) string {
	if q := r.URL.Query().Encode(); q != "" {
		return r.Href(path) + "?" + q
	}
	return r.Href(path)
}

// firstOfEach marks the first date of each event: one code for each is enough.
func firstOfEach(items []content.Occurrence) map[string]bool {
	seen, coded := map[string]bool{}, map[string]bool{}
	for _, o := range items {
		if !seen[o.Item] {
			seen[o.Item], coded[o.Item+o.StartWall] = true, true
		}
	}
	return coded
}

// spanChips lead to the programme of this week, the next, and the months.
func spanChips(r *web.Request, p programme) []viewLink {
	today := time.Date(r.Now.Year(), r.Now.Month(), r.Now.Day(), 0, 0, 0, 0, time.UTC)
	given := r.URL.Query()
	chip := func(key, view string, day time.Time) viewLink {
		from := day.Format(dayForm)
		return viewLink{key, r.Query("ansicht", view, "von", from), given.Get("von") == from && p.view == view}
	}
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	return []viewLink{
		chip("event.this_week", feed.ViewWeek, monday), chip("event.week_after", feed.ViewWeek, monday.AddDate(0, 0, 7)),
		chip("event.this_month", feed.ViewMonth, month), chip("event.month_after", feed.ViewMonth, month.AddDate(0, 1, 0)),
	}
}

// factLine is what a row of the programme tells beside place and time.
func factLine(r *web.Request, o content.Occurrence) string {
	return join(costFact(r, o.Facts), repeating(r, o.Facts))
}

func chosenLine(list []choice) string {
	text := ""
	for _, c := range list {
		text = join(text, c.Text)
	}
	return text
}
