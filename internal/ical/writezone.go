package ical

import (
	"fmt"
	"time"
)

// shift is one change of the clocks, at an instant.
type shift struct {
	at            time.Time
	before, after int // seconds east of Greenwich
	name          string
	summer        bool
}

// onset is the wall time at which a shift happens, in the offset that ends.
func (s shift) onset() time.Time {
	return s.at.UTC().Add(time.Duration(s.before) * time.Second)
}

// ahead is how many years of a zone's changes are looked at to find its rule,
// and written where there is none.
const ahead = 12

// zone writes a VTIMEZONE with the changes of the clocks from the one before
// from on: as rules where they keep to rules, so that a series without an end
// has its zone for ever, else one by one. Some readers want summer and
// standard time both, so two changes are written at least where there are any.
func (c *writer) zone(loc *time.Location, from time.Time) {
	c.line("BEGIN", "VTIMEZONE")
	c.line("TZID", loc.String())
	shifts := shiftsFrom(loc, from)
	if len(shifts) == 0 {
		name, offset := from.In(loc).Zone()
		c.observance(shift{before: offset, after: offset, name: name}, "19700101T000000", "")
	} else if first, rules, ok := byRule(shifts); ok {
		for i := range first {
			c.observance(first[i], first[i].onset().Format(localLayout), rules[i])
		}
	} else {
		for _, s := range shifts {
			c.observance(s, s.onset().Format(localLayout), "")
		}
	}
	c.line("END", "VTIMEZONE")
}

// shiftsFrom gives the changes of the clocks: two before an instant and those
// of the years after it.
func shiftsFrom(loc *time.Location, from time.Time) []shift {
	t := from.In(loc)
	for range 2 {
		if start, _ := t.ZoneBounds(); !start.IsZero() {
			t = start.Add(-time.Second)
		}
	}
	until := from.AddDate(ahead, 0, 0)
	var list []shift
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || end.After(until) {
			return list
		}
		_, before := t.Zone()
		t = end
		name, after := t.Zone()
		if before != after { // Go also ends its tables at a year's turn
			list = append(list, shift{end, before, after, name, t.IsDST()})
		}
	}
}

// byRule tells whether all changes are two a year by one rule each, such as
// the last Sunday of March, and gives the first of each with its rule.
func byRule(list []shift) (first []shift, rules []string, ok bool) {
	if len(list) < 2*ahead-4 {
		return nil, nil, false
	}
	for start := range 2 {
		day := list[start].onset()
		last, nth := true, (day.Day()+6)/7
		for i := start; i < len(list); i += 2 {
			s, o := list[i], list[i].onset()
			if s.after != list[start].after || s.before != list[start].before || o.Month() != day.Month() || o.Weekday() != day.Weekday() ||
				o.Hour() != day.Hour() || o.Minute() != day.Minute() || o.Year() != day.Year()+(i-start)/2 {
				return nil, nil, false
			}
			last = last && o.AddDate(0, 0, 7).Month() != o.Month()
			if (o.Day()+6)/7 != nth {
				nth = 0
			}
		}
		if last {
			nth = -1
		}
		if nth == 0 {
			return nil, nil, false
		}
		weekday := []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[day.Weekday()]
		first = append(first, list[start])
		rules = append(rules, fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", day.Month(), nth, weekday))
	}
	return first, rules, true
}

// observance writes the time of day that holds after a change.
func (c *writer) observance(s shift, onset, rule string) {
	kind := "STANDARD"
	if s.summer {
		kind = "DAYLIGHT"
	}
	c.line("BEGIN", kind)
	c.line("DTSTART", onset)
	if rule != "" {
		c.line("RRULE", rule)
	}
	c.line("TZOFFSETFROM", utcOffset(s.before))
	c.line("TZOFFSETTO", utcOffset(s.after))
	c.text("TZNAME", s.name)
	c.line("END", kind)
}

// utcOffset writes seconds east of Greenwich as +hhmm, or +hhmmss where a
// zone of old has seconds.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		s += fmt.Sprintf("%02d", rest)
	}
	return s
}
