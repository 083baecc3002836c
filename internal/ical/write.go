package ical

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/recur"
)

// Head is what a calendar file says about itself.
type Head struct {
	Product string // host name of the portal that makes it
	Name    string // as calendar programs list it
	Source  string // absolute address of the file, to ask again
	URL     string // absolute address of the page with the same content
	Zone    *time.Location
}

// refresh is how often a calendar program should ask again.
const refresh = "PT6H"

// Write makes a calendar file (RFC 5545, names of RFC 7986): each event with
// its rules, exceptions and the dates that differ, and each zone they name.
// What programs compare (UID, DTSTAMP, SEQUENCE) comes from the events alone,
// so an unchanged event is written the same each time.
func Write(h Head, events []Event) []byte {
	c := &writer{}
	c.b.Grow(1024 + 700*len(events))
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.text("PRODID", "-//Umland//"+h.Product+"//DE")
	c.line("CALSCALE", "GREGORIAN")
	c.text("NAME", h.Name)
	c.text("X-WR-CALNAME", h.Name)
	if h.Zone != nil {
		c.line("X-WR-TIMEZONE", h.Zone.String())
	}
	c.line("SOURCE;VALUE=URI", h.Source)
	c.line("URL", h.URL)
	c.line("REFRESH-INTERVAL;VALUE=DURATION", refresh)
	c.line("X-PUBLISHED-TTL", refresh)
	c.zones(events)
	for i := range events {
		c.event(&events[i])
	}
	c.line("END", "VCALENDAR")
	return []byte(c.b.String())
}

// event writes an event and the dates of it that differ. An event without any
// date is left out.
func (c *writer) event(e *Event) {
	start, ok := e.first()
	if !ok {
		return
	}
	skipped, length := e.skipped(start), e.length(start)
	if single := len(e.Series.Rules)+len(e.Series.Added) == 0; single && !e.Series.AllDay {
		end := e.real(start.Add(length))
		start = e.real(start)
		length = end.Sub(start)
	}
	c.line("BEGIN", "VEVENT")
	c.identity(e)
	c.span(e.zone(), start, e.Series.AllDay, length)
	c.series(e, start)
	c.details(&e.Details)
	c.line("END", "VEVENT")
	for i := range e.Overrides {
		c.override(e, &e.Overrides[i])
	}
	for i := range skipped {
		c.override(e, &skipped[i])
	}
}

// Programs disagree about a time that the clocks skip, so such a date is
// written with the time that it gets. Clocks change in the first hours of a
// day; that many years are looked at.
const (
	changeHours = 5
	skipYears   = 5
)

// skipped are the dates of a series that begin or end in an hour that the
// clocks skip, as dates that differ; a single date is moved itself.
func (e *Event) skipped(start time.Time) []Override {
	end := start.Add(e.Series.Length)
	if e.Series.AllDay || e.zone() == time.UTC || start.Hour() >= changeHours && end.Hour() >= changeHours {
		return nil
	}
	if len(e.Series.Rules)+len(e.Series.Added) == 0 {
		return nil
	}
	var list []Override
	walls, _ := e.Series.Between(start, start.AddDate(skipYears, 0, 0), 0)
	for _, w := range walls {
		o := Override{At: w, Start: e.real(w), Length: e.real(w.Add(e.length(w))).Sub(e.real(w))}
		known := slices.ContainsFunc(e.Overrides, func(known Override) bool { return known.At.Equal(w) })
		if !known && (!o.Start.Equal(w) || o.Length != e.length(w)) {
			list = append(list, o)
		}
	}
	return list
}

// real is the wall time that clocks show when a wall time is meant.
func (e *Event) real(w time.Time) time.Time {
	at, _ := recur.InZone(w, e.zone())
	return wallOf(at)
}

// first is what DTSTART says: the first date of the rules, also where it is
// one of the exceptions, since a rule's COUNT begins there.
func (e *Event) first() (time.Time, bool) {
	if len(e.Series.Rules) == 0 {
		return e.Series.Start, true
	}
	plain := recur.Series{Start: e.Series.Start, AllDay: e.Series.AllDay, Rules: e.Series.Rules, Zone: e.Series.Zone}
	return plain.First()
}

func (e *Event) length(at time.Time) time.Duration {
	if d, ok := e.Lengths[at]; ok {
		return d
	}
	return e.Series.Length
}

func (c *writer) identity(e *Event) {
	stamp := e.Stamp.UTC().Format(utcLayout)
	c.text("UID", e.UID)
	c.line("DTSTAMP", stamp)
	c.line("LAST-MODIFIED", stamp)
	c.line("SEQUENCE", strconv.Itoa(e.Sequence))
}

func (c *writer) override(e *Event, o *Override) {
	c.line("BEGIN", "VEVENT")
	c.identity(e)
	name := "RECURRENCE-ID"
	if o.Future {
		name += ";RANGE=THISANDFUTURE"
	}
	c.stamp(name, e.zone(), o.At, e.Series.AllDay)
	zone := o.Zone
	if zone == nil {
		zone = e.zone()
	}
	c.span(zone, o.Start, o.AllDay, o.Length)
	d := e.merged(o.Details)
	c.details(&d)
	c.line("END", "VEVENT")
}

