// Package recur tells on which days something happens that happens again:
// every Tuesday, each first and third Monday of the month, each year on
// 11 November. It knows wall times only and no portal, no page and no
// database.
//
// A rule is one of RFC 5545 section 3.3.10, from daily to yearly. Wall times
// are counted as if in UTC and get their zone at the end (InZone), so that a
// course at 18:00 stays at 18:00 when the clocks change.
package recur

import (
	"time"

	"umland/internal/fault"
)

// Freq is how often a rule asks: the FREQ of RFC 5545. Rules that come again
// within a day are refused.
type Freq string

// The frequencies.
const (
	Daily   Freq = "DAILY"
	Weekly  Freq = "WEEKLY"
	Monthly Freq = "MONTHLY"
	Yearly  Freq = "YEARLY"
)

// Weekday is a day of BYDAY. N is 0 for each such day, 1 for the first of the
// month or year, -1 for the last.
type Weekday struct {
	N   int
	Day time.Weekday
}

// UntilForm is the form in which a rule names its end.
type UntilForm int

// The forms of UNTIL.
const (
	NoUntil    UntilForm = iota
	UntilDay             // 20270630: that day still counts
	UntilLocal           // 20270630T180000: wall time of the series
	UntilUTC             // 20270630T160000Z: an instant
)

// Rule is one recurrence rule. The zero values of the lists mean "not given";
// then the series' start decides, as the RFC says.
type Rule struct {
	Freq       Freq
	Interval   int // 1 and more; 0 counts as 1
	Count      int // number of dates, 0 for no such end
	Until      time.Time
	UntilForm  UntilForm
	ByDay      []Weekday
	ByMonthDay []int // 1 to 31, or -1 for the last day
	ByYearDay  []int // 1 to 366, or negative
	ByWeekNo   []int // 1 to 53, or negative; yearly only
	ByMonth    []int // 1 to 12
	BySetPos   []int // 1 to 366, or negative
	ByHour     []int
	ByMinute   []int
	BySecond   []int
	// WeekStart is the first day of a week as weekly rules with an interval
	// count it. The RFC's default is Monday; the zero value is Sunday, so make
	// rules with ParseRule or NewRule.
	WeekStart time.Weekday
}

// NewRule is a rule without any limits: every day, week, month or year.
func NewRule(f Freq) Rule { return Rule{Freq: f, Interval: 1, WeekStart: time.Monday} }

// mostPerDay bounds the times of one day that a rule may name; mostInterval
// bounds INTERVAL, mostValues the length of a list.
const (
	mostPerDay   = 96
	mostInterval = 10_000
	mostValues   = 400
)

// Check says what makes a rule impossible, as a *fault.Error of kind Invalid.
func (r *Rule) Check() error {
	switch r.Freq {
	case Daily, Weekly, Monthly, Yearly:
	default:
		return bad("recur.freq", string(r.Freq))
	}
	if r.Interval < 0 || r.Interval > mostInterval {
		return bad("recur.part", "INTERVAL")
	}
	if r.Count < 0 {
		return bad("recur.part", "COUNT")
	}
	for _, l := range []struct {
		name     string
		values   []int
		from, to int
		negative bool
	}{
		{"BYMONTH", r.ByMonth, 1, 12, false},
		{"BYMONTHDAY", r.ByMonthDay, 1, 31, true},
		{"BYYEARDAY", r.ByYearDay, 1, 366, true},
		{"BYWEEKNO", r.ByWeekNo, 1, 53, true},
		{"BYSETPOS", r.BySetPos, 1, 366, true},
		{"BYHOUR", r.ByHour, 0, 23, false},
		{"BYMINUTE", r.ByMinute, 0, 59, false},
		{"BYSECOND", r.BySecond, 0, 60, false},
	} {
		if len(l.values) > mostValues {
			return bad("recur.part", l.name)
		}
		for _, v := range l.values {
			if l.negative && v < 0 {
				v = -v
			}
			if v < l.from || v > l.to {
				return bad("recur.part", l.name)
			}
		}
	}
	for _, d := range r.ByDay {
		if d.Day < time.Sunday || d.Day > time.Saturday {
			return bad("recur.part", "BYDAY")
		}
	}
	if len(r.ByDay) > mostValues {
		return bad("recur.part", "BYDAY")
	}
	return r.agree()
}

// agree checks the parts against one another.
func (r *Rule) agree() error {
	switch {
	case r.Count > 0 && r.UntilForm != NoUntil:
		return bad("recur.two_ends", "COUNT, UNTIL")
	case max(1, len(r.ByHour))*max(1, len(r.ByMinute))*max(1, len(r.BySecond)) > mostPerDay:
		return bad("recur.part", "BYHOUR, BYMINUTE")
	case len(r.ByWeekNo) > 0 && r.Freq != Yearly:
		return bad("recur.part", "BYWEEKNO")
	case len(r.ByYearDay) > 0 && r.Freq != Yearly:
		return bad("recur.part", "BYYEARDAY")
	case len(r.ByMonthDay) > 0 && r.Freq == Weekly:
		return bad("recur.part", "BYMONTHDAY")
	case len(r.BySetPos) > 0 && !r.selects():
		return bad("recur.part", "BYSETPOS")
	}
	for _, d := range r.ByDay {
		if d.N != 0 && (r.Freq == Daily || r.Freq == Weekly || len(r.ByWeekNo) > 0) || max(d.N, -d.N) > r.weeks() {
			return bad("recur.part", "BYDAY")
		}
	}
	return nil
}

// weeks is the largest ordinal that a weekday can have: that of a month, or
// of a year where a yearly rule names no month.
func (r *Rule) weeks() int {
	if r.Freq == Yearly && len(r.ByMonth) == 0 {
		return 53
	}
	return 5
}

// selects tells whether there is a set that BYSETPOS can choose from.
func (r *Rule) selects() bool {
	return len(r.ByDay)+len(r.ByMonthDay)+len(r.ByYearDay)+len(r.ByWeekNo)+len(r.ByMonth)+
		len(r.ByHour)+len(r.ByMinute)+len(r.BySecond) > 0
}

func bad(key, part string) error { return fault.New(fault.Invalid, key, "part", part) }
