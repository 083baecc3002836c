package event

import (
	"net/http"
	"strconv"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/hours"
	"umland/internal/recur"
	"umland/internal/ui"
	"umland/internal/web"
)

// data answers the event, or one of its dates, in another form than a page.
func (m *Room) data(w http.ResponseWriter, r *web.Request, s showPage) error {
	dates := s.dates
	if s.single && s.next != nil {
		dates = []content.Occurrence{*s.next}
	}
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{s.event.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	if r.Format == "ics" && !s.single {
		return feed.EventCalendar(w, r, rows[0].Title, m.calendarEvents(r, s.event, &rows[0]))
	}
	return feed.EventItem(w, r, rows[0], dates, s.facts(r))
}

// facts are what the JSON of an event holds beside what all items have.
func (s showPage) facts(r *web.Request) map[string]any {
	e := s.event
	more := map[string]any{
		"body": string(s.text.Body), "venue": e.Venue, "room": e.Room, "street": e.Street, "postcode": e.Postcode, "town": e.Town,
		"online": e.Online, "category": e.Category(), "free": e.Cost.Kind == CostFree, "price": e.Cost.Text(r), "cost": e.Cost.facts(),
		"organisers": s.organiserFacts(r), "audience": map[string]any{
			"families": e.Audience.Families, "seniors": e.Audience.Seniors, "ages": e.Audience.Range(),
		},
		"accessibility": e.accessFacts(), "languages": append([]string{}, e.Spoken...), "registration": e.Registration.facts(),
		"links": e.linkFacts(), "attribution": e.Source.Attribution, "note": words(r, e.StatusNote),
	}
	if s.single {
		more["note"] = words(r, s.change.Note)
	}
	for _, d := range e.Dates {
		if rule, ok := d.rule(); ok {
			more["repeats"], more["rule"] = rule.Say(r.Lang, d.start()), d.Rule
		}
		if d.Hours != "" {
			more["opening_hours"] = d.Hours
		}
	}
	return more
}

func (c Cost) facts() map[string]any {
	return map[string]any{
		"kind": c.Kind, "from": c.From, "to": c.To, "reduced": c.Reduced, "currency": c.Currency, "social_pass": c.SocialPass,
	}
}

func (g Registration) facts() map[string]any {
	return map[string]any{
		"needed": g.Needed, "url": g.URL, "phone": g.Phone, "email": g.Email, "until": g.Until, "left": g.Left, "capacity": g.Capacity,
	}
}

func (e *Event) accessFacts() map[string]string {
	all := map[string]string{}
	for _, a := range Accesses {
		if answer := e.access(a); answer != "" {
			all[a] = answer
		} else {
			all[a] = "unknown"
		}
	}
	return all
}

func (e *Event) linkFacts() []map[string]string {
	list := []map[string]string{}
	for _, l := range e.Links {
		list = append(list, map[string]string{"url": l.URL, "title": l.Title})
	}
	return list
}

func (s showPage) organiserFacts(r *web.Request) []map[string]string {
	list := []map[string]string{}
	for _, o := range s.organisers {
		list = append(list, map[string]string{"id": o.Item, "title": o.Title, "url": r.ItemURL(o.Portal, o.Path())})
	}
	return list
}

// schema is what search engines are told of the date that is shown.
func (s showPage) schema(r *web.Request, at hours.Context) feed.EventFacts {
	e := s.event
	f := feed.EventFacts{
		Date: *s.next, SchemaType: s.term.SchemaType, Summary: s.text.Teaser, Free: e.Cost.Kind == CostFree, Prices: e.Cost.offers(r),
		OnlineURL: s.online(), Online: e.Venue == "" && e.Street == "", Room: s.room(), Ages: e.Audience.Range(), Spoken: e.Spoken,
		Capacity: e.Registration.Capacity, Full: e.Registration.Left == LeftNone, BookURL: e.Registration.URL,
	}
	for _, o := range s.organisers {
		f.Organisers = append(f.Organisers, feed.Party{Type: "Organization", Name: o.Title, URL: r.ItemURL(o.Portal, o.Path())})
	}
	if e.Image != "" && ui.HasPicture(e.Image) {
		f.Image = r.Origin(r.Site) + ui.Picture(e.Image)
	}
	if schedule := e.schedule(at, r.Now); schedule != nil {
		if s.single {
			f.Series = &feed.Party{Type: "EventSeries", Name: s.text.Title, URL: r.Abs(e.Path())}
		} else {
			f.Schedule = schedule
		}
	}
	return f
}

func (c Cost) offers(r *web.Request) []feed.Price {
	var list []feed.Price
	if c.Kind == CostPaid && c.From+c.To > 0 {
		list = append(list, feed.Price{Low: c.From, High: c.To, Currency: c.Currency})
	}
	if c.Reduced > 0 {
		name := words(r, c.ReducedFor)
		if name == "" {
			name = r.T("event.reduced_short")
		}
		list = append(list, feed.Price{Name: name, Low: c.Reduced, Currency: c.Currency})
	}
	return list
}

// schedule tells search engines how the event's series repeats; nil where it
// is none.
func (e *Event) schedule(at hours.Context, now time.Time) *feed.Schedule {
	for _, d := range e.Dates {
		rule, ok := d.rule()
		if !ok {
			continue
		}
		start := d.start()
		s := &feed.Schedule{
			Type: "Schedule", Frequency: frequency(rule), Count: rule.Count, ByMonth: rule.ByMonth, ByMonthDay: rule.ByMonthDay,
			StartDate: start.Format(dayForm), Zone: e.zone(at.Zone).String(),
		}
		if rule.UntilForm != recur.NoUntil {
			s.EndDate = rule.Until.Format(dayForm)
		}
		if !d.AllDay {
			s.StartTime, s.EndTime = start.Format("15:04:05"), start.Add(d.length()).Format("15:04:05")
		}
		for _, day := range rule.ByDay {
			s.ByDay = append(s.ByDay, "https://schema.org/"+day.Day.String())
			if day.N != 0 {
				s.ByMonthWeek = append(s.ByMonthWeek, day.N)
			}
		}
		if len(rule.ByDay) == 0 && rule.Freq == recur.Weekly {
			s.ByDay = []string{"https://schema.org/" + start.Weekday().String()}
		}
		s.Except = e.notAsPlanned(d, rule, at, now)
		return s
	}
	return nil
}

// notAsPlanned are the planned dates that do not take place when they were
// planned: left out, cancelled or moved.
func (e *Event) notAsPlanned(d Dates, rule recur.Rule, at hours.Context, now time.Time) []string {
	zone := e.zone(at.Zone)
	instant := func(t time.Time) string {
		if d.AllDay {
			return t.Format(dayForm)
		}
		moment, _ := recur.InZone(t, zone)
		return moment.Format(time.RFC3339)
	}
	var list []string
	for _, t := range d.planned(rule, d.start(), horizon(now)) {
		c, _ := e.change(t.Format(d.form()))
		if d.leftOut(t, at) != "" || c.Status == "cancelled" || c.Start != "" && c.Start != c.At {
			list = append(list, instant(t))
		}
	}
	return list
}

// frequency is how far apart the periods of a rule are (ISO 8601).
func frequency(r recur.Rule) string {
	unit := map[recur.Freq]string{recur.Daily: "D", recur.Weekly: "W", recur.Monthly: "M", recur.Yearly: "Y"}[r.Freq]
	return "P" + strconv.Itoa(max(r.Interval, 1)) + unit
}
