package app

import (
	"context"
	"testing"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/search"
)

// An installation whose index is of an older make is taken over by the job.
func TestOlderIndexIsTakenOver(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		loadDemo(t, a, nil)
		ask := func() int {
			t.Helper()
			answer, err := a.Spine.Index().Search(t.Context(), search.Request{Portal: "handewitt", Lang: "de", Q: "Apoteke", Region: true, Now: a.Clock.Now()})
			if err != nil {
				t.Fatal(err)
			}
			return answer.Total
		}
		before := ask()
		err := a.DB.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for _, sql := range []string{`DELETE FROM search_document`, `UPDATE search_state SET ready = 0, version = version + 1`} {
				if _, err := tx.Exec(ctx, sql); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := ask(); n != 0 {
			t.Errorf("%d are found in an empty index", n)
		}
		if err := a.tendSearch(t.Context()); err != nil {
			t.Fatal(err)
		}
		ready, err := a.Spine.Index().Ready(t.Context())
		if n := ask(); err != nil || !ready || n != before || n == 0 {
			t.Errorf("found %d before, %d after; ready %t, %v", before, n, ready, err)
		}
	})
}
