package event

import (
	"net/url"
	"strings"

	"umland/internal/content"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/web"
)

// where is the address of the date that is shown, or of the event.
func (s showPage) where() content.Occurrence {
	if s.next != nil {
		return *s.next
	}
	e := s.event
	return content.Occurrence{Listing: content.Listing{Venue: e.Venue, Street: e.Street, Postcode: e.Postcode, Town: e.Town}}
}

// room is where in the place it is.
func (s showPage) room() string {
	if s.where().Elsewhere {
		return s.change.Room
	}
	return s.event.Room
}

// online is the web address of the date that is shown, or of the event.
func (s showPage) online() string {
	if s.change.Online != "" {
		return s.change.Online
	}
	return s.event.Online
}

// shortLink is an address as people read it.
func shortLink(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimPrefix(u.Host, "www.") + strings.TrimSuffix(u.Path, "/")
}

func linkTitle(l Link) string {
	if l.Title != "" {
		return l.Title
	}
	return shortLink(l.URL)
}

// audienceText is whom the event is for: "Familien, 6 bis 12 Jahre".
func audienceText(r *web.Request, a Audience) string {
	var parts []string
	if a.Families {
		parts = append(parts, r.T("event.for_families"))
	}
	if a.Seniors {
		parts = append(parts, r.T("event.for_seniors"))
	}
	switch {
	case a.AgeFrom > 0 && a.AgeTo > 0:
		parts = append(parts, r.T("event.ages", "from", itoa(a.AgeFrom), "to", itoa(a.AgeTo)))
	case a.AgeFrom > 0:
		parts = append(parts, r.T("event.ages_from", "from", itoa(a.AgeFrom)))
	case a.AgeTo > 0:
		parts = append(parts, r.T("event.ages_to", "to", itoa(a.AgeTo)))
	}
	return strings.Join(parts, ", ")
}

// spokenText names the languages in which the event is held.
func spokenText(r *web.Request, codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = r.T("event.spoken_" + c)
	}
	return strings.Join(names, ", ")
}

// accessList tells what is known about accessibility, a line each.
func accessList(r *web.Request, e *Event) []string {
	var list []string
	for _, a := range Accesses {
		if answer := e.access(a); answer != "" {
			list = append(list, r.T("event.access_"+a)+": "+r.T("common."+answer))
		}
	}
	return list
}

// statusWord is "fällt aus" and the like, "" for what takes place as planned.
func statusWord(r *web.Request, status string) string {
	if status == "" || status == Statuses[0] {
		return ""
	}
	return r.T("event.status_" + strings.ReplaceAll(status, "-", "_"))
}

// status is that of the date that is shown, or of the event.
func (s showPage) status() string {
	if s.next != nil {
		return s.next.Status
	}
	return s.event.status()
}

// reason is why it is not as planned, or what else is to say about the date.
func (s showPage) reason(r *web.Request) string {
	if note := words(r, s.change.Note); note != "" {
		return note
	}
	return words(r, s.event.StatusNote)
}

// again is how the event repeats: "immer dienstags bis 30. Juni 2027".
func (s showPage) again(r *web.Request) string {
	for _, d := range s.event.Dates {
		if rule, ok := d.rule(); ok {
			return join(rule.Say(r.Lang, d.start()), rule.SayEnd(r.Lang))
		}
	}
	return ""
}

// shortMoment is when a date was planned, for a badge: the time alone where
// the day is the same.
func shortMoment(r *web.Request, o content.Occurrence) string {
	t := content.Wall(o.Was)
	if dayOf(o.Was) == o.Day {
		return i18n.Time(r.Lang, t)
	}
	return i18n.ShortDay(r.Lang, t)
}

// openingRules are the weekly hours of an exhibition in words.
func openingRules(r *web.Request, e *Event) []hours.RuleText {
	for _, d := range e.Dates {
		if v, err := hours.Parse(d.Hours); d.Hours != "" && err == nil {
			return v.Rules(r.Lang)
		}
	}
	return nil
}
