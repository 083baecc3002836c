package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// ErrNested is what a Write inside a Write gets: it would wait for itself.
var ErrNested = errors.New("db: Write was called inside Write; pass the Tx on instead")

// errExit ends a transaction whose goroutine is going away.
var errExit = errors.New("db: the goroutine ended inside Write")

// postgresTries bounds how often a transaction is begun again.
const postgresTries = 8

// Write runs fn in one transaction and returns once it is safely stored, or
// rolls all of it back when fn returns an error or panics (the panic comes
// back as an error).
//
// A caller whose ctx ends before its turn gets ctx's error; once fn has begun
// it is finished under the server's own context, so that a visitor who goes
// away cannot tear a save apart. fn gets that context. No network, file,
// image or hash work belongs inside.
//
// On SQLite all writes stand in one queue, in the order of their calls. On
// PostgreSQL they run side by side under READ COMMITTED, and fn runs AGAIN
// from its start when the engine asks for it: fn must set what it hands out,
// never add to it. What depends on a value read before is guarded in the
// statement itself (WHERE version = $n) or by a unique index.
func (d *DB) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(insideWrite{d}) != nil {
		return ErrNested
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.engine == SQLite {
		return d.writeSQLite(ctx, fn)
	}
	for try := 1; ; try++ {
		err := d.writePostgres(ctx, fn)
		if err == nil || !again(err) || try == postgresTries {
			return err
		}
		select {
		case <-time.After(time.Duration(try*try) * 3 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

func (d *DB) writeSQLite(ctx context.Context, fn func(context.Context, *Tx) error) (err error) {
	if err := d.awaitTurn(ctx); err != nil {
		return err
	}
	defer func() { <-d.turn }()
	select {
	case <-d.closed:
		return ErrClosed
	default:
	}
	defer func() {
		if left := d.line.leave(); err == nil {
			err = left
		}
	}()
	if err := d.line.take(ctx); err != nil {
		return err
	}
	// A context that never ends spares a goroutine per statement.
	own := &turnContext{Context: context.WithoutCancel(d.server), values: ctx, mark: insideWrite{d}}
	return d.writer.run(own, d.line.wanted, fn)
}

// awaitTurn waits behind the writers of this process, in the order of calls.
func (d *DB) awaitTurn(ctx context.Context) error {
	d.line.waiting.Add(1)
	defer d.line.waiting.Add(-1)
	select {
	case d.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-d.closed:
		return ErrClosed
	}
}

func (d *DB) writePostgres(ctx context.Context, fn func(context.Context, *Tx) error) (err error) {
	d.alive.RLock()
	defer d.alive.RUnlock()
	select {
	case <-d.closed:
		return ErrClosed
	default:
	}
	conn, err := d.writes.Conn(ctx) // waits for its turn
	if err != nil {
		return fmt.Errorf("db: no connection for writing: %w", err)
	}
	defer conn.Close()
	own := &turnContext{Context: d.server, values: ctx, mark: insideWrite{d}}
	tx, err := conn.BeginTx(own, nil)
	if err != nil {
		return fmt.Errorf("db: begin: %w", err)
	}
	t := &Tx{ctx: own, engine: Postgres, exec: tx.ExecContext, ask: tx.QueryContext}
	err = errExit
	defer func() {
		if err != nil {
			// A connection that is broken has rolled back already.
			_ = tx.Rollback()
		}
	}()
	if err = attempt(own, t, fn); err != nil {
		return err
	}
	if err = tx.Commit(); err != nil {
		return fmt.Errorf("db: commit: %w", err)
	}
	return nil
}

// attempt calls fn, turning a panic into an error, and lets no success stand
// after the engine has given the transaction up.
func attempt(ctx context.Context, t *Tx, fn func(context.Context, *Tx) error) (err error) {
	defer func() {
		t.over = true
		if p := recover(); p != nil {
			err = fmt.Errorf("db: panic inside Write: %v\n%s", p, debug.Stack())
		}
	}()
	if err = fn(ctx, t); err == nil && t.lost == nil {
		err = t.finish()
	}
	if t.lost != nil {
		return t.lost
	}
	return err
}

// insideWrite is the key under which a transaction's context knows that it is
// one, per database.
type insideWrite struct{ d *DB }

// turnContext lives as long as the server wants, with the values of the
// caller's context.
type turnContext struct {
	context.Context
	values context.Context
	mark   insideWrite
}

func (c *turnContext) Value(key any) any {
	if key == c.mark {
		return true
	}
	return c.values.Value(key)
}

// writer is SQLite's one writing connection with its prepared statements.
type writer struct {
	pool *sql.DB
	conn *sql.Conn
	kept *statements
}

// run does one turn. Whatever happens in fn, the connection is left outside
// any transaction, or is given up so that the next turn gets a new one.
func (w *writer) run(ctx context.Context, wanted func() bool, fn func(context.Context, *Tx) error) (err error) {
	if w.conn == nil {
		if w.conn, err = w.pool.Conn(ctx); err != nil {
			w.conn = nil
			return fmt.Errorf("db: no connection for writing: %w", err)
		}
		w.kept = newStatements(w.conn.PrepareContext)
	}
	if _, err = w.kept.exec(ctx, "BEGIN IMMEDIATE", nil); err != nil {
		w.close()
		return fmt.Errorf("db: begin: %w", err)
	}
	t := &Tx{ctx: ctx, engine: SQLite, exec: w.execute, ask: w.query, wanted: wanted}
	err = errExit // stays when fn ends its goroutine
	defer func() {
		if err == nil {
			return
		}
		if _, rollback := w.kept.exec(ctx, "ROLLBACK", nil); rollback != nil {
			w.close()
		}
	}()
	if err = attempt(ctx, t, fn); err != nil {
		return err
	}
	if _, err = w.kept.exec(ctx, "COMMIT", nil); err != nil {
		return fmt.Errorf("db: commit: %w", err)
	}
	return nil
}

func (w *writer) execute(ctx context.Context, text string, args ...any) (sql.Result, error) {
	return w.kept.exec(ctx, text, args)
}

func (w *writer) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return w.kept.query(ctx, text, args)
}

// close gives the connection up for good, closing it in the engine as well.
func (w *writer) close() {
	if w.conn == nil {
		return
	}
	w.kept.close()
	_ = w.conn.Raw(func(any) error { return errBadConnection })
	_ = w.conn.Close()
	w.conn, w.kept = nil, nil
}
