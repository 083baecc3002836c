package feed

import (
	"net/http"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/ical"
	"umland/internal/recur"
	"umland/internal/web"
)

// sequenceStart is the zero of SEQUENCE, in seconds since 1970 (2020-01-01).
const sequenceStart = 1_577_836_800

func (p page) ics(w http.ResponseWriter, r *web.Request) error {
	dates := make([]content.Occurrence, len(p.rows))
	for i, row := range p.rows {
		dates[i] = *row.date
	}
	return p.q.Calendar(w, r, singly(r, dates))
}

// Calendar writes the events of a list as a calendar file that can be
// subscribed to.
func (q *Query) Calendar(w http.ResponseWriter, r *web.Request, events []ical.Event) error {
	name := r.Site.Name + ": " + r.T("common.events")
	return sendCalendar(w, r, ical.Head{Name: name, Source: q.address(r, "ics", q.Page), URL: q.address(r, "", q.Page)}, events)
}

// Dates writes dates of one event as a calendar file of single dates, for the
// page of one of them.
func Dates(w http.ResponseWriter, r *web.Request, dates []content.Occurrence) error {
	name := r.Site.Name
	if len(dates) > 0 {
		name = dates[0].Title
	}
	return EventCalendar(w, r, name, singly(r, dates))
}

// EventCalendar writes one event, in as many parts as its dates need, as a
// calendar file for its page.
func EventCalendar(w http.ResponseWriter, r *web.Request, name string, events []ical.Event) error {
	here := r.Abs(r.Path)
	return sendCalendar(w, r, ical.Head{Name: name, Source: here + ".ics", URL: here}, events)
}

func sendCalendar(w http.ResponseWriter, r *web.Request, head ical.Head, events []ical.Event) error {
	head.Product, head.Zone = r.Site.Host, r.Site.Zone
	attach(w, r)
	return send(w, r, media["ics"], ical.Write(head, events))
}

// singly makes an event of each date. The same date has the same identity
// from every host, port, list and page.
func singly(r *web.Request, dates []content.Occurrence) []ical.Event {
	events := make([]ical.Event, len(dates))
	for i := range dates {
		o := &dates[i]
		e := CalendarEvent(r, &o.Listing)
		e.UID = CalendarUID(r, &o.Listing, o.StartWall)
		e.Details.Location = Location(o)
		e.Description, e.Status, e.URL = description(r, o), CalendarStatus(status(*o)), dateURL(r, *o)
		e.HasPosition, e.Lat, e.Lon = o.HasPosition, o.Lat, o.Lon
		span(&e, r, o)
		events[i] = e
	}
	return events
}

// CalendarEvent is what calendar programs are told of an event beside its
// dates. SEQUENCE and DTSTAMP come from the item alone, so that an unchanged
// event is written the same each time.
func CalendarEvent(r *web.Request, l *content.Listing) ical.Event {
	updated := at(l.Updated).UTC()
	e := ical.Event{Sequence: int(max(updated.Unix()-sequenceStart, 0)), Stamp: updated}
	if l.TextLang != r.TextLang() {
		e.Language = i18n.HTMLLang(l.TextLang)
	}
	e.Title, e.Description, e.Status, e.URL = l.Title, l.Teaser, ical.Confirmed, r.ItemURL(l.Portal, l.Path())
	return e
}

// CalendarUID is the identity of an event in calendars, or of its part that
// begins at a wall time; it holds the host of the portal that owns it.
func CalendarUID(r *web.Request, l *content.Listing, part string) string {
	if part != "" {
		part = "-" + compact(part)
	}
	return l.Item + part + "@" + ownerHost(r, l.Portal)
}

// span sets when a date is: whole days, or wall time in its zone. UTC is
// written where the wall time stands for two instants and the later one is
// meant, since readers take the first.
func span(e *ical.Event, r *web.Request, o *content.Occurrence) {
	if o.AllDay {
		first, last := content.Wall(o.Day), content.Wall(o.EndDay)
		e.Series.Start, e.Series.AllDay = first, true
		e.Series.Length = max(last.Sub(first), 0) + 24*time.Hour
		return
	}
	e.Zone = zoneOf(r, *o)
	start, end := at(o.Start), at(o.End)
	if !exact(start, e.Zone) || !exact(end, e.Zone) {
		e.Zone = time.UTC
	}
	e.Series.Start, e.Series.Zone = wallIn(start, e.Zone), e.Zone
	e.Series.Length = max(wallIn(end, e.Zone).Sub(e.Series.Start), 0)
}

// exact tells whether an instant's wall time is read back as that instant.
func exact(t time.Time, zone *time.Location) bool {
	back, _ := recur.InZone(t.In(zone), zone)
	return back.Equal(t)
}

func wallIn(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// CalendarStatus is a status of ours as iCalendar's STATUS.
func CalendarStatus(s string) string {
	switch s {
	case "cancelled":
		return ical.Cancelled
	case "postponed":
		return ical.Tentative
	}
	return ical.Confirmed
}

// description is the teaser of a date, with what a calendar has no field for.
func description(r *web.Request, o *content.Occurrence) string {
	return CalendarText(r, status(*o), "", o.Teaser)
}

// CalendarText is a description for calendars: before the teaser the status,
// unless all is as planned, and a note.
func CalendarText(r *web.Request, status, note, teaser string) string {
	text := ""
	for _, part := range nonEmpty(statusWord(r, status), note, teaser) {
		if text != "" {
			text += "\n"
		}
		text += part
	}
	return text
}

func statusWord(r *web.Request, s string) string {
	switch s {
	case "cancelled":
		return r.T("feed.cancelled")
	case "postponed":
		return r.T("feed.postponed")
	case "moved-online":
		return r.T("feed.moved_online")
	case "sold-out":
		return r.T("feed.sold_out")
	}
	return ""
}

// Location is where a date is, in one line.
func Location(o *content.Occurrence) string {
	town := o.Town
	if o.Postcode != "" {
		town = o.Postcode + " " + town
	}
	line := ""
	for _, part := range nonEmpty(o.Venue, o.Street, town) {
		if line != "" {
			line += ", "
		}
		line += part
	}
	return line
}

// ownerHost is the first host name of the portal that owns an item.
func ownerHost(r *web.Request, portal string) string {
	if site, ok := r.Directory().BySlug(portal); ok && site.Host != "" {
		return site.Host
	}
	return r.Site.Host
}
