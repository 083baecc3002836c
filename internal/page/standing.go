package page

import (
	"net/http"
	"strings"

	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/portal"
	"umland/internal/richtext"
	"umland/internal/standing"
	"umland/internal/ui"
	"umland/internal/web"
)

// StandingRoom shows the pages that every portal has: what the law asks for,
// the sign-language film, and where the data come from.
type StandingRoom struct {
	spine   *content.Spine
	portals *portal.Room
	sources Sources
	works   []Work
}

// NewStanding is the room; works are what the program ships of others, such
// as the map's areas, icons and font.
func NewStanding(spine *content.Spine, portals *portal.Room, sources Sources, works ...Work) *StandingRoom {
	return &StandingRoom{spine, portals, sources, works}
}

// Imprint answers /impressum.
func (m *StandingRoom) Imprint(w http.ResponseWriter, r *web.Request) error {
	return m.legal(w, r, standing.Imprint, feed.OperatorLD(r))
}

// Privacy answers /datenschutz.
func (m *StandingRoom) Privacy(w http.ResponseWriter, r *web.Request) error {
	return m.legal(w, r, standing.Privacy)
}

// Accessibility answers /barrierefreiheit.
func (m *StandingRoom) Accessibility(w http.ResponseWriter, r *web.Request) error {
	return m.legal(w, r, standing.Accessibility)
}

func (m *StandingRoom) legal(w http.ResponseWriter, r *web.Request, kind standing.Kind, data ...any) error {
	lang := r.TextLang()
	if !standing.Has(kind, lang) {
		lang = string(i18n.DE)
	}
	title, body := standing.Text(kind, lang, m.filled(r))
	page := frame.Page{
		Title: title, Description: r.T("page.legal_description", "title", title, "portal", r.Site.Name), TextLang: lang, HasLeicht: standing.Has(kind, i18n.Leicht), Data: data,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: title}},
	}
	return frame.Render(w, r, http.StatusOK, page, legalView(r, legalPage{title, body, lang, page.HasLeicht}))
}

type legalPage struct {
	title     string
	body      richtext.HTML
	lang      string // language key of the text
	hasLeicht bool
}

// filled is what the texts say about the portal.
func (m *StandingRoom) filled(r *web.Request) standing.Data {
	s := r.Site
	return standing.Data{
		Portal: s.Name, Place: s.Place, Address: r.Origin(s), Country: s.Country, Operator: s.Operator, Demo: s.Demo,
		ContactHref: r.Href("/kontakt"), SourcesHref: r.Href("/datenquellen"), KeptDays: s.KeepSenders,
	}
}

// filmPage is the page of the sign-language film.
type filmPage struct{ text, lang, film string }

// SignLanguage answers /gebaerdensprache.
func (m *StandingRoom) SignLanguage(w http.ResponseWriter, r *web.Request) error {
	p := filmPage{text: r.T("page.film_missing"), lang: string(r.Lang)}
	if stored, ok := m.portals.Portal(r.Site.Slug); ok {
		p.film = stored.Words.FilmURL
		for _, l := range []string{string(r.Lang), string(r.Site.First)} {
			if t := stored.Words.Film[l]; t != "" {
				p.text, p.lang = t, l
				break
			}
		}
	}
	page := frame.Page{
		Title: r.T("page.sign_language"), Description: r.T("page.sign_language_lead", "portal", r.Site.Name),
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("page.sign_language")}},
	}
	return frame.Render(w, r, http.StatusOK, page, filmView(r, p))
}

// number is the operator's phone number in international form, or as it
// stands in the letterhead.
func number(r *web.Request) string {
	if n, err := phone.Parse(r.Site.Operator.Phone, strings.ToUpper(r.Site.Country)); err == nil {
		return n
	}
	return r.Site.Operator.Phone
}

// dial is the link that rings the operator.
func dial(r *web.Request) string { return phone.Href(number(r)) }

// printed is the operator's number as people of the region write it.
func printed(r *web.Request) string { return phone.Format(number(r), r.Lang) }
