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

// The month and the week are narrowed by words as the list is.
func TestWordsNarrowEachViewOfTheCalendar(t *testing.T) {
	engines(t, func(w *world) {
		one, two := draft("handewitt", Event, "chor", "Chorprobe"), draft("handewitt", Event, "markt", "Flohmarkt")
		one.Dates = []Date{on("2026-11-25", "15:00", "17:00")}
		two.Dates = []Date{on("2026-11-25", "10:00", "12:00")}
		long := draft("handewitt", Event, "schau", "Flohmarkt ohne Ende")
		long.Dates = []Date{{
			Start: now.AddDate(0, 0, -9), End: now.AddDate(0, 0, 9), StartWall: "2026-11-15", EndWall: "2026-12-03", Day: "2026-11-15", EndDay: "2026-12-03", AllDay: true, Status: "scheduled",
		}}
		for _, d := range []Draftable{one, two, long} {
			w.save(d)
		}
		f := Filter{Portal: "handewitt", Lang: "de", Words: "Chöre", From: "2026-11-24", Until: "2026-11-30"}
		days, counts, err := w.s.Days(w.ctx, f, 5)
		w.must(err)
		if list := days["2026-11-25"]; len(list) != 1 || list[0].Slug != "chor" || counts["2026-11-25"] != 1 {
			w.Errorf("the day holds %v, %v", days, counts)
		}
		running, n, err := w.s.Running(w.ctx, f, 5)
		w.must(err)
		if len(running) != 0 || n != 0 {
			w.Errorf("%d are running: %v", n, running)
		}
	})
}
