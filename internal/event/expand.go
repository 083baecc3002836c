package event

import (
	"slices"
	"time"

	"umland/internal/content"
	"umland/internal/hours"
	"umland/internal/recur"
)

// horizon is the first day that a series is not expanded to any more: at
// least two years ahead, at the start of a quarter. It moves only four times a
// year, so that what was derived yesterday is still right today.
func horizon(today time.Time) time.Time {
	quarter := (int(today.Month())-1)/3*3 + 1
	return time.Date(today.Year()+2, time.Month(quarter+3), 1, 0, 0, 0, 0, time.UTC)
}

// past is how many years of a series are kept before its last date.
const past = 5

// mostKept bounds the dates of one event; the oldest go first.
const mostKept = 4000

// occurrences expands the dates of the event up to the horizon. Wall times are
// counted as if in UTC and get their zone at the end, so that a course at
// 18:00 stays at 18:00 when the clocks change.
func (e *Event) occurrences(at hours.Context, today time.Time) []content.Date {
	changes := make(map[string]*Change, len(e.Changes))
	for i := range e.Changes {
		changes[e.Changes[i].At] = &e.Changes[i]
	}
	var out []content.Date
	seen := map[string]bool{}
	for _, d := range e.Dates {
		length := d.length()
		for _, start := range d.Begins(at, today) {
			o := e.occurrence(d, start, start.Add(length), changes[start.Format(d.form())], at.Zone)
			if !seen[o.StartWall] {
				seen[o.StartWall] = true
				out = append(out, o)
			}
		}
	}
	if len(out) > mostKept {
		slices.SortStableFunc(out, func(a, b content.Date) int { return a.Start.Compare(b.Start) })
		out = out[len(out)-mostKept:]
	}
	return out
}

// Begins are the wall times at which the dates begin, as planned; what a
// holiday takes away is left out.
func (d Dates) Begins(at hours.Context, today time.Time) []time.Time {
	start, err := d.parse(d.Start)
	if err != nil {
		return nil // Validate refuses such dates
	}
	rule, ok := d.rule()
	if !ok {
		return []time.Time{start}
	}
	all := d.planned(rule, start, horizon(today))
	return slices.DeleteFunc(all, func(t time.Time) bool { return d.leftOut(t, at) != "" })
}

// planned are the dates of the rule before a day, as far back as they are
// kept.
func (d Dates) planned(rule recur.Rule, start, before time.Time) []time.Time {
	s := recur.Series{Start: start, AllDay: d.AllDay, Rules: []recur.Rule{rule}}
	var all []time.Time
	for from, more := start, true; more; {
		var part []time.Time
		if part, more = s.Between(from, before, 0); len(part) == 0 {
			break
		}
		all, from = append(all, part...), part[len(part)-1].Add(time.Minute)
	}
	if len(all) == 0 {
		return nil
	}
	oldest := all[len(all)-1].AddDate(-past, 0, 0)
	i, _ := slices.BinarySearchFunc(all, oldest, time.Time.Compare)
	return all[max(i, len(all)-mostKept):]
}

// The reasons why a date of a series does not take place.
const (
	outByHand   = "hand"
	outHoliday  = "holiday"
	outVacation = "school"
)

// leftOut tells why the date that begins at a wall time is left out, or "".
func (d Dates) leftOut(t time.Time, at hours.Context) string {
	wall := t.Format(d.form())
	if _, found := slices.BinarySearch(d.Without, wall); found {
		return outByHand
	}
	if !d.NoHolidays && !d.NoSchool {
		return ""
	}
	if _, found := slices.BinarySearch(d.Despite, wall); found {
		return ""
	}
	day := hours.DayAt(t)
	if d.NoHolidays {
		if _, holiday := at.Holiday(day); holiday {
			return outHoliday
		}
	}
	if d.NoSchool && at.School != nil {
		if vacation, known := at.School(day); known && vacation {
			return outVacation
		}
	}
	return ""
}

// occurrence is one date, with what is different about it.
func (e *Event) occurrence(d Dates, start, end time.Time, c *Change, zone *time.Location) content.Date {
	o := content.Date{AllDay: d.AllDay, Place: e.Place, Status: e.status()}
	if c != nil {
		c.apply(&o)
	}
	if c != nil && c.Start != "" {
		if moved, err := d.parse(c.Start); err == nil && !moved.Equal(start) {
			o.Was, start, end = start.Format(d.form()), moved, moved.Add(end.Sub(start))
		}
		if until, err := d.parse(c.End); err == nil {
			end = until
		}
	}
	from, _ := recur.InZone(start, e.zone(zone))
	until, _ := recur.InZone(end, e.zone(zone))
	if d.AllDay {
		from, _ = recur.InZone(start, zone)
		until, _ = recur.InZone(end.AddDate(0, 0, 1), zone)
	} else if e.Zone != "" && e.Zone != zone.String() {
		// The lists of the portal tell its own wall times.
		start, end = wallOf(from, zone), wallOf(until, zone)
	}
	if until.Before(from) {
		until = from // it begins in the hour that the change of the clocks skips
	}
	o.Start, o.End = from.UTC(), until.UTC()
	o.StartWall, o.EndWall = start.Format(d.form()), end.Format(d.form())
	o.Day, o.EndDay = start.Format(dayForm), lastDay(start, end).Format(dayForm)
	return o
}

// apply puts status and place of a changed date into it.
func (c *Change) apply(o *content.Date) {
	if c.Status != "" {
		o.Status = c.Status
	}
	if c.elsewhere() {
		o.Place = c.Place
		o.Elsewhere = &content.Spot{
			Venue: c.Venue, Street: c.Street, Postcode: c.Postcode, Town: c.Town, HasPosition: c.HasPosition, Lat: c.Lat, Lon: c.Lon,
		}
	}
}

// zone is where the wall times are meant.
func (e *Event) zone(portal *time.Location) *time.Location {
	if e.Zone != "" {
		if zone, err := time.LoadLocation(e.Zone); err == nil {
			return zone
		}
	}
	return portal
}

// wallOf is what the clocks of a zone show, as if in UTC.
func wallOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// lastDay is the day on which an event counts as running last: a party until
// two in the morning is one of a single day.
func lastDay(start, end time.Time) time.Time {
	if end.Sub(start) < 24*time.Hour && end.Hour() < 6 {
		return start
	}
	return end
}
