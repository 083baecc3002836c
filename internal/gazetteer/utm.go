package gazetteer

import (
	"math"

	"umland/internal/geo"
)

// The ellipsoid GRS 80 and the parameters of UTM.
const (
	equator   = 6378137.0
	flat      = 1 / 298.257222101
	scale     = 0.9996
	falseEast = 500000.0
)

// FromUTM32 turns easting and northing in metres of ETRS89 / UTM zone 32N
// (EPSG:25832) into degrees. It is the series of Krüger (1912) to the fourth
// order, good to a millimetre within the zone.
func FromUTM32(east, north float64) geo.Point {
	n := flat / (2 - flat)
	a := equator / (1 + n) * (1 + n*n/4 + math.Pow(n, 4)/64)
	beta := []float64{
		n/2 - 2*n*n/3 + 37*math.Pow(n, 3)/96 - math.Pow(n, 4)/360,
		n*n/48 + math.Pow(n, 3)/15 - 437*math.Pow(n, 4)/1440,
		17*math.Pow(n, 3)/480 - 37*math.Pow(n, 4)/840,
		4397 * math.Pow(n, 4) / 161280,
	}
	delta := []float64{
		2*n - 2*n*n/3 - 2*math.Pow(n, 3) + 116*math.Pow(n, 4)/45,
		7*n*n/3 - 8*math.Pow(n, 3)/5 - 227*math.Pow(n, 4)/45,
		56*math.Pow(n, 3)/15 - 136*math.Pow(n, 4)/35,
		4279 * math.Pow(n, 4) / 630,
	}
	xi, eta := north/(scale*a), (east-falseEast)/(scale*a)
	x, y := xi, eta
	for i, b := range beta {
		k := float64(2 * (i + 1))
		x -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		y -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	chi := math.Asin(math.Sin(x) / math.Cosh(y))
	lat := chi
	for i, d := range delta {
		lat += d * math.Sin(float64(2*(i+1))*chi)
	}
	lon := 9*math.Pi/180 + math.Atan2(math.Sinh(y), math.Cos(x))
	return geo.Point{Lat: lat * 180 / math.Pi, Lon: lon * 180 / math.Pi}
}
