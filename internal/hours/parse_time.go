package hours

// atSpan is true where a span of time begins.
func (p *parser) atSpan() bool {
	t := p.peek()
	return t.kind == tokNumber || t.kind == tokSun || t.kind == tokClock || t.kind == tokFrom || t.is('(') && p.ahead(1).kind == tokSun
}

// maxSpans is the most spans a rule may have.
const maxSpans = 24

// spans reads "08:00-12:00,14:00-18:00" and what is written instead.
func (p *parser) spans(r *rule) error {
	for {
		s, err := p.span()
		if err != nil {
			return err
		}
		if len(r.spans) >= maxSpans {
			return refuse("hours.bad_long", "max", maxLength)
		}
		r.spans = append(r.spans, s)
		switch t := p.peek(); {
		case t.is(','), t.is('/'):
			p.i++
			if !p.atSpan() || p.atSelector() {
				p.i--
				if t.is('/') {
					p.i++
					return p.unexpected()
				}
				return nil
			}
			if t.is('/') {
				if !p.clockAt(0) {
					return refuse("hours.bad_points")
				}
				p.warnings.add("hours.warn_slash")
			}
		case p.atSpan() && !p.atSelector():
			p.warnings.add("hours.warn_blank")
		default:
			return nil
		}
	}
}

// span reads one span.
func (p *parser) span() (span, error) {
	s := span{}
	fromWord := p.peek().kind == tokFrom
	if fromWord {
		p.i++
	}
	first, err := p.clock()
	if err != nil {
		return s, err
	}
	s.from = first.moment
	switch {
	case p.accept('+'), fromWord && !p.peek().is('-'):
		if s.from == (moment{}) { // "00:00+" is the whole day
			s.to.minute = minutesPerDay
			return s, nil
		}
		s.openEnd, s.point, s.to = true, true, s.from
		s.guess = guessEnd(s.from.minute)
		return s, nil
	case !p.accept('-'):
		return s, refuse("hours.bad_no_end", "time", first.text)
	}
	if !p.atSpan() {
		return s, refuse("hours.bad_no_end", "time", first.text)
	}
	last, err := p.clock()
	if err != nil {
		return s, err
	}
	first.sameHalf(&last)
	s.from, s.to = first.moment, last.moment
	if err := p.order(&s, first, last); err != nil {
		return s, err
	}
	if p.accept('+') {
		s.openEnd = true
		s.guess = max(guessEnd(s.to.minute), s.to.minute)
	}
	return s, nil
}

// order puts an end that is not after its beginning on the next day.
func (p *parser) order(s *span, first, last clock) error {
	if s.from.sun != noSun || s.to.sun != noSun {
		if s.from.sun == noSun && s.from.minute >= minutesPerDay || s.to.sun == noSun && s.to.minute > 2*minutesPerDay {
			return refuse("hours.bad_time", "time", first.text)
		}
		return nil
	}
	if s.from.minute >= minutesPerDay {
		return refuse("hours.bad_time", "time", first.text)
	}
	if s.to.minute <= s.from.minute {
		s.to.minute += minutesPerDay
		if s.to.minute > minutesPerDay && s.to.minute-s.from.minute > 17*60 && s.to.minute-minutesPerDay < 8*60 && s.to.minute != s.from.minute+minutesPerDay {
			p.warnings.add("hours.warn_night", "from", first.text, "to", last.text)
		}
	}
	if s.to.minute > 2*minutesPerDay || s.to.minute-s.from.minute > 2*minutesPerDay {
		return refuse("hours.bad_time", "time", last.text)
	}
	return nil
}

// clock is a time as it was written.
type clock struct {
	moment
	text string
	half int // -1: neither am nor pm, 0 am, 12 pm
	bare int // the hour on a clock of twelve
}

// sameHalf gives the first time of "8-5pm" its half of the day.
func (c *clock) sameHalf(last *clock) {
	if last.half < 0 || c.half >= 0 || c.sun != noSun || c.bare > 12 || c.bare == 0 {
		return
	}
	first := c.minute % (12 * 60)
	half := 0
	if first < last.minute-last.half*60 && last.half == 12 {
		half = 12
	}
	c.minute = first + half*60
}

