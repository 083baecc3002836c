package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNone is what One returns when there is no row. Whether that is a page
// not found or a mistake is for the room to say.
var ErrNone = errors.New("db: no row")

// Q is anything that can be asked: a *DB, which sees what is committed, or a
// *Tx, which also sees its own writes.
type Q interface {
	// Engine tells which engine answers.
	Engine() Engine
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
}

// Row is one row of an answer; Scan takes a pointer for each column.
type Row interface {
	Scan(dest ...any) error
}

// Bytes is a destination of Scan for a text that is looked at and not kept:
// it is valid until the next row.
type Bytes = sql.RawBytes

// All gives every row, made into a T by scan. No row gives an empty slice.
func All[T any](ctx context.Context, q Q, scan func(Row) (T, error), text string, args ...any) ([]T, error) {
	list := []T{}
	err := Each(ctx, q, func(r Row) error {
		one, err := scan(r)
		if err == nil {
			list = append(list, one)
		}
		return err
	}, text, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// One gives the first row, or ErrNone.
func One[T any](ctx context.Context, q Q, scan func(Row) (T, error), text string, args ...any) (T, error) {
	var one, none T
	rows, err := ask(ctx, q, text, args)
	if err != nil {
		return none, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return none, located(err, text)
		}
		return none, ErrNone
	}
	if one, err = scan(rows); err != nil {
		return none, located(err, text)
	}
	// Only the end of the answer tells that a statement with RETURNING did all
	// its work.
	if err := rows.Close(); err != nil {
		return none, located(err, text)
	}
	return one, nil
}

// Each calls fn for each row as it comes, for answers too long to hold. It
// keeps a connection until it is done: fn must not use the same Tx.
func Each(ctx context.Context, q Q, fn func(Row) error, text string, args ...any) error {
	rows, err := ask(ctx, q, text, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return located(err, text)
		}
	}
	if err := rows.Err(); err != nil {
		return located(err, text)
	}
	return nil
}

// Text scans a row of one text column.
func Text(r Row) (string, error) {
	var s string
	err := r.Scan(&s)
	return s, err
}

// Int scans a row of one whole number.
func Int(r Row) (int, error) {
	var n int
	err := r.Scan(&n)
	return n, err
}

// Int64 scans a row of one whole number.
func Int64(r Row) (int64, error) {
	var n int64
	err := r.Scan(&n)
	return n, err
}

func ask(ctx context.Context, q Q, text string, args []any) (*sql.Rows, error) {
	args, err := arguments(args)
	if err != nil {
		return nil, located(err, text)
	}
	rows, err := q.query(ctx, text, args)
	if err != nil {
		return nil, located(err, text)
	}
	return rows, nil
}

func (d *DB) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	select {
	case <-d.closed:
		return nil, ErrClosed
	default:
	}
	if d.engine == SQLite {
		return d.kept.query(ctx, text, args)
	}
	return d.reads.QueryContext(ctx, text, args...)
}

// arguments makes the same value of an argument on both engines: a truth
// value becomes 0 or 1, and a time is refused, since each driver would write
// it in its own way.
func arguments(args []any) ([]any, error) {
	copied := false
	for i, a := range args {
		switch v := a.(type) {
		case bool:
			if !copied {
				args, copied = append([]any{}, args...), true
			}
			args[i] = int64(0)
			if v {
				args[i] = int64(1)
			}
		case time.Time:
			return nil, fmt.Errorf("db: argument $%d is a time; store clock.Stamp or clock.Day of it", i+1)
		}
	}
	return args, nil
}

// located adds the beginning of the statement to an error, never its
// arguments: they may be a person's data.
func located(err error, text string) error {
	if errors.Is(err, ErrNone) || errors.Is(err, context.Canceled) {
		return err
	}
	short := []rune(strings.Join(strings.Fields(text), " "))
	if len(short) > 100 {
		short = short[:100]
	}
	return fmt.Errorf("%w (in: %s)", err, string(short))
}
