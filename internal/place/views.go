package place

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// address is a place's address on one line.
func address(street, postcode, town string) string {
	parts := []string{}
	for _, s := range []string{street, strings.TrimSpace(postcode + " " + town)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// geoURI opens the reader's own map program (RFC 5870).
func geoURI(p *Place) string {
	n := func(f float64) string { return strconv.FormatFloat(f, 'f', 5, 64) }
	return "geo:" + n(p.Lat) + "," + n(p.Lon)
}

func iconOf(term content.Category) string {
	if term.Icon == "" {
		return "map-pin"
	}
	return term.Icon
}

func dayWords(r *web.Request, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return i18n.Date(r.Lang, t)
}

// opens tells whether places of a category have opening hours at all; a bus
// stop or a monument has none to ask for.
func opens(term content.Category) bool {
	switch term.SchemaType {
	case "", "BusStop", "TrainStation", "LandmarksOrHistoricalBuildings", "Playground", "Park", "Beach", "TouristAttraction", "Place":
		return false
	}
	return true
}
