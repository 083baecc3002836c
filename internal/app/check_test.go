package app

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/jobs"
)

func damage(t *testing.T, a *App, sql string, args ...any) {
	t.Helper()
	err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, a *App, sql string, args ...any) int {
	t.Helper()
	n, err := db.One(t.Context(), a.DB, db.Int, sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func check(t *testing.T, a *App, repair bool) Checked {
	t.Helper()
	found, err := a.Check(t.Context(), repair)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What is rebuilt from the bodies equals what was written, for every item of
// the demo; damage is found, reported without being touched, and mended.
func TestCheckFindsAndMendsDamage(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		loadDemo(t, a, nil)
		items := count(t, a, `SELECT COUNT(*) FROM item`)
		if found := check(t, a, false); len(found.Differ) != 0 || found.Items != items || items < 100 || !found.Sound() {
			t.Fatalf("of a fresh demo: %+v", found)
		}
		// Time alone makes no damage.
		c.Advance(30 * time.Hour)
		if found := check(t, a, false); len(found.Differ) != 0 {
			t.Errorf("a day later %d items differ", len(found.Differ))
		}
		before := visit(t, a, "handewitt.localhost", "/orte.json").Body.String()
		for _, sql := range []string{
			`UPDATE listing SET title = 'x' WHERE slug = 'adler-apotheke' AND lang = 'de'`,
			`DELETE FROM search_document WHERE item = (SELECT MIN(id) FROM item WHERE kind = 'article' AND status = 'published')`,
			`UPDATE placement SET sort = '' WHERE item = (SELECT MIN(id) FROM item WHERE kind = 'service')`,
			`DELETE FROM event_date WHERE item = (SELECT MIN(item) FROM event_date)`,
		} {
			damage(t, a, sql)
		}
		for range 2 { // looking changes nothing
			if found := check(t, a, false); len(found.Differ) != 4 || found.Sound() || found.Repaired {
				t.Fatalf("damaged: %+v", found)
			}
		}
		change, err := a.Spine.LastChange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if found := check(t, a, true); len(found.Differ) != 4 || !found.Sound() || !found.Repaired {
			t.Errorf("repair: %+v", found)
		}
		if after, err := a.Spine.LastChange(t.Context()); err != nil || after != change+4 {
			t.Errorf("change %d after %d: kept answers are not forgotten (%v)", after, change, err)
		}
		if found := check(t, a, false); len(found.Differ) != 0 || !found.Sound() {
			t.Errorf("after the repair: %+v", found)
		}
		if after := visit(t, a, "handewitt.localhost", "/orte.json").Body.String(); after != before {
			t.Error("the list is not what it was")
		}
		if n := count(t, a, `SELECT COUNT(*) FROM revision`); n != items {
			t.Errorf("%d revisions of %d items: a check is no save", n, items)
		}
	})
}

func TestCheckOfTheCommandLine(t *testing.T) {
	t.Chdir(t.TempDir())
	dir := t.TempDir()
	a := openHouse(t, Config{Data: dir}, clock.System{})
	addPortals(t, a, "handewitt", "harrislee")
	savePlace(t, a, "handewitt", "rathaus", "Rathaus")
	savePlace(t, a, "harrislee", "rathaus", "Bürgerhaus")
	damage(t, a, `UPDATE listing SET title = 'x' WHERE portal = 'harrislee'`)
	for i, step := range []struct {
		args []string
		code int
		out  string
	}{
		{[]string{"check"}, 1, "2 items checked, 1 with derived rows that differ\n"},
		{[]string{"check", "--repair"}, 0, "2 items checked, 1 with derived rows that differ, all repaired\n"},
		{[]string{"check"}, 0, "2 items checked, 0 with derived rows that differ\n"},
	} {
		code, out, errs := umland(t, "", append(step.args, "--data", dir)...)
		if code != step.code || out != step.out || (code == 0) != (errs == "") {
			t.Errorf("step %d: exit %d\n%s%s", i, code, out, errs)
		}
	}
	damage(t, a, `UPDATE listing SET title = 'x' WHERE portal = 'harrislee'`)
	var found Checked
	code, out, _ := umland(t, "", "check", "--json", "--data", dir)
	if err := json.Unmarshal([]byte(out), &found); err != nil || code != 1 || len(found.Differ) != 1 {
		t.Errorf("exit %d, %+v %v", code, found, err)
	}
}

// work runs the jobs that are due until none is left.
func work(t *testing.T, a *App) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Jobs.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	}()
	for range 1000 {
		now := clock.Stamp(a.Clock.Now())
		due := count(t, a, `SELECT COUNT(*) FROM job WHERE state <> 'discarded' AND (run_at <= $1 OR state = 'running')`, now)
		periodic := count(t, a, `SELECT COUNT(*) FROM job_period`) > 0 && count(t, a, `SELECT COUNT(*) FROM job_period WHERE next_at <= $1`, now) == 0
		if due == 0 && periodic {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("jobs are left over")
}

// An item appears and goes at the instants of its window, in both portals.
func TestItemsAppearAndGoByTheClock(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		p := savePlace(t, a, "handewitt", "markt", "Markt")
		p.VisibleFrom, p.VisibleUntil = today.Add(time.Hour), today.Add(2*time.Hour)
		if err := a.Places.Save(t.Context(), content.Act{Actor: "test"}, p); err != nil {
			t.Fatal(err)
		}
		err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return a.Spine.Share(ctx, tx, p.ID, "harrislee", true)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			after time.Duration
			page  int
			total string
		}{
			{0, http.StatusNotFound, `"total":0`},
			{time.Hour - time.Second, http.StatusNotFound, `"total":0`},
			{time.Second, http.StatusOK, `"total":1`},
			{time.Hour - time.Second, http.StatusOK, `"total":1`},
			{time.Second, http.StatusGone, `"total":0`},
			{24 * time.Hour, http.StatusGone, `"total":0`},
		} {
			c.Advance(step.after)
			work(t, a)
			for _, host := range []string{"handewitt.localhost", "harrislee.localhost"} {
				if w := visit(t, a, host, "/orte.json"); !strings.Contains(strings.ReplaceAll(w.Body.String(), " ", ""), step.total) {
					t.Errorf("%s at %s: %.100s, want %s", host, c.Now(), w.Body, step.total)
				}
			}
			if w := visit(t, a, "handewitt.localhost", "/orte/markt"); w.Code != step.page {
				t.Errorf("page at %s: %d, want %d", c.Now(), w.Code, step.page)
			}
		}
		if n := count(t, a, `SELECT COUNT(*) FROM job WHERE kind = $1`, jobWindow); n != 0 {
			t.Errorf("%d jobs are left", n)
		}
	})
}

