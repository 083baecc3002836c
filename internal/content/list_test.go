package content

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/i18n"
)

func TestListingInEveryLanguage(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Place, "rathaus", "Rathaus")
		d.Item.Image = "rathaus"
		d.Item.Texts["de"] = Text{Title: "Rathaus", Alt: "Das Rathaus"}
		d.Item.Texts["da"] = Text{Title: "Rådhus"}
		w.save(d)
		f := Filter{Portal: "handewitt", Kind: Place}
		for _, c := range []struct{ lang, title, text string }{{"de", "Rathaus", "de"}, {"da", "Rådhus", "da"}, {"en", "Rathaus", "de"}} {
			f.Lang = c.lang
			found, err := w.s.List(w.ctx, f, ByTitle, Window{Limit: 5})
			w.must(err)
			if len(found.Items) != 1 || found.Items[0].Title != c.title || found.Items[0].TextLang != c.text || found.Items[0].ImageAlt != "Das Rathaus" {
				t.Errorf("%s: %+v", c.lang, found.Items)
			}
		}
		leicht := Filter{Portal: "handewitt", Kind: Place, Lang: i18n.Leicht, Leicht: true}
		w.is("no text in Leichte Sprache", w.list(leicht, ByTitle), "")
		d.Item.Texts[i18n.Leicht] = Text{Title: "Das Rat-Haus"}
		w.save(d)
		w.save(draft("handewitt", Place, "schule", "Schule"))
		w.is("with one", w.list(leicht, ByTitle), "rathaus")
		w.is("marked for all", w.list(Filter{Portal: "handewitt", Kind: Place, Leicht: true}, ByTitle), "rathaus")
		delete(d.Item.Texts, i18n.Leicht)
		w.save(d)
		w.is("taken away again", w.list(leicht, ByTitle), "")
	})
}

func TestTextFallsBack(t *testing.T) {
	it := NewItem("aabenraa", Page, i18n.DA)
	it.Texts = map[string]Text{"da": {Title: "da"}, "en": {Title: "en"}}
	for asked, want := range map[string]string{"da": "da", "en": "en", "de": "da", i18n.Leicht: "da"} {
		if text, lang := it.Text(asked); text.Title != want || lang != want {
			t.Errorf("%s: %s in %s, want %s", asked, text.Title, lang, want)
		}
	}
	it.Texts = map[string]Text{"en": {Title: "en"}}
	if _, lang := it.Text("de"); lang != "en" {
		t.Errorf("only English: %s", lang)
	}
}

func TestShareShowsWithoutOwning(t *testing.T) {
	engines(t, func(w *world) {
		mine := draft("handewitt", Event, "fest", "Fest")
		mine.Dates = []Date{on("2026-11-25", "15:00", "17:00")}
		w.save(mine)
		w.save(draft("harrislee", Event, "markt", "Markt"))
		w.is("not yet", w.list(Filter{Portal: "harrislee", Kind: Event}, ByTitle), "markt")
		before := w.last()
		w.share(mine, "harrislee", true)
		w.share(mine, "harrislee", true) // twice is once
		w.share(mine, "handewitt", true) // the owner's own
		if w.last() != before+1 {
			t.Errorf("%d changes", w.last()-before)
		}
		w.is("shown there", w.list(Filter{Portal: "harrislee", Kind: Event}, ByTitle), "fest markt")
		w.is("not owned there", w.list(Filter{Portal: "harrislee", Kind: Event, Own: true}, ByTitle), "markt")
		w.is("once in the region", w.list(Filter{Region: true, Kind: Event}, ByTitle), "fest markt")
		w.is("its dates", w.days(Filter{Portal: "harrislee", From: "2026-11-24"}), "fest@2026-11-25")
		w.is("its dates in the region", w.days(Filter{Region: true, From: "2026-11-24"}), "fest@2026-11-25")
		rows, err := w.s.ByIDs(w.ctx, "de", []string{mine.Item.ID})
		if err != nil || len(rows) != 1 || rows[0].Portal != "handewitt" {
			t.Errorf("owner: %+v %v", rows, err)
		}
		if owner, err := w.s.ShownHere(w.ctx, "harrislee", Event, "fest"); err != nil || owner != "handewitt" {
			t.Errorf("shown here: %s %v", owner, err)
		}
		_, err = w.s.ShownHere(w.ctx, "glücksburg", Event, "fest")
		w.fails("shown elsewhere", err, fault.NotFound, "")
		w.save(mine)
		w.is("a later save keeps the placement", w.list(Filter{Portal: "harrislee", Kind: Event}, ByTitle), "fest markt")
		w.share(mine, "harrislee", false)
		w.is("taken back", w.list(Filter{Portal: "harrislee", Kind: Event}, ByTitle), "markt")
		w.is("its dates too", w.days(Filter{Portal: "harrislee", From: "2026-11-24"}), "")
		w.is("the owner keeps it", w.list(Filter{Portal: "handewitt", Kind: Event}, ByTitle), "fest")
	})
}

