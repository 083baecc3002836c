package desk

import (
	"context"
	"net/http"
	"slices"

	"umland/internal/account"
	"umland/internal/db"
	"umland/internal/form"
	"umland/internal/web"
)

// sharing offers the other portals in which the person may publish.
func (m *Room) sharing(r *web.Request, e *editing) error {
	if !e.publish {
		return nil
	}
	var shown []string
	if !e.isNew {
		var err error
		if shown, err = m.spine.SharedWith(r.Context(), m.spine.DB(), e.it.ID); err != nil {
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
	id := e.it.ID
	return m.spine.DB().Write(r.Context(), func(ctx context.Context, tx *db.Tx) error {
		shown, err := m.spine.SharedWith(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, site := range m.mine(person(r), account.Publish) {
			is, want := slices.Contains(shown, site.Slug), slices.Contains(r.PostForm["share"], site.Slug)
			if site.Slug == e.site.Slug || is == want {
				continue
			}
			if err := m.spine.Share(ctx, tx, id, site.Slug, want); err != nil {
				return err
			}
		}
		return nil
	})
}
