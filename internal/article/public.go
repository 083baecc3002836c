package article

import (
	"net/http"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// Formats are the other forms of the list.
var Formats = []string{"json", "csv", "rss"}

type listPage struct {
	query *feed.Query
	found content.Found
	terms *content.Vocabulary
	used  map[string]int // articles per category
}

// List answers /beitraege and its other forms.
func (m *Room) List(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Article, m.spine.Terms())
	if err != nil {
		return err
	}
	found, err := m.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(found.Total); err != nil {
		return err
	}
	if r.Format != "" {
		return feed.List(w, r, q, found)
	}
	used, err := m.spine.CategoryCounts(r.Context(), q.Filter)
	if err != nil {
		return err
	}
	page := frame.Page{
		Title: r.T("article.title"), Description: r.T("article.description", "place", r.Site.Place), Formats: Formats,
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.news")}},
	}
	return frame.Render(w, r, http.StatusOK, page, listView(r, listPage{q, found, m.spine.Terms(), used}))
}

type showPage struct {
	article *Article
	text    content.Text
	lang    string
	minutes int  // of reading
	old     bool // older than a year
	owner   content.Listing
	related []content.Listing
}

// Show answers /beitraege/{slug} and its JSON.
func (m *Room) Show(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Article, r.PathValue("slug"))
	if fault.KindOf(err) == fault.NotFound {
		return frame.Elsewhere(w, r, m.spine, content.Article, err)
	}
	if err != nil {
		return err
	}
	a, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, a)
	}
	s := showPage{article: a, old: r.Now.Sub(a.Published) > 365*24*time.Hour}
	s.text, s.lang = a.Text(r.TextLang())
	s.minutes = readingMinutes(s.text.Body)
	if err := m.around(r, &s); err != nil {
		return err
	}
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Href: r.Href("/beitraege"), Text: r.T("common.news")}},
		Data:   []any{feed.ArticleLD(r, feed.ArticleFacts{Item: &a.Item, Text: s.text, Byline: a.Byline})},
	}
	frame.Languages(r, &page, &a.Item)
	return frame.Render(w, r, http.StatusOK, page, showView(r, s))
}

func (m *Room) data(w http.ResponseWriter, r *web.Request, a *Article) error {
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{a.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	text, _ := a.Text(r.TextLang())
	return feed.Item(w, r, rows[0], map[string]any{"kicker": text.Kicker, "body": string(text.Body), "attribution": a.Source.Attribution})
}

// around finds the organisation behind the article and newer ones beside it.
func (m *Room) around(r *web.Request, s *showPage) error {
	if s.article.Organisation != "" {
		rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{s.article.Organisation})
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			s.owner = rows[0]
		}
	}
	f := content.Filter{Portal: r.Site.Slug, Lang: string(r.Lang), Kind: content.Article}
	newest, err := m.spine.List(r.Context(), f, content.ByTitle, content.Window{Limit: 4})
	if err != nil {
		return err
	}
	for _, l := range newest.Items {
		if l.Item != s.article.ID && len(s.related) < 3 {
			s.related = append(s.related, l)
		}
	}
	return nil
}
