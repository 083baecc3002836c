package hours

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/i18n"
)

// RuleText is one rule of a value in words: "April bis September: Montag bis
// Freitag" and "9:00 bis 18:00 Uhr".
type RuleText struct{ When, Times string }

// Rules tells the whole value in words, rule by rule, also what does not
// concern this week: seasons, holidays, exceptions. A later rule goes before
// an earlier one.
func (v *Value) Rules(lang i18n.Lang) []RuleText {
	list := make([]RuleText, 0, len(v.rules))
	for i := range v.rules {
		r := &v.rules[i]
		w := RuleText{When: i18n.T(lang, "hours.daily"), Times: r.timesText(lang)}
		switch {
		case r.join == falls && len(r.selectors) == 0:
			w.When = i18n.T(lang, "hours.else")
		case r.always && r.kind == Unknown:
			w.When = ""
		case len(r.selectors) > 0:
			var parts []string
			for j := range r.selectors {
				parts = append(parts, r.selectors[j].text(lang))
			}
			w.When = strings.Join(parts, ", ")
		}
		w.When = i18n.Sentence(w.When)
		list = append(list, w)
	}
	return list
}

// timesText is what holds on a rule's days.
func (r *rule) timesText(lang i18n.Lang) string {
	var spans []string
	for _, s := range r.spans {
		spans = append(spans, s.text(lang))
	}
	text := strings.Join(spans, ", ")
	s := State{Kind: r.kind, Comment: r.comment}
	switch {
	case r.kind == Closed && text == "":
		text = i18n.T(lang, "hours.closed")
	case r.kind == Closed:
		text = i18n.T(lang, "hours.span_closed", "span", text)
	case r.kind == Unknown && text == "":
		return sayUnknown(lang, s)
	case r.kind == Unknown:
		return text + " (" + sayUnknown(lang, s) + ")"
	case text == "":
		text = i18n.T(lang, "hours.all_day")
	}
	return withComment(lang, s, text)
}

// clockTime is a minute as a time on some day; only its clock counts.
func clockTime(minute int) time.Time {
	return time.Date(2001, 1, 1, 0, minute, 0, 0, time.UTC)
}

func (s span) text(lang i18n.Lang) string {
	plain := s.from.sun == noSun && s.to.sun == noSun
	switch {
	case s.point && plain:
		return i18n.T(lang, "hours.span_from", "time", i18n.Time(lang, clockTime(s.from.minute)))
	case s.point:
		return i18n.T(lang, "hours.span_from", "time", s.from.text(lang))
	case plain && s.from.minute%minutesPerDay == s.to.minute%minutesPerDay:
		return i18n.T(lang, "hours.span", "from", s.from.text(lang), "to", s.to.text(lang))
	}
	text := i18n.T(lang, "hours.span", "from", s.from.text(lang), "to", s.to.text(lang))
	if plain {
		text = spanText(lang, clockTime(s.from.minute), clockTime(s.to.minute))
	}
	if s.openEnd {
		text = i18n.T(lang, "hours.span_open_end", "span", text)
	}
	return text
}

var sunKeys = [...]string{"", "hours.sun_dawn", "hours.sun_sunrise", "hours.sun_sunset", "hours.sun_dusk"}

func (m moment) text(lang i18n.Lang) string {
	if m.sun == noSun {
		return i18n.Time(lang, clockTime(m.minute))
	}
	name := i18n.T(lang, sunKeys[m.sun])
	switch {
	case m.minute > 0:
		return i18n.N(lang, "hours.sun_after", m.minute, "sun", name)
	case m.minute < 0:
		return i18n.N(lang, "hours.sun_before", -m.minute, "sun", name)
	}
	return name
}

// text is a selector in words, the wider parts first.
func (s *selector) text(lang i18n.Lang) string {
	var parts []string
	for _, list := range [][]string{s.yearTexts(lang), s.dateTexts(lang), s.weekTexts(lang), s.dayTexts(lang)} {
		if len(list) > 0 {
			parts = append(parts, strings.Join(list, ", "))
		}
	}
	return strings.Join(parts, ": ")
}

func (s *selector) yearTexts(lang i18n.Lang) (list []string) {
	for _, y := range s.years {
		list = append(list, every(lang, rangeText(lang, y.from, y.to, lastYear), y.step))
	}
	return list
}

func (s *selector) weekTexts(lang i18n.Lang) (list []string) {
	for _, w := range s.weeks {
		list = append(list, every(lang, i18n.T(lang, "hours.week", "week", rangeText(lang, w.from, w.to, never)), w.step))
	}
	return list
}

