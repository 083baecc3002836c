package find

import (
	"net/url"
	"strings"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/search"
	"umland/internal/web"
)

// here is the value of region that keeps the search to this portal.
const here = "nur-hier"

// question is what a visitor asks, checked and complete.
type question struct {
	*feed.Query
	kind content.Kind // "" is all
	here bool         // only this portal
}

// ask reads a question. The whole region counts unless the reader keeps to
// this portal. A wrong value is a BadRequest that says what is right.
func (m *Room) ask(r *web.Request) (question, error) {
	var q question
	var err error
	if q.Query, err = feed.Read(r, "", m.spine.Terms()); err != nil {
		return q, err
	}
	given := r.URL.Query()
	switch given.Get("region") {
	case "", "alle":
		q.Region = true
	case here:
		q.here = true
	default:
		return q, fault.New(fault.BadRequest, "search.bad_region")
	}
	q.kind, err = kindOf(given.Get("typ"))
	return q, err
}

// kindOf reads typ: the German word of the kind's list, or the kind itself as
// the JSON names it.
func kindOf(typ string) (content.Kind, error) {
	if typ == "" {
		return "", nil
	}
	for _, k := range content.Kinds {
		if typ == typOf(k) || typ == string(k) {
			return k, nil
		}
	}
	return "", fault.New(fault.BadRequest, "search.bad_kind")
}

// typOf is the value of typ for a kind, "" for all.
func typOf(k content.Kind) string {
	if k == "" {
		return ""
	}
	return strings.TrimPrefix(k.Path(), "/")
}

// request is the question as the index takes it.
func (q question) request(r *web.Request) search.Request {
	ask := search.Request{
		Portal: r.Site.Slug, Lang: r.TextLang(), Q: q.Words, Region: q.Region, Near: q.Near,
		Now: r.Now, Page: q.Page, Size: q.Size,
	}
	if q.kind != "" {
		ask.Kinds = []string{string(q.kind)}
	}
	return ask
}

// result is a hit with its row of a list.
type result struct {
	search.Hit
	Listing content.Listing
}

// found is what the index says to a question.
type found struct {
	search.Answer
	results []result
}

// find asks the index. A page beyond the end is NotFound.
func (m *Room) find(r *web.Request, q question) (found, error) {
	var f found
	var err error
	if f.Answer, err = m.spine.Index().Search(r.Context(), q.request(r)); err != nil {
		return f, err
	}
	if err := q.Check(f.Total); err != nil {
		return f, err
	}
	ids := make([]string, len(f.Hits))
	for i, h := range f.Hits {
		ids[i] = h.Item
	}
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), ids)
	if err != nil {
		return f, err
	}
	byID := make(map[string]content.Listing, len(rows))
	for _, l := range rows {
		byID[l.Item] = l
	}
	for _, h := range f.Hits {
		if l, ok := byID[h.Item]; ok { // withdrawn between the two questions
			f.results = append(f.results, result{h, l})
		}
	}
	return f, nil
}

// verbatim is the question in quotes, word by word: nothing of it is mended.
func verbatim(q string) string {
	words := strings.Fields(strings.ReplaceAll(q, `"`, " "))
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	return strings.Join(words, " ")
}

// searchHref is this search for other words, from its first page.
func searchHref(r *web.Request, words string, drop ...string) string {
	pairs := []string{"q", words, "seite", ""}
	for _, name := range drop {
		pairs = append(pairs, name, "")
	}
	return r.Query(pairs...)
}

// typHref is a list of a kind narrowed to the question's words.
func typHref(r *web.Request, k content.Kind) string {
	return r.Query("typ", typOf(k), "seite", "")
}

func categoryHref(r *web.Request, t content.Category) string {
	return r.Href(t.Kind.Path() + "?" + url.Values{"kategorie": {t.Slug}, "region": {"alle"}}.Encode())
}
