package hours

import "time"

// atSelector is true where years, dates, weeks, weekdays or holidays begin.
func (p *parser) atSelector() bool {
	switch t := p.peek(); t.kind {
	case tokDay, tokMonth, tokHoliday, tokEaster, tokWeek:
		return true
	case tokNumber:
		return p.atYear() || p.dayBeforeMonth()
	}
	return false
}

// firstYear and lastYear are the years that a number of four digits may be.
const firstYear, lastYear = 1970, 2199

func isYear(t token) bool {
	return t.kind == tokNumber && t.digits == 4 && t.n >= firstYear && t.n <= lastYear
}

// atYear tells a year from a time without colon ("2000-2200").
func (p *parser) atYear() bool {
	if !isYear(p.peek()) || p.ahead(1).is(':') || p.ahead(1).kind == tokHours {
		return false
	}
	if p.ahead(1).is('-') && p.ahead(2).kind == tokNumber {
		return isYear(p.ahead(2))
	}
	return true
}

// dayBeforeMonth is true for "24. December" and "1.-15. May".
func (p *parser) dayBeforeMonth() bool {
	n := 0
	for range 2 {
		if t := p.ahead(n); t.kind != tokNumber || t.digits > 2 {
			return false
		}
		n++
		if p.ahead(n).is('.') {
			n++
		}
		if p.ahead(n).kind == tokMonth {
			// "Mo 8 May" could only be this; "08:00-12 Dec 24" is a time before a date
			return !p.ahead(n+1).is(':') || p.ahead(n-1).is('.')
		}
		if !p.ahead(n).is('-') {
			return false
		}
		n++
	}
	return false
}

// selector reads the part of a selector that begins here.
func (p *parser) selector(sel *selector) error {
	t := p.peek()
	switch {
	case t.kind == tokWeek:
		if len(sel.weeks) > 0 {
			return p.unexpected()
		}
		return p.weeks(sel)
	case t.kind == tokNumber && p.atYear():
		return p.years(sel)
	case t.kind == tokMonth, t.kind == tokEaster, t.kind == tokNumber:
		if len(sel.dates) > 0 {
			return p.unexpected()
		}
		return p.dates(sel, 0)
	}
	if len(sel.days)+len(sel.holidays) > 0 {
		sel.both = true
		if len(sel.days) > 0 && t.kind == tokDay || len(sel.holidays) > 0 && t.kind == tokHoliday {
			return p.unexpected()
		}
	}
	return p.days(sel)
}

// years reads "2026", "2026-2028/2", "2026+", and hands a single year before a
// date on to it.
func (p *parser) years(sel *selector) error {
	if len(sel.years) > 0 {
		return p.unexpected()
	}
	if next := p.ahead(1); next.kind == tokMonth || next.kind == tokEaster {
		if len(sel.dates) > 0 {
			return p.unexpected()
		}
		year := p.take().n
		return p.dates(sel, year)
	}
	for {
		y := yearRange{from: p.peek().n, to: p.peek().n}
		p.i++
		switch {
		case p.accept('-'):
			if !isYear(p.peek()) {
				return p.unexpected()
			}
			y.to = p.take().n
			if y.to < y.from {
				return refuse("hours.bad_order", "from", y.from, "to", y.to)
			}
		case p.accept('+'):
			y.to = lastYear
		case p.peek().is('/'):
			y.to = lastYear
		}
		if err := p.step(&y.step); err != nil {
			return err
		}
		sel.years = append(sel.years, y)
		if !p.peek().is(',') || !isYear(p.ahead(1)) || p.ahead(2).is(':') {
			return nil
		}
		p.i++
	}
}

// step reads "/2".
func (p *parser) step(n *int) error {
	if !p.peek().is('/') {
		return nil
	}
	if t := p.ahead(1); t.kind != tokNumber || t.n < 1 || t.n > 366 {
		p.i++
		return p.unexpected()
	}
	p.i++
	*n = p.take().n
	return nil
}

