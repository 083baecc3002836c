package jobs

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestPeriodicJobsAreInsertedOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		runs := 0
		runners := []*Runner{b.runner(), b.runner()}
		for _, r := range runners {
			r.Handle("roll", func(context.Context, []byte) error { runs++; return nil })
			r.Periodic("roll", 24*time.Hour)
			if err := r.announce(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		tick := func() {
			for _, r := range runners {
				r.insertDue(b.Context())
				for b.step(r) {
				}
			}
		}
		for _, c := range []struct {
			at   time.Time
			want int
		}{
			{start, 1}, // at the very first start
			{start.Add(time.Hour), 1},
			{time.Date(2026, 11, 24, 23, 59, 59, 0, time.UTC), 1},
			{time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), 2},
			{time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC), 2},
			{time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), 3}, // missed ones are not made up for
			{time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), 4},
		} {
			b.clock.Set(c.at)
			tick()
			if runs != c.want {
				b.Errorf("at %v: %d runs, want %d", c.at, runs, c.want)
			}
		}
		lonely := b.runner()
		lonely.Periodic("nobody", time.Hour)
		if err := lonely.Run(b.Context()); err == nil {
			b.Error("a periodic job without a handler was accepted")
		}
	})
}

func TestAPeriodicJobRuns(t *testing.T) {
	onBoth(t, func(b *bench) {
		ctx, stop := context.WithTimeout(b.Context(), 20*time.Second)
		defer stop()
		r := b.runner()
		var ran atomic.Bool
		r.Handle("roll", func(context.Context, []byte) error { ran.Store(true); stop(); return nil })
		r.Periodic("roll", time.Hour)
		if err := r.Run(ctx); err != nil || !ran.Load() {
			b.Errorf("ran %v, %v", ran.Load(), err)
		}
	})
}
