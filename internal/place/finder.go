package place

import (
	"context"
	"strconv"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/web"
)

// Addresses finds where a typed address is; app hands in an adapter over the
// gazetteer. Where nothing fits, suggestion is the nearest known name, or "".
type Addresses interface {
	Find(ctx context.Context, address string, near geo.Point) (at geo.Point, label, suggestion string, ok bool, err error)
}

// finder is what the form of filters shows.
type finder struct {
	query      *feed.Query
	towns      []string
	label      string // of the middle of the circle
	unknown    bool   // the typed address is not known
	suggestion string // for it, or ""
	open       int    // of the places found, known to be open now
	hasOpen    bool   // open was counted
}

// radii are the distances that the form offers, in metres.
var radii = []int{500, 1000, 2000, 5000, 10000, 25000}

// locate finds the middle of the circle: the position that the browser gave,
// or the typed address.
func (m *Room) locate(r *web.Request, q *feed.Query, f *finder) error {
	if q.Near != nil {
		f.label = r.T("place.here")
		return nil
	}
	if q.Address == "" {
		q.Radius = 0
		return nil
	}
	at, label, suggestion, ok, err := m.address(r, q.Address)
	switch {
	case err != nil:
		return err
	case ok:
		q.Near, f.label = &at, label
	case r.Format != "":
		return unknownAddress(q.Address, suggestion)
	default:
		f.unknown, f.suggestion, q.Radius = true, suggestion, 0
	}
	return nil
}

// address looks among the portal's own places first, then in the lists that
// the operator has imported.
func (m *Room) address(r *web.Request, typed string) (at geo.Point, label, suggestion string, ok bool, err error) {
	centre := geo.Point{}
	if p, found := m.portals.Portal(r.Site.Slug); found {
		centre = p.Area.Bounds().Centre()
	}
	if m.addresses != nil {
		if at, label, suggestion, ok, err = m.addresses.Find(r.Context(), typed, centre); err != nil || ok {
			return at, label, suggestion, ok, err
		}
	}
	f := content.Filter{Portal: r.Site.Slug, Lang: string(r.Lang), Kind: content.Place, Words: typed}
	own, err := m.spine.List(r.Context(), f, content.ByRank, content.Window{Limit: 1})
	if err != nil || len(own.Items) == 0 || !own.Items[0].HasPosition {
		return at, label, suggestion, false, err
	}
	l := own.Items[0]
	return geo.Point{Lat: l.Lat, Lon: l.Lon}, l.Title, "", true, nil
}

func unknownAddress(address, suggestion string) error {
	if suggestion != "" {
		return fault.New(fault.BadRequest, "place.unknown_address_near", "address", address, "suggestion", suggestion)
	}
	return fault.New(fault.BadRequest, "place.unknown_address", "address", address)
}

// fill gathers what the form shows besides the filters.
func (m *Room) fill(r *web.Request, q *feed.Query, f *finder) error {
	var err error
	f.query = q
	if f.towns, err = m.spine.Towns(r.Context(), q.Filter); err != nil {
		return err
	}
	if q.OpenAt != "" {
		return nil
	}
	open := q.Filter
	open.OpenAt = clock.Stamp(r.Now)
	f.open, err = m.spine.Count(r.Context(), open)
	f.hasOpen = f.open > 0
	return err
}

// radiusWords is a whole distance: 500 m, 2 km.
func radiusWords(r *web.Request, metres int) string {
	if metres < 1000 {
		return i18n.Number(r.Lang, metres) + " m"
	}
	return i18n.Number(r.Lang, metres/1000) + " km"
}

func radiusValue(metres int) string { return strconv.Itoa(metres) }

// radiusChosen is the radius that the form shows as chosen.
func radiusChosen(q *feed.Query, metres int) bool {
	if q.Radius == 0 {
		return metres == 5000
	}
	return int(q.Radius) == metres
}

// filtered tells whether the fold of filters must stand open.
func (f finder) filtered() bool {
	q := f.query
	return q.Near != nil || f.unknown || q.Town != "" || q.StepFree || q.OpenAt != ""
}

// away is the distance of a row, or "".
func away(r *web.Request, l content.Listing, near *geo.Point) string {
	if near == nil {
		return ""
	}
	return i18n.Distance(r.Lang, l.Away)
}
