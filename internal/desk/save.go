package desk

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// maxReason bounds the words about a change, in characters.
const maxReason = 200

// save answers the form: it stores what was typed and sets the status, or
// leaves it where to is "". Whoever may not publish cannot change what is
// public.
func (m *Room) save(part Part, to content.Status) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		if err := r.ParseForm(); err != nil {
			return form.Unreadable(err)
		}
		e, err := m.open(r, part)
		if err != nil {
			return err
		}
		if !e.editable {
			return fault.New(fault.Forbidden, "desk.published_only")
		}
		if e.version, err = postedVersion(r); err != nil {
			return err
		}
		if err := m.takeSent(r, e, form.Line(r, "einsendung")); err != nil {
			return err
		}
		if e.isNew && e.version != 0 {
			return fault.New(fault.BadRequest, "errors.bad_request")
		}
		if e.version != e.it.Version {
			return m.conflict(w, r, e)
		}
		if to == content.Withdrawn {
			return m.withdraw(w, r, e)
		}
		if r.PostFormValue("preview") != "" {
			return m.preview(w, r, e)
		}
		if err := m.take(r, e, to); err != nil {
			return err
		}
		if r.PostFormValue("mehr") != "" || r.PostFormValue("weg") != "" {
			e.wrong, e.rows, e.it.Status = nil, true, e.status // only the rows of the form changed
			return m.show(w, r, http.StatusOK, e)
		}
		if len(e.wrong) > 0 {
			return m.show(w, r, http.StatusUnprocessableEntity, e)
		}
		return m.store(w, r, e, action(e, to))
	}
}

// preview shows the form with what was typed and what the room makes of it,
// and stores nothing. Only what the room itself finds wrong is told.
func (m *Room) preview(w http.ResponseWriter, r *web.Request, e *editing) error {
	m.readItem(r, e.site, e.it)
	if e.part.Form != nil {
		e.wrong = e.part.Form.Read(r, e.body)
	}
	if len(e.wrong) > 0 {
		return m.show(w, r, http.StatusUnprocessableEntity, e)
	}
	return m.show(w, r, http.StatusOK, e)
}

func action(e *editing, to content.Status) string {
	if to != "" && e.status != to {
		return string(to)
	}
	return "saved"
}

// take reads the form into the item and notes what is wrong with it.
func (m *Room) take(r *web.Request, e *editing, to content.Status) error {
	before := e.it.Organisation
	e.wrong = m.readItem(r, e.site, e.it)
	wrong, err := m.checkOrganisation(r, e, before)
	if err != nil {
		return err
	}
	e.wrong = append(e.wrong, wrong...)
	if e.part.Form != nil {
		e.wrong = append(e.wrong, e.part.Form.Read(r, e.body)...)
	}
	if to != "" {
		e.it.Status = to
	}
	if t := e.it.Texts[e.it.First]; e.it.Status == content.Published && e.it.Image != "" && t.Alt == "" {
		e.wrong = append(e.wrong, fault.Field{Name: "alt", Key: "desk.need_alt"})
	}
	e.wrong = append(e.wrong, form.TooLong("reason", form.Line(r, "reason"), maxReason)...)
	if e.it.Slug == "" && e.it.Texts[e.it.First].Title != "" {
		e.it.Slug, err = content.FreeSlug(r.Context(), m.spine.DB(), e.site.Slug, e.kind, content.Slug(e.it.Texts[e.it.First].Title))
	}
	return err
}

// store saves the item and sends the browser on; what the room refuses and
// what somebody else changed meanwhile come back as the form.
func (m *Room) store(w http.ResponseWriter, r *web.Request, e *editing, ok string) error {
	id := e.it.ID
	e.it.Version = e.version
	err := e.part.Keeper.Save(r.Context(), content.Act{Actor: person(r).ID, Reason: form.Line(r, "reason")}, e.body)
	switch {
	case fault.KindOf(err) == fault.Conflict && !e.isNew:
		return m.conflict(w, r, e)
	case len(fault.FieldsOf(err)) > 0:
		e.it.ID, e.wrong = id, fault.FieldsOf(err)
		return m.show(w, r, http.StatusUnprocessableEntity, e)
	case err != nil:
		return err
	}
	if err := m.share(r, e); err != nil {
		return err
	}
	if e.sent != nil {
		if err := m.submissions.Turned(r.Context(), e.site.Slug, e.sent.ID, e.it.ID, person(r).ID, e.it.Status == content.Published); err != nil {
			return err
		}
	}
	return tell(w, r, at(e.site, word(e.kind), e.it.ID), ok)
}

// withdraw takes an item back as it is stored: it must not fail because of
// something half typed.
func (m *Room) withdraw(w http.ResponseWriter, r *web.Request, e *editing) error {
	e.it.Status = content.Withdrawn
	err := e.part.Keeper.Save(r.Context(), content.Act{Actor: person(r).ID, Reason: form.Line(r, "reason")}, e.body)
	if fault.KindOf(err) == fault.Conflict {
		return m.conflict(w, r, e)
	}
	if err != nil {
		return err
	}
	return tell(w, r, at(e.site, word(e.kind), e.it.ID), string(content.Withdrawn))
}

// conflict shows the form with what was typed beside what somebody else has
// saved since; saving it again then replaces the other's version knowingly.
func (m *Room) conflict(w http.ResponseWriter, r *web.Request, e *editing) error {
	theirs, err := m.open(r, e.part)
	if err != nil {
		return err
	}
	mine, err := m.open(r, e.part)
	if err != nil {
		return err
	}
	if err := m.take(r, mine, ""); err != nil {
		return err
	}
	mine.clash = &clash{rows: m.differences(r, e.site, mine.body, theirs.body)}
	history, err := m.spine.History(r.Context(), theirs.it.ID)
	if err != nil {
		return err
	}
	names, err := m.accounts.Names(r.Context())
	if err != nil {
		return err
	}
	if len(history) > 0 {
		mine.clash.who = actor(r, history[0].Actor, names[history[0].Actor])
	}
	if !mine.editable {
		return fault.New(fault.Forbidden, "desk.published_only")
	}
	return m.show(w, r, http.StatusConflict, mine)
}
