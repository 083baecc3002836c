// Package page is what an office does for a citizen and the standing texts of
// a portal: services such as the Sozialpass, free pages, and the pages that
// the law asks for.
package page

import (
	"net/http"
	"strings"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/portal"
	"umland/internal/ui"
	"umland/internal/web"
)

// Formats are the other forms of both lists.
var Formats = []string{"json", "csv"}

// room is what both kinds of this package have in common.
type room struct {
	spine   *content.Spine
	portals *portal.Room
	kind    content.Kind
	words   listWords
}

// listWords are the keys of a list's own words.
type listWords struct{ title, description, search, count, empty, all, icon string }

// Kind tells what the room keeps.
func (m *room) Kind() content.Kind { return m.kind }

// site checks what the room's items have in common before a save.
func (m *room) site(it *content.Item) (*web.Site, error) {
	it.Kind = m.kind
	site, ok := m.portals.BySlug(it.Portal)
	if !ok {
		return nil, fault.Fields(fault.Field{Name: "portal", Key: "errors.bad_choice"})
	}
	return site, m.spine.CheckCategories(m.kind, it.Categories)
}

type listPage struct {
	query *feed.Query
	found content.Found
	path  string
	words listWords
}

// List answers /leistungen or /seiten and their other forms.
func (m *room) List(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, m.kind, m.spine.Terms())
	if err != nil {
		return err
	}
	found, err := m.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(found.Total); err != nil {
		return err
	}
	if r.Format != "" {
		return feed.List(w, r, q, found)
	}
	page := frame.Page{
		Title: r.T(m.words.title), Description: r.T(m.words.description, "place", r.Site.Place), Formats: Formats,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T(m.words.title)}},
	}
	return frame.Render(w, r, http.StatusOK, page, listView(r, listPage{q, found, m.kind.Path(), m.words}))
}

// data answers the JSON of one item with what the kind adds to it.
func (m *room) data(w http.ResponseWriter, r *web.Request, it *content.Item, more map[string]any) error {
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{it.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	text, _ := it.Text(r.TextLang())
	more["kicker"], more["body"], more["attribution"] = text.Kicker, string(text.Body), it.Source.Attribution
	return feed.Item(w, r, rows[0], more)
}

// owner is the organisation behind an item, or zero.
func (m *room) owner(r *web.Request, it *content.Item) (content.Listing, error) {
	if it.Organisation == "" {
		return content.Listing{}, nil
	}
	rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{it.Organisation})
	if err != nil || len(rows) == 0 {
		return content.Listing{}, err
	}
	return rows[0], nil
}

// address is an address on one line.
func address(street, postcode, town string) string {
	parts := []string{}
	for _, s := range []string{street, strings.TrimSpace(postcode + " " + town)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
