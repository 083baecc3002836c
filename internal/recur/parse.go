package recur

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxLength bounds a rule's text, in octets.
const maxLength = 2000

// days are the weekdays as BYDAY and WKST name them, Sunday first.
var days = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

const (
	dayForm   = "20060102"
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

// ParseRule reads a rule as RRULE has it, with or without that word before it.
// It takes small letters, blanks between the parts and a semicolon at the end,
// which real files have; everything else that the RFC does not allow is
// refused with a *fault.Error that names the part.
func ParseRule(s string) (Rule, error) {
	r := NewRule("")
	if len(s) > maxLength {
		return r, bad("recur.part", "RRULE")
	}
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "RRULE:")
	seen := map[string]bool{}
	for _, part := range strings.Split(s, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if seen[name] || value == "" {
			return r, bad("recur.part", short(name))
		}
		seen[name] = true
		if !r.set(name, value) {
			if name == "FREQ" {
				return r, bad("recur.freq", short(value))
			}
			return r, bad("recur.part", short(name))
		}
	}
	if !seen["FREQ"] {
		return r, bad("recur.part", "FREQ")
	}
	if seen["COUNT"] && r.Count < 1 || seen["INTERVAL"] && r.Interval < 1 {
		return r, bad("recur.part", "COUNT, INTERVAL")
	}
	r.tidy()
	return r, r.Check()
}

// short keeps an error's words readable whatever a file holds.
func short(s string) string {
	s = strings.ToValidUTF8(strings.Map(func(c rune) rune {
		if c < ' ' {
			return -1
		}
		return c
	}, s), "")
	if r := []rune(s); len(r) > 30 {
		return string(r[:30])
	}
	return s
}

// set takes one part; false where its value is none.
func (r *Rule) set(name, value string) (ok bool) {
	switch name {
	case "FREQ":
		r.Freq = Freq(value)
		return r.Freq == Daily || r.Freq == Weekly || r.Freq == Monthly || r.Freq == Yearly
	case "INTERVAL":
		r.Interval, ok = number(value)
	case "COUNT":
		r.Count, ok = number(value)
	case "UNTIL":
		ok = r.setUntil(value)
	case "BYDAY":
		ok = r.setDays(value)
	case "WKST":
		i := slices.Index(days, value)
		r.WeekStart, ok = time.Weekday(i), i >= 0
	case "RSCALE": // RFC 7529; other calendars than ours are refused
		ok = value == "GREGORIAN"
	case "SKIP":
		ok = value == "OMIT"
	default:
		if list := r.list(name); list != nil {
			*list, ok = numbers(value)
		} else {
			ok = strings.HasPrefix(name, "X-")
		}
	}
	return ok
}

func (r *Rule) list(name string) *[]int {
	switch name {
	case "BYMONTHDAY":
		return &r.ByMonthDay
	case "BYYEARDAY":
		return &r.ByYearDay
	case "BYWEEKNO":
		return &r.ByWeekNo
	case "BYMONTH":
		return &r.ByMonth
	case "BYSETPOS":
		return &r.BySetPos
	case "BYHOUR":
		return &r.ByHour
	case "BYMINUTE":
		return &r.ByMinute
	case "BYSECOND":
		return &r.BySecond
	}
	return nil
}

func (r *Rule) setUntil(value string) bool {
	for form, layout := range map[UntilForm]string{UntilDay: dayForm, UntilLocal: localForm, UntilUTC: utcForm} {
		if t, err := time.Parse(layout, value); err == nil {
			r.Until, r.UntilForm = t, form
			return true
		}
	}
	return false
}

func (r *Rule) setDays(value string) bool {
	for _, s := range strings.Split(value, ",") {
		s = strings.TrimSpace(s)
		if len(s) < 2 {
			return false
		}
		i := slices.Index(days, s[len(s)-2:])
		d := Weekday{Day: time.Weekday(i)}
		if nth := s[:len(s)-2]; nth != "" {
			n, ok := number(nth)
			if !ok || n == 0 {
				return false
			}
			d.N = n
		}
		if i < 0 {
			return false
		}
		r.ByDay = append(r.ByDay, d)
	}
	return true
}

func numbers(value string) ([]int, bool) {
	var list []int
	for _, s := range strings.Split(value, ",") {
		n, ok := number(strings.TrimSpace(s))
		if !ok {
			return nil, false
		}
		list = append(list, n)
	}
	return list, true
}

// number reads a whole number of few digits, with a sign or without.
func number(s string) (int, bool) {
	if len(s) > 10 {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// tidy brings the lists into one order without doubles, so that equal rules
// have equal texts.
func (r *Rule) tidy() {
	for _, l := range []*[]int{&r.ByMonth, &r.ByMonthDay, &r.ByYearDay, &r.ByWeekNo, &r.BySetPos, &r.ByHour, &r.ByMinute, &r.BySecond} {
		slices.Sort(*l)
		*l = slices.Compact(*l)
	}
	slices.SortFunc(r.ByDay, func(a, b Weekday) int {
		if a.N != b.N {
			return a.N - b.N
		}
		return (int(a.Day)+6)%7 - (int(b.Day)+6)%7
	})
	r.ByDay = slices.Compact(r.ByDay)
	if r.Interval == 0 {
		r.Interval = 1
	}
}
