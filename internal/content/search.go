package content

import (
	"context"
	"slices"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/search"
)

// The weights of a word by where it stands: a word of the title counts as
// twelve of the text.
const (
	titleWeight    = 12
	categoryWeight = 5
	calledWeight   = 3 // of what else people call a category: it fits many, and some only roughly
	kickerWeight   = 4
	townWeight     = 4
	teaserWeight   = 3
	addressWeight  = 3
	otherTitle     = 10 // of the title in another language
	otherWeight    = 1  // of teaser and kicker there
)

// writeSearch keeps what a public item is found by.
func (s *Spine) writeSearch(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	if !public {
		return search.Put(ctx, tx, d.Item.ID, search.About{}, nil)
	}
	shown, err := shownIn(ctx, tx, d.Item.ID)
	if err != nil {
		return err
	}
	about := search.About{Kind: string(d.Item.Kind), Portal: d.Item.Portal, Shown: shown, Town: d.Card.Town, Day: stamp(d.Item.Published)}
	about.Day = about.Day[:min(len(about.Day), len(time.DateOnly))]
	for _, date := range d.Dates {
		about.Until = max(about.Until, date.EndDay)
	}
	return search.Put(ctx, tx, d.Item.ID, about, s.documents(d))
}

func shownIn(ctx context.Context, tx *db.Tx, item string) ([]string, error) {
	return db.All(ctx, tx, db.Text, `SELECT portal FROM placement WHERE item = $1 ORDER BY portal`, item)
}

// showInSearch tells the index in which portals an item is shown now.
func showInSearch(ctx context.Context, tx *db.Tx, item string) error {
	shown, err := shownIn(ctx, tx, item)
	if err != nil {
		return err
	}
	return search.Show(ctx, tx, item, shown)
}

// documents gives what the readers of each language find an item by: the text
// they read first, then the others, and the names of its categories in all
// languages, so that a Danish word finds a German place.
func (s *Spine) documents(d Draftable) []search.Document {
	var docs []search.Document
	for _, lang := range listingLangs(d.Item) {
		t, found := d.Item.Text(lang)
		fields := textFields(t, found)
		if lang != i18n.Leicht {
			fields = append(fields, otherFields(d.Item, found)...)
		}
		c := d.Card
		for _, w := range append([]string{c.Street, c.Postcode, c.Venue}, c.Words...) {
			fields = append(fields, search.Field{Text: w, Weight: addressWeight, Lang: found})
		}
		fields = append(fields, search.Field{Text: c.Town, Weight: townWeight, Lang: found}, search.Field{Text: c.Phone, Weight: addressWeight})
		fields = append(fields, s.categoryFields(d.Item)...)
		for i := range fields {
			if fields[i].Part == 0 {
				fields[i].Part = search.Other
			}
		}
		docs = append(docs, search.Document{Langs: []string{lang}, Fields: fields})
	}
	return docs
}

func textFields(t Text, lang string) []search.Field {
	return []search.Field{
		{Text: t.Title, Weight: titleWeight, Lang: lang, Part: search.Title},
		{Text: t.Kicker, Weight: kickerWeight, Lang: lang},
		{Text: t.Teaser, Weight: teaserWeight, Lang: lang, Part: search.Body},
		{Text: plain(t.Body), Weight: 1, Lang: lang, Part: search.Body},
		{Text: t.Alt, Weight: 1, Lang: lang},
	}
}

// otherFields are the texts of an item in the languages that the reader does
// not read first.
func otherFields(it *Item, found string) []search.Field {
	var fields []search.Field
	for _, l := range i18n.All {
		lang := string(l)
		t, ok := it.Texts[lang]
		if !ok || lang == found {
			continue
		}
		fields = append(fields,
			search.Field{Text: t.Title, Weight: otherTitle, Lang: lang},
			search.Field{Text: t.Kicker, Weight: otherWeight, Lang: lang},
			search.Field{Text: t.Teaser, Weight: otherWeight, Lang: lang},
			search.Field{Text: plain(t.Body), Weight: otherWeight, Lang: lang})
	}
	return fields
}

