package importer

import (
	"context"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
)

// Gone is an item that its source no longer has.
type Gone struct {
	Item   string       `json:"item"`
	Kind   content.Kind `json:"kind"`
	Key    string       `json:"key"`
	Title  string       `json:"title"`
	Portal string       `json:"portal"`
	Source string       `json:"-"` // its title
	Slug   string       `json:"-"`
	Since  string       `json:"-"` // instant as stored: the import that missed it first
}

func scanGone(r db.Row) (Gone, error) {
	var g Gone
	return g, r.Scan(&g.Item, &g.Kind, &g.Key, &g.Title, &g.Portal, &g.Source, &g.Slug, &g.Since)
}

// Missing lists the public items of the plan's source that the file does not
// hold, in order. A record that was rejected or lies outside still stands in
// the file. It asks across portals, because a source belongs to none.
func (p *Plan) Missing(ctx context.Context, q db.Q, kind content.Kind) ([]Gone, error) {
	has := map[string]bool{}
	for _, r := range p.Records {
		has[r.Key] = true
	}
	for _, l := range p.Rejected {
		has[l.Key] = true
	}
	all, err := db.All(ctx, q, scanGone, `SELECT i.id, i.kind, i.source_key, COALESCE(t.title, ''), i.portal, i.source_title, i.slug, COALESCE(g.since, '')
		FROM item i LEFT JOIN item_text t ON t.item = i.id AND t.lang = i.first_lang LEFT JOIN import_gone g ON g.item = i.id
		WHERE i.source = $1 AND i.kind = $2 AND i.status = 'published' ORDER BY i.source_key`, p.Source.ID, string(kind))
	if err != nil {
		return nil, err
	}
	var missing []Gone
	for _, g := range all {
		if !has[g.Key] {
			missing = append(missing, g)
		}
	}
	return missing, nil
}

// NoteGone keeps what the source no longer has, so that the desk can offer it
// to be taken back, and forgets what it has again. Nothing is withdrawn by
// itself: a list may have been cut short.
func (p *Plan) NoteGone(ctx context.Context, d *db.DB, kind content.Kind) ([]Gone, error) {
	missing, err := p.Missing(ctx, d, kind)
	if err != nil {
		return nil, err
	}
	now := clock.Stamp(p.clock.Now())
	err = d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		is := map[string]bool{}
		for _, g := range missing {
			is[g.Item] = true
			if _, err := tx.Exec(ctx, `INSERT INTO import_gone (item, source, since) VALUES ($1,$2,$3) ON CONFLICT (item) DO NOTHING`,
				g.Item, p.Source.ID, now); err != nil {
				return err
			}
		}
		before, err := db.All(ctx, tx, db.Text, `SELECT item FROM import_gone WHERE source = $1 ORDER BY item`, p.Source.ID)
		if err != nil {
			return err
		}
		for _, id := range before {
			if is[id] {
				continue
			}
			if _, err := tx.Exec(ctx, `DELETE FROM import_gone WHERE item = $1`, id); err != nil {
				return err
			}
		}
		return nil
	})
	return missing, err
}

const goneOfPortal = ` FROM import_gone g JOIN item i ON i.id = g.item LEFT JOIN item_text t ON t.item = i.id AND t.lang = i.first_lang
	WHERE i.portal = $1 AND i.status = 'published' AND g.kept_by = ''`

// CountGone tells how many public items of a portal their sources no longer
// have and nobody has decided about.
func CountGone(ctx context.Context, q db.Q, portal string) (int, error) {
	return db.One(ctx, q, db.Int, `SELECT COUNT(*)`+goneOfPortal, portal)
}

// ListGone lists them, by source and title.
func ListGone(ctx context.Context, q db.Q, portal string, limit, offset int) ([]Gone, error) {
	return db.All(ctx, q, scanGone, `SELECT i.id, i.kind, i.source_key, COALESCE(t.title, ''), i.portal, i.source_title, i.slug, g.since`+
		goneOfPortal+` ORDER BY i.source_title, t.title, i.id LIMIT $2 OFFSET $3`, portal, limit, offset)
}

// KeepGone keeps that an item of a portal stays although its source no longer
// has it; NotFound where that is not asked.
func KeepGone(ctx context.Context, d *db.DB, portal, item, by string) error {
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE import_gone SET kept_by = $1 WHERE kept_by = '' AND item IN (SELECT id FROM item WHERE id = $2 AND portal = $3)`, by, item, portal)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "errors.not_found")
		}
		return err
	})
}
