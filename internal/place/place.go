// Package place is the directory of everything with a position: the pharmacy,
// the bus stop, the town hall and the castle that a citizen looks for.
package place

import (
	"errors"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/hours"
	"umland/internal/phone"
)

// Place is anything with a position.
type Place struct {
	content.Item
	Street      string
	Postcode    string
	Town        string
	HasPosition bool
	Lat, Lon    float64 // degrees, WGS 84
	Approximate bool    // the position is known only to the street
	Phone       string  // as package phone keeps it
	Email       string
	Web         string
	Hours       string            // opening_hours of OpenStreetMap
	Access      map[string]string // Accesses → yes, partly, no; absent is unknown
	Identifiers map[string]string // osm, hafas, dhid, monument → value
	Details     []Detail
	Checked     string // local day on which the facts were confirmed, or ""
}

// Detail is a further fact in the words of its source.
type Detail struct{ Label, Text string }

// Accesses are the questions about accessibility, in the order of the page.
var Accesses = []string{"step_free", "toilet", "induction_loop", "parking", "guide_dogs"}

// answers are what is known about one of them; unknown is not stored.
var answers = []string{"yes", "partly", "no"}

// maxField bounds a field, in characters.
const maxField = 300

// Spine gives the part that all kinds share.
func (p *Place) Spine() *content.Item { return &p.Item }

// Validate brings the place to its stored form and checks it. Field names are
// those of the desk's form.
func (p *Place) Validate(country string) error {
	var wrong []fault.Field
	bad := func(name, key string, args ...any) {
		wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
	}
	for _, f := range []struct {
		name  string
		value *string
	}{
		{"street", &p.Street},
		{"postcode", &p.Postcode},
		{"town", &p.Town},
		{"phone", &p.Phone},
		{"email", &p.Email},
		{"web", &p.Web},
		{"hours", &p.Hours},
	} {
		if *f.value = content.Clean(*f.value); utf8.RuneCountInString(*f.value) > maxField {
			bad(f.name, "errors.too_long", "max", maxField)
		}
	}
	if _, err := hours.Parse(p.Hours); err != nil && p.Hours != "" && len(wrong) == 0 {
		wrong = append(wrong, unreadableHours(err))
	}
	if p.HasPosition && !geo.ValidPosition(p.Lat, p.Lon) {
		bad("lat", "errors.bad_position")
	}
	if p.Phone != "" {
		if n, err := phone.Parse(p.Phone, strings.ToUpper(country)); err == nil {
			p.Phone = n
		} else {
			bad("phone", "errors.bad_phone")
		}
	}
	if p.Email != "" {
		if a, err := mail.ParseAddress(p.Email); err != nil || a.Address != p.Email {
			bad("email", "errors.bad_email")
		}
	}
	if p.Web != "" {
		if u, err := url.Parse(p.Web); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			bad("web", "errors.bad_url")
		}
	}
	for k, v := range p.Access {
		switch {
		case v == "" || v == "unknown":
			delete(p.Access, k)
		case !slices.Contains(Accesses, k) || !slices.Contains(answers, v):
			bad("access_"+k, "errors.bad_choice")
		}
	}
	if _, err := time.Parse(time.DateOnly, p.Checked); p.Checked != "" && err != nil {
		bad("checked", "errors.bad_date")
	}
	return fault.Fields(wrong...)
}

// card is what the place adds to its listing.
func (p *Place) card() content.Card {
	c := content.Card{
		Street: p.Street, Postcode: p.Postcode, Town: p.Town, Phone: p.Phone,
		HasPosition: p.HasPosition, Lat: p.Lat, Lon: p.Lon,
		Facts: content.Facts{"step_free": p.Access["step_free"]},
	}
	if p.Approximate {
		c.Facts["approximate"] = "yes"
	}
	if p.Phone != "" {
		c.Words = append(c.Words, phone.Format(p.Phone, "de"), strings.ReplaceAll(phone.Format(p.Phone, "de"), " ", ""))
	}
	for _, d := range p.Details {
		c.Words = append(c.Words, d.Text)
	}
	return c
}

// unreadableHours says what is wrong with hours, in the words of the reader.
func unreadableHours(err error) fault.Field {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return fault.Field{Name: "hours", Key: e.Key, Args: e.Args}
	}
	return fault.Field{Name: "hours", Key: "place.bad_hours"}
}