// An import moves an item to another portal; nothing of it stays behind.
func TestItemMovesToAnotherPortal(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(draft("handewitt", Place, "kita", "Kita"), "harrislee")
		d.Item.Portal = "harrislee"
		w.save(d)
		w.is("former owner", w.list(Filter{Portal: "handewitt", Kind: Place}, ByTitle), "")
		w.is("new owner", w.list(Filter{Portal: "harrislee", Kind: Place, Own: true}, ByTitle), "kita")
		w.is("region", w.list(Filter{Region: true, Kind: Place}, ByTitle), "kita")
	})
}

func TestWindowOfVisibility(t *testing.T) {
	engines(t, func(w *world) {
		later, over, open := draft("handewitt", Page, "spaeter", "C"), draft("handewitt", Page, "vorbei", "A"), draft("handewitt", Page, "offen", "B")
		later.Item.VisibleFrom = now.Add(time.Hour)
		over.Item.VisibleUntil = now
		open.Item.VisibleFrom, open.Item.VisibleUntil = now, now.Add(time.Hour)
		for _, d := range []Draftable{later, over, open} {
			w.save(d, "harrislee")
		}
		f := Filter{Portal: "handewitt", Kind: Page}
		w.is("now", w.list(f, ByTitle), "offen")
		_, err := w.s.Visible(w.ctx, "handewitt", Page, "spaeter")
		w.fails("not yet", err, fault.NotFound, "")
		_, err = w.s.Visible(w.ctx, "handewitt", Page, "vorbei")
		w.fails("over", err, fault.Gone, "")
		w.clock.Advance(time.Hour)
		w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, d := range []Draftable{later, over, open} {
				if err := w.s.Relist(ctx, tx, d); err != nil {
					return err
				}
			}
			return nil
		}))
		w.is("an hour later", w.list(f, ByTitle), "spaeter")
		w.is("in the other portal", w.list(Filter{Portal: "harrislee", Kind: Page}, ByTitle), "spaeter")
		if it, err := w.s.Visible(w.ctx, "handewitt", Page, "spaeter"); err != nil || it.Slug != "spaeter" {
			t.Errorf("page: %v", err)
		}
	})
}

func TestOrders(t *testing.T) {
	engines(t, func(w *world) {
		for i, title := range []string{"Ödland", "Ohne", "ärmlich", "Zuletzt", "Aal", "Ærø", "Ångström", "10. Platz"} {
			d := draft("handewitt", Place, Slug(title), title)
			d.Item.Published = now.Add(time.Duration(i) * time.Minute)
			w.save(d)
			a := draft("harrislee", Article, Slug(title), title)
			a.Item.Published = now.Add(-time.Duration(i) * time.Minute)
			w.save(a)
		}
		other := draft("harrislee", Place, "mittendrin", "Mittendrin")
		other.Item.Published = now.Add(3*time.Minute + time.Second)
		w.save(other)
		w.is("by title", w.list(Filter{Portal: "handewitt", Kind: Place}, ByTitle), "10-platz aal aangstroem aermlich aeroe oedland ohne zuletzt")
		w.is("newest", w.list(Filter{Portal: "handewitt", Kind: Place}, ByNewest), "10-platz aangstroem aeroe aal zuletzt aermlich ohne oedland")
		w.is("newest of the region", w.list(Filter{Region: true, Kind: Place}, ByNewest), "10-platz aangstroem aeroe aal mittendrin zuletzt aermlich ohne oedland")
		w.is("articles", w.list(Filter{Portal: "harrislee", Kind: Article}, ByTitle), "oedland ohne aermlich zuletzt aal aeroe aangstroem 10-platz")
		w.is("articles of the region", w.list(Filter{Region: true, Kind: Article}, ByTitle), "oedland ohne aermlich zuletzt aal aeroe aangstroem 10-platz")
	})
}

