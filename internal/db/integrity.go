package db

import (
	"context"
	"fmt"
)

// Integrity looks for damage in the stored data and gives a line for each
// finding; none means that all is well. A damaged page can stay unseen by
// every ordinary query. thorough also compares each index with its table,
// which takes several times as long. PostgreSQL keeps watch over its own
// pages; there it only asks for a sign of life.
func (d *DB) Integrity(ctx context.Context, thorough bool) ([]string, error) {
	if d.engine != SQLite {
		return []string{}, d.Ping(ctx)
	}
	check := "PRAGMA quick_check"
	if thorough {
		check = "PRAGMA integrity_check"
	}
	found, err := All(ctx, d, Text, check)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = found[:0]
	}
	loose, err := All(ctx, d, func(r Row) (string, error) {
		var table, parent string
		var row *int64
		var key int
		err := r.Scan(&table, &row, &parent, &key)
		return fmt.Sprintf("table %s points to a row of %s that is not there", table, parent), err
	}, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, err
	}
	return append(found, loose...), nil
}
