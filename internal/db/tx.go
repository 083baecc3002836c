package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
)

// errBadConnection makes database/sql close a connection instead of keeping it.
var errBadConnection = driver.ErrBadConn

// errOver is what a Tx kept beyond its Write gets.
var errOver = errors.New("db: the transaction is over")

// Tx is one running transaction. It belongs to the function that Write calls
// and to its goroutine. Its statements run under the transaction's context,
// whatever ctx they are given: a save that has begun is finished.
type Tx struct {
	ctx    context.Context
	engine Engine
	exec   func(ctx context.Context, text string, args ...any) (sql.Result, error)
	ask    func(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	depth  int   // open savepoints
	lost   error // the engine gave the transaction up
	over   bool
	last   []func(ctx context.Context) error // run before the commit
	wanted func() bool                       // nil: nobody ever waits
}

// Wanted tells whether others wait for this transaction to end, in this
// process or in another. Who has much to write ends it then, and goes on in
// another one behind them.
func (t *Tx) Wanted() bool { return t.wanted != nil && t.wanted() }

// Last runs fn as the last thing of the transaction, after what was given to
// Last before. What a Savepoint that fails gave to Last is dropped with it.
// It is for the one row that all writers share, so that its lock is held as
// shortly as can be.
func (t *Tx) Last(fn func(ctx context.Context) error) { t.last = append(t.last, fn) }

// finish runs what was given to Last.
func (t *Tx) finish() error {
	for _, fn := range t.last {
		if err := fn(t.ctx); err != nil {
			return err
		}
	}
	return nil
}

// Engine tells which engine this is.
func (t *Tx) Engine() Engine { return t.engine }

// Exec runs one statement and tells how many rows it changed. On PostgreSQL a
// failed statement spoils the whole transaction, except inside a Savepoint.
func (t *Tx) Exec(_ context.Context, text string, args ...any) (int64, error) {
	if err := t.usable(); err != nil {
		return 0, err
	}
	args, err := arguments(args)
	if err != nil {
		return 0, located(err, text)
	}
	result, err := t.exec(t.ctx, text, args...)
	if err != nil {
		return 0, located(t.heed(err), text)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return 0, located(err, text)
	}
	return n, nil
}

func (t *Tx) query(_ context.Context, text string, args []any) (*sql.Rows, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	rows, err := t.ask(t.ctx, text, args...)
	return rows, t.heed(err)
}

// Savepoint runs fn as a part that may fail alone: when fn returns an error,
// only what it wrote is rolled back, and the error is returned for the caller
// to report or pass on. Savepoints may stand inside each other.
func (t *Tx) Savepoint(ctx context.Context, fn func() error) error {
	t.depth++
	defer func() { t.depth-- }()
	name := "part" + strconv.Itoa(t.depth)
	if _, err := t.Exec(ctx, "SAVEPOINT "+name); err != nil {
		return err
	}
	before := len(t.last)
	failed := fn() // a panic rolls back the whole transaction
	if failed != nil {
		t.last = t.last[:before]
		if _, err := t.Exec(ctx, "ROLLBACK TO SAVEPOINT "+name); err != nil {
			return fmt.Errorf("db: cannot roll back a part: %w", errors.Join(err, failed))
		}
	}
	if _, err := t.Exec(ctx, "RELEASE SAVEPOINT "+name); err != nil {
		return errors.Join(err, failed)
	}
	return failed
}

func (t *Tx) usable() error {
	if t.over {
		return errOver
	}
	return t.lost
}

// heed remembers an error after which the transaction cannot go on, even if
// the caller makes nothing of it.
func (t *Tx) heed(err error) error {
	if err != nil && t.lost == nil && (undone(err) || again(err)) {
		t.lost = err
	}
	return err
}
