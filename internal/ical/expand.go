package ical

import (
	"slices"
	"time"

	"umland/internal/recur"
)

// expander collects the dates of one event in a window.
type expander struct {
	e        *Event
	from, to time.Time
	at       map[time.Time]*Override
	future   []*Override
	list     []Occurrence
}

// add takes a wall time of the series, as it is or as it differs.
func (x *expander) add(w time.Time) {
	if o := x.at[w]; o != nil {
		delete(x.at, w)
		x.override(w, o)
		return
	}
	length, ok := x.e.Lengths[w]
	if !ok {
		length = x.e.Series.Length
	}
	o := Override{At: w, Start: w, AllDay: x.e.Series.AllDay, Length: length}
	for _, f := range x.future { // the latest that is not later than the date
		if !f.At.After(w) && (o.At.Equal(w) || f.At.After(o.At)) {
			o = *f
		}
	}
	if o.Future {
		o.Start = w.Add(o.Start.Sub(o.At))
	}
	x.put(w, &o)
}

// override takes a date that differs.
func (x *expander) override(w time.Time, o *Override) { x.put(w, o) }

func (x *expander) put(w time.Time, o *Override) {
	occ := Occurrence{Wall: w, AllDay: o.AllDay, Details: x.e.merged(o.Details)}
	if o.AllDay {
		occ.Start, occ.End = o.Start, o.Start.Add(max(o.Length, wholeDay))
		local := time.Date(o.Start.Year(), o.Start.Month(), o.Start.Day(), 0, 0, 0, 0, x.from.Location())
		x.keep(occ, local)
		return
	}
	zone := o.Zone
	if zone == nil {
		zone = x.e.zone()
	}
	occ.Start, occ.Fit = recur.InZone(o.Start, zone)
	occ.End, _ = recur.InZone(o.Start.Add(o.Length), zone)
	if occ.End.Before(occ.Start) {
		occ.End = occ.Start
	}
	x.keep(occ, occ.Start)
}

// wholeDay is the length of an event of one day.
const wholeDay = 24 * time.Hour

func (x *expander) keep(o Occurrence, begin time.Time) {
	if !begin.Before(x.from) && begin.Before(x.to) {
		x.list = append(x.list, o)
	}
}

func (x *expander) sort() {
	slices.SortStableFunc(x.list, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
}

func (e *Event) zone() *time.Location {
	if e.Zone == nil {
		return time.UTC
	}
	return e.Zone
}

// merged is what a date says: its own, or else what the event says.
func (e *Event) merged(own Details) Details {
	d := e.Details
	for _, f := range []struct{ to, from *string }{
		{&d.Title, &own.Title},
		{&d.Description, &own.Description},
		{&d.Location, &own.Location},
		{&d.URL, &own.URL},
		{&d.Status, &own.Status},
		{&d.Language, &own.Language},
		{&d.Organizer, &own.Organizer},
		{&d.Class, &own.Class},
	} {
		if *f.from != "" {
			*f.to = *f.from
		}
	}
	if len(own.Categories) > 0 {
		d.Categories = own.Categories
	}
	if own.HasPosition {
		d.HasPosition, d.Lat, d.Lon = true, own.Lat, own.Lon
	}
	return d
}
