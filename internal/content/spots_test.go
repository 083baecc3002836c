package content

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/geo"
)

// scattered saves places of two portals that differ in all that a finder
// filters by; some are drafts, some shared, some at one position.
func (w *world) scattered(random *rand.Rand, n int) []Draftable {
	var all []Draftable
	for i := range n {
		portal := []string{"handewitt", "harrislee"}[random.IntN(2)]
		lat, lon := 54.7+float64(random.IntN(12))/100, 9.2+float64(random.IntN(12))/100
		if random.IntN(8) == 0 {
			lat, lon = 0, 0
		}
		d := placeAt(portal, fmt.Sprintf("%s-%03d", portal, i), []string{"Handewitt", "handewitt", "Weding", "Harrislee", ""}[random.IntN(5)], lat, lon, []string{"yes", "no", ""}[random.IntN(3)])
		d.Item.Texts["de"] = Text{Title: fmt.Sprint("Ort ", random.IntN(n))}
		d.Item.Categories = [][]string{nil, {"apotheke"}, {"kita"}, {"apotheke", "kita"}}[random.IntN(4)]
		d.Open = w.spans(random)
		if random.IntN(10) == 0 {
			d.Item.Status = Draft
		}
		shared := []string{}
		if random.IntN(4) == 0 {
			shared = []string{"harrislee", "handewitt"}
		}
		all = append(all, w.save(d, shared...))
	}
	return all
}

// spans are open and unknown ones around now, some into the next days.
func (w *world) spans(random *rand.Rand) []OpenSpan {
	var out []OpenSpan
	for day := range random.IntN(4) {
		start := now.AddDate(0, 0, day).Add(time.Duration(random.IntN(6)-4) * time.Hour)
		out = append(out, OpenSpan{Start: start, End: start.Add(time.Duration(1+random.IntN(20)) * time.Hour), State: []string{"open", "open", "unknown"}[random.IntN(3)]})
	}
	return out
}

// anyFilter is some combination of the finder's filters.
func anyFilter(random *rand.Rand, at time.Time) Filter {
	f := Filter{Portal: []string{"handewitt", "harrislee", "tarp"}[random.IntN(3)], Lang: []string{"de", "da"}[random.IntN(2)], Kind: Place}
	some := func() bool { return random.IntN(3) == 0 }
	f.Region, f.Own, f.StepFree = some(), some(), some()
	if some() {
		f.Category = []string{"apotheke", "kita", "hafen"}[random.IntN(3)]
	}
	if some() {
		f.Town = []string{"HANDEWITT", "Weding", "Nirgends"}[random.IntN(3)]
	}
	if some() {
		f.OpenAt = clock.Stamp(at)
	}
	if some() {
		f.BBox = &geo.BBox{West: 9.22, South: 54.72, East: 9.22 + random.Float64()/10, North: 54.72 + random.Float64()/10}
	}
	if some() {
		f.Near, f.Radius = &geo.Point{Lat: 54.7519, Lon: 9.2537}, float64(random.IntN(3))*2500
	}
	if random.IntN(5) == 0 {
		f.Words = []string{"???", "ort"}[random.IntN(2)]
	}
	return f
}

// The places in memory say what the database says, whatever is asked and
// whatever was saved a moment ago.
func TestPlacesInMemoryAreThoseOfTheDatabase(t *testing.T) {
	engines(t, func(w *world) {
		random := rand.New(rand.NewPCG(3, 54))
		all := w.scattered(random, 120)
		at := now
		for round := range 400 {
			switch round % 8 {
			case 0:
				w.change(random, all[random.IntN(len(all))])
			case 4:
				at = at.Add(7 * time.Hour) // beyond the spans in memory in the end
				if at.After(now.AddDate(0, 0, 3)) {
					at = now
				}
			}
			w.same(anyFilter(random, at), Window{Limit: random.IntN(30), Offset: random.IntN(15)})
		}
	})
}

// change does to a place what editors do.
func (w *world) change(random *rand.Rand, d Draftable) {
	w.Helper()
	switch random.IntN(5) {
	case 0:
		w.share(d, []string{"handewitt", "harrislee"}[random.IntN(2)], random.IntN(2) == 0)
		return
	case 1:
		d.Item.Status = []Status{Published, Withdrawn}[random.IntN(2)]
	case 2:
		d.Item.Texts["de"] = Text{Title: fmt.Sprint("Platz ", random.IntN(99))}
	case 3:
		d.Card.Lat, d.Card.Lon, d.Card.HasPosition, d.Card.Town = 54.7511, 9.2511, true, "Jarplund"
	case 4:
		d.Item.Categories, d.Open = []string{"hafen"}, w.spans(random)
	}
	w.save(d)
}

func (w *world) same(f Filter, win Window) {
	w.Helper()
	got, err := w.s.List(w.ctx, f, ByRank, win)
	w.must(err)
	narrowed, err := w.s.match(w.ctx, f)
	w.must(err)
	want, err := w.s.listStored(w.ctx, narrowed, ByRank, win)
	w.must(err)
	if win.Limit == 0 {
		want.Items = nil
	}
	if got.Total != want.Total || len(got.Items) != len(want.Items) {
		w.Fatalf("%+v %+v: %d of %d, the database has %d of %d", f, win, len(got.Items), got.Total, len(want.Items), want.Total)
	}
	for i := range got.Items {
		if !reflect.DeepEqual(got.Items[i], want.Items[i]) {
			w.Fatalf("%+v %+v, row %d: %+v\nthe database has %+v", f, win, i, got.Items[i], want.Items[i])
		}
	}
	n, err := w.s.Count(w.ctx, f)
	w.must(err)
	stored, err := w.s.countStored(w.ctx, narrowed)
	w.must(err)
	if n != stored {
		w.Fatalf("count of %+v: %d, the database has %d", f, n, stored)
	}
	counts, err := w.s.CategoryCounts(w.ctx, f)
	w.must(err)
	inDatabase, err := w.s.countCategories(w.ctx, f)
	w.must(err)
	if !reflect.DeepEqual(counts, inDatabase) {
		w.Fatalf("categories of %+v: %v, the database has %v", f, counts, inDatabase)
	}
	towns, err := w.s.Towns(w.ctx, f)
	w.must(err)
	stands, err := w.s.storedTowns(w.ctx, f)
	w.must(err)
	if !slices.Equal(towns, stands) {
		w.Fatalf("towns of %+v: %v, the database has %v", f, towns, stands)
	}
}

