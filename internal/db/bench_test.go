package db_test

import (
	"context"
	"fmt"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

// engines runs a benchmark on each engine that is there.
func engines(b *testing.B, fn func(b *testing.B, d *db.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, testkit.SQLite(b)) })
	if testkit.HasPostgres(b) {
		b.Run("postgres", func(b *testing.B) { fn(b, testkit.Postgres(b)) })
	}
}

func fill(b *testing.B, d *db.DB, n int) {
	b.Helper()
	err := d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "CREATE TABLE place (slug TEXT NOT NULL PRIMARY KEY, rank BIGINT NOT NULL, lat REAL NOT NULL, is_open INTEGER NOT NULL)"); err != nil {
			return err
		}
		for i := range n {
			if err := insert(ctx, tx, fmt.Sprintf("p%05d", i), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkOne(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		fill(b, d, 10_000)
		// As in a request: a context that can end.
		ctx, cancel := context.WithCancel(b.Context())
		defer cancel()
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			slug := fmt.Sprintf("p%05d", i%10_000)
			if _, err := db.One(ctx, d, scanPlace, "SELECT "+placeColumns+" FROM place WHERE slug = $1", slug); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAll20(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		fill(b, d, 10_000)
		ctx, cancel := context.WithCancel(b.Context())
		defer cancel()
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			w := db.NewWhere(1)
			w.Add("slug >= ?", fmt.Sprintf("p%05d", i%9_000))
			list, err := db.All(ctx, d, scanPlace, "SELECT "+placeColumns+" FROM place"+w.SQL()+" ORDER BY slug LIMIT "+w.Mark(20), w.Args()...)
			if err != nil || len(list) != 20 {
				b.Fatal(len(list), err)
			}
		}
	})
}

// BenchmarkWrite is one durable save: on SQLite it measures the disk's fsync.
func BenchmarkWrite(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		fill(b, d, 100)
		for i := 0; b.Loop(); i++ {
			err := d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE place SET rank = rank + 1 WHERE slug = $1", fmt.Sprintf("p%05d", i%100))
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkExec is one statement of many in a transaction, as in an import.
func BenchmarkExec(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
		fill(b, d, 100)
		err := d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := 0; b.Loop(); i++ {
				if _, err := tx.Exec(ctx, "UPDATE place SET rank = rank + 1 WHERE slug = $1", fmt.Sprintf("p%05d", i%100)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	})
}
