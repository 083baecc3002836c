// Package feed gives the lists that citizens read on pages to programs too:
// as JSON, tables, map layers, calendars and news feeds, with the filters of
// the page; and it tells search engines what a portal holds.
package feed

import (
	"net/url"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/web"
)

// Sizes of a page of a list, in entries. A calendar program asks once for
// everything and knows no pages, hence the larger default for ics.
const (
	DefaultSize  = 20
	MaxSize      = 100
	CalendarSize = 2000
)

// Query is what a list was asked for, checked and complete: the filter, and
// the part of the list.
type Query struct {
	content.Filter
	Page, Size int
	// PlaceSlug is the value of ort, OrganiserSlug that of organisation; both
	// are still to be found by Locate.
	PlaceSlug     string
	OrganiserSlug string
	Organiser     string // id, once it is found

	// View is how the calendar is shown: ViewWeek, ViewMonth, or "" as a list.
	View string

	// Address is the value of adresse, still to be found by the caller, who
	// then sets Near.
	Address string

	now   string     // the instant of the request, as stored
	given url.Values // first values of what is known, for addresses
}

// parameters are all filters of the product's lists; only they are repeated
// in addresses, so that an address never carries what nobody asked for.
var parameters = []string{
	"region", "kategorie", "q", "bbox", "von", "bis", "ort", "anzahl",
	"lat", "lon", "umkreis", "adresse", "gemeinde", "offen", "barrierefrei", "typ", "organisation",
	"ansicht", "zielgruppe", "kostenlos", "sozialpass",
}

// Read understands the parameters that all lists share: seite, anzahl,
// region, kategorie, q; bbox for places and events; von, bis and ort for
// events, which begin today where von is missing. A wrong value is a
// BadRequest that says what is right; of a parameter given twice the first
// counts; an empty one counts as absent. The search (kind "") reads region
// and its categories itself.
func Read(r *web.Request, kind content.Kind, v *content.Vocabulary) (*Query, error) {
	raw, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.Wrap(err, fault.BadRequest, "errors.bad_address")
	}
	q := &Query{given: url.Values{}, now: clock.Stamp(r.Now)}
	q.Portal, q.Kind, q.Lang, q.Leicht = r.Site.Slug, kind, r.TextLang(), r.Leicht
	for _, name := range parameters {
		if values := raw[name]; len(values) > 0 && values[0] != "" {
			q.given.Set(name, values[0])
		}
	}
	if err := q.readPaging(raw, r.Format); err != nil {
		return nil, err
	}
	if err := q.readFilter(v); err != nil {
		return nil, err
	}
	if kind == content.Event {
		if err := q.readDays(clock.Day(r.Now, r.Site.Zone)); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// Window is the part of the list that was asked for.
func (q *Query) Window() content.Window {
	return content.Window{Limit: q.Size, Offset: (q.Page - 1) * q.Size}
}

// Pages is how many pages a list of total entries has, at least 1.
func (q *Query) Pages(total int) int {
	size := max(1, q.Size)
	return max(1, (total+size-1)/size)
}

// Check refuses a page beyond the end of a list of total entries.
func (q *Query) Check(total int) error {
	if pages := q.Pages(total); q.Page > pages {
		return fault.New(fault.NotFound, "errors.page_beyond", "pages", pages)
	}
	return nil
}

// Narrowed tells whether the reader asked for less than the whole list, for
// the words of an empty one.
func (q *Query) Narrowed() bool {
	for name := range q.given {
		if name != "anzahl" && name != "region" {
			return true
		}
	}
	return false
}
