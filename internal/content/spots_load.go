package content

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/geo"
)

// mostFollowed is after how many changed places all are read anew.
const mostFollowed = 2000

// followSpots brings the places up to a change. The number was read before:
// what is saved meanwhile has a later one and is read again.
func (s *Spine) followSpots(ctx context.Context, p *spots, change int64, openAt string) (*spots, error) {
	if openAt == "" {
		openAt = clock.Stamp(s.clock.Now())
	}
	if p == nil {
		return s.allSpots(ctx, change, openAt)
	}
	changed, err := s.changedPlaces(ctx, p.change, change)
	if err != nil {
		return nil, err
	}
	if len(changed) > mostFollowed {
		return s.allSpots(ctx, change, openAt)
	}
	if p, err = s.replaceSpots(ctx, p, change, changed); err != nil {
		return nil, err
	}
	if slices.Contains(changed, "") || !p.serves(change, openAt) {
		return s.openSpots(ctx, p, openAt)
	}
	return p, nil
}

// allSpots reads all places.
func (s *Spine) allSpots(ctx context.Context, change int64, openAt string) (p *spots, err error) {
	p = &spots{change: change}
	if p.from, p.until, err = openWindow(openAt); err != nil {
		return nil, err
	}
	s.spots.dict = newDict(p)
	read, err := s.readSpots(ctx, p, nil)
	if err != nil {
		return nil, err
	}
	p.take(read)
	return p, nil
}

// openSpots reads the open spans of all places anew.
func (s *Spine) openSpots(ctx context.Context, p *spots, openAt string) (_ *spots, err error) {
	next := &spots{change: p.change, name: p.name, where: p.where, at: slices.Clone(p.at), words: p.words}
	if next.from, next.until, err = openWindow(openAt); err != nil {
		return nil, err
	}
	s.spots.dict.openAt, next.words.open = map[string]uint32{"": 0}, [][]openFrom{nil}
	found := make(map[string]*spotRead, len(next.at))
	read := make([]spotRead, len(next.at))
	for i := range next.at {
		found[next.name[i].item] = &read[i]
	}
	if err := s.readOpen(ctx, next, found, nil); err != nil {
		return nil, err
	}
	for i := range next.at {
		next.at[i].open = read[i].open
	}
	return next, nil
}

// changedPlaces are the places with changes after one and up to another, each
// once; "" stands for all of them.
func (s *Spine) changedPlaces(ctx context.Context, after, upTo int64) ([]string, error) {
	// Across portals: the places are the whole installation's.
	return db.All(ctx, s.db, db.Text, `SELECT DISTINCT item FROM change_log WHERE number > $1 AND number <= $2 AND kind = $3 ORDER BY item LIMIT $4`,
		after, upTo, string(Place), mostFollowed+1)
}

// replaceSpots reads some places anew and leaves the others as they are.
func (s *Spine) replaceSpots(ctx context.Context, p *spots, change int64, items []string) (*spots, error) {
	next := &spots{change: change, from: p.from, until: p.until, words: p.words}
	if len(items) == 0 {
		next.at, next.where, next.name = p.at, p.where, p.name
		return next, nil
	}
	read, err := s.readSpots(ctx, next, items)
	if err != nil {
		return nil, err
	}
	next.room(len(p.at) + len(read))
	gone := make(map[string]bool, len(items))
	for _, id := range items {
		gone[id] = true
	}
	only := items[0]
	for i, n := range p.name {
		if len(items) == 1 && n.item == only || len(items) > 1 && gone[n.item] {
			continue
		}
		for len(read) > 0 && read[0].before(n) {
			next.take(read[:1])
			read = read[1:]
		}
		next.at, next.where, next.name = append(next.at, p.at[i]), append(next.where, p.where[i]), append(next.name, n)
	}
	next.take(read)
	return next, nil
}

// spotRead is a place as it is read.
type spotRead struct {
	spotAt
	spotWhere
	spotName
}

