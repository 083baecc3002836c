package feed

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// perMap is how many addresses one map holds; the protocol allows 50,000.
const perMap = 40_000

const (
	mapSpace  = "http://www.sitemaps.org/schemas/sitemap/0.9"
	linkSpace = "http://www.w3.org/1999/xhtml"
)

type sitemap struct {
	XMLName xml.Name `xml:"urlset"`
	Space   string   `xml:"xmlns,attr"`
	Links   string   `xml:"xmlns:xhtml,attr"`
	URLs    []mapURL `xml:"url"`
}

type mapURL struct {
	Loc        string      `xml:"loc"`
	Modified   string      `xml:"lastmod,omitempty"`
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type sitemapIndex struct {
	XMLName xml.Name `xml:"sitemapindex"`
	Space   string   `xml:"xmlns,attr"`
	Maps    []struct {
		Loc string `xml:"loc"`
	} `xml:"sitemap"`
}

// Sitemap answers /sitemap.xml: the standing pages and what the portal owns,
// each in the languages that have a text of their own. A portal with more
// than 40,000 addresses gets an index, its parts are /sitemap.xml?teil=1 and
// so on.
func (m *Site) Sitemap(w http.ResponseWriter, r *web.Request) error {
	urls, err := m.urls(r)
	if err != nil {
		return err
	}
	return writeMap(w, r, urls, perMap)
}

func writeMap(w http.ResponseWriter, r *web.Request, urls []mapURL, size int) error {
	part, parts := r.URL.Query().Get("teil"), (len(urls)+size-1)/size
	switch {
	case part == "" && parts > 1:
		index := sitemapIndex{Space: mapSpace}
		for n := range parts {
			index.Maps = append(index.Maps, struct {
				Loc string `xml:"loc"`
			}{r.Origin(r.Site) + "/sitemap.xml?teil=" + strconv.Itoa(n+1)})
		}
		return sendXML(w, index)
	case part != "":
		n, err := strconv.Atoi(part)
		if err != nil || !digits(part) || n < 1 {
			return bad("errors.bad_page")
		}
		if n > max(parts, 1) {
			return fault.New(fault.NotFound, "errors.not_found")
		}
		urls = urls[(n-1)*size : min(n*size, len(urls))]
	}
	return sendXML(w, sitemap{Space: mapSpace, Links: linkSpace, URLs: urls})
}

func (m *Site) urls(r *web.Request) ([]mapURL, error) {
	var urls []mapURL
	for _, path := range m.standing {
		urls = append(urls, versions(r, path, "", r.Site.Languages)...)
	}
	items, err := m.owned(r.Context(), r.Site.Slug)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		urls = append(urls, it.urls(r)...)
	}
	return urls, nil
}

// versions gives one address per language, each naming all of them.
func versions(r *web.Request, path, modified string, languages []i18n.Lang) []mapURL {
	var alternates []alternate
	if len(languages) > 1 {
		for _, l := range languages {
			alternates = append(alternates, alternate{"alternate", string(l), r.AbsIn(l, path)})
		}
	}
	urls := make([]mapURL, len(languages))
	for i, l := range languages {
		urls[i] = mapURL{r.AbsIn(l, path), modified, alternates}
	}
	return urls
}

// entity is an item with the languages of its own texts.
type entity struct {
	id, path, updated string
	langs             []string
}

func (e entity) urls(r *web.Request) []mapURL {
	var own []i18n.Lang
	for _, l := range r.Site.Languages {
		if slices.Contains(e.langs, string(l)) {
			own = append(own, l)
		}
	}
	leicht := slices.Contains(e.langs, i18n.Leicht)
	if len(own) == 0 && !leicht {
		// Its text is in none of the portal's languages and stands, marked, on
		// the page of the first.
		own = []i18n.Lang{r.Site.First}
	}
	modified := instant(r, e.updated)
	urls := versions(r, e.path, modified, own)
	if leicht {
		urls = append(urls, mapURL{Loc: r.Origin(r.Site) + r.HrefLeicht(e.path), Modified: modified})
	}
	return urls
}

// owned gives the public items of a portal with the languages of their own
// texts: a row whose text is that of another language is a fallback.
func (m *Site) owned(ctx context.Context, portal string) ([]entity, error) {
	var list []entity
	err := db.Each(ctx, m.spine.DB(), func(row db.Row) error {
		var e entity
		var l content.Listing
		if err := row.Scan(&e.id, &l.Lang, &l.TextLang, &l.Kind, &l.Slug, &e.updated); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].id != e.id {
			e.path = l.Path()
			list = append(list, e)
		}
		if l.Lang == l.TextLang {
			last := &list[len(list)-1]
			last.langs = append(last.langs, l.Lang)
		}
		return nil
	}, `SELECT l.item, l.lang, l.text_lang, l.kind, l.slug, l.updated_at FROM placement p JOIN listing l ON l.item = p.item
		WHERE p.portal = $1 AND p.origin = 'own' AND p.public = 1 ORDER BY p.kind, l.item, l.lang`, portal)
	return list, err
}

func sendXML(w http.ResponseWriter, v any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	b.WriteByte('\n')
	return sendAs(w, "application/xml; charset=utf-8", b.Bytes())
}
