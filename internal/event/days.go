package event

import (
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/i18n"
	"umland/internal/web"
)

// dayGroup is a day of the list with what begins on it; the first group may
// hold what has been running since before.
type dayGroup struct {
	Day     time.Time
	Today   bool
	Running bool
	Items   []content.Occurrence
}

// groups cuts the dates into days. What has been running since before the
// first day asked for stands in a group of its own.
func groups(r *web.Request, q *feed.Query, items []content.Occurrence) []dayGroup {
	today := clock.Day(r.Now, r.Site.Zone)
	var out []dayGroup
	last := ""
	for _, o := range items {
		key, running := o.Day, false
		if o.Day < q.From {
			key, running = "running", true
		}
		if key != last {
			out = append(out, dayGroup{Day: content.Wall(o.StartWall), Today: o.Day == today, Running: running})
			last = key
		}
		g := &out[len(out)-1]
		g.Items = append(g.Items, o)
	}
	return out
}

// rangeChip is a span of days that one tap chooses.
type rangeChip struct {
	Key, Href string
	Active    bool
}

func ranges(r *web.Request, q *feed.Query) []rangeChip {
	today := time.Date(r.Now.Year(), r.Now.Month(), r.Now.Day(), 0, 0, 0, 0, time.UTC)
	d := func(n int) string { return today.AddDate(0, 0, n).Format(dayForm) }
	saturday := (int(time.Saturday) - int(today.Weekday()) + 7) % 7
	if today.Weekday() == time.Sunday {
		saturday = -1
	}
	from, until := r.URL.Query().Get("von"), r.URL.Query().Get("bis")
	chip := func(key, a, b string) rangeChip {
		return rangeChip{Key: key, Href: r.Query("von", a, "bis", b, "ansicht", "", "seite", ""), Active: q.View == "" && from == a && until == b}
	}
	return []rangeChip{
		chip("event.today", d(0), d(0)),
		chip("event.weekend", d(max(saturday, 0)), d(saturday+1)),
		chip("event.week", d(0), d(6)),
		chip("event.all", "", ""),
	}
}

// monthView is the month beside the list: days with dates are links.
type monthView struct {
	First      time.Time
	Weeks      [][]dayCell
	Prev, Next string // addresses
}

type dayCell struct {
	Day   time.Time // zero: not of this month
	Href  string    // "" without dates
	Today bool
}

func (m *Room) month(r *web.Request, q *feed.Query) (monthView, error) {
	start := content.Wall(q.From)
	if start.IsZero() {
		start = r.Now
	}
	first := time.Date(start.Year(), start.Month(), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	f := q.Filter
	f.From, f.Until = first.Format(dayForm), last.Format(dayForm)
	counts, err := m.spine.DayCounts(r.Context(), f)
	if err != nil {
		return monthView{}, err
	}
	today := clock.Day(r.Now, r.Site.Zone)
	v := monthView{First: first, Prev: monthHref(r, first.AddDate(0, -1, 0)), Next: monthHref(r, first.AddDate(0, 1, 0))}
	lead := (int(first.Weekday()) + 6) % 7
	week := make([]dayCell, lead, 7)
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		key := d.Format(dayForm)
		c := dayCell{Day: d, Today: key == today}
		if counts[key] > 0 {
			c.Href = r.Query("von", key, "bis", key, "seite", "")
		}
		if week = append(week, c); len(week) == 7 {
			v.Weeks, week = append(v.Weeks, week), make([]dayCell, 0, 7)
		}
	}
	if len(week) > 0 {
		v.Weeks = append(v.Weeks, append(week, make([]dayCell, 7-len(week))...))
	}
	return v, nil
}

func monthHref(r *web.Request, first time.Time) string {
	return r.Query("von", first.Format(dayForm), "bis", first.AddDate(0, 1, -1).Format(dayForm), "seite", "")
}

// times is "15:00 bis 17:00 Uhr" of a date.
func times(r *web.Request, o content.Occurrence) string {
	switch {
	case o.AllDay:
		return r.T("common.all_day")
	case o.EndWall == "" || o.EndWall == o.StartWall || o.Several:
		return i18n.Time(r.Lang, content.Wall(o.StartWall))
	}
	return i18n.TimeRange(r.Lang, content.Wall(o.StartWall), content.Wall(o.EndWall))
}

// repeating is "immer dienstags" for the rule in a listing's facts, "" for
// what does not come again.
func repeating(r *web.Request, facts string) string {
	rule, start, ok := repeats(facts)
	if !ok {
		return ""
	}
	return rule.Say(r.Lang, start)
}
