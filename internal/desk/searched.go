package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/web"
)

// wanted lists what visitors looked for in vain.
func (m *Room) wanted(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	since := m.clock().Now().In(site.Zone).AddDate(0, 0, -search.MissedDays).Format(time.DateOnly)
	list, err := m.spine.Index().MissedSince(r.Context(), site.Slug, since)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.wanted"), site: site, current: at(site, "gesucht")}, wantedView(r, site, list))
}

// wantedDone takes a question off the list.
func (m *Room) wantedDone(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	site, err := m.site(r)
	if err != nil {
		return err
	}
	if err := m.spine.Index().DropMissed(r.Context(), site.Slug, r.PostFormValue("lang"), r.PostFormValue("words")); err != nil {
		return err
	}
	return tell(w, r, at(site, "gesucht"), "wanted_done")
}

// synonymList lists the words that mean the same to the search.
func (m *Room) synonymList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	list, err := m.spine.Index().Synonyms(r.Context(), site.Slug)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.synonyms"), site: site, current: at(site, "gesucht")}, synonymListView(r, site, list))
}

// synonyms is a group of words in its form.
type synonyms struct {
	site  *web.Site
	group search.Synonym
	all   bool // the person may speak for all portals
	typed string
	wrong []fault.Field
}

func (s synonyms) path() string {
	if s.group.ID == 0 {
		return at(s.site, "synonyme", "neu")
	}
	return at(s.site, "synonyme", strconv.FormatInt(s.group.ID, 10))
}

// synonym finds the group of the address. One of the whole installation is
// only for those who may speak for all portals.
func (m *Room) synonym(r *web.Request) (*synonyms, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	s := &synonyms{site: site, all: person(r).MayEverywhere(account.Admin)}
	id := r.PathValue("id")
	if id == "" {
		s.group = search.Synonym{Portal: site.Slug, Lang: string(site.First)}
		return s, nil
	}
	list, err := m.spine.Index().Synonyms(r.Context(), site.Slug)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(g search.Synonym) bool { return strconv.FormatInt(g.ID, 10) == id })
	switch {
	case i < 0:
		return nil, fault.New(fault.NotFound, "errors.not_found")
	case list[i].Portal == "" && !s.all:
		return nil, fault.New(fault.Forbidden, "errors.forbidden")
	}
	s.group = list[i]
	return s, nil
}

func (m *Room) synonymForm(w http.ResponseWriter, r *web.Request) error {
	s, err := m.synonym(r)
	if err != nil {
		return err
	}
	s.typed = perLine(s.group.Words)
	if given := r.URL.Query(); s.group.ID == 0 { // from the list of what was looked for
		s.typed = form.Clean(given.Get("wort"))
		if lang, ok := i18n.Parse(given.Get("sprache")); ok {
			s.group.Lang = string(lang)
		}
	}
	return m.showSynonym(w, r, http.StatusOK, s)
}

func (m *Room) showSynonym(w http.ResponseWriter, r *web.Request, status int, s *synonyms) error {
	p := page{title: r.T("desk.synonym_one"), site: s.site, current: at(s.site, "gesucht"), wrong: len(s.wrong) > 0}
	return m.render(w, r, status, p, synonymView(r, s))
}

// saveSynonym stores a group; the search knows it at once.
func (m *Room) saveSynonym(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	s, err := m.synonym(r)
	if err != nil {
		return err
	}
	s.typed = form.Text(r, "words")
	s.group.Words = splitLines(s.typed)
	s.group.Lang = r.PostFormValue("lang")
	if _, known := i18n.Parse(s.group.Lang); !known && s.group.Lang != "" {
		s.wrong = append(s.wrong, fault.Field{Name: "lang", Key: "errors.required"})
	}
	if s.all && s.group.ID == 0 && r.PostFormValue("scope") == "alle" {
		s.group.Portal = ""
	}
	if len(s.wrong) == 0 {
		err = m.spine.Index().SaveSynonym(r.Context(), &s.group)
		s.wrong = fault.FieldsOf(err)
	}
	if len(s.wrong) > 0 {
		return m.showSynonym(w, r, http.StatusUnprocessableEntity, s)
	}
	if err != nil {
		return err
	}
	return tell(w, r, at(s.site, "synonyme"), "synonym")
}

func (m *Room) removeSynonym(w http.ResponseWriter, r *web.Request) error {
	s, err := m.synonym(r)
	if err != nil {
		return err
	}
	if err := m.spine.Index().RemoveSynonym(r.Context(), s.group.Portal, s.group.ID); err != nil {
		return err
	}
	return tell(w, r, at(s.site, "synonyme"), "synonym_gone")
}

// searchRoutes are the addresses of what concerns the search.
func (m *Room) searchRoutes(at string) []Route {
	return []Route{
		{account.Edit, "GET " + at + "/gesucht", m.wanted},
		{account.Publish, "POST " + at + "/gesucht/erledigt", m.wantedDone},
		{account.Edit, "GET " + at + "/synonyme", m.synonymList},
		{account.Publish, "GET " + at + "/synonyme/neu", m.synonymForm},
		{account.Publish, "POST " + at + "/synonyme/neu", m.saveSynonym},
		{account.Publish, "GET " + at + "/synonyme/{id}", m.synonymForm},
		{account.Publish, "POST " + at + "/synonyme/{id}", m.saveSynonym},
		{account.Publish, "POST " + at + "/synonyme/{id}/loeschen", m.removeSynonym},
	}
}

// synonymHref and articleHref begin a group or an article with a word that
// visitors looked for.
func synonymHref(site *web.Site, x search.Missed) string {
	return at(site, "synonyme", "neu") + "?" + url.Values{"wort": {x.Words}, "sprache": {x.Lang}}.Encode()
}

func articleHref(site *web.Site, x search.Missed) string {
	return at(site, word(content.Article), "neu") + "?" + url.Values{"titel": {i18n.Sentence(x.Words)}, "sprache": {x.Lang}}.Encode()
}

// lastDay is a stored day as a list shows it.
func lastDay(r *web.Request, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.ShortDate(r.Lang, t)
}
