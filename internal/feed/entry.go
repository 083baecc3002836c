package feed

import (
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// field is a key with its value; fields keep their order, so that JSON, table
// and map layer come from one definition and never differ.
type field struct {
	key   string
	value any // string, float64, bool, or nil for "not known"
}

type fields []field

// MarshalJSON writes the fields as one object, in their order.
func (f fields) MarshalJSON() ([]byte, error) { return f.appendJSON(nil) }

// known makes "" the null of JSON: not known, not empty.
func known(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Entry is an item as the product's JSON shows it, for rooms that put it into
// an answer of their own.
func Entry(r *web.Request, l content.Listing) map[string]any {
	m := map[string]any{}
	for _, p := range entry(r, l) {
		m[p.key] = p.value
	}
	return m
}

func entry(r *web.Request, l content.Listing) fields {
	f := base(r, l)
	switch l.Kind {
	case content.Place, content.Organisation:
		return append(f, address(l)...)
	case content.Article:
		return append(f, field{"published", known(instant(r, l.Published))}, field{"byline", known(l.Byline)}, field{"teaser", known(l.Teaser)})
	case content.Event:
		return append(f, field{"place", known(l.Venue)}, field{"teaser", known(l.Teaser)})
	}
	return append(f, field{"teaser", known(l.Teaser)})
}

// base is what every entry has.
func base(r *web.Request, l content.Listing) fields {
	return fields{
		{"id", l.Item},
		{"kind", string(l.Kind)},
		{"title", l.Title},
		{"url", r.ItemURL(l.Portal, l.Path())},
		{"portal", l.Portal},
		{"lang", i18n.HTMLLang(l.TextLang)},
		{"updated", known(instant(r, l.Updated))},
		{"source", known(l.Source)},
		{"licence", known(l.Licence)},
	}
}

func address(l content.Listing) fields {
	f := fields{{"lat", nil}, {"lon", nil}}
	if l.HasPosition {
		f[0].value, f[1].value = l.Lat, l.Lon
	}
	return append(f, field{"street", known(l.Street)}, field{"postcode", known(l.Postcode)}, field{"town", known(l.Town)},
		field{"phone", known(telephone(l.Phone))}, field{"category", known(l.Category)})
}

// dated is one date of an event as an entry of a list.
func dated(r *web.Request, o content.Occurrence) fields {
	return append(base(r, o.Listing), dateFields(r, o)...)
}

// dateFields tell when and where a date is. Days of an all-day date are both
// inclusive. One that was moved tells when it would have been.
func dateFields(r *web.Request, o content.Occurrence) fields {
	start, end := instant(r, o.Start), instant(r, o.End)
	if o.AllDay {
		start, end = o.Day, o.EndDay
	}
	told, was := status(o), ""
	if o.Was != "" {
		if was = wallInstant(o.Was, zoneOf(r, o)); told == "scheduled" {
			told = "rescheduled"
		}
	}
	return fields{
		{"start", start},
		{"end", known(end)},
		{"all_day", o.AllDay},
		{"status", told},
		{"place", known(o.Venue)},
		{"date_url", dateURL(r, o)},
		{"previous_start", known(was)},
		{"town", known(o.Town)},
		{"category", known(o.Category)},
		{"free", o.Fact("free") == "yes"},
		{"rule", known(rule(o))},
	}
}

// rule is the RRULE of the series that a date is one of, or "".
func rule(o content.Occurrence) string {
	packed, _, _ := strings.Cut(o.Fact("repeats"), "@")
	return strings.NewReplacer("|", ";", ":", "=").Replace(packed)
}

func status(o content.Occurrence) string {
	if o.Status == "" {
		return "scheduled"
	}
	return o.Status
}

// dateURL is the address of one date of an event.
func dateURL(r *web.Request, o content.Occurrence) string {
	return r.ItemURL(o.Portal, o.Path()+"/"+o.Day)
}

// instant writes a stored instant as RFC 3339 in the portal's zone, "" as "".
func instant(r *web.Request, stamp string) string {
	t := at(stamp)
	if t.IsZero() {
		return ""
	}
	return t.In(r.Site.Zone).Format(time.RFC3339)
}

// at reads a stored instant. What is stored was written by clock.Stamp; what
// is not readable all the same counts as not known.
func at(stamp string) time.Time {
	t, err := clock.ParseStamp(stamp)
	if err != nil {
		return time.Time{}
	}
	return t
}