func (a spotName) before(b spotName) bool {
	return a.sort < b.sort || a.sort == b.sort && a.item < b.item
}

// take appends places that are already in order.
func (p *spots) take(read []*spotRead) {
	if p.at == nil {
		p.room(len(read))
	}
	for _, r := range read {
		p.at, p.where, p.name = append(p.at, r.spotAt), append(p.where, r.spotWhere), append(p.name, r.spotName)
	}
}

// room makes place for n.
func (p *spots) room(n int) {
	p.at, p.where, p.name = make([]spotAt, 0, n), make([]spotWhere, 0, n), make([]spotName, 0, n)
}

// readSpots reads places, all of them where items is nil, in the order of
// lists, and adds their words to those of next. It reads across portals: who
// shows a place is one of its facts.
func (s *Spine) readSpots(ctx context.Context, next *spots, items []string) ([]*spotRead, error) {
	list, err := s.readShown(ctx, next, items)
	if err != nil {
		return nil, err
	}
	byItem := make(map[string]*spotRead, len(list))
	for _, r := range list {
		byItem[r.item] = r
	}
	steps := []func(context.Context, *spots, map[string]*spotRead, []string) error{s.readPositions, s.readTermsOf, s.readOpen}
	for _, step := range steps {
		if err := step(ctx, next, byItem, items); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b *spotRead) int {
		return cmp.Or(cmp.Compare(a.sort, b.sort), cmp.Compare(a.item, b.item))
	})
	return list, nil
}

// parts runs a query for some items in parts that every engine takes, or once
// for all.
func parts(items []string, column string, ask func(w *db.Where) error) error {
	if items == nil {
		return ask(db.NewWhere(1))
	}
	for part := range slices.Chunk(items, 200) {
		w := db.NewWhere(1)
		w.In(column, part)
		if err := ask(w); err != nil {
			return err
		}
	}
	return nil
}

// readShown reads which places are public, and in which portals.
func (s *Spine) readShown(ctx context.Context, next *spots, items []string) ([]*spotRead, error) {
	var list []*spotRead
	type shown struct {
		placedIn
		spotName
	}
	found := map[string]*shown{}
	err := parts(items, `p.item`, func(w *db.Where) error {
		w.Add(`p.kind = ?`, string(Place))
		w.Add(`p.public = 1`)
		var item, portal, origin, sort string
		return db.Each(ctx, s.db, func(r db.Row) error {
			if err := r.Scan(&item, &portal, &origin, &sort); err != nil {
				return err
			}
			at := found[item]
			if at == nil {
				at = &shown{}
				found[item] = at
			}
			if at.spotName = (spotName{sort, item}); origin == "own" {
				at.owner = portal
			} else {
				at.others = append(at.others, portal)
			}
			return nil
		}, `SELECT p.item, p.portal, p.origin, p.sort FROM placement p`+w.SQL(), w.Args()...)
	})
	for _, at := range found {
		slices.Sort(at.others)
		r := &spotRead{spotName: at.spotName}
		r.shown = s.spots.dict.placedIn(next, at.placedIn)
		list = append(list, r)
	}
	return list, err
}

func (s *Spine) readPositions(ctx context.Context, next *spots, found map[string]*spotRead, items []string) error {
	return parts(items, `t.item`, func(w *db.Where) error {
		w.Add(`t.kind = ?`, string(Place))
		var item db.Bytes
		var access string
		var cell int64
		var at geo.Point
		var town townName
		return db.Each(ctx, s.db, func(r db.Row) error {
			err := r.Scan(&item, &cell, &at.Lat, &at.Lon, &town.key, &town.name, &access)
			x := found[string(item)]
			if err != nil || x == nil {
				return err
			}
			x.town = s.spots.dict.town(next, town)
			if access == "yes" {
				x.marks |= stepFree
			}
			if cell >= 0 {
				x.marks |= positioned
				x.lat, x.lon = at.Lat, at.Lon
				x.x, x.y, x.z = at.OnSphere()
			}
			return nil
		}, `SELECT t.item, t.cell, t.lat, t.lon, t.town, t.town_name, t.step_free FROM spot t`+w.SQL(), w.Args()...)
	})
}

