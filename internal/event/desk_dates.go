package event

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/hours"
	"umland/internal/recur"
	"umland/internal/web"
)

// The ways in which an event's dates are told in the form.
const (
	kindOnce   = "once"
	kindSeries = "series"
	kindShow   = "show"
)

// kind is how the form shows the dates.
func (d Dates) kind() string {
	switch {
	case d.Hours != "":
		return kindShow
	case d.Rule != "":
		return kindSeries
	}
	return kindOnce
}

// readDates reads the first of the event's dates from the form, with the
// further single ones. Further series, which only imports make, stay.
func (e *Event) readDates(r *web.Request) []fault.Field {
	old := e.first()
	d := Dates{
		AllDay: r.PostFormValue("all_day") != "", NoHolidays: r.PostFormValue("no_holidays") != "", NoSchool: r.PostFormValue("no_school") != "",
	}
	wrong := d.readSpan(r)
	switch form.Line(r, "kind") {
	case kindSeries:
		rule, faults := readRule(r, old)
		d.Rule, wrong = rule, append(wrong, faults...)
	case kindShow:
		var faults []fault.Field
		d.AllDay = true
		d.Start, d.End = dayOf(d.Start), dayOf(d.End)
		d.Hours, faults = readHours(r)
		wrong = append(wrong, faults...)
	}
	if d.Rule != "" {
		d.readTicks(r)
	}
	more, faults := readMore(r, d)
	dates := append([]Dates{d}, more...)
	for _, other := range e.Dates[min(1, len(e.Dates)):] {
		if other.kind() != kindOnce {
			dates = append(dates, other)
		}
	}
	e.Dates = dates
	e.followTime(old, d)
	wrong = append(wrong, faults...)
	if len(wrong) > 0 {
		return wrong
	}
	if f := e.Dates[0].validate(); f.Name != "" {
		return []fault.Field{f}
	}
	return nil
}

// readSpan reads day and time of begin and end; a missing end is the begin.
func (d *Dates) readSpan(r *web.Request) []fault.Field {
	startDay, startTime := typedDay(form.Line(r, "start")), typedTime(form.Line(r, "start_time"))
	endDay, endTime := typedDay(form.Line(r, "end")), typedTime(form.Line(r, "end_time"))
	if endDay == "" {
		endDay = startDay
	}
	show := form.Line(r, "kind") == kindShow
	d.Start, d.End = startDay, endDay
	if !d.AllDay && !show {
		if endTime == "" {
			endTime = startTime
		}
		d.Start, d.End = startDay+"T"+startTime, endDay+"T"+endTime
		if endDay == startDay && endTime < startTime && form.Line(r, "end") == "" {
			d.End = nextDay(startDay) + "T" + endTime // a party until two in the morning
		}
	}
	switch {
	case startDay == "":
		return []fault.Field{{Name: "start", Key: "errors.required"}}
	case !d.AllDay && !show && startTime == "":
		return []fault.Field{{Name: "start_time", Key: "errors.required"}}
	}
	return nil
}

func nextDay(day string) string {
	t, err := time.Parse(dayForm, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, 1).Format(dayForm)
}

var (
	germanDay = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$`)
	clockTime = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?(?: Uhr)?$`)
)

// typedDay reads a day as a clerk writes it, 2026-11-24 or 24.11.2026; what
// is neither comes back as it is.
func typedDay(s string) string {
	m := germanDay.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	return fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1])
}

// typedTime reads a time as a clerk writes it: 15:00, 9.30, 9 Uhr.
func typedTime(s string) string {
	m := clockTime.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if m[2] == "" {
		m[2] = "00"
	}
	return fmt.Sprintf("%02s:%s", m[1], m[2])
}

var moreLine = regexp.MustCompile(`^(\S+)(?:[\s,]+(\d[\d:.]*)(?:\s*(?:-|–|bis|til|to)\s*(\d[\d:.]*))?(?: Uhr)?)?$`)

// readMore reads further single dates, a line each: a day, and the times
// where they are others than the first date's.
func readMore(r *web.Request, d Dates) ([]Dates, []fault.Field) {
	var list []Dates
	for _, line := range strings.Split(form.Text(r, "more_dates"), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		m := moreLine.FindStringSubmatch(line)
		if m == nil {
			return nil, []fault.Field{{Name: "more_dates", Key: "event.bad_line", Args: []any{"line", short(line)}}}
		}
		one := d.another(typedDay(m[1]), typedTime(m[2]), typedTime(m[3]))
		if f := one.validate(); f.Name != "" {
			return nil, []fault.Field{{Name: "more_dates", Key: "event.bad_line", Args: []any{"line", short(line)}}}
		}
		list = append(list, one)
	}
	return list, nil
}

// another is a date like d on another day, at other times where given.
func (d Dates) another(day, from, until string) Dates {
	one := Dates{Start: day, End: day, AllDay: d.AllDay}
	if d.AllDay {
		if from == "" {
			return one
		}
		one.AllDay = false
	}
	length := time.Duration(0)
	if from == "" {
		from, length = timeOf(d.Start), d.length()
	}
	one.Start, one.End = day+"T"+from, day+"T"+from
	if until != "" {
		one.End = day + "T" + until
		if until < from {
			one.End = nextDay(day) + "T" + until
		}
	} else if start, err := one.parse(one.Start); err == nil {
		one.End = start.Add(length).Format(minuteForm)
	}
	return one
}

func short(line string) string {
	if r := []rune(line); len(r) > 40 {
		return string(r[:40])
	}
	return line
}

