package content

import (
	"strconv"
	"testing"

	"umland/internal/geo"
)

// town is a draft of a place at a position, in a municipality.
func placeAt(portal, slug, town string, lat, lon float64, stepFree string) Draftable {
	d := draft(portal, Place, slug, slug)
	d.Card = Card{Town: town, HasPosition: lat != 0, Lat: lat, Lon: lon, Facts: Facts{"step_free": stepFree}}
	return d
}

func TestNearestFirst(t *testing.T) {
	engines(t, func(w *world) {
		w.save(placeAt("handewitt", "nah", "Handewitt", 54.7700, 9.3300, "yes"))
		w.save(placeAt("handewitt", "mittel", "Handewitt", 54.7800, 9.3300, "no"))
		w.save(placeAt("handewitt", "fern", "Tarp", 54.6600, 9.4000, ""))
		w.save(placeAt("handewitt", "ohne", "Handewitt", 0, 0, "yes"))
		w.save(placeAt("harrislee", "nachbar", "Harrislee", 54.7701, 9.3310, "yes"))
		here := &geo.Point{Lat: 54.7701, Lon: 9.3299}
		near := func(f Filter) Filter { f.Portal, f.Kind, f.Near = "handewitt", Place, here; return f }
		w.is("by distance, without an end", w.list(near(Filter{}), ByTitle), "nah mittel fern")
		w.is("within 2 km", w.list(near(Filter{Radius: 2000}), ByTitle), "nah mittel")
		w.is("within 500 m", w.list(near(Filter{Radius: 500}), ByTitle), "nah")
		w.is("the region", w.list(near(Filter{Region: true, Radius: 2000}), ByTitle), "nah nachbar mittel")
		w.is("step-free", w.list(near(Filter{StepFree: true}), ByTitle), "nah")
		w.is("municipality", w.list(Filter{Portal: "handewitt", Kind: Place, Town: "handewitt"}, ByTitle), "mittel nah ohne")
		w.is("step-free without a position", w.list(Filter{Portal: "handewitt", Kind: Place, StepFree: true}, ByTitle), "nah ohne")
		if n, err := w.s.Count(w.ctx, near(Filter{Radius: 2000})); err != nil || n != 2 {
			t.Errorf("count: %d %v", n, err)
		}
		found, err := w.s.List(w.ctx, near(Filter{Lang: "de"}), ByTitle, Window{Limit: 1, Offset: 1})
		if err != nil || found.Total != 3 || len(found.Items) != 1 || found.Items[0].Slug != "mittel" || found.Items[0].Away < 1050 || found.Items[0].Away > 1150 {
			t.Errorf("second: %+v %v", found, err)
		}
		towns, err := w.s.Towns(w.ctx, Filter{Portal: "handewitt", Lang: "de", Kind: Place})
		if err != nil || len(towns) != 2 || towns[0] != "Handewitt" || towns[1] != "Tarp" {
			t.Errorf("towns: %v %v", towns, err)
		}
	})
}

func TestCellsRowByRow(t *testing.T) {
	a, b := cellOf(54.7700, 9.3300), cellOf(54.7700, 9.3400)
	if b-a != 1 || cellOf(54.7800, 9.3300)-a != rowLength {
		t.Errorf("cells %d %d", a, b)
	}
	if c := cellOf(-0.001, -0.001); c != 8999*rowLength+17999 {
		t.Errorf("cell %s", strconv.FormatInt(c, 10))
	}
}