func (s *Spine) readTermsOf(ctx context.Context, next *spots, found map[string]*spotRead, items []string) error {
	terms := make(map[*spotRead][]string, len(found))
	err := parts(items, `c.item`, func(w *db.Where) error {
		var item db.Bytes
		var term string
		return db.Each(ctx, s.db, func(r db.Row) error {
			err := r.Scan(&item, &term)
			if x := found[string(item)]; x != nil && err == nil {
				terms[x] = append(terms[x], term)
			}
			return err
		}, `SELECT c.item, c.category FROM item_category c`+w.SQL(), w.Args()...)
	})
	for x, list := range terms {
		slices.Sort(list)
		x.terms = s.spots.dict.terms(next, list)
	}
	return err
}

func (s *Spine) readOpen(ctx context.Context, next *spots, found map[string]*spotRead, items []string) error {
	open := make(map[*spotRead][]openFrom, len(found))
	err := parts(items, `o.item`, func(w *db.Where) error {
		if items == nil { // of a few places all spans are read: an engine may take the wrong index for both
			w.Add(`o.state = ?`, "open")
			w.Add(`o.start_at < ?`, next.until)
			w.Add(`o.end_at > ?`, next.from)
		}
		var item db.Bytes
		var state string
		var span openFrom
		return db.Each(ctx, s.db, func(r db.Row) error {
			err := r.Scan(&item, &span.start, &span.end, &state)
			x := found[string(item)]
			if err != nil || x == nil || state != "open" || span.start >= next.until || span.end <= next.from {
				return err
			}
			open[x] = append(open[x], span)
			return nil
		}, `SELECT o.item, o.start_at, o.end_at, o.state FROM place_open o`+w.SQL(), w.Args()...)
	})
	for x, list := range open {
		slices.SortFunc(list, func(a, b openFrom) int { return cmp.Compare(a.start, b.start) })
		x.open = s.spots.dict.open(next, list)
	}
	return err
}

// spotDict finds the number of what many places share. The numbers of one set
// of spots hold in those that follow it.
type spotDict struct{ shownAt, termsAt, townAt, openAt map[string]uint32 }

// newDict gives number 0 to what a place has none of.
func newDict(p *spots) spotDict {
	p.words = spotWords{terms: [][]string{nil}, towns: []townName{{}}, open: [][]openFrom{nil}}
	return spotDict{shownAt: map[string]uint32{}, termsAt: map[string]uint32{"": 0}, townAt: map[string]uint32{"\x00": 0}, openAt: map[string]uint32{"": 0}}
}

// number is that of a word in a list, which it joins where it is new. Older
// spots hold a shorter list and never look beyond its end.
func number[T any](at map[string]uint32, key string, list *[]T, value T) uint32 {
	n, ok := at[key]
	if !ok {
		n = uint32(len(*list)) //nolint:gosec // far fewer than places
		at[key] = n
		*list = append(*list, value)
	}
	return n
}

func (d *spotDict) placedIn(p *spots, v placedIn) uint32 {
	return number(d.shownAt, v.owner+"\x00"+strings.Join(v.others, "\x00"), &p.words.shown, v)
}

func (d *spotDict) terms(p *spots, v []string) uint32 {
	return number(d.termsAt, strings.Join(v, "\x00"), &p.words.terms, v)
}

func (d *spotDict) town(p *spots, v townName) uint32 {
	return number(d.townAt, v.key+"\x00"+v.name, &p.words.towns, v)
}

func (d *spotDict) open(p *spots, v []openFrom) uint32 {
	var key strings.Builder
	for _, o := range v {
		key.WriteString(o.start + o.end)
	}
	return number(d.openAt, key.String(), &p.words.open, v)
}
