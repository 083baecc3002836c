package twin

import (
	"context"
	"slices"

	"umland/internal/alike"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
)

// The states of a pair.
const (
	proposed  = "proposed"
	different = "different" // a person said so
	merged    = "merged"    // a person said so
)

// step is how many changes are looked at before the next write, which keeps
// the writes short.
const step = 100

// Follow looks at everything that has changed since it was last called, files
// it and proposes twins. Running it twice, or from two programs at once,
// proposes nothing twice.
func (m *Room) Follow(ctx context.Context) error {
	for {
		at, err := m.cursor(ctx)
		if err != nil {
			return err
		}
		changes, err := m.spine.Changes(ctx, at, step)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := m.look(ctx, changes); err != nil {
			return err
		}
	}
}

func (m *Room) cursor(ctx context.Context) (int64, error) {
	return db.One(ctx, m.spine.DB(), db.Int64, `SELECT value FROM counter WHERE name = 'twin'`)
}

// look files the changed items, so that they find each other, then compares
// them.
func (m *Room) look(ctx context.Context, changes []content.Change) error {
	var ids []string
	for _, c := range changes {
		if c.Kind == kind && c.Action != "placed" && !slices.Contains(ids, c.Item) {
			ids = append(ids, c.Item)
		}
	}
	now, err := candidates(ctx, m.spine.DB(), ids)
	if err != nil {
		return err
	}
	if err := m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error { return file(ctx, tx, ids, now) }); err != nil {
		return err
	}
	found := map[string][]pair{}
	for _, id := range ids {
		if c, ok := now[id]; ok {
			if found[id], err = m.compare(ctx, c); err != nil {
				return err
			}
		}
	}
	return m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range ids {
			if err := m.propose(ctx, tx, id, found[id]); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE counter SET value = $1 WHERE name = 'twin' AND value < $2`, changes[len(changes)-1].Number, changes[len(changes)-1].Number)
		return err
	})
}

// file keeps the items under the keys of what they are now; what is not
// public is under none.
func file(ctx context.Context, tx *db.Tx, ids []string, now map[string]*candidate) error {
	for _, id := range ids {
		if _, err := tx.Exec(ctx, `DELETE FROM twin_key WHERE item = $1`, id); err != nil {
			return err
		}
		c, ok := now[id]
		if !ok {
			continue
		}
		for _, k := range alike.Keys(c.Entry) {
			// The item may have gone since it was read.
			if _, err := tx.Exec(ctx, `INSERT INTO twin_key (key, item) SELECT CAST($1 AS TEXT), id FROM item WHERE id = $2
				ON CONFLICT (key, item) DO NOTHING`, k, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// pair is two items that seem to be the same; a is the smaller id.
type pair struct {
	a, b string
	alike.Likeness
}

// compare finds the twins of an item. A list has each of its things once, so
// two of one source are never twins.
func (m *Room) compare(ctx context.Context, c *candidate) ([]pair, error) {
	ids, err := m.around(ctx, m.spine.DB(), c.Entry, alike.Near, addressKey)
	if err != nil {
		return nil, err
	}
	others, err := candidates(ctx, m.spine.DB(), ids)
	if err != nil {
		return nil, err
	}
	var list []pair
	for _, id := range ids {
		o, ok := others[id]
		if !ok || id == c.id || c.source != "" && c.source == o.source {
			continue
		}
		if l := alike.Compare(c.Entry, o.Entry); l.Ground != alike.None {
			list = append(list, pair{min(c.id, o.id), max(c.id, o.id), l})
		}
	}
	return list, nil
}

// propose keeps the pairs of an item. What a person has decided stays; what
// was proposed before and is no longer alike is forgotten.
func (m *Room) propose(ctx context.Context, tx *db.Tx, id string, list []pair) error {
	before, err := db.All(ctx, tx, func(r db.Row) (pair, error) {
		var p pair
		return p, r.Scan(&p.a, &p.b)
	}, `SELECT a, b FROM twin_pair WHERE (a = $1 OR b = $2) AND state = 'proposed' ORDER BY a, b`, id, id)
	if err != nil {
		return err
	}
	for _, p := range before {
		if slices.ContainsFunc(list, func(q pair) bool { return q.a == p.a && q.b == p.b }) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM twin_pair WHERE a = $1 AND b = $2 AND state = 'proposed'`, p.a, p.b); err != nil {
			return err
		}
	}
	at := clock.Stamp(m.spine.Clock().Now())
	for _, p := range list {
		_, err := tx.Exec(ctx, `INSERT INTO twin_pair (a, b, ground, likeness, metres, state, found_at)
			SELECT x.id, y.id, CAST($1 AS TEXT), CAST($2 AS DOUBLE PRECISION), CAST($3 AS DOUBLE PRECISION), 'proposed', CAST($4 AS TEXT)
			FROM item x, item y WHERE x.id = $5 AND y.id = $6
			ON CONFLICT (a, b) DO UPDATE SET ground = excluded.ground, likeness = excluded.likeness, metres = excluded.metres`,
			string(p.Ground), p.Name, p.Metres, at, p.a, p.b)
		if err != nil {
			return err
		}
	}
	return nil
}
