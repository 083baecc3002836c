package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

func TestWhereBuildsConditions(t *testing.T) {
	var w db.Where
	if w.SQL() != "" || len(w.Args()) != 0 {
		t.Errorf("empty: %q %v", w.SQL(), w.Args())
	}
	w.Add("kind = ?", "place")
	w.Add("title = '?' OR lat BETWEEN ? AND ?", 1.5, 2.5)
	w.In("slug", []string{"a", "b"})
	w.Add("is_open = 1")
	limit := w.Mark(20)
	want := " WHERE (kind = $1) AND (title = '?' OR lat BETWEEN $2 AND $3) AND (slug IN ($4, $5)) AND (is_open = 1)"
	if w.SQL() != want || limit != "$6" || fmt.Sprint(w.Args()) != "[place 1.5 2.5 a b 20]" {
		t.Errorf("SQL = %s\nlimit %s, args %v", w.SQL(), limit, w.Args())
	}
}

func TestWhereNumbersFromTheFirst(t *testing.T) {
	w := db.NewWhere(9)
	w.Add("a = ?", 1)
	w.Add("b = ?", 2)
	if w.SQL() != " WHERE (a = $9) AND (b = $10)" {
		t.Errorf("SQL = %s", w.SQL())
	}
}

func TestWhereRefusesWrongMarks(t *testing.T) {
	for _, c := range []struct {
		cond string
		args []any
	}{{"a = ?", nil}, {"a = ? AND b = ?", []any{1}}, {"a = 1", []any{1}}, {"a = '?'", []any{1}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q with %d arguments was taken", c.cond, len(c.args))
				}
			}()
			db.NewWhere(1).Add(c.cond, c.args...)
		}()
	}
}

func TestWhereOnBothEngines(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withPlaces(t, d)
		do(t, d, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(insert(ctx, tx, "a", 1), insert(ctx, tx, "b", 2), insert(ctx, tx, "c", 3))
		})
		find := func(fill func(w *db.Where)) string {
			w := db.NewWhere(1)
			fill(w)
			list, err := db.All(t.Context(), d, db.Text, "SELECT slug FROM place"+w.SQL()+" ORDER BY slug LIMIT "+w.Mark(10), w.Args()...)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(list)
		}
		if got := find(func(w *db.Where) { w.Add("rank > ?", 1); w.In("slug", []string{"a", "c"}) }); got != "[c]" {
			t.Errorf("got %s", got)
		}
		if got := find(func(w *db.Where) { w.Add("is_open = ?", true) }); got != "[b]" {
			t.Errorf("truth value: %s", got)
		}
		if got := find(func(w *db.Where) { w.In("slug", nil) }); got != "[]" {
			t.Errorf("an empty list must let nothing through: %s", got)
		}
		if got := find(func(w *db.Where) { w.Add("slug = 'a' OR slug = 'b'"); w.Add("rank = ?", 2) }); got != "[b]" {
			t.Errorf("an OR leaks out of its condition: %s", got)
		}
	})
}
