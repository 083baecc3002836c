package find

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/search"
	"umland/internal/web"
)

// mostSuggestions is as many as a phone shows above its keyboard.
const mostSuggestions = 7

// suggestion is a line under the field while a visitor types.
type suggestion struct {
	Text string `json:"text"` // the whole question
	Kind string `json:"kind"` // what it is, in the reader's word, or ""
}

// Suggest answers /suche/vorschlaege.json with what q may become. Nothing of
// what is typed is kept.
func (m *Room) Suggest(w http.ResponseWriter, r *web.Request) error {
	if r.Format != "json" {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	q, err := feed.Read(r, "", m.spine.Terms())
	if err != nil {
		return err
	}
	items := []suggestion{}
	if utf8.RuneCountInString(q.Words) > 1 {
		found, err := m.spine.Index().Suggest(r.Context(), r.Site.Slug, r.TextLang(), q.Words, mostSuggestions)
		if err != nil {
			return err
		}
		items = lines(r, found)
	}
	return feed.JSON(w, r, struct {
		Items []suggestion `json:"items"`
	}{items})
}

// lines are the suggestions in the reader's words, each text once.
func lines(r *web.Request, found []search.Suggestion) []suggestion {
	seen := map[string]bool{}
	items := []suggestion{}
	for _, s := range found {
		key := strings.ToLower(s.Text)
		if seen[key] || s.Text == "" {
			continue
		}
		seen[key] = true
		line := suggestion{Text: s.Text}
		if k := content.Kind(s.Kind); k.Valid() {
			line.Kind = r.T("search.one_" + s.Kind)
		}
		items = append(items, line)
	}
	return items
}
