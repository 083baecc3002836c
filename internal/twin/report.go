package twin

import (
	"context"

	"umland/internal/alike"
	"umland/internal/content"
	"umland/internal/db"
)

// Found is an item of a source, or a record that is to become one, beside
// what it may be the same as.
type Found struct {
	Key         string // of the item in its source
	Mine, Other content.Listing
	Ground      alike.Ground
	Metres      float64 // between them, or -1
}

// OfSource lists the waiting pairs, of all portals, that have an item of a
// source and were found since an instant as stored, for the report of its
// import.
func (m *Room) OfSource(ctx context.Context, source, lang, since string) ([]Found, error) {
	list, err := m.pairs(ctx, lang, ` AND (x.source = $1 OR y.source = $2) AND t.found_at >= $3 ORDER BY t.likeness DESC, t.a, t.b`, source, source, since)
	if err != nil {
		return nil, err
	}
	out := make([]Found, 0, len(list))
	for _, p := range list {
		f := Found{Mine: p.A, Other: p.B, Ground: p.Ground, Metres: p.Metres}
		key := `SELECT source_key FROM item WHERE id = $1 AND source = $2`
		f.Key, err = db.One(ctx, m.spine.DB(), db.Text, key, p.A.Item, source)
		if none(err) {
			f.Mine, f.Other = p.B, p.A
			f.Key, err = db.One(ctx, m.spine.DB(), db.Text, key, p.B.Item, source)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// Like lists what a record of a source would be proposed with if it were
// stored, for an import that is only tried.
func (m *Room) Like(ctx context.Context, source, lang string, e alike.Entry) ([]Found, error) {
	pairs, err := m.compare(ctx, &candidate{Entry: e, source: source})
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	var ids []string
	for _, p := range pairs {
		ids = append(ids, p.b) // a record has no id yet, the smallest of all
	}
	rows, err := m.spine.ByIDs(ctx, lang, ids)
	if err != nil {
		return nil, err
	}
	var out []Found
	for _, l := range rows {
		for _, p := range pairs {
			if p.b == l.Item {
				out = append(out, Found{Other: l, Ground: p.Ground, Metres: p.Metres})
			}
		}
	}
	return out, nil
}
