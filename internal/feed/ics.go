package feed

import (
	"net/http"
	"strconv"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

const (
	wallStamp = "20060102T150405"
	utcStamp  = "20060102T150405Z"
	dayStamp  = "20060102"
)

// refresh is how often a calendar program should ask again.
const refresh = "PT6H"

// sequenceStart is the zero of SEQUENCE, in seconds since 1970 (2020-01-01).
const sequenceStart = 1_577_836_800

func (p page) ics(w http.ResponseWriter, r *web.Request) error {
	dates := make([]content.Occurrence, len(p.rows))
	for i, row := range p.rows {
		dates[i] = *row.date
	}
	name := r.Site.Name + ": " + r.T("common.events")
	return sendCalendar(w, r, name, p.q.address(r, "ics", p.q.Page), p.q.address(r, "", p.q.Page), dates)
}

// Dates writes dates of one event as a calendar file, for its page and for
// the page of a single date.
func Dates(w http.ResponseWriter, r *web.Request, dates []content.Occurrence) error {
	name := r.Site.Name
	if len(dates) > 0 {
		name = dates[0].Title
	}
	here := r.Abs(r.Path)
	return sendCalendar(w, r, name, here+".ics", here, dates)
}

func sendCalendar(w http.ResponseWriter, r *web.Request, name, source, address string, dates []content.Occurrence) error {
	c := &calendar{}
	c.b.Grow(1024 + 700*len(dates))
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.text("PRODID", "-//Umland//"+r.Site.Host+"//DE")
	c.line("CALSCALE", "GREGORIAN")
	c.text("NAME", name)
	c.text("X-WR-CALNAME", name)
	c.line("X-WR-TIMEZONE", r.Site.Zone.String())
	c.line("SOURCE;VALUE=URI", source)
	c.line("URL", address)
	c.line("REFRESH-INTERVAL;VALUE=DURATION", refresh)
	c.line("X-PUBLISHED-TTL", refresh)
	c.zones(r, dates)
	for i := range dates {
		c.event(r, &dates[i])
	}
	c.line("END", "VCALENDAR")
	attach(w, r)
	return send(w, r, media["ics"], []byte(c.b.String()))
}

// zones writes each zone that a date names, once.
func (c *calendar) zones(r *web.Request, dates []content.Occurrence) {
	type span struct{ from, to time.Time }
	spans := map[string]*span{}
	var order []*time.Location
	for _, o := range dates {
		start, end := at(o.Start), at(o.End)
		if o.AllDay || start.IsZero() {
			continue
		}
		if end.Before(start) {
			end = start
		}
		loc := zoneOf(r, o)
		s := spans[loc.String()]
		if s == nil {
			s = &span{start, end}
			spans[loc.String()] = s
			order = append(order, loc)
		}
		if start.Before(s.from) {
			s.from = start
		}
		if end.After(s.to) {
			s.to = end
		}
	}
	for _, loc := range order {
		if s := spans[loc.String()]; loc != time.UTC {
			c.zone(loc, s.from, s.to)
		}
	}
}

// event writes one date. What programs compare (UID, DTSTAMP, SEQUENCE) comes
// from the item alone: the same date is the same entry from every host, port,
// list and page, and an unchanged one is written the same each time.
func (c *calendar) event(r *web.Request, o *content.Occurrence) {
	updated := at(o.Updated).UTC()
	c.line("BEGIN", "VEVENT")
	c.text("UID", o.Item+"-"+compact(o.StartWall)+"@"+ownerHost(r, o.Portal))
	c.line("DTSTAMP", updated.Format(utcStamp))
	c.line("LAST-MODIFIED", updated.Format(utcStamp))
	c.line("SEQUENCE", strconv.FormatInt(max(updated.Unix()-sequenceStart, 0), 10))
	c.times(zoneOf(r, *o), o)
	summary := "SUMMARY"
	if o.TextLang != r.TextLang() {
		summary += ";LANGUAGE=" + i18n.HTMLLang(o.TextLang)
	}
	c.text(summary, o.Title)
	c.text("DESCRIPTION", description(r, o))
	c.text("LOCATION", location(o))
	if o.HasPosition {
		c.line("GEO", degrees(o.Lat)+";"+degrees(o.Lon))
	}
	c.line("STATUS", calendarStatus(status(*o)))
	c.line("URL", dateURL(r, *o))
	c.line("END", "VEVENT")
}

// times writes when a date is: whole days with an end that is the day after,
// else wall time in its zone.
func (c *calendar) times(loc *time.Location, o *content.Occurrence) {
	if o.AllDay {
		c.line("DTSTART;VALUE=DATE", content.Wall(o.Day).Format(dayStamp))
		last := content.Wall(o.EndDay)
		if last.IsZero() {
			last = content.Wall(o.Day)
		}
		c.line("DTEND;VALUE=DATE", last.AddDate(0, 0, 1).Format(dayStamp))
		c.line("TRANSP", "TRANSPARENT")
		return
	}
	start, end := at(o.Start), at(o.End)
	c.instant("DTSTART", loc, start)
	if end.After(start) {
		c.instant("DTEND", loc, end)
	}
}

// instant writes wall time with its zone, or UTC where the wall time stands
// for two instants and the later one is meant: readers take the first.
func (c *calendar) instant(name string, loc *time.Location, t time.Time) {
	local := t.In(loc)
	if _, offset := local.Zone(); loc != time.UTC {
		if _, hourBefore := local.Add(-time.Hour).Zone(); hourBefore <= offset {
			c.line(name+";TZID="+loc.String(), local.Format(wallStamp))
			return
		}
	}
	c.line(name, t.UTC().Format(utcStamp))
}

func calendarStatus(s string) string {
	switch s {
	case "cancelled":
		return "CANCELLED"
	case "postponed":
		return "TENTATIVE"
	}
	return "CONFIRMED"
}

// description is the teaser, with what a calendar has no field for before it.
func description(r *web.Request, o *content.Occurrence) string {
	text := o.Teaser
	if s := status(*o); s != "scheduled" && r.Site != nil {
		if word := statusWord(r, s); word != "" {
			text = word + "\n" + text
		}
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

// location is where a date is, in one line.
func location(o *content.Occurrence) string {
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

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 6, 64) }

// ownerHost is the first host name of the portal that owns an item.
func ownerHost(r *web.Request, portal string) string {
	if site, ok := r.Directory().BySlug(portal); ok && site.Host != "" {
		return site.Host
	}
	return r.Site.Host
}
