package desk

import (
	"context"
	"net/http"
	"strings"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/mail"
	"umland/internal/smtpsink"
	"umland/internal/submit"
	"umland/internal/web"
)

// letter is one submission, with its sender for those who may know.
type letter struct {
	site     *web.Site
	sent     *submit.Submission
	earlier  *submit.Submission // the one that it changes; without an ID where there is none
	from     submit.Sender
	moderate bool
	edit     bool
	decided  string // by whom
	letters  []mail.Passed
	item     string        // path of the form of the item that came of it or that it is about, or ""
	wrong    []fault.Field // of the forms below
	typed    map[string]string
	twins    []submit.Twin
}

func (m *Room) submissionPage(w http.ResponseWriter, r *web.Request) error {
	return m.letterPage(w, r, http.StatusOK, nil, map[string]string{})
}

func (m *Room) letterPage(w http.ResponseWriter, r *web.Request, status int, wrong []fault.Field, typed map[string]string) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	who := person(r)
	l := letter{site: site, moderate: who.May(account.Moderate, site.Slug), edit: who.May(account.Edit, site.Slug), wrong: wrong, typed: typed}
	ctx := r.Context()
	if l.sent, err = m.submissions.Get(ctx, site.Slug, r.PathValue("id")); err != nil {
		return err
	}
	if l.earlier, err = m.submissions.Earlier(ctx, l.sent); err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if l.moderate {
		if l.from, err = m.submissions.SenderOf(ctx, site.Slug, l.sent.ID); err != nil {
			return err
		}
	}
	if m.submissions.Post != nil {
		if l.letters, err = mail.About(ctx, m.spine.DB(), l.sent.ID); err != nil {
			return err
		}
	}
	if l.item, err = m.itemOf(ctx, site, l.sent); err != nil {
		return err
	}
	if l.sent.Status == submit.Open && l.sent.Made == "" {
		if l.twins, err = m.submissions.TwinsOf(ctx, site, l.sent, string(r.Lang)); err != nil {
			return err
		}
	}
	names, err := m.accounts.Names(ctx)
	if err != nil {
		return err
	}
	l.decided = actor(r, l.sent.By, names[l.sent.By])
	switch l.sent.By {
	case submit.Trap:
		l.decided = r.T("desk.by_trap")
	case submit.BySender:
		l.decided = r.T("desk.by_sender")
	}
	title := l.sent.Kind.Name(r.Lang) + ": " + l.sent.Title(r.Lang)
	return m.render(w, r, status, page{title: title, site: site, current: at(site, "einsendungen"), wrong: len(wrong) > 0}, letterView(r, m, l))
}

