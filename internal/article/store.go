package article

import (
	"context"
	"embed"

	"umland/internal/content"
	"umland/internal/db"
)

// Schema holds the migrations of the articles.
//
//go:embed schema
var Schema embed.FS

func write(ctx context.Context, tx *db.Tx, a *Article) error {
	_, err := tx.Exec(ctx, `INSERT INTO article (item, byline) VALUES ($1, $2)
		ON CONFLICT (item) DO UPDATE SET byline = excluded.byline`, a.ID, a.Byline)
	return err
}

// read adds the article's own facts to a loaded item.
func read(ctx context.Context, q db.Q, it *content.Item) (*Article, error) {
	byline, err := db.One(ctx, q, db.Text, `SELECT byline FROM article WHERE item = $1`, it.ID)
	if err != nil {
		return nil, err
	}
	return &Article{Item: *it, Byline: byline}, nil
}
