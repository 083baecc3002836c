package desk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// page is what a page of the desk says about itself.
type page struct {
	title   string
	site    *web.Site // nil: of no portal
	current string    // address of the menu's entry
	wrong   bool      // the title says that there are errors
	parts   []Part
	outbox  bool
	sources bool
}

func (m *Room) render(w http.ResponseWriter, r *web.Request, status int, p page, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	p.parts, p.outbox, p.sources = m.parts, m.Outbox != nil, m.Calendars != nil
	return web.Render(w, r, status, document(r, p, body))
}

// title is that of the window.
func (p page) window(r *web.Request) string {
	t := p.title
	if p.wrong {
		t = r.T("common.error_prefix") + " " + t
	}
	if p.site != nil {
		return t + " – " + r.T("desk.title") + " " + p.site.Place
	}
	return t + " – " + r.T("desk.title") + " Umland"
}

// colours are the portal's, or the desk's own blue.
func (p page) colours() (brand, accent string) {
	if p.site != nil {
		return p.site.Brand, p.site.Accent
	}
	return "#1f4e79", "#f0c02e"
}

type entry struct{ href, icon, text string }

// menu lists what the person may open in the portal.
func (p page) menu(r *web.Request) []entry {
	who := person(r)
	if p.site == nil || who == nil {
		return []entry{}
	}
	list := []entry{{at(p.site), "list", r.T("desk.tasks")}}
	if who.May(account.Edit, p.site.Slug) {
		for _, part := range p.parts {
			k := part.Keeper.Kind()
			list = append(list, entry{at(p.site, word(k)), icons[k], r.T("desk.kind_" + string(k))})
		}
	}
	if who.May(account.Edit, p.site.Slug) {
		list = append(list, entry{at(p.site, "gesucht"), "search", r.T("common.search")})
	}
	if who.May(account.Review, p.site.Slug) {
		list = append(list, entry{at(p.site, "einsendungen"), "inbox", r.T("desk.submissions")})
	}
	if p.sources && who.May(account.Publish, p.site.Slug) {
		list = append(list, entry{at(p.site, "quellen"), "calendar-plus", r.T("desk.sources")})
	}
	if p.outbox && who.May(account.Moderate, p.site.Slug) {
		list = append(list, entry{"/redaktion/postausgang", "mail", r.T("desk.outbox")})
	}
	if who.May(account.Notice, p.site.Slug) {
		list = append(list, entry{at(p.site, "hinweis"), "megaphone", r.T("desk.notice")})
	}
	return list
}

var icons = map[content.Kind]string{
	content.Article: "newspaper", content.Place: "map-pin", content.Event: "calendar", content.Service: "hand-helping",
	content.Organisation: "users", content.Page: "file-text",
}

// ErrorPage is the page of a failure at the desk; whoever is not signed in
// gets the sign-in and comes back to the same page.
func (m *Room) ErrorPage(r *web.Request, e *fault.Error) templ.Component {
	if e.Kind == fault.Unauthenticated {
		next := ""
		if r.Method == http.MethodGet {
			next = account.Next(r.URL.RequestURI())
		}
		s := signing{next: next, lost: r.Method != http.MethodGet}
		return document(r, page{title: r.T("desk.sign_in")}, signInView(r, s))
	}
	p := page{title: r.T("errors." + strconv.Itoa(e.Kind.Status()) + ".title"), parts: m.parts}
	if who := person(r); who != nil && who.May(account.Desk, r.PathValue("portal")) {
		p.site, _ = m.portals.BySlug(r.PathValue("portal"))
	}
	return document(r, p, failed(r, e))
}

// when is an instant as a list shows it, in the portal's zone.
func when(r *web.Request, site *web.Site, t time.Time) string {
	t = t.In(site.Zone)
	return i18n.ShortDate(r.Lang, t) + ", " + i18n.Time(r.Lang, t)
}

func titleOf(r *web.Request, e *fault.Error) string {
	return r.T("errors." + strconv.Itoa(e.Kind.Status()) + ".title")
}

// tell sends the browser on after a form, to a message at the top of the page.
func tell(w http.ResponseWriter, r *web.Request, path, ok string) error {
	return web.Redirect(w, r, path+"?ok="+ok+"#ok")
}
