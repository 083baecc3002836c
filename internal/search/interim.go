package search

import (
	"context"
	"strings"

	"umland/internal/db"
)

// Index answers what visitors ask.
type Index struct{ db *db.DB }

// New is an index over a migrated database.
func New(d *db.DB) *Index { return &Index{db: d} }

// Search gives a page of what fits a question, the best first.
func (x *Index) Search(ctx context.Context, q Request) (Answer, error) {
	out := Answer{Kinds: map[string]int{}}
	if out.Words = len(Query(q.Q)) > 0; !out.Words {
		return out, nil
	}
	w := db.NewWhere(1)
	w.Add(`l.lang = ?`, q.Lang)
	if q.Region {
		w.Add(`p.origin = ?`, "own")
	} else {
		w.Add(`p.portal = ?`, q.Portal)
	}
	w.Add(`p.public = 1`)
	Narrow(w, "p.item", q.Lang, q.Q)
	from := ` FROM placement p JOIN listing l ON l.item = p.item`
	type count struct {
		kind string
		n    int
	}
	counts, err := db.All(ctx, x.db, func(r db.Row) (count, error) {
		var c count
		return c, r.Scan(&c.kind, &c.n)
	}, `SELECT p.kind, COUNT(*)`+from+w.SQL()+` GROUP BY p.kind`, w.Args()...)
	if err != nil {
		return out, err
	}
	for _, c := range counts {
		out.Kinds[c.kind] = c.n
	}
	if len(q.Kinds) > 0 {
		w.In(`p.kind`, q.Kinds)
	}
	if out.Total, err = db.One(ctx, x.db, db.Int, `SELECT COUNT(*)`+from+w.SQL(), w.Args()...); err != nil {
		return out, err
	}
	score, args := Score(`p.item`, q.Lang, q.Q, w.Args())
	n := len(args)
	size, page := q.Size, max(q.Page, 1)
	if size < 1 || size > 100 {
		size = 20
	}
	args = append(args, q.Portal, size, (page-1)*size)
	out.Hits, err = db.All(ctx, x.db, func(r db.Row) (Hit, error) {
		var h Hit
		err := r.Scan(&h.Item, &h.Kind, &h.Portal, &h.Title, &h.Snippet, &h.Score)
		h.Matched, h.TitleMatched = ranges(h.Snippet, q.Q), ranges(h.Title, q.Q)
		return h, err
	}, `SELECT p.item, p.kind, l.portal, l.title, l.teaser, `+score+` AS score`+from+w.SQL()+
		` ORDER BY score DESC, CASE WHEN p.portal = `+db.Mark(n+1)+` THEN 0 ELSE 1 END, p.sort, p.item LIMIT `+db.Mark(n+2)+` OFFSET `+db.Mark(n+3), args...)
	return out, err
}

// ranges marks the words of a text that begin with one asked for.
func ranges(text, q string) [][2]int {
	out := [][2]int{}
	at := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		from := at
		at += len([]rune(w)) + 1
		for _, asked := range Query(q) {
			if strings.HasPrefix(SortKey(w), asked) {
				out = append(out, [2]int{from, at - 1})
				break
			}
		}
	}
	return out
}

// Suggest completes what has been typed so far, at most n times.
func (x *Index) Suggest(ctx context.Context, portal, lang, typed string, n int) ([]Suggestion, error) {
	found, err := x.Search(ctx, Request{Portal: portal, Lang: lang, Q: typed, Region: true, Size: max(n, 1)})
	out := []Suggestion{}
	for _, h := range found.Hits {
		out = append(out, Suggestion{Text: h.Title, Item: h.Item, Kind: h.Kind})
	}
	return out, err
}