func TestPagesCoverTheListOnce(t *testing.T) {
	engines(t, func(w *world) {
		for i := range 45 {
			for _, portal := range []string{"handewitt", "harrislee"} {
				w.save(draft(portal, Place, fmt.Sprintf("ort-%d", i), "Gleicher Titel"))
			}
		}
		for _, f := range []Filter{{Portal: "handewitt", Kind: Place}, {Region: true, Kind: Place}, {Portal: "handewitt", Words: "titel"}} {
			f.Lang = "de"
			for _, order := range []Order{ByTitle, ByNewest, ByRank} {
				seen, want := map[string]bool{}, 45
				if f.Region {
					want = 90
				}
				for offset := 0; ; offset += 20 {
					found, err := w.s.List(w.ctx, f, order, Window{Limit: 20, Offset: offset})
					w.must(err)
					if found.Total != want {
						t.Fatalf("total %d, want %d", found.Total, want)
					}
					for _, l := range found.Items {
						if seen[l.Item] {
							t.Errorf("%+v: %s stands on two pages", f, l.Slug)
						}
						seen[l.Item] = true
					}
					if len(found.Items) < 20 {
						break
					}
				}
				if len(seen) != want {
					t.Errorf("%+v order %d: %d of %d", f, order, len(seen), want)
				}
			}
		}
		if none, err := w.s.List(w.ctx, Filter{Portal: "handewitt", Lang: "de", Kind: Place}, ByTitle, Window{Limit: 20, Offset: 1000}); err != nil || none.Total != 45 || len(none.Items) != 0 {
			t.Errorf("beyond the end: %+v %v", none, err)
		}
	})
}

func TestFilters(t *testing.T) {
	engines(t, func(w *world) {
		verein := w.save(draft("handewitt", Organisation, "verein", "Verein"))
		a, b := draft("handewitt", Place, "apotheke", "Adler-Apotheke"), draft("handewitt", Place, "bad", "Freibad")
		a.Card = Card{Town: "Handewitt", HasPosition: true, Lat: 54.76, Lon: 9.3, Phone: "+494608123", Words: []string{"Medikamente"}}
		a.Item.Categories, a.Item.Organisation = []string{"apotheke", "gesundheit"}, verein.Item.ID
		b.Item.Categories = []string{"bad"}
		w.save(a)
		w.save(b)
		c := draft("harrislee", Place, "markt", "Marktplatz")
		c.Card = Card{HasPosition: true, Lat: 54.8, Lon: 9.37}
		w.save(c)
		w.save(draft("harrislee", Article, "apotheke", "Neue Apotheke"))
		here := func(change func(f *Filter)) Filter {
			f := Filter{Portal: "handewitt", Kind: Place}
			change(&f)
			return f
		}
		for what, x := range map[string]struct {
			f    Filter
			want string
		}{
			"kind":              {here(func(*Filter) {}), "apotheke bad"},
			"region":            {here(func(f *Filter) { f.Region = true }), "apotheke bad markt"},
			"main category":     {here(func(f *Filter) { f.Category = "apotheke" }), "apotheke"},
			"further category":  {here(func(f *Filter) { f.Category = "gesundheit" }), "apotheke"},
			"no such category":  {here(func(f *Filter) { f.Category = "x' OR 1=1 --" }), ""},
			"word":              {here(func(f *Filter) { f.Words = "adler" }), "apotheke"},
			"beginning":         {here(func(f *Filter) { f.Words = "med" }), "apotheke"},
			"both words":        {here(func(f *Filter) { f.Words = "adler handewitt" }), "apotheke"},
			"one of two":        {here(func(f *Filter) { f.Words = "adler harrislee" }), ""},
			"inside a word":     {here(func(f *Filter) { f.Words = "dika" }), ""},
			"box":               {here(func(f *Filter) { f.BBox = &geo.BBox{West: 9.29, South: 54.75, East: 9.31, North: 54.77} }), "apotheke"},
			"box of the region": {here(func(f *Filter) { f.Region, f.BBox = true, &geo.BBox{West: 9, South: 54, East: 10, North: 55} }), "apotheke markt"},
			"box beside":        {here(func(f *Filter) { f.BBox = &geo.BBox{West: 9.31, South: 54.75, East: 9.32, North: 54.77} }), ""},
			"organisation":      {here(func(f *Filter) { f.Organisation = verein.Item.ID }), "apotheke"},
			"all kinds, a word": {Filter{Portal: "harrislee", Words: "apotheke"}, "apotheke"},
			"region, all kinds": {Filter{Portal: "harrislee", Region: true, Words: "apotheke"}, "apotheke apotheke"},
			"everything together": {here(func(f *Filter) {
				f.Region, f.Category, f.Words, f.Organisation = true, "gesundheit", "adler", verein.Item.ID
			}), "apotheke"},
			"a portal of nobody": {Filter{Portal: "nirgends"}, ""},
		} {
			w.is(what, w.list(x.f, ByTitle), x.want)
			w.is(what+", by rank", w.list(x.f, ByRank), x.want)
		}
		counts, err := w.s.Counts(w.ctx, Filter{Portal: "handewitt", Region: true, Lang: "de", Words: "apotheke"})
		if err != nil || counts[Place] != 1 || counts[Article] != 1 || len(counts) != 2 {
			t.Errorf("counts %v %v", counts, err)
		}
	})
}

