package content

import (
	"context"
	"slices"

	"umland/internal/db"
	"umland/internal/geo"
	"umland/internal/search"
)

// Listing is a row of any list: display-ready in one language, but holding
// nothing that changes with time.
type Listing struct {
	Item, Lang, TextLang   string
	Kind                   Kind
	Portal, Slug           string
	Title, Teaser          string
	Image, ImageAlt        string
	Category, Organisation string
	Street, Postcode, Town string
	Phone                  string
	HasPosition            bool
	Lat, Lon               float64
	Venue, Byline, Facts   string
	Leicht                 bool
	Source, Licence        string
	Published, Updated     string  // instants as stored
	Away                   float64 // metres from the reader, in a list by distance
}

// Path is the canonical address of the item.
func (l *Listing) Path() string { return l.Kind.Path() + "/" + l.Slug }

// Fact is one of the row's facts, or "".
func (l *Listing) Fact(key string) string { return Fact(l.Facts, key) }

const listingColumns = `l.item, l.lang, l.text_lang, l.kind, l.portal, l.slug, l.title, l.teaser, l.image, l.image_alt,
	l.category, l.organisation, l.street, l.postcode, l.town, l.phone, l.has_position, l.lat, l.lon,
	l.venue, l.byline, l.facts, l.leicht, l.source, l.licence, l.published_at, l.updated_at`

func (l *Listing) fields() []any {
	return []any{
		&l.Item, &l.Lang, &l.TextLang, &l.Kind, &l.Portal, &l.Slug, &l.Title, &l.Teaser, &l.Image, &l.ImageAlt,
		&l.Category, &l.Organisation, &l.Street, &l.Postcode, &l.Town, &l.Phone, &l.HasPosition, &l.Lat, &l.Lon,
		&l.Venue, &l.Byline, &l.Facts, &l.Leicht, &l.Source, &l.Licence, &l.Published, &l.Updated,
	}
}

const briefColumns = `l.item, l.text_lang, l.kind, l.portal, l.slug, l.title, l.category, l.street, l.postcode, l.town, l.phone, l.has_position, l.lat, l.lon`

func (l *Listing) briefFields() []any {
	return []any{
		&l.Item, &l.TextLang, &l.Kind, &l.Portal, &l.Slug, &l.Title, &l.Category, &l.Street, &l.Postcode, &l.Town, &l.Phone, &l.HasPosition, &l.Lat, &l.Lon,
	}
}

func scanListing(r db.Row) (Listing, error) {
	var l Listing
	return l, r.Scan(l.fields()...)
}

// Filter says what a list holds. Portal and Lang are needed; the rest narrows.
type Filter struct {
	Portal       string // slug of the portal that shows the items
	Region       bool   // every public item of the installation, once
	Own          bool   // only what the portal owns itself
	Lang         string // language key of the texts
	Kind         Kind
	Category     string
	Words        string // what a visitor typed
	BBox         *geo.BBox
	Organisation string   // id of an item
	Place        string   // id of an item; events only
	From, Until  string   // local days, inclusive; events only
	Leicht       bool     // only items with a text in Leichte Sprache
	Town         string   // municipality; places and events
	StepFree     bool     // places and events known to be free of steps
	Marks        []string // all of them must hold; events only
	OpenAt       string   // instant as stored; places known to be open then
	Near         *geo.Point
	Radius       float64 // metres around Near; 0 orders by distance without an end

	matched []string // the items that hold the words, the best first; nil is not asked
}

// Order is how a list is sorted; every order is total.
type Order int

// The orders of a list.
const (
	ByTitle  Order = iota // alphabetical
	ByNewest              // newest in this portal first
	ByRank                // best match first; by title where Words hold no word
)

// Window is a part of a list.
type Window struct {
	Limit, Offset int
	// Brief leaves out what a map does not say: the rows have title, address,
	// phone, category, position and what their own address is made of.
	Brief bool
}

// Found is a part of a list with the length of the whole.
type Found struct {
	Total int
	Items []Listing
}

// scope adds which placements count. A portal's list shows exactly its
// placements; the region shows each item at its owner's.
func (f Filter) scope(w *db.Where) {
	if f.Region {
		w.Add(`p.origin = ?`, "own")
	} else {
		w.Add(`p.portal = ?`, f.Portal)
		if f.Own {
			w.Add(`p.origin = ?`, "own")
		}
	}
}

// narrows tells whether the listing row itself is asked for something, so
// that counting needs the join.
func (f Filter) narrows() bool { return f.BBox != nil || f.Organisation != "" || f.Leicht }

func (f Filter) where(engine db.Engine) *db.Where {
	w := db.NewWhere(1)
	f.scope(w)
	if f.Kind != "" {
		w.Add(`p.kind = ?`, string(f.Kind))
	} else {
		w.In(`p.kind`, kindNames)
	}
	w.Add(`p.public = ?`, 1)
	if f.Category != "" {
		w.Add(`p.item IN (SELECT c.item FROM item_category c WHERE c.category = ?)`, f.Category)
	}
	if f.matched != nil {
		search.Narrow(w, engine, "p.item", f.matched)
	}
	if f.Leicht {
		w.Add(`l.leicht = ?`, 1)
	}
	if f.Organisation != "" {
		w.Add(`l.organisation = ?`, f.Organisation)
	}
	if f.BBox != nil {
		w.Add(`l.has_position = ?`, 1)
		w.Add(`l.lat BETWEEN ? AND ?`, f.BBox.South, f.BBox.North)
		w.Add(`l.lon BETWEEN ? AND ?`, f.BBox.West, f.BBox.East)
	}
	f.places(w)
	return w
}

