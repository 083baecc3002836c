package content

import (
	"slices"
	"testing"

	"umland/internal/search"
)

// asked gives the slugs of the hits, in alphabetical order.
func (w *world) asked(q search.Request) []string {
	w.Helper()
	if q.Lang == "" {
		q.Lang = "de"
	}
	if q.Now.IsZero() {
		q.Now = now
	}
	a, err := w.s.Index().Search(w.ctx, q)
	w.must(err)
	var ids, slugs []string
	for _, h := range a.Hits {
		ids = append(ids, h.Item)
	}
	list, err := w.s.ByIDs(w.ctx, q.Lang, ids)
	w.must(err)
	for _, l := range list {
		slugs = append(slugs, l.Slug)
	}
	slices.Sort(slugs)
	return slugs
}

func TestSearchAnswersPerPortal(t *testing.T) {
	engines(t, func(w *world) {
		w.save(draft("handewitt", Place, "park", "Bürgerpark"))
		w.save(draft("harrislee", Article, "fest", "Fest im Bürgerpark"))
		w.save(draft("aabenraa", Place, "geteilt", "Bürgerpark geteilt"), "handewitt")
		w.is("region", w.asked(search.Request{Portal: "handewitt", Region: true, Q: "bürgerpark"}), "fest geteilt park")
		w.is("only here", w.asked(search.Request{Portal: "handewitt", Q: "bürgerpark"}), "geteilt park")
		w.is("one kind", w.asked(search.Request{Portal: "handewitt", Region: true, Q: "bürgerpark", Kinds: []string{"article"}}), "fest")
		a, err := w.s.Index().Search(w.ctx, search.Request{Portal: "handewitt", Lang: "de", Region: true, Q: "buergerp", Size: 1, Page: 2})
		w.must(err)
		if a.Total != 3 || len(a.Hits) != 1 || a.Kinds["place"] != 2 || a.Kinds["article"] != 1 {
			w.Errorf("%+v", a)
		}
	})
}
