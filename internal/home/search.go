package home

import (
	"net/http"
	"slices"
	"strings"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/ui"
	"umland/internal/web"
)

// SearchFormats are the other forms of the search.
var SearchFormats = []string{"json", "csv"}

// here is the value of region that keeps the search to this portal.
const here = "nur-hier"

// searchPage is what the search shows.
type searchPage struct {
	query *feed.Query
	asked bool // there was a word to search for
	words []string
	found content.Found
	here  bool
	kinds []kindChip
	next  map[string]content.Occurrence // the next date of each event
	terms *content.Vocabulary
	near  []termLink // categories that fit the words
	first []termLink // categories to begin with where there is nothing to show
}

// kindChip narrows the results to a kind.
type kindChip struct {
	Kind   content.Kind // "" is all
	Count  int
	Active bool
}

// termLink is a category's list.
type termLink struct {
	Term content.Category
	Href string
}

// Search answers /suche and its other forms.
func (m *Room) Search(w http.ResponseWriter, r *web.Request) error {
	p, err := m.ask(r)
	if err != nil {
		return err
	}
	if p.asked {
		if p.found, err = m.spine.List(r.Context(), p.query.Filter, content.ByRank, p.query.Window()); err != nil {
			return err
		}
	}
	if err := p.query.Check(p.found.Total); err != nil {
		return err
	}
	if r.Format != "" {
		return feed.List(w, r, p.query, p.found)
	}
	if err := m.around(r, &p); err != nil {
		return err
	}
	page := frame.Page{Title: searchTitle(r, p), NoIndex: true, Formats: formats(p)}
	return frame.Render(w, r, http.StatusOK, page, searchView(r, p))
}

// ask reads what is searched for. The whole region counts unless the reader
// keeps to this portal.
func (m *Room) ask(r *web.Request) (searchPage, error) {
	p := searchPage{terms: m.spine.Terms()}
	var err error
	if p.query, err = feed.Read(r, "", p.terms); err != nil {
		return p, err
	}
	given := r.URL.Query()
	switch given.Get("region") {
	case "", "alle":
		p.query.Region = true
	case here:
		p.here = true
	default:
		return p, fault.New(fault.BadRequest, "search.bad_region")
	}
	if p.query.Kind, err = kindOf(given.Get("typ")); err != nil {
		return p, err
	}
	p.words = search.Query(p.query.Words)
	p.asked = len(p.words) > 0
	return p, nil
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

// around finds what stands beside the results: how many of each kind there
// are, when the events are, and categories that fit.
func (m *Room) around(r *web.Request, p *searchPage) error {
	p.near = near(r, p.terms, p.words)
	if p.found.Total == 0 {
		if err := m.firstTerms(r, p); err != nil {
			return err
		}
	}
	if !p.asked {
		return nil
	}
	all := p.query.Filter
	all.Kind = ""
	counts, err := m.spine.Counts(r.Context(), all)
	if err != nil {
		return err
	}
	p.kinds = kindChips(counts, p.query.Kind)
	var events []string
	for _, l := range p.found.Items {
		if l.Kind == content.Event {
			events = append(events, l.Item)
		}
	}
	p.next, err = m.spine.NextDates(r.Context(), events, string(r.Lang), clock.Day(r.Now, r.Site.Zone))
	return err
}

func kindChips(counts map[content.Kind]int, active content.Kind) []kindChip {
	total := 0
	var chips []kindChip
	for _, k := range content.Kinds {
		total += counts[k]
		if counts[k] > 0 || k == active {
			chips = append(chips, kindChip{k, counts[k], k == active})
		}
	}
	return append([]kindChip{{"", total, active == ""}}, chips...)
}

// maxNear bounds the categories beside the results.
const maxNear = 6

// near finds categories whose name begins with a word of the query, or whose
// name the word begins with, as "Apotheken-Notdienst" does with "Apotheke".
func near(r *web.Request, terms *content.Vocabulary, words []string) []termLink {
	var out []termLink
	for _, k := range []content.Kind{content.Place, content.Event, content.Article} {
		for _, t := range terms.Of(k) {
			if len(out) < maxNear && fits(search.Words(t.Name(r.Lang)), words) {
				out = append(out, termLink{t, termHref(r, k, t)})
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

func termHref(r *web.Request, k content.Kind, t content.Category) string {
	return r.Href(k.Path() + "?kategorie=" + t.Slug + "&region=alle")
}

// maxTerms bounds the categories of an empty search page.
const maxTerms = 10

// firstTerms finds the first categories that have places in the region.
func (m *Room) firstTerms(r *web.Request, p *searchPage) error {
	counts, err := m.spine.CategoryCounts(r.Context(), content.Filter{Region: true, Kind: content.Place})
	if err != nil {
		return err
	}
	for _, t := range p.terms.Of(content.Place) {
		if counts[t.Slug] > 0 && len(p.first) < maxTerms {
			p.first = append(p.first, termLink{t, termHref(r, content.Place, t)})
		}
	}
	return nil
}

func searchTitle(r *web.Request, p searchPage) string {
	if !p.asked {
		return r.T("common.search")
	}
	return r.T("search.title", "words", p.query.Words)
}

// formats are offered where there is something to take along.
func formats(p searchPage) []string {
	if p.found.Total == 0 {
		return nil
	}
	return SearchFormats
}

// best tells whether the first result is so good that it stands out: its
// title holds every word.
func (p *searchPage) best() bool {
	if p.query.Page != 1 || len(p.found.Items) == 0 || p.found.Total == 1 {
		return false
	}
	title := search.Words(p.found.Items[0].Title)
	for _, w := range p.words {
		if !slices.ContainsFunc(title, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}

// rest are the results after the best one.
func (p *searchPage) rest() []content.Listing {
	if p.best() {
		return p.found.Items[1:]
	}
	return p.found.Items
}

// chips are the kinds as links.
func (p *searchPage) chips(r *web.Request) []ui.Chip {
	var chips []ui.Chip
	for _, k := range p.kinds {
		key := "search.all"
		if k.Kind != "" {
			key = kindKey(k.Kind)
		}
		chips = append(chips, ui.Chip{
			Href: r.Query("typ", typOf(k.Kind), "seite", ""), Text: r.T(key), Count: i18n.Number(r.Lang, k.Count), Current: k.Active,
		})
	}
	return chips
}

// scopes lead between the whole region and this portal.
func (p *searchPage) scopes(r *web.Request) []ui.Chip {
	return []ui.Chip{
		{Href: r.Query("region", "", "seite", ""), Text: r.T("common.whole_region"), Current: !p.here},
		{Href: r.Query("region", here, "seite", ""), Text: r.T("search.only_here", "place", r.Site.Place), Current: p.here},
	}
}

// kindKey names a kind in the plural.
func kindKey(k content.Kind) string { return "search.kind_" + string(k) }
