package tiles

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"umland/internal/geo"
)

// nameKeys are where open data of municipalities has its names.
var nameKeys = []string{"name", "NAME", "Name", "GEN", "AREA_NAME", "navn", "bezeichnung", "title"}

// readGeoJSON gives the features of a GeoJSON file. Each gets the class from
// its own properties "layer" and "kind", from tags of OpenStreetMap among its
// properties, or the one given with the file. broken counts those without a
// usable geometry.
func readGeoJSON(in io.Reader, as Class) (features []Feature, broken int, err error) {
	var file struct {
		Type     string
		Features []struct {
			Properties map[string]any
			Geometry   *shapeJSON
		}
	}
	if err := json.NewDecoder(in).Decode(&file); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, 0, errors.New("the GeoJSON file is cut off")
		}
		return nil, 0, fmt.Errorf("the GeoJSON file is damaged: %w", err)
	}
	if file.Type != "FeatureCollection" {
		return nil, 0, errors.New("the file is no GeoJSON FeatureCollection")
	}
	for i, raw := range file.Features {
		tags := texts(raw.Properties)
		found, err := drawnFrom(raw.Geometry, tags, as)
		if err != nil {
			return nil, 0, fmt.Errorf("feature %d: %w", i+1, err)
		}
		if len(found) == 0 {
			broken++
		}
		features = append(features, found...)
	}
	return oneName(features), broken, nil
}

// oneName keeps of the names of areas that are called alike the one of the
// largest: municipalities with islands come in several features.
func oneName(features []Feature) []Feature {
	largest := map[string]float64{}
	key := func(f Feature) string { return f.Kind + "\x00" + f.Names.Name }
	for _, f := range features {
		if f.ground > 0 {
			largest[key(f)] = max(largest[key(f)], f.ground)
		}
	}
	return slices.DeleteFunc(features, func(f Feature) bool { return f.ground > 0 && f.ground < largest[key(f)] })
}

