package content

import (
	"context"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/jobs"
	"umland/internal/search"
	"umland/internal/testkit"
)

// now is a Tuesday in November, winter time.
var now = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

// world is a spine over one database with two portals' items.
type world struct {
	*testing.T
	ctx   context.Context
	d     *db.DB
	s     *Spine
	clock *clock.Manual
}

func engines(t *testing.T, fn func(w *world)) {
	t.Helper()
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, ctx: t.Context(), d: d, clock: clock.At(now)}
		if err := d.Migrate(w.ctx, Schema, search.Schema, jobs.Schema); err != nil {
			t.Fatal(err)
		}
		w.s = New(d, w.clock)
		fn(w)
	})
}

// must fails the test on an error.
func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// draft is an item ready to be published.
func draft(portal string, kind Kind, slug, title string) Draftable {
	it := NewItem(portal, kind, i18n.DE)
	it.Slug, it.Status = slug, Published
	it.Texts["de"] = Text{Title: title, Teaser: "Kurz: " + title, Body: "<p>Lang</p>"}
	return Draftable{Item: &it, Body: &it}
}

var nothing = func(context.Context) error { return nil }

// try saves and gives the error.
func (w *world) try(d Draftable) error {
	return w.s.Store(w.ctx, d.Item, func(ctx context.Context, tx *db.Tx) error {
		return w.s.Save(ctx, tx, Act{Actor: "anna", Reason: "test"}, d, nothing)
	})
}

// save stores an item and shows it in further portals.
func (w *world) save(d Draftable, shared ...string) Draftable {
	w.Helper()
	w.must(w.try(d))
	for _, portal := range shared {
		w.share(d, portal, true)
	}
	return d
}

func (w *world) share(d Draftable, portal string, shown bool) {
	w.Helper()
	w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error { return w.s.Share(ctx, tx, d.Item.ID, portal, shown) }))
}

// list gives the slugs of a whole list.
func (w *world) list(f Filter, order Order) []string {
	w.Helper()
	if f.Lang == "" {
		f.Lang = "de"
	}
	found, err := w.s.List(w.ctx, f, order, Window{Limit: 100})
	w.must(err)
	if found.Total != len(found.Items) {
		w.Errorf("%+v: total %d, %d items", f, found.Total, len(found.Items))
	}
	out := []string{}
	for _, l := range found.Items {
		out = append(out, l.Slug)
	}
	return out
}

// is compares lists by their joined form.
func (w *world) is(what string, got []string, want string) {
	w.Helper()
	if strings.Join(got, " ") != want {
		w.Errorf("%s: %v, want %s", what, got, want)
	}
}

// fails asserts the kind of an error and, where given, the field it marks.
func (w *world) fails(what string, err error, kind fault.Kind, field string) {
	w.Helper()
	if fault.KindOf(err) != kind {
		w.Errorf("%s: %v, want %s", what, err, kind)
		return
	}
	if fields := fault.FieldsOf(err); field != "" && (len(fields) != 1 || fields[0].Name != field) {
		w.Errorf("%s: fields %+v, want %s", what, fields, field)
	}
}

// counts tells how many rows a table has, to see that nothing was written.
func (w *world) counts() map[string]int {
	w.Helper()
	n := map[string]int{}
	for _, table := range []string{"item", "item_text", "listing", "placement", "event_date", "revision", "change_log", "search_document", "search_text", "redirect", "job"} {
		c, err := db.One(w.ctx, w.d, db.Int, "SELECT COUNT(*) FROM "+table)
		w.must(err)
		n[table] = c
	}
	return n
}

func (w *world) last() int64 {
	w.Helper()
	n, err := w.s.LastChange(w.ctx)
	w.must(err)
	return n
}
