package db_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"umland/internal/db"
	"umland/internal/testkit"
)

// room makes a room's schema folder with one file per engine and name.
func room(files map[string]string) fs.FS {
	all := fstest.MapFS{}
	for name, sql := range files {
		for _, engine := range []string{"sqlite", "postgres"} {
			all["schema/"+engine+"/"+name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + sql + ";\n")}
		}
	}
	return all
}

func places() fs.FS {
	return room(map[string]string{
		"202611240900_place_base.sql":  "CREATE TABLE place (slug TEXT NOT NULL PRIMARY KEY)",
		"202611241100_place_phone.sql": "ALTER TABLE place ADD COLUMN phone TEXT NOT NULL DEFAULT ''",
	})
}

func events() fs.FS {
	return room(map[string]string{
		"202611241000_event_base.sql": "CREATE TABLE event (place TEXT NOT NULL REFERENCES place (slug)); INSERT INTO place (slug) VALUES ('adler')",
	})
}

func TestMigrateMergesTheRooms(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		// event comes between the two of place, whichever room is named first.
		for range 2 { // the second time there is nothing to do
			if err := d.Migrate(t.Context(), events(), places()); err != nil {
				t.Fatal(err)
			}
		}
		phone, err := db.One(t.Context(), d, db.Text, "SELECT phone FROM place WHERE slug = 'adler'")
		if err != nil || phone != "" {
			t.Errorf("phone %q, %v", phone, err)
		}
	})
}

func TestALowerNumberFromAnotherRoomIsStillApplied(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), places()); err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), places(), events()); err != nil {
			t.Fatal(err)
		}
		if n, err := db.One(t.Context(), d, db.Int, "SELECT COUNT(*) FROM place"); err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

func TestAFolderWithoutSchemaAtItsRoot(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		sub, err := fs.Sub(places(), "schema")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAFailedFileLeavesNothingOfItself(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		bad := room(map[string]string{"202611241200_tour_base.sql": "CREATE TABLE tour (n INTEGER); INSERT INTO moon VALUES (1)"})
		err := d.Migrate(t.Context(), places(), bad)
		if err == nil || !strings.Contains(err.Error(), "202611241200_tour_base.sql") {
			t.Errorf("the file is not named: %v", err)
		}
		if _, err := db.One(t.Context(), d, db.Int, "SELECT COUNT(*) FROM tour"); err == nil {
			t.Error("half of a file was applied")
		}
		if err := d.Migrate(t.Context(), places()); err != nil {
			t.Errorf("and the way on is blocked: %v", err)
		}
	})
}

func TestWrongSchemaFilesAreRefused(t *testing.T) {
	d := testkit.SQLite(t)
	same := room(map[string]string{"202611240900_event_base.sql": "CREATE TABLE event (n INTEGER)"})
	one := fstest.MapFS{"schema/sqlite/202611240900_tour_base.sql": {Data: []byte("-- +goose Up\nSELECT 1;")}}
	for name, rooms := range map[string][]fs.FS{
		"a number twice": {places(), same},
		"a wrong name":   {room(map[string]string{"1_tour.sql": "SELECT 1"})},
		"one engine":     {one},
		"no file":        {fstest.MapFS{}},
		"no room":        {},
	} {
		err := d.Migrate(t.Context(), rooms...)
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
		if name == "a number twice" && (!strings.Contains(err.Error(), "place_base") || !strings.Contains(err.Error(), "event_base")) {
			t.Errorf("both files must be named: %v", err)
		}
	}
}

func TestNodesMigrateOneAfterTheOther(t *testing.T) {
	if !testkit.HasPostgres(t) {
		return
	}
	address := testkit.PostgresURL(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			d, err := db.Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Migrate(t.Context(), places(), events()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestAnSQLiteFileIsCopiedBeforeItsSchemaChanges(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), "sqlite:"+filepath.Join(dir, "umland.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	copies := func() []string {
		list, err := filepath.Glob(filepath.Join(dir, "umland.db.before-*"))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if err := d.Migrate(t.Context(), places()); err != nil {
		t.Fatal(err)
	}
	do(t, d, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO place (slug) VALUES ('muehle')")
		return err
	})
	if err := d.Migrate(t.Context(), places()); err != nil || len(copies()) != 0 {
		t.Fatalf("a new or unchanged file needs no copy: %v, %v", copies(), err)
	}
	later := room(map[string]string{"202612010900_tour_base.sql": "DELETE FROM place"})
	if err := d.Migrate(t.Context(), places(), later); err != nil {
		t.Fatal(err)
	}
	if got := copies(); len(got) != 1 || filepath.Base(got[0]) != "umland.db.before-202612010900" {
		t.Fatalf("copies: %v", got)
	}
	info, err := os.Stat(copies()[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("copy: %v, %v", info, err)
	}
	before, err := db.Open(t.Context(), "sqlite:"+copies()[0])
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	if got := slugs(t, before); got != "muehle" {
		t.Errorf("the copy holds %q", got)
	}
	if got := slugs(t, d); got != "" {
		t.Errorf("the schema change was not applied: %q", got)
	}
}
