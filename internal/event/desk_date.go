package event

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/content"
	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// dateEditor is the address of the form of a single date.
func dateEditor(e *Event, at string) string {
	return "/redaktion/" + e.Portal + content.Event.Path() + "/" + e.ID + "/termin/" + at
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// DateTitle implements desk.DateForm: when the date is; NotFound where the
// event has no such date.
func (f Form) DateTitle(r *web.Request, b desk.Body, at string) (string, error) {
	e, ok := b.(*Event)
	if !ok {
		return "", fault.New(fault.NotFound, "errors.not_found")
	}
	for _, d := range e.Dates {
		start, err := d.parse(at)
		if err != nil {
			continue
		}
		known := d.Start == at
		if rule, series := d.rule(); series {
			planned := d.planned(rule, d.start(), horizon(f.Room.spine.Clock().Now()))
			known = slices.ContainsFunc(planned, start.Equal)
		}
		if known {
			p := previewDate{Start: start, Length: d.length(), AllDay: d.AllDay}
			return p.when(r), nil
		}
	}
	return "", fault.New(fault.NotFound, "errors.not_found")
}

// DateFields implements desk.DateForm.
func (f Form) DateFields(r *web.Request, b desk.Body, at string, wrong []fault.Field) templ.Component {
	e, ok := b.(*Event)
	if !ok {
		return templ.NopComponent
	}
	c, _ := e.change(at)
	if r.PostForm == nil && r.URL.Query().Get("tun") == "absagen" {
		c.Status = "cancelled"
	}
	return dateForm(r, e, c, f.placeSlug(r.Context(), c.Place), wrong)
}

// ReadDate implements desk.DateForm.
func (f Form) ReadDate(r *web.Request, b desk.Body, at string) []fault.Field {
	e, ok := b.(*Event)
	if !ok {
		return []fault.Field{{Name: "date_status", Key: "errors.internal"}}
	}
	c := Change{
		At: at, Status: form.Line(r, "date_status"), Note: langs(r, "date_note"), Room: form.Line(r, "date_room"), Venue: form.Line(r, "date_venue"),
		Street: form.Line(r, "date_street"), Postcode: form.Line(r, "date_postcode"), Town: form.Line(r, "date_town"), Online: form.Line(r, "date_online"),
	}
	var wrong faults
	if slug := form.Line(r, "date_place"); slug != "" {
		id, err := f.Room.findPlace(r.Context(), e.Portal, slug)
		if err != nil {
			wrong.add("date_place", "event.no_such_place")
		}
		c.Place = id
	}
	if old, known := e.change(at); known && c.Place == "" && old.Place == "" && c.Venue == old.Venue && c.Street == old.Street && c.Town == old.Town {
		c.HasPosition, c.Lat, c.Lon = old.HasPosition, old.Lat, old.Lon
	}
	c.readMove(r, e, &wrong)
	e.SetChange(c)
	c.validate(&wrong)
	return wrong
}

// readMove reads when the date is instead. A new day keeps the time, a new
// time the day, and the length where no end is given.
func (c *Change) readMove(r *web.Request, e *Event, wrong *faults) {
	day, from, until := typedDay(form.Line(r, "date_start")), typedTime(form.Line(r, "date_time")), typedTime(form.Line(r, "date_end_time"))
	if day == "" && from == "" && until == "" {
		return
	}
	d := e.datesAt(c.At)
	if day == "" {
		day = dayOf(c.At)
	}
	if d.AllDay {
		start, err := d.parse(day)
		if err != nil {
			wrong.add("date_start", "errors.bad_date")
			return
		}
		c.Start, c.End = day, start.Add(d.length()).Format(dayForm)
	} else {
		if from == "" {
			from = timeOf(c.At)
		}
		moved := d.another(day, from, until)
		if until == "" {
			start, err := moved.parse(moved.Start)
			if err != nil {
				wrong.add("date_start", "errors.bad_date")
				return
			}
			moved.End = start.Add(d.length()).Format(minuteForm)
		}
		c.Start, c.End = moved.Start, moved.End
	}
	if planned, err := d.parse(c.At); err == nil && c.Start == c.At && c.End == planned.Add(d.length()).Format(d.form()) {
		c.Start, c.End = "", ""
	}
}

// datesAt finds the dates of which one begins at a wall time.
func (e *Event) datesAt(at string) Dates {
	for _, d := range e.Dates {
		if d.Start == at {
			return d
		}
	}
	for _, d := range e.Dates {
		if d.Rule != "" && timeOf(d.Start) == timeOf(at) {
			return d
		}
	}
	return e.first()
}

func statusOptions(r *web.Request, chosen string) []form.Option {
	pairs := []string{}
	for _, s := range Statuses {
		pairs = append(pairs, s, r.T("event.status_"+strings.ReplaceAll(s, "-", "_")))
	}
	return form.Options(chosen, pairs...)
}

// dateStatusOptions offer for one date what holds for all first.
func dateStatusOptions(r *web.Request, chosen string) []form.Option {
	return append(form.Options(chosen, "", r.T("event.desk_as_all")), statusOptions(r, chosen)...)
}
