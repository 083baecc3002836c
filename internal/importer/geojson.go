package importer

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"

	"umland/internal/fault"
)

// readGeoJSON reads the features of a collection (RFC 7946), one after the
// other. The legacy member crs is tolerated where it means WGS 84 in the
// order longitude, latitude; another one would put everything elsewhere.
func readGeoJSON(raw []byte, limits Limits) ([]item, error) {
	if err := checkDepth(raw, limits.Depth); err != nil {
		return nil, err
	}
	if err := checkCollection(raw); err != nil {
		return nil, err
	}
	list, err := readJSON(raw, "features", limits)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i] = feature(list[i])
	}
	return list, nil
}

// checkCollection looks at the members around the features.
func checkCollection(raw []byte) error {
	var head struct {
		Type string          `json:"type"`
		CRS  json.RawMessage `json:"crs"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if err := d.Decode(&head); err != nil {
		return jsonFault(err, raw, d)
	}
	if head.Type != "FeatureCollection" {
		return fault.New(fault.Invalid, "import.no_collection", "type", head.Type)
	}
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if len(head.CRS) == 0 || json.Unmarshal(head.CRS, &crs) != nil {
		return nil // absent, null, or of a shape that says nothing
	}
	name := strings.ToUpper(crs.Properties.Name)
	for _, known := range []string{"CRS84", "EPSG:4326", "EPSG::4326", "WGS84", "WGS 84"} {
		if name == "" || strings.HasSuffix(name, known) {
			return nil
		}
	}
	return fault.New(fault.Invalid, "import.crs", "crs", crs.Properties.Name, "line", lineAt(raw, bytes.Index(raw, []byte(`"crs"`))))
}

// feature lifts the properties up, so that a profile names them plainly, and
// works out the position.
func feature(it item) item {
	if it.bad != nil {
		return it
	}
	properties, _ := it.values["properties"].(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	if id, ok := it.values["id"]; ok {
		if _, taken := properties["id"]; !taken {
			properties["id"] = id
		}
	}
	out := item{line: it.line, values: properties}
	if geometry, ok := it.values["geometry"].(map[string]any); ok {
		b := box{west: math.Inf(1), south: math.Inf(1), east: math.Inf(-1), north: math.Inf(-1)}
		b.add(geometry["coordinates"])
		if b.west <= b.east {
			out.lon, out.lat, out.placed = (b.west+b.east)/2, (b.south+b.north)/2, true
		}
	}
	return out
}

// box grows around positions; its middle stands for lines and areas.
type box struct{ west, south, east, north float64 }

// add takes in a position or lists of positions in any depth.
func (b *box) add(v any) {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return
	}
	if lon, ok := number(list[0]); ok && len(list) >= 2 {
		if lat, ok := number(list[1]); ok {
			b.west, b.east = math.Min(b.west, lon), math.Max(b.east, lon)
			b.south, b.north = math.Min(b.south, lat), math.Max(b.north, lat)
		}
		return
	}
	for _, e := range list {
		b.add(e)
	}
}

func number(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