func TestRankPrefersWholeWordsInTitlesAndTheOwnPortal(t *testing.T) {
	engines(t, func(w *world) {
		w.save(draft("handewitt", Place, "beginn", "Parkplatz"))
		w.save(draft("handewitt", Place, "ganz", "Park"))
		body := draft("handewitt", Place, "text", "Wiese")
		body.Item.Texts["de"] = Text{Title: "Wiese", Body: "<p>ein park</p>"}
		w.save(body)
		w.save(draft("harrislee", Place, "anderswo", "Park"))
		w.is("rank", w.list(Filter{Portal: "handewitt", Region: true, Words: "park"}, ByRank), "ganz anderswo beginn text")
		w.is("rank seen from the neighbour", w.list(Filter{Portal: "harrislee", Region: true, Words: "park"}, ByRank), "anderswo ganz beginn text")
	})
}

func TestByIDsKeepsTheOrder(t *testing.T) {
	engines(t, func(w *world) {
		a, b, c := w.save(draft("handewitt", Place, "a", "A")), w.save(draft("harrislee", Place, "b", "B")), draft("handewitt", Place, "c", "C")
		c.Item.Status = Draft
		w.save(c)
		rows, err := w.s.ByIDs(w.ctx, "en", []string{b.Item.ID, "nobody", c.Item.ID, a.Item.ID, ""})
		w.must(err)
		var slugs []string
		for _, r := range rows {
			slugs = append(slugs, r.Slug+r.Lang)
		}
		w.is("order", slugs, "ben aen")
	})
}

func TestCategories(t *testing.T) {
	engines(t, func(w *world) {
		w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			for i, slug := range []string{"bad", "apotheke"} {
				c := Category{Slug: slug, Kind: Place, Rank: i, Names: map[i18n.Lang]string{i18n.DE: strings.ToUpper(slug)}}
				if err := w.s.SaveCategory(ctx, tx, c); err != nil {
					return err
				}
			}
			return nil
		}))
		if !w.s.Terms().Empty() {
			t.Error("terms before they are read")
		}
		w.must(w.s.LoadTerms(w.ctx))
		terms := w.s.Terms().Of(Place)
		if len(terms) != 2 || terms[0].Slug != "bad" || terms[0].Name(i18n.DE) != "BAD" {
			t.Errorf("%+v", terms)
		}
		w.must(w.s.CheckCategories(Place, []string{"apotheke", "bad"}))
		w.must(w.s.CheckCategories(Place, nil))
		w.fails("unknown", w.s.CheckCategories(Place, []string{"bad", "kirche"}), fault.Invalid, "category")
		w.fails("of another kind", w.s.CheckCategories(Event, []string{"bad"}), fault.Invalid, "category")
	})
}

