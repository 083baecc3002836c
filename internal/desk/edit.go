package desk

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/submit"
	"umland/internal/web"
)

// editing is the form of an item with all that it offers to choose from.
type editing struct {
	site     *web.Site
	part     Part
	kind     content.Kind
	body     Body
	it       *content.Item
	isNew    bool
	status   content.Status // as stored
	version  int            // the one the form is about
	editable bool           // the person may save
	publish  bool           // the person may publish
	wrong    []fault.Field
	rows     bool // a row came or went; nothing is saved
	clash    *clash
	orgs     []form.Option
	shares   []form.Option
	shownIn  []string // portals that show it and that the person has no say in
	pictures []form.Option
	terms    []content.Category
	words    *content.Vocabulary
	changed  string             // who changed it last, and when
	sent     *submit.Submission // what a visitor sent in and the form takes over, or nil
}

func (e editing) path() string {
	if e.isNew {
		return at(e.site, word(e.kind), "neu")
	}
	return at(e.site, word(e.kind), e.it.ID)
}

func (e editing) title(r *web.Request) string {
	if e.isNew {
		return r.T("desk.new_" + string(e.kind))
	}
	return r.T("desk.edit_" + string(e.kind))
}

// load gives an item of the portal and kind; NotFound for any other, as if it
// did not exist.
func (m *Room) load(ctx context.Context, part Part, site *web.Site, id string) (Body, error) {
	b, err := part.Keeper.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if it := b.Spine(); it.Portal != site.Slug || it.Kind != part.Keeper.Kind() {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return b, nil
}

// open gives the item that the address names, or a blank one for "neu".
func (m *Room) open(r *web.Request, part Part) (*editing, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	e := &editing{site: site, part: part, kind: part.Keeper.Kind(), isNew: r.PathValue("id") == ""}
	if e.isNew {
		e.body = part.Keeper.Blank(site)
	} else if e.body, err = m.load(r.Context(), part, site, r.PathValue("id")); err != nil {
		return nil, err
	}
	e.it = e.body.Spine()
	e.status, e.version = e.it.Status, e.it.Version
	who := person(r)
	e.publish = who.May(account.Publish, site.Slug)
	e.editable = e.publish || e.status != content.Published
	return e, nil
}

// edit answers GET of the form.
func (m *Room) edit(part Part) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		e, err := m.open(r, part)
		if err != nil {
			return err
		}
		if e.isNew {
			e.begin(r)
		}
		if err := m.takeSent(r, e, r.URL.Query().Get("einsendung")); err != nil {
			return err
		}
		return m.show(w, r, http.StatusOK, e)
	}
}

// begin fills in the title that the address brings along, in its language:
// the desk's own lists lead here so.
func (e *editing) begin(r *web.Request) {
	title := strings.TrimSpace(form.Clean(r.URL.Query().Get("titel")))
	if title == "" || utf8.RuneCountInString(title) > content.MaxTitle {
		return
	}
	lang := e.it.First
	if l, ok := i18n.Parse(r.URL.Query().Get("sprache")); ok {
		lang = string(l)
	}
	if e.it.Texts == nil {
		e.it.Texts = map[string]content.Text{}
	}
	e.it.Texts[lang] = content.Text{Title: title}
}

func (m *Room) show(w http.ResponseWriter, r *web.Request, status int, e *editing) error {
	if err := m.offer(r, e); err != nil {
		return err
	}
	p := page{title: e.title(r), site: e.site, current: at(e.site, word(e.kind)), wrong: len(e.wrong) > 0}
	return m.render(w, r, status, p, editView(r, e))
}

// groupOf is the heading under which a term is offered; a short list of terms
// needs none.
func (e *editing) groupOf(c content.Category, lang i18n.Lang) string {
	if len(e.terms) < 20 {
		return ""
	}
	return e.words.Group(c.Group, lang)
}

// offer reads what the form offers to choose from.
func (m *Room) offer(r *web.Request, e *editing) error {
	e.words = m.spine.Terms()
	e.terms = e.words.Of(e.kind)
	e.pictures = []form.Option{{Label: r.T("desk.no_picture")}}
	for _, name := range m.pictures {
		e.pictures = append(e.pictures, form.Option{Value: name, Label: name})
	}
	e.pictures = choose(e.pictures, e.it.Image, e.it.Image)
	if err := m.organisations(r, e); err != nil {
		return err
	}
	if err := m.sharing(r, e); err != nil || e.isNew {
		return err
	}
	history, err := m.spine.History(r.Context(), e.it.ID)
	if err != nil || len(history) == 0 {
		return err
	}
	names, err := m.accounts.Names(r.Context())
	if err != nil {
		return err
	}
	last := history[0]
	e.changed = r.T("desk.changed", "when", stamped(r, e.site, last.At), "who", actor(r, last.Actor, names[last.Actor]))
	return nil
}

// choose marks the option of a value, and adds it where it is not offered.
func choose(options []form.Option, value, label string) []form.Option {
	for i := range options {
		if options[i].Value == value {
			options[i].Chosen = true
			return options
		}
	}
	return append(options, form.Option{Value: value, Label: label, Chosen: true})
}

// organisations offers the portal's own, and the one that is chosen already.
func (m *Room) organisations(r *web.Request, e *editing) error {
	e.orgs = []form.Option{{Label: r.T("desk.no_organisation")}}
	if e.kind == content.Organisation {
		return nil
	}
	own, err := db.All(r.Context(), m.spine.DB(), func(row db.Row) (form.Option, error) {
		var o form.Option
		return o, row.Scan(&o.Value, &o.Label)
	}, `SELECT i.id, t.title FROM item i JOIN item_text t ON t.item = i.id AND t.lang = i.first_lang
		WHERE i.portal = $1 AND i.kind = 'organisation' AND i.status <> 'withdrawn' ORDER BY t.title, i.id`, e.site.Slug)
	if err != nil {
		return err
	}
	e.orgs = choose(append(e.orgs, own...), e.it.Organisation, r.T("desk.other_organisation"))
	return nil
}

// checkOrganisation refuses an organisation that the form did not offer.
func (m *Room) checkOrganisation(r *web.Request, e *editing, before string) ([]fault.Field, error) {
	if e.it.Organisation == "" || e.it.Organisation == before {
		return []fault.Field{}, nil
	}
	n, err := db.One(r.Context(), m.spine.DB(), db.Int, `SELECT COUNT(*) FROM item WHERE id = $1 AND portal = $2 AND kind = 'organisation'`,
		e.it.Organisation, e.site.Slug)
	if err != nil || n == 1 {
		return []fault.Field{}, err
	}
	return []fault.Field{{Name: "organisation", Key: "errors.bad_choice"}}, nil
}

// postedVersion is the version that the form was about.
func postedVersion(r *web.Request) (int, error) { return versionIn(r, "version") }

func versionIn(r *web.Request, field string) (int, error) {
	n, err := strconv.Atoi(r.PostFormValue(field))
	if err != nil || n < 0 {
		return 0, fault.New(fault.BadRequest, "errors.bad_request")
	}
	return n, nil
}
