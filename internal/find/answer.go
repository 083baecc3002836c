package find

import (
	"slices"
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/ui"
	"umland/internal/web"
)

// answer is a result that answers the question by itself, with what a citizen
// would ask next: is it open, when is it, where do I go.
type answer struct {
	result
	state   ui.OpenState
	said    string // "geöffnet bis 18:30 Uhr", or ""
	dates   []content.Occurrence
	offices []Office
}

// How much stands in an answer.
const (
	maxDates   = 3
	maxOffices = 3
)

// lead is by how much the first result must be better than the second.
const lead = 1.1

// answers tells whether the first result is so good that it stands out: its
// title holds as many words as were asked for, and no other is as good.
func answers(results []result, words []string) bool {
	if len(results) == 0 || len(words) == 0 || len(results) > 1 && results[0].Score < lead*results[1].Score {
		return false
	}
	var marked []string
	for _, p := range cut(results[0].Title, results[0].TitleMatched) {
		if p.Marked {
			marked = append(marked, search.Query(p.Text)...)
		}
	}
	return len(marked) >= len(words)
}

// answer gathers what is known about the best result.
func (m *Room) answer(r *web.Request, x result) (*answer, error) {
	a := &answer{result: x}
	var err error
	switch {
	case x.Listing.Kind == content.Event:
		a.dates, err = m.spine.DatesOf(r.Context(), x.Item, r.TextLang(), clock.Day(r.Now, r.Site.Zone), maxDates)
	case m.facts == nil:
	case x.Listing.Kind == content.Place:
		a.state, a.said, err = m.facts.State(r, x.Listing)
	case x.Listing.Kind == content.Service:
		if a.offices, err = m.facts.Offices(r, x.Item); err == nil {
			a.offices = a.offices[:min(len(a.offices), maxOffices)]
		}
	}
	return a, err
}

// part is a piece of a text; a marked one was searched for.
type part struct {
	Text   string
	Marked bool
}

// cut divides a text where it is marked. The ranges are half open, count code
// points and stand in their order; what lies outside the text is left out.
func cut(text string, marked [][2]int) []part {
	runes := []rune(text)
	var parts []part
	at := 0
	for _, m := range marked {
		from, to := max(m[0], at), min(m[1], len(runes))
		if from >= to {
			continue
		}
		if from > at {
			parts = append(parts, part{Text: string(runes[at:from])})
		}
		parts = append(parts, part{string(runes[from:to]), true})
		at = to
	}
	if at < len(runes) {
		parts = append(parts, part{Text: string(runes[at:])})
	}
	return slices.Clip(parts)
}

// when is the next date of an event, or that there is none.
func (p *page) when(r *web.Request, x result) (day, words string) {
	o, ok := p.next[x.Item]
	if !ok {
		return "", r.T("search.over")
	}
	return o.StartWall, i18n.Sentence(frame.When(r, o))
}

// quoted puts words into the quotation marks of the reader's language.
func quoted(r *web.Request, words []string) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = r.T("search.quoted", "word", w)
	}
	return strings.Join(list, ", ")
}

func dayAttr(r *web.Request, l content.Listing) string {
	return frame.Published(r, l).Format(time.DateOnly)
}
