package feed

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// media are the types of the forms.
var media = map[string]string{
	"json":    "application/json; charset=utf-8",
	"csv":     "text/csv; charset=utf-8; header=present",
	"geojson": "application/geo+json; charset=utf-8",
	"ics":     "text/calendar; charset=utf-8",
	"rss":     "application/rss+xml; charset=utf-8",
}

// List writes a list of items in the form that was asked for: json and csv
// for every kind, geojson for places and organisations, rss for articles. A
// page beyond the end, or a form that the kind does not have, is NotFound.
func List(w http.ResponseWriter, r *web.Request, q *Query, found content.Found) error {
	if err := q.Check(found.Total); err != nil {
		return err
	}
	p := page{q: q, total: found.Total, next: q.Next(r, found.Total)}
	for _, l := range found.Items {
		p.rows = append(p.rows, row{item: l})
	}
	return p.write(w, r)
}

// Agenda writes dates of events in the form that was asked for: json, csv,
// geojson, ics or rss, one entry per date.
func Agenda(w http.ResponseWriter, r *web.Request, q *Query, a content.Agenda) error {
	if err := q.Check(a.Total); err != nil {
		return err
	}
	p := page{q: q, total: a.Total, next: q.Next(r, a.Total), dates: true}
	for i := range a.Items {
		p.rows = append(p.rows, row{a.Items[i].Listing, &a.Items[i]})
	}
	return p.write(w, r)
}

// Item writes one item as json or geojson, with what the room adds to it; a
// key of more that the item has already replaces its value.
func Item(w http.ResponseWriter, r *web.Request, l content.Listing, more map[string]any) error {
	f := entry(r, l)
	for _, k := range slices.Sorted(maps.Keys(more)) {
		if i := slices.IndexFunc(f, func(p field) bool { return p.key == k }); i >= 0 {
			f[i].value = more[k]
		} else {
			f = append(f, field{k, more[k]})
		}
	}
	switch r.Format {
	case "json":
		return sendJSON(w, r, f)
	case "geojson":
		return sendJSON(w, r, newFeature(l.Item, l, f))
	}
	return fault.New(fault.NotFound, "errors.not_found")
}

// EventItem writes one event with its dates, for its page and for the page of
// a single date: as json one item with a list dates, each with the keys that
// a date has in a list; as ics a calendar file of the dates.
func EventItem(w http.ResponseWriter, r *web.Request, l content.Listing, dates []content.Occurrence, more map[string]any) error {
	if r.Format == "ics" {
		return Dates(w, r, dates)
	}
	list := make([]fields, len(dates))
	for i, o := range dates {
		list[i] = dateFields(r, o)
	}
	all := map[string]any{"dates": list}
	maps.Copy(all, more)
	return Item(w, r, l, all)
}

// row is one entry of a list.
type row struct {
	item content.Listing
	date *content.Occurrence // nil unless it is a date
}

func (row row) fields(r *web.Request) fields {
	if row.date != nil {
		return dated(r, *row.date)
	}
	return entry(r, row.item)
}

// page is a part of a list, ready to be written in any form.
type page struct {
	q     *Query
	total int
	next  string // absolute address, or ""
	dates bool
	rows  []row
}

func (p page) write(w http.ResponseWriter, r *web.Request) error {
	if p.next != "" {
		w.Header().Add("Link", `<`+p.next+`>; rel="next"`)
	}
	switch {
	case r.Format == "json":
		return p.json(w, r)
	case r.Format == "csv":
		return p.csv(w, r)
	case r.Format == "geojson" && (p.dates || p.q.Kind == content.Place || p.q.Kind == content.Organisation):
		return p.geojson(w, r)
	case r.Format == "rss" && (p.dates || p.q.Kind == content.Article):
		return p.rss(w, r)
	case r.Format == "ics" && p.dates:
		return p.ics(w, r)
	}
	return fault.New(fault.NotFound, "errors.not_found")
}

// bytesPerRow is about how long an entry is in JSON.
const bytesPerRow = 512

func (p page) json(w http.ResponseWriter, r *web.Request) error {
	b := append(make([]byte, 0, bytesPerRow*(len(p.rows)+1)), `{"total":`...)
	b = append(strconv.AppendInt(b, int64(p.total), 10), `,"items":[`...)
	for i, row := range p.rows {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = row.fields(r).appendJSON(b); err != nil {
			return err
		}
	}
	b, err := appendValue(append(b, `],"next":`...), known(p.next))
	if err != nil {
		return err
	}
	return send(w, r, media[r.Format], append(b, "}\n"...))
}

// Next is the absolute address of the following page in the same form with
// all filters, or "" on the last.
func (q *Query) Next(r *web.Request, total int) string {
	if q.Page >= q.Pages(total) {
		return ""
	}
	return q.address(r, r.Format, q.Page+1)
}

// address is the absolute address of a page of this list in a form; the page
// itself where the form is "".
func (q *Query) address(r *web.Request, format string, number int) string {
	values := url.Values{}
	maps.Copy(values, q.given)
	if number > 1 {
		values.Set("seite", strconv.Itoa(number))
	}
	a := r.Abs(r.Path)
	if format != "" {
		a += "." + format
	}
	if len(values) > 0 {
		a += "?" + values.Encode()
	}
	return a
}

// JSON writes an answer of a room's own as JSON that any program may read.
func JSON(w http.ResponseWriter, r *web.Request, v any) error { return sendJSON(w, r, v) }

// send writes an answer that any program and any page may read: what it holds
// is public, and no cookie plays a part in it.
func send(w http.ResponseWriter, r *web.Request, contentType string, body []byte) error {
	w.Header().Set("Content-Language", i18n.HTMLLang(r.TextLang()))
	return sendAs(w, contentType, body)
}

func sendAs(w http.ResponseWriter, contentType string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-cache")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, err := w.Write(body)
	return err
}
