package content

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/jobs"
)

func TestSaveWritesAllOrNothing(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Place, "rathaus", "Rathaus")
		w.save(d)
		if d.Item.ID == "" || d.Item.Version != 1 || !d.Item.Created.Equal(now) || !d.Item.Published.Equal(now) {
			t.Fatalf("head after the first save: %+v", d.Item.Head)
		}
		stale := *d.Item
		d.Item.Texts["de"] = Text{Title: "Rathaus Handewitt"}
		w.clock.Advance(time.Hour)
		w.save(d)
		if d.Item.Version != 2 || !d.Item.Published.Equal(now) || !d.Item.Updated.Equal(now.Add(time.Hour)) {
			t.Fatalf("head after the second save: %+v", d.Item.Head)
		}
		loaded, err := w.s.Load(w.ctx, w.d, d.Item.ID)
		w.must(err)
		if loaded.Texts["de"].Title != "Rathaus Handewitt" || loaded.Version != 2 || loaded.Texts["de"].Body != "" {
			t.Errorf("stored: %+v", loaded)
		}
		before := w.counts()
		refused := map[string]struct {
			item  *Item
			kind  fault.Kind
			field string
		}{
			"stale version": {&stale, fault.Conflict, ""},
			"taken slug":    {draft("handewitt", Place, "rathaus", "Anderes").Item, fault.Invalid, "slug"},
			"reserved slug": {draft("handewitt", Place, "melden", "Melden").Item, fault.Invalid, "slug"},
			"bad slug":      {draft("handewitt", Place, "Rat haus", "Rathaus").Item, fault.Invalid, "slug"},
			"no title":      {draft("handewitt", Place, "leer", " \x00 ").Item, fault.Invalid, "title"},
			"long title":    {draft("handewitt", Place, "lang", strings.Repeat("ä", MaxTitle+1)).Item, fault.Invalid, "title"},
		}
		for what, c := range refused {
			head := c.item.Head
			w.fails(what, w.try(Draftable{Item: c.item, Body: c.item}), c.kind, c.field)
			if c.item.Head != head {
				t.Errorf("%s: the head has changed to %+v", what, c.item.Head)
			}
		}
		if after := w.counts(); !maps.Equal(before, after) {
			t.Errorf("a refused save wrote: %v, before %v", after, before)
		}
		w.save(draft("harrislee", Place, "rathaus", "Rathaus")) // another portal has slugs of its own
		w.save(draft("handewitt", Page, "rathaus", "Rathaus"))  // and so has another kind
	})
}

func TestSaveChecksEveryLanguage(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Page, "seite", "Seite")
		d.Item.Texts["da"] = Text{Title: ""}
		w.fails("Danish without a title", w.try(d), fault.Invalid, "title_da")
		d.Item.Texts = map[string]Text{"da": {Title: "Side"}}
		w.fails("first language missing", w.try(d), fault.Invalid, "title")
		d = draft("handewitt", Page, "seite", "Seite")
		d.Item.VisibleFrom, d.Item.VisibleUntil = now, now.Add(-time.Hour)
		w.fails("window", w.try(d), fault.Invalid, "visible_until")
	})
}

// A text pasted from anywhere may hold bytes that one of the engines refuses.
func TestForeignBytesAreDropped(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Page, "seite", " Sei\x00te\xff ")
		w.save(d)
		loaded, err := w.s.Load(w.ctx, w.d, d.Item.ID)
		w.must(err)
		if got := loaded.Texts["de"].Title; got != "Seite" {
			t.Errorf("%q", got)
		}
	})
}

// The body failing after the head was written leaves the caller's item as it
// was, so that a form can be sent again.
func TestFailedBodyLeavesNothing(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Place, "rathaus", "Rathaus")
		before := w.counts()
		broken := errors.New("broken")
		err := w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
			return w.s.Save(ctx, tx, Act{}, d, func(context.Context) error { return broken })
		})
		if !errors.Is(err, broken) || d.Item.ID != "" || d.Item.Version != 0 || !d.Item.Published.IsZero() {
			t.Fatalf("%v, head %+v", err, d.Item.Head)
		}
		if after := w.counts(); !maps.Equal(before, after) {
			t.Errorf("written: %v", after)
		}
		w.save(d)
	})
}

// A transaction that the engine runs again starts from the same head.
func TestStoreStartsEachTryAfresh(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Place, "rathaus", "Rathaus")
		for range 2 { // as a transaction that is rolled back and begun again
			_ = w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
				if d.Item.ID != "" || d.Item.Version != 0 {
					t.Errorf("a try began with %+v", d.Item.Head)
				}
				if err := w.s.Save(ctx, tx, Act{}, d, nothing); err != nil {
					return err
				}
				return errors.New("lost")
			})
		}
		w.save(d)
		if d.Item.Version != 1 {
			t.Errorf("version %d", d.Item.Version)
		}
	})
}

func TestScheduledItemIsDatedByItsAppearance(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Article, "morgen", "Morgen")
		d.Item.VisibleFrom = now.Add(24 * time.Hour)
		w.save(d)
		if !d.Item.Published.Equal(d.Item.VisibleFrom) {
			t.Errorf("published %v", d.Item.Published)
		}
	})
}

