package content

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"umland/internal/db"
	"umland/internal/search"
)

// Occurrence is one date of an event with the event's listing.
type Occurrence struct {
	Listing
	StartWall, EndWall string // wall time of the owner's zone, as in Date
	Start, End         string // instants as stored
	Day, EndDay        string
	AllDay             bool
	Several            bool   // lasts more than a day
	Place              string // id, or ""
	Status             string
	Was                string // wall time it would have begun at, or ""
	Elsewhere          bool   // held elsewhere than the event's other dates: the address is this date's own
}

const dateColumns = `d.start_wall, d.end_wall, d.start_at, d.end_at, d.day, d.end_day, d.all_day, d.several, d.place, d.status, d.was,
	d.elsewhere, d.venue, d.street, d.postcode, d.town, d.has_position, d.lat, d.lon`

func scanOccurrence(r db.Row) (Occurrence, error) {
	var o Occurrence
	var at Spot
	err := r.Scan(append(o.Listing.fields(),
		&o.StartWall, &o.EndWall, &o.Start, &o.End, &o.Day, &o.EndDay, &o.AllDay, &o.Several, &o.Place, &o.Status, &o.Was,
		&o.Elsewhere, &at.Venue, &at.Street, &at.Postcode, &at.Town, &at.HasPosition, &at.Lat, &at.Lon)...)
	if o.Elsewhere {
		o.Venue, o.Street, o.Postcode, o.Town = at.Venue, at.Street, at.Postcode, at.Town
		o.HasPosition, o.Lat, o.Lon = at.HasPosition, at.Lat, at.Lon
	}
	return o, err
}

// Agenda is a part of a calendar with the number of all its dates.
type Agenda struct {
	Total int
	Items []Occurrence
}

// dates is the condition of a calendar: what begins in the span, or what has
// begun before it and still goes on.
func (f Filter) dates(engine db.Engine, running bool) *db.Where {
	w := db.NewWhere(1)
	if f.Region {
		w.Add(`d.own = ?`, 1)
	} else {
		w.Add(`d.portal = ?`, f.Portal)
	}
	if running {
		w.Add(`d.several = 1`)
		w.Add(`d.day < ?`, f.From)
		w.Add(`d.end_day >= ?`, f.From)
	} else if f.From != "" && f.From == f.Until {
		w.Add(`d.day = ?`, f.From)
	} else if f.From != "" {
		w.Add(`d.day >= ?`, f.From)
	}
	if f.Until != "" && (running || f.From != f.Until) {
		w.Add(`d.day <= ?`, f.Until)
	}
	if f.Place != "" {
		w.Add(`d.place = ? AND d.place <> ''`, f.Place) // the index holds only dates with a place
	}
	if f.Category != "" {
		w.Add(`d.item IN (SELECT c.item FROM item_category c WHERE c.category = ?)`, f.Category)
	}
	if f.Town != "" {
		w.Add(`EXISTS (SELECT 1 FROM spot t WHERE t.item = d.item AND t.town = ?)`, search.SortKey(f.Town))
	}
	if f.StepFree {
		w.Add(`EXISTS (SELECT 1 FROM spot t WHERE t.item = d.item AND t.step_free = ?)`, "yes")
	}
	for _, mark := range f.Marks {
		w.Add(`EXISTS (SELECT 1 FROM item_mark m WHERE m.item = d.item AND m.mark = ?)`, mark)
	}
	if f.matched != nil {
		search.Narrow(w, engine, "d.item", f.matched)
	}
	if f.narrows() {
		f.narrowDates(w)
	}
	return w
}

func (f Filter) narrowDates(w *db.Where) {
	sub := `d.item IN (SELECT l.item FROM listing l WHERE l.lang = ?`
	args := []any{f.Lang}
	if f.Leicht {
		sub += ` AND l.leicht = 1`
	}
	if f.Organisation != "" {
		sub, args = sub+` AND l.organisation = ?`, append(args, f.Organisation)
	}
	if f.BBox != nil {
		sub += ` AND l.has_position = 1 AND l.lat BETWEEN ? AND ? AND l.lon BETWEEN ? AND ?`
		args = append(args, f.BBox.South, f.BBox.North, f.BBox.West, f.BBox.East)
	}
	w.Add(sub+`)`, args...)
}

// Agenda gives a part of the calendar, by day and time. What has been running
// since before the first day stands in front, so that a long exhibition is
// seen and does not push today's dates apart; both are in the one order of
// the pages.
func (s *Spine) Agenda(ctx context.Context, f Filter, win Window) (Agenda, error) {
	var out Agenda
	f, err := s.match(ctx, f)
	if err != nil {
		return out, err
	}
	for _, running := range []bool{true, false} {
		if running && f.From == "" {
			continue
		}
		w := f.dates(s.db.Engine(), running)
		n, err := s.countDates(ctx, f, running)
		if err != nil {
			return Agenda{}, err
		}
		out.Total += n
		skip := min(win.Offset, n)
		win.Offset -= skip
		take := min(win.Limit-len(out.Items), n-skip)
		if take <= 0 {
			continue
		}
		by := `d.day, d.start_at, d.item`
		if running {
			by = runningOrder
		}
		rows, err := s.occurrences(ctx, w, f.Lang, by, take, skip)
		if err != nil {
			return Agenda{}, err
		}
		out.Items = append(out.Items, rows...)
	}
	return out, nil
}

