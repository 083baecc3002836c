package gazetteer

import (
	"context"
	"slices"
	"strings"

	"umland/internal/db"
	"umland/internal/geo"
)

// Room keeps the names that addresses are made of.
type Room struct{ db *db.DB }

// New is the room over a migrated database.
func New(d *db.DB) *Room { return &Room{db: d} }

// batch is how many rows one transaction writes, so that saves come between.
const batch = 400

// Replace stores the entries of a source in place of those it had before, and
// tells how many there are. What stands twice is kept once.
func (m *Room) Replace(ctx context.Context, source string, entries []Entry) (int, error) {
	err := m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM gazetteer WHERE source = $1`, source)
		return err
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(entries, batch) {
		err := m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, e := range part {
				if _, err := tx.Exec(ctx, `INSERT INTO gazetteer (source, kind, name, sort, postcode, town, house, country, lat, lon)
					VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (source, kind, sort, postcode, town, house) DO NOTHING`,
					source, e.Kind, e.Name, sortKey(e.Name), e.Postcode, e.Town, e.House, e.Country, e.Point.Lat, e.Point.Lon); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return db.One(ctx, m.db, db.Int, `SELECT COUNT(*) FROM gazetteer WHERE source = $1`, source)
}

func scan(r db.Row) (Entry, error) {
	var e Entry
	return e, r.Scan(&e.Kind, &e.Name, &e.Postcode, &e.Town, &e.House, &e.Country, &e.Point.Lat, &e.Point.Lon)
}

const columns = `kind, name, postcode, town, house, country, lat, lon`

// Find looks an address up: street with house, street, postcode, town. near
// decides between towns of one name. Where nothing fits, ok is false and
// suggestion is the nearest known name, or "".
func (m *Room) Find(ctx context.Context, text string, near geo.Point) (e Entry, ok bool, suggestion string, err error) {
	a := parse(text)
	for _, try := range []func(context.Context, asked) ([]Entry, error){m.house, m.street, m.town, m.postcode} {
		found, err := try(ctx, a)
		if err != nil {
			return Entry{}, false, "", err
		}
		if len(found) > 0 {
			return nearest(found, near), true, "", nil
		}
	}
	suggestion, err = m.suggest(ctx, a.name)
	return Entry{}, false, suggestion, err
}

// nearest takes the entry that is nearest to where the reader is.
func nearest(list []Entry, p geo.Point) Entry {
	return slices.MinFunc(list, func(x, y Entry) int {
		dx, dy := geo.Distance(x.Point, p), geo.Distance(y.Point, p)
		switch {
		case dx < dy:
			return -1
		case dx > dy:
			return 1
		}
		return 0
	})
}

// names are the ways in which the typed name may hold a street: whole, or
// without the town behind it.
func names(name string) []string {
	words := strings.Fields(name)
	list := []string{}
	for n := len(words); n > 0; n-- {
		list = append(list, strings.Join(words[:n], " "))
	}
	return list
}

func (m *Room) house(ctx context.Context, a asked) ([]Entry, error) {
	if a.house == "" {
		return []Entry{}, nil
	}
	return m.inStreet(ctx, a, a.house)
}

func (m *Room) street(ctx context.Context, a asked) ([]Entry, error) { return m.inStreet(ctx, a, "") }

func (m *Room) inStreet(ctx context.Context, a asked, house string) ([]Entry, error) {
	for _, name := range names(a.name) {
		found, err := db.All(ctx, m.db, scan, `SELECT `+columns+` FROM gazetteer WHERE kind = $1 AND sort = $2 AND house = $3
			ORDER BY town, postcode, source LIMIT 50`, Street, name, house)
		if err != nil || len(found) > 0 {
			return inTown(found, strings.TrimSpace(strings.TrimPrefix(a.name, name)), a.postcode), err
		}
	}
	return []Entry{}, nil
}

// inTown keeps the entries of the town that was typed behind the street, or
// of the postcode, if there are any.
func inTown(list []Entry, town, postcode string) []Entry {
	var kept []Entry
	for _, e := range list {
		if town != "" && sortKey(e.Town) == town || postcode != "" && e.Postcode == postcode {
			kept = append(kept, e)
		}
	}
	if len(kept) > 0 {
		return kept
	}
	return list
}

func (m *Room) town(ctx context.Context, a asked) ([]Entry, error) {
	if a.name == "" {
		return []Entry{}, nil
	}
	w := db.NewWhere(1)
	w.Add(`kind = ?`, Postcode)
	w.Add(`sort = ?`, a.name)
	if a.postcode != "" {
		w.Add(`postcode = ?`, a.postcode)
	}
	return db.All(ctx, m.db, scan, `SELECT `+columns+` FROM gazetteer`+w.SQL()+` ORDER BY postcode, source LIMIT 200`, w.Args()...)
}

func (m *Room) postcode(ctx context.Context, a asked) ([]Entry, error) {
	if a.postcode == "" {
		return []Entry{}, nil
	}
	return db.All(ctx, m.db, scan, `SELECT `+columns+` FROM gazetteer WHERE kind = $1 AND postcode = $2 ORDER BY name, source LIMIT 50`, Postcode, a.postcode)
}
