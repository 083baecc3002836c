package event

import (
	"time"

	"umland/internal/content"
)

// horizon is the first day that a weekly event is not expanded to any more: at
// least two years ahead, at the start of a quarter. It moves only four times a
// year, so that what was derived yesterday is still right today.
func horizon(today time.Time) time.Time {
	quarter := (int(today.Month())-1)/3*3 + 1
	return time.Date(today.Year()+2, time.Month(quarter+3), 1, 0, 0, 0, 0, time.UTC)
}

// past is how many years of a weekly event are kept before its last date.
const past = 5

// occurrences expands the dates of the event up to the horizon. Wall times are
// counted as if in UTC and get their zone at the end, so that a course at
// 18:00 stays at 18:00 when the clocks change.
func (e *Event) occurrences(zone *time.Location, today time.Time) []content.Date {
	limit := horizon(today)
	var out []content.Date
	seen := map[string]bool{}
	for _, d := range e.Dates {
		start, err := d.parse(d.Start)
		if err != nil {
			continue // Validate refuses such dates
		}
		end, err := d.parse(d.End)
		if err != nil {
			continue
		}
		last := start
		if d.Weekly {
			last = d.last(limit)
			weeks := max(0, int(last.AddDate(-past, 0, 0).Sub(start)/week))
			start, end = start.AddDate(0, 0, 7*weeks), end.AddDate(0, 0, 7*weeks)
		}
		for !start.After(last) {
			o := e.occurrence(d, start, end, zone)
			if !seen[o.StartWall] {
				seen[o.StartWall] = true
				out = append(out, o)
			}
			start, end = start.AddDate(0, 0, 7), end.AddDate(0, 0, 7)
			if !d.Weekly {
				break
			}
		}
	}
	return out
}

const week = 7 * 24 * time.Hour

// last is the last minute in which a weekly date may begin.
func (d Dates) last(limit time.Time) time.Time {
	if until, err := time.Parse(dayForm, d.Until); err == nil && until.Before(limit) {
		limit = until.AddDate(0, 0, 1)
	}
	return limit.Add(-time.Minute)
}

func (e *Event) occurrence(d Dates, start, end time.Time, zone *time.Location) content.Date {
	form := minuteForm
	if d.AllDay {
		form = dayForm
	}
	o := content.Date{
		StartWall: start.Format(form), EndWall: end.Format(form), AllDay: d.AllDay,
		Day: start.Format(dayForm), EndDay: lastDay(start, end).Format(dayForm),
		Place: e.Place, Status: e.Status, Start: inZone(start, zone), End: inZone(end, zone),
	}
	if d.AllDay {
		o.End = inZone(end.AddDate(0, 0, 1), zone)
	}
	if o.End.Before(o.Start) {
		o.End = o.Start // it begins in the hour that the change of the clocks skips
	}
	return o
}

// lastDay is the day on which an event counts as running last: a party until
// two in the morning is one of a single day.
func lastDay(start, end time.Time) time.Time {
	if end.Sub(start) < 24*time.Hour && end.Hour() < 6 {
		return start
	}
	return end
}

// inZone reads a wall time in a zone as RFC 5545 does: a time that the change
// of the clocks skips is moved on by the gap, and of two equal ones the first
// counts.
func inZone(t time.Time, zone *time.Location) time.Time {
	at := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, zone)
	if before := at.Add(-time.Hour); before.Hour() == at.Hour() && before.Minute() == at.Minute() {
		at = before
	}
	return at.UTC()
}
