package home

import (
	"context"
	"slices"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
)

// The home page asks for a few rows of many lists and for the length of none
// but today's, so it has its own queries: the lists of the spine count.

// date is one date of an event as the calendar stores it.
type date struct {
	Item               string
	StartWall, EndWall string
	Day, EndDay        string
	AllDay, Several    bool
	Status             string
}

const dateColumns = `d.item, d.start_wall, d.end_wall, d.day, d.end_day, d.all_day, d.several, d.status`

func scanDate(r db.Row) (date, error) {
	var d date
	return d, r.Scan(&d.Item, &d.StartWall, &d.EndWall, &d.Day, &d.EndDay, &d.AllDay, &d.Several, &d.Status)
}

// calendar is what the board shows of it.
type calendar struct {
	total              int // dates of today, past ones too
	today, next, later []date
}

func (c *calendar) items() []string {
	var ids []string
	for _, list := range [][]date{c.today, c.next, c.later} {
		for _, d := range list {
			ids = append(ids, d.Item)
		}
	}
	return ids
}

// days finds what is still to come today, single dates before what lasts
// several days, then the next days, and where both have none the very next.
func (m *Room) days(ctx context.Context, portal string, now time.Time) (calendar, error) {
	var c calendar
	var err error
	today := plusDays(now, 0)
	if c.total, err = db.One(ctx, m.spine.DB(), db.Int, `SELECT
		(SELECT COUNT(*) FROM event_date d WHERE d.portal = $1 AND d.several = 0 AND d.day = $2) +
		(SELECT COUNT(*) FROM event_date d WHERE d.portal = $1 AND d.several = 1 AND d.day <= $2 AND d.end_day >= $2)`,
		portal, today); err != nil {
		return c, err
	}
	if c.total > 0 {
		if c.today, err = m.today(ctx, portal, today, now); err != nil {
			return c, err
		}
	}
	if c.next, err = m.between(ctx, portal, plusDays(now, 1), plusDays(now, nextDays), maxRows); err != nil {
		return c, err
	}
	if len(c.today)+len(c.next) == 0 {
		c.later, err = m.between(ctx, portal, plusDays(now, nextDays+1), plusDays(now, 2*366), 1)
	}
	return c, err
}

func (m *Room) today(ctx context.Context, portal, today string, now time.Time) ([]date, error) {
	rows, err := db.All(ctx, m.spine.DB(), scanDate, `SELECT `+dateColumns+` FROM event_date d
		WHERE d.portal = $1 AND d.several = 0 AND d.day = $2 AND d.end_at >= $3
		ORDER BY d.day, d.start_at, d.item LIMIT $4`, portal, today, clock.Stamp(now), maxRows)
	if err != nil || len(rows) == maxRows {
		return rows, err
	}
	running, err := db.All(ctx, m.spine.DB(), scanDate, `SELECT `+dateColumns+` FROM event_date d
		WHERE d.portal = $1 AND d.several = 1 AND d.day <= $2 AND d.end_day >= $2 AND d.end_at >= $3
		ORDER BY d.end_day, d.start_at, d.item LIMIT $4`, portal, today, clock.Stamp(now), maxRows-len(rows))
	return append(rows, running...), err
}

// between gives dates that begin in a span of days, by day and time.
func (m *Room) between(ctx context.Context, portal, from, until string, limit int) ([]date, error) {
	return db.All(ctx, m.spine.DB(), scanDate, `SELECT `+dateColumns+` FROM event_date d
		WHERE d.portal = $1 AND d.several = 0 AND d.day >= $2 AND d.day <= $3
		ORDER BY d.day, d.start_at, d.item LIMIT $4`, portal, from, until, limit)
}

// newest gives the ids of the newest articles of a portal, of the newest
// facilities of its own (what neighbours share is not new in town), and of its
// first services by title.
func (m *Room) newest(ctx context.Context, portal string) (map[content.Kind][]string, error) {
	type row struct {
		kind content.Kind
		id   string
	}
	rows, err := db.All(ctx, m.spine.DB(), func(r db.Row) (row, error) {
		var n row
		var key string
		return n, r.Scan(&n.kind, &n.id, &key)
	}, `SELECT n.kind, n.item, n.key FROM (
		SELECT * FROM (SELECT kind, item, sort AS key FROM placement
			WHERE portal = $1 AND kind = 'article' AND public = 1 ORDER BY sort DESC, item DESC LIMIT $2) a
		UNION ALL
		SELECT * FROM (SELECT kind, item, since AS key FROM placement
			WHERE portal = $1 AND kind = 'place' AND public = 1 AND origin = 'own' ORDER BY since DESC, item DESC LIMIT $3) b
		UNION ALL
		SELECT * FROM (SELECT kind, item, sort AS key FROM placement
			WHERE portal = $1 AND kind = 'service' AND public = 1 ORDER BY sort, item LIMIT $4) c
		) n ORDER BY n.kind, n.key DESC, n.item DESC`, portal, maxArticles, maxPlaces, maxRows)
	out := map[content.Kind][]string{}
	for _, n := range rows {
		out[n.kind] = append(out[n.kind], n.id)
	}
	slices.Reverse(out[content.Service])
	return out, err
}

// inLeicht gives the ids of the portal's items with a text in Leichte
// Sprache, by kind and title.
func (m *Room) inLeicht(ctx context.Context, portal string) (map[content.Kind][]string, error) {
	type row struct {
		kind content.Kind
		id   string
	}
	w := db.NewWhere(1)
	w.Add(`p.portal = ?`, portal)
	w.Add(`p.public = ?`, 1)
	w.Add(`l.lang = ?`, i18n.Leicht)
	var kinds []string
	for _, k := range content.Kinds {
		kinds = append(kinds, string(k))
	}
	w.In(`l.kind`, kinds)
	rows, err := db.All(ctx, m.spine.DB(), func(r db.Row) (row, error) {
		var n row
		return n, r.Scan(&n.kind, &n.id)
	}, `SELECT l.kind, l.item FROM listing l JOIN placement p ON p.item = l.item`+w.SQL()+` ORDER BY l.kind, p.sort, l.item`, w.Args()...)
	out := map[content.Kind][]string{}
	for _, n := range rows {
		out[n.kind] = append(out[n.kind], n.id)
	}
	slices.Reverse(out[content.Article]) // the newest first
	return out, err
}
