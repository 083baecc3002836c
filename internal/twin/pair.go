package twin

import (
	"context"
	"errors"
	"strings"

	"umland/internal/alike"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
)

// Pair is two public items that seem to be the same.
type Pair struct {
	A, B   content.Listing
	Ground alike.Ground
	Metres float64 // between them, or -1
	Found  string  // instant as stored
}

// ID names the pair in an address.
func (p Pair) ID() string { return p.A.Item + "." + p.B.Item }

// Owners are the portals whose editors have a say, one or two.
func (p Pair) Owners() []string {
	if p.A.Portal == p.B.Portal {
		return []string{p.A.Portal}
	}
	return []string{p.A.Portal, p.B.Portal}
}

const open = ` FROM twin_pair t JOIN item x ON x.id = t.a JOIN item y ON y.id = t.b
	JOIN placement px ON px.item = x.id AND px.portal = x.portal JOIN placement py ON py.item = y.id AND py.portal = y.portal
	WHERE t.state = 'proposed' AND px.public = 1 AND py.public = 1`

// Count tells how many pairs wait for a portal's decision.
func (m *Room) Count(ctx context.Context, portal string) (int, error) {
	return db.One(ctx, m.spine.DB(), db.Int, `SELECT COUNT(*)`+open+` AND (x.portal = $1 OR y.portal = $2)`, portal, portal)
}

// Open lists the pairs that wait for a portal's decision, the likeliest
// first. A pair of two portals waits in both.
func (m *Room) Open(ctx context.Context, portal, lang string, win content.Window) ([]Pair, error) {
	return m.pairs(ctx, lang, ` AND (x.portal = $1 OR y.portal = $2) ORDER BY t.likeness DESC, t.a, t.b LIMIT $3 OFFSET $4`,
		portal, portal, win.Limit, win.Offset)
}

// Get gives a waiting pair of a portal by its ID; NotFound for any other.
func (m *Room) Get(ctx context.Context, portal, lang, id string) (Pair, error) {
	a, b, ok := strings.Cut(id, ".")
	if !ok {
		return Pair{}, fault.New(fault.NotFound, "errors.not_found")
	}
	list, err := m.pairs(ctx, lang, ` AND t.a = $1 AND t.b = $2 AND (x.portal = $3 OR y.portal = $4)`, a, b, portal, portal)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "errors.not_found")
	}
	if err != nil {
		return Pair{}, err
	}
	return list[0], nil
}

func (m *Room) pairs(ctx context.Context, lang, more string, args ...any) ([]Pair, error) {
	list, err := db.All(ctx, m.spine.DB(), func(r db.Row) (Pair, error) {
		var p Pair
		return p, r.Scan(&p.A.Item, &p.B.Item, &p.Ground, &p.Metres, &p.Found)
	}, `SELECT t.a, t.b, t.ground, t.metres, t.found_at`+open+more, args...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, p := range list {
		ids = append(ids, p.A.Item, p.B.Item)
	}
	rows := map[string]content.Listing{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		part, err := m.spine.ByIDs(ctx, lang, ids[:n])
		if err != nil {
			return nil, err
		}
		for _, l := range part {
			rows[l.Item] = l
		}
		ids = ids[n:]
	}
	out := list[:0]
	for _, p := range list {
		a, okA := rows[p.A.Item]
		b, okB := rows[p.B.Item]
		if p.A, p.B = a, b; okA && okB { // otherwise it was taken back meanwhile
			out = append(out, p)
		}
	}
	return out, nil
}

// Differ keeps that the two are not the same; they are not proposed again.
func (m *Room) Differ(ctx context.Context, p Pair, by string) error {
	return m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return m.decide(ctx, tx, p.A.Item, p.B.Item, proposed, different, by)
	})
}

// decide moves a pair from one state to another; a Conflict where somebody
// was faster.
func (m *Room) decide(ctx context.Context, tx *db.Tx, a, b, from, to, by string) error {
	n, err := tx.Exec(ctx, `UPDATE twin_pair SET state = $1, decided_at = $2, decided_by = $3 WHERE a = $4 AND b = $5 AND state = $6`,
		to, clock.Stamp(m.spine.Clock().Now()), by, min(a, b), max(a, b), from)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "errors.conflict")
	}
	return err
}

// none tells whether the error says that there is no row.
func none(err error) bool { return errors.Is(err, db.ErrNone) }
