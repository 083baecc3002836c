package event

import (
	"net/mail"
	"strings"
	"time"

	"umland/internal/phone"
)

// The words of what is left; "" is not known.
const (
	LeftPlaces = "open" // places are free
	LeftFew    = "few"
	LeftNone   = "full"
)

// Lefts are the words in the order of the form.
var Lefts = []string{"", LeftPlaces, LeftFew, LeftNone}

// Registration is how one signs up.
type Registration struct {
	Needed   bool // one cannot just come
	URL      string
	Phone    string // as package phone keeps it
	Email    string
	Until    string // last local day, or ""
	Left     string // Lefts
	Capacity int    // how many can come in all; 0 is not known
}

// Any tells whether anything is known.
func (g Registration) Any() bool { return g != Registration{} }

// mostPeople bounds a capacity.
const mostPeople = 1_000_000

func (g *Registration) validate(wrong *faults, country string) {
	wrong.line("register_url", &g.URL)
	wrong.web("register_url", g.URL)
	wrong.line("register_email", &g.Email)
	if g.Email != "" {
		if a, err := mail.ParseAddress(g.Email); err != nil || a.Address != g.Email {
			wrong.add("register_email", "errors.bad_email")
		}
	}
	wrong.line("register_phone", &g.Phone)
	if g.Phone != "" {
		if n, err := phone.Parse(g.Phone, strings.ToUpper(country)); err != nil {
			wrong.add("register_phone", "errors.bad_phone")
		} else {
			g.Phone = n
		}
	}
	if _, err := time.Parse(dayForm, g.Until); err != nil && g.Until != "" {
		wrong.add("register_until", "errors.bad_date")
	}
	switch g.Left {
	case "", LeftPlaces, LeftFew, LeftNone:
	default:
		wrong.add("register_left", "errors.bad_choice")
	}
	if g.Capacity < 0 || g.Capacity > mostPeople {
		wrong.add("capacity", "event.bad_number")
	}
}
