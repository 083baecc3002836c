package feed

import (
	"encoding/json"
	"strconv"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// EventFacts is what an event's page knows of one of its dates.
type EventFacts struct {
	Date       content.Occurrence
	SchemaType string // of the category; "" is Event
	Summary    string // "" is the teaser
	Image      string // absolute address, or ""
	Organisers []Party
	Free       bool // entrance costs nothing
	Prices     []Price
	OnlineURL  string // where it can be watched, or ""
	Online     bool   // on the net alone
	Room       string // in the place
	Ages       string // "6-12", as typicalAgeRange has them
	Spoken     []string
	Capacity   int    // how many can come; 0 is not known
	Full       bool   // no places are left
	BookURL    string // where one signs up; "" is the event's page
	Schedule   *Schedule
	Series     *Party // the event that this is a date of, on the page of the date
}

// Price is one of the prices of an event, in hundredths of its currency; High
// is 0 where there is one.
type Price struct {
	Name      string // for whom, "" for everybody
	Low, High int
	Currency  string
}

// Schedule tells how a series repeats (schema.org/Schedule).
type Schedule struct {
	Type        string   `json:"@type"`
	Frequency   string   `json:"repeatFrequency,omitempty"` // ISO 8601 duration
	Count       int      `json:"repeatCount,omitempty"`
	ByDay       []string `json:"byDay,omitempty"`
	ByMonth     []int    `json:"byMonth,omitempty"`
	ByMonthDay  []int    `json:"byMonthDay,omitempty"`
	ByMonthWeek []int    `json:"byMonthWeek,omitempty"`
	StartDate   string   `json:"startDate,omitempty"`
	EndDate     string   `json:"endDate,omitempty"`
	StartTime   string   `json:"startTime,omitempty"`
	EndTime     string   `json:"endTime,omitempty"`
	Zone        string   `json:"scheduleTimezone,omitempty"`
	Except      []string `json:"exceptDate,omitempty"`
}

// Happening is one date of an event for schema.org.
type Happening struct {
	Context    string    `json:"@context"`
	Type       string    `json:"@type"`
	Name       string    `json:"name"`
	Summary    string    `json:"description,omitempty"`
	Start      string    `json:"startDate"`
	End        string    `json:"endDate,omitempty"`
	Was        string    `json:"previousStartDate,omitempty"`
	Status     string    `json:"eventStatus"`
	Attendance string    `json:"eventAttendanceMode"`
	Location   sites     `json:"location"`
	Organiser  sites     `json:"organizer,omitempty"`
	Offers     offers    `json:"offers,omitempty"`
	Free       bool      `json:"isAccessibleForFree,omitempty"`
	Ages       string    `json:"typicalAgeRange,omitempty"`
	Language   texts     `json:"inLanguage"`
	Capacity   int       `json:"maximumAttendeeCapacity,omitempty"`
	Schedule   *Schedule `json:"eventSchedule,omitempty"`
	Series     *Party    `json:"superEvent,omitempty"`
	Image      string    `json:"image,omitempty"`
	URL        string    `json:"url"`
}

// sites, offers and texts are written as one value where they are one.
type (
	sites  []Party
	offers []offer
	texts  []string
)

func (l sites) MarshalJSON() ([]byte, error)  { return oneOrMore(l) }
func (l offers) MarshalJSON() ([]byte, error) { return oneOrMore(l) }
func (l texts) MarshalJSON() ([]byte, error)  { return oneOrMore(l) }

func oneOrMore[T any](list []T) ([]byte, error) {
	if len(list) == 1 {
		return json.Marshal(list[0])
	}
	return json.Marshal(list)
}

type offer struct {
	Type         string `json:"@type"`
	Name         string `json:"name,omitempty"`
	Price        string `json:"price,omitempty"`
	Low          string `json:"lowPrice,omitempty"`
	High         string `json:"highPrice,omitempty"`
	Currency     string `json:"priceCurrency,omitempty"`
	Availability string `json:"availability"`
	URL          string `json:"url"`
}

// EventLD describes one date of an event. A date without a named place is in
// the owner's municipality.
func EventLD(r *web.Request, f EventFacts) Happening {
	o := f.Date
	h := Happening{
		Context: schema, Type: f.SchemaType, Name: o.Title, Summary: f.Summary, Start: instant(r, o.Start), End: instant(r, o.End),
		Status: schema + "/EventScheduled", Attendance: schema + "/OfflineEventAttendanceMode", Location: sites{venue(r, f)},
		Organiser: f.Organisers, Offers: f.offers(r), Free: f.Free, Ages: f.Ages, Language: f.Spoken, Capacity: f.Capacity,
		Schedule: f.Schedule, Series: f.Series, Image: f.Image, URL: dateURL(r, o),
	}
	if h.Type == "" {
		h.Type = "Event"
	}
	if h.Summary == "" {
		h.Summary = o.Teaser
	}
	if len(h.Language) == 0 {
		h.Language = texts{i18n.HTMLLang(o.TextLang)}
	}
	if o.AllDay {
		h.Start, h.End = o.Day, o.EndDay
	}
	h.attend(f)
	h.state(r, f)
	return h
}

// attend says whether one goes there, watches it, or may choose.
func (h *Happening) attend(f EventFacts) {
	online := Party{Type: "VirtualLocation", Name: f.Date.Title, URL: f.OnlineURL}
	switch {
	case f.OnlineURL == "":
	case f.Online:
		h.Attendance, h.Location = schema+"/OnlineEventAttendanceMode", sites{online}
	default:
		h.Attendance, h.Location = schema+"/MixedEventAttendanceMode", append(h.Location, online)
	}
}

// state says whether it takes place as planned.
func (h *Happening) state(r *web.Request, f EventFacts) {
	o := f.Date
	if o.Was != "" {
		h.Status, h.Was = schema+"/EventRescheduled", wallInstant(o.Was, zoneOf(r, o))
	}
	switch status(o) {
	case "cancelled":
		h.Status, h.Offers = schema+"/EventCancelled", nil
	case "postponed":
		h.Status = schema + "/EventPostponed"
	case "moved-online":
		h.Status, h.Attendance = schema+"/EventMovedOnline", schema+"/OnlineEventAttendanceMode"
		h.Location = sites{{Type: "VirtualLocation", Name: o.Title, URL: f.OnlineURL}}
		if f.OnlineURL == "" {
			h.Location[0].URL = h.URL
		}
	}
}

// offers are the prices, each with whether places are left.
func (f EventFacts) offers(r *web.Request) offers {
	o := f.Date
	base := offer{Type: "Offer", Availability: schema + "/InStock", URL: f.BookURL}
	if base.URL == "" {
		base.URL = dateURL(r, o)
	}
	if f.Full || status(o) == "sold-out" {
		base.Availability = schema + "/SoldOut"
	}
	if f.Free {
		base.Price, base.Currency = "0", currency(country(r, o.Portal))
		return offers{base}
	}
	var list offers
	for _, p := range f.Prices {
		one := base
		one.Name, one.Currency = p.Name, p.Currency
		if p.High > 0 {
			one.Type, one.Low, one.High = "AggregateOffer", money(p.Low), money(p.High)
		} else {
			one.Price = money(p.Low)
		}
		list = append(list, one)
	}
	if len(list) == 0 && (base.Availability != schema+"/InStock" || f.BookURL != "") {
		list = offers{base}
	}
	return list
}

// money is an amount with a point and two decimals, "0" for none.
func money(hundredths int) string {
	if hundredths == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
}

// wallInstant writes a stored wall time of a zone as schema.org wants it.
func wallInstant(wall string, zone *time.Location) string {
	t, err := time.ParseInLocation("2006-01-02T15:04", wall, zone)
	if err != nil {
		return wall // a whole day
	}
	return t.Format(time.RFC3339)
}

func venue(r *web.Request, f EventFacts) Party {
	o := f.Date
	p := Party{
		Type: "Place", Name: o.Venue, Address: postal(o.Street, o.Postcode, o.Town, country(r, o.Portal)),
		Geo: point(o.HasPosition, o.Lat, o.Lon),
	}
	town := r.Site.Place
	if site, ok := r.Directory().BySlug(o.Portal); ok {
		town = site.Place
	}
	if p.Name == "" {
		p.Name = town
	}
	if f.Room != "" {
		p.Name += ", " + f.Room
	}
	if p.Address == nil {
		p.Address = postal("", "", town, country(r, o.Portal))
	}
	return p
}

func currency(country string) string {
	if country == "dk" {
		return "DKK"
	}
	return "EUR"
}