// clock reads a time of day or of the sun.
func (p *parser) clock() (clock, error) {
	t := p.peek()
	switch {
	case t.kind == tokSun:
		p.i++
		return clock{moment: moment{sun: sunEvent(t.n)}, text: t.text, half: -1}, nil
	case t.kind == tokClock:
		p.i++
		p.warnings.add("hours.warn_word", "word", t.text, "better", "12:00, 24:00")
		return clock{moment: moment{minute: t.n}, text: t.text, half: -1}, nil
	case t.is('('):
		return p.sunOffset()
	case t.kind != tokNumber:
		return clock{}, p.unexpected()
	}
	p.i++
	c := clock{text: t.text, half: -1}
	hour, minute := t.n, 0
	switch next := p.peek(); {
	case t.digits >= 3 && !next.is(':'):
		if t.digits > 4 {
			return c, refuse("hours.bad_time", "time", t.text)
		}
		hour, minute = t.n/100, t.n%100
		p.warnings.add("hours.warn_no_colon", "time", t.text)
	case p.clockAt(-1) && (next.is(':') || next.is('.')), next.kind == tokHours && p.minutesAfter():
		p.i++
		m := p.take()
		minute, c.text = m.n, c.text+":"+m.text
		if !next.is(':') {
			p.warnings.add("hours.warn_colon", "time", t.text+next.text+m.text)
		}
		if m.digits != 2 && !(m.digits == 1 && m.n == 0) {
			return c, refuse("hours.bad_time", "time", c.text)
		}
	default:
		p.warnings.add("hours.warn_minutes", "time", t.text)
	}
	if t.digits == 1 && c.text != t.text {
		p.warnings.add("hours.warn_zero", "time", c.text)
	}
	if minute > 59 || hour > 48 {
		return c, refuse("hours.bad_time", "time", c.text)
	}
	c.bare, c.minute = hour, hour*60+minute
	return p.suffix(c, hour, minute)
}

// suffix reads "Uhr", "h", "am" and "pm".
func (p *parser) suffix(c clock, hour, minute int) (clock, error) {
	for {
		switch t := p.peek(); t.kind {
		case tokClock: // "12 noon"
			if hour != 12 || minute != 0 {
				return c, refuse("hours.bad_time", "time", c.text+" "+t.text)
			}
			c.minute = t.n
		case tokHours:
			p.warnings.add("hours.warn_suffix", "word", t.text)
		case tokHalf:
			if hour > 12 && t.n == 0 || hour == 0 || c.half >= 0 {
				return c, refuse("hours.bad_time", "time", c.text+" "+t.text)
			}
			p.warnings.add("hours.warn_suffix", "word", t.text)
			c.half = t.n
			if hour <= 12 {
				c.minute = (hour%12+t.n)*60 + minute
			}
		default:
			return c, nil
		}
		p.i++
	}
}

// sunOffset reads "(sunrise+01:00)".
func (p *parser) sunOffset() (clock, error) {
	p.i++
	t := p.take()
	c := clock{moment: moment{sun: sunEvent(t.n)}, text: t.text, half: -1}
	sign := 1
	switch {
	case p.accept('-'):
		sign = -1
	case p.accept('+'):
	case p.accept(')'):
		return c, nil
	default:
		return c, p.unexpected()
	}
	by, err := p.clock()
	if err != nil {
		return c, err
	}
	if by.sun != noSun || by.minute >= 12*60 {
		return c, refuse("hours.bad_time", "time", by.text)
	}
	if !p.accept(')') {
		return c, p.unexpected()
	}
	c.minute = sign * by.minute
	return c, nil
}

// minutesAfter is true for "8h30" and "8 Uhr 30", but not for "12 Uhr 14-18".
func (p *parser) minutesAfter() bool {
	t := p.ahead(1)
	return t.kind == tokNumber && t.digits == 2 && (!t.spaced || t.n > 24)
}
