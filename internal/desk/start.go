package desk

import (
	"context"
	"net/http"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/importer"
	"umland/internal/submit"
	"umland/internal/web"
)

// Who gives the person behind a request to the desk; Unauthenticated where
// nobody is signed in, any other error where that cannot be told.
func (m *Room) Who(r *http.Request) (web.Identity, error) {
	p, err := m.accounts.Identify(r.Context(), m.accounts.Token(r))
	if err != nil {
		return nil, err
	}
	return p, nil
}

// waiting is what is to do in a portal.
type waiting struct {
	site        *web.Site
	submissions submit.Found
	drafts      []row
	draftCount  int
	twins       int            // pairs that may be the same
	gone        int            // items that their sources no longer have
	create      []content.Kind // what the person writes most
}

func (w waiting) count() int { return w.submissions.Total + w.draftCount + w.twins + w.gone }

// shownTasks is how many of each sort the start page names.
const shownTasks = 10

// start offers the portals; whoever has one only goes there at once.
func (m *Room) start(w http.ResponseWriter, r *web.Request) error {
	sites := m.mine(person(r), account.Desk)
	if len(sites) == 1 {
		return web.Redirect(w, r, at(sites[0]))
	}
	var list []waiting
	for _, site := range sites {
		one, err := m.waiting(r.Context(), person(r), site, 1)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.choose_portal")}, startView(r, list))
}

// tasks says what is to do in a portal.
func (m *Room) tasks(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	todo, err := m.waiting(r.Context(), person(r), site, shownTasks)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.todo"), site: site, current: at(site)}, tasksView(r, todo))
}

// waiting reads what the person can do something about.
func (m *Room) waiting(ctx context.Context, p *account.Person, site *web.Site, limit int) (waiting, error) {
	out := waiting{site: site}
	var err error
	if p.May(account.Review, site.Slug) {
		out.submissions, err = m.submissions.List(ctx, submit.Filter{Portal: site.Slug, Status: submit.Open}, limit, 0)
		if err != nil {
			return out, err
		}
	}
	if p.May(account.Edit, site.Slug) {
		if m.Twins != nil {
			if out.twins, err = m.Twins.Count(ctx, site.Slug); err != nil {
				return out, err
			}
		}
		if out.gone, err = importer.CountGone(ctx, m.spine.DB(), site.Slug); err != nil {
			return out, err
		}
		for _, part := range m.parts {
			if k := part.Keeper.Kind(); k == content.Article || k == content.Event || k == content.Place {
				out.create = append(out.create, k)
			}
		}
		out.draftCount, out.drafts, err = m.items(ctx, filter{portal: site.Slug, status: content.Draft}, limit, 0)
	}
	return out, err
}
