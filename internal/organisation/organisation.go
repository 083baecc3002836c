// Package organisation is who stands behind the places and events of a
// portal: the clubs, authorities and associations that a citizen wants to
// reach.
package organisation

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/phone"
)

// Organisation is a club or an authority. Places, events, articles and
// services belong to it by their Head.Organisation.
type Organisation struct {
	content.Item
	Street    string
	Postcode  string
	Town      string
	Phone     string // as phone.Parse gives it
	Email     string
	Web       string
	Authority bool // a public authority, not a club
}

// maxField bounds a field of the address, in characters.
const maxField = 300

// Spine gives the part that all kinds share.
func (o *Organisation) Spine() *content.Item { return &o.Item }

// Validate brings the organisation to its stored form and checks it. Country
// is the ISO 3166 code of the portal, for phone numbers without one. Field
// names are those of the desk's form.
func (o *Organisation) Validate(country string) error {
	var wrong []fault.Field
	bad := func(name, key string, args ...any) {
		wrong = append(wrong, fault.Field{Name: name, Key: key, Args: args})
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"street", &o.Street}, {"postcode", &o.Postcode}, {"town", &o.Town}, {"phone", &o.Phone}, {"email", &o.Email}, {"web", &o.Web}} {
		if *f.value = strings.TrimSpace(*f.value); utf8.RuneCountInString(*f.value) > maxField {
			bad(f.name, "errors.too_long", "max", maxField)
		}
	}
	if o.Phone != "" {
		if n, err := phone.Parse(o.Phone, strings.ToUpper(country)); err == nil {
			o.Phone = n
		} else {
			bad("phone", "errors.bad_phone")
		}
	}
	if o.Email != "" {
		if a, err := mail.ParseAddress(o.Email); err != nil || a.Address != o.Email {
			bad("email", "errors.bad_email")
		}
	}
	if o.Web != "" {
		if u, err := url.Parse(o.Web); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			bad("web", "errors.bad_url")
		}
	}
	return fault.Fields(wrong...)
}

// card is what the organisation adds to its listing.
func (o *Organisation) card() content.Card {
	c := content.Card{Street: o.Street, Postcode: o.Postcode, Town: o.Town, Phone: o.Phone, Facts: content.Facts{}}
	if o.Authority {
		c.Facts["authority"] = "yes"
	}
	if o.Phone != "" {
		n := phone.Format(o.Phone, "de")
		c.Words = []string{n, strings.ReplaceAll(n, " ", "")}
	}
	return c
}
