package event

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/form"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/recur"
	"umland/internal/web"
)

// seriesForm is what the form shows of the dates: the stored ones, or what was
// typed into a form that comes back.
type seriesForm struct {
	kind                            string
	startDay, startTime             string
	endDay, endTime                 string
	allDay, noHolidays, noSchool    bool
	unit, every, ends, until, count string
	kept                            string // the words of a rule that the form cannot show
	weekdays, nth                   []string
	hours                           [7]string
	more                            string
	without, despite                string
	preview                         []previewDate
	further                         bool // there are more dates than are shown
	said                            string
	schoolUnknown                   bool // school holidays are to be left out and nobody knows them
}

// previewDate is one date of the event before it is saved.
type previewDate struct {
	At      string
	Start   time.Time // as if in UTC
	Length  time.Duration
	AllDay  bool
	Out     string // why it is left out, or ""
	Holiday string // the name of the public holiday it falls on, or ""
	Fit     recur.Fit
	Change  Change
	Series  bool // it comes from the rule and can be left out
}

// shownDates is how many dates the form shows.
const shownDates = 30

func (m *Room) newSeriesForm(r *web.Request, e *Event) seriesForm {
	d := e.first()
	s := seriesForm{
		kind: d.kind(), startDay: dayOf(d.Start), startTime: timeOf(d.Start), endDay: dayOf(d.End), endTime: timeOf(d.End), allDay: d.AllDay,
		noHolidays: d.NoHolidays, noSchool: d.NoSchool, every: "1", ends: "open", more: e.moreLines(r),
		without: strings.Join(d.Without, " "), despite: strings.Join(d.Despite, " "),
	}
	if s.endDay == s.startDay {
		s.endDay = ""
	}
	s.showRule(r, d)
	s.showHours(d)
	if r.PostForm != nil {
		s.typed(r)
	}
	at := m.calendar(r.Site)
	s.preview, s.further = e.previewDates(at, m.spine.Clock().Now())
	s.schoolUnknown = d.NoSchool && at.School == nil
	if rule, ok := d.rule(); ok {
		s.said = join(rule.Say(r.Lang, d.start()), rule.SayEnd(r.Lang))
	}
	return s
}

// showRule puts the rule into the fields; one that they cannot hold is named.
func (s *seriesForm) showRule(r *web.Request, d Dates) {
	rule, ok := d.rule()
	if !ok {
		return
	}
	s.every = strconv.Itoa(max(rule.Interval, 1))
	switch {
	case rule.Count > 0:
		s.ends, s.count = "count", strconv.Itoa(rule.Count)
	case rule.UntilForm != recur.NoUntil:
		s.ends, s.until = "until", rule.Until.Format(dayForm)
	}
	for _, day := range rule.ByDay {
		s.weekdays = append(s.weekdays, weekdayCodes[(int(day.Day)+6)%7])
		if n := strconv.Itoa(day.N); day.N != 0 && !slices.Contains(s.nth, n) {
			s.nth = append(s.nth, n)
		}
	}
	s.unit = map[recur.Freq]string{recur.Daily: "day", recur.Weekly: "week", recur.Monthly: "month", recur.Yearly: "year"}[rule.Freq]
	if rule.Freq == recur.Monthly && len(s.nth) > 0 {
		s.unit = "nth"
	}
	if !s.holds(rule, d) {
		s.unit, s.kept = "keep", join(rule.Say(r.Lang, d.start()), rule.SayEnd(r.Lang))
	}
}

// holds tells whether the fields say all that the rule does: read back, they
// give the same dates.
func (s *seriesForm) holds(rule recur.Rule, d Dates) bool {
	if len(rule.ByMonth)+len(rule.ByYearDay)+len(rule.ByWeekNo)+len(rule.BySetPos)+len(rule.ByHour)+len(rule.ByMinute)+len(rule.BySecond) > 0 {
		return false
	}
	if len(rule.ByMonthDay) > 1 || len(rule.ByMonthDay) == 1 && rule.ByMonthDay[0] != d.start().Day() {
		return false
	}
	days := len(rule.ByDay)
	switch s.unit {
	case "week":
		return len(s.nth) == 0
	case "nth":
		unique := slices.Compact(slices.Sorted(slices.Values(s.weekdays)))
		return days == len(s.nth)*len(unique) && slices.IndexFunc(s.nth, func(n string) bool { return !slices.Contains(nths, n) }) < 0
	}
	return days == 0
}

func (s *seriesForm) showHours(d Dates) {
	v, err := hours.Parse(d.Hours)
	if d.Hours == "" || err != nil {
		return
	}
	g, ok := v.Grid()
	if !ok {
		return
	}
	for i, slots := range g.Days {
		parts := make([]string, len(slots))
		for j, slot := range slots {
			parts[j] = slot.From + "-" + slot.To
		}
		s.hours[i] = strings.Join(parts, ", ")
	}
}

// typed puts what was typed into the fields.
func (s *seriesForm) typed(r *web.Request) {
	for to, name := range map[*string]string{
		&s.kind: "kind", &s.startDay: "start", &s.startTime: "start_time", &s.endDay: "end", &s.endTime: "end_time",
		&s.unit: "unit", &s.every: "every", &s.ends: "ends", &s.until: "until", &s.count: "count",
	} {
		*to = form.Line(r, name)
	}
	s.allDay, s.noHolidays, s.noSchool = r.PostFormValue("all_day") != "", r.PostFormValue("no_holidays") != "", r.PostFormValue("no_school") != ""
	s.weekdays, s.nth = r.PostForm["weekdays"], r.PostForm["nth"]
	for i := range s.hours {
		s.hours[i] = form.Line(r, hoursField(i))
	}
}