// texts are the properties as tags.
func texts(properties map[string]any) map[string]string {
	out := make(map[string]string, len(properties))
	for k, v := range properties {
		switch v := v.(type) {
		case string:
			out[k] = v
		case float64:
			out[k] = strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	if out["name"] == "" {
		for _, k := range nameKeys {
			if out[k] != "" {
				out["name"] = out[k]
				break
			}
		}
	}
	return out
}

// drawnFrom makes what is drawn of a feature: nothing where its geometry is
// missing or broken. An area of a municipality is its border and its name.
func drawnFrom(raw *shapeJSON, tags map[string]string, as Class) ([]Feature, error) {
	shapes, err := raw.geometries()
	if err != nil {
		return nil, err
	}
	var out []Feature
	for shape, g := range shapes {
		if len(g) == 0 {
			continue
		}
		s := Shape(shape)
		class, drawnAs, ok := classOf(tags, s, as)
		if !ok {
			return nil, errors.New("the file does not say what it shows; add =layer:kind to its name, such as areas.geojson=boundaries:municipality")
		}
		f := Feature{Class: class, Shape: s, Geometry: g, Names: namesOf(tags, class)}
		if s == Areas && class.Layer == layerBoundaries {
			out = append(out, borders(f)...)
			continue
		}
		if drawnAs == Points && s != Points {
			f.Shape = Points
			if !f.shrink() {
				continue
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// borders makes lines of an area, and a name inside of it.
func borders(area Feature) []Feature {
	line := Feature{Class: area.Class, Shape: Lines}
	for _, part := range area.Geometry {
		for _, ring := range part {
			line.Geometry = append(line.Geometry, [][]XY{append(append([]XY{}, ring...), ring[0])})
		}
	}
	out := []Feature{line}
	name := Feature{
		Class: Class{layerPlaces, area.Kind, max(8, area.MinZoom), area.Rank}, Shape: Points, Geometry: area.Geometry, Names: area.Names,
	}
	if (area.Kind == "municipality" || area.Kind == "district") && name.shrink() {
		out = append(out, name)
	}
	return out
}

// classOf finds the class of a feature; drawnAs is Points for names.
func classOf(tags map[string]string, s Shape, as Class) (c Class, drawnAs Shape, ok bool) {
	if as.Layer == "" {
		if c, drawnAs, ok := classify(tags, s, true); ok {
			return c, drawnAs, true
		}
		c, ok = ParseClass(tags["layer"] + ":" + tags["kind"])
		if z, err := strconv.Atoi(tags["minzoom"]); err == nil && ok {
			c.MinZoom = max(0, min(z, MaxZoom))
		}
	} else {
		c, ok = as, true
	}
	if c.Layer == layerPlaces || c.Layer == layerStops {
		return c, Points, ok
	}
	return c, s, ok
}

// ParseClass reads "layer" or "layer:kind", such as boundaries:municipality.
// The zoom and the rank are those of the rules for the same kind.
func ParseClass(s string) (Class, bool) {
	name, kind, _ := strings.Cut(s, ":")
	first := map[string]string{
		layerLand: "land", layerWater: "lake", layerBuildings: "building", layerBoundaries: "municipality",
		layerRoutes: "bus", layerStops: "bus", layerPlaces: "locality", layerRoads: "minor", layerLanduse: "residential",
	}
	if _, ok := first[name]; !ok {
		return Class{}, false
	}
	if kind == "" {
		kind = first[name]
	}
	if name == layerBoundaries {
		for _, level := range []string{"2", "4", "6", "8", "9"} {
			if c, _ := boundaryClass(level); c.Kind == kind {
				return c, true
			}
		}
	}
	switch name + ":" + kind {
	case "land:land", "water:ocean":
		return Class{name, kind, 0, 0}, true
	case "places:municipality":
		return Class{name, kind, 8, 4}, true
	}
	for _, r := range rules {
		if r.class.Layer == name && r.class.Kind == kind {
			return r.class, true
		}
	}
	return Class{}, false
}

// shapeJSON is a geometry as it is written.
type shapeJSON struct {
	Type        string
	Coordinates json.RawMessage
	Geometries  []shapeJSON
}

// geometries gives what a geometry holds, by shape. Rings with fewer than
// three positions, lines with fewer than two and positions that are no numbers
// are left out; a position that is not on the earth is an error, because then
// the file is not in degrees, or has them in the wrong order.
func (s *shapeJSON) geometries() (out [4]Geometry, err error) {
	if s == nil {
		return out, nil
	}
	add := func(shape Shape, parts ...[][]XY) { out[shape] = append(out[shape], parts...) }
	switch s.Type {
	case "Point":
		err = readShape(s.Coordinates, func(p position) error { return addPoint(p, add) })
	case "MultiPoint":
		err = readShape(s.Coordinates, func(l []position) error { return addPoints(l, add) })
	case "LineString":
		err = readShape(s.Coordinates, func(l []position) error { return addLine(l, add) })
	case "MultiLineString":
		err = readShape(s.Coordinates, func(l [][]position) error { return forEach(l, func(l []position) error { return addLine(l, add) }) })
	case "Polygon":
		err = readShape(s.Coordinates, func(l [][]position) error { return addArea(l, add) })
	case "MultiPolygon":
		err = readShape(s.Coordinates, func(l [][][]position) error { return forEach(l, func(l [][]position) error { return addArea(l, add) }) })
	case "GeometryCollection":
		for i := range s.Geometries {
			if s.Geometries[i].Type == s.Type { // none inside of another: the standard asks for it
				continue
			}
			inner, err := s.Geometries[i].geometries()
			if err != nil {
				return out, err
			}
			for shape := range inner {
				out[shape] = append(out[shape], inner[shape]...)
			}
		}
	}
	return out, err
}

// position is longitude, latitude, and perhaps a height.
type position []float64

func (p position) world() (XY, error) {
	if len(p) < 2 {
		return XY{}, errors.New("a position has fewer than two numbers")
	}
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return XY{}, fmt.Errorf("position %g, %g is not on the earth: the map needs degrees (EPSG:4326), longitude first", p[0], p[1])
	}
	return World(geo.Point{Lon: p[0], Lat: p[1]}), nil
}

// readShape decodes coordinates; what is not of the right form counts as no
// geometry.
func readShape[T any](raw json.RawMessage, use func(T) error) error {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return use(v)
}

func forEach[T any](list []T, use func(T) error) error {
	for _, v := range list {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

type adder func(Shape, ...[][]XY)

func addPoint(p position, add adder) error {
	at, err := p.world()
	if err == nil {
		add(Points, [][]XY{{at}})
	}
	return err
}

func addPoints(l []position, add adder) error {
	return forEach(l, func(p position) error { return addPoint(p, add) })
}

func addLine(l []position, add adder) error {
	line, err := worldLine(l)
	if err == nil && len(line) >= 2 {
		add(Lines, [][]XY{line})
	}
	return err
}

// addArea takes a polygon. Without an outer ring there is nothing of it; a
// broken hole is left out.
func addArea(rings [][]position, add adder) error {
	var part [][]XY
	for i, l := range rings {
		ring, err := worldLine(l)
		if err != nil {
			return err
		}
		if n := len(ring); n > 1 && ring[0] == ring[n-1] {
			ring = ring[:n-1]
		}
		if len(ring) >= 3 && ringArea(ring) != 0 {
			part = append(part, ring)
		} else if i == 0 {
			return nil
		}
	}
	if len(part) > 0 {
		add(Areas, part)
	}
	return nil
}

func worldLine(l []position) ([]XY, error) {
	line := make([]XY, 0, len(l))
	for _, p := range l {
		at, err := p.world()
		if err != nil {
			return nil, err
		}
		if len(line) == 0 || line[len(line)-1] != at {
			line = append(line, at)
		}
	}
	return line, nil
}
