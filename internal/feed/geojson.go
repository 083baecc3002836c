package feed

import (
	"net/http"

	"umland/internal/content"
	"umland/internal/web"
)

// feature is an entry on the map (RFC 7946); its properties are those of the
// list's JSON without the position, which stands in the geometry.
type feature struct {
	Type       string    `json:"type"`
	ID         string    `json:"id"`
	Geometry   *position `json:"geometry"` // null where the position is not known
	Properties fields    `json:"properties"`
}

type position struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude before latitude
}

func newFeature(id string, l content.Listing, f fields) feature {
	out := feature{Type: "Feature", ID: id}
	if l.HasPosition {
		out.Geometry = &position{"Point", [2]float64{l.Lon, l.Lat}}
	}
	for _, p := range f {
		if p.key != "lat" && p.key != "lon" {
			out.Properties = append(out.Properties, p)
		}
	}
	return out
}

// geojson leaves out entries without a position; total counts them all the
// same, because it is that of the list.
func (p page) geojson(w http.ResponseWriter, r *web.Request) error {
	features := []feature{}
	for _, row := range p.rows {
		if row.item.HasPosition {
			features = append(features, newFeature(row.id(), row.item, row.fields(r)))
		}
	}
	return sendJSON(w, r, struct {
		Type     string    `json:"type"`
		Total    int       `json:"total"`
		Next     any       `json:"next"`
		Features []feature `json:"features"`
	}{"FeatureCollection", p.total, known(p.next), features})
}

// id is stable and unlike that of every other row of the list.
func (row row) id() string {
	if row.date == nil {
		return row.item.Item
	}
	return row.item.Item + "-" + compact(row.date.StartWall)
}
