package demo

import (
	"slices"
	"testing"

	"umland/internal/phone"
)

func TestPlacesLieInTheirPortal(t *testing.T) {
	r := region(t)
	area := map[string]Area{}
	for _, p := range r.Portals {
		area[p.Slug] = p.Area
	}
	for _, p := range r.Places {
		a := area[p.Portal]
		if p.Lat < a.South || p.Lat > a.North || p.Lon < a.West || p.Lon > a.East {
			t.Errorf("%s at %f, %f lies outside %s", p.Slug, p.Lat, p.Lon, p.Portal)
		}
		if !p.Approximate || p.Postcode == "" || p.Town == "" {
			t.Errorf("%s: not approximate, or no town", p.Slug)
		}
	}
}

// A made-up phone number or opening hour on a true place would send somebody to a closed door.
func TestTruePlacesCarryNothingInvented(t *testing.T) {
	onTheModelPage := []string{"adler-apotheke", "fahrschule-simonsen", "bequa-flensburg"}
	for _, p := range region(t).Places {
		if p.Invented {
			continue
		}
		if p.Hours != "" || len(p.Accessibility) > 0 || p.Email != "" || p.Fax != "" || len(p.Contacts) > 0 {
			t.Errorf("%s is true and has hours, access or mail", p.Slug)
		}
		if p.Phone != "" && !slices.Contains(onTheModelPage, p.Slug) {
			t.Errorf("%s is true and has a phone", p.Slug)
		}
	}
}

func TestPhonesCanBeDialled(t *testing.T) {
	dial := func(slug, portal, number string) {
		country := "DE"
		if portal == "aabenraa" {
			country = "DK"
		}
		if _, err := phone.Parse(number, country); number != "" && err != nil {
			t.Errorf("%s: %s: %v", slug, number, err)
		}
	}
	r := region(t)
	for _, p := range r.Portals {
		dial(p.Slug, p.Slug, p.Operator.Phone)
		dial(p.Slug, p.Slug, p.Operator.Fax)
	}
	for _, x := range r.Places {
		dial(x.Slug, x.Portal, x.Phone)
		dial(x.Slug, x.Portal, x.Fax)
		for _, c := range x.Contacts {
			dial(x.Slug, x.Portal, c.Phone)
			dial(x.Slug, x.Portal, c.Mobile)
			dial(x.Slug, x.Portal, c.Fax)
		}
	}
	for _, x := range r.Organisations {
		dial(x.Slug, x.Portal, x.Phone)
	}
	for _, x := range r.Services {
		for _, o := range x.Offices {
			dial(x.Slug, x.Portal, o.Phone)
		}
	}
}

func TestNewestInHandewittAreTheModelPagesFive(t *testing.T) {
	want := []string{"adler-apotheke", "fahrschule-simonsen", "weding-norderlund", "weding-schule", "weding-schulstrasse"}
	var own []Place
	for _, p := range region(t).Places {
		if p.Portal == "handewitt" {
			own = append(own, p)
		}
	}
	slices.SortStableFunc(own, func(a, b Place) int { return a.DaysAgo - b.DaysAgo })
	for i, slug := range want {
		if own[i].Slug != slug {
			t.Errorf("newest %d is %s, want %s", i+1, own[i].Slug, slug)
		}
	}
	for _, p := range region(t).Places {
		if p.DaysAgo < 5 && slices.Contains(p.Shared, "handewitt") {
			t.Errorf("%s is shared to Handewitt and newer than its own", p.Slug)
		}
	}
}
