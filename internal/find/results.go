package find

import (
	"net/http"
	"slices"
	"strings"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/ui"
	"umland/internal/web"
)

// page is what the search shows.
type page struct {
	found
	q      question
	best   *answer // the answer itself, or nil
	groups []group
	next   map[string]content.Occurrence // the next date of each event
	terms  *content.Vocabulary
	near   []content.Category // categories that fit the words
	first  []content.Category // categories to begin with where there is nothing to show
}

// group is the results of one kind on this page, and how many there are.
type group struct {
	Kind    content.Kind
	Count   int
	Results []result
}

// Search answers /suche and its other forms.
func (m *Room) Search(w http.ResponseWriter, r *web.Request) error {
	q, err := m.ask(r)
	if err != nil {
		return err
	}
	f, err := m.find(r, q)
	if err != nil {
		return err
	}
	if r.Format != "" {
		return data(w, r, q, f)
	}
	m.remember(r, q, f)
	p := page{q: q, found: f, terms: m.spine.Terms()}
	if err := m.around(r, &p); err != nil {
		return err
	}
	head := frame.Page{Title: p.title(r), NoIndex: true}
	if p.Total > 0 {
		head.Formats = Formats
	}
	return frame.Render(w, r, http.StatusOK, head, view(r, p))
}

// around finds what stands beside the hits: the answer itself, when the events
// are, and categories that fit.
func (m *Room) around(r *web.Request, p *page) error {
	words := p.words()
	p.near = near(r, p.terms, words)
	if p.Total == 0 {
		var err error
		p.first, err = m.firstTerms(r, p.terms)
		return err
	}
	rest := p.results
	if p.q.Page == 1 && answers(rest, words) {
		var err error
		if p.best, err = m.answer(r, rest[0]); err != nil {
			return err
		}
		rest = rest[1:]
	}
	p.groups = p.byKind(rest)
	if err := m.hidden(r, p); err != nil {
		return err
	}
	return m.dates(r, p)
}

// dates finds the next date of each event on the page.
func (m *Room) dates(r *web.Request, p *page) error {
	var events []string
	for _, g := range p.groups {
		for _, x := range g.Results {
			if g.Kind == content.Event {
				events = append(events, x.Item)
			}
		}
	}
	var err error
	p.next, err = m.spine.NextDates(r.Context(), events, r.TextLang(), clock.Day(r.Now, r.Site.Zone))
	return err
}

// fewest is how many results of each kind the first page shows at least: a
// hundred containers must not hide the one article about the collection.
const fewest = 3

// hidden adds to the first page the best results of kinds that others have
// crowded out.
func (m *Room) hidden(r *web.Request, p *page) error {
	if p.q.Page > 1 || p.q.kind != "" {
		return nil
	}
	for _, k := range content.Kinds {
		i := slices.IndexFunc(p.groups, func(g group) bool { return g.Kind == k })
		shown := 0
		if i >= 0 {
			shown = len(p.groups[i].Results)
		}
		if p.best != nil && p.best.Listing.Kind == k {
			shown++
		}
		if shown >= min(fewest, p.Kinds[string(k)]) {
			continue
		}
		q := p.q
		page := *q.Query
		page.Size = fewest
		q.Query, q.kind = &page, k
		f, err := m.find(r, q)
		if err != nil {
			return err
		}
		results := slices.DeleteFunc(f.results, func(x result) bool { return p.best != nil && x.Item == p.best.Item })
		if i < 0 {
			p.groups = append(p.groups, group{Kind: k, Count: p.Kinds[string(k)]})
			i = len(p.groups) - 1
		}
		p.groups[i].Results = results
	}
	return nil
}

// meant is the question as it was answered.
func (p *page) meant() string {
	if p.Corrected != "" {
		return p.Corrected
	}
	return p.q.Words
}

// words are those of the question that were looked for: without its filters.
func (p *page) words() []string {
	text := p.meant()
	for _, f := range p.Filters {
		text = strings.Replace(text, f.Text, " ", 1)
	}
	return search.Query(text)
}

