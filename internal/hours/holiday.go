package hours

import (
	"strings"
	"time"

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
	for _, f := range publicHolidays(c.Country, c.State, year) {
		if f.day == day {
			return f.Holiday, true
		}
	}
	return Holiday{}, false
}

// feast is a holiday in one year.
type feast struct {
	Holiday
	day Day
}

// publicHolidays lists the public holidays of a year in a country ("de",
// "dk") and Land. Without a Land they are those of all Länder.
func publicHolidays(country, state string, year int) []feast {
	var names map[string]named
	var list []*cal.Holiday
	country, state = strings.ToLower(country), strings.ToUpper(state)
	switch country {
	case "de":
		names, list = german, germanList(state)
	case "dk":
		names, list = danish, danishList()
	}
	found := make([]feast, 0, len(list))
	for _, h := range list {
		actual, _ := h.Calc(year)
		// cal gives the zero time for years in which a holiday is not kept
		if actual.IsZero() || !kept(country, state, h.Name, year) {
			continue
		}
		n := names[h.Name]
		found = append(found, feast{Holiday{Name: n.name, key: n.key}, DayAt(actual)})
	}
	return found
}

// yearHolidays is the public holidays of one year, quick to ask.
type yearHolidays struct {
	year  int
	list  []Holiday
	index [366]int8 // by day of the year: 1 + number in list, 0 for none
	first Day
}

func (e *evaluation) holidays(year int) *yearHolidays {
	y := &e.year[year%len(e.year)]
	if y.year == year && y.list != nil {
		return y
	}
	*y = yearHolidays{year: year, first: DayOf(year, time.January, 1), list: []Holiday{}}
	for _, f := range publicHolidays(e.ctx.Country, e.ctx.State, year) {
		y.list = append(y.list, f.Holiday)
		if i := int(f.day - y.first); i >= 0 && i < len(y.index) && y.index[i] == 0 {
			y.index[i] = int8(len(y.list))
		}
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
		y := e.holidays(year)
		if n := y.index[at-y.first]; n > 0 {
			p := picked{ok: true}
			if year == d.year {
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
