package feed

import (
	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// EventFacts is what an event's page knows of one of its dates.
type EventFacts struct {
	Date         content.Occurrence
	SchemaType   string // of the category; "" is Event
	Summary      string // "" is the teaser
	Image        string // absolute address, or ""
	Organiser    string // "" where not known
	OrganiserURL string
	Free         bool   // entrance costs nothing
	OnlineURL    string // where it can be watched, or ""
}

// Happening is one date of an event for schema.org.
type Happening struct {
	Context    string `json:"@context"`
	Type       string `json:"@type"`
	Name       string `json:"name"`
	Summary    string `json:"description,omitempty"`
	Start      string `json:"startDate"`
	End        string `json:"endDate,omitempty"`
	Status     string `json:"eventStatus"`
	Attendance string `json:"eventAttendanceMode"`
	Location   Party  `json:"location"`
	Organiser  *Party `json:"organizer,omitempty"`
	Offers     *offer `json:"offers,omitempty"`
	Free       bool   `json:"isAccessibleForFree,omitempty"`
	Language   string `json:"inLanguage"`
	Image      string `json:"image,omitempty"`
	URL        string `json:"url"`
}

type offer struct {
	Type         string `json:"@type"`
	Price        string `json:"price,omitempty"`
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
		Status: schema + "/EventScheduled", Attendance: schema + "/OfflineEventAttendanceMode", Location: venue(r, o),
		Free: f.Free, Language: i18n.HTMLLang(o.TextLang), Image: f.Image, URL: dateURL(r, o),
	}
	if h.Type == "" {
		h.Type = "Event"
	}
	if h.Summary == "" {
		h.Summary = o.Teaser
	}
	if o.AllDay {
		h.Start, h.End = o.Day, o.EndDay
	}
	if f.Organiser != "" {
		h.Organiser = &Party{Type: "Organization", Name: f.Organiser, URL: f.OrganiserURL}
	}
	if f.Free {
		h.Offers = &offer{"Offer", "0", currency(country(r, o.Portal)), schema + "/InStock", h.URL}
	}
	switch status(o) {
	case "cancelled":
		h.Status, h.Offers = schema+"/EventCancelled", nil
	case "postponed":
		h.Status = schema + "/EventPostponed"
	case "moved-online":
		h.Status, h.Attendance = schema+"/EventMovedOnline", schema+"/OnlineEventAttendanceMode"
		h.Location = Party{Type: "VirtualLocation", Name: o.Title, URL: f.OnlineURL}
		if f.OnlineURL == "" {
			h.Location.URL = h.URL
		}
	case "sold-out":
		if h.Offers == nil {
			h.Offers = &offer{Type: "Offer", URL: h.URL}
		}
		h.Offers.Availability = schema + "/SoldOut"
	}
	return h
}

func venue(r *web.Request, o content.Occurrence) Party {
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