func TestEditorsTouchMarksImportedItems(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Place, "kita", "Kita")
		d.Item.Source = Source{ID: "kitas", Key: "7"}
		save := func(imported bool) {
			w.must(w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
				return w.s.Save(ctx, tx, Act{Imported: imported}, d, nothing)
			}))
		}
		save(true)
		if d.Item.Source.Touched {
			t.Error("touched by its import")
		}
		save(false)
		if loaded, err := w.s.Load(w.ctx, w.d, d.Item.ID); err != nil || !loaded.Source.Touched {
			t.Errorf("an editor's change is not marked: %v", err)
		}
	})
}

func TestHistoryKeepsEveryVersion(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(draft("handewitt", Article, "artikel", "Erst"))
		d.Item.Texts["de"] = Text{Title: "Dann"}
		w.save(d)
		d.Item.Status = Withdrawn
		w.save(d)
		history, err := w.s.History(w.ctx, d.Item.ID)
		w.must(err)
		if len(history) != 3 || history[0].Version != 3 || history[2].Version != 1 || history[0].Actor != "anna" {
			t.Fatalf("%+v", history)
		}
		first, err := w.s.Version(w.ctx, d.Item.ID, 1)
		w.must(err)
		var it Item
		w.must(json.Unmarshal([]byte(first.Snapshot), &it))
		if it.Texts["de"].Title != "Erst" {
			t.Errorf("version 1 holds %q", it.Texts["de"].Title)
		}
		_, err = w.s.Version(w.ctx, d.Item.ID, 4)
		w.fails("a version that is not there", err, fault.NotFound, "")
	})
}

func TestWithdrawTakesOutOfListsNotOfHistory(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(draft("handewitt", Place, "rathaus", "Rathaus"), "harrislee")
		f := Filter{Portal: "handewitt", Kind: Place, Words: "rathaus"}
		w.is("before", w.list(f, ByTitle), "rathaus")
		d.Item.Status = Withdrawn
		w.save(d)
		for _, f := range []Filter{f, {Portal: "handewitt", Kind: Place}, {Portal: "harrislee", Kind: Place}, {Region: true, Kind: Place}} {
			w.is("after", w.list(f, ByTitle), "")
		}
		if rows, err := w.s.ByIDs(w.ctx, "de", []string{d.Item.ID}); err != nil || len(rows) != 0 {
			t.Errorf("%v %v", rows, err)
		}
		_, err := w.s.Visible(w.ctx, "handewitt", Place, "rathaus")
		w.fails("page of a withdrawn item", err, fault.Gone, "")
		if history, err := w.s.History(w.ctx, d.Item.ID); err != nil || len(history) != 2 {
			t.Errorf("%v %v", history, err)
		}
		d.Item.Status = Published
		w.save(d)
		w.is("back again", w.list(Filter{Portal: "harrislee", Kind: Place}, ByTitle), "rathaus")
	})
}

func TestDraftIsNobodysPage(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Page, "entwurf", "Entwurf")
		d.Item.Status = Draft
		w.save(d)
		w.is("list", w.list(Filter{Portal: "handewitt", Kind: Page}, ByTitle), "")
		_, err := w.s.Visible(w.ctx, "handewitt", Page, "entwurf")
		w.fails("page", err, fault.NotFound, "")
		d.Item.Status = Withdrawn // never published: no 410, nobody has seen it
		w.save(d)
		_, err = w.s.Visible(w.ctx, "handewitt", Page, "entwurf")
		w.fails("page", err, fault.NotFound, "")
	})
}

func TestRedirectsFollowTheSlug(t *testing.T) {
	engines(t, func(w *world) {
		d := draft("handewitt", Article, "a", "Artikel")
		d.Item.Status = Draft
		w.save(d)
		rename := func(slug string) { d.Item.Slug = slug; w.save(d) }
		rename("b")
		_, err := w.s.RedirectOf(w.ctx, "handewitt", "/beitraege/a")
		w.fails("a draft's old slug", err, fault.NotFound, "")
		d.Item.Status = Published
		rename("b")
		rename("c")
		rename("d")
		for _, old := range []string{"b", "c"} {
			if target, err := w.s.RedirectOf(w.ctx, "handewitt", "/beitraege/"+old); err != nil || target != "/beitraege/d" {
				t.Errorf("%s leads to %q, %v", old, target, err)
			}
		}
		rename("b")
		if target, err := w.s.RedirectOf(w.ctx, "handewitt", "/beitraege/d"); err != nil || target != "/beitraege/b" {
			t.Errorf("d leads to %q, %v", target, err)
		}
		_, err = w.s.RedirectOf(w.ctx, "handewitt", "/beitraege/b")
		w.fails("the living address", err, fault.NotFound, "")
		_, err = w.s.RedirectOf(w.ctx, "harrislee", "/beitraege/d")
		w.fails("another portal", err, fault.NotFound, "")
	})
}

