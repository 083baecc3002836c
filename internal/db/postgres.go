package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

func openPostgres(ctx context.Context, address string) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("db: the PostgreSQL address is wrong: %w", err)
	}
	// The driver's text of a cut connection holds no password; ours neither.
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "umland"
	}
	writes := stdlib.OpenDB(*config)
	writes.SetMaxOpenConns(connections())
	writes.SetMaxIdleConns(connections())

	// Readers have a pool of their own, so that a verb that reads while it
	// holds a transaction never waits for itself, and cannot write by mistake.
	reading := config.Copy()
	reading.RuntimeParams["default_transaction_read_only"] = "on"
	reads := stdlib.OpenDB(*reading)
	reads.SetMaxOpenConns(2 * connections())
	reads.SetMaxIdleConns(2 * connections())

	if err := checkPostgres(ctx, writes); err != nil {
		reads.Close()
		writes.Close()
		return nil, err
	}
	return newDB(Postgres, reads, writes), nil
}

// checkPostgres refuses a database that would sort or store texts differently
// from SQLite: lists are cut into pages by comparing texts byte by byte.
func checkPostgres(ctx context.Context, pool *sql.DB) error {
	var version int
	var collate, encoding, name string
	err := pool.QueryRowContext(ctx, `
		SELECT current_setting('server_version_num')::int, datcollate, pg_encoding_to_char(encoding), datname
		FROM pg_database WHERE datname = current_database()`).Scan(&version, &collate, &encoding, &name)
	if err != nil {
		return fmt.Errorf("db: cannot reach PostgreSQL: %w", err)
	}
	if version < 140000 {
		return fmt.Errorf("db: PostgreSQL 14 or later is needed, this is %d.%d", version/10000, version%10000)
	}
	switch collate {
	case "C", "POSIX", "C.UTF-8", "C.utf8":
	default:
		return fmt.Errorf("db: database %q sorts by %q; make it with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", name, collate)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("db: database %q is encoded in %s, UTF8 is needed", name, encoding)
	}
	return nil
}
