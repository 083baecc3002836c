package place

import (
	"context"
	"encoding/json"
	"sync/atomic"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/tiles"
	"umland/internal/web"
)

// Room is where places are kept, shown and edited.
type Room struct {
	spine     *content.Spine
	portals   *portal.Room
	addresses Addresses
	school    atomic.Pointer[schools]
	values    values
	said      states

	// Map is the map of the installation; nil, or one without a file, leaves
	// the pages with their lists.
	Map *tiles.Shelf
}

// New is the room over a migrated database. Without addresses only the
// portal's own places are known by name.
func New(spine *content.Spine, portals *portal.Room, addresses Addresses) *Room {
	return &Room{spine: spine, portals: portals, addresses: addresses}
}

// Kind tells what the room keeps.
func (m *Room) Kind() content.Kind { return content.Place }

// Save stores a place, new or changed, in a transaction of its own. It is
// Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *Room) Save(ctx context.Context, act content.Act, p *Place) error {
	return m.spine.Store(ctx, &p.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, p) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *Room) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, p *Place) error {
	if err := m.check(p); err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(p), func(ctx context.Context) error { return write(ctx, tx, p) })
}

func (m *Room) check(p *Place) error {
	p.Kind = content.Place
	site, ok := m.portals.BySlug(p.Portal)
	if !ok {
		return fault.Fields(fault.Field{Name: "portal", Key: "errors.bad_choice"})
	}
	if err := p.Validate(site.Country); err != nil {
		return err
	}
	p.lead()
	return m.spine.CheckCategories(content.Place, p.Categories)
}

func (m *Room) draft(p *Place) content.Draftable {
	d := content.Draftable{Item: &p.Item, Card: p.card(), Body: p}
	if site, ok := m.portals.BySlug(p.Portal); ok {
		d.Open = m.spans(site, p, m.spine.Clock().Now())
	}
	return d
}

// Blank is a new place of a portal.
func (m *Room) Blank(site *web.Site) *Place {
	return &Place{Item: content.NewItem(site.Slug, content.Place, site.First), Town: site.Place, Access: map[string]string{}}
}

// Get gives a place whatever its status; NotFound where there is none.
func (m *Room) Get(ctx context.Context, id string) (*Place, error) {
	return m.Find(ctx, m.spine.DB(), id)
}

// Find is Get in a running transaction, or outside of one.
func (m *Room) Find(ctx context.Context, q db.Q, id string) (*Place, error) {
	it, err := m.spine.Load(ctx, q, id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Place {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return read(ctx, q, it)
}

// Decode reads a place from a revision.
func (m *Room) Decode(snapshot string) (*Place, error) {
	p := &Place{}
	return p, json.Unmarshal([]byte(snapshot), p)
}

// Draft gives what the spine derives a place's listing from, for the repair.
func (m *Room) Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error) {
	p, err := read(ctx, q, it)
	if err != nil {
		return content.Draftable{}, err
	}
	return m.draft(p), nil
}
