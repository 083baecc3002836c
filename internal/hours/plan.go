package hours

// stroke is a rule's claim on a stretch of a day, in minutes from its
// midnight; it may reach into the next day. Later strokes lie over earlier
// ones.
type stroke struct {
	from, to int16
	rule     int16
	year     int16
	kind     Kind
	reason   Reason
	holiday  int8
}

// piece is a stretch of one day with one state. A day's pieces begin at 0 and
// follow one another; each ends where the next begins, the last at 24:00.
type piece struct {
	from    int16
	rule    int16
	year    int16
	kind    Kind
	reason  Reason
	holiday int8
}

// strokes appends what a day's own rules claim, without what runs over from
// the day before.
func (e *evaluation) strokes(list []stroke, d *date, before []stroke) []stroke {
	for i := range e.v.rules {
		r := &e.v.rules[i]
		p := e.matches(r, d)
		if p.ok && r.clears() {
			list = list[:0]
		}
		for _, s := range before {
			if int(s.rule) == i && s.to > minutesPerDay {
				s.from, s.to = max(s.from-minutesPerDay, 0), s.to-minutesPerDay
				list = append(list, s)
			}
		}
		if p.ok {
			list = e.claim(list, r, i, d, p)
		}
	}
	return list
}

// claim appends the strokes of one rule on a day it picks.
func (e *evaluation) claim(list []stroke, r *rule, number int, d *date, p picked) []stroke {
	s := stroke{rule: int16(number), kind: r.kind, year: int16(d.year), holiday: p.holiday}
	switch {
	case p.holiday > 0:
		s.reason = OnHoliday
	case p.school:
		s.reason = OnSchool
	}
	if len(r.spans) == 0 {
		s.to = minutesPerDay
		return append(list, s)
	}
	for i := range r.spans {
		from, to := e.ends(&r.spans[i], d.day)
		if s.from, s.to = clamp(from), clamp(to); to > from {
			list = append(list, s)
		}
		if r.spans[i].openEnd {
			list = e.openEnd(list, r, i, s)
		}
	}
	return list
}

// openEnd appends the hours after an open end, which nobody can promise, up
// to the rule's next span.
func (e *evaluation) openEnd(list []stroke, r *rule, i int, s stroke) []stroke {
	sp := &r.spans[i]
	from := s.to
	if sp.point {
		from = s.from
	}
	s.from, s.to = from, clamp(sp.guess)
	if sp.from.sun != noSun || sp.to.sun != noSun {
		s.to = clamp(guessEnd(int(from)))
	}
	for j := range r.spans {
		if next := r.spans[j].from; next.sun == noSun && next.minute > int(s.from) && next.minute < int(s.to) {
			s.to = int16(next.minute)
		}
	}
	if s.to <= s.from {
		return list
	}
	if s.kind == Open {
		s.kind, s.reason = Unknown, OpenEnd
	}
	return append(list, s)
}

// guessEnd is where an open end is taken to end, as the judges of the grammar
// do: in the evening ten hours later, at night eight, else at midnight.
func guessEnd(from int) int {
	switch {
	case from >= 22*60:
		return from + 8*60
	case from >= 17*60:
		return from + 10*60
	}
	return minutesPerDay
}

// paint lays strokes over an empty day.
func (e *evaluation) paint(list []piece, strokes []stroke) []piece {
	list = append(list[:0], piece{rule: -1})
	for i := range strokes {
		s := &strokes[i]
		from, to := max(s.from, 0), min(s.to, minutesPerDay)
		if from >= to {
			continue
		}
		list = split(split(list, from), to)
		over := e.v.rules[s.rule].join == falls
		for j := range list {
			if p := &list[j]; p.from >= from && p.from < to && (!over || p.kind == Closed) {
				p.kind, p.reason, p.rule, p.holiday, p.year = s.kind, s.reason, s.rule, s.holiday, s.year
			}
		}
	}
	return list
}

// split makes a piece begin at a minute.
func split(list []piece, at int16) []piece {
	if at <= 0 || at >= minutesPerDay {
		return list
	}
	i := len(list)
	for i > 0 && list[i-1].from >= at {
		i--
	}
	if i < len(list) && list[i].from == at {
		return list
	}
	before := list[i-1]
	before.from = at
	list = append(list, piece{})
	copy(list[i+1:], list[i:])
	list[i] = before
	return list
}

// clamp keeps a minute between the midnight of a day and that after the next.
func clamp(minute int) int16 { return int16(max(0, min(minute, 2*minutesPerDay))) }
