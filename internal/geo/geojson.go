package geo

import (
	"encoding/json"
	"fmt"
)

// Feature is a named piece of ground from a GeoJSON file, with the file's own
// properties.
type Feature struct {
	Properties map[string]any
	Area       *Area
}

// Text returns a property as text, "" when it is missing or no text.
func (f Feature) Text(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// object is any GeoJSON object that can hold ground (RFC 7946).
type object struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometries  []object        `json:"geometries"`
	Geometry    *object         `json:"geometry"`
	Properties  map[string]any  `json:"properties"`
	Features    []object        `json:"features"`
}

// ParseFeatures reads a GeoJSON FeatureCollection or Feature of polygons.
func ParseFeatures(raw []byte) ([]Feature, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("read GeoJSON: %w", err)
	}
	features := o.Features
	if o.Type == "Feature" {
		features = []object{o}
	} else if o.Type != "FeatureCollection" {
		return nil, fmt.Errorf("read GeoJSON: want a FeatureCollection, not %q", o.Type)
	}
	list := make([]Feature, 0, len(features))
	for i, f := range features {
		a := &Area{}
		if err := f.ground(a); err != nil {
			return nil, fmt.Errorf("feature %d: %w", i+1, err)
		}
		list = append(list, Feature{Properties: f.Properties, Area: a})
	}
	return list, nil
}

// ParseArea reads all polygons of any GeoJSON object as one area.
func ParseArea(raw []byte) (*Area, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("read GeoJSON: %w", err)
	}
	a := &Area{}
	if err := o.ground(a); err != nil {
		return nil, err
	}
	return a, nil
}

// ground adds the polygons of an object to an area.
func (o object) ground(a *Area) error {
	switch o.Type {
	case "FeatureCollection":
		return each(o.Features, a)
	case "GeometryCollection":
		return each(o.Geometries, a)
	case "Feature":
		if o.Geometry == nil {
			return fmt.Errorf("a feature without geometry has no ground")
		}
		return o.Geometry.ground(a)
	case "Polygon":
		var rings [][][]float64
		if err := json.Unmarshal(o.Coordinates, &rings); err != nil {
			return fmt.Errorf("read polygon: %w", err)
		}
		return a.addRings(rings)
	case "MultiPolygon":
		var polygons [][][][]float64
		if err := json.Unmarshal(o.Coordinates, &polygons); err != nil {
			return fmt.Errorf("read polygons: %w", err)
		}
		for _, rings := range polygons {
			if err := a.addRings(rings); err != nil {
				return err
			}
		}
		return nil
	default:
		return fmt.Errorf("a %q has no ground, want Polygon or MultiPolygon", o.Type)
	}
}

func each(list []object, a *Area) error {
	for i, o := range list {
		if err := o.ground(a); err != nil {
			return fmt.Errorf("part %d: %w", i+1, err)
		}
	}
	return nil
}

// addRings checks that the rings are closed lines of positions on the earth.
// A third number (a height, or -999 for none) is ignored.
func (a *Area) addRings(raw [][][]float64) error {
	rings := make([][]Point, 0, len(raw))
	for _, r := range raw {
		if len(r) < 4 {
			return fmt.Errorf("a ring has %d positions, want at least 4", len(r))
		}
		ring := make([]Point, 0, len(r))
		for _, c := range r {
			if len(c) < 2 || !ValidPosition(c[1], c[0]) {
				return fmt.Errorf("%v is no position of longitude and latitude", c)
			}
			ring = append(ring, Point{Lat: c[1], Lon: c[0]})
		}
		if ring[0] != ring[len(ring)-1] {
			return fmt.Errorf("a ring does not end where it begins")
		}
		rings = append(rings, ring)
	}
	if len(rings) == 0 {
		return fmt.Errorf("a polygon has no ring")
	}
	a.add(rings)
	return nil
}

// GeoJSON writes the area as a MultiPolygon geometry, as it is stored.
func (a *Area) GeoJSON() []byte {
	polygons := [][][][2]float64{}
	for _, p := range a.parts() {
		rings := make([][][2]float64, 0, len(p.rings))
		for _, r := range p.rings {
			ring := make([][2]float64, 0, len(r))
			for _, c := range r {
				ring = append(ring, [2]float64{c.Lon, c.Lat})
			}
			rings = append(rings, ring)
		}
		polygons = append(polygons, rings)
	}
	// Numbers that came from JSON can always be written as JSON.
	raw, _ := json.Marshal(map[string]any{"type": "MultiPolygon", "coordinates": polygons})
	return raw
}
