package app

import (
	"context"

	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/geo"
	"umland/internal/place"
)

// venues lets the calendar ask the directory for a place.
type venues struct{ places *place.Room }

// Venue implements event.Venues.
func (v venues) Venue(ctx context.Context, q db.Q, id string) (event.Venue, error) {
	p, err := v.places.Find(ctx, q, id)
	if err != nil {
		return event.Venue{}, err
	}
	text, _ := p.Text(p.First)
	return event.Venue{
		Name: text.Title, Street: p.Street, Postcode: p.Postcode, Town: p.Town,
		HasPosition: p.HasPosition, Lat: p.Lat, Lon: p.Lon,
	}, nil
}

// readArea checks an area and gives it back in the form that is stored.
func readArea(raw []byte) (string, error) {
	area, err := geo.ParseArea(raw)
	if err != nil {
		return "", err
	}
	return string(area.GeoJSON()), nil
}
