package content

import (
	"context"
	"fmt"
	"strings"

	"umland/internal/db"
	"umland/internal/search"
)

// Derived writes all rows that are derived from an item as one text, so that
// two states can be compared.
func (s *Spine) Derived(ctx context.Context, q db.Q, id string) (string, error) {
	var b strings.Builder
	listings, err := db.All(ctx, q, scanListing, `SELECT `+listingColumns+` FROM listing l WHERE l.item = $1 ORDER BY l.lang`, id)
	if err != nil {
		return "", err
	}
	for _, l := range listings {
		fmt.Fprintf(&b, "listing %+v\n", l)
	}
	for _, part := range []string{
		`SELECT 'placement ' || portal || ' ' || kind || ' ' || origin || ' ' || public || ' ' || sort || ' ' || since FROM placement WHERE item = $1 ORDER BY portal`,
		`SELECT 'spot ' || kind || ' ' || cell || ' ' || lat || ' ' || lon || ' ' || town || ' ' || town_name || ' ' || step_free FROM spot WHERE item = $1`,
		`SELECT 'date ' || portal || ' ' || start_wall || ' ' || end_wall || ' ' || start_at || ' ' || end_at || ' ' || day || ' ' || end_day || ' ' || all_day || ' ' || own || ' ' || place || ' ' || status || ' ' || was || ' ' ||
			elsewhere || venue || street || postcode || town || has_position || lat || lon
			FROM event_date WHERE item = $1 ORDER BY portal, start_wall`,
		`SELECT 'mark ' || mark FROM item_mark WHERE item = $1 ORDER BY mark`,
	} {
		rows, err := db.All(ctx, q, db.Text, part, id)
		if err != nil {
			return "", err
		}
		for _, r := range rows {
			b.WriteString(r + "\n")
		}
	}
	found, err := search.Derived(ctx, q, id)
	for _, f := range found {
		b.WriteString(f + "\n")
	}
	return b.String(), err
}
