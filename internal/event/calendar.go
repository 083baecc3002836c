package event

import (
	"net/url"
	"slices"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/web"
)

// How many dates a cell of the table shows, and how many of what runs over
// several days stand above it.
const (
	perDayOfMonth = 4
	perDayOfWeek  = 25
	mostRunning   = 6
)

// sheet is a week or a month as a table.
type sheet struct {
	Title      string
	Month      bool
	Weeks      []sheetWeek
	Running    []content.Occurrence
	RunningAll int
	Prev, Next string
	Today      string // address of the week or month of today, "" where it is shown
}

type sheetWeek struct {
	Number int // ISO 8601
	Days   []sheetDay
}

// sheetDay is a day of the table; those of the months before and after are
// empty and have no number.
type sheetDay struct {
	Day   time.Time
	Today bool
	Items []content.Occurrence
	Total int
	Href  string // the day as a list
}

// sheet reads the table of the span that was asked for.
func (m *Room) sheet(r *web.Request, q *feed.Query) (sheet, int, error) {
	perDay := perDayOfWeek
	if q.View == feed.ViewMonth {
		perDay = perDayOfMonth
	}
	days, counts, err := m.spine.Days(r.Context(), q.Filter, perDay)
	if err != nil {
		return sheet{}, 0, err
	}
	s := sheet{Month: q.View == feed.ViewMonth}
	if s.Running, s.RunningAll, err = m.spine.Running(r.Context(), q.Filter, mostRunning); err != nil {
		return s, 0, err
	}
	total := s.RunningAll
	for _, n := range counts {
		total += n
	}
	first, last := content.Wall(q.From), content.Wall(q.Until)
	s.around(r, first, last)
	today := clock.Day(r.Now, r.Site.Zone)
	for d := first.AddDate(0, 0, -(int(first.Weekday())+6)%7); !d.After(last); d = d.AddDate(0, 0, 1) {
		if d.Weekday() == time.Monday {
			_, number := d.ISOWeek()
			s.Weeks = append(s.Weeks, sheetWeek{Number: number})
		}
		key := d.Format(dayForm)
		cell := sheetDay{}
		if !d.Before(first) {
			cell = sheetDay{Day: d, Today: key == today, Items: days[key], Total: counts[key], Href: r.Query("ansicht", "", "von", key, "bis", key, "seite", "")}
		}
		w := &s.Weeks[len(s.Weeks)-1]
		w.Days = append(w.Days, cell)
	}
	for w := &s.Weeks[len(s.Weeks)-1]; len(w.Days) < 7; {
		w.Days = append(w.Days, sheetDay{})
	}
	return s, total, nil
}

// around gives the table its title and the ways to the spans beside it.
func (s *sheet) around(r *web.Request, first, last time.Time) {
	to := func(t time.Time) string { return r.Query("von", t.Format(dayForm), "bis", "", "seite", "") }
	step := func(n int) time.Time { return first.AddDate(0, 0, 7*n) }
	s.Title = r.T("event.week_of", "from", i18n.DayMonth(r.Lang, first), "to", i18n.Date(r.Lang, last))
	if s.Month {
		step = func(n int) time.Time { return first.AddDate(0, n, 0) }
		s.Title = i18n.Sentence(i18n.MonthYear(r.Lang, first))
	}
	s.Prev, s.Next = to(step(-1)), to(step(1))
	if today := content.Wall(clock.Day(r.Now, r.Site.Zone)); today.Before(first) || today.After(last) {
		s.Today = r.Query("von", "", "bis", "", "seite", "")
	}
}

// viewLink is one of the ways to show the calendar.
type viewLink struct {
	Key, Href string
	Active    bool
}

func viewLinks(r *web.Request, q *feed.Query) []viewLink {
	link := func(key, view string) viewLink {
		return viewLink{key, r.Query("ansicht", view, "bis", "", "seite", ""), q.View == view}
	}
	list := viewLink{"event.view_list", r.Query("ansicht", "", "seite", ""), q.View == ""}
	if q.View != "" {
		// The list of the week or the month that is shown.
		list.Href = r.Query("ansicht", "", "von", q.From, "bis", q.Until, "seite", "")
	}
	return []viewLink{list, link("event.view_week", feed.ViewWeek), link("event.view_month", feed.ViewMonth)}
}

