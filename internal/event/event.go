// Package event is the calendar: what happens when and where, on single days,
// over several, or every week.
package event

import (
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/geo"
)

// Event is something that happens at a time.
type Event struct {
	content.Item
	Place       string // id of a place of the directory, or ""
	Venue       string // name of the place; the directory's where Place is set
	Street      string
	Postcode    string
	Town        string
	HasPosition bool
	Lat, Lon    float64 // degrees, WGS 84
	Online      string  // web address of an event on the net, or ""
	Free        bool
	Price       map[string]string // words by language, or empty
	Status      string            `json:"EventStatus"` // of all dates: Statuses; the item has a status of its own
	StatusNote  map[string]string // what holds instead, by language
	Dates       []Dates
}

// Statuses are those of schema.org's EventStatusType that we show, and sold
// out.
var Statuses = []string{"scheduled", "cancelled", "postponed", "moved-online", "sold-out"}

// Dates is one date, or one that comes again every week.
type Dates struct {
	Start  string // wall time 2006-01-02T15:04, or 2006-01-02 for all-day
	End    string // the same form; inclusive day for all-day
	AllDay bool
	Weekly bool
	Until  string // last local day of a weekly one
}

// maxField bounds a field, in characters.
const maxField = 300

// Spine gives the part that all kinds share.
func (e *Event) Spine() *content.Item { return &e.Item }

const (
	minuteForm = "2006-01-02T15:04"
	dayForm    = time.DateOnly
)

// Validate brings the event to its stored form and checks it. Field names are
// those of the desk's form.
func (e *Event) Validate() error {
	var wrong []fault.Field
	bad := func(name, key string, args ...any) {
		wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"venue", &e.Venue}, {"street", &e.Street}, {"postcode", &e.Postcode}, {"town", &e.Town}, {"online", &e.Online}} {
		if *f.value = content.Clean(*f.value); utf8.RuneCountInString(*f.value) > maxField {
			bad(f.name, "errors.too_long", "max", maxField)
		}
	}
	for _, words := range []map[string]string{e.Price, e.StatusNote} {
		for lang, text := range words {
			words[lang] = content.Clean(text)
		}
	}
	if e.Status == "" {
		e.Status = Statuses[0]
	}
	if !slices.Contains(Statuses, e.Status) {
		bad("status_of_event", "errors.bad_choice")
	}
	if e.HasPosition && !geo.ValidPosition(e.Lat, e.Lon) {
		bad("lat", "errors.bad_position")
	}
	if e.Online != "" {
		if u, err := url.Parse(e.Online); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			bad("online", "errors.bad_url")
		}
	}
	if len(e.Dates) == 0 {
		bad("start", "errors.required")
	}
	for _, d := range e.Dates {
		if f := d.validate(); f.Name != "" {
			wrong = append(wrong, f)
		}
	}
	return fault.Fields(wrong...)
}

// firstYear and lastYear bound what a calendar of today holds; a year beyond
// them is a slip of the hand.
const firstYear, lastYear = 1900, 2200

func (d Dates) validate() fault.Field {
	start, err := d.parse(d.Start)
	if err != nil || start.Year() < firstYear || start.Year() > lastYear {
		return fault.Field{Name: "start", Key: "errors.bad_date"}
	}
	end, err := d.parse(d.End)
	if err != nil {
		return fault.Field{Name: "end", Key: "errors.bad_date"}
	}
	if end.Before(start) || end.Sub(start) > 366*24*time.Hour {
		return fault.Field{Name: "end", Key: "errors.end_before_start"}
	}
	if !d.Weekly {
		return fault.Field{}
	}
	if _, err := time.Parse(dayForm, d.Until); err != nil && d.Until != "" {
		return fault.Field{Name: "until", Key: "errors.bad_date"}
	}
	if d.Until != "" && d.Until < d.Start[:len(dayForm)] {
		return fault.Field{Name: "until", Key: "errors.end_before_start"}
	}
	return fault.Field{}
}

func (d Dates) parse(s string) (time.Time, error) {
	if d.AllDay {
		return time.Parse(dayForm, s)
	}
	return time.Parse(minuteForm, s)
}

// card is what the event adds to its listing.
func (e *Event) card() content.Card {
	c := content.Card{
		Street: e.Street, Postcode: e.Postcode, Town: e.Town, Venue: e.Venue,
		HasPosition: e.HasPosition, Lat: e.Lat, Lon: e.Lon,
		Facts: content.Facts{"status": e.Status},
	}
	if e.Status == Statuses[0] {
		delete(c.Facts, "status")
	}
	if e.Free {
		c.Facts["free"] = "yes"
	}
	for _, d := range e.Dates {
		if d.Weekly {
			start, _ := d.parse(d.Start) // checked by Validate
			c.Facts["weekly"] = start.Weekday().String()
		}
	}
	return c
}
