package organisation

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/web"
)

// Room is where organisations are kept, shown and edited.
type Room struct {
	spine   *content.Spine
	portals *portal.Room
}

// New is the room over a migrated database.
func New(spine *content.Spine, portals *portal.Room) *Room {
	return &Room{spine: spine, portals: portals}
}

// Kind tells what the room keeps.
func (m *Room) Kind() content.Kind { return content.Organisation }

// Save stores an organisation, new or changed, in a transaction of its own.
// It is Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *Room) Save(ctx context.Context, act content.Act, o *Organisation) error {
	return m.spine.Store(ctx, &o.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, o) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *Room) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, o *Organisation) error {
	if err := m.check(o); err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(o), func(ctx context.Context) error { return write(ctx, tx, o) })
}

func (m *Room) check(o *Organisation) error {
	o.Kind = content.Organisation
	site, ok := m.portals.BySlug(o.Portal)
	if !ok {
		return fault.Fields(fault.Field{Name: "portal", Key: "errors.bad_choice"})
	}
	if err := o.Validate(site.Country); err != nil {
		return err
	}
	return m.spine.CheckCategories(content.Organisation, o.Categories)
}

func (m *Room) draft(o *Organisation) content.Draftable {
	return content.Draftable{Item: &o.Item, Card: o.card(), Body: o}
}

// Blank is a new organisation of a portal.
func (m *Room) Blank(site *web.Site) *Organisation {
	return &Organisation{Item: content.NewItem(site.Slug, content.Organisation, site.First), Town: site.Place}
}

// Get gives an organisation whatever its status; NotFound where there is none.
func (m *Room) Get(ctx context.Context, id string) (*Organisation, error) {
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Organisation {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return read(ctx, m.spine.DB(), it)
}

// Decode reads an organisation from a revision.
func (m *Room) Decode(snapshot string) (*Organisation, error) {
	o := &Organisation{}
	return o, json.Unmarshal([]byte(snapshot), o)
}

// Draft gives what the spine derives an organisation's listing from, for the
// repair.
func (m *Room) Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error) {
	o, err := read(ctx, q, it)
	if err != nil {
		return content.Draftable{}, err
	}
	return m.draft(o), nil
}
