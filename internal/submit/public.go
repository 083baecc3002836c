package submit

import (
	"net/http"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// Contact answers GET /kontakt: the operator's address and the form;
// ?betreff= chooses the subject and ?bezug= names the page it is about.
func (m *Room) Contact(w http.ResponseWriter, r *web.Request) error {
	subject, err := r.Choice("betreff", Subjects...)
	if err != nil {
		return err
	}
	item := r.URL.Query().Get("bezug")
	if item != "" && !pathForm.MatchString(item) {
		return fault.New(fault.BadRequest, "errors.bad_choice")
	}
	if subject == "" {
		subject = Subjects[0]
	}
	return m.show(w, r, http.StatusOK, &sheet{Kind: Contact, Path: "/kontakt", Subject: subject, Item: item})
}

// Report answers GET /orte/{slug}/fehler-melden and the like: the contact
// form, about the page whose address precedes.
func (m *Room) Report(w http.ResponseWriter, r *web.Request) error {
	return web.Redirect(w, r, r.Href("/kontakt?betreff=fehler&bezug=/orte/"+r.PathValue("slug")))
}

// SendContact answers POST /kontakt.
func (m *Room) SendContact(w http.ResponseWriter, r *web.Request) error {
	return m.send(w, r, Contact, "/kontakt")
}

// NewEvent answers GET /veranstaltungen/melden.
func (m *Room) NewEvent(w http.ResponseWriter, r *web.Request) error {
	return m.show(w, r, http.StatusOK, &sheet{Kind: Event, Path: "/veranstaltungen/melden"})
}

// SendEvent answers POST /veranstaltungen/melden.
func (m *Room) SendEvent(w http.ResponseWriter, r *web.Request) error {
	return m.send(w, r, Event, "/veranstaltungen/melden")
}

// NewPlace answers GET /orte/melden.
func (m *Room) NewPlace(w http.ResponseWriter, r *web.Request) error {
	return m.show(w, r, http.StatusOK, &sheet{Kind: Place, Path: "/orte/melden"})
}

// SendPlace answers POST /orte/melden.
func (m *Room) SendPlace(w http.ResponseWriter, r *web.Request) error {
	return m.send(w, r, Place, "/orte/melden")
}

// Thanks answers GET /kontakt/danke.
func (m *Room) Thanks(w http.ResponseWriter, r *web.Request) error {
	page := frame.Page{Title: r.T("submit.thanks_title"), NoIndex: true, Crumbs: []ui.Crumb{
		{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/kontakt"), Text: r.T("common.contact")}, {Text: r.T("submit.thanks_title")},
	}}
	return frame.Render(w, r, http.StatusOK, page, thanks(r))
}

// send decodes a form, stores it and sends the browser on; a form with faults
// comes back filled.
func (m *Room) send(w http.ResponseWriter, r *web.Request, kind Kind, path string) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	s := read(r, kind, path)
	if len(s.Wrong) > 0 {
		return m.show(w, r, http.StatusUnprocessableEntity, s)
	}
	message, fresh, err := m.pace(r.Context(), r.Site.Slug, s.Stamp)
	if err != nil {
		return err
	}
	if message != "" {
		s.Notice = message
		if fresh {
			s.Stamp = ""
		}
		return m.show(w, r, http.StatusUnprocessableEntity, s)
	}
	if err := m.limit.take(r.RemoteAddr, most(r.Site.Demo)); err != nil {
		s.Notice = "submit.too_many"
		w.Header().Set("Retry-After", "3600")
		return m.show(w, r, http.StatusTooManyRequests, s)
	}
	if err := m.Add(r.Context(), s.submission(r.Site.Slug), s.From); err != nil {
		return err
	}
	// The fragment replaces the one of the form, and leads to the heading.
	return web.Redirect(w, r, r.Href("/kontakt/danke#danke"))
}

func (m *Room) show(w http.ResponseWriter, r *web.Request, status int, s *sheet) error {
	if s.Stamp == "" {
		stamp, err := m.stamp(r.Context(), r.Site.Slug)
		if err != nil {
			return err
		}
		s.Stamp = stamp
	}
	// The page holds the time at which it was made.
	w.Header().Set("Cache-Control", "no-store")
	title := r.T("submit.title_" + string(s.Kind))
	page := frame.Page{Title: title, Description: r.T("submit.intro_" + string(s.Kind)), Crumbs: crumbs(r, s, title)}
	if len(s.Wrong) > 0 || s.Notice != "" {
		page.Title = r.T("common.error_prefix") + " " + title
	}
	return frame.Render(w, r, status, page, view(r, s))
}

func crumbs(r *web.Request, s *sheet, title string) []ui.Crumb {
	list := []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}}
	switch s.Kind {
	case Event:
		list = append(list, ui.Crumb{Href: r.Href("/veranstaltungen"), Text: r.T("common.events_short")})
	case Place:
		list = append(list, ui.Crumb{Href: r.Href("/orte"), Text: r.T("common.places")})
	}
	return append(list, ui.Crumb{Text: title})
}