// Spans are written anew without a change of any place; a change that names no
// item tells so.
func TestOpenSpansRolledOn(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(placeAt("handewitt", "laden", "Handewitt", 54.7, 9.3, ""))
		f := Filter{Portal: "handewitt", Kind: Place, OpenAt: clock.Stamp(now)}
		w.is("closed", w.list(f, ByTitle), "")
		d.Open = []OpenSpan{{Start: now.Add(-time.Hour), End: now.Add(time.Hour), State: "open"}}
		w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := w.s.SetOpen(ctx, tx, d); err != nil {
				return err
			}
			return w.s.LogOpen(ctx, tx)
		}))
		w.is("open", w.list(f, ByTitle), "laden")
	})
}

// A new process, and one that has missed many changes, read all places anew.
func TestManyChangesAtOnce(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(placeAt("handewitt", "a", "Handewitt", 54.7, 9.3, ""))
		f := Filter{Portal: "handewitt", Kind: Place}
		w.is("one", w.list(f, ByTitle), "a")
		other := New(w.d, w.clock)
		w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			for i := range mostFollowed + 1 {
				if _, err := tx.Exec(ctx, `INSERT INTO change_log (number, at, portal, kind, item, action) VALUES ($1,$2,$3,$4,$5,$6)`,
					1000+i, "", "handewitt", "place", fmt.Sprint("gone ", i), "saved"); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, `UPDATE counter SET value = $1 WHERE name = 'change'`, 1000+mostFollowed)
			return err
		}))
		w.save(placeAt("handewitt", "b", "Handewitt", 54.7, 9.3, ""))
		w.is("both", w.list(f, ByTitle), "a b")
		d.Item.Status = Withdrawn
		w.save(d)
		w.is("the other node", w.slugs(other, f), "b")
		w.is("this one", w.slugs(w.s, f), "b")
	})
}

func (w *world) slugs(s *Spine, f Filter) []string {
	w.Helper()
	f.Lang = "de"
	found, err := s.List(w.ctx, f, ByTitle, Window{Limit: 100})
	w.must(err)
	out := []string{}
	for _, l := range found.Items {
		out = append(out, l.Slug)
	}
	return out
}

// While the places are read, the database answers.
func TestListsBeforePlacesAreRead(t *testing.T) {
	engines(t, func(w *world) {
		w.save(placeAt("handewitt", "a", "Handewitt", 54.7, 9.3, "yes"))
		f := Filter{Portal: "handewitt", Kind: Place, StepFree: true}
		read := w.s.Warm()
		w.is("warming", w.list(f, ByTitle), "a")
		if w.s.spots.last.Load() != nil {
			t.Error("a list has waited for the places")
		}
		w.must(read(w.ctx))
		if w.s.spots.last.Load() == nil {
			t.Error("nothing was read")
		}
		w.is("warm", w.list(f, ByTitle), "a")
	})
}

// BenchmarkSpots reads through a large region with a filter of each sort.
func BenchmarkSpots(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	p := &spots{words: spotWords{shown: []placedIn{{owner: "handewitt"}, {owner: "harrislee"}}, terms: [][]string{nil, {"apotheke"}, {"kita"}}, towns: []townName{{"handewitt", "Handewitt"}}, open: [][]openFrom{nil}}}
	for i := range 100_000 {
		r := &spotRead{spotName: spotName{sort: fmt.Sprintf("ort %06d", i), item: fmt.Sprintf("%036d", random.IntN(1_000_000_000))}}
		at := geo.Point{Lat: 54 + random.Float64(), Lon: 9 + random.Float64()}
		r.lat, r.lon, r.marks = at.Lat, at.Lon, positioned
		r.x, r.y, r.z = at.OnSphere()
		r.shown, r.terms = uint32(random.IntN(2)), uint32(random.IntN(3))
		p.take([]*spotRead{r})
	}
	here, box := &geo.Point{Lat: 54.5, Lon: 9.5}, &geo.BBox{West: 9.1, South: 54.1, East: 9.9, North: 54.9}
	for name, f := range map[string]Filter{
		"nearest":               {Portal: "handewitt", Near: here},
		"nearest of a category": {Portal: "handewitt", Near: here, Category: "kita"},
		"section":               {Portal: "handewitt", BBox: box},
		"far page of a circle":  {Region: true, Near: here, Radius: 30_000},
	} {
		b.Run(name, func(b *testing.B) {
			win := Window{Limit: 20}
			if f.Radius > 0 {
				win.Offset = 20_000
			}
			b.ReportAllocs()
			for b.Loop() {
				if total, part := p.find(f, ByTitle, win); total == 0 || len(part) != 20 {
					b.Fatal(total, len(part))
				}
			}
		})
	}
}