// asked tells whether there was something to look for.
func (p *page) asked() bool { return p.Words || len(p.Filters) > 0 }

// byKind puts the results of a kind together, the kind of the best one first.
func (p *page) byKind(results []result) []group {
	var groups []group
	for _, x := range results {
		i := slices.IndexFunc(groups, func(g group) bool { return g.Kind == x.Listing.Kind })
		if i < 0 {
			groups = append(groups, group{Kind: x.Listing.Kind, Count: p.Kinds[x.Kind]})
			i = len(groups) - 1
		}
		groups[i].Results = append(groups[i].Results, x)
	}
	return groups
}

// more tells whether the kind has results that are not on this page.
func (p *page) more(g group) bool {
	shown := len(g.Results)
	if p.best != nil && p.best.Listing.Kind == g.Kind {
		shown++
	}
	return p.q.kind == "" && g.Count > shown
}

// maxNear bounds the categories beside the results.
const maxNear = 6

// near finds categories whose name begins with a word of the question, or
// whose name the word begins with, as "Apotheken-Notdienst" does with
// "Apotheke".
func near(r *web.Request, terms *content.Vocabulary, words []string) []content.Category {
	var out []content.Category
	for _, k := range []content.Kind{content.Place, content.Event, content.Article} {
		for _, t := range terms.Of(k) {
			if len(out) < maxNear && fits(search.Words(t.Name(r.Lang)), words) {
				out = append(out, t)
			}
		}
	}
	return out
}

// minStem is how many letters of a category's name a longer word must begin
// with to count as the same.
const minStem = 4

func fits(name, words []string) bool {
	for _, n := range name {
		for _, w := range words {
			if len(w) > 2 && strings.HasPrefix(n, w) || len(n) >= minStem && strings.HasPrefix(w, n) {
				return true
			}
		}
	}
	return false
}

// maxTerms bounds the categories of an empty search page.
const maxTerms = 10

// firstTerms finds the first categories that have places in the region.
func (m *Room) firstTerms(r *web.Request, terms *content.Vocabulary) ([]content.Category, error) {
	counts, err := m.spine.CategoryCounts(r.Context(), content.Filter{Region: true, Kind: content.Place})
	if err != nil {
		return nil, err
	}
	var first []content.Category
	for _, t := range terms.Of(content.Place) {
		if counts[t.Slug] > 0 && len(first) < maxTerms {
			first = append(first, t)
		}
	}
	return first, nil
}

// title says in the window and to a screen reader how many there are.
func (p *page) title(r *web.Request) string {
	switch {
	case !p.asked():
		return r.T("common.search")
	case p.Total == 0:
		return r.T("search.none", "words", p.q.Words)
	}
	return r.N("search.count", p.Total, "words", p.meant())
}

// chips are the kinds as links.
func (p *page) chips(r *web.Request) []ui.Chip {
	total := 0
	chips := []ui.Chip{{}}
	for _, k := range content.Kinds {
		n := p.Kinds[string(k)]
		total += n
		if n > 0 || k == p.q.kind {
			chips = append(chips, ui.Chip{Href: typHref(r, k), Text: r.T(kindKey(k)), Count: i18n.Number(r.Lang, n), Current: k == p.q.kind})
		}
	}
	chips[0] = ui.Chip{Href: typHref(r, ""), Text: r.T("search.all"), Count: i18n.Number(r.Lang, total), Current: p.q.kind == ""}
	return chips
}

// scopes lead between the whole region and this portal.
func (p *page) scopes(r *web.Request) []ui.Chip {
	return []ui.Chip{
		{Href: r.Query("region", "", "seite", ""), Text: r.T("common.whole_region"), Current: !p.q.here},
		{Href: r.Query("region", here, "seite", ""), Text: r.T("search.only_here", "place", r.Site.Place), Current: p.q.here},
	}
}

// kindKey names a kind in the plural.
func kindKey(k content.Kind) string { return "search.kind_" + string(k) }
