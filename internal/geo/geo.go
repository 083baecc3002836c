// Package geo answers where: how far a place is from a visitor, and which
// municipality a position belongs to.
//
// Positions are WGS 84 (EPSG:4326) in degrees. Lengths are in metres.
package geo

import (
	"math"
	"strconv"
	"strings"

	"umland/internal/fault"
)

// Point is a position: degrees north and degrees east.
type Point struct{ Lat, Lon float64 }

// earth is the mean radius of the earth in metres (IUGG).
const earth = 6371008.8

// Distance returns the metres between two points on a sphere; within a region
// it is right to half a percent.
func Distance(a, b Point) float64 {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	s, t := math.Sin((lat2-lat1)/2), math.Sin(radians(b.Lon-a.Lon)/2)
	h := s*s + math.Cos(lat1)*math.Cos(lat2)*t*t
	return 2 * earth * math.Asin(math.Min(1, math.Sqrt(h)))
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// ValidPosition is true for a latitude and longitude that are on the earth
// and not both zero: that is how programs write a position they do not know.
func ValidPosition(lat, lon float64) bool {
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180 && (lat != 0 || lon != 0)
}

// BBox is a section of the map in degrees.
type BBox struct{ West, South, East, North float64 }

// ParseBBox reads "west,south,east,north". The error is a bad request whose
// text says how to write it.
func ParseBBox(s string) (BBox, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return BBox{}, badBBox(s)
	}
	var v [4]float64
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return BBox{}, badBBox(s)
		}
		v[i] = f
	}
	b := BBox{v[0], v[1], v[2], v[3]}
	if b.West >= b.East || b.South >= b.North || b.West < -180 || b.East > 180 || b.South < -90 || b.North > 90 {
		return BBox{}, badBBox(s)
	}
	return b, nil
}

func badBBox(s string) error {
	return fault.New(fault.BadRequest, "errors.bad_bbox", "name", "bbox", "value", s)
}

// String writes the box as ParseBBox reads it.
func (b BBox) String() string {
	parts := make([]string, 4)
	for i, f := range []float64{b.West, b.South, b.East, b.North} {
		parts[i] = strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strings.Join(parts, ",")
}

// Contains is true for points inside of the box and on its edge.
func (b BBox) Contains(p Point) bool {
	return p.Lon >= b.West && p.Lon <= b.East && p.Lat >= b.South && p.Lat <= b.North
}

// Centre is the middle of the box.
func (b BBox) Centre() Point { return Point{Lat: (b.South + b.North) / 2, Lon: (b.West + b.East) / 2} }

// Around is a box that holds everything within metres of p: a first, rough
// filter before Distance.
func Around(p Point, metres float64) BBox {
	lat := metres / earth * 180 / math.Pi
	lon := 180.0
	if c := math.Cos(radians(math.Min(90, math.Abs(p.Lat)+lat))); c > 1e-6 {
		lon = math.Min(180, lat/c)
	}
	return BBox{
		West: math.Max(-180, p.Lon-lon), South: math.Max(-90, p.Lat-lat),
		East: math.Min(180, p.Lon+lon), North: math.Min(90, p.Lat+lat),
	}
}
