package article

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/web"
)

// Room is where articles are kept, shown and edited.
type Room struct {
	spine   *content.Spine
	portals *portal.Room
}

// New is the room over a migrated database.
func New(spine *content.Spine, portals *portal.Room) *Room {
	return &Room{spine: spine, portals: portals}
}

// Kind tells what the room keeps.
func (m *Room) Kind() content.Kind { return content.Article }

// Save stores an article, new or changed, in a transaction of its own. It is
// Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *Room) Save(ctx context.Context, act content.Act, a *Article) error {
	return m.spine.Store(ctx, &a.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, a) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *Room) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, a *Article) error {
	a.Kind = content.Article
	if _, ok := m.portals.BySlug(a.Portal); !ok {
		return fault.Fields(fault.Field{Name: "portal", Key: "errors.bad_choice"})
	}
	if err := a.Validate(); err != nil {
		return err
	}
	if err := m.spine.CheckCategories(content.Article, a.Categories); err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(a), func(ctx context.Context) error { return write(ctx, tx, a) })
}

func (m *Room) draft(a *Article) content.Draftable {
	return content.Draftable{Item: &a.Item, Card: a.card(), Body: a}
}

// Blank is a new article of a portal.
func (m *Room) Blank(site *web.Site) *Article {
	return &Article{Item: content.NewItem(site.Slug, content.Article, site.First)}
}

// Get gives an article whatever its status; NotFound where there is none.
func (m *Room) Get(ctx context.Context, id string) (*Article, error) {
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Article {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return read(ctx, m.spine.DB(), it)
}

// Decode reads an article from a revision.
func (m *Room) Decode(snapshot string) (*Article, error) {
	a := &Article{}
	return a, json.Unmarshal([]byte(snapshot), a)
}

// Draft gives what the spine derives an article's listing from, for the
// repair.
func (m *Room) Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error) {
	a, err := read(ctx, q, it)
	if err != nil {
		return content.Draftable{}, err
	}
	return m.draft(a), nil
}
