package testkit_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

func TestEachEngineGetsAFreshDatabase(t *testing.T) {
	var engines []db.Engine
	for range 2 {
		testkit.Engines(t, func(t *testing.T, d *db.DB) {
			engines = append(engines, d.Engine())
			err := d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, "CREATE TABLE stone (name TEXT NOT NULL)")
				return err
			})
			if err != nil {
				t.Fatalf("the database is not empty or not writable: %v", err)
			}
		})
	}
	want := 2
	if testkit.HasPostgres(t) {
		want = 4
	}
	if len(engines) != want || engines[0] != db.SQLite {
		t.Fatalf("ran on %v", engines)
	}
}

func TestSharedDataIsFound(t *testing.T) {
	dir := testkit.SharedData(t)
	if _, err := os.Stat(filepath.Join(dir, "INDEX.md")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("UMLAND_SHARED_DATA", t.TempDir())
	if got := testkit.SharedData(t); got != os.Getenv("UMLAND_SHARED_DATA") {
		t.Fatalf("the variable is not heeded: %s", got)
	}
}
