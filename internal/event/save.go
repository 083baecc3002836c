package event

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/hours"
	"umland/internal/portal"
	"umland/internal/web"
)

// Venue is what a place of the directory gives an event.
type Venue struct {
	Name, Street, Postcode, Town string
	HasPosition                  bool
	Lat, Lon                     float64
	Access                       map[string]string // Accesses → yes, partly, no
}

// Venues is what the directory gives the calendar; app hands in an adapter
// over it.
type Venues interface {
	// Venue finds a place of the directory.
	Venue(ctx context.Context, q db.Q, id string) (Venue, error)
	// Holidays tells the public and the school holidays of a portal.
	Holidays(site *web.Site) hours.Context
}

// Room is where events are kept, shown and edited.
type Room struct {
	spine   *content.Spine
	portals *portal.Room
	venues  Venues
}

// New is the room over a migrated database.
func New(spine *content.Spine, portals *portal.Room, venues Venues) *Room {
	return &Room{spine: spine, portals: portals, venues: venues}
}

// Kind tells what the room keeps.
func (m *Room) Kind() content.Kind { return content.Event }

// Save stores an event, new or changed, in a transaction of its own. It is
// Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *Room) Save(ctx context.Context, act content.Act, e *Event) error {
	return m.spine.Store(ctx, &e.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, e) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *Room) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, e *Event) error {
	site, err := m.check(ctx, tx, e)
	if err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(site, e), func(ctx context.Context) error { return write(ctx, tx, e) })
}

func (m *Room) check(ctx context.Context, q db.Q, e *Event) (*web.Site, error) {
	e.Kind = content.Event
	site, ok := m.portals.BySlug(e.Portal)
	if !ok {
		return nil, fault.Fields(fault.Field{Name: "portal", Key: "errors.bad_choice"})
	}
	if err := m.locate(ctx, q, e); err != nil {
		return nil, err
	}
	if err := e.Validate(site.Country); err != nil {
		return nil, err
	}
	return site, m.spine.CheckCategories(content.Event, e.Categories)
}

// locate takes name, address and position from the places of the directory in
// which the event and its changed dates are held.
func (m *Room) locate(ctx context.Context, q db.Q, e *Event) error {
	if e.Place != "" {
		v, err := m.venues.Venue(ctx, q, e.Place)
		if err != nil {
			return fault.Fields(fault.Field{Name: "place", Key: "errors.bad_choice"})
		}
		e.Venue, e.Street, e.Postcode, e.Town = v.Name, v.Street, v.Postcode, v.Town
		e.HasPosition, e.Lat, e.Lon, e.placeAccess = v.HasPosition, v.Lat, v.Lon, v.Access
	}
	for i := range e.Changes {
		c := &e.Changes[i]
		if c.Place == "" {
			continue
		}
		v, err := m.venues.Venue(ctx, q, c.Place)
		if err != nil {
			return fault.Fields(fault.Field{Name: "date_place", Key: "errors.bad_choice"})
		}
		c.Venue, c.Street, c.Postcode, c.Town = v.Name, v.Street, v.Postcode, v.Town
		c.HasPosition, c.Lat, c.Lon = v.HasPosition, v.Lat, v.Lon
	}
	return nil
}

func (m *Room) draft(site *web.Site, e *Event) content.Draftable {
	return content.Draftable{Item: &e.Item, Card: e.card(), Dates: e.occurrences(m.calendar(site), m.spine.Clock().Now()), Body: e}
}

// calendar is what the dates of a portal depend on.
func (m *Room) calendar(site *web.Site) hours.Context {
	c := m.venues.Holidays(site)
	c.Zone = site.Zone
	return c
}

// FollowPlace brings name, address and position of a place of the directory
// to every event that is held there, after the place has changed. It is no
// new version of the event: nobody has edited it.
func (m *Room) FollowPlace(ctx context.Context, place string) error {
	// Across portals: an event may be held in a place of another one.
	ids, err := db.All(ctx, m.spine.DB(), db.Text, `SELECT item FROM event WHERE place = $1 ORDER BY item`, place)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error { return m.follow(ctx, tx, id) })
		if err != nil && fault.KindOf(err) != fault.NotFound { // the event is gone
			return err
		}
	}
	return nil
}

func (m *Room) follow(ctx context.Context, tx *db.Tx, id string) error {
	if err := m.spine.Lock(ctx, tx, id); err != nil {
		return err
	}
	it, err := m.spine.Load(ctx, tx, id)
	if err != nil {
		return err
	}
	e, err := read(ctx, tx, it)
	if err != nil {
		return err
	}
	return m.relist(ctx, tx, e)
}

// Blank is a new event of a portal.
func (m *Room) Blank(site *web.Site) *Event {
	return &Event{Item: content.NewItem(site.Slug, content.Event, site.First), Town: site.Place, Status: Statuses[0]}
}

// Get gives an event whatever its status; NotFound where there is none.
func (m *Room) Get(ctx context.Context, id string) (*Event, error) {
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Event {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return read(ctx, m.spine.DB(), it)
}

// Decode reads an event from a revision, one of the first version too.
func (m *Room) Decode(snapshot string) (*Event, error) {
	e := &Event{}
	if err := json.Unmarshal([]byte(snapshot), e); err != nil {
		return e, err
	}
	var old struct {
		Free  bool
		Price map[string]string
	}
	if err := json.Unmarshal([]byte(snapshot), &old); err != nil {
		return e, err
	}
	switch {
	case e.Cost.Kind != "":
	case old.Free:
		e.Cost.Kind = CostFree
	case len(old.Price) > 0:
		e.Cost.Kind, e.Cost.Words = CostPaid, old.Price
	}
	return e, nil
}

// Draft gives what the spine derives an event's listing and dates from, for
// the repair and for the job that rolls the dates on.
func (m *Room) Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error) {
	e, err := read(ctx, q, it)
	if err != nil {
		return content.Draftable{}, err
	}
	site, ok := m.portals.BySlug(e.Portal)
	if !ok {
		return content.Draftable{}, fault.New(fault.NotFound, "errors.not_found")
	}
	if e.Place != "" {
		v, err := m.venues.Venue(ctx, q, e.Place)
		if err != nil && fault.KindOf(err) != fault.NotFound { // the place is gone
			return content.Draftable{}, err
		}
		e.placeAccess = v.Access
	}
	return m.draft(site, e), nil
}
