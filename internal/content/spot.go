package content

import (
	"context"
	"fmt"
	"math"
	"slices"

	"umland/internal/db"
	"umland/internal/geo"
	"umland/internal/search"
)

// A cell is a hundredth of a degree in both directions: about 1.1 km by
// 0.6 km here. Cells are numbered row by row, so that a row of neighbours is
// one range of the index.
const (
	cellsPerDegree = 100
	rowLength      = 1_000_000
)

func cellOf(lat, lon float64) int64 {
	return int64(math.Floor((lat+90)*cellsPerDegree))*rowLength + int64(math.Floor((lon+180)*cellsPerDegree))
}

// writeSpot keeps where a public item is, for what is asked by position,
// municipality or access.
func writeSpot(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	it, c := d.Item, d.Card
	if _, err := tx.Exec(ctx, `DELETE FROM spot WHERE item = $1`, it.ID); err != nil || !public {
		return err
	}
	cell := int64(-1) // no position
	if c.HasPosition {
		cell = cellOf(c.Lat, c.Lon)
	}
	_, err := tx.Exec(ctx, `INSERT INTO spot (item, kind, cell, lat, lon, town, town_name, step_free) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		it.ID, string(it.Kind), cell, c.Lat, c.Lon, search.SortKey(c.Town), c.Town, c.Facts["step_free"])
	return err
}

// addCells narrows to the cells that a box touches. A box over too many rows
// is asked for as one range; its ends are cut off by the distance anyway.
func addCells(w *db.Where, kind Kind, box geo.BBox) {
	const mostRows = 60
	w.Add(`s.kind = ?`, string(kind))
	first, last := int64(math.Floor((box.South+90)*cellsPerDegree)), int64(math.Floor((box.North+90)*cellsPerDegree))
	west, east := int64(math.Floor((box.West+180)*cellsPerDegree)), int64(math.Floor((box.East+180)*cellsPerDegree))
	if last-first > mostRows {
		w.Add(`s.cell BETWEEN ? AND ?`, first*rowLength+west, last*rowLength+east)
		return
	}
	cond, args := "", []any{}
	for row := first; row <= last; row++ {
		if cond != "" {
			cond += " OR "
		}
		cond, args = cond+`s.cell BETWEEN ? AND ?`, append(args, row*rowLength+west, row*rowLength+east)
	}
	w.Add(cond, args...)
}

// spotted is an item with its distance from the reader, in metres.
type spotted struct {
	item string
	away float64
}

// steps are the radii, in metres, at which the nearest are looked for when
// no radius was asked for.
var steps = []float64{1_000, 4_000, 16_000, 64_000, 500_000}

// near gives the items around a position, nearest first, with their distance.
func (s *Spine) near(ctx context.Context, f Filter, win Window) (Found, error) {
	var all []spotted
	var err error
	if f.Radius > 0 {
		all, err = s.around(ctx, f, f.Radius)
	} else {
		for _, radius := range steps {
			if all, err = s.around(ctx, f, radius); err != nil || len(all) >= win.Offset+win.Limit {
				break
			}
		}
	}
	if err != nil {
		return Found{}, err
	}
	found := Found{Total: len(all)}
	if f.Radius == 0 { // not all were looked at
		if found.Total, err = s.countSpots(ctx, f); err != nil {
			return Found{}, err
		}
	}
	if win.Offset >= len(all) {
		return found, nil
	}
	part := all[win.Offset:min(len(all), win.Offset+win.Limit)]
	ids := make([]string, len(part))
	away := map[string]float64{}
	for i, p := range part {
		ids[i], away[p.item] = p.item, p.away
	}
	found.Items, err = s.ByIDs(ctx, f.Lang, ids)
	for i := range found.Items {
		found.Items[i].Away = away[found.Items[i].Item]
	}
	return found, err
}

// around reads every fitting item within a radius, nearest first.
func (s *Spine) around(ctx context.Context, f Filter, radius float64) ([]spotted, error) {
	w := f.where(s.db.Engine())
	if f.narrows() {
		w.Add(`l.lang = ?`, f.Lang)
	}
	addCells(w, f.Kind, geo.Around(*f.Near, radius))
	from := ` FROM spot s JOIN placement p ON p.item = s.item`
	if f.narrows() {
		from += ` JOIN listing l ON l.item = p.item`
	}
	list, err := db.All(ctx, s.db, func(r db.Row) (spotted, error) {
		var p spotted
		var at geo.Point
		err := r.Scan(&p.item, &at.Lat, &at.Lon)
		p.away = geo.Distance(*f.Near, at)
		return p, err
	}, `SELECT s.item, s.lat, s.lon`+from+w.SQL()+` ORDER BY s.item`, w.Args()...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p spotted) bool { return p.away > radius })
	slices.SortStableFunc(list, func(a, b spotted) int {
		switch {
		case a.away < b.away:
			return -1
		case a.away > b.away:
			return 1
		}
		return 0
	})
	return list, nil
}

// Count tells how many items fit.
func (s *Spine) Count(ctx context.Context, f Filter) (int, error) {
	f, err := s.match(ctx, f)
	if err != nil {
		return 0, err
	}
	if f.inMemory(ByTitle) {
		if p, err := s.spotsNow(ctx, f.OpenAt); err != nil {
			return 0, err
		} else if p != nil {
			return p.total(f), nil
		}
	}
	return s.countStored(ctx, f)
}

func (s *Spine) countStored(ctx context.Context, f Filter) (int, error) {
	if f.Near != nil && f.Radius > 0 {
		list, err := s.around(ctx, f, f.Radius)
		return len(list), err
	}
	if f.Near != nil {
		return s.countSpots(ctx, f)
	}
	return s.count(ctx, f)
}

// countSpots counts what has a position at all.
func (s *Spine) countSpots(ctx context.Context, f Filter) (int, error) {
	w := f.where(s.db.Engine())
	from := ` FROM spot s JOIN placement p ON p.item = s.item`
	if f.narrows() {
		w.Add(`l.lang = ?`, f.Lang)
		from += ` JOIN listing l ON l.item = p.item`
	}
	w.Add(`s.cell >= 0`)
	return db.One(ctx, s.db, db.Int, `SELECT COUNT(*)`+from+w.SQL(), w.Args()...)
}

// minute is how much of a stored instant counts for opening hours, which begin
// and end at whole minutes.
const minute = len("2006-01-02T15:04")

// count is the length of a list. What does not depend on what a visitor types
// is kept until the next change, what is open now for the minute.
func (s *Spine) count(ctx context.Context, f Filter) (int, error) {
	if f.Words != "" || f.BBox != nil {
		return s.countNow(ctx, f)
	}
	if len(f.OpenAt) > minute {
		f.OpenAt = f.OpenAt[:minute] + ":00.000Z"
	}
	if f.Region {
		f.Portal = ""
	}
	if !f.narrows() {
		f.Lang = ""
	}
	return remember(ctx, s, fmt.Sprintf("count %+v", f), func() (int, error) { return s.countNow(ctx, f) })
}

func (s *Spine) countNow(ctx context.Context, f Filter) (int, error) {
	w := f.where(s.db.Engine())
	if !f.narrows() {
		return db.One(ctx, s.db, db.Int, `SELECT COUNT(*) FROM placement p`+w.SQL(), w.Args()...)
	}
	w.Add(`l.lang = ?`, f.Lang)
	return db.One(ctx, s.db, db.Int, `SELECT COUNT(*) FROM placement p JOIN listing l ON l.item = p.item`+w.SQL(), w.Args()...)
}

// Towns gives the municipalities that the places, or the events, of a portal
// name, in order.
func (s *Spine) Towns(ctx context.Context, f Filter) ([]string, error) {
	if f.Kind == Place {
		if p, err := s.spotsNow(ctx, ""); err != nil {
			return nil, err
		} else if p != nil {
			return p.townsOf(f.whole()), nil
		}
	}
	scope := f.Portal
	if f.Region {
		scope = ""
	}
	return remember(ctx, s, "towns "+scope+" "+string(f.Kind), func() ([]string, error) { return s.storedTowns(ctx, f) })
}

func (s *Spine) storedTowns(ctx context.Context, f Filter) ([]string, error) {
	w := db.NewWhere(1)
	f.scope(w)
	w.Add(`p.kind = ?`, string(f.Kind))
	w.Add(`p.public = ?`, 1)
	w.Add(`s.town_name <> ''`)
	return db.All(ctx, s.db, db.Text, `SELECT MIN(s.town_name) FROM placement p JOIN spot s ON s.item = p.item`+
		w.SQL()+` GROUP BY s.town ORDER BY s.town`, w.Args()...)
}

// SetOpen keeps the open spans of a place; without the place being public
// there are none.
func (s *Spine) SetOpen(ctx context.Context, tx *db.Tx, d Draftable) error {
	return writeOpen(ctx, tx, d, d.Item.Public(s.clock.Now()))
}

// LogOpen tells all nodes that the open spans of places were written anew.
func (s *Spine) LogOpen(ctx context.Context, tx *db.Tx) error {
	return s.Log(ctx, tx, Change{Kind: Place, Action: "opened"})
}

func writeOpen(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	if _, err := tx.Exec(ctx, `DELETE FROM place_open WHERE item = $1`, d.Item.ID); err != nil || !public {
		return err
	}
	for _, o := range d.Open {
		if _, err := tx.Exec(ctx, `INSERT INTO place_open (item, start_at, end_at, state) VALUES ($1,$2,$3,$4)
			ON CONFLICT (item, start_at) DO NOTHING`, d.Item.ID, stamp(o.Start), stamp(o.End), o.State); err != nil {
			return err
		}
	}
	return nil
}

// Within lists the public items of a kind within a distance in metres of a
// position, of all portals, in no order that means anything.
func (s *Spine) Within(ctx context.Context, q db.Q, kind Kind, at geo.Point, metres float64) ([]string, error) {
	w := db.NewWhere(1)
	box := geo.Around(at, metres)
	addCells(w, kind, box)
	w.Add(`s.lat BETWEEN ? AND ?`, box.South, box.North)
	w.Add(`s.lon BETWEEN ? AND ?`, box.West, box.East)
	var ids []string
	err := db.Each(ctx, q, func(r db.Row) error {
		var id string
		var p geo.Point
		if err := r.Scan(&id, &p.Lat, &p.Lon); err != nil {
			return err
		}
		if geo.Distance(at, p) <= metres {
			ids = append(ids, id)
		}
		return nil
	}, `SELECT s.item, s.lat, s.lon FROM spot s`+w.SQL()+` ORDER BY s.item`, w.Args()...)
	return ids, err
}
