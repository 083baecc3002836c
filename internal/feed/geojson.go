package feed

import (
	"net/http"
	"strconv"

	"umland/internal/content"
	"umland/internal/web"
)

// feature is an entry on the map (RFC 7946); its properties are those of the
// list's JSON without the position, which stands in the geometry.
type feature struct {
	ID         string
	Geometry   *position // null where the position is not known
	Properties fields
}

type position struct {
	Coordinates [2]float64 // longitude before latitude
}

func newFeature(id string, l content.Listing, f fields) feature {
	out := feature{ID: id}
	if l.HasPosition {
		out.Geometry = &position{[2]float64{l.Lon, l.Lat}}
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
	b := append(make([]byte, 0, bytesPerRow*(len(p.rows)+1)), `{"type":"FeatureCollection","total":`...)
	b = append(strconv.AppendInt(b, int64(p.total), 10), `,"next":`...)
	b, err := appendValue(b, known(p.next))
	if err != nil {
		return err
	}
	b = append(b, `,"features":[`...)
	first := true
	for _, row := range p.rows {
		if !row.item.HasPosition {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		if b, err = newFeature(row.id(), row.item, row.fields(r)).appendJSON(b); err != nil {
			return err
		}
	}
	return send(w, r, media[r.Format], append(b, "]}\n"...))
}

func (f feature) appendJSON(b []byte) ([]byte, error) {
	b = append(appendText(append(b, `{"type":"Feature","id":`...), f.ID), `,"geometry":`...)
	if f.Geometry == nil {
		b = append(b, "null"...)
	} else {
		b = append(b, `{"type":"Point","coordinates":[`...)
		var err error
		if b, err = appendValue(b, f.Geometry.Coordinates[0]); err != nil {
			return nil, err
		}
		if b, err = appendValue(append(b, ','), f.Geometry.Coordinates[1]); err != nil {
			return nil, err
		}
		b = append(b, "]}"...)
	}
	b, err := f.Properties.appendJSON(append(b, `,"properties":`...))
	return append(b, '}'), err
}

// MarshalJSON is appendJSON for an answer of one feature.
func (f feature) MarshalJSON() ([]byte, error) { return f.appendJSON(nil) }

// id is stable and unlike that of every other row of the list.
func (row row) id() string {
	if row.date == nil {
		return row.item.Item
	}
	return row.item.Item + "-" + compact(row.date.StartWall)
}
