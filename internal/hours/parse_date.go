package hours

import "time"

// dates reads "Dec 24-Jan 02", "Apr-Sep", "24. Dec", "easter -2 days",
// "Nov Su[-1]-Dec 24", lists of them, with the year before or behind.
func (p *parser) dates(sel *selector, year int) error {
	for {
		d := dateRange{}
		if err := p.date(&d.from, year); err != nil {
			return err
		}
		d.to = d.from
		if p.accept('-') {
			if err := p.dateTo(&d); err != nil {
				return err
			}
		}
		if err := p.step(&d.step); err != nil {
			return err
		}
		if err := p.settleDate(&d); err != nil {
			return err
		}
		sel.dates = append(sel.dates, d)
		if !p.moreDates(&d) {
			return nil
		}
		p.i++
		year = 0
		if t := p.peek(); t.kind == tokNumber && !p.dayBeforeMonth() && !isYear(t) {
			// "Dec 24,31": a further day of the same month
			p.list[p.i-1] = token{kind: tokMonth, n: int(d.to.month), text: ",", strict: true}
			p.i--
			year = d.from.year
		} else if isYear(t) {
			year = p.take().n
		}
	}
}

// moreDates is true where a comma and another date follow.
func (p *parser) moreDates(d *dateRange) bool {
	if !p.peek().is(',') {
		return false
	}
	switch t := p.ahead(1); t.kind {
	case tokMonth, tokEaster:
		return true
	case tokNumber:
		if isYear(t) {
			return p.ahead(2).kind == tokMonth || p.ahead(2).kind == tokEaster
		}
		p.i++
		day := p.dayBeforeMonth()
		p.i--
		return day || d.to.day > 0 && t.digits <= 2 && t.n >= 1 && t.n <= 31 && !p.clockAt(1)
	}
	return false
}

// clockAt is true where the n-th token from here begins a time of day.
func (p *parser) clockAt(n int) bool {
	if p.ahead(n).kind != tokNumber {
		return false
	}
	switch next := p.ahead(n + 1); {
	case next.is(':'):
		// not "Jun 14: 09:00" nor "Jun 14:09:00", where the colon ends the date
		return p.ahead(n+2).kind == tokNumber && !p.ahead(n+2).spaced && !p.ahead(n+3).is(':')
	case next.is('.'):
		return p.ahead(n+2).kind == tokNumber && p.ahead(n+2).digits == 2
	default:
		return next.kind == tokHours || next.kind == tokHalf
	}
}

// date reads one date.
func (p *parser) date(d *datePoint, year int) (err error) {
	d.year = year
	if isYear(p.peek()) {
		d.year = p.take().n
	}
	if p.peek().kind == tokEaster {
		p.i++
		d.easter = true
		d.offset, err = p.offset()
		return err
	}
	if p.peek().kind == tokNumber { // "24. Dec", "1.-15. May"
		d.day = p.take().n
		p.accept('.')
		p.warnings.add("hours.warn_date_order")
		if p.peek().is('-') {
			d.month = p.monthAfter()
			return p.checkDay(d)
		}
	}
	if p.peek().kind != tokMonth {
		return p.unexpected()
	}
	d.month = time.Month(p.take().n)
	switch t := p.peek(); {
	case d.day == 0 && t.kind == tokNumber && t.digits <= 2 && !p.clockAt(0):
		d.day = p.take().n
		p.accept('.')
	case t.kind == tokDay && p.ahead(1).is('['):
		if err := p.dateNth(d, t); err != nil {
			return err
		}
	}
	if d.year == 0 && isYear(p.peek()) && !p.ahead(1).is(':') && d.day > 0 && p.ahead(1).kind != tokMonth {
		d.year = p.take().n
		p.warnings.add("hours.warn_order")
	}
	if err := p.checkDay(d); err != nil {
		return err
	}
	d.offset, err = p.offset()
	return err
}

// monthAfter is the month behind the second day of "1.-15. May".
func (p *parser) monthAfter() time.Month {
	for n := 1; n < 4; n++ {
		if t := p.ahead(n); t.kind == tokMonth {
			return time.Month(t.n)
		}
	}
	return time.January
}

// dateNth reads the "Su[-1]" of "Nov Su[-1]".
func (p *parser) dateNth(d *datePoint, t token) error {
	p.i += 2
	sign := 1
	if p.accept('-') {
		sign = -1
	}
	n := p.peek()
	if n.kind != tokNumber || n.n < 1 || n.n > 5 || !p.ahead(1).is(']') || weekdayOf(t.n) < 0 {
		return p.unexpected()
	}
	p.i += 2
	d.weekday, d.nth = weekdayOf(t.n), sign*n.n
	return nil
}

// checkDay refuses days no month has and mends those beyond a month's end.
func (p *parser) checkDay(d *datePoint) error {
	if d.day < 0 || d.day > 31 {
		return refuse("hours.bad_day", "day", d.day)
	}
	if last := lastOf(2024, d.month); d.day > last {
		p.warnings.add("hours.warn_month_end", "day", d.day, "month", monthNames[d.month], "last", last)
		d.day = last
	}
	return nil
}

// dateTo reads what stands behind the hyphen of a range of dates.
func (p *parser) dateTo(d *dateRange) error {
	if t := p.peek(); t.kind == tokNumber && !isYear(t) && !p.dayBeforeMonth() {
		// "Dec 24-26"
		if d.from.day == 0 || t.digits > 2 || p.clockAt(0) {
			return p.unexpected()
		}
		d.to = datePoint{year: d.from.year, month: d.from.month, day: p.take().n}
		p.accept('.')
		return p.checkDay(&d.to)
	}
	d.to = datePoint{}
	return p.date(&d.to, 0)
}

// settleDate finds the simple form and what cannot be.
func (p *parser) settleDate(d *dateRange) error {
	if d.from.year == 0 && d.to.year != 0 {
		d.from.year = d.to.year
		if d.from.first(d.from.year) > d.to.last(d.to.year) {
			d.from.year--
		}
	}
	if d.from.year != 0 && d.to.year != 0 && d.to.year < d.from.year {
		return refuse("hours.bad_order", "from", d.from.year, "to", d.to.year)
	}
	if d.from.year != 0 && d.to == d.from {
		return nil
	}
	fixed := func(x *datePoint) bool { return x.year == 0 && !x.easter && x.nth == 0 && x.offset == 0 }
	if !fixed(&d.from) || !fixed(&d.to) || d.step > 1 {
		return nil
	}
	d.simple = true
	d.fromNum, d.toNum = number(d.from.month, d.from.day), number(d.to.month, d.to.day)
	if d.to.day == 0 {
		d.toNum = number(d.to.month, 31)
	}
	return nil
}
