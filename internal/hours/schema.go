package hours

import (
	"slices"
	"time"
)

// Spec is an OpeningHoursSpecification of schema.org. Opens and Closes are
// local times; Closes before Opens is on the next day. A Spec without them
// says that the place is closed on its days.
type Spec struct {
	Type         string   `json:"@type"`
	DayOfWeek    []string `json:"dayOfWeek,omitempty"`
	Opens        string   `json:"opens,omitempty"`
	Closes       string   `json:"closes,omitempty"`
	ValidFrom    string   `json:"validFrom,omitempty"`
	ValidThrough string   `json:"validThrough,omitempty"`
}

const (
	specType    = "OpeningHoursSpecification"
	specDays    = 366 // how far ahead days are listed
	shortSeason = 14  // days; what is shorter counts as an exception
	mostSpecial = 60
)

// Schema gives openingHoursSpecification and specialOpeningHoursSpecification
// for the year from t on: per season the weekly hours, and the days that
// differ from them. Hours that are unknown are left out.
func (v *Value) Schema(t time.Time, ctx Context) (regular, special []Spec) {
	first := DayAt(t.In(ctx.zone()))
	// The clock on the wall counts, also on the days it is changed: the year is
	// walked through in a zone that does not change it.
	ctx.sunZone, ctx.Zone = ctx.zone(), time.UTC
	plans := v.plans(first, specDays, &ctx)
	for _, s := range v.seasons(first, &ctx) {
		usual := s.usual(plans, first)
		regular = append(regular, s.specs(usual, first, first+specDays-1)...)
		for d := s.first; d <= s.last && len(special) < mostSpecial; d++ {
			if plan := plans[d-first]; !slices.Equal(plan, usual[d.Weekday()]) {
				special = append(special, specialDay(d, plan)...)
			}
		}
	}
	return regular, special
}

// hoursOf is the open spans of a day, "08:00" and "12:00" in turn.
type hoursOf []string

// plans is the open hours of days, each span with the day it begins on.
func (v *Value) plans(first Day, n int, ctx *Context) []hoursOf {
	plans := make([]hoursOf, n)
	// from the day before, so that its night is not taken for a morning
	for _, s := range byDay(v.Spans((first - 1).Midnight(ctx.zone()), (first + Day(n) + 1).Midnight(ctx.zone()), *ctx)) {
		i := int(DayAt(s.Start) - first)
		if s.State.Kind != Open || i < 0 || i >= n {
			continue
		}
		closes := s.End.Format("15:04")
		if closes == "00:00" {
			closes = "23:59" // schema.org has no 24:00
		}
		plans[i] = append(plans[i], s.Start.Format("15:04"), closes)
	}
	return plans
}

// season is days on which the same rules of long validity hold.
type season struct {
	first, last Day
	rules       uint64
}

// seasons divides the year by the rules' dates. A stretch shorter than two
// weeks is no season of its own.
func (v *Value) seasons(first Day, ctx *Context) []season {
	e := evaluation{v: v, ctx: ctx}
	e.start()
	list := []season{{first, first, e.signature(first)}}
	for d := first + 1; d < first+specDays; d++ {
		if now := e.signature(d); now != list[len(list)-1].rules {
			list = append(list, season{d, d, now})
		}
		list[len(list)-1].last = d
	}
	joined := list[:1]
	for _, s := range list[1:] {
		before := &joined[len(joined)-1]
		switch {
		case s.last-s.first < shortSeason, s.rules == before.rules:
			before.last = s.last
		case before.last-before.first < shortSeason:
			before.last, before.rules = s.last, s.rules
		default:
			joined = append(joined, s)
		}
	}
	return joined
}

// signature has a bit for each rule whose dates and years hold on a day.
func (e *evaluation) signature(d Day) (bits uint64) {
	at := dateOf(d)
	for i := range e.v.rules {
		for j := range e.v.rules[i].selectors {
			s := &e.v.rules[i].selectors[j]
			dated := len(s.years)+len(s.dates) > 0
			if dated && (len(s.years) == 0 || inYears(s.years, at.year)) && (len(s.dates) == 0 || inDates(s.dates, &at)) {
				bits |= 1 << (i % 64)
			}
		}
	}
	return bits
}

// usual is what most weeks of a season have on each weekday.
func (s season) usual(plans []hoursOf, first Day) (week [7]hoursOf) {
	for wd := range week {
		best := 0
		for d := s.first; d <= s.last; d++ {
			if d.Weekday() != time.Weekday(wd) {
				continue
			}
			n := 0
			for other := d; other <= s.last; other += 7 {
				if slices.Equal(plans[other-first], plans[d-first]) {
					n++
				}
			}
			if n > best {
				best, week[wd] = n, plans[d-first]
			}
		}
	}
	return week
}

// specs writes a season's week, days with equal spans together.
func (s season) specs(week [7]hoursOf, first, last Day) []Spec {
	var list []Spec
	for i := range 7 {
		wd := time.Weekday((i + 1) % 7) // from Monday
		plan := week[wd]
		for j := 0; j+1 < len(plan); j += 2 {
			at := slices.IndexFunc(list, func(x Spec) bool { return x.Opens == plan[j] && x.Closes == plan[j+1] })
			if at >= 0 {
				list[at].DayOfWeek = append(list[at].DayOfWeek, wd.String())
				continue
			}
			spec := Spec{Type: specType, DayOfWeek: []string{wd.String()}, Opens: plan[j], Closes: plan[j+1]}
			if s.first > first || s.last < last {
				spec.ValidFrom, spec.ValidThrough = s.first.String(), s.last.String()
			}
			list = append(list, spec)
		}
	}
	return list
}

func specialDay(d Day, plan hoursOf) []Spec {
	day := d.String()
	if len(plan) == 0 {
		return []Spec{{Type: specType, ValidFrom: day, ValidThrough: day}}
	}
	var list []Spec
	for j := 0; j+1 < len(plan); j += 2 {
		list = append(list, Spec{Type: specType, Opens: plan[j], Closes: plan[j+1], ValidFrom: day, ValidThrough: day})
	}
	return list
}
