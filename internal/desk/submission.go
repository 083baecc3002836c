package desk

import (
	"net/http"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/submit"
	"umland/internal/web"
)

// inbox is a list of what visitors sent in.
type inbox struct {
	site   *web.Site
	filter submit.Filter
	found  submit.Found
	page   int
}

func (i inbox) pages() int { return max(1, (i.found.Total+pageSize-1)/pageSize) }

// submissionList answers ?status= (open by default, alle for any), ?art=,
// ?seite=.
func (m *Room) submissionList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	l := inbox{site: site, filter: submit.Filter{Portal: site.Slug}}
	statuses := []string{"alle"}
	for _, one := range submit.Statuses {
		statuses = append(statuses, string(one))
	}
	status, err := r.Choice("status", statuses...)
	if err != nil {
		return err
	}
	kind, err := r.Choice("art", string(submit.Contact), string(submit.Event), string(submit.Place), string(submit.Error))
	if err != nil {
		return err
	}
	if status == "" {
		status = string(submit.Open)
	}
	if status != "alle" {
		l.filter.Status = submit.Status(status)
	}
	l.filter.Kind = submit.Kind(kind)
	if l.page, err = r.Count("seite", 1, 1, 100_000); err != nil {
		return err
	}
	if l.found, err = m.submissions.List(r.Context(), l.filter, pageSize, (l.page-1)*pageSize); err != nil {
		return err
	}
	if l.page > l.pages() {
		return fault.New(fault.NotFound, "errors.page_beyond", "pages", l.pages())
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.submissions"), site: site, current: at(site, "einsendungen")}, inboxView(r, l))
}

func (m *Room) decide(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	site, err := m.site(r)
	if err != nil {
		return err
	}
	status := submit.Status(r.PostFormValue("status"))
	if err := m.submissions.Decide(r.Context(), site.Slug, r.PathValue("id"), status, person(r).ID); err != nil {
		return err
	}
	if status == submit.Open {
		return tell(w, r, at(site, "einsendungen", r.PathValue("id")), "reopened")
	}
	return tell(w, r, at(site, "einsendungen"), "decided")
}
