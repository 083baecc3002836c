package desk

import (
	"net/http"
	"strconv"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// stamped is a stored instant as a list shows it.
func stamped(r *web.Request, site *web.Site, stored string) string {
	t, err := clock.ParseStamp(stored)
	if err != nil || t.IsZero() {
		return ""
	}
	return when(r, site, t)
}

// past is an item's versions.
type past struct {
	*editing
	list  []content.Revision
	names map[string]string
}

func (m *Room) past(r *web.Request, part Part) (*past, error) {
	e, err := m.open(r, part)
	if err != nil {
		return nil, err
	}
	p := &past{editing: e}
	if p.list, err = m.spine.History(r.Context(), e.it.ID); err != nil {
		return nil, err
	}
	p.names, err = m.accounts.Names(r.Context())
	return p, err
}

// history answers the list of an item's versions.
func (m *Room) history(part Part) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		p, err := m.past(r, part)
		if err != nil {
			return err
		}
		return m.render(w, r, http.StatusOK, page{title: r.T("desk.history"), site: p.site, current: at(p.site, word(p.kind))}, historyView(r, p))
	}
}

// revision finds the version that the address names, as an item.
func (m *Room) revision(r *web.Request, e *editing) (content.Revision, Body, error) {
	n, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		return content.Revision{}, nil, fault.New(fault.NotFound, "errors.not_found")
	}
	rev, err := m.spine.Version(r.Context(), e.it.ID, n)
	if err != nil {
		return rev, nil, err
	}
	b, err := e.part.Keeper.Decode(rev.Snapshot)
	return rev, b, err
}

// version answers one version beside the present one.
func (m *Room) version(part Part) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		p, err := m.past(r, part)
		if err != nil {
			return err
		}
		rev, old, err := m.revision(r, p.editing)
		if err != nil {
			return err
		}
		rows := m.differences(r, p.site, old, p.body)
		title := r.T("desk.version_n", "n", rev.Version)
		return m.render(w, r, http.StatusOK, page{title: title, site: p.site, current: at(p.site, word(p.kind))}, versionView(r, p, rev, rows))
	}
}

// restore makes an old version the present one again. It is a new version:
// nothing of the history is lost. The status stays as it is.
func (m *Room) restore(part Part) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		if err := r.ParseForm(); err != nil {
			return form.Unreadable(err)
		}
		p, err := m.past(r, part)
		if err != nil {
			return err
		}
		if !p.editable {
			return fault.New(fault.Forbidden, "desk.published_only")
		}
		version, err := postedVersion(r)
		if err != nil {
			return err
		}
		if version != p.version {
			return tell(w, r, p.path()+"/verlauf", "faster")
		}
		rev, b, err := m.revision(r, p.editing)
		if err != nil {
			return err
		}
		old, now := b.Spine(), p.it
		old.ID, old.Portal, old.Kind, old.Status = now.ID, now.Portal, now.Kind, now.Status
		old.Created, old.Published, old.Source = now.Created, now.Published, now.Source
		old.MergedInto, old.Version = now.MergedInto, version
		err = part.Keeper.Save(r.Context(), content.Act{Actor: person(r).ID, Reason: r.T("desk.restored", "n", rev.Version)}, b)
		if fault.KindOf(err) == fault.Conflict {
			return tell(w, r, at(p.site, word(p.kind), now.ID, "verlauf"), "faster")
		}
		if err != nil {
			return err
		}
		return tell(w, r, at(p.site, word(p.kind), now.ID), "restored")
	}
}
