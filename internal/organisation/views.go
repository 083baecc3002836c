package organisation

import (
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/web"
)

// address is a place's address on one line.
func address(street, postcode, town string) string {
	parts := []string{}
	for _, s := range []string{street, strings.TrimSpace(postcode + " " + town)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func iconOf(l content.Listing) string {
	if l.Fact("authority") == "yes" {
		return "landmark"
	}
	return "users"
}

func placeIcon(terms *content.Vocabulary, category string) string {
	if t, ok := terms.Find(content.Place, category); ok && t.Icon != "" {
		return t.Icon
	}
	return "map-pin"
}

// kindKey names what the organisation is.
func kindKey(authority bool) string {
	if authority {
		return "organisation.authority"
	}
	return "organisation.club"
}

// dates are the coming dates for programs: the event's entry with its times.
func dates(r *web.Request, a content.Agenda) []map[string]any {
	out := []map[string]any{}
	for _, o := range a.Items {
		e := feed.Entry(r, o.Listing)
		e["start"], e["end"], e["all_day"] = o.Day, o.EndDay, o.AllDay
		if !o.AllDay {
			e["start"], e["end"] = instant(r, o.Start), instant(r, o.End)
		}
		e["status"], e["date_url"] = o.Status, r.ItemURL(o.Portal, o.Path()+"/"+o.Day)
		out = append(out, e)
	}
	return out
}

// instant is a stored instant as RFC 3339 in the portal's zone.
func instant(r *web.Request, stamp string) string {
	t, err := clock.ParseStamp(stamp)
	if err != nil {
		return ""
	}
	return t.In(r.Site.Zone).Format(time.RFC3339)
}