// rangeText is "2026", "2026 bis 2028" or, up to the last, "ab 2026".
func rangeText(lang i18n.Lang, from, to int, last Day) string {
	switch {
	case from == to:
		return strconv.Itoa(from)
	case to == int(last):
		return i18n.T(lang, "hours.span_from", "time", strconv.Itoa(from))
	}
	return i18n.T(lang, "hours.span", "from", strconv.Itoa(from), "to", strconv.Itoa(to))
}

// every adds the step of a range.
func every(lang i18n.Lang, text string, step int) string {
	if step < 2 {
		return text
	}
	return text + " (" + i18n.T(lang, "hours.every", "nth", ordinal(lang, step)) + ")"
}

func (s *selector) dateTexts(lang i18n.Lang) (list []string) {
	for i := range s.dates {
		d := &s.dates[i]
		text := d.from.text(lang)
		if d.to != d.from {
			text = i18n.T(lang, "hours.span", "from", text, "to", d.to.text(lang))
		}
		list = append(list, every(lang, text, d.step))
	}
	return list
}

func (p *datePoint) text(lang i18n.Lang) string {
	// 2000 is a leap year
	day := time.Date(2000, p.month, max(p.day, 1), 0, 0, 0, 0, time.UTC)
	var text string
	switch {
	case p.easter:
		text = i18n.T(lang, "hours.ph_easter")
	case p.nth != 0:
		text = i18n.T(lang, "hours.nth_of", "nth", nthText(lang, p.nth), "day", weekdayText(lang, p.weekday), "month", i18n.Month(lang, p.month))
	case p.day == 0:
		text = i18n.Month(lang, p.month)
	default:
		text = i18n.DayMonth(lang, day)
	}
	if p.year != 0 {
		text += " " + strconv.Itoa(p.year)
	}
	return shifted(lang, text, p.offset)
}

// shifted adds an offset of days.
func shifted(lang i18n.Lang, text string, days Day) string {
	switch {
	case days > 0:
		return i18n.N(lang, "hours.days_after", int(days), "day", text)
	case days < 0:
		return i18n.N(lang, "hours.days_before", int(-days), "day", text)
	}
	return text
}

func weekdayText(lang i18n.Lang, d time.Weekday) string {
	return i18n.Weekday(lang, (Day(3) + Day(d)).Midnight(time.UTC)) // 4 January 1970 was a Sunday
}

// dayTexts is weekdays and holidays; "PH Mo-Fr" is "Feiertage (Montag bis
// Freitag)".
func (s *selector) dayTexts(lang i18n.Lang) []string {
	var days, holidays []string
	for _, p := range s.days {
		days = append(days, p.texts(lang)...)
	}
	for _, h := range s.holidays {
		key := "hours.public_holidays"
		if h.school {
			key = "hours.school"
		}
		holidays = append(holidays, shifted(lang, i18n.T(lang, key), h.offset))
	}
	if s.both && len(days) > 0 {
		return []string{strings.Join(holidays, ", ") + " (" + strings.Join(days, ", ") + ")"}
	}
	return append(days, holidays...)
}

func (p *dayPick) texts(lang i18n.Lang) (list []string) {
	names := runs(lang, int(p.mask))
	if p.nth == 0 {
		for _, n := range names {
			list = append(list, shifted(lang, n, p.offset))
		}
		return list
	}
	var nths []string
	for _, n := range []int{1, 2, 3, 4, 5, -1, -2, -3, -4, -5} {
		if p.nth&nthBit(n) != 0 {
			nths = append(nths, nthText(lang, n))
		}
	}
	text := i18n.T(lang, "hours.nth_in_month", "nth", strings.Join(nths, ", "), "day", strings.Join(names, ", "))
	return []string{shifted(lang, text, p.offset)}
}

// runs names a set of weekdays, three and more in a row as a range.
func runs(lang i18n.Lang, mask int) (list []string) {
	for _, part := range strings.Split(dayRanges(mask), ",") {
		first, last, ok := strings.Cut(part, "-")
		text := weekdayText(lang, weekdayNamed(first))
		if ok {
			text = i18n.T(lang, "hours.span", "from", text, "to", weekdayText(lang, weekdayNamed(last)))
		}
		list = append(list, text)
	}
	return list
}

func weekdayNamed(name string) time.Weekday {
	for d, have := range dayNames {
		if have == name {
			return time.Weekday(d)
		}
	}
	return time.Sunday
}

// nthText is "2." or "letzter".
func nthText(lang i18n.Lang, n int) string {
	switch {
	case n == -1:
		return i18n.T(lang, "hours.last")
	case n < 0:
		return i18n.T(lang, "hours.nth_last", "nth", ordinal(lang, -n))
	}
	return ordinal(lang, n)
}

// ordinal is "2." and in English "2nd".
func ordinal(lang i18n.Lang, n int) string {
	if lang != i18n.EN {
		return strconv.Itoa(n) + "."
	}
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}