// AgendaItems gives the events that have dates in a part of the calendar, each
// once, by their first date in it; total counts them all.
func (s *Spine) AgendaItems(ctx context.Context, f Filter, win Window) (ids []string, total int, err error) {
	if f, err = s.match(ctx, f); err != nil {
		return nil, 0, err
	}
	seen := map[string]bool{}
	for _, running := range []bool{true, false} {
		if running && f.From == "" {
			continue
		}
		w := f.dates(s.db.Engine(), running)
		part, err := db.All(ctx, s.db, db.Text, `SELECT d.item FROM event_date d`+w.SQL()+` GROUP BY d.item ORDER BY MIN(d.start_at), d.item`, w.Args()...)
		if err != nil {
			return nil, 0, err
		}
		for _, id := range part {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	total = len(ids)
	ids = ids[min(win.Offset, total):]
	return ids[:min(win.Limit, len(ids))], total, nil
}

// runningOrder lists first what ends first; it is the order of the index that
// holds what lasts several days.
const runningOrder = `d.end_day, d.start_at, d.item`

// countDates is the length of a part of the calendar. What does not depend on
// what a visitor types is kept until the next change.
func (s *Spine) countDates(ctx context.Context, f Filter, running bool) (int, error) {
	count := func() (int, error) {
		w := f.dates(s.db.Engine(), running)
		return db.One(ctx, s.db, db.Int, `SELECT COUNT(*) FROM event_date d`+w.SQL(), w.Args()...)
	}
	if f.Words != "" || f.BBox != nil {
		return count()
	}
	return remember(ctx, s, fmt.Sprintf("dates %t %+v", running, f), count)
}

// Running gives what has begun before the first day of the span and still goes
// on, and how many there are.
func (s *Spine) Running(ctx context.Context, f Filter, limit int) ([]Occurrence, int, error) {
	f, err := s.match(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	total, err := s.countDates(ctx, f, true)
	if err != nil || total == 0 {
		return nil, total, err
	}
	rows, err := s.occurrences(ctx, f.dates(s.db.Engine(), true), f.Lang, runningOrder, limit, 0)
	return rows, total, err
}

// Days gives the first dates of each day of the span, by time, and how many
// begin on each day. Of a date it reads what a cell of a table shows: title,
// address, times and status.
func (s *Spine) Days(ctx context.Context, f Filter, perDay int) (days map[string][]Occurrence, counts map[string]int, err error) {
	if f, err = s.match(ctx, f); err != nil {
		return nil, nil, err
	}
	if counts, err = s.DayCounts(ctx, f); err != nil || len(counts) == 0 {
		return nil, counts, err
	}
	text, args := f.firstOfDays(s.db.Engine(), slices.Sorted(maps.Keys(counts)), perDay)
	rows, err := db.All(ctx, s.db, scanCell, text, args...)
	if err != nil {
		return nil, nil, err
	}
	days = make(map[string][]Occurrence, len(counts))
	for _, o := range rows {
		days[o.Day] = append(days[o.Day], o)
	}
	return days, counts, nil
}

// What a cell of a table shows of a date, and of its event.
const (
	cellDates   = `d.day, d.start_at, d.item, d.start_wall, d.end_wall, d.end_day, d.all_day, d.several, d.status, d.was`
	cellColumns = cellDates + `, l.lang, l.text_lang, l.kind, l.portal, l.slug, l.title`
)

func scanCell(r db.Row) (Occurrence, error) {
	var o Occurrence
	return o, r.Scan(&o.Day, &o.Start, &o.Item, &o.StartWall, &o.EndWall, &o.EndDay, &o.AllDay, &o.Several, &o.Status, &o.Was,
		&o.Lang, &o.TextLang, &o.Kind, &o.Portal, &o.Slug, &o.Title)
}

// firstOfDays is one statement for the first dates of some days: a short range
// of the index for each day, so that a day of hundreds costs no more than one
// of five. The number stands in the text, so that SQLite keeps the plan.
func (f Filter) firstOfDays(engine db.Engine, days []string, perDay int) (text string, args []any) {
	f.From, f.Until = "", ""
	w := f.dates(engine, false)
	ofDay := `SELECT * FROM (SELECT ` + cellDates + ` FROM event_date d` + w.SQL() + ` AND d.day = `
	most := ` ORDER BY d.start_at, d.item LIMIT ` + strconv.Itoa(perDay) + `) x`
	parts := make([]string, len(days))
	for i, day := range days {
		parts[i] = ofDay + w.Mark(day) + most
	}
	return `WITH d AS MATERIALIZED (` + strings.Join(parts, ` UNION ALL `) + `)
		SELECT ` + cellColumns + ` FROM d JOIN listing l ON l.item = d.item AND l.lang = ` + w.Mark(f.Lang) + `
		ORDER BY d.day, d.start_at, d.item`, w.Args()
}

// OrganiserMark is the mark of the events that an organisation holds, alone
// or with others.
func OrganiserMark(id string) string { return "von:" + id }

// occurrences reads whole rows. SQLite plans a statement anew at each call
// whose LIMIT is a bare argument, to heed its value: a cast keeps the plan.
func (s *Spine) occurrences(ctx context.Context, w *db.Where, lang, by string, limit, offset int) ([]Occurrence, error) {
	w.Add(`l.lang = ?`, lang)
	n := len(w.Args())
	return db.All(ctx, s.db, scanOccurrence, `SELECT `+listingColumns+`, `+dateColumns+` FROM event_date d JOIN listing l ON l.item = d.item`+
		w.SQL()+` ORDER BY `+by+` LIMIT CAST(`+db.Mark(n+1)+` AS BIGINT) OFFSET `+db.Mark(n+2), append(w.Args(), limit, offset)...)
}

// DatesOf gives the dates of one event in its owner's portal from a day on.
func (s *Spine) DatesOf(ctx context.Context, item, lang, from string, limit int) ([]Occurrence, error) {
	w := db.NewWhere(1)
	w.Add(`d.item = ?`, item)
	w.Add(`d.own = ?`, 1)
	w.Add(`d.end_day >= ?`, from)
	return s.occurrences(ctx, w, lang, `d.start_at, d.start_wall`, limit, 0)
}

// DateOn gives the dates of one event that begin on a day, in its owner's
// portal.
func (s *Spine) DateOn(ctx context.Context, item, lang, day string) ([]Occurrence, error) {
	w := db.NewWhere(1)
	w.Add(`d.item = ?`, item)
	w.Add(`d.own = ?`, 1)
	w.Add(`d.day = ?`, day)
	return s.occurrences(ctx, w, lang, `d.start_at, d.start_wall`, 50, 0)
}

// MovedFrom gives the dates of one event that would have begun on a day and
// take place at another time.
func (s *Spine) MovedFrom(ctx context.Context, item, lang, day string) ([]Occurrence, error) {
	w := db.NewWhere(1)
	w.Add(`d.item = ?`, item)
	w.Add(`d.own = ?`, 1)
	w.Add(`d.was BETWEEN ? AND ?`, day, day+"T99")
	return s.occurrences(ctx, w, lang, `d.start_at, d.start_wall`, 50, 0)
}

// LastDateOf gives the last date of an event, or none.
func (s *Spine) LastDateOf(ctx context.Context, item, lang string) ([]Occurrence, error) {
	w := db.NewWhere(1)
	w.Add(`d.item = ?`, item)
	w.Add(`d.own = ?`, 1)
	return s.occurrences(ctx, w, lang, `d.start_at DESC, d.start_wall DESC`, 1, 0)
}

// CountDates tells how many dates of an event end on a day or later.
func (s *Spine) CountDates(ctx context.Context, item, from string) (int, error) {
	return db.One(ctx, s.db, db.Int, `SELECT COUNT(*) FROM event_date WHERE item = $1 AND own = 1 AND end_day >= $2`, item, from)
}

// NextDates gives the next date of each of some events, from an instant on.
func (s *Spine) NextDates(ctx context.Context, items []string, lang, from string) (map[string]Occurrence, error) {
	next := map[string]Occurrence{}
	for _, item := range items {
		rows, err := s.DatesOf(ctx, item, lang, from, 1)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			next[item] = rows[0]
		}
	}
	return next, nil
}

// DayCounts tells on which days between two local days, inclusive, dates of
// the portal begin, for the month beside the list.
func (s *Spine) DayCounts(ctx context.Context, f Filter) (map[string]int, error) {
	if f.Words != "" || f.BBox != nil {
		return s.countDays(ctx, f)
	}
	return remember(ctx, s, fmt.Sprintf("days %+v", f), func() (map[string]int, error) { return s.countDays(ctx, f) })
}

func (s *Spine) countDays(ctx context.Context, f Filter) (map[string]int, error) {
	type row struct {
		day string
		n   int
	}
	f, err := s.match(ctx, f)
	if err != nil {
		return nil, err
	}
	w := f.dates(s.db.Engine(), false)
	rows, err := db.All(ctx, s.db, func(r db.Row) (row, error) {
		var c row
		return c, r.Scan(&c.day, &c.n)
	}, `SELECT d.day, COUNT(*) FROM event_date d`+w.SQL()+` GROUP BY d.day ORDER BY d.day`, w.Args()...)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.day] = r.n
	}
	return counts, err
}
