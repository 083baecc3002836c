package gazetteer

import (
	"context"

	"umland/internal/db"
)

// suggest gives the known name that is nearest to a misspelt one: at most a
// third of its letters may differ, and never more than three.
func (m *Room) suggest(ctx context.Context, name string) (string, error) {
	if len(name) < 4 {
		return "", nil
	}
	type known struct{ name, sort string }
	list, err := db.All(ctx, m.db, func(r db.Row) (known, error) {
		var k known
		return k, r.Scan(&k.name, &k.sort)
	}, `SELECT MIN(name), sort FROM gazetteer WHERE house = '' AND sort >= $1 AND sort < $2 GROUP BY sort ORDER BY sort`, name[:1], name[:1]+"\U0010FFFF")
	if err != nil {
		return "", err
	}
	best, distance := "", min(3, len(name)/3)+1
	for _, k := range list {
		if d := edits(name, k.sort, distance); d < distance {
			best, distance = k.name, d
		}
	}
	return best, nil
}

// edits is the number of letters to insert, drop, change or swap with the
// neighbour (Damerau-Levenshtein, restricted), or limit where it is not less.
func edits(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
