package desk

import (
	"net/http"

	"umland/internal/account"
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
	status, err := r.Choice("status", "alle", string(submit.Open), string(submit.Done), string(submit.Spam))
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

// letter is one submission, with its sender for those who may know.
type letter struct {
	site     *web.Site
	sent     *submit.Submission
	from     submit.Sender
	moderate bool
	decided  string // by whom
}

func (m *Room) submissionPage(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	l := letter{site: site, moderate: person(r).May(account.Moderate, site.Slug)}
	if l.sent, err = m.submissions.Get(r.Context(), site.Slug, r.PathValue("id")); err != nil {
		return err
	}
	if l.moderate {
		if l.from, err = m.submissions.SenderOf(r.Context(), site.Slug, l.sent.ID); err != nil {
			return err
		}
	}
	names, err := m.accounts.Names(r.Context())
	if err != nil {
		return err
	}
	l.decided = actor(r, l.sent.By, names[l.sent.By])
	if l.sent.By == submit.Trap {
		l.decided = r.T("desk.by_trap")
	}
	title := l.sent.Kind.Name(r.Lang) + ": " + l.sent.Title(r.Lang)
	return m.render(w, r, http.StatusOK, page{title: title, site: site, current: at(site, "einsendungen")}, letterView(r, l))
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
