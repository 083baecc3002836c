package demo

import (
	"context"
	"fmt"
	"time"

	"umland/internal/article"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/organisation"
	"umland/internal/page"
	"umland/internal/place"
	"umland/internal/portal"
	"umland/internal/richtext"
)

// House is the rooms that the demo fills.
type House struct {
	DB            *db.DB
	Clock         clock.Clock
	Spine         *content.Spine
	Portals       *portal.Room
	Places        *place.Room
	Events        *event.Room
	Articles      *article.Room
	Organisations *organisation.Room
	Services      *page.ServiceRoom
	Pages         *page.PageRoom
}

// act is who wrote the demo.
var act = content.Act{Actor: "demo", Reason: "demo"}

// loader carries what later parts need of earlier ones: ids by kind and slug.
type loader struct {
	House
	region *Region
	areas  map[string]*geo.Area // by portal, or nil
	now    time.Time
	ids    map[string]string
	owners map[string]string // portal by kind and slug
}

func key(kind content.Kind, slug string) string { return string(kind) + "/" + slug }

// Load writes the whole region of the demo into an empty installation, or the
// rest of it where an earlier Load was cut off (Unfinished). areas
// are the portals' areas by slug; a portal without one gets its rough box.
func Load(ctx context.Context, h House, areas map[string]*geo.Area) error {
	region, err := Content()
	if err != nil {
		return err
	}
	l := &loader{House: h, region: region, areas: areas, now: h.Clock.Now(), ids: map[string]string{}, owners: map[string]string{}}
	if err := h.Spine.ShipTerms(ctx); err != nil {
		return err
	}
	done, err := l.begin(ctx)
	if err != nil {
		return err
	}
	for i, p := range region.Portals {
		if err := l.portal(ctx, i, p); err != nil {
			return fmt.Errorf("portal %s: %w", p.Slug, err)
		}
	}
	parts := []func(context.Context, *db.Tx) error{l.organisations, l.places, l.events, l.articles, l.services, l.pages}
	for i, fill := range parts[min(done, len(parts)):] {
		if err := l.part(ctx, done+i+1, fill); err != nil {
			return err
		}
	}
	if err := l.front(ctx); err != nil {
		return err
	}
	if err := l.notices(ctx); err != nil {
		return err
	}
	return l.end(ctx)
}

// item makes the part that all kinds share.
func (l *loader) item(kind content.Kind, h Head) content.Item {
	it := content.NewItem(h.Portal, kind, i18n.Lang(h.Lang))
	it.Slug, it.Status, it.Categories, it.Image, it.ImageCredit = h.Slug, content.Published, h.Categories, h.Picture, h.Credit
	for lang, t := range h.Texts {
		it.Texts[lang] = content.Text{Title: t.Title, Kicker: t.Kicker, Teaser: t.Teaser, Body: richtext.FromPlain(t.Body), Alt: t.Alt}
	}
	return it
}

// kept remembers a stored item and shows it in the portals it is shared with.
func (l *loader) kept(ctx context.Context, tx *db.Tx, h Head, d content.Draftable) error {
	k := key(d.Item.Kind, h.Slug)
	l.ids[k], l.owners[k] = d.Item.ID, h.Portal
	for _, portal := range h.Shared {
		if err := l.Spine.Share(ctx, tx, d.Item.ID, portal, true); err != nil {
			return err
		}
	}
	return nil
}

// drafter is a room that can tell what the spine derives from its items.
type drafter interface {
	Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error)
}

// share is kept for an item that its room has just stored.
func (l *loader) share(ctx context.Context, tx *db.Tx, room drafter, h Head, it *content.Item) error {
	d, err := room.Draft(ctx, tx, it)
	if err != nil {
		return err
	}
	return l.kept(ctx, tx, h, d)
}

// zone is the time zone of a portal.
func (l *loader) zone(portal string) *time.Location {
	if s, ok := l.Portals.BySlug(portal); ok {
		return s.Zone
	}
	return time.UTC
}

// wallAt is a wall time on a day counted from today in a portal's zone.
func (l *loader) wallAt(portal string, days int, at string) time.Time {
	zone := l.zone(portal)
	today := l.now.In(zone)
	t, err := time.Parse("15:04", at)
	if err != nil {
		t = time.Time{} // midnight; Content has checked the form
	}
	return time.Date(today.Year(), today.Month(), today.Day()+days, t.Hour(), t.Minute(), 0, 0, zone)
}
