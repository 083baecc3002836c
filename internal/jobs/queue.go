package jobs

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"umland/internal/clock"
	"umland/internal/db"
)

// job is one that this runner has taken. taken counts how often it was, which
// tells this holder from a later one.
type job struct {
	id       int64
	kind     string
	payload  string
	taken    int64
	failures int
}

const jobColumns = "id, kind, payload, taken, failures"

func scanJob(r db.Row) (job, error) {
	var j job
	err := r.Scan(&j.id, &j.kind, &j.payload, &j.taken, &j.failures)
	return j, err
}

// due is the condition for a job to be taken: it waits and its time has come,
// or the runner that had it has given no sign of life.
func (r *Runner) due(w *db.Where) {
	now := clock.Stamp(r.clock.Now())
	w.Add("(state = 'available' AND run_at <= ?) OR (state = 'running' AND lease_until < ?)", now, now)
	w.In("kind", r.kinds)
}

// take gives the job whose turn it is, or db.ErrNone.
func (r *Runner) take(ctx context.Context) (job, error) {
	// A look without a transaction first: an idle queue must not hold up those
	// who save.
	w := db.NewWhere(1)
	r.due(w)
	if _, err := db.One(ctx, r.db, db.Int64, "SELECT id FROM job"+w.SQL()+" ORDER BY run_at, id LIMIT 1", w.Args()...); err != nil {
		return job{}, err
	}
	skip := ""
	if r.db.Engine() == db.Postgres {
		skip = " FOR UPDATE SKIP LOCKED"
	}
	var taken job
	err := r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		w := db.NewWhere(2)
		r.due(w)
		args := append([]any{clock.Stamp(r.clock.Now().Add(lease))}, w.Args()...)
		var err error
		taken, err = db.One(ctx, tx, scanJob, `
			UPDATE job SET failures = failures + CASE WHEN state = 'running' THEN 1 ELSE 0 END,
				state = 'running', lease_until = $1, taken = taken + 1
			WHERE id = (SELECT id FROM job`+w.SQL()+` ORDER BY run_at, id LIMIT 1`+skip+`)
			RETURNING `+jobColumns, args...)
		return err
	})
	return taken, err
}

// prolong keeps the job for another lease; false means that it is no longer
// this runner's.
func (r *Runner) prolong(ctx context.Context, j job) (bool, error) {
	var n int64
	err := r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		var err error
		n, err = tx.Exec(ctx, "UPDATE job SET lease_until = $1 WHERE id = $2 AND taken = $3 AND state = 'running'",
			clock.Stamp(r.clock.Now().Add(lease)), j.id, j.taken)
		return err
	})
	return n == 1, err
}

// end writes down how a job went: done, to be tried again, or given up. It
// does so also when the runner is being stopped.
func (r *Runner) end(ctx context.Context, j job, failed error) {
	err := r.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		if failed == nil {
			_, err := tx.Exec(ctx, "DELETE FROM job WHERE id = $1 AND taken = $2 AND state = 'running'", j.id, j.taken)
			return err
		}
		n := j.failures + 1
		if _, final := errors.AsType[cancelled](failed); final || n >= maxFailures {
			return r.discard(ctx, tx, j, n, failed)
		}
		now := r.clock.Now()
		return r.again(ctx, tx, j, n, clock.Stamp(now.Add(rest(n))), `, last_error = $5, failed_at = $6`,
			shortened(failed.Error()), clock.Stamp(now))
	})
	if failed != nil {
		r.log.Error("job failed", "kind", j.kind, "job", j.id, "failures", j.failures+1, "error", failed)
	}
	if err != nil {
		r.log.Error("job result not kept; it will run again", "kind", j.kind, "job", j.id, "error", err)
	}
}

// giveBack returns a job that was interrupted by the runner's stop, without
// counting that as a failure.
func (r *Runner) giveBack(ctx context.Context, j job) {
	err := r.db.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *db.Tx) error {
		return r.again(ctx, tx, j, j.failures, "", "")
	})
	if err != nil {
		r.log.Error("job not given back; it will run when its lease ends", "kind", j.kind, "job", j.id, "error", err)
	}
}

// again puts a job back in the queue, setting more columns from $5 on. If
// another one of its key waits there already, that one does the work.
func (r *Runner) again(ctx context.Context, tx *db.Tx, j job, failures int, runAt, more string, args ...any) error {
	err := tx.Savepoint(ctx, func() error {
		_, err := tx.Exec(ctx, `
			UPDATE job SET state = 'available', lease_until = '', run_at = $3, failures = $4`+more+`
			WHERE id = $1 AND taken = $2 AND state = 'running'`,
			append([]any{j.id, j.taken, runAt, failures}, args...)...)
		return err
	})
	if db.IsUnique(err) {
		_, err = tx.Exec(ctx, "DELETE FROM job WHERE id = $1 AND taken = $2 AND state = 'running'", j.id, j.taken)
	}
	return err
}

func (r *Runner) discard(ctx context.Context, tx *db.Tx, j job, failures int, failed error) error {
	_, err := tx.Exec(ctx, `
		UPDATE job SET state = 'discarded', lease_until = '', failures = $1, last_error = $2, failed_at = $3
		WHERE id = $4 AND taken = $5 AND state = 'running'`,
		failures, shortened(failed.Error()), clock.Stamp(r.clock.Now()), j.id, j.taken)
	return err
}

// announce makes a row for each periodic kind, due at once the first time.
func (r *Runner) announce(ctx context.Context) error {
	for kind := range r.periods {
		if r.handlers[kind] == nil {
			return fmt.Errorf("jobs: periodic %s has no handler", kind)
		}
		err := r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO job_period (kind, next_at) VALUES ($1, '') ON CONFLICT (kind) DO NOTHING", kind)
			return err
		})
		if err != nil {
			return fmt.Errorf("jobs: periodic %s: %w", kind, err)
		}
	}
	return nil
}

// insertDue inserts the periodic jobs whose time has come.
func (r *Runner) insertDue(ctx context.Context) {
	now := r.clock.Now().UTC()
	kinds, err := db.All(ctx, r.db, db.Text, "SELECT kind FROM job_period WHERE next_at <= $1 ORDER BY kind", clock.Stamp(now))
	for _, kind := range kinds {
		every, ours := r.periods[kind]
		if !ours {
			continue
		}
		err = errors.Join(err, r.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			// The condition again: another runner may have been faster.
			n, err := tx.Exec(ctx, "UPDATE job_period SET next_at = $1 WHERE kind = $2 AND next_at <= $3",
				clock.Stamp(now.Truncate(every).Add(every)), kind, clock.Stamp(now))
			if err != nil || n == 0 {
				return err
			}
			return Insert(ctx, tx, Args{Kind: kind, UniqueKey: "periodic"})
		}))
	}
	if err != nil && ctx.Err() == nil {
		r.log.Error("periodic jobs", "error", err)
	}
}

// shortened keeps the beginning of an error's text, without what PostgreSQL
// cannot store.
func shortened(text string) string {
	clean := make([]rune, 0, 2000)
	for _, c := range text {
		if len(clean) == cap(clean) {
			break
		}
		if c != 0 && c != utf8.RuneError {
			clean = append(clean, c)
		}
	}
	return string(clean)
}
