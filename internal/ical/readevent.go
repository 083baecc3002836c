package ical

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/recur"
)

// reader makes events of the components of one file.
type reader struct {
	cal    *Calendar
	zones  zones
	single []part // components with RECURRENCE-ID, until join
}

// part is a VEVENT that changes dates of another.
type part struct {
	e      *Event
	id     moment
	future bool
}

// moment is a point in time as the file gives it.
type moment struct {
	t    time.Time // wall time, or UTC
	form form
	zone *time.Location // of a local one; nil for floating
}

// in is the moment as a wall time of a zone.
func (m moment) in(zone *time.Location) time.Time {
	switch {
	case m.form == utcForm:
		return wallOf(m.t.In(zone))
	case m.form == localForm && m.zone != nil && m.zone != zone:
		at, _ := recur.InZone(m.t, m.zone)
		return wallOf(at.In(zone))
	}
	return m.t
}

// event reads one VEVENT.
func (r *reader) event(c *component) {
	e := &Event{Line: c.line, UID: clean(c.value("UID"))}
	e.Details = r.details(c)
	if bad := r.fill(e, c); bad != nil {
		r.cal.Rejected = append(r.cal.Rejected, Rejected{e.UID, e.Title, *bad})
		return
	}
	if c.method == "CANCEL" {
		e.Status = Cancelled
	}
	for _, p := range c.all(noProperty) {
		e.note(p.n, "ical.bad_line", "value", short(p.value))
	}
	if e.UID == "" {
		e.note(c.line, "ical.no_uid")
	}
	if id, ok := c.first("RECURRENCE-ID"); ok {
		m, bad := r.moment(id, id.value)
		if bad != nil {
			r.cal.Rejected = append(r.cal.Rejected, Rejected{e.UID, e.Title, *bad})
			return
		}
		r.single = append(r.single, part{e, m, strings.EqualFold(id.params["RANGE"], "THISANDFUTURE")})
		return
	}
	r.cal.Events = append(r.cal.Events, e)
}

func (e *Event) note(n int, key string, args ...any) {
	e.Problems = append(e.Problems, Problem{n, key, append(args, "line", n)})
}

func problem(n int, key string, args ...any) *Problem {
	return &Problem{n, key, append(args, "line", n)}
}

// details reads what is text.
func (r *reader) details(c *component) Details {
	d := Details{
		Title: unescape(c.value("SUMMARY")), Description: unescape(c.value("DESCRIPTION")), Location: unescape(c.value("LOCATION")),
		URL: clean(c.value("URL")), Status: strings.ToUpper(clean(c.value("STATUS"))), Class: strings.ToUpper(clean(c.value("CLASS"))),
	}
	if p, ok := c.first("SUMMARY"); ok {
		d.Language = p.params["LANGUAGE"]
	}
	if p, ok := c.first("ORGANIZER"); ok {
		d.Organizer = clean(p.params["CN"])
	}
	for _, p := range c.all("CATEGORIES") {
		d.Categories = append(d.Categories, list(p.value)...)
	}
	if lat, lon, ok := strings.Cut(c.value("GEO"), ";"); ok {
		la, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
		lo, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if err1 == nil && err2 == nil && math.Abs(la) <= 90 && math.Abs(lo) <= 180 && (la != 0 || lo != 0) {
			d.HasPosition, d.Lat, d.Lon = true, la, lo
		}
	}
	switch d.Status {
	case Confirmed, Tentative, Cancelled, "":
	default:
		d.Status = ""
	}
	return d
}

