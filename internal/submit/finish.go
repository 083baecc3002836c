package submit

import (
	"context"
	"net/http"

	"umland/internal/db"
	"umland/internal/form"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// finish answers the last step: it stores the submission and sends the
// browser on. Whatever is in the way, the answers stay in the form.
func (m *Room) finish(w http.ResponseWriter, r *web.Request, s *sheet) error {
	if first := m.firstWrong(r, s); first < lastStep {
		return web.Redirect(w, r, r.Href(s.at(first)))
	}
	s.Trap = form.Line(r, "webseite")
	message, proven, err := m.pace(r.Context(), r.Site.Slug, digest(s.Draft.Token), form.Line(r, "stand"), form.Line(r, "probe"))
	if err != nil {
		return err
	}
	from := s.Draft.Answers.sender()
	if message == "" && s.Draft.Changes == "" && from.Email == "" && !proven {
		message = "submit.need_proof"
	}
	if message != "" {
		s.Notice = message
		return m.show(w, r, http.StatusUnprocessableEntity, s)
	}
	if wait, crowded := m.limit.admit(r.Site.Slug, r.RemoteAddr, proven, r.Site.Demo); wait > 0 {
		if crowded {
			return m.full(w, r, http.StatusServiceUnavailable, s, "submit.flood", wait)
		}
		return m.full(w, r, http.StatusTooManyRequests, s, "submit.too_many", wait)
	}
	sub := m.made(r, s, proven)
	if sub.Status == Unconfirmed || from.Email != "" && sub.Status == Open && m.writes() && s.Draft.Changes == "" {
		if wait := m.limit.letter(from.Email, r.Site.Demo); wait > 0 {
			return m.full(w, r, http.StatusTooManyRequests, s, "submit.too_many_letters", wait)
		}
	}
	if err := m.deliver(r.Context(), r, s.Draft, sub, from); err != nil {
		return err
	}
	how := ""
	if sub.Status == Unconfirmed {
		how = "mail"
	}
	return m.thanked(w, r, s.Kind, how)
}

// made is the submission that a form becomes.
func (m *Room) made(r *web.Request, s *sheet, proven bool) *Submission {
	a := s.Draft.Answers
	sub := a.submission(s.Kind, r.Site.Slug)
	sub.Item, sub.Lang, sub.Origin, sub.Changes = s.Draft.Item, r.Lang, r.Origin(r.Site), s.Draft.Changes
	if s.Kind == Error {
		sub.Subject = s.Entry.Title
		for _, f := range s.Entry.Facts {
			if f.Key == a["feld"] && f.Value != "" {
				sub.Details = append(sub.Details, Detail{Key: "alt", Value: f.Value})
			}
		}
	}
	sub.Status = Open
	switch {
	case s.Trap != "":
		sub.Status, sub.By = Spam, Trap
	case s.Draft.Changes != "":
		sub.Confirmed = m.clock.Now() // the link in the letter is the proof
	case a["email"] != "" && m.writes() && (s.Kind == Event || s.Kind == Place || !proven):
		sub.Status = Unconfirmed
	}
	return sub
}

// deliver stores the submission with its sender and has the letter written,
// and marks the form as sent. The second of two clicks changes nothing.
func (m *Room) deliver(ctx context.Context, r *web.Request, d *draft, sub *Submission, from Sender) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := m.identify(sub); err != nil {
			return err
		}
		first, err := m.spend(ctx, tx, d, sub.ID)
		if err != nil || !first {
			return err
		}
		if sub.Changes != "" {
			return m.change(ctx, tx, sub, from)
		}
		if err := m.insert(ctx, tx, sub, from); err != nil {
			return err
		}
		if sub.Status == Spam || from.Email == "" || !m.writes() {
			return nil
		}
		return m.askToConfirm(ctx, tx, sub, from)
	})
}

// thanked leads to the page after sending. The fragment replaces the one of
// the form, and leads to the heading.
func (m *Room) thanked(w http.ResponseWriter, r *web.Request, k Kind, how string) error {
	to := "/kontakt/danke?art=" + string(k)
	if how != "" {
		to += "&post=ja"
	}
	return web.Redirect(w, r, r.Href(to+"#danke"))
}

// Thanks answers GET /kontakt/danke.
func (m *Room) Thanks(w http.ResponseWriter, r *web.Request) error {
	kind, err := r.Choice("art", string(Contact), string(Event), string(Place), string(Error))
	if err != nil {
		return err
	}
	post, err := r.Choice("post", "ja")
	if err != nil {
		return err
	}
	title := r.T("submit.thanks_title")
	if post != "" {
		title = r.T("submit.confirm_title")
	}
	page := frame.Page{Title: title, NoIndex: true, Crumbs: []ui.Crumb{
		{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/kontakt"), Text: r.T("common.contact")}, {Text: title},
	}}
	return frame.Render(w, r, http.StatusOK, page, thanks(r, title, Kind(kind), post != ""))
}
