package desk

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// dating is the form of one date of an item.
type dating struct {
	*editing
	form DateForm
	at   string // the wall time at which the date begins
	when string // the same in words
}

func (d dating) address() string { return at(d.site, word(d.kind), d.it.ID, "termin", d.at) }

func (m *Room) openDate(r *web.Request, part Part, dates DateForm) (*dating, error) {
	e, err := m.open(r, part)
	if err != nil {
		return nil, err
	}
	d := &dating{editing: e, form: dates, at: r.PathValue("at")}
	d.when, err = dates.DateTitle(r, e.body, d.at)
	return d, err
}

// editDate answers GET of the form of one date.
func (m *Room) editDate(part Part, dates DateForm) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		d, err := m.openDate(r, part, dates)
		if err != nil {
			return err
		}
		return m.showDate(w, r, http.StatusOK, d)
	}
}

func (m *Room) showDate(w http.ResponseWriter, r *web.Request, status int, d *dating) error {
	p := page{title: r.T("desk.edit_date"), site: d.site, current: at(d.site, word(d.kind)), wrong: len(d.wrong) > 0}
	return m.render(w, r, status, p, dateView(r, d))
}

// saveDate answers the form of one date. What is public may be changed only by
// whoever may publish.
func (m *Room) saveDate(part Part, dates DateForm) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		if err := r.ParseForm(); err != nil {
			return form.Unreadable(err)
		}
		d, err := m.openDate(r, part, dates)
		if err != nil {
			return err
		}
		if !d.editable {
			return fault.New(fault.Forbidden, "desk.published_only")
		}
		if d.version, err = postedVersion(r); err != nil {
			return err
		}
		if d.version != d.it.Version {
			return fault.New(fault.Conflict, "errors.conflict")
		}
		if d.wrong = dates.ReadDate(r, d.body, d.at); len(d.wrong) > 0 {
			return m.showDate(w, r, http.StatusUnprocessableEntity, d)
		}
		act := content.Act{Actor: person(r).ID, Reason: form.Line(r, "reason")}
		if err := part.Keeper.Save(r.Context(), act, d.body); len(fault.FieldsOf(err)) > 0 {
			d.wrong = fault.FieldsOf(err)
			return m.showDate(w, r, http.StatusUnprocessableEntity, d)
		} else if err != nil {
			return err
		}
		return tell(w, r, at(d.site, word(d.kind), d.it.ID), "saved")
	}
}
