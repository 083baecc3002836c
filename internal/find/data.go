package find

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/feed"
	"umland/internal/web"
)

// answerJSON is the search for programs. Its keys are a promise: the quality
// of the search is measured from outside with them.
type answerJSON struct {
	Total     int       `json:"total"`
	Items     []hitJSON `json:"items"`
	Corrected *string   `json:"corrected"`
	Next      *string   `json:"next"`
}

// hitJSON is an item that fits. Snippet is plain text; Matched are the ranges
// of it that were found, half open, in code points.
type hitJSON struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	Portal  string   `json:"portal"`
	Score   float64  `json:"score"`
	Snippet string   `json:"snippet"`
	Matched [][2]int `json:"matched"`
}

// data answers /suche.json and /suche.csv.
func data(w http.ResponseWriter, r *web.Request, q question, f found) error {
	if r.Format != "json" {
		list := content.Found{Total: f.Total}
		for _, x := range f.results {
			list.Items = append(list.Items, x.Listing)
		}
		return feed.List(w, r, q.Query, list)
	}
	a := answerJSON{Total: f.Total, Items: make([]hitJSON, len(f.results)), Corrected: given(f.Corrected), Next: given(q.Next(r, f.Total))}
	for i, x := range f.results {
		a.Items[i] = hitJSON{
			ID: x.Item, Kind: x.Kind, Title: x.Title, URL: r.ItemURL(x.Listing.Portal, x.Listing.Path()), Portal: x.Listing.Portal,
			Score: x.Score, Snippet: x.Snippet, Matched: x.Matched,
		}
		if x.Matched == nil {
			a.Items[i].Matched = [][2]int{}
		}
	}
	if a.Next != nil {
		w.Header().Add("Link", `<`+*a.Next+`>; rel="next"`)
	}
	return feed.JSON(w, r, a)
}

// given is nil for "".
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
