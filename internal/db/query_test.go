package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/testkit"
)

// place is what the tests keep: one column of each type that schemas use.
type place struct {
	slug string
	rank int64
	lat  float64
	open bool
}

func scanPlace(r db.Row) (place, error) {
	var p place
	err := r.Scan(&p.slug, &p.rank, &p.lat, &p.open)
	return p, err
}

const placeColumns = "slug, rank, lat, is_open"

// do is Write for tests: any error ends the test.
func do(t *testing.T, d *db.DB, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func withPlaces(t *testing.T, d *db.DB) {
	t.Helper()
	double := "DOUBLE PRECISION"
	if d.Engine() == db.SQLite {
		double = "REAL"
	}
	do(t, d, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE place (slug TEXT NOT NULL PRIMARY KEY, rank BIGINT NOT NULL, lat "+double+
			" NOT NULL, is_open INTEGER NOT NULL DEFAULT 0)")
		return err
	})
}

func insert(ctx context.Context, tx *db.Tx, slug string, rank int) error {
	_, err := tx.Exec(ctx, "INSERT INTO place (slug, rank, lat, is_open) VALUES ($1, $2, $3, $4)", slug, rank, 54.5, rank%2 == 0)
	return err
}

func slugs(t *testing.T, d *db.DB) string {
	t.Helper()
	all, err := db.All(t.Context(), d, db.Text, "SELECT slug FROM place ORDER BY slug")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func TestReadsWhatWasWritten(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withPlaces(t, d)
		do(t, d, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(insert(ctx, tx, "muehle", 1), insert(ctx, tx, "adler", 2), insert(ctx, tx, "Zoo", 3), insert(ctx, tx, "ärzte", 4))
		})
		all, err := db.All(t.Context(), d, scanPlace, "SELECT "+placeColumns+" FROM place ORDER BY slug")
		if err != nil {
			t.Fatal(err)
		}
		// Both engines sort by bytes: capitals first, umlauts last.
		if got := fmt.Sprint(all); got != "[{Zoo 3 54.5 false} {adler 2 54.5 true} {muehle 1 54.5 false} {ärzte 4 54.5 true}]" {
			t.Errorf("All = %s", got)
		}
		sum, err := db.One(t.Context(), d, db.Int64, "SELECT SUM(rank) FROM place")
		if err != nil || sum != 10 {
			t.Errorf("SUM = %d, %v", sum, err)
		}
		none, err := db.All(t.Context(), d, db.Text, "SELECT slug FROM place WHERE slug = $1", "nix")
		if err != nil || none == nil || len(none) != 0 {
			t.Errorf("no row: %#v, %v", none, err)
		}
		if _, err := db.One(t.Context(), d, db.Text, "SELECT slug FROM place WHERE slug = $1", "nix"); !errors.Is(err, db.ErrNone) {
			t.Errorf("One without a row: %v", err)
		}
	})
}

func TestArgumentsGoByNumber(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		var args []any
		for i := range 12 {
			args = append(args, fmt.Sprintf("a%d", i+1))
		}
		// Out of order, twice, beyond nine, beside a text and a comment that
		// look like placeholders.
		got, err := db.One(t.Context(), d, db.Text, `SELECT CAST($10 AS TEXT) || '/' || CAST($2 AS TEXT) || '/' || CAST($12 AS TEXT) || ' $1 it''s $2 ' || CAST($2 AS TEXT) -- $99
			|| CAST($1 AS TEXT) /* $98 */ || CAST($3 || $4 || $5 || $6 || $7 || $8 || $9 || $11 AS TEXT)`, args...)
		if err != nil || got != "a10/a2/a12 $1 it's $2 a2a1a3a4a5a6a7a8a9a11" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

func TestTooFewArgumentsAreRefused(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if _, err := db.One(t.Context(), d, db.Text, "SELECT CAST($1 AS TEXT) || CAST($2 AS TEXT)", "a"); err == nil {
			t.Error("a missing argument was taken for something")
		}
	})
}

func TestATimeIsNoArgument(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		_, err := db.One(t.Context(), d, db.Text, "SELECT CAST($1 AS TEXT)", time.Unix(0, 0))
		if err == nil || !strings.Contains(err.Error(), "clock.Stamp") {
			t.Errorf("err = %v", err)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withPlaces(t, d)
		_, err := db.All(t.Context(), d, db.Text, "INSERT INTO place (slug, rank, lat) VALUES ('x', 1, 1) RETURNING slug")
		if err == nil || slugs(t, d) != "" {
			t.Errorf("a read wrote: %v, %q", err, slugs(t, d))
		}
	})
}

func TestAReadEndsWithItsContext(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := db.One(ctx, d, db.Int, "SELECT 1"); !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := db.One(ctx, d, db.Int, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n")
		if err == nil {
			t.Error("a query ran past its deadline")
		}
		if _, err := db.One(t.Context(), d, db.Int, "SELECT 1"); err != nil {
			t.Errorf("the connection is spoilt: %v", err)
		}
	})
}

func TestErrorsNameTheStatementButNotTheData(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		_, err := db.All(t.Context(), d, db.Text, "SELECT name\n\tFROM moon WHERE name = $1", "Erika Mustermann")
		if err == nil || !strings.Contains(err.Error(), "SELECT name FROM moon") || strings.Contains(err.Error(), "Erika") {
			t.Errorf("err = %v", err)
		}
	})
}

func TestConstraintErrorsByNumber(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withPlaces(t, d)
		do(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "CREATE TABLE photo (place TEXT NOT NULL REFERENCES place (slug), n INTEGER NOT NULL, UNIQUE (place, n))")
			return errors.Join(err, insert(ctx, tx, "adler", 1))
		})
		write := func(sql string, args ...any) error {
			return d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, sql, args...)
				return err
			})
		}
		if err := write("INSERT INTO place (slug, rank, lat) VALUES ($1, 1, 1)", "adler"); !db.IsUnique(err) || db.IsForeignKey(err) {
			t.Errorf("primary key: %v", err)
		}
		if err := write("INSERT INTO photo (place, n) VALUES ('adler', 1), ('adler', 1)"); !db.IsUnique(err) {
			t.Errorf("unique: %v", err)
		}
		if err := write("INSERT INTO photo (place, n) VALUES ('moon', 1)"); db.IsUnique(err) || !db.IsForeignKey(err) {
			t.Errorf("foreign key: %v", err)
		}
		if err := write("INSERT INTO photo (place, n) VALUES ('adler', NULL)"); err == nil || db.IsUnique(err) || db.IsForeignKey(err) {
			t.Errorf("not null: %v", err)
		}
		if db.IsUnique(nil) || db.IsUnique(errors.New("UNIQUE constraint failed")) {
			t.Error("the words of an error are not its number")
		}
	})
}
