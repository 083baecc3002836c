package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
)

const (
	// lease is how long a job stays with a runner that gives no sign of life.
	lease = 60 * time.Second
	// maxFailures gives a job about a day before it is given up.
	maxFailures = 15
	longestRest = 6 * time.Hour
)

// Handler does one job. Its context ends when the runner stops or when the
// job was taken over by another runner.
type Handler func(ctx context.Context, payload []byte) error

// Runner takes jobs from the queue and does them, some side by side. Several
// runners, also on several machines, share one queue.
type Runner struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]Handler
	kinds    []string
	periods  map[string]time.Duration
	workers  int
	poll     time.Duration // how long an idle worker rests
	beat     time.Duration // how often a lease is prolonged
}

// NewRunner makes a runner without handlers. Two jobs run side by side.
func NewRunner(d *db.DB, c clock.Clock, log *slog.Logger) *Runner {
	return &Runner{
		db: d, clock: c, log: log,
		handlers: map[string]Handler{}, periods: map[string]time.Duration{},
		workers: 2, poll: 500 * time.Millisecond, beat: lease / 4,
	}
}

// Handle says how jobs of a kind are done. It must be called before Run, once
// per kind. Jobs of a kind that no runner handles stay in the queue.
func (r *Runner) Handle(kind string, fn func(ctx context.Context, payload []byte) error) {
	if _, twice := r.handlers[kind]; twice {
		panic("jobs: two handlers for " + kind)
	}
	r.handlers[kind] = fn
	r.kinds = append(r.kinds, kind)
}

// Periodic has a job of a kind inserted at every multiple of every since the
// year 1 in UTC, and once at the very first start; all runners together
// insert it once. It must be called before Run, and the kind have a handler.
func (r *Runner) Periodic(kind string, every time.Duration) {
	r.periods[kind] = every
}

// Run works until ctx ends, then lets the running handlers end (their context
// ends too) and returns nil. It returns an error only if it cannot begin.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.announce(ctx); err != nil {
		return err
	}
	var all sync.WaitGroup
	for n := range r.workers {
		all.Go(func() {
			for ctx.Err() == nil {
				if n == 0 {
					r.insertDue(ctx)
				}
				if r.workOne(ctx) {
					continue
				}
				pause := time.NewTimer(r.poll)
				select {
				case <-ctx.Done():
				case <-pause.C:
				}
				pause.Stop()
			}
		})
	}
	all.Wait()
	return nil
}

// workOne does one job if there is any.
func (r *Runner) workOne(ctx context.Context) bool {
	j, err := r.take(ctx)
	if err != nil {
		if !errors.Is(err, db.ErrNone) && ctx.Err() == nil {
			r.log.Error("job queue", "error", err)
		}
		return false
	}
	// The lease counts the times a runner died of it; such a job must not
	// take down one process after the other.
	if j.failures >= maxFailures {
		r.end(ctx, j, Cancel(errors.New("the runner ended without a word, too often")))
		return true
	}
	own, cancel := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		r.keep(own, cancel, j)
	}()
	err = r.call(own, j)
	lost := own.Err() != nil && ctx.Err() == nil
	cancel()
	<-kept
	switch {
	case lost:
		r.log.Warn("job taken over by another runner", "kind", j.kind, "job", j.id)
	case err != nil && ctx.Err() != nil:
		r.giveBack(ctx, j)
	default:
		r.end(ctx, j, err)
	}
	return true
}

func (r *Runner) call(ctx context.Context, j job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return r.handlers[j.kind](ctx, []byte(j.payload))
}

// keep prolongs the lease until the job is done, and ends it when the lease
// has gone to another runner.
func (r *Runner) keep(ctx context.Context, cancel context.CancelFunc, j job) {
	ticker := time.NewTicker(r.beat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		mine, err := r.prolong(ctx, j)
		if err != nil && ctx.Err() == nil {
			r.log.Warn("job lease", "kind", j.kind, "job", j.id, "error", err)
			continue // the lease outlasts several beats
		}
		if err == nil && !mine {
			cancel()
			return
		}
	}
}

// rest is the pause after the n-th failure: 10 s, 20 s, 40 s … up to 6 hours.
func rest(n int) time.Duration {
	pause := 10 * time.Second
	for range n - 1 {
		if pause *= 2; pause >= longestRest {
			return longestRest
		}
	}
	return pause
}
