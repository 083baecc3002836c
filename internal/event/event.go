// Package event is the calendar: what happens when and where, on single days,
// over several, or again and again.
package event

import (
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/recur"
)

// Event is something that happens at a time. Who organises it is the item's
// organisation; its pictures, texts and source are the item's too.
type Event struct {
	content.Item
	Place        string // id of a place of the directory, or ""
	Room         string // in the place: "Saal 2, Obergeschoss"
	Venue        string // name of the place; the directory's where Place is set
	Street       string
	Postcode     string
	Town         string
	HasPosition  bool
	Lat, Lon     float64  // degrees, WGS 84
	Online       string   // web address of an event on the net, or ""
	CoOrganisers []string // ids of organisations besides the item's own
	Audience     Audience
	Access       map[string]string // Accesses → yes, partly, no; what is absent is as the place has it
	Cost         Cost
	Registration Registration
	Spoken       []string // languages it is held in: Spoken
	Links        []Link
	Status       string            `json:"EventStatus"` // of all dates: Statuses; the item has a status of its own
	StatusNote   map[string]string // what holds instead, by language
	Zone         string            // IANA name of the zone of the wall times; "" is the portal's
	Dates        []Dates
	Changes      []Change // what is different about single dates

	placeAccess map[string]string // of the place of the directory
}

// Link is a further page about the event.
type Link struct{ URL, Title string }

// Statuses are those of schema.org's EventStatusType that we show, and sold
// out.
var Statuses = []string{"scheduled", "cancelled", "postponed", "moved-online", "sold-out"}

// Bounds of what one event holds.
const (
	maxField   = 300 // characters of a field
	maxWords   = 600 // characters of a note
	maxDates   = 400 // single dates and series
	maxChanges = 1000
	maxLinks   = 20
)

// Spine gives the part that all kinds share.
func (e *Event) Spine() *content.Item { return &e.Item }

// faults collects what is wrong with the fields of a form.
type faults []fault.Field

func (f *faults) add(name, key string, args ...any) {
	*f = append(*f, fault.Field{Name: name, Key: key, Args: args})
}

// line brings a field to its stored form and checks its length.
func (f *faults) line(name string, value *string) {
	if *value = content.Clean(*value); utf8.RuneCountInString(*value) > maxField {
		f.add(name, "errors.too_long", "max", maxField)
	}
}

// words does the same with a text in several languages; empty ones go.
func (f *faults) words(name string, texts map[string]string) {
	for lang, text := range texts {
		text = content.Clean(text)
		if texts[lang] = text; text == "" {
			delete(texts, lang)
		}
		if utf8.RuneCountInString(text) > maxWords {
			f.add(name+"_"+lang, "errors.too_long", "max", maxWords)
		}
	}
}

func (f *faults) web(name, address string) {
	if address == "" {
		return
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		f.add(name, "errors.bad_url")
	}
}

// Validate brings the event to its stored form and checks it; country is the
// portal's (ISO 3166 alpha-2, lower case). Field names are those of the desk's
// form.
func (e *Event) Validate(country string) error {
	var wrong faults
	for name, value := range map[string]*string{"venue": &e.Venue, "street": &e.Street, "postcode": &e.Postcode, "town": &e.Town, "online": &e.Online, "room": &e.Room} {
		wrong.line(name, value)
	}
	wrong.words("status_note", e.StatusNote)
	if e.Status == "" {
		e.Status = Statuses[0]
	}
	if !slices.Contains(Statuses, e.Status) {
		wrong.add("status_of_event", "errors.bad_choice")
	}
	if e.HasPosition && !geo.ValidPosition(e.Lat, e.Lon) {
		wrong.add("lat", "errors.bad_position")
	}
	wrong.web("online", e.Online)
	e.validateFacts(&wrong, country)
	e.validateDates(&wrong)
	return fault.Fields(wrong...)
}

func (e *Event) validateFacts(wrong *faults, country string) {
	e.Audience.validate(wrong)
	for question, answer := range e.Access {
		if !slices.Contains(Accesses, question) || !slices.Contains(answers, answer) {
			wrong.add("access_"+question, "errors.bad_choice")
		}
	}
	e.Cost.validate(wrong, country)
	e.Registration.validate(wrong, country)
	for _, lang := range e.Spoken {
		if !slices.Contains(SpokenLanguages, lang) {
			wrong.add("spoken", "errors.bad_choice")
		}
	}
	if len(e.Links) > maxLinks {
		wrong.add("links", "event.too_many_links", "max", maxLinks)
	}
	for i := range e.Links {
		wrong.line("links", &e.Links[i].URL)
		wrong.line("links", &e.Links[i].Title)
		wrong.web("links", e.Links[i].URL)
	}
	e.CoOrganisers = slices.DeleteFunc(slices.Compact(slices.Clone(e.CoOrganisers)), func(id string) bool { return id == "" || id == e.Organisation })
}

// card is what the event adds to its listing.
func (e *Event) card() content.Card {
	c := content.Card{
		Street: e.Street, Postcode: e.Postcode, Town: e.Town, Venue: e.Venue,
		HasPosition: e.HasPosition, Lat: e.Lat, Lon: e.Lon, Facts: content.Facts{}, Words: []string{e.Room},
	}
	if e.status() != Statuses[0] {
		c.Facts["status"] = e.status()
	}
	if e.Cost.Kind == CostFree {
		c.Facts["free"] = "yes"
	}
	c.Facts["cost"] = e.Cost.pack()
	if e.Cost.SocialPass {
		c.Facts["social_pass"] = "yes"
	}
	c.Facts["step_free"] = e.access("step_free")
	for _, d := range e.Dates {
		if d.Rule != "" {
			c.Facts["repeats"] = packRule(d.Rule, d.start())
			break
		}
	}
	for _, d := range e.Dates {
		if d.Hours != "" {
			c.Facts["hours"] = "yes"
		}
	}
	if e.Online != "" && e.Venue == "" && e.Place == "" {
		c.Facts["online"] = "yes"
	}
	c.Marks = e.marks()
	return c
}

// access is what is known about a question: the event's own answer, or that of
// its place.
func (e *Event) access(question string) string {
	if a := e.Access[question]; a != "" {
		return a
	}
	return e.placeAccess[question]
}

// status is that of all dates, where a date has none of its own.
func (e *Event) status() string {
	if (e.Status == "" || e.Status == Statuses[0]) && e.Registration.Left == LeftNone {
		return "sold-out"
	}
	return e.Status
}

// repeats reads the rule that a listing's facts carry.
func repeats(facts string) (recur.Rule, time.Time, bool) {
	return unpackRule(content.Fact(facts, "repeats"))
}
