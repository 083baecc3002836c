// Package geo answers where something is: whether a portal's area holds a
// position, how far two places are apart, what a section of the map means.
package geo

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"umland/internal/fault"
)

// Area is one or several polygons in degrees, WGS 84.
type Area struct {
	bound    orb.Bound
	polygons orb.MultiPolygon
}

// ParseArea reads an area from GeoJSON (RFC 7946): a geometry, a feature or a
// collection of features with polygons; other geometries are BadRequest.
func ParseArea(raw []byte) (*Area, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, fault.Wrap(err, fault.BadRequest, "errors.bad_area")
	}
	var geometries []orb.Geometry
	switch kind.Type {
	case "FeatureCollection":
		c, err := geojson.UnmarshalFeatureCollection(raw)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadRequest, "errors.bad_area")
		}
		for _, f := range c.Features {
			geometries = append(geometries, f.Geometry)
		}
	case "Feature":
		f, err := geojson.UnmarshalFeature(raw)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadRequest, "errors.bad_area")
		}
		geometries = append(geometries, f.Geometry)
	default:
		g, err := geojson.UnmarshalGeometry(raw)
		if err != nil {
			return nil, fault.Wrap(err, fault.BadRequest, "errors.bad_area")
		}
		geometries = append(geometries, g.Geometry())
	}
	return NewArea(geometries...)
}

// NewArea joins polygons and multipolygons to an area.
func NewArea(geometries ...orb.Geometry) (*Area, error) {
	var all orb.MultiPolygon
	for _, g := range geometries {
		switch g := g.(type) {
		case orb.Polygon:
			all = append(all, g)
		case orb.MultiPolygon:
			all = append(all, g...)
		default:
			return nil, fault.New(fault.BadRequest, "errors.bad_area")
		}
	}
	if len(all) == 0 {
		return nil, fault.New(fault.BadRequest, "errors.bad_area")
	}
	return &Area{bound: all.Bound(), polygons: all}, nil
}

// Contains tells whether the area holds the position; the box is asked first.
func (a *Area) Contains(lat, lon float64) bool {
	p := orb.Point{lon, lat}
	return a.bound.Contains(p) && planar.MultiPolygonContains(a.polygons, p)
}

// GeoJSON writes the area as a geometry.
func (a *Area) GeoJSON() ([]byte, error) {
	return geojson.NewGeometry(a.polygons).MarshalJSON()
}

// ValidPosition tells whether two numbers are a position on the earth; 0, 0
// is what broken sources write and counts as none.
func ValidPosition(lat, lon float64) bool {
	return !math.IsNaN(lat) && !math.IsNaN(lon) && math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && (lat != 0 || lon != 0)
}

// earthRadius is the mean radius in metres.
const earthRadius = 6_371_008.8

// Distance is the way over the sphere between two positions, in metres.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	rad := math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad, (lon2-lon1)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// BBox is a section of the map in degrees.
type BBox struct{ West, South, East, North float64 }

// ParseBBox reads "west,south,east,north" (RFC 7946 section 5); anything else
// is BadRequest. A box over the date line is none of our region's and wrong.
func ParseBBox(s string) (*BBox, error) {
	wrong := fault.New(fault.BadRequest, "errors.bad_bbox")
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return nil, wrong
	}
	var n [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, wrong
		}
		n[i] = f
	}
	b := &BBox{n[0], n[1], n[2], n[3]}
	if b.West < -180 || b.East > 180 || b.South < -90 || b.North > 90 || b.West >= b.East || b.South >= b.North {
		return nil, wrong
	}
	return b, nil
}
