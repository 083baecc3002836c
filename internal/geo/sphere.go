package geo

import "math"

// OnSphere is the position on a sphere of radius 1. The straight line through
// the sphere between two positions is the longer, the longer their distance
// is: for an order of many positions it takes the place of Distance without
// any trigonometry.
func (p Point) OnSphere() (x, y, z float64) {
	lat, lon := radians(p.Lat), radians(p.Lon)
	return math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)
}

// Chord is the square of the straight line between two positions on that
// sphere that are so many metres apart.
func Chord(metres float64) float64 {
	s := math.Sin(math.Min(metres/(2*earth), math.Pi/2))
	return 4 * s * s
}
