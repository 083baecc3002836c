package desk

import (
	"context"
	"net/http"
	"slices"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/form"
	"umland/internal/web"
)

// sharedWith lists the portals that show an item besides its owner. It asks
// for one item and thus for no portal.
func (m *Room) sharedWith(ctx context.Context, q db.Q, item string) ([]string, error) {
	return db.All(ctx, q, db.Text, `SELECT portal FROM placement WHERE item = $1 AND origin = 'shared' ORDER BY portal`, item)
}

// sharing offers the other portals in which the person may publish.
func (m *Room) sharing(r *web.Request, e *editing) error {
	if !e.publish {
		return nil
	}
	var shown []string
	if !e.isNew {
		var err error
		if shown, err = m.sharedWith(r.Context(), m.spine.DB(), e.it.ID); err != nil {
			return err
		}
	}
	chosen := shown
	if r.Method == http.MethodPost {
		chosen = r.PostForm["share"]
	}
	for _, site := range m.mine(person(r), account.Publish) {
		if site.Slug != e.site.Slug {
			e.shares = append(e.shares, form.Option{Value: site.Slug, Label: site.Name, Chosen: slices.Contains(chosen, site.Slug)})
		}
	}
	for _, slug := range shown {
		if site, ok := m.portals.BySlug(slug); ok && !person(r).May(account.Publish, slug) {
			e.shownIn = append(e.shownIn, site.Name)
		}
	}
	return nil
}

// share shows the item in the chosen portals and takes it out of the others,
// as far as the person has a say in them. The rows of the owner's portal hold
// all that the others' need.
func (m *Room) share(r *web.Request, e *editing) error {
	if !e.publish || r.PostForm["share_asked"] == nil {
		return nil
	}
	now, id := clock.Stamp(m.clock().Now()), e.it.ID
	return m.spine.DB().Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		shown, err := m.sharedWith(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, site := range m.mine(person(r), account.Publish) {
			is, want := slices.Contains(shown, site.Slug), slices.Contains(r.PostForm["share"], site.Slug)
			if site.Slug == e.site.Slug || is == want {
				continue
			}
			if err := place(ctx, tx, site.Slug, id, now, want); err != nil {
				return err
			}
			if err := m.spine.Log(ctx, tx, content.Change{Portal: site.Slug, Kind: e.kind, Item: id, Action: "placed"}); err != nil {
				return err
			}
		}
		return nil
	})
}

// place writes or deletes the placement and the dates of an item in a portal
// that does not own it.
func place(ctx context.Context, tx *db.Tx, portal, item, now string, shown bool) error {
	statements := []string{
		`DELETE FROM event_date WHERE portal = $1 AND item = $2 AND own = 0`,
		`DELETE FROM placement WHERE portal = $1 AND item = $2 AND origin = 'shared'`,
	}
	if !shown {
		for _, s := range statements {
			if _, err := tx.Exec(ctx, s, portal, item); err != nil {
				return err
			}
		}
		return nil
	}
	if _, err := tx.Exec(ctx, `INSERT INTO placement (portal, item, kind, origin, public, sort, since)
		SELECT CAST($1 AS TEXT), item, kind, 'shared', public, sort, CAST($2 AS TEXT) FROM placement WHERE item = $3 AND origin = 'own'`,
		portal, now, item); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO event_date (portal, item, start_wall, end_wall, start_at, end_at, day, end_day, all_day, several, own, place, status)
		SELECT CAST($1 AS TEXT), item, start_wall, end_wall, start_at, end_at, day, end_day, all_day, several, 0, place, status
		FROM event_date WHERE item = $2 AND own = 1`, portal, item)
	return err
}