// places narrows by what only places have.
func (f Filter) places(w *db.Where) {
	if f.Town != "" {
		w.Add(`p.item IN (SELECT t.item FROM spot t WHERE t.kind = ? AND t.town = ?)`, string(Place), search.SortKey(f.Town))
	}
	if f.StepFree {
		w.Add(`p.item IN (SELECT t.item FROM spot t WHERE t.kind = ? AND t.step_free = ?)`, string(Place), "yes")
	}
	if f.OpenAt != "" {
		w.Add(`p.item IN (SELECT o.item FROM place_open o WHERE o.state = ? AND o.start_at <= ? AND o.end_at > ?)`, "open", f.OpenAt, f.OpenAt)
	}
}

var kindNames = func() []string {
	var names []string
	for _, k := range Kinds {
		names = append(names, string(k))
	}
	return names
}()

// List gives a part of a list of items.
func (s *Spine) List(ctx context.Context, f Filter, order Order, win Window) (Found, error) {
	f, err := s.match(ctx, f)
	if err != nil {
		return Found{}, err
	}
	if f.inMemory(order) {
		p, err := s.spotsNow(ctx, f.OpenAt)
		if err != nil {
			return Found{}, err
		}
		if p != nil {
			return s.listSpots(ctx, p, f, order, win)
		}
	}
	return s.listStored(ctx, f, order, win)
}

// listStored is List by the database's own means.
func (s *Spine) listStored(ctx context.Context, f Filter, order Order, win Window) (Found, error) {
	if f.Near != nil {
		return s.near(ctx, f, win)
	}
	total, err := s.count(ctx, f)
	found := Found{Total: total}
	if err != nil || found.Total == 0 || win.Limit == 0 {
		return found, err
	}
	w := f.where(s.db.Engine())
	by := `p.sort, p.item`
	switch {
	case order == ByRank && f.matched != nil:
		found.Items, err = s.ranked(ctx, f, win)
		return found, err
	case order == ByNewest:
		by = `p.since DESC, p.item DESC`
	case f.Kind == Article:
		by = `p.sort DESC, p.item DESC`
	}
	found.Items, err = s.rows(ctx, f, w, by, w.Args(), win)
	return found, err
}

// rows fetches a part of a list. Unless the listing itself is asked for
// something, the part is cut out of the placements first, so that a far page
// costs no more joins than the first.
func (s *Spine) rows(ctx context.Context, f Filter, w *db.Where, by string, args []any, win Window) ([]Listing, error) {
	n := len(args)
	args = append(args, win.Limit, win.Offset, f.Lang)
	limit, lang := ` LIMIT `+db.Mark(n+1)+` OFFSET `+db.Mark(n+2), db.Mark(n+3)
	if f.narrows() {
		return db.All(ctx, s.db, scanListing, `SELECT `+listingColumns+` FROM placement p JOIN listing l ON l.item = p.item AND l.lang = `+lang+
			w.SQL()+` ORDER BY `+by+limit, args...)
	}
	ids, err := db.All(ctx, s.db, db.Text, `SELECT p.item FROM placement p`+w.SQL()+` ORDER BY `+by+limit, args[:n+2]...)
	if err != nil {
		return nil, err
	}
	return s.ByIDs(ctx, f.Lang, ids)
}

// evened repeats the last id so that lists of many lengths are few statements:
// the engine prepares each but once.
func evened(ids []string) []string {
	n := 1
	for n < len(ids) {
		n *= 2
	}
	for len(ids) < n && n > 4 {
		ids = append(ids[:len(ids):len(ids)], ids[len(ids)-1])
	}
	return ids
}

// ByIDs gives the public listings of some items in the order of the ids;
// items that are not public are left out. It reads across portals because
// an item may be shown beside one of another portal.
func (s *Spine) ByIDs(ctx context.Context, lang string, ids []string) ([]Listing, error) {
	return s.byIDs(ctx, lang, ids, false)
}

func (s *Spine) byIDs(ctx context.Context, lang string, ids []string, brief bool) ([]Listing, error) {
	if len(ids) == 0 {
		return []Listing{}, nil
	}
	w := db.NewWhere(1)
	w.Add(`l.lang = ?`, lang)
	w.In(`l.item`, evened(ids))
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	out := make([]Listing, len(ids))
	var l Listing
	columns, fields := listingColumns, l.fields()
	if brief {
		columns, fields = briefColumns, l.briefFields()
	}
	err := db.Each(ctx, s.db, func(r db.Row) error {
		err := r.Scan(fields...)
		out[at[l.Item]] = l
		return err
	}, `SELECT `+columns+` FROM listing l`+w.SQL()+` ORDER BY l.item`, w.Args()...)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		out[i] = out[at[id]] // the same, or an id that was asked for twice
	}
	return slices.DeleteFunc(out, func(l Listing) bool { return l.Item == "" }), nil
}

// Counts tells how many items of each kind fit, for the search page.
func (s *Spine) Counts(ctx context.Context, f Filter) (map[Kind]int, error) {
	f, err := s.match(ctx, f)
	if err != nil {
		return nil, err
	}
	w := f.where(s.db.Engine())
	from := ` FROM placement p`
	if f.narrows() {
		w.Add(`l.lang = ?`, f.Lang)
		from += ` JOIN listing l ON l.item = p.item`
	}
	type row struct {
		kind Kind
		n    int
	}
	rows, err := db.All(ctx, s.db, func(r db.Row) (row, error) {
		var c row
		return c, r.Scan(&c.kind, &c.n)
	}, `SELECT p.kind, COUNT(*)`+from+w.SQL()+` GROUP BY p.kind ORDER BY p.kind`, w.Args()...)
	counts := map[Kind]int{}
	for _, r := range rows {
		counts[r.kind] = r.n
	}
	return counts, err
}
