package page

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// textPage is what a free page shows.
type textPage struct {
	page  *Page
	text  content.Text
	lang  string // language key of the text
	owner content.Listing
}

// Show answers /seiten/{slug} and its JSON.
func (m *PageRoom) Show(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Page, r.PathValue("slug"))
	if fault.KindOf(err) == fault.NotFound {
		return frame.Elsewhere(w, r, m.spine, m.kind, err)
	}
	if err != nil {
		return err
	}
	if r.Format != "" {
		return m.data(w, r, it, map[string]any{})
	}
	s := textPage{page: &Page{*it}}
	s.text, s.lang = it.Text(r.TextLang())
	if s.owner, err = m.owner(r, it); err != nil {
		return err
	}
	page := frame.Page{
		Title: s.text.Title, Description: s.text.Teaser, TextLang: s.lang, Formats: []string{"json"},
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: s.text.Title}},
	}
	frame.Languages(r, &page, it)
	return frame.Render(w, r, http.StatusOK, page, textView(r, s))
}
