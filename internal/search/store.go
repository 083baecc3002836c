package search

import (
	"context"
	"embed"
	"strings"

	"umland/internal/db"
)

// Schema holds the migrations of the index.
//
//go:embed schema
var Schema embed.FS

// Put writes the documents of an item in the transaction of its save; no
// document takes the item out of the index. What has not changed keeps its
// number, and with it its place in the packed index.
func Put(ctx context.Context, tx *db.Tx, item string, about About, documents []Document) error {
	type row struct {
		id int64
		stored
	}
	old, err := db.All(ctx, tx, func(r db.Row) (row, error) {
		var v row
		return v, r.Scan(&v.id, &v.langs, &v.text)
	}, `SELECT d.id, d.langs, t.body FROM search_document d JOIN search_text t ON t.document = d.id WHERE d.item = $1 ORDER BY d.id`, item)
	if err != nil {
		return err
	}
	kept := map[string]int64{}
	for _, o := range old {
		kept[o.langs+o.text] = o.id
	}
	shown := " " + strings.Join(about.Shown, " ") + " "
	for _, s := range merge(documents) {
		if id, ok := kept[s.langs+s.text]; ok {
			delete(kept, s.langs+s.text)
			if _, err := tx.Exec(ctx, `UPDATE search_document SET kind = $1, portal = $2, shown = $3, town = $4, day = $5, until = $6 WHERE id = $7`,
				about.Kind, about.Portal, shown, about.Town, about.Day, about.Until, id); err != nil {
				return err
			}
			continue
		}
		id, err := db.One(ctx, tx, db.Int64, `INSERT INTO search_document (item, langs, kind, portal, shown, town, day, until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, item, s.langs, about.Kind, about.Portal, shown, about.Town, about.Day, about.Until)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO search_text (document, body) VALUES ($1, $2)`, id, s.text); err != nil {
			return err
		}
	}
	for _, o := range old {
		if _, gone := kept[o.langs+o.text]; !gone {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM search_document WHERE id = $1`, o.id); err != nil {
			return err // its text goes with it
		}
	}
	return nil
}

// Show tells the index in which portals an item is shown from now on.
func Show(ctx context.Context, tx *db.Tx, item string, portals []string) error {
	_, err := tx.Exec(ctx, `UPDATE search_document SET shown = $1 WHERE item = $2`, " "+strings.Join(portals, " ")+" ", item)
	return err
}

// Derived writes all that the index keeps of an item as text, so that two
// states can be compared.
func Derived(ctx context.Context, q db.Q, item string) ([]string, error) {
	return db.All(ctx, q, db.Text, `SELECT 'search' || d.langs || d.kind || ' ' || d.portal || d.shown || d.town || ' ' || d.day || ' ' || d.until || ' ' || t.body
		FROM search_document d JOIN search_text t ON t.document = d.id WHERE d.item = $1 ORDER BY d.langs`, item)
}

// header is a document without its text.
type header struct {
	id                                                 int64
	item, langs, kind, portal, shown, town, day, until string
}

const headerColumns = `d.id, d.item, d.langs, d.kind, d.portal, d.shown, d.town, d.day, d.until`

func scanHeader(r db.Row) (header, error) {
	var h header
	return h, r.Scan(&h.id, &h.item, &h.langs, &h.kind, &h.portal, &h.shown, &h.town, &h.day, &h.until)
}

// textsAtOnce is how many texts are read by one statement.
const textsAtOnce = 128

// texts reads the fields of some documents; those that are gone are missing.
func texts(ctx context.Context, q db.Q, ids []int64) (map[int64][]Field, error) {
	type row struct {
		id   int64
		body string
	}
	out := make(map[int64][]Field, len(ids))
	err := byNumbers(ids, textsAtOnce, func(marks string, args []any) error {
		rows, err := db.All(ctx, q, func(r db.Row) (row, error) {
			var v row
			return v, r.Scan(&v.id, &v.body)
		}, `SELECT document, body FROM search_text WHERE document IN `+marks, args...)
		for _, r := range rows {
			out[r.id] = decode(r.body)
		}
		return err
	})
	return out, err
}

// byNumbers calls fn with the placeholders and arguments of some numbers at a
// time. Their count is a power of two, so that there are few statements: the
// last number is repeated.
func byNumbers(ids []int64, most int, fn func(marks string, args []any) error) error {
	for len(ids) > 0 {
		part := ids[:min(len(ids), most)]
		ids = ids[len(part):]
		size := 1
		for size < len(part) {
			size *= 2
		}
		args := make([]any, size)
		for i := range args {
			args[i] = part[min(i, len(part)-1)]
		}
		if err := fn(db.Marks(1, size), args); err != nil {
			return err
		}
	}
	return nil
}
