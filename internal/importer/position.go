package importer

import (
	"math"
	"strconv"
	"strings"

	"umland/internal/fault"
)

// position says where a record's coordinates stand and in which order.
type position struct {
	Geometry bool      `toml:"geometry"` // of a GeoJSON feature
	Pair     string    `toml:"pair"`     // path of a list of two
	Order    string    `toml:"order"`    // of the pair: lonlat or latlon
	Lon      string    `toml:"lon"`      // paths of separate columns
	Lat      string    `toml:"lat"`
	Fixed    []float64 `toml:"fixed"` // [lon, lat] of every record, where the source has none
}

func (p position) wrong() string {
	switch {
	case p.Pair != "" && p.Order != "lonlat" && p.Order != "latlon":
		return "position.order: lonlat, latlon"
	case (p.Lon == "") != (p.Lat == ""):
		return "position.lon, position.lat"
	case len(p.Fixed) != 0 && len(p.Fixed) != 2:
		return "position.fixed"
	}
	return ""
}

// region is where our records can lie: from the Alps to the Skagerrak. It is
// used only to find coordinates in the wrong order.
func inRegion(lon, lat float64) bool { return lon > 5 && lon < 16 && lat > 46 && lat < 59 }

// of gives the record's position rounded to about ten centimetres; false when
// it has none: nothing there, zeros, or numbers that are no position. It
// fails when longitude and latitude are exchanged.
func (p position) of(it *item) (lon, lat float64, ok bool, err error) {
	switch {
	case p.Geometry:
		lon, lat, ok = it.lon, it.lat, it.placed
	case p.Pair != "":
		a, oka := decimal(it.get(p.Pair + ".0"))
		b, okb := decimal(it.get(p.Pair + ".1"))
		lon, lat, ok = a, b, oka && okb
		if p.Order == "latlon" {
			lon, lat = lat, lon
		}
	case p.Lon != "":
		var okLon, okLat bool
		lon, okLon = decimal(it.get(p.Lon))
		lat, okLat = decimal(it.get(p.Lat))
		ok = okLon && okLat
	case len(p.Fixed) == 2:
		lon, lat, ok = p.Fixed[0], p.Fixed[1], true
	}
	if !ok || lon == 0 && lat == 0 || math.Abs(lon) > 180 || math.Abs(lat) > 90 {
		return 0, 0, false, nil
	}
	if !inRegion(lon, lat) && inRegion(lat, lon) {
		return 0, 0, false, fault.New(fault.Invalid, "import.reject.position_swapped",
			"lon", strconv.FormatFloat(lon, 'f', 4, 64), "lat", strconv.FormatFloat(lat, 'f', 4, 64))
	}
	return round(lon), round(lat), true, nil
}

func round(f float64) float64 { return math.Round(f*1e6) / 1e6 }

// decimal reads a number with a point or, as in German tables, a comma.
func decimal(s string) (float64, bool) {
	if !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
