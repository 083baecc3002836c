package event

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/web"
)

// Venue is what a place of the directory gives an event.
type Venue struct {
	Name, Street, Postcode, Town string
	HasPosition                  bool
	Lat, Lon                     float64
}

// Venues finds places of the directory; app hands in an adapter over it.
type Venues interface {
	Venue(ctx context.Context, q db.Q, id string) (Venue, error)
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
	if e.Place != "" {
		v, err := m.venues.Venue(ctx, q, e.Place)
		if err != nil {
			return nil, fault.Fields(fault.Field{Name: "place", Key: "errors.bad_choice"})
		}
		e.Venue, e.Street, e.Postcode, e.Town = v.Name, v.Street, v.Postcode, v.Town
		e.HasPosition, e.Lat, e.Lon = v.HasPosition, v.Lat, v.Lon
	}
	if err := e.Validate(); err != nil {
		return nil, err
	}
	return site, m.spine.CheckCategories(content.Event, e.Categories)
}

func (m *Room) draft(site *web.Site, e *Event) content.Draftable {
	return content.Draftable{Item: &e.Item, Card: e.card(), Dates: e.occurrences(site.Zone, m.spine.Clock().Now()), Body: e}
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
	site, err := m.check(ctx, tx, e)
	if err != nil {
		return err
	}
	if err := write(ctx, tx, e); err != nil {
		return err
	}
	if err := m.spine.Relist(ctx, tx, m.draft(site, e)); err != nil {
		return err
	}
	return m.spine.Log(ctx, tx, content.Change{Portal: e.Portal, Kind: content.Event, Item: id, Action: "relisted"})
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

// Decode reads an event from a revision.
func (m *Room) Decode(snapshot string) (*Event, error) {
	e := &Event{}
	return e, json.Unmarshal([]byte(snapshot), e)
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
	return m.draft(site, e), nil
}
