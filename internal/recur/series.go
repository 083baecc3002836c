package recur

import (
	"slices"
	"time"
)

// MostDates bounds the dates of one series that are ever asked for at once.
const MostDates = 1000

// Series is all dates of something that happens again. Its times are wall
// times, held as if they were UTC; those of whole days are midnights.
type Series struct {
	Start  time.Time // from which the rules count; the only date where there is no rule
	AllDay bool
	Length time.Duration // of each date, 0 where no end is known; whole days for AllDay
	Rules  []Rule
	Added  []time.Time // further dates: RDATE
	Except []time.Time // dates that do not happen: EXDATE
	// ExceptDays are days on which no date begins: holidays, or an EXDATE
	// without a time.
	ExceptDays []time.Time
	// Zone is where the wall times are meant. Only a rule that ends at an
	// instant of UTC needs it; nil counts as UTC.
	Zone *time.Location
}

// Between gives the wall times of the dates that begin at or after from and
// before to, in order and each once. With rules, the start is a date only
// where one of them meets it (RFC 5545 leaves that open; ical.js and rrule.js
// do the same). No more than limit come back, MostDates where limit is 0 or
// more than that; more tells that there are others before to.
func (s Series) Between(from, to time.Time, limit int) (walls []time.Time, more bool) {
	if limit <= 0 || limit > MostDates {
		limit = MostDates
	}
	gone := s.gone()
	var all []time.Time
	inside := func(t time.Time) bool {
		return !t.Before(from) && t.Before(to) && !gone[t] && !gone[midnight(t).Add(wholeDay)]
	}
	for i := range s.Rules {
		n := 0
		s.each(&s.Rules[i], from, to, func(t time.Time) bool {
			if inside(t) {
				all = append(all, t)
				n++
			}
			return n <= limit
		})
	}
	extra := s.Added
	if len(s.Rules) == 0 {
		extra = append([]time.Time{s.Start}, extra...)
	}
	for _, t := range extra {
		if inside(t) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	all = slices.CompactFunc(all, time.Time.Equal)
	if len(all) > limit {
		return all[:limit], true
	}
	return all, false
}

// First is the first date of all; false where there is none within a hundred
// years of the start.
func (s Series) First() (time.Time, bool) {
	from := s.Start
	for _, t := range s.Added {
		if t.Before(from) {
			from = t
		}
	}
	walls, _ := s.Between(from, s.Start.AddDate(100, 0, 0), 1)
	if len(walls) == 0 {
		return time.Time{}, false
	}
	return walls[0], true
}

// Open tells whether the series has no end: a rule without COUNT and UNTIL.
func (s Series) Open() bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Count == 0 && r.UntilForm == NoUntil })
}

// wholeDay marks the days that are left out whole in the set of what is gone:
// a nanosecond that no wall time has.
const wholeDay = time.Nanosecond

func (s Series) gone() map[time.Time]bool {
	if len(s.Except)+len(s.ExceptDays) == 0 {
		return nil
	}
	gone := make(map[time.Time]bool, len(s.Except)+len(s.ExceptDays))
	for _, t := range s.Except {
		gone[t.UTC()] = true
	}
	for _, t := range s.ExceptDays {
		gone[midnight(t.UTC()).Add(wholeDay)] = true
	}
	return gone
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
