package db_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

// withCounter makes the two tables of a change log: a row per change and the
// one row that gives the numbers out.
func withCounter(t *testing.T, d *db.DB) {
	t.Helper()
	do(t, d, func(ctx context.Context, tx *db.Tx) error {
		for _, sql := range []string{
			"CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
			"INSERT INTO counter (name, value) VALUES ('change', 0)",
			"CREATE TABLE change (number BIGINT NOT NULL PRIMARY KEY, who TEXT NOT NULL)",
		} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

// logged ends a transaction with the next number, taken in one statement.
func logged(ctx context.Context, tx *db.Tx, who string) error {
	n, err := db.One(ctx, tx, db.Int64, "UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO change (number, who) VALUES ($1, $2)", n, who)
	return err
}

// follow reads like a reader of the change log: only what is above the last
// number it has seen.
func follow(t *testing.T, d *db.DB, last int64) []string {
	t.Helper()
	list, err := db.All(t.Context(), d, func(r db.Row) (string, error) {
		var n int64
		var who string
		err := r.Scan(&n, &who)
		return fmt.Sprintf("%d %s", n, who), err
	}, "SELECT number, who FROM change WHERE number > $1 ORDER BY number", last)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The first transaction begins early and stays open while a second one begins
// and is saved: the reader sees the later number later, and misses neither.
func TestALongTransactionIsNotMissed(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withCounter(t, d)
		begun, release, second := make(chan struct{}), make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			do(t, d, func(ctx context.Context, tx *db.Tx) error {
				// It has an open transaction with a write of its own before the
				// second one begins.
				if _, err := tx.Exec(ctx, "INSERT INTO counter (name, value) VALUES ('other', 0)"); err != nil {
					return err
				}
				close(begun)
				<-release
				return logged(ctx, tx, "early")
			})
		})
		<-begun
		all.Go(func() {
			do(t, d, func(ctx context.Context, tx *db.Tx) error { return logged(ctx, tx, "late") })
			close(second)
		})
		if d.Engine() == db.SQLite {
			// There the second stands in the queue behind the first.
			close(release)
			all.Wait()
			if got := follow(t, d, 0); !slices.Equal(got, []string{"1 early", "2 late"}) {
				t.Errorf("seen %v", got)
			}
			return
		}
		<-second
		if got := follow(t, d, 0); !slices.Equal(got, []string{"1 late"}) {
			t.Errorf("after the second: %v", got)
		}
		close(release)
		all.Wait()
		if got := follow(t, d, 1); !slices.Equal(got, []string{"2 early"}) {
			t.Errorf("after the first: %v", got)
		}
	})
}

// One transaction already has its number but is not saved yet: a later one
// must not become visible before it.
func TestANumberTakenButNotSavedHoldsBackLaterOnes(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withCounter(t, d)
		taken, release, asked := make(chan struct{}), make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			do(t, d, func(ctx context.Context, tx *db.Tx) error {
				err := logged(ctx, tx, "first")
				close(taken)
				<-release
				return err
			})
		})
		<-taken
		all.Go(func() {
			close(asked)
			do(t, d, func(ctx context.Context, tx *db.Tx) error { return logged(ctx, tx, "second") })
		})
		<-asked
		for range 50 {
			if got := follow(t, d, 0); len(got) != 0 {
				t.Fatalf("visible before the first was saved: %v", got)
			}
		}
		close(release)
		all.Wait()
		if got := follow(t, d, 0); !slices.Equal(got, []string{"1 first", "2 second"}) {
			t.Errorf("seen %v", got)
		}
	})
}

// Many writers, one reader that only ever looks above the last number seen.
func TestNumbersBecomeVisibleInOrder(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withCounter(t, d)
		const writers, each = 6, 15
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					do(t, d, func(ctx context.Context, tx *db.Tx) error { return logged(ctx, tx, fmt.Sprintf("%d-%d", w, i)) })
				}
			})
		}
		written := make(chan struct{})
		go func() { all.Wait(); close(written) }()
		var seen int64
		for done := false; !done; {
			select {
			case <-written:
				done = true // one last look below
			default:
			}
			for _, line := range follow(t, d, seen) {
				var n int64
				var who string
				fmt.Sscan(line, &n, &who)
				if n != seen+1 {
					t.Fatalf("after %d came %d: a change was missed", seen, n)
				}
				seen = n
			}
		}
		if seen != writers*each {
			t.Errorf("seen %d of %d", seen, writers*each)
		}
	})
}
