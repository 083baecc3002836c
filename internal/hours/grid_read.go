package hours

import "fmt"

// Grid gives the value as a clerk's table; false where it says more than a
// table can hold, such as seasons, and must be changed as text.
func (v *Value) Grid() (*Grid, bool) {
	g := &Grid{}
	exceptions := false
	for i := range v.rules {
		r := &v.rules[i]
		ok := false
		switch {
		case r.join == falls:
			ok = !exceptions && g.appointment(r)
		case len(v.rules) == 1 && r.always && r.kind == Unknown && r.comment == appointment:
			g.Appointment, ok = true, true
		case g.closure(r), g.school(r):
			exceptions, ok = true, true
		default:
			ok = g.rule(r, &exceptions)
		}
		if !ok {
			return &Grid{}, false
		}
	}
	return g, true
}

func (g *Grid) appointment(r *rule) bool {
	g.Appointment = r.always && r.kind == Unknown && r.comment == appointment
	return g.Appointment
}

// closure takes "2026 Dec 24-2027 Jan 02 off".
func (g *Grid) closure(r *rule) bool {
	if r.join != replaces || r.kind != Closed || len(r.spans) > 0 || len(r.selectors) != 1 {
		return false
	}
	s := &r.selectors[0]
	if len(s.dates) == 0 || len(s.years)+len(s.weeks)+len(s.days)+len(s.holidays) > 0 {
		return false
	}
	var found []Closure
	for i := range s.dates {
		d := &s.dates[i]
		if d.from.year == 0 || d.step > 1 {
			return false
		}
		end := d.to.year
		if end == 0 {
			end = d.from.year
		}
		first, last := d.from.first(d.from.year), d.to.last(end)
		if last < first && d.to.year == 0 {
			last = d.to.last(end + 1)
		}
		found = append(found, Closure{first, last, r.comment})
	}
	g.Closures = append(g.Closures, found...)
	return true
}

// school takes "SH off".
func (g *Grid) school(r *rule) bool {
	if r.join != replaces || r.kind != Closed || len(r.spans) > 0 || r.comment != "" || len(r.selectors) != 1 {
		return false
	}
	s := r.selectors[0]
	if len(s.holidays) != 1 || s.holidays[0] != (holidayPick{school: true}) || len(s.years)+len(s.dates)+len(s.weeks)+len(s.days) > 0 {
		return false
	}
	g.SchoolClosed = true
	return true
}

// rule takes weekdays and public holidays with plain spans. exceptions is true
// once a rule for holidays or dates stands before: a later one for weekdays
// would undo it, which a table cannot say.
func (g *Grid) rule(r *rule, exceptions *bool) bool {
	list, ok := r.slots()
	if !ok {
		return false
	}
	mask, holidays := uint8(allDays), false
	if len(r.selectors) > 1 {
		return false
	}
	if len(r.selectors) == 1 {
		s := &r.selectors[0]
		if len(s.years)+len(s.dates)+len(s.weeks) > 0 || s.both {
			return false
		}
		for _, d := range s.days {
			if d.nth != 0 || d.offset != 0 {
				return false
			}
		}
		for _, h := range s.holidays {
			if h != (holidayPick{}) {
				return false
			}
			holidays = true
		}
		mask = s.mask
	}
	if mask != 0 && *exceptions {
		return false
	}
	replace := r.join == replaces && (len(r.selectors) > 0 || len(r.spans) == 0)
	for i := range 7 {
		if mask&(1<<((i+1)%7)) == 0 {
			continue
		}
		if replace || r.kind == Closed {
			g.Days[i] = nil
		}
		g.Days[i] = append(g.Days[i], list...)
	}
	if holidays {
		*exceptions = true
		return g.onHolidays(r, list)
	}
	return true
}

func (g *Grid) onHolidays(r *rule, list []Slot) bool {
	if r.join != replaces && r.kind != Closed {
		return false // in addition to the weekday's hours
	}
	g.Holidays, g.HolidayHours = OwnHours, list
	if r.kind == Closed {
		g.Holidays = ClosedHolidays
	}
	return true
}

// slots is a rule's spans for a table; false where it has a comment, an open
// end, the sun, or closes only some hours.
func (r *rule) slots() ([]Slot, bool) {
	if r.comment != "" || r.kind == Unknown || r.kind == Closed && len(r.spans) > 0 {
		return nil, false
	}
	if r.kind == Closed {
		return nil, true
	}
	if len(r.spans) == 0 {
		return []Slot{{"00:00", "24:00"}}, true
	}
	var list []Slot
	for _, s := range r.spans {
		if s.openEnd || s.from.sun != noSun || s.to.sun != noSun {
			return nil, false
		}
		to := s.to.minute
		if to > minutesPerDay {
			to -= minutesPerDay
			if to > s.from.minute {
				return nil, false // more than a day long
			}
		}
		list = append(list, Slot{clockText(s.from.minute), clockText(to)})
	}
	return list, true
}

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
