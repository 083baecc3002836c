package search

import (
	"context"
	"strings"
	"unicode/utf8"
)

const (
	mostSuggestions  = 20
	suggestedWords   = 3 // completed words before the titles
	longestSuggested = 200
)

// Suggest completes what has been typed so far, at most n times (1 to 20):
// words first, then titles of the items that fit best. It answers for the
// whole region, this portal first.
func (x *Index) Suggest(ctx context.Context, portal, lang, typed string, n int) ([]Suggestion, error) {
	n = max(1, min(n, mostSuggestions))
	out := []Suggestion{}
	if len(typed) > longestSuggested {
		return out, nil
	}
	answer, err := x.Search(ctx, Request{Portal: portal, Lang: lang, Q: typed, Region: true, Size: n, bare: true})
	if err != nil || len(answer.Relaxed) > 0 {
		return out, err
	}
	seen := map[string]bool{}
	for _, w := range completed(typed, answer.Hits) {
		if key := phraseKey(w); len(out) < min(suggestedWords, n) && !seen[key] {
			seen[key] = true
			out = append(out, Suggestion{Text: w})
		}
	}
	for _, h := range answer.Hits {
		if key := phraseKey(h.Title); len(out) < n && !seen[key] {
			seen[key] = true
			out = append(out, Suggestion{Text: h.Title, Item: h.Item, Kind: h.Kind})
		}
	}
	return out, nil
}

// completed ends the last word of what was typed as the titles of the hits
// have it: Müllab becomes Müllabfuhr.
func completed(typed string, hits []Hit) []string {
	ts := tokens(typed)
	if len(ts) == 0 {
		return nil
	}
	last := ts[len(ts)-1]
	if last.to != utf8.RuneCountInString(typed) {
		return nil // the word has been ended
	}
	begin, head := loose(last.text), string([]rune(typed)[:last.from])
	var out []string
	for _, h := range hits {
		runes := []rune(h.Title)
		for _, t := range tokens(h.Title) {
			if w := loose(t.text); strings.HasPrefix(w, begin) && w != begin {
				out = append(out, head+string(runes[t.from:t.to]))
			}
		}
	}
	return out
}
