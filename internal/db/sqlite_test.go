package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openFile(t *testing.T, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func closed(t *testing.T, d *DB) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAnSQLiteThatLosesCommitsIsRefused(t *testing.T) {
	for _, bad := range []string{"3.40.1", "3.51.2", "3.51.0", "2.99.99", "3.51", "", "three", "3.x.9"} {
		if acceptSQLite(bad) == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	for _, good := range []string{"3.51.3", "3.51.10", "3.52.0", "3.100.0", "4.0.0", "3.51.3.1"} {
		if err := acceptSQLite(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	d := openFile(t, filepath.Join(t.TempDir(), "umland.db"))
	defer closed(t, d)
	version, err := One(t.Context(), d, Text, "SELECT sqlite_version()")
	if err != nil || acceptSQLite(version) != nil {
		t.Errorf("the one built in is %q, %v", version, err)
	}
}

func TestSettingsOfEachConnection(t *testing.T) {
	// A folder whose name would break an address that is not escaped.
	path := filepath.Join(t.TempDir(), "Grün & 100% Süd#1", "umland.db")
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	d := openFile(t, path)
	defer closed(t, d)
	settings := func(q Q) string {
		var list []string
		for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "mmap_size", "query_only"} {
			value, err := One(t.Context(), q, Text, "PRAGMA "+name)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, value)
		}
		return strings.Join(list, " ")
	}
	if got := settings(d); got != "wal 2 1 10000 33554432 1" {
		t.Errorf("reader: %s", got)
	}
	err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		if got := settings(tx); got != "wal 2 1 10000 33554432 0" {
			t.Errorf("writer: %s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is not at its path or readable by others: %v, %v", info, err)
	}
}

func TestWrongAddresses(t *testing.T) {
	for _, bad := range []string{"", "umland.db", "sqlite:", "sqlite::memory:", "sqlite:/x?mode=ro", "mysql://x/y", "sqlite:/no/such/folder/umland.db"} {
		if d, err := Open(t.Context(), bad); err == nil {
			d.Close()
			t.Errorf("%q was opened", bad)
		}
	}
	foreign := filepath.Join(t.TempDir(), "umland.db")
	if err := os.WriteFile(foreign, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := Open(t.Context(), "sqlite:"+foreign); err == nil {
		d.Close()
		t.Error("a foreign file was opened")
	}
}

func TestNothingRunsAfterClose(t *testing.T) {
	d := openFile(t, filepath.Join(t.TempDir(), "umland.db"))
	begun, release, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
			close(begun)
			<-release
			_, err := tx.Exec(ctx, "CREATE TABLE late (n INTEGER NOT NULL)")
			return err
		})
	}()
	<-begun
	ended := make(chan error)
	go func() { ended <- d.Close() }()
	<-d.closed
	if _, err := One(t.Context(), d, Int, "SELECT 1"); !errors.Is(err, ErrClosed) {
		t.Errorf("read: %v", err)
	}
	if err := d.Write(t.Context(), func(context.Context, *Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("write: %v", err)
	}
	close(release)
	if err := <-done; err != nil {
		t.Errorf("the running write was cut off: %v", err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	again := openFile(t, d.path)
	defer closed(t, again)
	if _, err := All(t.Context(), again, Int, "SELECT n FROM late"); err != nil {
		t.Errorf("the running write was lost: %v", err)
	}
}

// SQLite may end a transaction by itself. What follows must not be committed
// alone, even if the function goes on as if nothing had been.
func TestATransactionTheEngineGaveUpIsNotContinued(t *testing.T) {
	d := openFile(t, filepath.Join(t.TempDir(), "umland.db"))
	defer closed(t, d)
	write := func(fn func(ctx context.Context, tx *Tx) error) error { return d.Write(t.Context(), fn) }
	err := write(func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE big (text TEXT NOT NULL)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = write(func(ctx context.Context, tx *Tx) error {
		if _, err := One(ctx, tx, Int, "PRAGMA max_page_count = 8"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO big (text) VALUES ($1)", strings.Repeat("x", 100_000)); err == nil {
			t.Error("the disk is not full")
		}
		_, _ = tx.Exec(ctx, "INSERT INTO big (text) VALUES ('small')")
		return nil
	})
	if err == nil {
		t.Error("success was reported")
	}
	n, err := One(t.Context(), d, Int, "SELECT COUNT(*) FROM big")
	if err != nil || n != 0 {
		t.Errorf("%d rows were committed alone, %v", n, err)
	}
}

func TestStatementsAreKeptButNotForEver(t *testing.T) {
	d := openFile(t, filepath.Join(t.TempDir(), "umland.db"))
	defer closed(t, d)
	texts := make(chan int)
	results := make(chan error)
	for range 4 {
		go func() {
			for i := range texts {
				got, err := One(t.Context(), d, Int, fmt.Sprintf("SELECT %d + $1", i%700), 1)
				if err == nil && got != i%700+1 {
					err = fmt.Errorf("statement %d gave %d", i%700, got)
				}
				results <- err
			}
		}()
	}
	go func() {
		for i := range 2100 {
			texts <- i
		}
		close(texts)
	}()
	for range 2100 {
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.kept.kept); n != keptStatements {
		t.Errorf("%d statements are kept, want %d", n, keptStatements)
	}
}

func TestTheUsedStatementStays(t *testing.T) {
	d := openFile(t, filepath.Join(t.TempDir(), "umland.db"))
	defer closed(t, d)
	for i := range keptStatements + 50 {
		for _, text := range []string{"SELECT 'often'", fmt.Sprintf("SELECT %d", i)} {
			if _, err := One(t.Context(), d, Text, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if d.kept.kept["SELECT 'often'"] == nil || d.kept.kept["SELECT 0"] != nil {
		t.Error("the cache drops what is used often")
	}
}