// categoryFields are what people call the categories of an item: in their own
// language, and in the others that their neighbours type.
func (s *Spine) categoryFields(it *Item) []search.Field {
	var fields []search.Field
	for _, lang := range i18n.All {
		for _, slug := range it.Categories {
			for i, word := range s.Terms().Said(it.Kind, []string{slug}, lang) {
				weight := categoryWeight
				if i > 0 {
					weight = calledWeight
				}
				fields = append(fields, search.Field{Text: word, Weight: weight, Lang: string(lang)})
			}
		}
	}
	return fields
}

// searched tells the index what has been saved, and what it cannot know of
// time and place.
type searched struct{ s *Spine }

// LastChange is the number of the newest change.
func (a searched) LastChange(ctx context.Context) (int64, error) { return a.s.LastChange(ctx) }

// ItemsSince gives the items of the changes after a number. It asks across
// portals: the index is the whole installation's.
func (a searched) ItemsSince(ctx context.Context, number int64, limit int) ([]string, int64, error) {
	changes, err := a.s.Changes(ctx, number, limit)
	var items []string
	for _, c := range changes {
		number = c.Number
		if c.Item != "" {
			items = append(items, c.Item)
		}
	}
	return items, number, err
}

// OpenAt gives the places known to be open at an instant.
func (a searched) OpenAt(ctx context.Context, at time.Time) ([]string, error) {
	stamp := clock.Stamp(at)
	return db.All(ctx, a.s.db, db.Text, `SELECT DISTINCT o.item FROM place_open o WHERE o.state = 'open' AND o.start_at <= $1 AND o.end_at > $2 ORDER BY o.item`, stamp, stamp)
}

// OnDay gives the events with a date on a local day.
func (a searched) OnDay(ctx context.Context, day string) ([]string, error) {
	return db.All(ctx, a.s.db, db.Text, `SELECT d.item FROM event_date d WHERE d.own = 1 AND d.several = 0 AND d.day = $1
		UNION SELECT d.item FROM event_date d WHERE d.own = 1 AND d.several = 1 AND d.day <= $1 AND d.end_day >= $1 ORDER BY item`, day)
}

// Around gives the metres to the places within a radius around a point.
func (a searched) Around(ctx context.Context, lat, lon, metres float64) (map[string]float64, error) {
	here := geo.Point{Lat: lat, Lon: lon}
	list, err := a.s.around(ctx, Filter{Region: true, Kind: Place, Near: &here}, metres)
	away := make(map[string]float64, len(list))
	for _, p := range list {
		away[p.item] = p.away
	}
	return away, err
}

// mostMatched bounds the items that a list is narrowed to by words.
const mostMatched = 20_000

// match finds the items that hold the words of the filter, if there are any.
func (s *Spine) match(ctx context.Context, f Filter) (Filter, error) {
	if f.Words == "" || f.matched != nil {
		return f, nil
	}
	q := search.Request{Portal: f.Portal, Lang: f.Lang, Q: f.Words, Region: f.Region, Near: f.Near, Now: s.clock.Now()}
	if f.Kind != "" {
		q.Kinds = []string{string(f.Kind)}
	}
	items, asked, err := s.index.Match(ctx, q, mostMatched)
	if err != nil || !asked {
		f.Words = "" // "???" holds no word
		return f, err
	}
	f.matched = items
	return f, nil
}

// ranked cuts a part out of a list whose order is that of the match.
func (s *Spine) ranked(ctx context.Context, f Filter, win Window) ([]Listing, error) {
	w := f.where(s.db.Engine())
	from := ` FROM placement p`
	if f.narrows() {
		w.Add(`l.lang = ?`, f.Lang)
		from += ` JOIN listing l ON l.item = p.item`
	}
	rows, err := db.All(ctx, s.db, db.Text, `SELECT p.item`+from+w.SQL()+` ORDER BY p.item`, w.Args()...)
	if err != nil {
		return nil, err
	}
	in := make(map[string]bool, len(rows))
	for _, id := range rows {
		in[id] = true
	}
	ids := slices.DeleteFunc(slices.Clone(f.matched), func(id string) bool { return !in[id] })
	ids = ids[min(win.Offset, len(ids)):]
	return s.ByIDs(ctx, f.Lang, ids[:min(win.Limit, len(ids))])
}
