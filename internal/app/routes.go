package app

import (
	"net/http"

	"umland/internal/article"
	"umland/internal/desk"
	"umland/internal/event"
	"umland/internal/fault"
	"umland/internal/find"
	"umland/internal/organisation"
	"umland/internal/page"
	"umland/internal/place"
	"umland/internal/submit"
	"umland/internal/web"
)

// routes is every address of the product on one page, in canonical German
// words. A route without a permission does not compile.
func (a *App) routes() {
	p := a.public
	p.Handle(web.Public, "GET /{$}", a.Home.Home)
	p.Handle(web.Public, "GET /suche", a.Find.Search, find.Formats...)
	p.Handle(web.Public, "GET /suche/vorschlaege", a.Find.Suggest, "json")

	p.Handle(web.Public, "GET /beitraege", a.Articles.List, article.Formats...)
	p.Handle(web.Public, "GET /beitraege/{slug}", a.Articles.Show, "json")
	p.Handle(web.Public, "GET /orte", a.Places.List, place.Formats...)
	p.Handle(web.Public, "GET /orte/{slug}", a.Places.Show, "json", "geojson")
	p.Handle(web.Public, "GET /orte/karte", a.Places.MapOfList, "geojson")
	p.Handle(web.Public, "GET /orte/{slug}/karte", a.Places.MapOfPlace, "geojson")
	p.Handle(web.Public, "GET /veranstaltungen", a.Events.List, event.Formats...)
	p.Handle(web.Public, "GET /veranstaltungen/programm", a.Events.Programme)
	p.Handle(web.Public, "GET /veranstaltungen/qr.svg", a.Events.ListCode)
	p.Handle(web.Public, "GET /veranstaltungen/{slug}/qr.svg", a.Events.Code)
	p.Handle(web.Public, "GET /veranstaltungen/{slug}", a.Events.Show, "json", "ics")
	p.Handle(web.Public, "GET /veranstaltungen/{slug}/{day}", a.Events.ShowDate, "json", "ics")
	p.Handle(web.Public, "GET /organisationen", a.Organisations.List, organisation.Formats...)
	p.Handle(web.Public, "GET /organisationen/{slug}", a.Organisations.Show, "json")
	p.Handle(web.Public, "GET /leistungen", a.Services.List, page.Formats...)
	p.Handle(web.Public, "GET /leistungen/{slug}", a.Services.Show, "json")
	p.Handle(web.Public, "GET /seiten", a.Pages.List, page.Formats...)
	p.Handle(web.Public, "GET /seiten/{slug}", a.Pages.Show, "json")

	p.Handle(web.Public, "GET /kontakt", a.Submissions.Form(submit.Contact))
	p.Handle(web.Public, "POST /kontakt", a.Submissions.Send(submit.Contact))
	p.Handle(web.Public, "GET /kontakt/danke", a.Submissions.Thanks)
	p.Handle(web.Public, "GET /veranstaltungen/melden", a.Submissions.Form(submit.Event))
	p.Handle(web.Public, "POST /veranstaltungen/melden", a.Submissions.Send(submit.Event))
	p.Handle(web.Public, "GET /veranstaltungen/melden/aehnlich", a.Submissions.Likely(submit.Event))
	p.Handle(web.Public, "GET /orte/melden", a.Submissions.Form(submit.Place))
	p.Handle(web.Public, "POST /orte/melden", a.Submissions.Send(submit.Place))
	p.Handle(web.Public, "GET /orte/melden/aehnlich", a.Submissions.Likely(submit.Place))
	for _, kind := range correctable {
		p.Handle(web.Public, "GET "+kind.Path()+"/{slug}/fehler-melden", a.Submissions.Report(kind))
		p.Handle(web.Public, "POST "+kind.Path()+"/{slug}/fehler-melden", a.Submissions.SendReport(kind))
	}
	p.Handle(web.Public, "GET /einsendung", a.Submissions.Mine)
	p.Handle(web.Public, "POST /einsendung", a.Submissions.Act)

	p.Handle(web.Public, "GET /impressum", a.Standing.Imprint)
	p.Handle(web.Public, "GET /datenschutz", a.Standing.Privacy)
	p.Handle(web.Public, "GET /barrierefreiheit", a.Standing.Accessibility)
	p.Handle(web.Public, "GET /datenquellen", a.Standing.DataSources)
	p.Handle(web.Public, "GET /gebaerdensprache", a.Standing.SignLanguage)

	p.Handle(web.Public, "GET /sitemap.xml", a.Feeds.Sitemap)
	p.Handle(web.Public, "GET /robots.txt", a.Feeds.Robots)
	p.Handle(web.Public, "GET /.well-known/security.txt", a.Feeds.Security)

	for _, r := range a.Desk.Routes() {
		a.office.Handle(r.Permission, r.Pattern, r.Handler)
	}
}

// standing are the pages that every portal has in all its languages.
var standing = []string{
	"/", "/beitraege", "/orte", "/veranstaltungen", "/leistungen", "/organisationen", "/kontakt",
	"/impressum", "/datenschutz", "/barrierefreiheit", "/datenquellen", "/gebaerdensprache",
}

// parts are the kinds that the desk edits, in the order of its menu.
func (a *App) parts() []desk.Part {
	return []desk.Part{
		{Keeper: desk.Keep(a.Articles), Form: article.Form{}},
		{Keeper: desk.Keep(a.Places), Form: place.Form{Room: a.Places}},
		{Keeper: desk.Keep(a.Events), Form: event.Form{Room: a.Events}},
		{Keeper: desk.Keep(a.Services), Form: page.ServiceForm{Room: a.Services}},
		{Keeper: desk.Keep(a.Pages)},
		{Keeper: desk.Keep(a.Organisations), Form: organisation.Form{}},
	}
}

// serveDesk answers a request to the desk with whoever is signed in.
func (a *App) serveDesk(w http.ResponseWriter, r *http.Request) {
	site := a.deskSite(r)
	if site == nil {
		plain(w, r, http.StatusMisdirectedRequest, "errors.421")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	user, err := a.Desk.Who(r)
	if err != nil && fault.KindOf(err) != fault.Unauthenticated {
		a.Log.Error("cannot tell who is at the desk", "error", err)
		plain(w, r, http.StatusServiceUnavailable, "errors.503")
		return
	}
	a.office.ServePlain(w, r, site, user)
}

// deskSite is the portal that the address of the desk names, or the first.
func (a *App) deskSite(r *http.Request) *web.Site {
	if s, ok := a.Portals.BySlug(secondSegment(r.URL.Path)); ok {
		return s
	}
	for _, p := range a.Portals.Portals() {
		s, _ := a.Portals.BySlug(p.Slug)
		return s
	}
	return nil
}
