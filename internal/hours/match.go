package hours

import "time"

// date is a day with its parts, so that they are worked out once per day.
type date struct {
	day     Day
	year    int
	month   time.Month
	dom     int
	weekday time.Weekday
}

func dateOf(d Day) date {
	y, m, dom := d.Date()
	return date{d, y, m, dom, d.Weekday()}
}

// picked is how a selector came to pick a day.
type picked struct {
	ok      bool
	holiday int8 // 1 + number in the year's list of public holidays; 0: none
	school  bool
}

// matches tells whether a rule speaks about a day.
func (e *evaluation) matches(r *rule, d *date) picked {
	if r.always || len(r.selectors) == 0 {
		return picked{ok: true}
	}
	for i := range r.selectors {
		if p := e.picks(&r.selectors[i], d); p.ok {
			return p
		}
	}
	return picked{}
}

func (e *evaluation) picks(s *selector, d *date) picked {
	byDay := s.mask&(1<<d.weekday) != 0
	if !byDay && s.mask != 0 && len(s.holidays) == 0 && len(s.days) == 1 {
		return picked{}
	}
	if len(s.years) > 0 && !inYears(s.years, d.year) ||
		len(s.dates) > 0 && !inDates(s.dates, d) ||
		len(s.weeks) > 0 && !inWeeks(s.weeks, d.day.week()) {
		return picked{}
	}
	if len(s.days)+len(s.holidays) == 0 {
		return picked{ok: true}
	}
	byDay = byDay || onDays(s.days, d)
	if len(s.holidays) == 0 {
		return picked{ok: byDay}
	}
	if s.both && len(s.days) > 0 && !byDay {
		return picked{}
	}
	p := e.onHolidays(s.holidays, d)
	p.ok = p.ok || !s.both && byDay
	return p
}

func inYears(list []yearRange, year int) bool {
	for _, r := range list {
		if year >= r.from && year <= r.to && (r.step < 2 || (year-r.from)%r.step == 0) {
			return true
		}
	}
	return false
}

// inWeeks also knows ranges over the turn of the year ("week 50-02").
func inWeeks(list []weekRange, week int) bool {
	for _, r := range list {
		in := week >= r.from && week <= r.to
		if r.from > r.to {
			in = week >= r.from || week <= r.to
		}
		if in && (r.step < 2 || (week-r.from+53)%r.step == 53%r.step) {
			return true
		}
	}
	return false
}

// onDays handles what the mask does not: counted weekdays and offsets.
func onDays(list []dayPick, d *date) bool {
	for i := range list {
		p := &list[i]
		if p.nth == 0 && p.offset == 0 {
			continue // in the mask
		}
		at := *d
		if p.offset != 0 {
			at = dateOf(d.day - p.offset)
		}
		if p.mask&(1<<at.weekday) == 0 {
			continue
		}
		if p.nth == 0 {
			return true
		}
		first := (at.dom-1)/7 + 1
		last := (lastOf(at.year, at.month)-at.dom)/7 + 1
		if p.nth&(nthBit(first)|nthBit(-last)) != 0 {
			return true
		}
	}
	return false
}

func inDates(list []dateRange, d *date) bool {
	for i := range list {
		if list[i].contains(d) {
			return true
		}
	}
	return false
}

// number orders the dates of a year.
func number(month time.Month, dom int) int { return int(month)*32 + dom }

func (r *dateRange) contains(d *date) bool {
	if r.simple {
		n := number(d.month, d.dom)
		if r.fromNum <= r.toNum {
			return n >= r.fromNum && n <= r.toNum
		}
		return n >= r.fromNum || n <= r.toNum
	}
	if r.from.year != 0 {
		return r.within(d.day, r.from.year)
	}
	// a range that began last year may still run, and an offset may carry a
	// date over the turn of the year
	return r.within(d.day, d.year-1) || r.within(d.day, d.year) || r.within(d.day, d.year+1)
}

// within tells whether the range that begins in a year holds a day.
func (r *dateRange) within(d Day, year int) bool {
	from := r.from.first(year)
	end := year
	if r.to.year != 0 {
		end = r.to.year
	}
	to := r.to.last(end)
	if to < from && r.to.year == 0 {
		to = r.to.last(end + 1)
	}
	return d >= from && d <= to && (r.step < 2 || int(d-from)%r.step == 0)
}

// first and last are the day of a date in a year; of a month without day they
// are its first and its last.
func (p *datePoint) first(year int) Day {
	if p.day == 0 && p.nth == 0 && !p.easter {
		return DayOf(year, p.month, 1) + p.offset
	}
	return p.in(year)
}

func (p *datePoint) last(year int) Day {
	if p.day == 0 && p.nth == 0 && !p.easter {
		return DayOf(year, p.month+1, 1) - 1 + p.offset
	}
	return p.in(year)
}

func (p *datePoint) in(year int) Day {
	switch {
	case p.easter:
		return easter(year) + p.offset
	case p.nth > 0:
		first := DayOf(year, p.month, 1)
		return first + Day((p.weekday-first.Weekday()+7)%7) + Day(7*(p.nth-1)) + p.offset
	case p.nth < 0:
		last := DayOf(year, p.month+1, 1) - 1
		return last - Day((last.Weekday()-p.weekday+7)%7) + Day(7*(p.nth+1)) + p.offset
	}
	return DayOf(year, p.month, min(p.day, lastOf(year, p.month))) + p.offset
}

// earliest is the first day from d on that a rule may pick; it may be earlier
// than the day that one does.
func (e *evaluation) earliest(d Day) Day {
	at, first := dateOf(d), never
	for i := range e.v.rules {
		for j := range e.v.rules[i].selectors {
			first = min(first, e.v.rules[i].selectors[j].earliest(&at))
		}
	}
	return first
}

func (s *selector) earliest(d *date) Day {
	first := d.day
	if len(s.years) > 0 {
		first = never
		for _, y := range s.years {
			if y.to >= d.year {
				first = min(first, max(d.day, DayOf(y.from, time.January, 1)))
			}
		}
	}
	if len(s.dates) > 0 {
		dated := never
		for i := range s.dates {
			dated = min(dated, s.dates[i].earliest(d))
		}
		first = max(first, dated)
	}
	return first
}

func (r *dateRange) earliest(d *date) Day {
	switch {
	case r.simple && r.contains(d):
		return d.day
	case r.simple:
		year, dom := d.year, max(r.from.day, 1)
		if number(d.month, d.dom) > r.fromNum {
			year++
		}
		return DayOf(year, r.from.month, dom)
	case r.from.year == 0:
		return d.day
	case r.to.year != 0 && r.to.year+1 < d.year, r.to.year == 0 && r.from.year+2 < d.year:
		return never // offsets reach a year at most
	}
	return max(d.day, min(r.from.first(r.from.year), DayOf(r.from.year, time.January, 1)))
}
