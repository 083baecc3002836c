package recur

import (
	"slices"
	"time"
)

// expansion is one rule on its way through its periods: days, weeks, months
// or years, each as far apart as the interval says.
type expansion struct {
	Rule
	start  time.Time
	allDay bool
	until  time.Time // last wall time, zero for none
	list   []time.Time
}

// each calls yield with the dates of one rule in order, until it answers
// false. Without COUNT it begins shortly before from; it always ends at to.
func (s Series) each(r *Rule, from, to time.Time, yield func(time.Time) bool) {
	e := expansion{Rule: *r, start: s.Start, allDay: s.AllDay, until: s.last(r)}
	e.settle()
	n, left := e.skip(from), r.Count
	for ; ; n++ {
		first := e.period(n)
		if !first.Before(to) || !e.until.IsZero() && midnight(first).After(e.until) {
			return
		}
		for _, t := range e.expand(first) {
			if t.Before(s.Start) {
				continue
			}
			if !t.Before(to) || !e.until.IsZero() && t.After(e.until) || !yield(t) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// last is the wall time after which a rule has no dates.
func (s Series) last(r *Rule) time.Time {
	switch {
	case r.UntilForm == NoUntil:
		return time.Time{}
	case r.UntilForm == UntilDay, s.AllDay:
		return midnight(r.Until).Add(24*time.Hour - 1)
	case r.UntilForm == UntilUTC && s.Zone != nil:
		return wall(r.Until.In(s.Zone))
	}
	return r.Until
}

// wall is what the clock shows, as if in UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// settle takes from the start what the rule leaves open (RFC 5545 section
// 3.3.10: what is missing is derived from DTSTART).
func (e *expansion) settle() {
	e.Interval = max(e.Interval, 1)
	noDay := len(e.ByDay)+len(e.ByMonthDay)+len(e.ByYearDay) == 0
	switch {
	case !noDay:
	case e.Freq == Weekly, e.Freq == Yearly && len(e.ByWeekNo) > 0:
		e.ByDay = []Weekday{{Day: e.start.Weekday()}}
	case e.Freq == Monthly:
		e.ByMonthDay = []int{e.start.Day()}
	case e.Freq == Yearly:
		e.ByMonthDay = []int{e.start.Day()}
		if len(e.ByMonth) == 0 {
			e.ByMonth = []int{int(e.start.Month())}
		}
	}
	if e.allDay {
		e.ByHour, e.ByMinute, e.BySecond = nil, nil, nil
	}
	for _, l := range []struct {
		list *[]int
		at   int
	}{{&e.ByHour, e.start.Hour()}, {&e.ByMinute, e.start.Minute()}, {&e.BySecond, e.start.Second()}} {
		if len(*l.list) == 0 {
			*l.list = []int{l.at}
		}
	}
}

// skip is the number of the period with which to begin: with COUNT the first,
// else the one before that of from.
func (e *expansion) skip(from time.Time) int {
	if e.Count > 0 || !from.After(e.start) {
		return 0
	}
	years := from.Year() - e.start.Year()
	days := int(from.Unix()/secondsPerDay - e.start.Unix()/secondsPerDay)
	n := 0
	switch e.Freq {
	case Daily:
		n = days
	case Weekly:
		n = days / 7
	case Monthly:
		n = 12*years + int(from.Month()) - int(e.start.Month())
	case Yearly:
		n = years
	}
	return max(n/e.Interval-1, 0)
}

const secondsPerDay = 24 * 60 * 60

// period is the first day of the period with number n.
func (e *expansion) period(n int) time.Time {
	y, m, d := e.start.Date()
	switch e.Freq {
	case Yearly:
		return time.Date(y+n*e.Interval, 1, 1, 0, 0, 0, 0, time.UTC)
	case Monthly:
		return time.Date(y, m+time.Month(n*e.Interval), 1, 0, 0, 0, 0, time.UTC)
	case Weekly:
		back := int(e.start.Weekday()-e.WeekStart+7) % 7
		return time.Date(y, m, d-back+7*n*e.Interval, 0, 0, 0, 0, time.UTC)
	case Daily:
	}
	return time.Date(y, m, d+n*e.Interval, 0, 0, 0, 0, time.UTC)
}

// expand gives the wall times of the period that begins on a day, in order.
// The list is used again by the next call.
func (e *expansion) expand(first time.Time) []time.Time {
	e.list = e.list[:0]
	days := 1
	switch e.Freq {
	case Yearly:
		days = yearDays(first.Year())
	case Monthly:
		days = monthDays(first)
	case Weekly:
		days = 7
	case Daily:
	}
	for i := range days {
		day := first.AddDate(0, 0, i)
		if !e.meets(day) {
			continue
		}
		for _, h := range e.ByHour {
			for _, m := range e.ByMinute {
				for _, s := range e.BySecond {
					e.list = append(e.list, day.Add(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute+time.Duration(s)*time.Second))
				}
			}
		}
	}
	if len(e.BySetPos) > 0 {
		e.list = e.choose()
	}
	return e.list
}

// choose takes the places of BYSETPOS out of a period's dates.
func (e *expansion) choose() []time.Time {
	var chosen []time.Time
	for _, pos := range e.BySetPos {
		i := pos - 1
		if pos < 0 {
			i = len(e.list) + pos
		}
		if i >= 0 && i < len(e.list) {
			chosen = append(chosen, e.list[i])
		}
	}
	slices.SortFunc(chosen, time.Time.Compare)
	return slices.CompactFunc(chosen, time.Time.Equal)
}

// meets tells whether a day of the period is one that the rule names. All
// parts that are given must agree.
func (e *expansion) meets(day time.Time) bool {
	_, m, d := day.Date()
	if len(e.ByMonth) > 0 && !slices.Contains(e.ByMonth, int(m)) {
		return false
	}
	if len(e.ByMonthDay) > 0 && !either(e.ByMonthDay, d, monthDays(day)) {
		return false
	}
	if len(e.ByYearDay) > 0 && !either(e.ByYearDay, day.YearDay(), yearDays(day.Year())) {
		return false
	}
	if len(e.ByWeekNo) > 0 {
		if n, of := weekNumber(day, e.WeekStart); !either(e.ByWeekNo, n, of) {
			return false
		}
	}
	return len(e.ByDay) == 0 || e.meetsWeekday(day)
}

// either tells whether a list names the n-th of several, counted from the
// front or from the back.
func either(list []int, n, of int) bool {
	return slices.Contains(list, n) || slices.Contains(list, n-of-1)
}

// meetsWeekday reads ordinals as counting within the month, or within the
// year where the rule is yearly and names no month.
func (e *expansion) meetsWeekday(day time.Time) bool {
	n, of := day.Day(), 0
	if e.Freq == Yearly && len(e.ByMonth) == 0 {
		n, of = day.YearDay(), yearDays(day.Year())
	} else {
		of = monthDays(day)
	}
	front, back := (n+6)/7, -(of-n)/7-1
	return slices.ContainsFunc(e.ByDay, func(w Weekday) bool {
		return w.Day == day.Weekday() && (w.N == 0 || w.N == front || w.N == back)
	})
}

func monthDays(day time.Time) int {
	y, m, _ := day.Date()
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func yearDays(year int) int {
	return time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
}

// weekNumber is the number of a day's week and how many weeks its year has.
// Week 1 is the first with four days in the year (ISO 8601, but with any first
// day of the week).
func weekNumber(day time.Time, start time.Weekday) (n, of int) {
	into := int(day.Weekday()-start+7) % 7
	middle := day.AddDate(0, 0, 3-into) // the fourth day says to which year a week belongs
	n = (middle.YearDay() + 6) / 7
	last := time.Date(middle.Year(), 12, 28, 0, 0, 0, 0, time.UTC) // always in the last week
	fourth := last.AddDate(0, 0, 3-int(last.Weekday()-start+7)%7)
	return n, (fourth.YearDay() + 6) / 7
}
