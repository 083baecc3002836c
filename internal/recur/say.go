package recur

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/i18n"
)

// Say tells the rule in words, in the middle of a sentence: "immer dienstags",
// "jeden ersten und dritten Montag im Monat", "alle zwei Wochen donnerstags",
// "jährlich am 11. November". start says what the rule leaves open. A rule
// that has no short words is "regelmäßig". When it ends is told by SayEnd.
func (r Rule) Say(lang i18n.Lang, start time.Time) string {
	e := expansion{Rule: r, start: start, allDay: true}
	e.settle()
	s := sentence{lang: lang, r: &e.Rule}
	s.plain()
	text := ""
	switch e.Freq {
	case Daily:
		text = s.daily()
	case Weekly:
		text = s.weekly()
	case Monthly:
		text = s.monthly()
	case Yearly:
		return s.orRegularly(s.yearly())
	}
	text = s.orRegularly(text)
	if len(e.ByMonth) > 0 {
		text = i18n.T(lang, "recur.in_months", "rule", text, "months", s.months())
	}
	return text
}

// Say tells all rules in words; "" where there is none.
func (s Series) Say(lang i18n.Lang) string {
	var list []string
	for _, r := range s.Rules {
		if text := r.Say(lang, s.Start); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return sentence{lang: lang}.and(list)
}

// SayEnd tells where a rule ends: "bis 30. Juni 2027", "10 Mal", or "" for
// one without an end.
func (r Rule) SayEnd(lang i18n.Lang) string {
	switch {
	case r.Count > 0:
		return i18n.N(lang, "recur.times", r.Count)
	case r.UntilForm != NoUntil:
		return i18n.T(lang, "recur.until", "day", i18n.Date(lang, r.Until))
	}
	return ""
}

// sentence makes the words of one rule.
type sentence struct {
	lang i18n.Lang
	r    *Rule
}

func (s sentence) t(key string, args ...any) string { return i18n.T(s.lang, key, args...) }

func (s sentence) orRegularly(text string) string {
	if text == "" {
		return s.t("recur.regularly")
	}
	return text
}

// plain brings what means the same into one form: one weekday with BYSETPOS,
// or within seven days of the month, is an ordinal.
func (s sentence) plain() {
	r := s.r
	if r.Freq == Weekly || r.Freq == Daily || len(r.ByDay) != 1 || r.ByDay[0].N != 0 {
		return
	}
	if r.Freq == Yearly && len(r.ByMonth) != 1 {
		return
	}
	day := r.ByDay[0].Day
	if len(r.BySetPos) > 0 && len(r.ByMonthDay) == 0 {
		r.ByDay = nil
		for _, n := range r.BySetPos {
			r.ByDay = append(r.ByDay, Weekday{n, day})
		}
		r.BySetPos = nil
		return
	}
	if d := r.ByMonthDay; len(d) == 7 && d[6]-d[0] == 6 && d[0] > 0 && d[0]%7 == 1 && len(r.BySetPos) == 0 {
		r.ByDay, r.ByMonthDay = []Weekday{{d[0]/7 + 1, day}}, nil
	}
}

func (s sentence) daily() string {
	switch {
	case len(s.r.ByMonthDay)+len(s.r.BySetPos) > 0:
		return ""
	case len(s.r.ByDay) > 0 && s.r.Interval == 1:
		return s.weekly()
	case len(s.r.ByDay) > 0:
		return ""
	case s.r.Interval == 1:
		return s.t("recur.daily")
	}
	return s.t("recur.days", "n", s.number())
}

func (s sentence) weekly() string {
	list := s.weekdays()
	switch {
	case len(s.r.BySetPos) > 0:
		return ""
	case len(list) == 7 && s.r.Interval == 1:
		return s.t("recur.daily")
	case s.r.Interval > 1:
		return s.t("recur.weeks", "n", s.number(), "days", s.and(s.words("recur.on_day_", list)))
	case len(list) > 2 && list[len(list)-1]-list[0] == len(list)-1:
		return s.t("recur.weekly_span", "from", s.t(dayKey("recur.each_day_", list[0])), "to", s.t(dayKey("recur.each_day_", list[len(list)-1])))
	}
	return s.t("recur.weekly", "days", s.and(s.words("recur.each_day_", list)))
}

// weekdays are the days of the rule as numbers from Monday 0 to Sunday 6.
func (s sentence) weekdays() []int {
	var list []int
	for _, d := range s.r.ByDay {
		list = append(list, (int(d.Day)+6)%7)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// dayKey is the key of a weekday; Monday is 1.
func dayKey(prefix string, n int) string { return prefix + strconv.Itoa(n+1) }

func (s sentence) words(prefix string, list []int) []string {
	var words []string
	for _, n := range list {
		words = append(words, s.t(dayKey(prefix, n)))
	}
	return words
}

func (s sentence) monthly() string {
	r := s.r
	switch {
	case len(r.BySetPos) > 0 || len(r.ByDay) > 0 && len(r.ByMonthDay) > 0:
		return ""
	case len(r.ByDay) > 0 && r.Interval == 1 && !slices.ContainsFunc(r.ByDay, func(d Weekday) bool { return d.N != 0 }):
		return s.weekly()
	case len(r.ByDay) > 0:
		nth := s.ordinals()
		switch {
		case nth == "":
			return ""
		case r.Interval == 1:
			return s.t("recur.monthly_nth", "nth", nth)
		}
		return s.t("recur.months_nth", "n", s.number(), "nth", nth)
	}
	days := s.monthDays()
	switch {
	case days == "":
		return ""
	case r.Interval == 1:
		return s.t("recur.monthly_days", "days", days)
	}
	return s.t("recur.months_days", "n", s.number(), "days", days)
}

func (s sentence) yearly() string {
	on := s.inYear()
	switch {
	case on == "":
		return ""
	case s.r.Interval == 1:
		return s.t("recur.yearly", "on", on)
	case s.r.Interval == 2:
		return s.t("recur.years_2", "on", on)
	}
	return s.t("recur.years", "n", s.number(), "on", on)
}

// mostNamed is how many days of a year are told one by one.
const mostNamed = 4

// inYear is "am 11. November" or "am ersten Sonntag im Dezember".
func (s sentence) inYear() string {
	r := s.r
	if len(r.BySetPos)+len(r.ByYearDay)+len(r.ByWeekNo) > 0 || len(r.ByMonth) == 0 {
		return ""
	}
	if len(r.ByDay) > 0 {
		nth := s.ordinals()
		if len(r.ByMonthDay) > 0 || nth == "" {
			return ""
		}
		return s.t("recur.on_nth", "nth", nth, "month", s.months())
	}
	var dates []string
	for _, m := range r.ByMonth {
		for _, d := range r.ByMonthDay {
			if d < 0 {
				return ""
			}
			dates = append(dates, i18n.DayMonth(s.lang, time.Date(2000, time.Month(m), d, 0, 0, 0, 0, time.UTC)))
		}
	}
	if len(dates) > mostNamed {
		return ""
	}
	return s.t("recur.on_date", "date", s.and(dates))
}

// ordinals is "ersten und dritten Montag", or "" where there are no words.
func (s sentence) ordinals() string {
	var groups []string
	list := slices.Clone(s.r.ByDay)
	slices.SortStableFunc(list, func(a, b Weekday) int { return fromFront(a.N) - fromFront(b.N) })
	for len(list) > 0 {
		day := list[0].Day
		var nth []string
		var rest []Weekday
		for _, d := range list {
			switch {
			case d.N == 0 || d.N > 5 || d.N < -2:
				return ""
			case d.Day == day:
				nth = append(nth, s.nth(d.N))
			default:
				rest = append(rest, d)
			}
		}
		list = rest
		sunday := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
		groups = append(groups, s.and(nth)+" "+i18n.Weekday(s.lang, sunday.AddDate(0, 0, int(day))))
	}
	return s.and(groups)
}

// fromFront sorts the last after all that are counted from the front.
func fromFront(n int) int {
	if n < 0 {
		n += 100
	}
	return n
}

func (s sentence) nth(n int) string {
	if n < 0 {
		return s.t("recur.last_" + strconv.Itoa(-n))
	}
	return s.t("recur.nth_" + strconv.Itoa(n))
}

// monthDays is "1. und 15.", or "" where there are no words.
func (s sentence) monthDays() string {
	var list []string
	days := slices.Clone(s.r.ByMonthDay)
	slices.SortFunc(days, func(a, b int) int { return fromFront(a) - fromFront(b) })
	for _, d := range days {
		switch {
		case d < -2 || len(list) == mostNamed:
			return ""
		case d < 0:
			list = append(list, s.t("recur.nth_day", "nth", s.nth(d)))
		case s.lang == i18n.EN:
			list = append(list, strconv.Itoa(d)+suffix(d))
		default:
			list = append(list, strconv.Itoa(d)+".")
		}
	}
	return s.and(list)
}

// suffix is the end of an English ordinal.
func suffix(n int) string {
	if n/10 == 1 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

// months is "April bis September" or "Mai und Oktober".
func (s sentence) months() string {
	list := s.r.ByMonth
	if n := len(list); n > 2 && list[n-1]-list[0] == n-1 {
		return s.t("recur.span", "from", i18n.Month(s.lang, time.Month(list[0])), "to", i18n.Month(s.lang, time.Month(list[n-1])))
	}
	var names []string
	for _, m := range list {
		names = append(names, i18n.Month(s.lang, time.Month(m)))
	}
	return s.and(names)
}

// mostInWords is the largest interval that has a word.
const mostInWords = 12

// number is the interval in words: "zwei"; Danish counts "anden".
func (s sentence) number() string {
	if s.r.Interval <= mostInWords {
		return s.t("recur.number_" + strconv.Itoa(s.r.Interval))
	}
	return s.t("recur.number", "n", s.r.Interval)
}

// and joins a list: "a, b und c".
func (s sentence) and(list []string) string {
	if len(list) == 0 {
		return ""
	}
	last := len(list) - 1
	if last == 0 {
		return list[0]
	}
	return strings.Join(list[:last], ", ") + " " + s.t("recur.and") + " " + list[last]
}