func TestWindowJobOfALostItemIsGivenUp(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return jobs.Insert(ctx, tx, jobs.Args{Kind: jobWindow, Payload: "nobody"})
		})
		if err != nil {
			t.Fatal(err)
		}
		work(t, a)
		lost, err := jobs.ListDiscarded(t.Context(), a.DB, 5)
		if err != nil || len(lost) != 1 || lost[0].Failures != 1 {
			t.Errorf("%+v %v", lost, err)
		}
	})
}

// The dates of a course without an end roll on; what does not come again is
// left alone.
func TestWeeklyDatesRollOn(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		save := func(portal, slug string, d event.Dates) string {
			site, _ := a.Portals.BySlug(portal)
			e := a.Events.Blank(site)
			e.Slug, e.Status, e.Item.Status, e.Dates = slug, event.Statuses[0], content.Published, []event.Dates{d}
			e.Texts["de"] = content.Text{Title: slug}
			if err := a.Events.Save(t.Context(), content.Act{Actor: "test"}, e); err != nil {
				t.Fatal(err)
			}
			return e.ID
		}
		course := save("handewitt", "kurs", event.Dates{Start: "2026-11-24T18:00", End: "2026-11-24T19:00", Rule: "FREQ=WEEKLY"})
		save("harrislee", "fest", event.Dates{Start: "2026-11-28T18:00", End: "2026-11-28T19:00"})
		last := func() string {
			day, err := db.One(t.Context(), a.DB, db.Text, `SELECT MAX(day) FROM event_date WHERE item = $1`, course)
			if err != nil {
				t.Fatal(err)
			}
			return day
		}
		before, changes := last(), count(t, a, `SELECT COUNT(*) FROM change_log`)
		c.Advance(24 * time.Hour)
		work(t, a)
		if last() != before || count(t, a, `SELECT COUNT(*) FROM change_log`) != changes {
			t.Errorf("a day later: %s, before %s", last(), before)
		}
		c.Advance(90 * 24 * time.Hour)
		work(t, a)
		if last() <= before || count(t, a, `SELECT COUNT(*) FROM change_log`) != changes+1 {
			t.Errorf("a quarter later: %s, before %s", last(), before)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM revision WHERE item = $1`, course); n != 1 {
			t.Errorf("%d revisions", n)
		}
		if found := check(t, a, false); !found.Sound() {
			t.Errorf("%+v", found)
		}
	})
}
