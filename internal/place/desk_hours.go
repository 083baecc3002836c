package place

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/web"
)

// readHoursForm takes the hours from the form: from the free field where that
// was changed, else from the grid.
func (p *Place) readHoursForm(r *web.Request) []fault.Field {
	free := form.Line(r, "hours")
	if r.PostFormValue("hours_grid") == "" || free != form.Line(r, "hours_was") {
		p.Hours = free
		return nil
	}
	var g grid
	var wrong []fault.Field
	for i := range g.Days {
		name := "hours_" + strconv.Itoa(i)
		source := name
		if i > 0 && i < 5 && r.PostFormValue("hours_same") != "" {
			source = "hours_0"
		}
		var err error
		if g.Days[i], err = readCell(form.Line(r, source)); err != nil && source == name {
			wrong = append(wrong, fault.Field{Name: name, Key: "place.bad_times"})
		}
	}
	switch h := form.Line(r, "hours_holidays"); h {
	case holidaysClosed, holidaysUsual:
		g.Holidays = h
	default:
		times, err := readCell(h)
		if err != nil {
			wrong = append(wrong, fault.Field{Name: "hours_holidays", Key: "place.bad_times"})
		}
		g.Holidays = times
	}
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
	if len(wrong) == 0 {
		p.Hours = g.value()
	}
	return wrong
}

// hoursForm is what the form shows of the hours.
type hoursForm struct {
	grid
	ok       bool   // the grid can hold the value
	sentence string // what the hours say now, or ""
}

// typed keeps what was typed into a grid that comes back with errors.
func (h *hoursForm) typed(r *web.Request) {
	if r.PostFormValue("hours_grid") == "" {
		return
	}
	h.ok = true
	for i := range h.Days {
		h.Days[i] = form.Line(r, "hours_"+strconv.Itoa(i))
	}
	h.Holidays = form.Line(r, "hours_holidays")
}

func (h hoursForm) closures(r *web.Request) string {
	if r.PostFormValue("hours_grid") != "" {
		return form.Text(r, "hours_closed")
	}
	lines := make([]string, len(h.Closures))
	for i, c := range h.Closures {
		lines[i] = c.line(r.T("common.until"))
	}
	return strings.Join(lines, "\n")
}

// same tells whether the days from Monday to Friday are alike.
func (h hoursForm) same() bool {
	for i := 1; i < 5; i++ {
		if h.Days[i] != h.Days[0] {
			return false
		}
	}
	return h.Days[0] != ""
}

func weekday(r *web.Request, i int) string {
	// The first of January 2024 was a Monday.
	return i18n.Sentence(i18n.Weekday(r.Lang, time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)))
}

func dayField(i int) string { return "hours_" + strconv.Itoa(i) }

func holidayOptions(r *web.Request, h hoursForm) []form.Option {
	list := form.Options(h.Holidays, holidaysUsual, r.T("place.desk_ph_usual"), holidaysClosed, r.T("place.desk_ph_closed"))
	if h.Holidays != holidaysUsual && h.Holidays != holidaysClosed && h.Holidays != "" {
		list = append(list, form.Option{Value: h.Holidays, Label: h.Holidays, Chosen: true})
	}
	return list
}
