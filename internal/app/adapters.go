package app

import (
	"context"
	"time"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/find"
	"umland/internal/gazetteer"
	"umland/internal/geo"
	"umland/internal/home"
	"umland/internal/hours"
	"umland/internal/importer"
	"umland/internal/page"
	"umland/internal/place"
	"umland/internal/ui"
	"umland/internal/web"
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
		HasPosition: p.HasPosition, Lat: p.Lat, Lon: p.Lon, Access: p.Access,
	}, nil
}

// Holidays implements event.Venues.
func (v venues) Holidays(site *web.Site) hours.Context { return v.places.Holidays(site) }

// readArea checks an area and gives it back in the form that is stored.
func readArea(raw []byte) (string, error) {
	area, err := geo.ParseArea(raw)
	if err != nil {
		return "", err
	}
	return string(area.GeoJSON()), nil
}

// sources lets the page of the data sources ask the importer.
type sources struct{ db *db.DB }

// Sources implements page.Sources.
func (s sources) Sources(ctx context.Context) ([]page.Source, error) {
	taken, err := importer.Sources(ctx, s.db)
	if err != nil {
		return nil, err
	}
	list := make([]page.Source, len(taken))
	for i, t := range taken {
		list[i] = page.Source{
			ID: t.ID, Title: t.Title, URL: t.URL, Publisher: t.Publisher, Licence: t.Licence, Attribution: t.Attribution, Date: t.DataDate,
		}
	}
	return list, nil
}

// addresses lets the directory ask the gazetteer.
type addresses struct{ room *gazetteer.Room }

// Find implements place.Addresses.
func (a addresses) Find(ctx context.Context, address string, near geo.Point) (at geo.Point, label, suggestion string, ok bool, err error) {
	e, ok, suggestion, err := a.room.Find(ctx, address, near)
	return e.Point, e.Label(), suggestion, ok, err
}

// openings lets the home page ask the directory.
type openings struct{ places *place.Room }

// OpenNow implements home.Openings.
func (o openings) OpenNow(r *web.Request, limit int) ([]home.Opening, int, error) {
	rows, total, err := o.places.OpenNow(r, limit)
	list := make([]home.Opening, len(rows))
	for i, row := range rows {
		list[i] = home.Opening{Listing: row.Listing, Sentence: row.Sentence}
	}
	return list, total, err
}

// facts lets the search ask the directory and the services.
type facts struct {
	places   *place.Room
	services *page.ServiceRoom
}

// State implements find.Facts.
func (f facts) State(r *web.Request, l content.Listing) (ui.OpenState, string, error) {
	kind, sentence, err := f.places.Now(r, l)
	switch kind {
	case hours.Open:
		return ui.Open, sentence, err
	case hours.Closed:
		return ui.Shut, sentence, err
	}
	return ui.Soon, sentence, err
}

// Offices implements find.Facts.
func (f facts) Offices(r *web.Request, service string) ([]find.Office, error) {
	rows, err := f.services.Offices(r, service)
	list := make([]find.Office, len(rows))
	for i, row := range rows {
		list[i] = find.Office{Place: row.Place, Phone: row.Phone}
	}
	return list, err
}

// asker asks calendars of others and takes over what they hold.
func (a *App) asker() *importer.Asker {
	return &importer.Asker{
		DB: a.DB, Client: a.cfg.fetcher(), Clock: a.Clock, Target: a.targets()["events"],
		Zone: func(slug string) *time.Location {
			if site, ok := a.Portals.BySlug(slug); ok {
				return site.Zone
			}
			return time.UTC
		},
	}
}
