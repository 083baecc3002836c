package tiles

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// classify finds the class of a thing by its tags; closed is true for lines
// that end where they begin and for multipolygons. ok is false for what the
// map does not show.
func classify(tags map[string]string, shape Shape, closed bool) (Class, Shape, bool) {
	for _, r := range rules {
		v, ok := tags[r.key]
		if !ok || v == "no" || r.values != nil && !slices.Contains(r.values, v) {
			continue
		}
		switch {
		case r.shape == shape, r.shape == Lines && shape == Areas:
		case r.shape == Areas && shape == Lines && closed:
		case r.shape == Points && shape == Areas || r.shape == Points && shape == Lines && closed:
			// a station or an island that was drawn as an area gets its name inside
		default:
			continue
		}
		if r.shape == Lines && tags["tunnel"] != "" && r.class.Layer == layerWater {
			return Class{}, 0, false
		}
		return detailed(r.class, tags), r.shape, true
	}
	if v := tags["boundary"]; v == "administrative" && shape != Points {
		c, ok := boundaryClass(tags["admin_level"])
		return c, Lines, ok
	}
	return Class{}, 0, false
}

// detailed shows sidings, driveways and sidewalks only close by.
func detailed(c Class, tags map[string]string) Class {
	if c.Kind == "rail" && c.Layer == layerRoads && tags["service"] != "" {
		c.MinZoom = 13
	}
	if c.Layer == layerRoads && (tags["footway"] == "sidewalk" || tags["service"] == "driveway" || tags["service"] == "parking_aisle") {
		c.MinZoom = 14
	}
	return c
}

// boundaryClass is the class of an administrative border by its level.
func boundaryClass(level string) (Class, bool) {
	switch level {
	case "2":
		return Class{layerBoundaries, "country", 0, 1}, true
	case "4":
		return Class{layerBoundaries, "state", 4, 2}, true
	case "5", "6":
		return Class{layerBoundaries, "county", 7, 3}, true
	case "7", "8":
		return Class{layerBoundaries, "municipality", 8, 4}, true
	case "9", "10", "11":
		return Class{layerBoundaries, "district", 11, 5}, true
	}
	return Class{}, false
}

// namesOf takes the names of a thing out of its tags. Numbers of roads are
// kept where a sign shows them.
func namesOf(tags map[string]string, c Class) Names {
	n := Names{Name: shown(tags["name"]), De: shown(tags["name:de"]), Da: shown(tags["name:da"]), En: shown(tags["name:en"])}
	if n.Name == "" {
		n.Name = firstText(n.De, n.Da, n.En)
	}
	if c.Layer == layerRoutes || c.Layer == layerRoads && c.Rank > 0 && c.Rank <= 4 && c.Kind != "rail" {
		n.Ref = shown(tags["ref"])
	}
	if c.Layer == layerLanduse || c.Layer == layerBuildings { // their names are places of the portals
		return Names{}
	}
	return n
}

// shown keeps of a text what can be shown: no control characters, no bytes
// that are no letters. Anybody can write into open data.
func shown(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s))
}

func firstText(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
