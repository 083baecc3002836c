package desk

import (
	"net/http"

	"umland/internal/account"
	"umland/internal/fault"
	"umland/internal/importer"
	"umland/internal/web"
)

// goneRoutes are the addresses of what the sources no longer have.
func (m *Room) goneRoutes(at string) []Route {
	return []Route{
		{account.Edit, "GET " + at + "/verschwunden", m.goneList},
		{account.Publish, "POST " + at + "/verschwunden/{id}", m.keepGone},
	}
}

// goneItems is the list of what the sources of a portal no longer have.
type goneItems struct {
	site  *web.Site
	page  int
	total int
	list  []importer.Gone
	may   bool // the person may decide
}

func (g goneItems) pages() int { return max(1, (g.total+pageSize-1)/pageSize) }

// goneList answers ?seite=.
func (m *Room) goneList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	g := goneItems{site: site, may: person(r).May(account.Publish, site.Slug)}
	if g.page, err = r.Count("seite", 1, 1, 100_000); err != nil {
		return err
	}
	if g.total, err = importer.CountGone(r.Context(), m.spine.DB(), site.Slug); err != nil {
		return err
	}
	if g.page > g.pages() {
		return fault.New(fault.NotFound, "errors.page_beyond", "pages", g.pages())
	}
	if g.list, err = importer.ListGone(r.Context(), m.spine.DB(), site.Slug, pageSize, (g.page-1)*pageSize); err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.gone"), site: site, current: at(site)}, goneView(r, g))
}

// keepGone keeps that an item stays.
func (m *Room) keepGone(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	if err := importer.KeepGone(r.Context(), m.spine.DB(), site.Slug, r.PathValue("id"), person(r).ID); err != nil {
		return err
	}
	return tell(w, r, at(site, "verschwunden"), "gone_kept")
}
