// Package place is the directory of everything with a position: the pharmacy,
// the bus stop, the town hall and the castle that a citizen looks for.
package place

import (
	"errors"
	"slices"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/geo"
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
	Mobile      string
	Fax         string
	Email       string
	Web         string
	Contacts    []Contact         // offices with a responsibility, in the order of the page
	Photos      []Photo           // after the item's own picture
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
	c := &checker{country: country, first: p.First}
	c.line("street", &p.Street, maxField)
	c.line("postcode", &p.Postcode, maxField)
	c.line("town", &p.Town, maxField)
	c.number("phone", &p.Phone)
	c.number("mobile", &p.Mobile)
	c.number("fax", &p.Fax)
	c.email("email", &p.Email)
	c.web("web", &p.Web)
	c.hours("hours", &p.Hours)
	c.contacts(p.Contacts)
	c.photos(p.Photos)
	if p.HasPosition && !geo.ValidPosition(p.Lat, p.Lon) {
		c.bad("lat", "errors.bad_position")
	}
	for k, v := range p.Access {
		switch {
		case v == "" || v == "unknown":
			delete(p.Access, k)
		case !slices.Contains(Accesses, k) || !slices.Contains(answers, v):
			c.bad("access_"+k, "errors.bad_choice")
		}
	}
	if _, err := time.Parse(time.DateOnly, p.Checked); p.Checked != "" && err != nil {
		c.bad("checked", "errors.bad_date")
	}
	return fault.Fields(c.wrong...)
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
	c.Words = append(c.Words, p.contactWords()...)
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
