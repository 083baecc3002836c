package app

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/demo"
	"umland/internal/importer"
	"umland/internal/testkit"
)

func TestDemoOnBothEngines(t *testing.T) {
	counts := map[db.Engine]string{}
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		loadDemo(t, a, nil)
		region, err := demo.Content()
		if err != nil {
			t.Fatal(err)
		}
		sum, table := 0, ""
		for _, kind := range content.Kinds {
			all, err := a.Spine.List(t.Context(), content.Filter{Region: true, Kind: kind, Lang: "de"}, content.ByTitle, content.Window{Limit: 500})
			if err != nil {
				t.Fatal(err)
			}
			own := 0
			for _, p := range a.Portals.Portals() {
				f := content.Filter{Portal: p.Slug, Own: true, Kind: kind, Lang: "de"}
				mine, err := a.Spine.List(t.Context(), f, content.ByTitle, content.Window{Limit: 500})
				if err != nil {
					t.Fatal(err)
				}
				own += mine.Total
				table += p.Slug + " " + string(kind) + " "
				for _, l := range mine.Items {
					table += l.Slug + ","
				}
				table += "\n"
			}
			if own != all.Total || len(all.Items) != all.Total {
				t.Errorf("%s: the portals own %d, the region has %d", kind, own, all.Total)
			}
			sum += all.Total
		}
		want := len(region.Places) + len(region.Events) + len(region.Articles) + len(region.Organisations) + len(region.Services) + len(region.Pages)
		if sum != want || len(a.Portals.Portals()) != 6 {
			t.Errorf("%d items shown, %d written", sum, want)
		}
		counts[a.DB.Engine()] = table
		for _, p := range a.Portals.Portals() {
			if teasers, err := a.Portals.Teasers(t.Context(), p.Slug); err != nil || len(teasers) == 0 {
				t.Errorf("%s has no teasers: %v", p.Slug, err)
			}
			if w := visit(t, a, p.Hosts[0], "/"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), p.Name) {
				t.Errorf("home of %s: %d", p.Slug, w.Code)
			}
		}
	})
	if pg, ok := counts[db.Postgres]; ok && pg != counts[db.SQLite] {
		t.Errorf("the engines differ:\n%s\n%s", counts[db.SQLite], pg)
	}
}

// realRegion is the demo with the real areas of its portals.
func realRegion(tb testing.TB, a *App) string {
	tb.Helper()
	dir := testkit.SharedData(tb)
	areas, err := demo.Areas(os.DirFS(dir))
	if err != nil {
		tb.Fatal(err)
	}
	if len(areas) != 6 {
		tb.Fatalf("areas of %d portals", len(areas))
	}
	loadDemo(tb, a, areas)
	return dir
}

// Every record of every real set is accounted for, and a second run changes
// nothing.
func TestRealSets(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		dir := realRegion(t, a)
		total := 0
		for _, s := range sets {
			file := filepath.Join(dir, filepath.FromSlash(s.file))
			for _, again := range []bool{false, true} {
				r, err := a.importSet(t.Context(), file, s)
				if err != nil {
					t.Fatalf("%s: %v", s.profile, err)
				}
				if sum := r.New + r.Changed + r.Unchanged + r.Touched + r.Outside + len(r.Rejected); sum != r.Read || r.Read == 0 {
					t.Errorf("%s: read %d, accounted for %d", s.profile, r.Read, sum)
				}
				inPortals := 0
				for _, name := range r.PortalNames() {
					inPortals += r.Portals[name].New + r.Portals[name].Unchanged
				}
				if want := r.New + r.Unchanged; inPortals != want {
					t.Errorf("%s: %d in portals, want %d", s.profile, inPortals, want)
				}
				if !again {
					total += r.New
					if r.New == 0 || r.Unchanged+r.Changed > 0 {
						t.Errorf("%s: %d new, %d unchanged, %d changed", s.profile, r.New, r.Unchanged, r.Changed)
					}
				} else if r.New+r.Changed > 0 {
					t.Errorf("%s again: %d new, %d changed", s.profile, r.New, r.Changed)
				}
			}
		}
		if total < 2500 {
			t.Errorf("only %d records taken", total)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM item WHERE source <> ''`); n != total {
			t.Errorf("%d items, %d records", n, total)
		}
		if found := check(t, a, false); !found.Sound() {
			t.Errorf("%d items differ", len(found.Differ))
		}
		w := visit(t, a, "flensburg.localhost", "/datenquellen")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "CC0") {
			t.Errorf("sources: %d", w.Code)
		}
	})
}

func TestDemoTableIsPrinted(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	loadDemo(t, a, nil)
	dir := t.TempDir()
	file := filepath.Join(dir, "oklab-school", "schulen_schleswig_holstein.csv")
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(schools(t), file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := a.importSets(t.Context(), dir, streams{out: &out}); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{"set read new", "schulen-schleswig-holstein 100", "polizei not there"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// A record whose position has moved into another portal's area takes its item
// along, under a slug that is free there; the next run finds nothing to do.
func TestMovedRecordMovesItsItem(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		savePlace(t, a, "harrislee", "kita-nord", "Kita Nord")
		if err := a.Spine.LoadTerms(t.Context()); err != nil {
			t.Fatal(err)
		}
		rec := &importer.Record{Line: 1, Key: "7", Lang: "de", Title: "Kita Nord", Texts: map[string]importer.Text{"de": {Title: "Kita Nord"}}}
		src := importer.Source{ID: "kitas", Title: "Kitas", Licence: "CC0-1.0"}
		target := a.targets()["places"]
		put := func(portal string) {
			err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				known, err := target.Find(ctx, tx, src.ID, []string{rec.Key})
				if err != nil {
					return err
				}
				if k, ok := known[rec.Key]; ok {
					return target.Put(ctx, tx, portal, src, rec, &k)
				}
				return target.Put(ctx, tx, portal, src, rec, nil)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := target.Check(rec); err != nil {
			t.Fatal(err)
		}
		put("handewitt")
		put("harrislee")
		known, err := target.Find(t.Context(), a.DB, src.ID, []string{rec.Key})
		if err != nil || known[rec.Key].Portal != "harrislee" || known[rec.Key].Hash != rec.Hash() {
			t.Fatalf("%+v %v", known, err)
		}
		if w := visit(t, a, "handewitt.localhost", "/orte.json"); strings.Contains(w.Body.String(), "Kita Nord") {
			t.Error("it is still in the former portal")
		}
		if w := visit(t, a, "harrislee.localhost", "/orte/kita-nord-2"); w.Code != http.StatusOK {
			t.Errorf("its page in the new one: %d", w.Code)
		}
	})
}
