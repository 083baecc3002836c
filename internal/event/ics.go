package event

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/feed"
	"umland/internal/hours"
	"umland/internal/ical"
	"umland/internal/recur"
	"umland/internal/web"
)

// calendarList answers the list as a file that calendar programs subscribe to:
// each event once, a series with its rule, so that it goes on after the last
// date that is listed.
func (m *Room) calendarList(w http.ResponseWriter, r *web.Request, q *feed.Query) error {
	ids, total, err := m.spine.AgendaItems(r.Context(), q.Filter, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(total); err != nil {
		return err
	}
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), ids)
	if err != nil {
		return err
	}
	plans, err := m.plans(r.Context(), ids)
	if err != nil {
		return err
	}
	var all []ical.Event
	for i := range rows {
		if e := plans[rows[i].Item]; e != nil {
			all = append(all, m.calendarEvents(r, e, &rows[i])...)
		}
	}
	return q.Calendar(w, r, all)
}

// plans reads what calendars need of many events.
func (m *Room) plans(ctx context.Context, ids []string) (map[string]*Event, error) {
	all := map[string]*Event{}
	for part := range slices.Chunk(ids, 500) {
		var w db.Where
		w.In(`item`, part)
		rows, err := db.All(ctx, m.spine.DB(), scanPlan, `SELECT item, room, venue, online, status, zone, status_note, dates, changes, registration
			FROM event`+w.SQL()+` ORDER BY item`, w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, e := range rows {
			all[e.ID] = e
		}
	}
	return all, nil
}

func scanPlan(r db.Row) (*Event, error) {
	e := &Event{}
	var note, dates, changes, registration string
	if err := r.Scan(&e.ID, &e.Room, &e.Venue, &e.Online, &e.Status, &e.Zone, &note, &dates, &changes, &registration); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		text string
		to   any
	}{{note, &e.StatusNote}, {dates, &e.Dates}, {changes, &e.Changes}, {registration, &e.Registration}} {
		if f.text == "" || f.text == "null" || f.text == "[]" || f.text == "{}" {
			continue
		}
		if err := json.Unmarshal([]byte(f.text), f.to); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// calendarEvents is the event as calendar programs take it: one part for each
// series, which single dates of the same length join, so that most events
// are one.
func (m *Room) calendarEvents(r *web.Request, e *Event, l *content.Listing) []ical.Event {
	site, ok := r.Directory().BySlug(l.Portal)
	if !ok {
		site = r.Site
	}
	at := m.calendar(site)
	base := feed.CalendarEvent(r, l)
	base.Zone = e.zone(site.Zone)
	base.Details = e.calendarDetails(r, l, Change{}, base.Details)
	parts := e.parts(base, at, m.spine.Clock().Now())
	for i := range parts {
		p := &parts[i]
		p.UID = feed.CalendarUID(r, l, "")
		if i > 0 { // a further series is an event of its own there
			p.UID = feed.CalendarUID(r, l, p.Series.Start.Format(Dates{AllDay: p.Series.AllDay}.form()))
		}
		for _, c := range e.Changes {
			e.differs(r, l, p, c)
		}
	}
	return parts
}

// parts puts the dates into as few series as hold them.
func (e *Event) parts(base ical.Event, at hours.Context, today time.Time) []ical.Event {
	var parts []ical.Event
	add := func(d Dates) *ical.Event {
		p := base
		p.Series = recur.Series{Start: d.start(), AllDay: d.AllDay, Length: d.calendarLength(), Zone: p.Zone}
		parts = append(parts, p)
		return &parts[len(parts)-1]
	}
	for _, d := range e.Dates {
		rule, ok := d.rule()
		if !ok {
			continue
		}
		p := add(d)
		p.Series.Rules = []recur.Rule{rule}
		p.Series.Except = d.exceptions(rule, at, today)
	}
	for _, d := range e.Dates {
		if d.Rule != "" {
			continue
		}
		i := slices.IndexFunc(parts, func(p ical.Event) bool {
			return p.Series.AllDay == d.AllDay && p.Series.Length == d.calendarLength()
		})
		if i < 0 {
			add(d)
		} else {
			parts[i].Series.Added = append(parts[i].Series.Added, d.start())
		}
	}
	return parts
}

// exceptions are the planned dates of a series that do not take place.
func (d Dates) exceptions(rule recur.Rule, at hours.Context, today time.Time) []time.Time {
	var gone []time.Time
	if !d.NoHolidays && !d.NoSchool {
		for _, s := range d.Without {
			if t, err := d.parse(s); err == nil {
				gone = append(gone, t)
			}
		}
		return gone
	}
	for _, t := range d.planned(rule, d.start(), horizon(today)) {
		if d.leftOut(t, at) != "" {
			gone = append(gone, t)
		}
	}
	return gone
}

// calendarLength is the length as calendars count it: whole days end on the
// day after.
func (d Dates) calendarLength() time.Duration {
	if d.AllDay {
		return d.length() + 24*time.Hour
	}
	return d.length()
}

// differs puts what is different about one date into the part that holds it.
func (e *Event) differs(r *web.Request, l *content.Listing, p *ical.Event, c Change) {
	allDay := len(c.At) == len(dayForm)
	at, err := parseWall(c.At, allDay)
	if err != nil || allDay != p.Series.AllDay {
		return
	}
	if walls, _ := p.Series.Between(at, at.Add(time.Minute), 1); len(walls) == 0 {
		return
	}
	o := ical.Override{At: at, Start: at, AllDay: allDay, Length: p.Series.Length}
	if start, err := parseWall(c.Start, allDay); err == nil {
		o.Start = start
	}
	if end, err := parseWall(c.End, allDay); err == nil {
		o.Length = Dates{Start: o.Start.Format(Dates{AllDay: allDay}.form()), End: end.Format(Dates{AllDay: allDay}.form()), AllDay: allDay}.calendarLength()
	}
	o.Details = e.calendarDetails(r, l, c, p.Details)
	o.URL = r.ItemURL(l.Portal, l.Path()+"/"+o.Start.Format(dayForm))
	if len(p.Series.Rules)+len(p.Series.Added) == 0 { // the only date: nothing to differ from
		p.Series.Start, p.Series.Length, p.Details = o.Start, o.Length, o.Details
		return
	}
	p.Overrides = append(p.Overrides, o)
}

// calendarDetails is what a date says, or the event where the change is none:
// what a calendar has no field for stands before the description.
func (e *Event) calendarDetails(r *web.Request, l *content.Listing, c Change, d ical.Details) ical.Details {
	status, note, online := e.status(), words(r, e.StatusNote), e.Online
	spot := content.Occurrence{Listing: *l}
	room := e.Room
	if c.Status != "" {
		status = c.Status
	}
	if len(c.Note) > 0 {
		note = words(r, c.Note)
	}
	if c.Online != "" {
		online = c.Online
	}
	if c.elsewhere() {
		spot.Venue, spot.Street, spot.Postcode, spot.Town, room = c.Venue, c.Street, c.Postcode, c.Town, c.Room
		d.HasPosition, d.Lat, d.Lon = c.HasPosition, c.Lat, c.Lon
	} else {
		d.HasPosition, d.Lat, d.Lon = l.HasPosition, l.Lat, l.Lon
	}
	if room != "" && spot.Venue != "" {
		spot.Venue += " (" + room + ")"
	}
	d.Status = feed.CalendarStatus(status)
	d.Location = feed.Location(&spot)
	if spot.Venue == "" && spot.Street == "" && online != "" {
		d.Location = online
	}
	d.Description = feed.CalendarText(r, status, note, l.Teaser)
	return d
}