// filters is what the reader may narrow the calendar by, and what is chosen.
type filters struct {
	terms  []content.Category
	towns  []string
	town   string // the chosen one as it is written, or ""
	chosen []choice
	hidden []choice // what is chosen elsewhere and must not be lost
}

// choice is a parameter with its value; Text and Href are those of a chip that
// takes it back.
type choice struct{ Name, Value, Text, Href string }

// kept are the parameters that the form does not show.
var kept = []string{"von", "bis", "ansicht", "region", "ort", "organisation", "bbox", "schrift", "farben"}

func (m *Room) filters(r *web.Request, q *feed.Query, place content.Listing) (filters, error) {
	var f filters
	counts, err := m.spine.CategoryCounts(r.Context(), q.Filter)
	if err != nil {
		return f, err
	}
	f.terms = slices.DeleteFunc(slices.Clone(m.spine.Terms().Of(content.Event)), func(c content.Category) bool {
		return counts[c.Slug] == 0 && c.Slug != q.Category
	})
	if f.towns, err = m.spine.Towns(r.Context(), q.Filter); err != nil {
		return f, err
	}
	if f.town = q.Town; f.town != "" {
		i := slices.IndexFunc(f.towns, func(t string) bool { return search.SortKey(t) == search.SortKey(q.Town) })
		if i < 0 {
			f.towns = append(slices.Clone(f.towns), f.town)
		} else {
			f.town = f.towns[i]
		}
	}
	given := r.URL.Query()
	for _, name := range kept {
		if v := given.Get(name); v != "" {
			f.hidden = append(f.hidden, choice{Name: name, Value: v})
		}
	}
	f.chosen, err = m.chosen(r, q, f.town, place)
	return f, err
}

// chosen names what the calendar is narrowed by, each with the way to take it
// back.
func (m *Room) chosen(r *web.Request, q *feed.Query, town string, place content.Listing) ([]choice, error) {
	given := r.URL.Query()
	var list []choice
	add := func(name, text string) {
		if given.Get(name) != "" && text != "" {
			list = append(list, choice{name, given.Get(name), text, r.Query(name, "", "seite", "")})
		}
	}
	add("q", r.T("event.word")+": "+q.Words)
	if term, ok := m.spine.Terms().Find(content.Event, q.Category); ok {
		add("kategorie", term.Name(r.Lang))
	}
	add("gemeinde", town)
	if a := given.Get("zielgruppe"); a != "" {
		add("zielgruppe", r.T("event.for_"+a))
	}
	add("kostenlos", r.T("event.free"))
	add("sozialpass", r.T("event.social_pass"))
	add("barrierefrei", r.T("event.access_step_free"))
	add("ort", place.Title)
	if q.Organiser != "" {
		rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{q.Organiser})
		if err != nil {
			return nil, err
		}
		for _, o := range rows {
			add("organisation", r.T("event.by", "name", o.Title))
		}
	}
	return list, nil
}

// dropAll is the calendar without any choice, the span and the view kept.
func dropAll(r *web.Request, chosen []choice) string {
	pairs := []string{"seite", ""}
	for _, c := range chosen {
		pairs = append(pairs, c.Name, "")
	}
	return r.Query(pairs...)
}

// programmeHref is the programme to print of what is shown: of the week, or of
// the month, with the same choice.
func programmeHref(r *web.Request, q *feed.Query) string {
	given := url.Values{}
	for name, values := range r.URL.Query() {
		if len(values) > 0 && values[0] != "" && name != "seite" && name != "bis" && name != "anzahl" {
			given.Set(name, values[0])
		}
	}
	if q.View == "" {
		given.Set("ansicht", feed.ViewWeek)
	}
	return r.Href("/veranstaltungen/programm") + "?" + given.Encode()
}

// beside is the word of the span before or after the one shown.
func beside(month bool, where string) string {
	if month {
		return "event.month_" + where
	}
	return "event.week_" + where
}

func thisSpan(month bool) string {
	if month {
		return "event.this_month"
	}
	return "event.this_week"
}
