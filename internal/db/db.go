// Package db keeps what citizens and clerks have saved: one small door to
// SQLite or PostgreSQL through which every room reads and writes with the
// same SQL.
//
// Reading goes through All, One and Each with a *DB or *Tx; writing goes
// through DB.Write and nothing else. SQL has $n placeholders on both engines,
// truth values are the integers 0 and 1, instants and days are texts made by
// package clock.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Engine names the database engine. Only this package, jobs and search may
// choose their SQL by it.
type Engine string

// The engines there are. The names are those of the schema folders.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// ErrClosed is what a call on a closed database gets.
var ErrClosed = errors.New("db: the database is closed")

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	engine Engine
	source string  // DSN of a writing connection, for Migrate
	path   string  // SQLite: the file
	reads  *sql.DB // read-only connections
	writes *sql.DB // SQLite: exactly one connection

	kept   *statements   // SQLite: prepared for reading
	turn   chan struct{} // SQLite: holds one token; who has it writes
	writer *writer       // SQLite: used only by who has the turn
	line   *turns        // SQLite: the writers of all processes

	server context.Context // ends when Close gives up waiting
	stop   context.CancelFunc
	closed chan struct{}
	once   sync.Once
	alive  sync.RWMutex // PostgreSQL: a write holds it for reading
}

// Open opens "sqlite:/path/umland.db", creating the file if it is missing, or
// "postgres://user@host/name". It refuses an engine that cannot keep what was
// acknowledged. ctx bounds the opening only.
func Open(ctx context.Context, url string) (*DB, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return openSQLite(ctx, url)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(ctx, url)
	default:
		scheme, _, _ := strings.Cut(url, ":")
		return nil, fmt.Errorf("db: the address must begin with sqlite: or postgres://, not with %q", scheme)
	}
}

func newDB(engine Engine, reads, writes *sql.DB) *DB {
	d := &DB{engine: engine, reads: reads, writes: writes, closed: make(chan struct{})}
	d.server, d.stop = context.WithCancel(context.Background())
	return d
}

// Engine tells which engine this is.
func (d *DB) Engine() Engine { return d.engine }

// closing is how long Close waits for writes on PostgreSQL, which a broken
// network could keep for ever.
const closing = 10 * time.Second

// Close refuses new calls, lets the running writes finish, then closes all
// connections. A second call does nothing.
func (d *DB) Close() (err error) {
	d.once.Do(func() {
		close(d.closed)
		if d.engine == SQLite {
			d.turn <- struct{}{} // kept for ever: nobody writes from here on
			d.kept.close()
			d.writer.close()
			d.line.close()
		} else {
			patience := time.AfterFunc(closing, d.stop)
			defer patience.Stop()
			d.alive.Lock()
			defer d.alive.Unlock()
		}
		d.stop()
		// The readers go first: the last connection to leave a SQLite file
		// folds the write-ahead log into it.
		err = errors.Join(d.reads.Close(), d.writes.Close())
	})
	return err
}

// Ping asks the engine for a sign of life, for /readyz.
func (d *DB) Ping(ctx context.Context) error {
	if _, err := One(ctx, d, Int, "SELECT 1"); err != nil {
		return fmt.Errorf("db: no answer: %w", err)
	}
	return nil
}

// connections is how many a pool may hold: never fewer than four, so that one
// slow list does not block the others on a small machine.
func connections() int { return max(4, runtime.NumCPU()) }