// previewDates are the dates from today on, or from the first where all are
// past; those that are left out are among them.
func (e *Event) previewDates(at hours.Context, now time.Time) (list []previewDate, further bool) {
	for i, d := range e.Dates {
		if d.validate().Name != "" {
			continue
		}
		starts := []time.Time{d.start()}
		rule, series := d.rule()
		if series {
			starts = d.planned(rule, d.start(), horizon(now))
		}
		for _, t := range starts {
			p := previewDate{At: t.Format(d.form()), Start: t, Length: d.length(), AllDay: d.AllDay, Series: series && i == 0}
			p.Change, _ = e.change(p.At)
			if series {
				p.Out = d.leftOut(t, at)
			}
			if h, ok := at.Holiday(hours.DayAt(t)); ok {
				p.Holiday = h.Name
			}
			if !d.AllDay && at.Zone != nil {
				_, p.Fit = recur.InZone(t, e.zone(at.Zone))
				if _, end := recur.InZone(t.Add(d.length()), e.zone(at.Zone)); p.Fit == recur.Exact {
					p.Fit = end
				}
			}
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b previewDate) int { return a.Start.Compare(b.Start) })
	today := now.In(at.Zone).Format(dayForm)
	if i := slices.IndexFunc(list, func(p previewDate) bool { return p.Start.Add(p.Length).Format(dayForm) >= today }); i > 0 {
		list = list[i:]
	}
	if len(list) > shownDates {
		return list[:shownDates], true
	}
	return list, false
}

// when is day and time of a previewed date.
func (p previewDate) when(r *web.Request) string {
	text := i18n.LongDate(r.Lang, p.Start)
	if p.AllDay {
		return text
	}
	if p.Length > 0 && p.Length < 24*time.Hour {
		return text + ", " + i18n.TimeRange(r.Lang, p.Start, p.Start.Add(p.Length))
	}
	return text + ", " + i18n.Time(r.Lang, p.Start)
}

// why tells why a date is left out, or what is different about it.
func (p previewDate) why(r *web.Request) string {
	var parts []string
	switch {
	case p.Holiday != "":
		parts = append(parts, r.T("event.desk_holiday", "name", p.Holiday))
	case p.Out == outVacation:
		parts = append(parts, r.T("event.desk_vacation"))
	case p.Out == outByHand:
		parts = append(parts, r.T("event.desk_left_out"))
	}
	if w := statusWord(r, p.Change.Status); w != "" {
		parts = append(parts, w)
	}
	if p.Change.Start != "" && p.Change.Start != p.At {
		parts = append(parts, r.T("event.moved_to", "day", momentText(r, p.Change.Start)))
	}
	if p.Change.elsewhere() {
		parts = append(parts, r.T("event.held_at", "place", p.Change.Venue))
	}
	if note := words(r, p.Change.Note); note != "" {
		parts = append(parts, note)
	}
	return strings.Join(parts, " · ")
}

// fitWarning warns of a time that the change of the clocks skips or doubles.
func (p previewDate) fitWarning(r *web.Request) string {
	switch p.Fit {
	case recur.Skipped:
		return r.T("event.desk_time_skipped", "time", i18n.Time(r.Lang, p.Start))
	case recur.Twice:
		return r.T("event.desk_time_twice", "time", i18n.Time(r.Lang, p.Start))
	}
	return ""
}

// momentText is a stored wall time in words.
func momentText(r *web.Request, wall string) string {
	t := content.Wall(wall)
	if len(wall) == len(dayForm) {
		return i18n.LongDay(r.Lang, t)
	}
	return i18n.LongDay(r.Lang, t) + ", " + i18n.Time(r.Lang, t)
}

func kindOptions(r *web.Request, kind string) []form.Option {
	return form.Options(kind, kindOnce, r.T("event.desk_kind_once"), kindSeries, r.T("event.desk_kind_series"), kindShow, r.T("event.desk_kind_show"))
}

func unitOptions(r *web.Request, s seriesForm) []form.Option {
	pairs := []string{}
	if s.unit == "" {
		pairs = append(pairs, "", r.T("event.desk_unit_none"))
	}
	if s.kept != "" {
		pairs = append(pairs, "keep", r.T("event.desk_unit_keep", "rule", s.kept))
	}
	for _, u := range []string{"day", "week", "month", "nth", "year"} {
		pairs = append(pairs, u, r.T("event.desk_unit_"+u))
	}
	return form.Options(s.unit, pairs...)
}

func endOptions(r *web.Request, ends string) []form.Option {
	return form.Options(ends, "open", r.T("event.desk_ends_open"), "until", r.T("event.desk_ends_until"), "count", r.T("event.desk_ends_count"))
}

func weekdayOptions(r *web.Request, picked []string) []form.Option {
	var list []form.Option
	for i, d := range weekdays() {
		list = append(list, form.Option{Value: weekdayCodes[i], Label: i18n.Sentence(i18n.Weekday(r.Lang, d)), Chosen: slices.Contains(picked, weekdayCodes[i])})
	}
	return list
}

func nthOptions(r *web.Request, picked []string) []form.Option {
	var list []form.Option
	for _, n := range nths {
		list = append(list, form.Option{Value: n, Label: r.T("event.desk_nth_" + strings.Replace(n, "-1", "last", 1)), Chosen: slices.Contains(picked, n)})
	}
	return list
}
