// Package twin finds what stands twice in the directory, because two lists
// have it or somebody typed it again, and lets a person say whether it is the
// same: for a citizen each thing stands there once.
package twin

import (
	"cmp"
	"context"
	"embed"
	"slices"

	"umland/internal/alike"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/geo"
)

// Schema holds the migrations of the twins.
//
//go:embed schema
var Schema embed.FS

// Room finds twins and keeps what was decided about them.
type Room struct {
	spine *content.Spine
	// Keeper is the room whose items are merged, and Guests what is held in
	// them; app sets both.
	Keeper Keeper
	Guests Guests
}

// New is the room over a migrated database.
func New(spine *content.Spine) *Room { return &Room{spine: spine} }

// kind is what can be a twin.
const kind = content.Place

// candidate is a public item with what is compared of it.
type candidate struct {
	alike.Entry
	id, portal, source string
}

// candidates reads public items of all portals: two lists give the same thing
// to different ones.
func candidates(ctx context.Context, q db.Q, ids []string) (map[string]*candidate, error) {
	found := map[string]*candidate{}
	for part := range slices.Chunk(ids, 200) {
		w := db.NewWhere(1)
		w.In(`l.item`, part)
		err := db.Each(ctx, q, func(r db.Row) error {
			var c candidate
			var name string
			if err := r.Scan(&c.id, &c.portal, &c.source, &name, &c.Street, &c.Postcode, &c.Town, &c.HasPosition, &c.Lat, &c.Lon); err != nil {
				return err
			}
			if found[c.id] == nil {
				found[c.id] = &c
			}
			if one := found[c.id]; !slices.Contains(one.Names, name) {
				one.Names = append(one.Names, name)
			}
			return nil
		}, `SELECT l.item, l.portal, i.source, l.title, l.street, l.postcode, l.town, l.has_position, l.lat, l.lon
			FROM listing l JOIN item i ON i.id = l.item`+w.SQL()+` ORDER BY l.item, l.lang`, w.Args()...)
		if err != nil {
			return nil, err
		}
		w = db.NewWhere(1)
		w.In(`item`, part)
		err = db.Each(ctx, q, func(r db.Row) error {
			var id, category string
			if err := r.Scan(&id, &category); err != nil {
				return err
			}
			if found[id] != nil {
				found[id].Sorts = append(found[id].Sorts, category)
			}
			return nil
		}, `SELECT item, category FROM item_category`+w.SQL()+` ORDER BY item, rank`, w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// mostFiled bounds what is looked at under the keys of one entry.
const mostFiled = 60

// filed lists the items under any of the keys that pass, those under most of
// them first.
func filed(ctx context.Context, q db.Q, keys []string, pass func(key string) bool) ([]string, error) {
	w := db.NewWhere(1)
	w.In(`key`, slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !pass(k) }))
	return db.All(ctx, q, db.Text, `SELECT item FROM twin_key`+w.SQL()+` GROUP BY item ORDER BY COUNT(*) DESC, item LIMIT `+w.Mark(mostFiled), w.Args()...)
}

func anyKey(string) bool { return true }

func addressKey(k string) bool { return k[0] == 'a' }

// around lists what may be the same: what is near, and what has the address.
func (m *Room) around(ctx context.Context, q db.Q, e alike.Entry, metres float64, pass func(string) bool) ([]string, error) {
	ids, err := filed(ctx, q, alike.Keys(e), pass)
	if err != nil || !e.HasPosition {
		return ids, err
	}
	near, err := m.spine.Within(ctx, q, kind, geo.Point{Lat: e.Lat, Lon: e.Lon}, metres)
	for _, id := range near {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// mostTwins is how many a person is asked about.
const mostTwins = 5

// askedNear is how far from a typed position something may be that has nearly
// the typed name, in metres.
const askedNear = 500

// Twins finds public places of all portals that somebody may mean who is
// about to type a new one, at most five, the likeliest first. Whatever is
// known of it helps; nothing but a name finds nothing.
func (m *Room) Twins(ctx context.Context, lang string, e alike.Entry) ([]content.Listing, error) {
	ids, err := m.around(ctx, m.spine.DB(), e, askedNear, anyKey)
	if err != nil {
		return nil, err
	}
	known, err := candidates(ctx, m.spine.DB(), ids)
	if err != nil {
		return nil, err
	}
	type match struct {
		id string
		l  alike.Likeness
	}
	var list []match
	for _, id := range ids {
		c, ok := known[id]
		if !ok {
			continue // not public
		}
		if l := alike.Compare(e, c.Entry); l.Ground != alike.None || l.Name >= alike.CloseName {
			list = append(list, match{id, l})
		}
	}
	slices.SortStableFunc(list, func(x, y match) int {
		if x.l.Ground != y.l.Ground && (x.l.Ground == alike.None || y.l.Ground == alike.None) {
			return cmp.Compare(y.l.Ground, x.l.Ground)
		}
		return cmp.Or(cmp.Compare(y.l.Name, x.l.Name), cmp.Compare(x.l.Metres, y.l.Metres))
	})
	best := make([]string, 0, mostTwins)
	for _, one := range list[:min(len(list), mostTwins)] {
		best = append(best, one.id)
	}
	return m.spine.ByIDs(ctx, lang, best)
}
