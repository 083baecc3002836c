package tiles_test

import (
	"fmt"
	"strings"
	"testing"

	"umland/internal/geo"
	"umland/internal/tiles"
)

// shore writes an OSM file of coastlines, each a list of "lon lat" positions;
// equal positions are one node.
func shore(coasts ...string) string {
	var nodes, ways strings.Builder
	known := map[string]int{}
	for i, c := range coasts {
		fmt.Fprintf(&ways, `<way id="%d">`, i+1)
		for _, p := range strings.Split(c, ",") {
			p = strings.TrimSpace(p)
			if known[p] == 0 {
				known[p] = len(known) + 1
				lon, lat, _ := strings.Cut(p, " ")
				fmt.Fprintf(&nodes, `<node id="%d" lat="%s" lon="%s"/>`, known[p], lat, lon)
			}
			fmt.Fprintf(&ways, `<nd ref="%d"/>`, known[p])
		}
		ways.WriteString(`<tag k="natural" v="coastline"/></way>`)
	}
	// roads to the corners of the section
	for i, p := range []string{"9.0 54.5", "10.0 55.0"} {
		lon, lat, _ := strings.Cut(p, " ")
		fmt.Fprintf(&nodes, `<node id="%d" lat="%s" lon="%s"/><node id="%d" lat="%s" lon="%s1"/>`, 900+2*i, lat, lon, 901+2*i, lat, lon)
		fmt.Fprintf(&ways, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="primary"/></way>`, 90+i, 900+2*i, 901+2*i)
	}
	return "<osm>" + nodes.String() + ways.String() + "</osm>"
}

func TestCoast(t *testing.T) {
	// from the west in along the south side of a fjord and out to the east:
	// with the land on the left that is the north coast
	north := "9.0 54.8, 9.4 54.8, 9.4 54.7, 9.5 54.7, 9.5 54.8, 10.0 54.8"
	south := "10.0 54.6, 9.6 54.55, 9.0 54.6"
	island := "9.70 54.70, 9.80 54.70, 9.80 54.75, 9.70 54.75, 9.70 54.70"
	for name, c := range map[string]struct {
		coasts   []string
		dry, wet []string
		none     bool
	}{
		"north":             {[]string{north}, []string{"54.9 9.2", "54.75 9.45", "54.99 9.99"}, []string{"54.65 9.2", "54.75 9.2", "54.5 9.9"}, false},
		"strait and island": {[]string{north, south, island}, []string{"54.9 9.2", "54.52 9.1", "54.72 9.75"}, []string{"54.65 9.2", "54.72 9.6"}, false},
		"two pieces":        {[]string{"9.5 54.7, 9.5 54.8, 10.0 54.8", "9.0 54.8, 9.4 54.8, 9.4 54.7, 9.5 54.7"}, []string{"54.9 9.2", "54.75 9.45"}, []string{"54.65 9.2"}, false},
		"island alone":      {[]string{island}, []string{"54.72 9.75"}, []string{"54.9 9.2"}, false},
		"island in two":     {[]string{"9.70 54.70, 9.80 54.70, 9.80 54.75", "9.80 54.75, 9.70 54.75, 9.70 54.70"}, []string{"54.72 9.75"}, []string{"54.9 9.2"}, false},
		"ends in the sea":   {[]string{"9.0 54.8, 9.5 54.75"}, nil, nil, true},
		"inland sea":        {[]string{"9.70 54.70, 9.70 54.75, 9.80 54.75, 9.80 54.70, 9.70 54.70"}, nil, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := read(t, "coast.osm", shore(c.coasts...), tiles.Class{})
			if err != nil {
				t.Fatal(err)
			}
			var land tiles.Geometry
			for _, f := range in.Features {
				if f.Layer == "land" {
					land = append(land, f.Geometry...)
				}
			}
			if (len(land) == 0) != c.none {
				t.Fatalf("%d pieces of land", len(land))
			}
			for _, p := range c.dry {
				if !onLand(t, land, p) {
					t.Errorf("%s is wet", p)
				}
			}
			for _, p := range c.wet {
				if onLand(t, land, p) {
					t.Errorf("%s is dry", p)
				}
			}
		})
	}
}

func onLand(t *testing.T, land tiles.Geometry, place string) bool {
	t.Helper()
	var p geo.Point
	if _, err := fmt.Sscan(place, &p.Lat, &p.Lon); err != nil {
		t.Fatal(err)
	}
	at, inside := tiles.World(p), false
	for _, part := range land {
		for _, ring := range part {
			for i, a := range ring {
				b := ring[(i+1)%len(ring)]
				if (a.Y > at.Y) != (b.Y > at.Y) && at.X < (b.X-a.X)*(at.Y-a.Y)/(b.Y-a.Y)+a.X {
					inside = !inside
				}
			}
		}
	}
	return inside
}
