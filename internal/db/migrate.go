package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrations is a room's embedded schema folder.
type Migrations = fs.FS

// Migrate brings the schema up to date with the files of all rooms, in the
// order of their numbers, each in its own transaction; there is no way back.
// Each room's file system holds schema/sqlite and schema/postgres (or the two
// at its root) with the same file names, YYYYMMDDHHMM_room_what.sql. A number
// that two files share is refused. A file lower than those already applied is
// applied too: rooms are built side by side.
//
// An existing SQLite file is copied first, to umland.db.before-NUMBER beside
// it. On PostgreSQL several nodes may start at once; one migrates, the others
// wait.
func (d *DB) Migrate(ctx context.Context, rooms ...fs.FS) error {
	files, err := merge(d.engine, rooms)
	if err != nil {
		return err
	}
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithAllowOutofOrder(true),
		goose.WithLogger(goose.NopLogger()),
	}
	if d.engine == Postgres {
		locker, err := lock.NewPostgresTableLocker(
			lock.WithTableName("umland_schema_lock"),
			lock.WithTableLockTimeout(500*time.Millisecond, 600))
		if err != nil {
			return fmt.Errorf("db: schema lock: %w", err)
		}
		return d.migrate(ctx, goose.DialectPostgres, d.writes, files, append(options, goose.WithLocker(locker)))
	}
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-d.turn }()
	// goose wants a pool; the writing connection stays as it is.
	pool, err := sql.Open("sqlite", d.source)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	defer pool.Close()
	return d.migrate(ctx, goose.DialectSQLite3, pool, files, options)
}

func (d *DB) migrate(ctx context.Context, dialect goose.Dialect, pool *sql.DB, files fs.FS, options []goose.ProviderOption) error {
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return fmt.Errorf("db: the schema files: %w", err)
	}
	if d.engine == SQLite {
		if err := d.copyBefore(ctx, provider, pool); err != nil {
			return err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		name := ""
		if part, ok := errors.AsType[*goose.PartialError](err); ok && part.Failed != nil && part.Failed.Source != nil {
			name = part.Failed.Source.Path + ": "
		}
		return fmt.Errorf("db: cannot bring the schema up to date: %s%w", name, err)
	}
	return nil
}

// copyBefore keeps a copy of a SQLite file that holds something and is about
// to be changed. It is made under another name and moved, so that what bears
// the name is whole.
func (d *DB) copyBefore(ctx context.Context, provider *goose.Provider, pool *sql.DB) error {
	has, err := provider.HasPending(ctx)
	if err != nil || !has {
		return err
	}
	now, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	if now == 0 {
		return nil // a new file
	}
	final := d.path + ".before-" + strconv.FormatInt(target, 10)
	part := final + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("db: %w", err)
	}
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?1", part); err != nil {
		return fmt.Errorf("db: cannot copy the database before changing its schema: %w", err)
	}
	if err := errors.Join(os.Chmod(part, 0o600), flush(part), os.Rename(part, final), flush(filepath.Dir(final))); err != nil {
		return fmt.Errorf("db: cannot keep the copy: %w", err)
	}
	return nil
}

// flush has the disk keep a file or folder.
func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
