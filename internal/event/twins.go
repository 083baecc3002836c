package event

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"umland/internal/content"
	"umland/internal/search"
)

// Twin is an event that somebody is about to enter.
type Twin struct {
	Lang  string // of the reader
	Title string
	Day   string // local day on which it begins
	Place string // id of a place of the directory, or ""
	Venue string // name of the place as it was typed, or ""
}

// How alike two events of a day must be, and how many are told.
const (
	alike         = 0.40 // titles alone
	alikeAtPlace  = 0.20 // titles, at the same place
	mostTwins     = 5
	mostOfOneDay  = 2000
	samePlaceName = 0.55
)

// Twins gives the public dates of a day that are likely to be the event that
// somebody is about to enter: at most five, the likeliest first. It looks in
// the whole region, since a neighbour may have entered it.
func (m *Room) Twins(ctx context.Context, t Twin) ([]content.Occurrence, error) {
	if dayOf(t.Day) == "" || strings.TrimSpace(t.Title) == "" {
		return nil, nil
	}
	day := dayOf(t.Day)
	agenda, err := m.spine.Agenda(ctx, content.Filter{Region: true, Lang: t.Lang, From: day, Until: day}, content.Window{Limit: mostOfOneDay})
	if err != nil {
		return nil, err
	}
	type scored struct {
		o     content.Occurrence
		score float64
	}
	var list []scored
	title, venue := grams(t.Title), grams(t.Venue)
	for _, o := range agenda.Items {
		score := likeness(title, grams(o.Title))
		here := t.Place != "" && o.Place == t.Place || t.Venue != "" && likeness(venue, grams(o.Venue)) >= samePlaceName
		if score >= alike || here && score >= alikeAtPlace {
			if here {
				score++
			}
			list = append(list, scored{o, score})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	out := make([]content.Occurrence, 0, mostTwins)
	for _, s := range list[:min(len(list), mostTwins)] {
		out = append(out, s.o)
	}
	return out, nil
}

// grams are the groups of three letters of a text, folded as the search does.
func grams(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(search.SortKey(s)) {
		letters := []rune(" " + w + " ")
		for i := 0; i+3 <= len(letters); i++ {
			set[string(letters[i:i+3])] = true
		}
	}
	return set
}

// likeness is 1 for equal texts and 0 for such that share nothing (the
// coefficient of Sørensen and Dice).
func likeness(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for g := range a {
		if b[g] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}
