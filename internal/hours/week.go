package hours

import (
	"strings"
	"time"

	"umland/internal/i18n"
)

// Week is the opening hours of one calendar week as a table: seven rows from
// Monday, with the dates' exceptions and holidays in them.
type Week struct {
	Rows  []Row
	Today int // the number of today's row
}

// Row is one day of a week. Times is one line for each span, in words; a day
// without any is closed, and then Times says so.
type Row struct {
	Day     Day
	Weekday string
	Times   []string
	Kind    Kind   // Open if it opens at all, Unknown if only that is certain
	Note    string // the name of a public holiday
}

// Week is the table of the week that holds t.
func (v *Value) Week(lang i18n.Lang, t time.Time, ctx Context) Week {
	today := DayAt(t.In(ctx.zone()))
	monday := today - Day((today.Weekday()+6)%7)
	w := Week{Today: int(today - monday)}
	for i := range 7 {
		day := monday + Day(i)
		row := Row{Day: day, Weekday: i18n.Weekday(lang, day.Midnight(time.UTC))}
		if h, ok := ctx.Holiday(day); ok {
			row.Note = h.Text(lang)
		}
		w.Rows = append(w.Rows, row)
	}
	// Sunday before, so that its night is not taken for Monday's morning
	list := v.Spans((monday - 1).Midnight(ctx.zone()), (monday + 8).Midnight(ctx.zone()), ctx)
	for _, s := range byDay(list) {
		if i := int(DayAt(s.Start) - monday); i >= 0 && i < 7 {
			w.Rows[i].add(lang, s)
		}
	}
	for i := range w.Rows {
		if r := &w.Rows[i]; len(r.Times) == 0 {
			r.Times = []string{v.closedText(lang, r.Day, &ctx)}
		}
	}
	return w
}

// closedText is "geschlossen", with the value's own reason if it has one.
func (v *Value) closedText(lang i18n.Lang, d Day, ctx *Context) string {
	s := v.At(d.Midnight(ctx.zone()).Add(12*time.Hour), *ctx)
	if why := comment(lang, s); why != "" && s.Reason != OnHoliday {
		return i18n.T(lang, "hours.closed_why", "why", why)
	}
	return i18n.T(lang, "hours.closed")
}

// byDay cuts spans of more than a night at midnight.
func byDay(list []Span) []Span {
	out := make([]Span, 0, len(list))
	for _, s := range list {
		for {
			midnight := (DayAt(s.Start) + 1).Midnight(s.Start.Location())
			if !s.End.After(midnight.Add(12 * time.Hour)) {
				break
			}
			out = append(out, Span{s.Start, midnight, s.State})
			s.Start = midnight
		}
		out = append(out, s)
	}
	return out
}

// add writes a span into the row; an open end is added to the span before it.
func (r *Row) add(lang i18n.Lang, s Span) {
	last := len(r.Times) - 1
	if s.State.Reason == OpenEnd {
		r.Kind = Open
		if last >= 0 && s.State.Comment == "" {
			r.Times[last] = i18n.T(lang, "hours.span_open_end", "span", r.Times[last])
			return
		}
		r.Times = append(r.Times, withComment(lang, s.State, i18n.T(lang, "hours.span_from", "time", i18n.Time(lang, s.Start))))
		return
	}
	if r.Kind != Open {
		r.Kind = s.State.Kind
	}
	text := spanText(lang, s.Start, s.End)
	switch {
	case s.State.Kind == Unknown && text == i18n.T(lang, "hours.all_day"):
		text = sayUnknown(lang, s.State)
	case s.State.Kind == Unknown:
		text += " (" + strings.TrimSpace(sayUnknown(lang, s.State)) + ")"
	default:
		text = withComment(lang, s.State, text)
	}
	r.Times = append(r.Times, text)
}

// spanText is "8:00 bis 12:00 Uhr"; an end at midnight is 24:00.
func spanText(lang i18n.Lang, a, b time.Time) string {
	begins, ends := a.Hour() == 0 && a.Minute() == 0, b.Hour() == 0 && b.Minute() == 0
	switch {
	case begins && ends:
		return i18n.T(lang, "hours.all_day")
	case ends:
		return i18n.T(lang, "hours.span_midnight", "from", i18n.Clock(lang, a))
	}
	return i18n.TimeRange(lang, a, b)
}
