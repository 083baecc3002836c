package content

import (
	"context"

	"umland/internal/clock"
	"umland/internal/db"
)

// SharedWith lists the portals that show an item besides its owner. It asks
// for one item and thus for no portal.
func (s *Spine) SharedWith(ctx context.Context, q db.Q, item string) ([]string, error) {
	return db.All(ctx, q, db.Text, `SELECT portal FROM placement WHERE item = $1 AND origin = 'shared' ORDER BY portal`, item)
}

// Share shows an item in a further portal, or takes it out again; the item
// stays its owner's. The owner's rows hold all that the others' need. Asking
// twice, or for the owner's own portal, changes nothing.
func (s *Spine) Share(ctx context.Context, tx *db.Tx, item, portal string, shown bool) error {
	if err := s.Lock(ctx, tx, item); err != nil {
		return err
	}
	var n int64
	var err error
	if shown {
		n, err = show(ctx, tx, item, portal, clock.Stamp(s.clock.Now()))
	} else {
		n, err = hide(ctx, tx, item, portal)
	}
	if err != nil || n == 0 {
		return err
	}
	if err := showInSearch(ctx, tx, item); err != nil {
		return err
	}
	kind, err := db.One(ctx, tx, db.Text, `SELECT kind FROM item WHERE id = $1`, item)
	if err != nil {
		return err
	}
	return s.Log(ctx, tx, Change{Portal: portal, Kind: Kind(kind), Item: item, Action: "placed"})
}

func show(ctx context.Context, tx *db.Tx, item, portal, now string) (int64, error) {
	n, err := tx.Exec(ctx, `INSERT INTO placement (portal, item, kind, origin, public, sort, since)
		SELECT CAST($1 AS TEXT), item, kind, 'shared', public, sort, CAST($2 AS TEXT) FROM placement WHERE item = $3 AND origin = 'own'
		ON CONFLICT (portal, item) DO NOTHING`, portal, now, item)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO event_date (portal, own, `+dateRow+`) SELECT CAST($1 AS TEXT), 0, `+dateRow+`
		FROM event_date WHERE item = $2 AND own = 1`, portal, item)
	return n, err
}

func hide(ctx context.Context, tx *db.Tx, item, portal string) (int64, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM event_date WHERE portal = $1 AND item = $2 AND own = 0`, portal, item); err != nil {
		return 0, err
	}
	return tx.Exec(ctx, `DELETE FROM placement WHERE portal = $1 AND item = $2 AND origin = 'shared'`, portal, item)
}
