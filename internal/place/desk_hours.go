package place

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/web"
)

// The answers about public holidays.
const (
	holidaysUsual  = "usual"
	holidaysClosed = "closed"
	holidaysOwn    = "own"
)

// readHoursForm takes the hours from the form: from the free field where that
// was changed, else from the week.
func (p *Place) readHoursForm(r *web.Request) []fault.Field {
	free := form.Line(r, "hours")
	if r.PostFormValue("hours_grid") == "" || free != form.Line(r, "hours_was") {
		p.Hours = free
		return nil
	}
	g := hours.Grid{SchoolClosed: r.PostFormValue("hours_school") != "", Appointment: r.PostFormValue("hours_appointment") != ""}
	wrong := readWeek(r, &g)
	wrong = append(wrong, readHolidays(r, &g)...)
	for _, line := range strings.Split(form.Text(r, "hours_closed"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		c, err := readClosure(line)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: "hours_closed", Key: "place.bad_closure"})
			continue
		}
		g.Closures = append(g.Closures, c)
	}
	if len(wrong) > 0 {
		return wrong
	}
	if blank(g) {
		p.Hours = ""
		return nil
	}
	value, err := g.Value()
	if err != nil {
		return []fault.Field{unreadableHours(err)}
	}
	p.Hours = value
	return nil
}

// blank tells whether nothing was filled in: the hours are not known.
func blank(g hours.Grid) bool {
	for _, d := range g.Days {
		if len(d) > 0 {
			return false
		}
	}
	return !g.Appointment && len(g.Closures) == 0 && g.Holidays != hours.OwnHours
}

func readWeek(r *web.Request, g *hours.Grid) []fault.Field {
	var wrong []fault.Field
	same := r.PostFormValue("hours_same") != ""
	for i := range g.Days {
		source := dayField(i)
		if same && i > 0 && i < 5 {
			source = dayField(0)
		}
		var err error
		if g.Days[i], err = readCell(form.Line(r, source)); err != nil && source == dayField(i) {
			wrong = append(wrong, fault.Field{Name: source, Key: "place.bad_times"})
		}
	}
	return wrong
}

func readHolidays(r *web.Request, g *hours.Grid) []fault.Field {
	switch form.Line(r, "hours_holidays") {
	case holidaysClosed:
		g.Holidays = hours.ClosedHolidays
	case holidaysOwn:
		g.Holidays = hours.OwnHours
		var err error
		if g.HolidayHours, err = readCell(form.Line(r, "hours_ph")); err != nil {
			return []fault.Field{{Name: "hours_ph", Key: "place.bad_times"}}
		}
	}
	return nil
}

// hoursForm is what the form shows of the hours: the stored value, or what
// was typed into a form that comes back with errors.
type hoursForm struct {
	ok                  bool   // the week can hold the value
	sentence            string // what the hours say now, or ""
	days                [7]string
	same                bool
	holidays, ownTimes  string
	school, appointment bool
	closures            string
}

func newHoursForm(r *web.Request, p *Place, sentence string) hoursForm {
	h := hoursForm{sentence: sentence, holidays: holidaysUsual}
	if r.PostFormValue("hours_grid") != "" {
		h.typed(r)
		return h
	}
	g, ok := &hours.Grid{}, p.Hours == ""
	if v, err := hours.Parse(p.Hours); p.Hours != "" && err == nil {
		g, ok = v.Grid()
	}
	if h.ok = ok; !ok {
		return h
	}
	for i, d := range g.Days {
		h.days[i] = cell(d)
	}
	h.same, h.school, h.appointment, h.ownTimes = sameWeek(h.days), g.SchoolClosed, g.Appointment, cell(g.HolidayHours)
	h.holidays = map[hours.OnHolidays]string{hours.ClosedHolidays: holidaysClosed, hours.OwnHours: holidaysOwn}[g.Holidays]
	lines := make([]string, len(g.Closures))
	for i, c := range g.Closures {
		lines[i] = closureText(c, r.T("common.until"))
	}
	h.closures = strings.Join(lines, "\n")
	return h
}

func (h *hoursForm) typed(r *web.Request) {
	h.ok = true
	for i := range h.days {
		h.days[i] = form.Line(r, dayField(i))
	}
	h.same, h.school = r.PostFormValue("hours_same") != "", r.PostFormValue("hours_school") != ""
	h.appointment, h.closures = r.PostFormValue("hours_appointment") != "", form.Text(r, "hours_closed")
	h.holidays, h.ownTimes = form.Line(r, "hours_holidays"), form.Line(r, "hours_ph")
}

// sameWeek tells whether the days from Monday to Friday are alike.
func sameWeek(days [7]string) bool {
	for i := 1; i < 5; i++ {
		if days[i] != days[0] {
			return false
		}
	}
	return days[0] != ""
}

func weekday(r *web.Request, i int) string {
	// The first of January 2024 was a Monday.
	return i18n.Sentence(i18n.Weekday(r.Lang, time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)))
}

func dayField(i int) string { return "hours_" + strconv.Itoa(i) }

func holidayOptions(r *web.Request, h hoursForm) []form.Option {
	return form.Options(h.holidays, holidaysUsual, r.T("place.desk_ph_usual"), holidaysClosed, r.T("place.desk_ph_closed"), holidaysOwn, r.T("place.desk_ph_own"))
}