// The kept counts change with a save, also with one through another handle.
func TestCategoryCountsFollowEverySave(t *testing.T) {
	engines(t, func(w *world) {
		other := New(w.d, w.clock)
		count := func(f Filter) int {
			w.Helper()
			f.Kind = Place
			n, err := w.s.CategoryCounts(w.ctx, f)
			w.must(err)
			return n["bad"]
		}
		for i := range 3 {
			if n := count(Filter{Portal: "handewitt"}); n != i {
				t.Errorf("%d, want %d", n, i)
			}
			if n := count(Filter{Region: true}); n != 2*i {
				t.Errorf("region: %d, want %d", n, 2*i)
			}
			for _, portal := range []string{"handewitt", "harrislee"} {
				d := draft(portal, Place, fmt.Sprint("bad-", i), "Bad")
				d.Item.Categories = []string{"bad"}
				w.must(other.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
					return other.Save(ctx, tx, Act{}, d, nothing)
				}))
			}
		}
	})
}

func TestMemoStaysBounded(t *testing.T) {
	engines(t, func(w *world) {
		for i := range maxAnswers + 10 {
			n, err := remember(w.ctx, w.s, fmt.Sprint(i), func() (int, error) { return i, nil })
			if err != nil || n != i {
				t.Fatal(n, err)
			}
		}
		if n := len(w.s.memo.answers); n > maxAnswers || n == 0 {
			t.Errorf("%d answers kept", n)
		}
		if n, err := remember(w.ctx, w.s, "5", func() (string, error) { return "other type", nil }); err != nil || n != "other type" {
			t.Error(n, err)
		}
	})
}

func TestRebuiltEqualsWritten(t *testing.T) {
	engines(t, func(w *world) {
		for _, kind := range Kinds {
			d := draft("handewitt", kind, "stueck", "Stück "+string(kind))
			d.Item.Texts[i18n.Leicht] = Text{Title: "Leicht"}
			d.Item.Texts["en"] = Text{Title: "Piece", Body: "<p>of work</p>"}
			d.Item.Categories = []string{"x"}
			d.Card = Card{Street: "Hauptstraße 1", HasPosition: true, Lat: 54.7, Lon: 9.3, Facts: Facts{"free": "yes"}, Words: []string{"wort"}}
			if kind == Event {
				d.Dates = []Date{on("2026-11-25", "15:00", "17:00"), on("2026-12-02", "15:00", "17:00")}
			}
			w.save(d, "harrislee")
			written, err := w.s.Derived(w.ctx, w.d, d.Item.ID)
			w.must(err)
			for _, part := range []string{"listing", "placement harrislee", "Stück "} {
				if !strings.Contains(written, part) {
					t.Fatalf("%s: no %q in\n%s", kind, part, written)
				}
			}
			if dates := strings.Count(written, "\ndate "); kind == Event && dates != 4 || kind != Event && dates != 0 {
				t.Errorf("%s: %d dates", kind, dates)
			}
			var damaged, rebuilt string
			w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
				for _, sql := range []string{
					`UPDATE listing SET title = 'x' WHERE item = $1`, `DELETE FROM search_document WHERE item = $1`,
					`UPDATE placement SET public = 0, sort = 'x', kind = 'x' WHERE item = $1`, `DELETE FROM event_date WHERE item = $1 AND portal = 'harrislee'`,
				} {
					if _, err := tx.Exec(ctx, sql, d.Item.ID); err != nil {
						return err
					}
				}
				if damaged, err = w.s.Derived(ctx, tx, d.Item.ID); err != nil {
					return err
				}
				if err := w.s.Relist(ctx, tx, d); err != nil {
					return err
				}
				rebuilt, err = w.s.Derived(ctx, tx, d.Item.ID)
				return err
			}))
			if damaged == written || rebuilt != written {
				t.Errorf("%s: rebuilt\n%s\nwritten\n%s", kind, rebuilt, written)
			}
		}
	})
}

func TestFactsAreStable(t *testing.T) {
	f := Facts{"b": "2;3=4", "a": "1", "empty": ""}
	if f.String() != "a=1;b=2,3 4" {
		t.Errorf("%q", f.String())
	}
	if Fact(f.String(), "b") != "2,3 4" || Fact(f.String(), "c") != "" || Fact("", "a") != "" {
		t.Error("a fact is not found")
	}
	if !slices.IsSorted(strings.Split(Facts{"z": "1", "y": "1", "x": "1"}.String(), ";")) {
		t.Error("not sorted")
	}
}
