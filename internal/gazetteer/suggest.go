package gazetteer

import (
	"context"

	"umland/internal/db"
	"umland/internal/spell"
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
		if d := spell.Edits(name, k.sort); d < distance {
			best, distance = k.name, d
		}
	}
	return best, nil
}
