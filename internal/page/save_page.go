package page

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/web"
)

// Page is a standing text.
type Page struct {
	content.Item
}

// Spine gives the part that all kinds share.
func (p *Page) Spine() *content.Item { return &p.Item }

// PageRoom is where free pages are kept, shown and edited.
type PageRoom struct{ room }

// NewPages is the room of the free pages over a migrated database.
func NewPages(spine *content.Spine, portals *portal.Room) *PageRoom {
	return &PageRoom{room{spine, portals, content.Page, listWords{
		title: "page.pages_title", description: "page.pages_description", search: "page.pages_search", count: "page.pages",
		empty: "page.pages_empty", all: "page.pages_all", icon: "file-text",
	}}}
}

// Save stores a page, new or changed, in a transaction of its own. It is
// Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *PageRoom) Save(ctx context.Context, act content.Act, p *Page) error {
	return m.spine.Store(ctx, &p.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, p) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *PageRoom) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, p *Page) error {
	if _, err := m.site(&p.Item); err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(p), func(context.Context) error { return nil })
}

func (m *PageRoom) draft(p *Page) content.Draftable {
	return content.Draftable{Item: &p.Item, Body: p}
}

// Blank is a new page of a portal.
func (m *PageRoom) Blank(site *web.Site) *Page {
	return &Page{Item: content.NewItem(site.Slug, content.Page, site.First)}
}

// Get gives a page whatever its status; NotFound where there is none.
func (m *PageRoom) Get(ctx context.Context, id string) (*Page, error) {
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Page {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return &Page{*it}, nil
}

// Decode reads a page from a revision.
func (m *PageRoom) Decode(snapshot string) (*Page, error) {
	p := &Page{}
	return p, json.Unmarshal([]byte(snapshot), p)
}

// Draft gives what the spine derives a page's listing from, for the repair.
func (m *PageRoom) Draft(_ context.Context, _ db.Q, it *content.Item) (content.Draftable, error) {
	return m.draft(&Page{*it}), nil
}
