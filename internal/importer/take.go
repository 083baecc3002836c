package importer

import (
	"context"
	"time"

	"umland/internal/content"
	"umland/internal/db"
)

// FindKnown gives the items that were taken from a source, by key: the part
// of a Target that is the same in every room. It asks across portals, because
// a record keeps its item wherever its position moves it.
func FindKnown(ctx context.Context, q db.Q, kind content.Kind, sourceID string, keys []string) (map[string]Known, error) {
	type row struct {
		key string
		k   Known
	}
	w := db.NewWhere(1)
	w.Add(`source = ?`, sourceID)
	w.Add(`kind = ?`, string(kind))
	w.In(`source_key`, keys)
	rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var f row
		return f, r.Scan(&f.key, &f.k.ID, &f.k.Portal, &f.k.Hash, &f.k.Touched, &f.k.Merged)
	}, `SELECT source_key, id, portal, source_hash, touched, CASE WHEN merged_into = '' THEN 0 ELSE 1 END FROM item`+w.SQL()+` ORDER BY source_key`, w.Args()...)
	known := make(map[string]Known, len(rows))
	for _, r := range rows {
		known[r.key] = r.k
	}
	return known, err
}

// Fill puts what all kinds share of a record into an item: texts, category,
// source, and a free slug where it is new or moves to another portal. An
// imported item is public at once.
func Fill(ctx context.Context, q db.Q, it *content.Item, portal string, src Source, rec *Record) error {
	it.Source = content.Source{
		ID: src.ID, Key: rec.Key, Hash: rec.Hash(), Title: src.Title, Licence: src.Licence, Attribution: src.Attribution,
	}
	it.First, it.Texts = rec.Lang, map[string]content.Text{}
	for lang, t := range rec.Texts {
		it.Texts[lang] = content.Text{Title: t.Title, Kicker: t.Kicker, Teaser: t.Teaser, Body: t.Body}
	}
	it.Categories = nil
	if rec.Category != "" {
		it.Categories = []string{rec.Category}
	}
	if it.ID != "" && it.Portal == portal {
		return nil
	}
	if it.ID == "" {
		it.Status = content.Published
		// What a source knows counts as new on the day of its data, so that a
		// large import does not push what clerks wrote from "the newest".
		for _, form := range []string{time.DateOnly, "2006-01", "2006"} {
			if day, err := time.Parse(form, src.DataDate); err == nil {
				it.Published = day.Add(12 * time.Hour)
			}
		}
	}
	it.Portal = portal
	slug, err := content.FreeSlug(ctx, q, portal, it.Kind, content.Slug(rec.Title))
	it.Slug = slug
	return err
}

// ActOf is how an import signs its changes.
func ActOf(src Source) content.Act {
	return content.Act{Actor: "import:" + src.ID, Reason: "import", Imported: true}
}