// itemOf is the form of the item that a submission became or is about, where
// the portal owns it.
func (m *Room) itemOf(ctx context.Context, site *web.Site, s *submit.Submission) (string, error) {
	id := s.Made
	if id == "" && s.Kind == submit.Error {
		for _, p := range m.parts {
			slug, ok := cutPath(p.Keeper.Kind(), s.Item)
			if !ok {
				continue
			}
			found, err := m.spine.Find(ctx, m.spine.DB(), site.Slug, p.Keeper.Kind(), slug)
			if fault.KindOf(err) == fault.NotFound {
				return "", nil
			}
			if err != nil {
				return "", err
			}
			id = found
		}
	}
	if id == "" {
		return "", nil
	}
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if fault.KindOf(err) == fault.NotFound || err == nil && it.Portal != site.Slug {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return at(site, word(it.Kind), it.ID), nil
}

// makeDraft makes an item of what was sent in and opens its form. What the
// room does not take as it is comes as the form of a new item, filled in.
func (m *Room) makeDraft(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	s, err := m.submissions.Get(r.Context(), site.Slug, r.PathValue("id"))
	if err != nil {
		return err
	}
	part, ok := m.partOf(s.Kind.Item())
	if !ok || m.Fill == nil || s.Status != submit.Open || s.Made != "" {
		return fault.New(fault.Conflict, "desk.draft_made")
	}
	b := part.Keeper.Blank(site)
	if err := m.Fill(r.Context(), b, s); err != nil {
		return err
	}
	it := b.Spine()
	if it.Slug, err = content.FreeSlug(r.Context(), m.spine.DB(), site.Slug, it.Kind, content.Slug(s.Subject)); err != nil {
		return err
	}
	err = part.Keeper.Save(r.Context(), content.Act{Actor: person(r).ID, Reason: r.T("desk.from_submission")}, b)
	if len(fault.FieldsOf(err)) > 0 {
		return web.Redirect(w, r, at(site, word(it.Kind), "neu")+"?einsendung="+s.ID)
	}
	if err != nil {
		return err
	}
	if err := m.submissions.Turned(r.Context(), site.Slug, s.ID, it.ID, person(r).ID, false); err != nil {
		return err
	}
	if !person(r).May(account.Edit, site.Slug) {
		return tell(w, r, at(site, "einsendungen", s.ID), "draft_made")
	}
	return tell(w, r, at(site, word(it.Kind), it.ID), "draft_made")
}

func (m *Room) partOf(k content.Kind) (Part, bool) {
	for _, p := range m.parts {
		if k != "" && p.Keeper.Kind() == k {
			return p, true
		}
	}
	return Part{}, false
}

// reject ends a submission with a reason and tells its sender.
func (m *Room) reject(w http.ResponseWriter, r *web.Request) error {
	return m.reply(w, r, "rejected", func(site *web.Site, id string) (map[string]string, error) {
		typed := map[string]string{"grund": form.Line(r, "grund"), "text": form.Text(r, "text")}
		return typed, m.submissions.Reject(r.Context(), site.Slug, id, person(r).ID, typed["grund"], typed["text"])
	})
}

// answer writes to the sender of a submission.
func (m *Room) answer(w http.ResponseWriter, r *web.Request) error {
	return m.reply(w, r, "answered", func(site *web.Site, id string) (map[string]string, error) {
		typed := map[string]string{"antwort": form.Text(r, "antwort")}
		return typed, m.submissions.Answer(r.Context(), site.Slug, id, typed["antwort"])
	})
}

// reply does what a form on a submission's page asks for; what is wrong with
// it comes back with the form.
func (m *Room) reply(w http.ResponseWriter, r *web.Request, ok string, do func(site *web.Site, id string) (map[string]string, error)) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	site, err := m.site(r)
	if err != nil {
		return err
	}
	typed, err := do(site, r.PathValue("id"))
	if wrong := fault.FieldsOf(err); len(wrong) > 0 {
		return m.letterPage(w, r, http.StatusUnprocessableEntity, wrong, typed)
	}
	if err != nil {
		return err
	}
	return tell(w, r, at(site, "einsendungen", r.PathValue("id")), ok)
}

// takeSent puts what a visitor sent in into the form of an item, to be looked
// at and saved: ?einsendung= of the form's address, or the field of that name.
func (m *Room) takeSent(r *web.Request, e *editing, id string) error {
	if id == "" || m.Fill == nil || !person(r).May(account.Review, e.site.Slug) {
		return nil
	}
	s, err := m.submissions.Get(r.Context(), e.site.Slug, id)
	if err != nil {
		return err
	}
	e.sent = s
	if r.Method == http.MethodGet {
		return m.Fill(r.Context(), e.body, s)
	}
	return nil
}

// outbox shows the letters that the demo would have sent.
func (m *Room) outbox(w http.ResponseWriter, r *web.Request) error {
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.outbox")}, outboxView(r, m.Outbox()))
}

// Outbox is where the letters of a demo end.
type Outbox func() []smtpsink.Letter

// cutPath gives the short name in a canonical path of a kind.
func cutPath(k content.Kind, path string) (slug string, ok bool) {
	slug, ok = strings.CutPrefix(path, k.Path()+"/")
	return slug, ok && slug != "" && !strings.Contains(slug, "/")
}