// weeks reads "week 1-10/2,40".
func (p *parser) weeks(sel *selector) error {
	p.i++
	p.accept('.')
	for {
		week := func() (int, error) {
			if t := p.peek(); t.kind != tokNumber || t.n < 1 || t.n > 53 {
				return 0, p.unexpected()
			}
			return p.take().n, nil
		}
		from, err := week()
		if err != nil {
			return err
		}
		w := weekRange{from: from, to: from}
		if p.accept('-') {
			if w.to, err = week(); err != nil {
				return err
			}
		}
		if err := p.step(&w.step); err != nil {
			return err
		}
		sel.weeks = append(sel.weeks, w)
		if !p.peek().is(',') || p.ahead(1).kind != tokNumber || p.ahead(2).is(':') || p.ahead(2).is('.') {
			return nil
		}
		p.i++
	}
}

// days reads weekdays and holidays: "Mo-We,Fr[1],PH -1 day".
func (p *parser) days(sel *selector) error {
	for {
		t := p.take()
		var err error
		if t.kind == tokHoliday {
			err = p.holiday(sel, t.n == 1)
		} else {
			err = p.weekdays(sel, t)
		}
		if err != nil {
			return err
		}
		if next := p.ahead(1).kind; !p.peek().is(',') || next != tokDay && next != tokHoliday {
			return nil
		}
		p.i++
	}
}

func (p *parser) holiday(sel *selector, school bool) error {
	h := holidayPick{school: school}
	var err error
	h.offset, err = p.offset()
	sel.holidays = append(sel.holidays, h)
	return err
}

func (p *parser) weekdays(sel *selector, first token) error {
	pick := dayPick{mask: uint8(first.n)}
	if p.peek().is('-') && p.ahead(1).kind == tokDay {
		p.i++
		pick.mask = between(first.n, p.take().n)
	}
	if p.accept('[') {
		if err := p.nth(&pick); err != nil {
			return err
		}
	}
	var err error
	if pick.offset, err = p.offset(); err != nil {
		return err
	}
	if pick.nth == 0 && pick.offset == 0 {
		sel.mask |= pick.mask
	}
	sel.days = append(sel.days, pick)
	return nil
}

// between is the weekdays from one set to another, over the end of the week
// where need be.
func between(from, to int) uint8 {
	mask := uint8(from | to)
	for d := range 7 {
		if from&(1<<d) != 0 { // the last day of the first set, in weeks that begin on Monday
			for n := d; to&(1<<(n%7)) == 0; n++ {
				mask |= 1 << (n % 7)
			}
		}
	}
	return mask
}

// nth reads "1,3-4,-1]".
func (p *parser) nth(pick *dayPick) error {
	one := func() (int, error) {
		sign := 1
		if p.accept('-') {
			sign = -1
		}
		t := p.peek()
		if t.kind != tokNumber || t.n < 1 || t.n > 5 {
			return 0, p.unexpected()
		}
		p.i++
		return sign * t.n, nil
	}
	for {
		from, err := one()
		if err != nil {
			return err
		}
		to := from
		if p.accept('-') {
			if to, err = one(); err != nil {
				return err
			}
		}
		for n := from; n <= to; n++ {
			if n != 0 {
				pick.nth |= nthBit(n)
			}
		}
		if p.accept(']') {
			return nil
		}
		if !p.accept(',') {
			return p.unexpected()
		}
	}
}

// offset reads "+2 days" and "-1 day".
func (p *parser) offset() (Day, error) {
	sign := Day(1)
	switch t := p.peek(); {
	case t.is('-'):
		sign = -1
	case !t.is('+'):
		return 0, nil
	}
	n := p.ahead(1)
	if n.kind != tokNumber || p.ahead(2).kind != tokDays {
		return 0, nil
	}
	if n.n > 366 {
		p.i++
		return 0, p.unexpected()
	}
	p.i += 3
	return sign * Day(n.n), nil
}

// weekdayOf is the weekday of a mask of one.
func weekdayOf(mask int) time.Weekday {
	for d := range 7 {
		if mask == 1<<d {
			return time.Weekday(d)
		}
	}
	return -1
}
