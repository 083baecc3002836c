// Package jobs does what must happen after a save without making the clerk
// wait for it: mails, pictures, search, dates two years ahead. A job is kept
// in the same transaction as the save, so that neither is without the other.
//
// A job is done at least once: its handler may run again after a failure or a
// power cut, and must come to the same result. The words are those of River,
// so that it could take the place of this package.
package jobs

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
)

// Schema is the tables of the queue.
//
//go:embed schema
var Schema embed.FS

// Args describes a job to be done.
type Args struct {
	Kind    string // names the handler
	Payload any    // given to it as JSON; nil as no bytes
	// RunAt is when it may run; the zero time means at once.
	RunAt time.Time
	// UniqueKey, if not empty, lets at most one job of this kind and key wait:
	// a second one replaces its payload and takes the earlier time. One that
	// runs already does not count, since it may have read what was there
	// before.
	UniqueKey string
}

// Insert puts a job in the queue with the transaction: it can run only once
// that is committed, and is gone if it is rolled back.
func Insert(ctx context.Context, tx *db.Tx, a Args) error {
	if a.Kind == "" {
		return errors.New("jobs: a job needs a kind")
	}
	payload := []byte{}
	if a.Payload != nil {
		var err error
		if payload, err = json.Marshal(a.Payload); err != nil {
			return fmt.Errorf("jobs: payload of %s: %w", a.Kind, err)
		}
	}
	// DO UPDATE, not DO NOTHING: it locks the waiting job until the commit, so
	// that no runner takes it before what was saved can be seen.
	_, err := tx.Exec(ctx, `
		INSERT INTO job (kind, payload, unique_key, run_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, unique_key) WHERE state = 'available' AND unique_key <> ''
		DO UPDATE SET payload = excluded.payload,
			run_at = CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END`,
		a.Kind, string(payload), a.UniqueKey, clock.Stamp(a.RunAt))
	if err != nil {
		return fmt.Errorf("jobs: insert %s: %w", a.Kind, err)
	}
	return nil
}

// cancelled marks an error after which trying again makes no sense.
type cancelled struct{ error }

func (c cancelled) Unwrap() error { return c.error }

// Cancel wraps an error so that the job is given up at once instead of being
// tried again.
func Cancel(err error) error { return cancelled{err} }

// Discarded is a job that was given up, for the operator to look at.
type Discarded struct {
	ID       int64
	Kind     string
	Payload  string
	Error    string
	Failures int
	At       time.Time // of the last failure
}

// ListDiscarded gives the jobs given up last, newest first.
func ListDiscarded(ctx context.Context, q db.Q, limit int) ([]Discarded, error) {
	return db.All(ctx, q, func(r db.Row) (Discarded, error) {
		var one Discarded
		var at string
		if err := r.Scan(&one.ID, &one.Kind, &one.Payload, &one.Error, &one.Failures, &at); err != nil {
			return one, err
		}
		var err error
		one.At, err = clock.ParseStamp(at)
		return one, err
	}, `SELECT id, kind, payload, last_error, failures, failed_at FROM job
		WHERE state = 'discarded' ORDER BY failed_at DESC, id DESC LIMIT $1`, limit)
}

// Waiting counts the jobs that wait or run, for /readyz and the operator.
func Waiting(ctx context.Context, q db.Q) (int, error) {
	return db.One(ctx, q, db.Int, "SELECT COUNT(*) FROM job WHERE state <> 'discarded'")
}