func TestAfterIsPartOfTheSave(t *testing.T) {
	engines(t, func(w *world) {
		var heard []string
		w.s.After = func(ctx context.Context, tx *db.Tx, c Change) error {
			heard = append(heard, c.Action+" "+c.Portal)
			return jobs.Insert(ctx, tx, jobs.Args{Kind: "test", Payload: c.Item})
		}
		d := draft("handewitt", Page, "seite", "Seite")
		_ = w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
			if err := w.s.Save(ctx, tx, Act{}, d, nothing); err != nil {
				return err
			}
			return errors.New("lost")
		})
		if n := w.counts()["job"]; n != 0 {
			t.Errorf("%d jobs of a save that was rolled back", n)
		}
		w.save(d)
		if n := w.counts()["job"]; n != 1 || strings.Join(heard, ",") != "published handewitt,published handewitt" {
			t.Errorf("%d jobs, heard %v", n, heard)
		}
		w.s.After = func(context.Context, *db.Tx, Change) error { return errors.New("no") }
		before := w.counts()
		if w.try(d) == nil || !maps.Equal(before, w.counts()) {
			t.Error("a save whose followers cannot be kept was stored")
		}
	})
}

// Numbers of the change log appear in the order of the commits, even when one
// transaction stays open long: whoever has read up to a number has seen all.
func TestChangesAppearInTheOrderOfCommits(t *testing.T) {
	engines(t, func(w *world) {
		opened, release, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		slow, quick := draft("handewitt", Page, "langsam", "Langsam"), draft("harrislee", Page, "schnell", "Schnell")
		go func() {
			done <- w.s.Store(w.ctx, slow.Item, func(ctx context.Context, tx *db.Tx) error {
				if err := w.s.Save(ctx, tx, Act{}, slow, nothing); err != nil {
					return err
				}
				close(opened)
				<-release
				return nil
			})
		}()
		<-opened
		if w.d.Engine() == db.Postgres { // SQLite lets one write after the other
			w.save(quick)
			if n := w.last(); n != 1 {
				t.Errorf("number %d while the first is open", n)
			}
		}
		close(release)
		w.must(<-done)
		if w.d.Engine() == db.SQLite {
			w.save(quick)
		}
		changes, err := w.s.Changes(w.ctx, 0, 10)
		w.must(err)
		if len(changes) != 2 || changes[0].Number != 1 || changes[1].Number != 2 || w.last() != 2 {
			t.Fatalf("%+v", changes)
		}
		first := map[db.Engine]string{db.Postgres: quick.Item.ID, db.SQLite: slow.Item.ID}[w.d.Engine()]
		if changes[0].Item != first {
			t.Errorf("first is %s, want %s", changes[0].Item, first)
		}
		if rest, err := w.s.Changes(w.ctx, 1, 10); err != nil || len(rest) != 1 || rest[0].Number != 2 {
			t.Errorf("%+v %v", rest, err)
		}
	})
}

// A relisting that began before a save must not put back what was true then.
func TestRelistingWaitsForASave(t *testing.T) {
	engines(t, func(w *world) {
		d := w.save(draft("handewitt", Page, "seite", "Alt"))
		id := d.Item.ID
		opened, release := make(chan struct{}), make(chan struct{})
		saved, relisted := make(chan error, 1), make(chan error, 1)
		go func() {
			saved <- w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
				d.Item.Texts["de"] = Text{Title: "Neu"}
				err := w.s.Save(ctx, tx, Act{}, d, nothing)
				close(opened)
				<-release
				return err
			})
		}()
		<-opened
		go func() {
			relisted <- w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := w.s.Lock(ctx, tx, id); err != nil {
					return err
				}
				it, err := w.s.Load(ctx, tx, id)
				if err != nil {
					return err
				}
				return w.s.Relist(ctx, tx, Draftable{Item: it, Body: it})
			})
		}()
		time.Sleep(50 * time.Millisecond) // lets the relisting come as far as it can
		close(release)
		w.must(<-saved)
		w.must(<-relisted)
		rows, err := w.s.ByIDs(w.ctx, "de", []string{id})
		w.must(err)
		if len(rows) != 1 || rows[0].Title != "Neu" {
			t.Errorf("%+v", rows)
		}
		w.fails("an item that is gone", w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			return w.s.Lock(ctx, tx, "nobody")
		}), fault.NotFound, "")
	})
}

func TestFreeSlug(t *testing.T) {
	engines(t, func(w *world) {
		w.save(draft("handewitt", Place, "schule", "Schule"))
		for want, c := range map[string][2]string{"schule-2": {"handewitt", "schule"}, "schule": {"harrislee", "schule"}, "melden-2": {"handewitt", "melden"}} {
			if got, err := FreeSlug(w.ctx, w.d, c[0], Place, c[1]); err != nil || got != want {
				t.Errorf("%v: %s %v, want %s", c, got, err, want)
			}
		}
	})
	for title, want := range map[string]string{
		"Café Größe & Søn": "cafe-groesse-soen", "Straße 12": "strasse-12", "…": "eintrag", "日本": "eintrag",
		strings.Repeat("lang ", 40): strings.TrimSuffix(strings.Repeat("lang-", 16), "-"),
	} {
		if got := Slug(title); got != want || !ValidSlug(got) {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
