package demo

import (
	"context"

	"umland/internal/content"
	"umland/internal/db"
)

// filling is the row of the table counter that stands as long as the demo is
// being loaded: how many of its parts are stored. A process that was killed
// meanwhile leaves it behind.
const filling = "demo"

// Unfinished tells whether a loading of the demo has begun and not ended.
func Unfinished(ctx context.Context, d *db.DB) (bool, error) {
	n, err := db.One(ctx, d, db.Int, `SELECT COUNT(*) FROM counter WHERE name = $1`, filling)
	return n > 0, err
}

// begin tells how many parts an earlier loading has stored, and finds their
// items again.
func (l *loader) begin(ctx context.Context) (done int, err error) {
	err = l.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO counter (name, value) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING`, filling)
		return err
	})
	if err != nil {
		return 0, err
	}
	if done, err = db.One(ctx, l.DB, db.Int, `SELECT value FROM counter WHERE name = $1`, filling); err != nil || done == 0 {
		return done, err
	}
	// Across portals: the demo fills all of them.
	return done, db.Each(ctx, l.DB, func(r db.Row) error {
		var kind, slug, id, portal string
		err := r.Scan(&kind, &slug, &id, &portal)
		k := key(content.Kind(kind), slug)
		l.ids[k], l.owners[k] = id, portal
		return err
	}, `SELECT kind, slug, id, portal FROM item ORDER BY id`)
}

// part stores one part of the demo, whole or not at all.
func (l *loader) part(ctx context.Context, number int, fill func(context.Context, *db.Tx) error) error {
	return l.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := fill(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE counter SET value = $1 WHERE name = $2`, number, filling)
		return err
	})
}

func (l *loader) end(ctx context.Context) error {
	return l.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM counter WHERE name = $1`, filling)
		return err
	})
}
