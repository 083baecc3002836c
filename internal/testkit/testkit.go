// Package testkit lets every test of the portal run on both database engines
// and on real data, so that what a clerk saves is kept the same on each.
package testkit

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"umland/internal/db"
)

// postgresVariable names the environment variable with the address of a
// PostgreSQL server on which databases may be created. scripts/postgres.sh
// starts one and prints it.
const postgresVariable = "UMLAND_TEST_POSTGRES"

// Engines runs fn once per engine as a sub-test of its own, each on a fresh
// and empty database. Without a PostgreSQL server that half is left out with
// a line in the log; where CI=true it fails instead.
func Engines(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run(string(db.SQLite), func(t *testing.T) { fn(t, SQLite(t)) })
	if HasPostgres(t) {
		t.Run(string(db.Postgres), func(t *testing.T) { fn(t, Postgres(t)) })
	}
}

// HasPostgres tells whether there is a server to test on. Where CI=true a
// missing one fails the test.
func HasPostgres(tb testing.TB) bool {
	tb.Helper()
	if os.Getenv(postgresVariable) != "" {
		return true
	}
	if os.Getenv("CI") == "true" {
		tb.Fatalf("%s is not set, but CI=true requires PostgreSQL: scripts/postgres.sh run -- go test …", postgresVariable)
	}
	tb.Logf("PostgreSQL left out: %s is not set (scripts/postgres.sh run -- go test …)", postgresVariable)
	return false
}

// SQLite opens a fresh file that goes with the test.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, "sqlite:"+filepath.Join(tb.TempDir(), "umland.db"))
}

// Postgres creates a fresh database that goes with the test.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return open(tb, PostgresURL(tb))
}

func open(tb testing.TB, address string) *db.DB {
	tb.Helper()
	d, err := db.Open(context.Background(), address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return d
}

var made atomic.Int64 // numbers the databases of this process

// PostgresURL creates a fresh database that goes with the test and gives its
// address, for a test that opens it itself or more than once.
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv(postgresVariable)
	address, err := url.Parse(server)
	if err != nil || address.Host == "" {
		tb.Fatalf("%s is not an address like postgres://user@127.0.0.1:5432/postgres", postgresVariable)
	}
	name := "umland_test_" + strconv.Itoa(os.Getpid()) + "_" + strconv.FormatInt(made.Add(1), 10)
	// LC_COLLATE C sorts texts by their bytes, as SQLite does.
	order(tb, server, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
	tb.Cleanup(func() { order(tb, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	address.Path = "/" + name
	return address.String()
}
