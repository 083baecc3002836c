package article

import (
	"context"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/importer"
)

// Intake takes articles in from foreign files.
type Intake struct{ *Room }

// Kind implements importer.Target.
func (m Intake) Kind() string { return string(content.Article) }

// Check implements importer.Target.
func (m Intake) Check(rec *importer.Record) error {
	// An article without a day would count as written today.
	if at, err := clock.ParseStamp(rec.Published); err != nil || at.IsZero() {
		return fault.New(fault.Invalid, "errors.bad_date")
	}
	return m.spine.CheckCategories(content.Article, categories(rec))
}

func categories(rec *importer.Record) []string {
	if rec.Category == "" {
		return nil
	}
	return []string{rec.Category}
}

// Find implements importer.Target.
func (m Intake) Find(ctx context.Context, q db.Q, sourceID string, keys []string) (map[string]importer.Known, error) {
	return importer.FindKnown(ctx, q, content.Article, sourceID, keys)
}

// Put implements importer.Target.
func (m Intake) Put(ctx context.Context, tx *db.Tx, portal string, src importer.Source, rec *importer.Record, known *importer.Known) error {
	a := &Article{Item: content.NewItem(portal, content.Article, i18n.Lang(rec.Lang)), Byline: rec.Byline}
	if known != nil {
		it, err := m.spine.Load(ctx, tx, known.ID)
		if err != nil {
			return err
		}
		a.Item = *it
	}
	if err := importer.Fill(ctx, tx, &a.Item, portal, src, rec); err != nil {
		return err
	}
	published, err := clock.ParseStamp(rec.Published)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "errors.bad_date")
	}
	a.Published = published
	return m.SaveIn(ctx, tx, importer.ActOf(src), a)
}
