package twin_test

import (
	"context"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/twin"
)

// world is the room over one database; items are written straight into the
// spine.
type world struct {
	*testing.T
	ctx   context.Context
	spine *content.Spine
	room  *twin.Room
	clock *clock.Manual
}

func engines(t *testing.T, fn func(w *world)) {
	t.Helper()
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, ctx: t.Context(), clock: clock.At(time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC))}
		if err := d.Migrate(w.ctx, content.Schema, search.Schema, twin.Schema); err != nil {
			t.Fatal(err)
		}
		w.spine = content.New(d, w.clock)
		w.room = twin.New(w.spine)
		w.room.Keeper, w.room.Guests = keeper{w.spine}, guests{}
		fn(w)
	})
}

// spot is a place to be written.
type spot struct {
	portal, slug, name, street, town, source, category string
	lat, lon                                           float64
}

func draftOf(it *content.Item, s spot) content.Draftable {
	return content.Draftable{Item: it, Body: it, Card: content.Card{
		Street: s.street, Postcode: "24983", Town: s.town, HasPosition: s.lat != 0, Lat: s.lat, Lon: s.lon,
	}}
}

func (w *world) write(s spot) *content.Item {
	w.Helper()
	it := content.NewItem(s.portal, content.Place, i18n.DE)
	it.Slug, it.Status = s.slug, content.Published
	it.Texts["de"] = content.Text{Title: s.name}
	if s.category != "" {
		it.Categories = []string{s.category}
	}
	it.Source = content.Source{ID: s.source, Key: s.slug, Title: s.source}
	w.save(&it, s)
	return &it
}

func (w *world) save(it *content.Item, s spot) {
	w.Helper()
	err := w.spine.Store(w.ctx, it, func(ctx context.Context, tx *db.Tx) error {
		return w.spine.Save(ctx, tx, content.Act{Actor: "anna", Imported: true}, draftOf(it, s), func(context.Context) error { return nil })
	})
	w.must(err)
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// pairs are the slugs of a portal's waiting pairs, the likeliest first.
func (w *world) pairs(portal string) []string {
	w.Helper()
	w.must(w.room.Follow(w.ctx))
	list, err := w.room.Open(w.ctx, portal, "de", content.Window{Limit: 50})
	w.must(err)
	n, err := w.room.Count(w.ctx, portal)
	w.must(err)
	if n != len(list) {
		w.Errorf("%s: %d counted, %d listed", portal, n, len(list))
	}
	out := []string{}
	for _, p := range list {
		out = append(out, min(p.A.Slug, p.B.Slug)+"+"+max(p.A.Slug, p.B.Slug))
	}
	return out
}

// keeper keeps items that are nothing but their spine.
type keeper struct{ spine *content.Spine }

func (k keeper) change(ctx context.Context, tx *db.Tx, act content.Act, id string, fn func(it *content.Item)) error {
	it, err := k.spine.Load(ctx, tx, id)
	if err != nil {
		return err
	}
	fn(it)
	return k.spine.Save(ctx, tx, act, content.Draftable{Item: it, Body: it}, func(context.Context) error { return nil })
}

func (k keeper) Take(ctx context.Context, tx *db.Tx, act content.Act, into, from string, facts []string) error {
	other, err := k.spine.Load(ctx, tx, from)
	if err != nil {
		return err
	}
	return k.change(ctx, tx, act, into, func(it *content.Item) {
		for _, f := range facts {
			it.Texts[f] = other.Texts[f]
		}
	})
}

func (k keeper) Retire(ctx context.Context, tx *db.Tx, act content.Act, id, into string) error {
	return k.change(ctx, tx, act, id, func(it *content.Item) { it.Status, it.MergedInto = content.Withdrawn, into })
}

func (k keeper) Restore(ctx context.Context, tx *db.Tx, act content.Act, id, _ string, status bool) error {
	return k.change(ctx, tx, act, id, func(it *content.Item) {
		if status {
			it.Status = content.Published
		}
	})
}

type guests struct{}

func (guests) Move(context.Context, *db.Tx, string, string, []string) ([]string, error) {
	return []string{}, nil
}
