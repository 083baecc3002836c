package event

import (
	"net/url"
	"strings"

	"umland/internal/content"
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
