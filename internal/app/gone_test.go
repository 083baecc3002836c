package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/importer"
	"umland/internal/testkit"
)

// TestWhatASourceNoLongerHas: it is told by the import and offered at the
// desk of its portal, is never withdrawn by itself, and is forgotten when the
// source has it again.
func TestWhatASourceNoLongerHas(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "oklab-polling", "europawahllokale_2024.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(raw), "\n")
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "flensburg", "handewitt")
		take := func(lines []string) []importer.Gone {
			t.Helper()
			file := filepath.Join(t.TempDir(), "liste.csv")
			if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			plan, err := importer.Prepare(t.Context(), file, "wahllokale-europawahl-2024", importer.Options{Kind: "places", Clock: c})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := plan.Run(t.Context(), a.DB, a.targets()["places"], importer.ToPortal("flensburg"), nil); err != nil {
				t.Fatal(err)
			}
			gone, err := plan.NoteGone(t.Context(), a.DB, content.Place)
			if err != nil {
				t.Fatal(err)
			}
			return gone
		}
		count := func(portal string, want int) {
			t.Helper()
			if n, err := importer.CountGone(t.Context(), a.DB, portal); err != nil || n != want {
				t.Errorf("%s: %d gone, want %d, %v", portal, n, want, err)
			}
		}
		if gone := take(lines); len(gone) != 0 {
			t.Errorf("after the first import: %v", gone)
		}
		short := append(append([]string{}, lines[:3]...), lines[5:]...)
		gone := take(short)
		if len(gone) != 2 || gone[0].Key != "3" || gone[1].Key != "4" {
			t.Fatalf("%+v", gone)
		}
		count("flensburg", 2)
		count("handewitt", 0)
		if w := visit(t, a, "flensburg.localhost", "/orte/"+gone[0].Slug); w.Code != 200 {
			t.Errorf("withdrawn by itself: %d", w.Code)
		}
		if err := importer.KeepGone(t.Context(), a.DB, "handewitt", gone[0].Item, "anna"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another portal decides: %v", err)
		}
		if err := importer.KeepGone(t.Context(), a.DB, "flensburg", gone[0].Item, "anna"); err != nil {
			t.Fatal(err)
		}
		take(short)
		count("flensburg", 1) // what was kept is not asked again
		list, err := importer.ListGone(t.Context(), a.DB, "flensburg", 10, 0)
		if err != nil || len(list) != 1 || list[0].Item != gone[1].Item {
			t.Errorf("%+v %v", list, err)
		}
		take(lines)
		count("flensburg", 0)
	})
}