// fill reads the times and the series; the problem is why the event cannot be
// taken.
func (r *reader) fill(e *Event, c *component) *Problem {
	if !c.ended {
		return problem(c.line, "ical.event_unfinished")
	}
	p, ok := c.first("DTSTART")
	if !ok {
		return problem(c.line, "ical.no_start")
	}
	start, bad := r.moment(p, p.value)
	if bad != nil {
		return bad
	}
	e.Sequence, _ = strconv.Atoi(strings.TrimSpace(c.value("SEQUENCE")))
	e.Stamp, _ = parseStamp(c.value("DTSTAMP"))
	e.Created, _ = parseStamp(c.value("CREATED"))
	e.Zone, e.Series.AllDay = start.zone, start.form == dayForm
	switch {
	case start.form == utcForm:
		e.Zone = time.UTC
	case start.zone == nil:
		e.Zone, e.Floating = r.zones.floating, start.form == localForm
	}
	if tzid := p.params["TZID"]; e.Floating && tzid != "" {
		e.note(p.n, "ical.zone_unknown", "zone", short(tzid))
	}
	e.Series.Start, e.Series.Zone = start.t, e.Zone
	if bad := r.length(e, c); bad != nil {
		return bad
	}
	return r.series(e, c)
}

// length reads DTEND or DURATION. An end before the start is told and left
// out.
func (r *reader) length(e *Event, c *component) *Problem {
	if e.Series.AllDay {
		e.Series.Length = wholeDay
	}
	if p, ok := c.first("DTEND"); ok {
		end, bad := r.moment(p, p.value)
		if bad != nil {
			return bad
		}
		length := end.in(e.Zone).Sub(e.Series.Start)
		switch {
		case e.Series.AllDay != (end.form == dayForm):
			e.note(p.n, "ical.end_form")
			if e.Series.AllDay { // the day of the end still belongs to it
				e.Series.Length = max(wholeDay, midnight(end.in(e.Zone)).Sub(e.Series.Start))
			}
		case length < 0 || length > mostLength:
			e.note(p.n, "ical.end_before_start")
		case length == 0 && e.Series.AllDay: // some programs write the last day itself
		default:
			e.Series.Length = length
		}
		return nil
	}
	p, ok := c.first("DURATION")
	if !ok {
		return nil
	}
	d, ok := parseDuration(p.value)
	switch {
	case !ok:
		return problem(p.n, "ical.bad_duration", "value", short(p.value))
	case d < 0:
		e.note(p.n, "ical.end_before_start")
	case e.Series.AllDay:
		e.Series.Length = max(wholeDay, d.Truncate(wholeDay))
	default:
		e.Series.Length = d
	}
	return nil
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// mostAdded bounds the dates that a file adds or takes away one by one.
const mostAdded = 20_000

// series reads RRULE, RDATE and EXDATE.
func (r *reader) series(e *Event, c *component) *Problem {
	for _, p := range c.props {
		switch p.name {
		case "RRULE":
			rule, err := recur.ParseRule(p.value)
			if err != nil {
				return because(p.n, err)
			}
			e.Series.Rules = append(e.Series.Rules, rule)
		case "EXRULE":
			e.note(p.n, "ical.exrule")
		case "RDATE", "EXDATE":
			for _, v := range strings.Split(p.value, ",") {
				if strings.TrimSpace(v) != "" && len(e.Series.Added)+len(e.Series.Except)+len(e.Series.ExceptDays) < mostAdded {
					r.date(e, p, v)
				}
			}
		}
	}
	return nil
}

// date reads one value of RDATE or EXDATE. One that cannot be read is told
// and left out.
func (r *reader) date(e *Event, p property, v string) {
	v, period, isPeriod := strings.Cut(v, "/")
	m, bad := r.moment(p, v)
	if bad != nil {
		e.Problems = append(e.Problems, *bad)
		return
	}
	wall := m.in(e.Zone)
	if e.Series.AllDay {
		wall = midnight(wall)
	}
	if p.name == "EXDATE" {
		if m.form == dayForm && !e.Series.AllDay {
			e.Series.ExceptDays = append(e.Series.ExceptDays, wall)
			return
		}
		e.Series.Except = append(e.Series.Except, wall)
		return
	}
	if m.form == dayForm && !e.Series.AllDay { // a day without a time: at the event's
		wall = wall.Add(e.Series.Start.Sub(midnight(e.Series.Start)))
	}
	e.Series.Added = append(e.Series.Added, wall)
	if !isPeriod || e.Series.AllDay {
		return
	}
	length, ok := parseDuration(period)
	if !ok {
		end, bad := r.moment(p, period)
		if bad != nil {
			e.Problems = append(e.Problems, *bad)
			return
		}
		length = end.in(e.Zone).Sub(wall)
	}
	if length < 0 || length > mostLength {
		return
	}
	if e.Lengths == nil {
		e.Lengths = map[time.Time]time.Duration{}
	}
	e.Lengths[wall] = length
}

// moment reads a date or time with the zone of its property.
func (r *reader) moment(p property, v string) (moment, *Problem) {
	t, f := parseStamp(v)
	if f == noForm || t.Year() < 1 {
		return moment{}, problem(p.n, "ical.bad_time", "value", short(v))
	}
	m := moment{t: t, form: f}
	if f == utcForm {
		m.zone = time.UTC
	}
	if strings.EqualFold(p.params["VALUE"], "DATE") && f != dayForm {
		m.t, m.form, m.zone = midnight(t), dayForm, nil
	}
	if tzid := p.params["TZID"]; tzid != "" && m.form == localForm {
		m.zone, _ = r.zones.named(tzid)
	}
	return m, nil
}

// because makes a problem of a failure.
func because(n int, err error) *Problem {
	var f *fault.Error
	if errors.As(err, &f) {
		return problem(n, f.Key, f.Args...)
	}
	return problem(n, "ical.bad_time", "value", "")
}

// short keeps messages readable.
func short(s string) string {
	if r := []rune(clean(s)); len(r) > 40 {
		return string(r[:40])
	}
	return clean(s)
}

// join gives the parts to their events. Of several versions of one event the
// latest counts; a part without its event becomes one of its own.
func (r *reader) join() {
	byUID := map[string]*Event{}
	kept := r.cal.Events[:0]
	for _, e := range r.cal.Events {
		old := byUID[e.UID]
		if e.UID == "" || old == nil || old.Sequence == e.Sequence && !sameStart(old, e) {
			kept = append(kept, e)
			if old == nil {
				byUID[e.UID] = e
			}
			continue
		}
		if e.Sequence > old.Sequence || e.Sequence == old.Sequence && !e.Stamp.Before(old.Stamp) {
			*old = *e
		}
	}
	r.cal.Events = kept
	for _, p := range r.single {
		e := byUID[p.e.UID]
		if e == nil || p.e.UID == "" {
			r.cal.Events = append(r.cal.Events, p.e)
			continue
		}
		e.override(p)
	}
	slices.SortStableFunc(r.cal.Events, func(a, b *Event) int { return a.Line - b.Line })
}

func sameStart(a, b *Event) bool {
	return a.Series.Start.Equal(b.Series.Start) && a.Series.AllDay == b.Series.AllDay
}

// override takes a part over. RECURRENCE-ID names a date of the series; a bare
// day names the one of that day.
func (e *Event) override(p part) {
	at := p.id.in(e.Zone)
	if p.id.form == dayForm && !e.Series.AllDay {
		walls, _ := e.Series.Between(at, at.Add(wholeDay), 1)
		if len(walls) == 0 {
			at = at.Add(e.Series.Start.Sub(midnight(e.Series.Start)))
		} else {
			at = walls[0]
		}
	}
	if e.Series.AllDay {
		at = midnight(at)
	}
	o := Override{
		At: at, Future: p.future, Start: p.e.Series.Start, AllDay: p.e.Series.AllDay,
		Length: p.e.Series.Length, Zone: p.e.Zone, Details: p.e.Details,
	}
	i := slices.IndexFunc(e.Overrides, func(old Override) bool { return old.At.Equal(at) && old.Future == o.Future })
	if i >= 0 {
		e.Overrides[i] = o
	} else {
		e.Overrides = append(e.Overrides, o)
	}
	e.Problems = append(e.Problems, p.e.Problems...)
}
