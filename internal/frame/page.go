// Package frame is what stays the same on every page of a portal: the
// masthead with languages and menu, the notice on top, the letterhead at the
// foot and on paper.
package frame

import (
	"encoding/json"
	"net/http"

	"github.com/a-h/templ"

	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

// Page is what a room says about its page; the words are in the reader's
// language.
type Page struct {
	Title       string // without the portal's name
	Description string
	// TextLang is the language key of the page's own text where it is not the
	// one the reader asked for; Origin is then the absolute address of the
	// text in its own language.
	TextLang string
	Origin   string
	// Own lists the languages that have a text of their own; nil means all,
	// for pages made of interface texts.
	Own       []i18n.Lang
	HasLeicht bool     // there is a text in Leichte Sprache
	Formats   []string // other forms of the page, for <link rel="alternate">
	Data      []any    // JSON-LD blocks
	Crumbs    []ui.Crumb
	NoIndex   bool
	Home      bool
}

// Render writes a page in the portal's frame.
func Render(w http.ResponseWriter, r *web.Request, status int, p Page, body templ.Component) error {
	return web.Render(w, r, status, Document(r, p, body))
}

func (p Page) speaks(lang i18n.Lang) bool {
	if p.Own == nil {
		return true
	}
	for _, l := range p.Own {
		if l == lang {
			return true
		}
	}
	return false
}

// canonical is the absolute address that counts for search engines: that of
// the original where the text falls back to another language.
func (p Page) canonical(r *web.Request) string {
	if p.Origin != "" && !r.Leicht {
		return p.Origin
	}
	return r.Abs(r.Path)
}

func title(r *web.Request, p Page) string {
	switch {
	case p.Home || p.Title == "":
		return r.Site.Name
	}
	return p.Title + " – " + r.Site.Name
}

func rootLang(r *web.Request) string {
	if r.Leicht {
		return i18n.HTMLLang(i18n.Leicht)
	}
	return string(r.Lang)
}

func jsonLD(v any) string {
	// json.Marshal escapes <, > and &, so the block cannot be closed early.
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// here is the address of this page in another language, its filters kept.
func here(r *web.Request, lang i18n.Lang) string {
	return withQuery(r, r.HrefIn(lang, r.Path))
}

func withQuery(r *web.Request, address string) string {
	if q := r.URL.RawQuery; q != "" {
		return address + "?" + q
	}
	return address
}

// leichtHref leads to this page in Leichte Sprache, or to the home page's.
func leichtHref(r *web.Request, p Page) string {
	if p.HasLeicht {
		return r.HrefLeicht(r.Path)
	}
	return r.HrefLeicht("/")
}

type navItem struct{ Path, Key, Section string }

var nav = []navItem{
	{"/orte", "common.places", "orte"},
	{"/veranstaltungen", "common.events_short", "veranstaltungen"},
	{"/beitraege", "common.news", "beitraege"},
	{"/orte?kategorie=haltestelle", "common.bus", "bus"},
	{"/leistungen", "common.services", "leistungen"},
}

// current is the section of the menu that the page stands in.
func current(r *web.Request) string {
	p := r.Path[1:]
	for i := range p {
		if p[i] == '/' {
			p = p[:i]
			break
		}
	}
	if p == "orte" && r.URL.Query().Get("kategorie") == "haltestelle" {
		return "bus"
	}
	return p
}

func level(n web.Notice) string {
	switch n.Level {
	case "red":
		return "alert alert-red noprint"
	case "info":
		return "alert alert-info noprint"
	}
	return "alert noprint"
}

func noticeText(n web.Notice, lang i18n.Lang) (web.NoticeText, i18n.Lang) {
	for _, l := range append([]i18n.Lang{lang}, i18n.All...) {
		if t, ok := n.Texts[l]; ok {
			return t, l
		}
	}
	return web.NoticeText{}, lang
}

func fontSize(r *web.Request) templ.Attributes {
	a := templ.Attributes{}
	if r.Options.Size != "" {
		a["data-size"] = r.Options.Size
	}
	switch r.Options.Colour {
	case "dunkel":
		a["data-scheme"] = "dark"
	case "hell":
		a["data-scheme"] = "light"
	}
	return a
}
