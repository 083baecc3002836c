package content

import (
	"context"
	"slices"
	"strings"

	"umland/internal/db"
)

// dateRow are the columns of a date that are the same in every portal.
const dateRow = `item, start_wall, end_wall, start_at, end_at, day, end_day, all_day, several, place, status, was,
	elsewhere, venue, street, postcode, town, has_position, lat, lon`

// dateKey tells one row of an item's dates from the others.
type dateKey struct{ portal, startWall string }

// storedDate is a date as its row holds it, in the order of dateRow.
type storedDate struct {
	StartWall, EndWall, StartAt, EndAt, Day, EndDay string
	AllDay, Several                                 int
	Place, Status, Was                              string
	Elsewhere                                       int
	Venue, Street, Postcode, Town                   string
	HasPosition                                     int
	Lat, Lon                                        float64
	Own                                             int
}

func (s *storedDate) fields() []any {
	return []any{
		&s.StartWall, &s.EndWall, &s.StartAt, &s.EndAt, &s.Day, &s.EndDay, &s.AllDay, &s.Several, &s.Place, &s.Status, &s.Was,
		&s.Elsewhere, &s.Venue, &s.Street, &s.Postcode, &s.Town, &s.HasPosition, &s.Lat, &s.Lon,
	}
}

func (s *storedDate) values(item string) []any {
	return []any{
		item, s.StartWall, s.EndWall, s.StartAt, s.EndAt, s.Day, s.EndDay, s.AllDay, s.Several, s.Place, s.Status, s.Was,
		s.Elsewhere, s.Venue, s.Street, s.Postcode, s.Town, s.HasPosition, s.Lat, s.Lon,
	}
}

func rowOf(e Date, own bool) storedDate {
	s := storedDate{
		StartWall: e.StartWall, EndWall: e.EndWall, StartAt: stamp(e.Start), EndAt: stamp(e.End), Day: e.Day, EndDay: e.EndDay,
		AllDay: db.Bit(e.AllDay), Several: db.Bit(e.EndDay > e.Day), Place: e.Place, Status: e.Status, Was: e.Was, Own: db.Bit(own),
	}
	if w := e.Elsewhere; w != nil {
		s.Elsewhere, s.Venue, s.Street, s.Postcode, s.Town = 1, w.Venue, w.Street, w.Postcode, w.Town
		s.HasPosition, s.Lat, s.Lon = db.Bit(w.HasPosition), w.Lat, w.Lon
	}
	return s
}

// writeDates brings the dates of an event up to date, once for each portal
// that shows it. Most dates of a series are as they were: only what differs is
// written.
func writeDates(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	_, err := bringDates(ctx, tx, d, public)
	return err
}

func bringDates(ctx context.Context, tx *db.Tx, d Draftable, public bool) (changed bool, err error) {
	had, err := readDates(ctx, tx, d.Item.ID)
	if err != nil {
		return false, err
	}
	var fresh []any
	rows := 0
	if public {
		portals, err := db.All(ctx, tx, db.Text, `SELECT portal FROM placement WHERE item = $1 ORDER BY portal`, d.Item.ID)
		if err != nil {
			return false, err
		}
		for _, portal := range portals {
			for _, e := range d.Dates {
				row, key := rowOf(e, portal == d.Item.Portal), dateKey{portal, e.StartWall}
				if old, ok := had[key]; ok && old == row {
					delete(had, key)
					continue
				}
				fresh, rows = append(append(fresh, portal, row.Own), row.values(d.Item.ID)...), rows+1
			}
		}
	}
	if err := dropDates(ctx, tx, d.Item.ID, had); err != nil {
		return false, err
	}
	return rows > 0 || len(had) > 0, insertDates(ctx, tx, fresh, rows)
}

// RollDates brings the dates of a stored event up to date, and the last day
// that the search knows; where its marks or its spot are not what they should
// be, all else that is derived from it too. changed tells whether anything was
// written.
func (s *Spine) RollDates(ctx context.Context, tx *db.Tx, d Draftable) (changed bool, err error) {
	marks, err := db.All(ctx, tx, db.Text, `SELECT mark FROM item_mark WHERE item = $1 ORDER BY mark`, d.Item.ID)
	if err != nil {
		return false, err
	}
	public := d.Item.Public(s.clock.Now())
	want := slices.Sorted(slices.Values(d.Card.Marks))
	if spots, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM spot WHERE item = $1`, d.Item.ID); err != nil {
		return false, err
	} else if public && (spots == 0 || !slices.Equal(marks, slices.Compact(want))) {
		return true, s.Relist(ctx, tx, d)
	}
	if changed, err = bringDates(ctx, tx, d, public); err != nil || !changed {
		return false, err
	}
	if !public {
		return true, s.Relist(ctx, tx, d)
	}
	return true, s.writeSearch(ctx, tx, d, public) // of what is derived, it alone knows the last day
}

func readDates(ctx context.Context, tx *db.Tx, item string) (map[dateKey]storedDate, error) {
	had := map[dateKey]storedDate{}
	err := db.Each(ctx, tx, func(r db.Row) error {
		var portal, id string
		var s storedDate
		err := r.Scan(append([]any{&portal, &s.Own, &id}, s.fields()...)...)
		had[dateKey{portal, s.StartWall}] = s
		return err
	}, `SELECT portal, own, `+dateRow+` FROM event_date WHERE item = $1 ORDER BY portal, start_wall`, item)
	return had, err
}

func dropDates(ctx context.Context, tx *db.Tx, item string, gone map[dateKey]storedDate) error {
	for k := range gone {
		if _, err := tx.Exec(ctx, `DELETE FROM event_date WHERE portal = $1 AND item = $2 AND start_wall = $3`, k.portal, item, k.startWall); err != nil {
			return err
		}
	}
	return nil
}

// dateColumnsWritten is how many values a row of event_date has; a statement
// holds so many rows that both engines' limits of arguments are kept.
const (
	dateColumnsWritten = 22
	datesAtOnce        = 60
)

func insertDates(ctx context.Context, tx *db.Tx, values []any, rows int) error {
	for rows > 0 {
		n := min(rows, datesAtOnce)
		if _, err := tx.Exec(ctx, insertText(n), values[:n*dateColumnsWritten]...); err != nil {
			return err
		}
		values, rows = values[n*dateColumnsWritten:], rows-n
	}
	return nil
}

// insertText is the statement for so many rows.
func insertText(rows int) string {
	lines := make([]string, rows)
	for i := range lines {
		lines[i] = db.Marks(1+i*dateColumnsWritten, dateColumnsWritten)
	}
	return `INSERT INTO event_date (portal, own, ` + dateRow + `) VALUES ` + strings.Join(lines, ", ")
}
