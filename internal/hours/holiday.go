package hours

import (
	"strings"

	"github.com/rickar/cal/v2"

	"umland/internal/i18n"
)

// Holiday is a public holiday. Name is what the country itself calls it.
type Holiday struct {
	Name string
	key  string
}

// Text is the holiday's name for readers of a language.
func (h Holiday) Text(lang i18n.Lang) string {
	if h.key == "" {
		return h.Name
	}
	return i18n.T(lang, h.key)
}

// easter is Easter Sunday of a year.
func easter(year int) Day {
	return DayAt(cal.CalcEasterOffset(&cal.Holiday{}, year))
}

// Holiday is the public holiday on a day, as the context's country and Land
// keep it; false on other days and where the country's holidays are unknown.
func (c Context) Holiday(day Day) (Holiday, bool) {
	year, _, _ := day.Date()
	y := yearHolidays{}
	y.fill(c.Country, c.State, year)
	if n := y.on(day); n > 0 {
		return namedHoliday(y.list[n-1]), true
	}
	return Holiday{}, false
}

// yearHolidays is the public holidays of one year.
type yearHolidays struct {
	year int
	n    int
	days [24]Day
	list [24]*cal.Holiday
}

// fill works out a year.
func (y *yearHolidays) fill(country, state string, year int) {
	y.year, y.n = year, 0
	country, state = strings.ToLower(country), strings.ToUpper(state)
	base, more := calendar(country, state)
	for _, list := range [...][]*cal.Holiday{base, more} {
		for _, h := range list {
			// cal gives the zero time for years in which a holiday is not kept
			actual, _ := h.Calc(year)
			if d := DayAt(actual); !actual.IsZero() && kept(country, state, h.Name, year) && y.on(d) == 0 && y.n < len(y.days) {
				y.days[y.n], y.list[y.n] = d, h
				y.n++
			}
		}
	}
}

// on is 1 + the number of the holiday on a day, 0 for none.
func (y *yearHolidays) on(d Day) int8 {
	for i, have := range y.days[:y.n] {
		if have == d {
			return int8(i + 1)
		}
	}
	return 0
}

func (e *evaluation) holidays(year int) *yearHolidays {
	y := &e.year[year%len(e.year)]
	if y.year != year {
		y.fill(e.ctx.Country, e.ctx.State, year)
	}
	return y
}

// onHolidays tells whether one of a selector's holidays falls on a day.
func (e *evaluation) onHolidays(list []holidayPick, d *date) picked {
	for _, h := range list {
		at := d.day - h.offset
		if h.school {
			if e.schoolDay(at) {
				return picked{ok: true, school: true}
			}
			continue
		}
		year := d.year
		if h.offset != 0 {
			year, _, _ = at.Date()
		}
		if year < 1 {
			continue
		}
		if n := e.holidays(year).on(at); n > 0 {
			p := picked{ok: true}
			if h.offset == 0 {
				p.holiday = n
			}
			return p
		}
	}
	return picked{}
}

// schoolDay tells whether a day is in the school holidays. Where nobody knows,
// it gives the case that is being worked out and notes that it did.
func (e *evaluation) schoolDay(d Day) bool {
	if e.ctx.School != nil {
		if holiday, known := e.ctx.School(d); known {
			return holiday
		}
	}
	e.unsure = true
	return e.assume
}
