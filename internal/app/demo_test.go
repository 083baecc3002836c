package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/demo"
	"umland/internal/testkit"
)

// stopping is a clock that ends a context after it was looked at so often, as
// a process is killed at some moment: what has begun to be stored is finished
// or rolled back, and nothing follows.
type stopping struct {
	left atomic.Int64
	stop context.CancelFunc
}

func (s *stopping) Now() time.Time {
	if s.left.Add(-1) == 0 {
		s.stop()
	}
	return today
}

// A demo that was cut off while it filled its folder is completed at the next
// start, and is what it would have been.
func TestDemoCutOffIsCompleted(t *testing.T) {
	run := func(t *testing.T, fresh func() Config) {
		whole := openHouse(t, fresh(), clock.Fixed(today))
		loadDemo(t, whole, nil)
		want := demoRows(t, whole)
		cut := 0
		for _, looks := range []int64{2, 20, 200, 900} {
			cfg := fresh()
			ctx, stop := context.WithCancel(t.Context())
			c := &stopping{stop: stop}
			a := openHouse(t, cfg, c)
			c.left.Store(looks)
			err := demo.Load(ctx, a.rooms(), nil)
			stop()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if err != nil {
				cut++
			}
			again := openHouse(t, cfg, clock.Fixed(today))
			var out bytes.Buffer
			for range 2 { // a third start changes nothing
				if _, err := (&demoCommand{}).fill(t.Context(), again, streams{out: &out, err: &out}); err != nil {
					t.Fatalf("after %d looks: %v", looks, err)
				}
			}
			if got := demoRows(t, again); got != want {
				t.Errorf("after %d looks:\n%swant\n%s", looks, got, want)
			}
		}
		if cut < 3 {
			t.Errorf("only %d loadings were cut off", cut)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, func() Config { return Config{Data: t.TempDir()} }) })
	if testkit.HasPostgres(t) {
		t.Run("postgres", func(t *testing.T) {
			run(t, func() Config { return Config{Data: t.TempDir(), Database: testkit.PostgresURL(t)} })
		})
	}
}

// demoRows tells what an installation holds, by portal.
func demoRows(t *testing.T, a *App) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []string{
		`SELECT portal || ' ' || kind || ' ' || COUNT(*) FROM placement GROUP BY portal, kind ORDER BY portal, kind`,
		`SELECT kind || ' ' || COUNT(*) || ' of version ' || MAX(version) FROM item GROUP BY kind ORDER BY kind`,
		`SELECT portal || ' teasers ' || COUNT(*) FROM teaser GROUP BY portal ORDER BY portal`,
		`SELECT 'notices ' || portal || ' ' || COUNT(*) FROM notice GROUP BY portal ORDER BY portal`,
		`SELECT 'portal ' || slug || ' ' || LENGTH(words) FROM portal ORDER BY slug`,
		`SELECT 'host ' || host || ' ' || portal FROM portal_host ORDER BY host`,
		`SELECT 'event at a place ' || COUNT(*) FROM event_date WHERE place <> ''`,
	} {
		rows, err := db.All(t.Context(), a.DB, db.Text, q)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, strings.Join(rows, "\n"))
	}
	return b.String()
}
