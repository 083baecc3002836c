package app

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/importer"
	"umland/internal/testkit"
	"umland/internal/twin"
)

// take imports a list of polling stations for a portal.
func take(t *testing.T, a *App, portal, file string) *importer.Report {
	t.Helper()
	plan, err := importer.Prepare(t.Context(), filepath.Join(testkit.SharedData(t), "oklab-polling", file), "", importer.Options{Kind: "places", Clock: a.Clock})
	if err != nil {
		t.Fatal(err)
	}
	report, err := plan.Run(t.Context(), a.DB, a.targets()["places"], importer.ToPortal(portal), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Twins.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	return report
}

// waiting are the pairs that wait in a portal.
func waiting(t *testing.T, a *App, portal string) []twin.Pair {
	t.Helper()
	list, err := a.Twins.Open(t.Context(), portal, "de", content.Window{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestTwoListsOfPollingStations is the whole story of what stands twice: two
// elections bring the same stations into two portals; one pair is merged, both
// lists come again, the merge is undone.
func TestTwoListsOfPollingStations(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "flensburg", "handewitt", "harrislee")
		take(t, a, "flensburg", "wahlbezirke_flensburg.geojson")
		take(t, a, "handewitt", "europawahllokale_2024.csv")
		pairs := waiting(t, a, "flensburg")
		if len(pairs) != 22 || len(waiting(t, a, "handewitt")) != 22 || len(waiting(t, a, "harrislee")) != 0 {
			t.Fatalf("%d pairs in Flensburg, %d in Handewitt, %d in Harrislee", len(pairs), len(waiting(t, a, "handewitt")), len(waiting(t, a, "harrislee")))
		}
		p := pairs[0]
		keep, drop := p.A, p.B
		held := holdEvent(t, a, drop.Item)
		if err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return a.Spine.Share(ctx, tx, drop.Item, "harrislee", true)
		}); err != nil {
			t.Fatal(err)
		}
		before := derived(t, a, keep.Item, drop.Item, held)
		one := mergePair(t, a, p, keep.Item)

		if got := placeOf(t, a, held); got != keep.Item {
			t.Errorf("the event is held in %s", got)
		}
		for _, host := range []string{drop.Portal, "harrislee"} {
			w := visit(t, a, host+".localhost", "/orte/"+drop.Slug)
			if w.Code != 301 || w.Header().Get("Location") != "http://"+keep.Portal+".localhost/orte/"+keep.Slug {
				t.Errorf("%s: %d to %s", host, w.Code, w.Header().Get("Location"))
			}
		}
		if w := visit(t, a, drop.Portal+".localhost", "/orte/"+drop.Slug+".json"); w.Header().Get("Location") != "http://"+keep.Portal+".localhost/orte/"+keep.Slug+".json" {
			t.Errorf("as JSON to %s", w.Header().Get("Location"))
		}
		w := visit(t, a, keep.Portal+".localhost", "/orte/"+keep.Slug)
		if w.Code != 200 {
			t.Errorf("the one that stays: %d", w.Code)
		}
		for _, credit := range []string{"Kommunalwahl", "Europawahl"} {
			if !strings.Contains(w.Body.String(), credit) {
				t.Errorf("the page does not name the source of the %s", credit)
			}
		}
		if list := visit(t, a, "harrislee.localhost", "/orte.json").Body.String(); !strings.Contains(list, keep.Item) || strings.Contains(list, drop.Item) {
			t.Error("Harrislee does not show the one that stays in place of the other")
		}

		c.Advance(24 * 3600e9)
		for portal, file := range map[string]string{"flensburg": "wahlbezirke_flensburg.geojson", "handewitt": "europawahllokale_2024.csv"} {
			r := take(t, a, portal, file)
			if r.New != 0 || r.Changed != 0 || r.Touched != 1 {
				t.Errorf("%s again: %d new, %d changed, %d left alone", file, r.New, r.Changed, r.Touched)
			}
		}
		if n := len(waiting(t, a, "flensburg")); n != 21 {
			t.Errorf("%d pairs wait after the merge", n)
		}

		act := content.Act{Actor: "anna", Reason: "falsch"}
		if err := a.Twins.Undo(t.Context(), act, one); err != nil {
			t.Fatal(err)
		}
		if err := a.Twins.Undo(t.Context(), act, one); fault.KindOf(err) != fault.Conflict {
			t.Errorf("undone twice: %v", err)
		}
		if after := derived(t, a, keep.Item, drop.Item, held); !slices.Equal(after, before) {
			t.Errorf("not as before:\n%s\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
		if err := a.Twins.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(waiting(t, a, "flensburg")); n != 22 {
			t.Errorf("%d pairs wait after the undo", n)
		}
		for portal, file := range map[string]string{"flensburg": "wahlbezirke_flensburg.geojson", "handewitt": "europawahllokale_2024.csv"} {
			if r := take(t, a, portal, file); r.New != 0 || r.Changed != 0 || r.Touched != 0 {
				t.Errorf("%s after the undo: %d new, %d changed, %d left alone", file, r.New, r.Changed, r.Touched)
			}
		}
		for _, id := range []string{keep.Item, drop.Item, held} {
			if same, err := a.compare(t.Context(), id, false); err != nil || !same {
				t.Errorf("the check finds %s wrong: %v", id, err)
			}
		}
	})
}

// mergePair merges a pair with all facts of the other one's text.
func mergePair(t *testing.T, a *App, p twin.Pair, keep string) twin.Merged {
	t.Helper()
	versions := map[string]int{}
	for _, id := range []string{p.A.Item, p.B.Item} {
		it, err := a.Spine.Load(t.Context(), a.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		versions[id] = it.Version
	}
	act := content.Act{Actor: "anna", Reason: "doppelt"}
	stale := map[string]int{p.A.Item: versions[p.A.Item], p.B.Item: versions[p.B.Item] - 1}
	if _, err := a.Twins.Merge(t.Context(), act, p, twin.Choice{Keep: keep, Versions: stale}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("merged what has changed: %v", err)
	}
	id, err := a.Twins.Merge(t.Context(), act, p, twin.Choice{Keep: keep, Take: []string{"text_de"}, Versions: versions})
	if err != nil {
		t.Fatal(err)
	}
	one, err := a.Twins.MergeOf(t.Context(), p.A.Portal, id)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := a.Places.Get(t.Context(), keep); err != nil || kept.Texts["de"].Title != p.B.Title {
		t.Errorf("the chosen text is not taken over: %v", err)
	}
	return one
}

func holdEvent(t *testing.T, a *App, place string) string {
	t.Helper()
	e := &event.Event{Item: content.NewItem("handewitt", content.Event, i18n.DE), Place: place, Status: "scheduled"}
	e.Slug, e.Texts["de"] = "wahl", content.Text{Title: "Wahl"}
	e.Item.Status = content.Published
	e.Dates = []event.Dates{{Start: "2026-12-06", End: "2026-12-06", AllDay: true}}
	if err := a.Events.Save(t.Context(), content.Act{Actor: "anna"}, e); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

func placeOf(t *testing.T, a *App, event string) string {
	t.Helper()
	e, err := a.Events.Get(t.Context(), event)
	if err != nil {
		t.Fatal(err)
	}
	return e.Place
}

var instant = regexp.MustCompile(`[0-9-]{10}T[0-9:.]+Z`)

// derived are the rows of some items as readers find them, but for the
// instants of their changes.
func derived(t *testing.T, a *App, ids ...string) []string {
	t.Helper()
	var out []string
	for _, id := range ids {
		rows, err := a.Spine.Derived(t.Context(), a.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, instant.ReplaceAllString(rows, ""))
	}
	return out
}

// TestAnImportNamesWhatStandsTwice: the command tells it before and after it
// writes, for people and for programs.
func TestAnImportNamesWhatStandsTwice(t *testing.T) {
	data := t.TempDir()
	a := openHouse(t, Config{Data: data}, clock.System{})
	addPortals(t, a, "flensburg")
	first, second := filepath.Join(testkit.SharedData(t), "oklab-polling/wahlbezirke_flensburg.geojson"), filepath.Join(testkit.SharedData(t), "oklab-polling/europawahllokale_2024.csv")
	run := func(args ...string) string {
		t.Helper()
		code, out, errs := umland(t, "", append([]string{"--data", data, "import", "places", "--portal", "flensburg"}, args...)...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, errs)
		}
		return out
	}
	if out := run(first); strings.Contains(out, "Doppelte Einträge") {
		t.Errorf("the first list has twins already:\n%s", out)
	}
	for _, more := range [][]string{{"--dry-run"}, {}} {
		var got struct {
			Twins []importer.Twin
			New   int
		}
		args := append(append([]string{}, more...), "--json", second)
		if len(more) > 0 {
			if out := run(append(more, second)...); !strings.Contains(out, "22 sehen aus wie Einträge, die es schon gibt") || !strings.Contains(out, "Petrischule – Wahllokal 1, Apenrader Straße 164 (flensburg, Wahllokale") {
				t.Errorf("the text:\n%s", out)
			}
		}
		if err := json.Unmarshal([]byte(run(args...)), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Twins) != 22 || got.New != 44 || got.Twins[0].Line == 0 || got.Twins[0].OtherID == "" || (got.Twins[0].Item == "") != (len(more) > 0) {
			t.Errorf("%v: %d twins of %d new: %+v", more, len(got.Twins), got.New, got.Twins)
		}
	}
	if out := run(second); strings.Contains(out, "Doppelte Einträge") {
		t.Errorf("told again, though nothing is new:\n%s", out)
	}
}