// span writes begin and end: whole days with an end that is the day after.
func (c *writer) span(zone *time.Location, start time.Time, allDay bool, length time.Duration) {
	c.stamp("DTSTART", zone, start, allDay)
	switch {
	case allDay:
		c.stamp("DTEND", zone, start.Add(max(length, wholeDay)), true)
		c.line("TRANSP", "TRANSPARENT")
	case length > 0:
		c.stamp("DTEND", zone, start.Add(length), false)
	}
}

// stamp writes a wall time with its zone, or a day.
func (c *writer) stamp(name string, zone *time.Location, t time.Time, day bool) {
	switch {
	case day:
		c.line(name+";VALUE=DATE", t.Format(dayLayout))
	case zone == time.UTC:
		c.line(name, t.Format(utcLayout))
	default:
		c.line(name+";TZID="+zone.String(), t.Format(localLayout))
	}
}

// series writes rules, added dates and exceptions. Days on which no date
// begins become exceptions, one for each date they take away.
func (c *writer) series(e *Event, start time.Time) {
	s := e.Series
	for _, r := range s.Rules {
		c.line("RRULE", ruleFor(r, e).String())
	}
	if len(s.Rules) == 0 && len(s.Added) > 0 { // some readers forget the start of a list
		s.Added = append([]time.Time{start}, s.Added...)
	}
	for _, t := range s.Added {
		if d, ok := e.Lengths[t]; ok && !s.AllDay && e.zone() == time.UTC {
			c.line("RDATE;VALUE=PERIOD", t.Format(utcLayout)+"/PT"+strconv.Itoa(int(d/time.Second))+"S")
		} else if ok && !s.AllDay {
			c.line("RDATE;VALUE=PERIOD;TZID="+e.zone().String(), t.Format(localLayout)+"/PT"+strconv.Itoa(int(d/time.Second))+"S")
		} else {
			c.stamp("RDATE", e.zone(), t, s.AllDay)
		}
	}
	gone := slices.Clone(s.Except)
	plain := s
	plain.Except, plain.ExceptDays = nil, nil
	for _, day := range s.ExceptDays {
		walls, _ := plain.Between(midnight(day), midnight(day).Add(wholeDay), 0)
		gone = append(gone, walls...)
	}
	slices.SortFunc(gone, time.Time.Compare)
	for _, t := range slices.CompactFunc(gone, time.Time.Equal) {
		if !t.Before(start) {
			c.stamp("EXDATE", e.zone(), t, s.AllDay)
		}
	}
}

// ruleFor gives UNTIL the form that the RFC wants beside the form of DTSTART:
// a day for whole days, else an instant.
func ruleFor(r recur.Rule, e *Event) recur.Rule {
	switch {
	case r.UntilForm == recur.NoUntil:
	case e.Series.AllDay:
		r.UntilForm = recur.UntilDay
	case r.UntilForm == recur.UntilDay:
		r.Until, _ = recur.InZone(midnight(r.Until).Add(wholeDay-time.Second), e.zone())
		r.UntilForm = recur.UntilUTC
	case r.UntilForm == recur.UntilLocal:
		r.Until, _ = recur.InZone(r.Until, e.zone())
		r.UntilForm = recur.UntilUTC
	}
	return r
}

func (c *writer) details(d *Details) {
	summary := "SUMMARY"
	if d.Language != "" {
		summary += ";LANGUAGE=" + d.Language
	}
	c.text(summary, d.Title)
	c.text("DESCRIPTION", d.Description)
	c.text("LOCATION", d.Location)
	if d.HasPosition {
		c.line("GEO", degrees(d.Lat)+";"+degrees(d.Lon))
	}
	if len(d.Categories) > 0 {
		list := make([]string, len(d.Categories))
		for i, s := range d.Categories {
			list[i] = escape(s)
		}
		c.fold("CATEGORIES:" + strings.Join(list, ","))
	}
	if d.Status != "" {
		c.line("STATUS", d.Status)
	}
	if d.URL != "" {
		c.line("URL", d.URL)
	}
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 6, 64) }

// zones writes each zone that an event names, once.
func (c *writer) zones(events []Event) {
	var order []*time.Location
	from := map[string]time.Time{}
	see := func(zone *time.Location, t time.Time) {
		if zone == time.UTC {
			return
		}
		old, known := from[zone.String()]
		if !known {
			order = append(order, zone)
		}
		if !known || t.Before(old) {
			from[zone.String()] = t
		}
	}
	for i := range events {
		e := &events[i]
		if !e.Series.AllDay {
			see(e.zone(), e.Series.Start)
			for _, t := range e.Series.Added {
				see(e.zone(), t)
			}
		}
		for j := range e.Overrides {
			if o := &e.Overrides[j]; !o.AllDay && o.Zone != nil {
				see(o.Zone, o.Start)
			} else if !o.AllDay {
				see(e.zone(), o.Start)
			}
		}
	}
	for _, zone := range order {
		c.zone(zone, from[zone.String()].Add(-margin))
	}
}