// moreLines writes the further single dates as the form shows them.
func (e *Event) moreLines(r *web.Request) string {
	if r.PostForm != nil {
		return form.Text(r, "more_dates")
	}
	var lines []string
	for _, d := range e.Dates[min(1, len(e.Dates)):] {
		if d.kind() != kindOnce {
			continue
		}
		line := dayOf(d.Start)
		if !d.AllDay {
			line += " " + timeOf(d.Start) + "-" + timeOf(d.End)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// readTicks reads which of the shown dates take place. Only what was changed
// counts, so that a holiday that is left out from now on does not become a
// date that takes place in spite of it.
func (d *Dates) readTicks(r *web.Request) {
	d.Without, d.Despite = strings.Fields(r.PostFormValue("without")), strings.Fields(r.PostFormValue("despite"))
	remove := func(list []string, at string) []string {
		return slices.DeleteFunc(list, func(s string) bool { return s == at })
	}
	for _, shown := range r.PostForm["shown"] {
		at, was, _ := strings.Cut(shown, "=")
		on := slices.Contains(r.PostForm["takes_place"], at)
		switch {
		case on == (was == "on"):
		case on:
			d.Without, d.Despite = remove(d.Without, at), append(d.Despite, at)
		default:
			d.Without, d.Despite = append(d.Without, at), remove(d.Despite, at)
		}
	}
}

// followTime keeps what is different about single dates where the time of day
// of the whole series is changed.
func (e *Event) followTime(old, d Dates) {
	was, is := timeOf(old.Start), timeOf(d.Start)
	if was == is || was == "" || is == "" {
		return
	}
	follow := func(at string) string {
		if timeOf(at) == was {
			return dayOf(at) + "T" + is
		}
		return at
	}
	for i := range e.Changes {
		e.Changes[i].At = follow(e.Changes[i].At)
	}
	for _, list := range [][]string{e.Dates[0].Without, e.Dates[0].Despite} {
		for i := range list {
			list[i] = follow(list[i])
		}
	}
}

// weekdayCodes are the days of a week in the order of the form.
var weekdayCodes = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// nths are the ordinals of "the first and third Monday"; -1 is the last.
var nths = []string{"1", "2", "3", "4", "-1"}

// readRule makes the rule of what was chosen. A rule that the form cannot
// show is kept until another is chosen.
func readRule(r *web.Request, old Dates) (string, []fault.Field) {
	unit := form.Line(r, "unit")
	if unit == "keep" {
		return old.Rule, nil
	}
	freq, ok := map[string]recur.Freq{"day": recur.Daily, "week": recur.Weekly, "month": recur.Monthly, "nth": recur.Monthly, "year": recur.Yearly}[unit]
	if !ok {
		return "", []fault.Field{{Name: "unit", Key: "errors.required"}}
	}
	rule := "FREQ=" + string(freq)
	if every := form.Line(r, "every"); every != "" && every != "1" {
		if n, err := strconv.Atoi(every); err != nil || n < 1 || n > 100 {
			return "", []fault.Field{{Name: "every", Key: "event.bad_number"}}
		}
		rule += ";INTERVAL=" + every
	}
	end, wrong := readEnd(r)
	days := chosen(r, "weekdays", weekdayCodes)
	switch unit {
	case "week":
		if len(days) > 0 {
			rule += ";BYDAY=" + strings.Join(days, ",")
		}
	case "nth":
		which := chosen(r, "nth", nths)
		if len(which) == 0 || len(days) == 0 {
			wrong = append(wrong, fault.Field{Name: "nth", Key: "event.choose_nth"})
		}
		var all []string
		for _, n := range which {
			for _, day := range days {
				all = append(all, n+day)
			}
		}
		rule += ";BYDAY=" + strings.Join(all, ",")
	}
	return rule + end, wrong
}

// chosen are the ticked boxes of a name, in the order of the form.
func chosen(r *web.Request, name string, values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !slices.Contains(r.PostForm[name], v) })
}

func readEnd(r *web.Request) (string, []fault.Field) {
	switch form.Line(r, "ends") {
	case "until":
		day := typedDay(form.Line(r, "until"))
		if _, err := time.Parse(dayForm, day); err != nil {
			return "", []fault.Field{{Name: "until", Key: "errors.bad_date"}}
		}
		return ";UNTIL=" + strings.ReplaceAll(day, "-", ""), nil
	case "count":
		n, err := strconv.Atoi(form.Line(r, "count"))
		if err != nil || n < 1 || n > recur.MostDates {
			return "", []fault.Field{{Name: "count", Key: "event.bad_number"}}
		}
		return ";COUNT=" + strconv.Itoa(n), nil
	}
	return "", nil
}

// osmDays are the weekdays of opening_hours.
var osmDays = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

func hoursField(i int) string { return "hours_" + strconv.Itoa(i) }

// readHours reads the weekly hours of an exhibition, a field for each day.
func readHours(r *web.Request) (string, []fault.Field) {
	var parts []string
	for i, day := range osmDays {
		text := form.Line(r, hoursField(i))
		text = strings.NewReplacer(" bis ", "-", " til ", "-", " to ", "-", "–", "-", " Uhr", "", " und ", ", ").Replace(text)
		if text == "" || text == "-" || strings.EqualFold(text, "geschlossen") {
			continue
		}
		if _, err := hours.Parse(day + " " + text); err != nil {
			return "", []fault.Field{{Name: hoursField(i), Key: "event.bad_hours"}}
		}
		parts = append(parts, day+" "+text)
	}
	if len(parts) == 0 {
		return "", []fault.Field{{Name: hoursField(0), Key: "event.bad_hours"}}
	}
	return strings.Join(parts, "; "), nil
}
