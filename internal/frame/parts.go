package frame

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// Languages fills in which languages an item has of its own, where its
// original stands, and whether there is a text in Leichte Sprache.
func Languages(r *web.Request, p *Page, it *content.Item) {
	p.Own = []i18n.Lang{}
	for _, l := range r.Site.Languages {
		if _, ok := it.Texts[string(l)]; ok {
			p.Own = append(p.Own, l)
		}
	}
	_, p.HasLeicht = it.Texts[i18n.Leicht]
	if p.TextLang == "" || p.TextLang == r.TextLang() {
		return
	}
	if lang, ok := i18n.Parse(p.TextLang); ok && r.Site.Speaks(lang) {
		p.Origin = r.AbsIn(lang, r.Path)
	}
}

// When is a date of an event on one line: the day, and the time where there
// is one.
func When(r *web.Request, o content.Occurrence) string {
	start, end := content.Wall(o.StartWall), content.Wall(o.EndWall)
	switch {
	case o.Several:
		return i18n.DateRange(r.Lang, start, end)
	case o.AllDay:
		return dayWord(r, start)
	}
	return dayWord(r, start) + ", " + i18n.Time(r.Lang, start)
}

// dayWord is "heute", "morgen" or the day with its weekday.
func dayWord(r *web.Request, day time.Time) string {
	if word := i18n.RelativeDay(r.Lang, day, r.Now); word != "" {
		return word
	}
	return i18n.LongDay(r.Lang, day)
}

// pageLink is one step of the pages of a list.
type pageLink struct {
	Number  int
	Href    string
	Current bool
	Gap     bool
}

// pageLinks gives first, last and the neighbours of the current page.
func pageLinks(r *web.Request, page, size, total int) []pageLink {
	last := (total + size - 1) / size
	var links []pageLink
	for n := 1; n <= last; n++ {
		if n == 1 || n == last || n >= page-1 && n <= page+1 {
			links = append(links, pageLink{Number: n, Href: pageHref(r, n), Current: n == page})
		} else if len(links) > 0 && !links[len(links)-1].Gap {
			links = append(links, pageLink{Gap: true})
		}
	}
	return links
}

func pageHref(r *web.Request, n int) string {
	if n == 1 {
		return r.Query("seite", "")
	}
	return r.Query("seite", strconv.Itoa(n))
}

// owner is the portal that owns an item, where it is another one.
func owner(r *web.Request, slug string) (*web.Site, bool) {
	if slug == r.Site.Slug {
		return nil, false
	}
	return r.Directory().BySlug(slug)
}

func formatWord(r *web.Request, format string) string {
	switch format {
	case "ics":
		return r.T("frame.calendar")
	case "rss":
		return "RSS"
	case "geojson":
		return "GeoJSON"
	case "csv":
		return "CSV"
	}
	return "JSON"
}

// subscription is the list as a calendar that a program asks for again and
// again: all days from today on, whatever days the page shows.
func subscription(r *web.Request) string {
	q := r.URL.Query()
	for _, k := range []string{"von", "bis", "seite", "ansicht", "schrift", "farben"} {
		q.Del(k)
	}
	_, address, _ := strings.Cut(r.Abs(r.Path), "://")
	address = "webcal://" + address + ".ics"
	if text := q.Encode(); text != "" {
		address += "?" + text
	}
	return address
}

func alt(it *content.Item, t content.Text) string {
	if t.Alt != "" {
		return t.Alt
	}
	return it.Texts[it.First].Alt
}

// LangAttr is the lang attribute for a text that is not in the language the
// reader asked for, or "".
func LangAttr(r *web.Request, lang string) string {
	if lang == r.TextLang() {
		return ""
	}
	return i18n.HTMLLang(lang)
}

// In marks an element whose text is in another language than the page.
func In(r *web.Request, lang string) templ.Attributes {
	if a := LangAttr(r, lang); a != "" {
		return templ.Attributes{"lang": a}
	}
	return nil
}

// Elsewhere sends the reader of an item that this portal shows but does not
// own to the item's only address; missing is the answer where there is none.
func Elsewhere(w http.ResponseWriter, r *web.Request, spine *content.Spine, kind content.Kind, missing error) error {
	owner, path, err := spine.Successor(r.Context(), r.Site.Slug, kind, r.PathValue("slug"))
	if err != nil {
		path = r.Path
		if owner, err = spine.ShownHere(r.Context(), r.Site.Slug, kind, r.PathValue("slug")); err != nil || owner == r.Site.Slug {
			return missing
		}
	}
	address := r.ItemURL(owner, path)
	if r.Format != "" {
		address += "." + r.Format
	}
	http.Redirect(w, r.Request, address, http.StatusMovedPermanently)
	return nil
}
