package demo

import (
	"slices"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/event"
	"umland/internal/hours"
)

// event makes an event of what the file tells of it.
func (l *loader) event(e Event) *event.Event {
	stored := &event.Event{
		Item: l.item(content.Event, e.Head), Room: e.Room, Venue: e.Venue, Street: e.Street, Postcode: e.Postcode, Town: e.Town,
		HasPosition: e.Lat != 0, Lat: e.Lat, Lon: e.Lon, Online: e.Online, Cost: e.cost(),
		Audience: event.Audience{
			AgeFrom: e.AgeFrom, AgeTo: e.AgeTo, Families: slices.Contains(e.Audience, "families"), Seniors: slices.Contains(e.Audience, "seniors"),
		},
		Access: e.Accessibility, Spoken: e.Spoken, Registration: l.registration(e),
		Status: e.Status, StatusNote: e.StatusNote, Dates: l.dates(e),
	}
	for _, link := range e.Links {
		stored.Links = append(stored.Links, event.Link{URL: link.URL, Title: link.Title})
	}
	stored.Place = l.ids[key(content.Place, e.Place)]
	stored.Organisation = l.ids[key(content.Organisation, e.Organiser)]
	for _, slug := range e.CoOrganisers {
		stored.CoOrganisers = append(stored.CoOrganisers, l.ids[key(content.Organisation, slug)])
	}
	stored.Changes = l.changes(e, stored.Dates[0])
	return stored
}

// cost is what an event costs, told in words, in figures, or as free.
func (e Event) cost() event.Cost {
	c := event.Cost{
		Kind: e.Cost.Kind, From: e.Cost.From, To: e.Cost.To, Reduced: e.Cost.Reduced, ReducedFor: e.Cost.ReducedFor, Words: e.Cost.Words,
		SocialPass: e.Cost.SocialPass,
	}
	switch {
	case e.Free:
		c.Kind = event.CostFree
	case len(e.Price) > 0:
		c.Kind, c.Words = event.CostPaid, e.Price
	}
	return c
}

func (l *loader) registration(e Event) event.Registration {
	g := event.Registration{
		Needed: e.Registration.Needed, URL: e.Registration.URL, Phone: e.Registration.Phone, Email: e.Registration.Email,
		Left: e.Registration.Left, Capacity: e.Registration.Capacity,
	}
	if e.Registration.InDays != 0 {
		g.Until = l.day(e, e.Registration.InDays)
	}
	return g
}

const minuteForm = "2006-01-02T15:04"

// day is a local day, counted from today.
func (l *loader) day(e Event, days int) string {
	return l.wallAt(e.Portal, days, "12:00").Format(time.DateOnly)
}

// dates puts an event that is told relative to today into the calendar.
func (l *loader) dates(e Event) []event.Dates {
	first, last := e.InDays, e.InDays+e.Days-1
	d := event.Dates{AllDay: e.AllDay, Hours: e.Hours, Rule: e.Rule, NoHolidays: e.NoHolidays, NoSchool: e.NoSchool}
	switch {
	case e.Every == "week":
		first = l.weekdayFrom(e.Portal, e.FromDays, e.Weekday)
		last = first
		d.Rule = "FREQ=WEEKLY;UNTIL=" + strings.ReplaceAll(l.day(e, e.UntilDays), "-", "")
	case e.Rule != "":
		first, last = e.FromDays, e.FromDays
	}
	d.Start, d.End = l.span(e, first, last)
	list := []event.Dates{d}
	for _, n := range e.MoreDays {
		one := event.Dates{AllDay: e.AllDay}
		one.Start, one.End = l.span(e, n, n)
		list = append(list, one)
	}
	return list
}

// span is begin and end of a date from a day to a day.
func (l *loader) span(e Event, first, last int) (start, end string) {
	if e.AllDay {
		return l.day(e, first), l.day(e, last)
	}
	begin := l.wallAt(e.Portal, last, e.Time).Format(minuteForm)
	t, err := time.Parse(minuteForm, begin)
	if err != nil {
		t = time.Time{} // formatted just now
	}
	return l.wallAt(e.Portal, first, e.Time).Format(minuteForm), t.Add(time.Duration(e.Minutes) * time.Minute).Format(minuteForm)
}

// changes puts what is told of the next dates of a series onto them.
func (l *loader) changes(e Event, d event.Dates) []event.Change {
	if len(e.Changes) == 0 {
		return nil
	}
	site, ok := l.Portals.BySlug(e.Portal)
	if !ok {
		return nil
	}
	at := hours.Context{Zone: site.Zone, Country: site.Country, State: site.State}
	today := l.day(e, 0)
	next := slices.DeleteFunc(d.Begins(at, l.now), func(t time.Time) bool { return t.Format(time.DateOnly) <= today })
	var list []event.Change
	for _, c := range e.Changes {
		if c.Nth > len(next) {
			continue
		}
		start := next[c.Nth-1]
		changed := event.Change{At: start.Format(minuteForm), Status: c.Status, Place: l.ids[key(content.Place, c.Place)], Room: c.Room, Note: c.Note}
		if c.Days != 0 || c.Time != "" {
			moved := start.AddDate(0, 0, c.Days)
			if t, err := time.Parse("15:04", c.Time); err == nil {
				moved = time.Date(moved.Year(), moved.Month(), moved.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
			}
			changed.Start, changed.End = moved.Format(minuteForm), moved.Add(time.Duration(e.Minutes)*time.Minute).Format(minuteForm)
		}
		list = append(list, changed)
	}
	return list
}
