package desk

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/web"
)

// Limits of a notice, in characters: it stands on top of every page.
const (
	maxNoticeTitle = 120
	maxNoticeBody  = 500
)

// banner is a notice in its form.
type banner struct {
	site   *web.Site
	notice portal.Notice
	isNew  bool
	all    bool // the person may speak for all portals
	wrong  []fault.Field
	faster bool // somebody else has changed it meanwhile
}

func (b banner) path() string {
	if b.isNew {
		return at(b.site, "hinweis", "neu")
	}
	return at(b.site, "hinweis", b.notice.ID)
}

// stamp is the version of a notice: when it was last changed.
func (b banner) stamp() string { return clock.Stamp(b.notice.Updated) }

func (m *Room) noticeList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	list, err := m.portals.Notices(r.Context(), site.Slug)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.notice"), site: site, current: at(site, "hinweis")}, noticeListView(r, site, list))
}

// banner finds the notice of the address. One for all portals is only for
// those who may speak for all of them.
func (m *Room) banner(r *web.Request) (*banner, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	b := &banner{site: site, all: person(r).MayEverywhere(account.Admin)}
	id := r.PathValue("id")
	if id == "" {
		b.isNew = true
		b.notice = portal.Notice{Portal: site.Slug, Shown: true, Notice: web.Notice{Level: portal.Levels[0], From: m.clock().Now()}}
		return b, nil
	}
	list, err := m.portals.Notices(r.Context(), site.Slug)
	if err != nil {
		return nil, err
	}
	for _, n := range list {
		if n.ID != id {
			continue
		}
		if n.Portal == "" && !b.all {
			return nil, fault.New(fault.Forbidden, "errors.forbidden")
		}
		b.notice = n
		return b, nil
	}
	return nil, fault.New(fault.NotFound, "errors.not_found")
}

func (m *Room) noticeForm(w http.ResponseWriter, r *web.Request) error {
	b, err := m.banner(r)
	if err != nil {
		return err
	}
	return m.showNotice(w, r, http.StatusOK, b)
}

func (m *Room) showNotice(w http.ResponseWriter, r *web.Request, status int, b *banner) error {
	p := page{title: r.T("desk.notice"), site: b.site, current: at(b.site, "hinweis"), wrong: len(b.wrong) > 0}
	return m.render(w, r, status, p, noticeView(r, b))
}

func (m *Room) saveNotice(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	b, err := m.banner(r)
	if err != nil {
		return err
	}
	b.faster = !b.isNew && r.PostFormValue("version") != b.stamp()
	b.read(r)
	if b.faster {
		return m.showNotice(w, r, http.StatusConflict, b)
	}
	if len(b.wrong) == 0 {
		err = m.portals.SaveNotice(r.Context(), &b.notice)
		b.wrong = fault.FieldsOf(err)
	}
	if len(b.wrong) > 0 {
		return m.showNotice(w, r, http.StatusUnprocessableEntity, b)
	}
	if err != nil {
		return err
	}
	return tell(w, r, at(b.site, "hinweis"), "notice")
}

// endNotice takes a notice down; it stays in the list.
func (m *Room) endNotice(w http.ResponseWriter, r *web.Request) error {
	b, err := m.banner(r)
	if err != nil {
		return err
	}
	b.notice.Shown = false
	if err := m.portals.SaveNotice(r.Context(), &b.notice); err != nil {
		return err
	}
	return tell(w, r, at(b.site, "hinweis"), "ended")
}

// pathOnPortal is a page that a notice may lead to.
var pathOnPortal = regexp.MustCompile(`^/[a-z0-9-]+(/[a-z0-9-]+)*$|^/$`)

// read takes the notice from the form.
func (b *banner) read(r *web.Request) {
	n := &b.notice
	n.Shown = true
	n.Level, n.Source = r.PostFormValue("level"), form.Line(r, "source")
	if b.all && r.PostFormValue("scope") == "alle" {
		n.Portal = ""
	} else {
		n.Portal = b.site.Slug
	}
	b.wrong = append(b.wrong, readMoment(r, b.site.Zone, "from", &n.From, false)...)
	b.wrong = append(b.wrong, readMoment(r, b.site.Zone, "until", &n.Until, true)...)
	if n.Source == "" {
		b.wrong = append(b.wrong, fault.Field{Name: "source", Key: "errors.required"})
	}
	b.wrong = append(b.wrong, form.TooLong("source", n.Source, maxNoticeTitle)...)
	n.Texts = map[i18n.Lang]web.NoticeText{}
	for _, lang := range i18n.All {
		b.readText(r, lang)
	}
	if len(n.Texts) == 0 {
		b.wrong = append(b.wrong, fault.Field{Name: noticeField("title", b.site.First), Key: "errors.required"})
	}
}

func (b *banner) readText(r *web.Request, lang i18n.Lang) {
	name := func(field string) string { return noticeField(field, lang) }
	t := web.NoticeText{Title: form.Line(r, name("title")), Body: form.Line(r, name("body")), Link: form.Line(r, name("link")), LinkText: form.Line(r, name("link_text"))}
	if t == (web.NoticeText{}) {
		return
	}
	b.notice.Texts[lang] = t
	if strings.TrimSpace(t.Title) == "" {
		b.wrong = append(b.wrong, fault.Field{Name: name("title"), Key: "errors.required"})
	}
	b.wrong = append(b.wrong, form.TooLong(name("title"), t.Title, maxNoticeTitle)...)
	b.wrong = append(b.wrong, form.TooLong(name("body"), t.Body, maxNoticeBody)...)
	b.wrong = append(b.wrong, form.TooLong(name("link_text"), t.LinkText, maxNoticeTitle)...)
	if t.Link != "" && !pathOnPortal.MatchString(t.Link) {
		b.wrong = append(b.wrong, fault.Field{Name: name("link"), Key: "desk.bad_link"})
	}
	if t.Link != "" && t.LinkText == "" {
		b.wrong = append(b.wrong, fault.Field{Name: name("link_text"), Key: "errors.required"})
	}
}

func noticeField(field string, lang i18n.Lang) string { return field + "_" + string(lang) }

// state says whether a notice is shown at the moment.
func state(r *web.Request, n portal.Notice, now time.Time) string {
	switch {
	case !n.Shown:
		return r.T("desk.notice_ended")
	case n.Active(now):
		return r.T("desk.notice_active")
	case now.Before(n.From):
		return r.T("desk.notice_later")
	}
	return r.T("desk.notice_over")
}
