package place

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/hours"
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

// bare tells that little more than the address is known: then the address
// leads the page.
func (s showPage) bare() bool {
	return s.text.Body == "" && s.place.Image == "" && !s.hasDays && len(s.place.Access) == 0
}

// gaps are the texts' keys of what is not known yet.
func (s showPage) gaps() []string {
	var keys []string
	if !s.hasDays && opens(s.term) {
		keys = append(keys, "place.hours")
	}
	if len(s.place.Access) == 0 {
		keys = append(keys, "place.accessibility")
	}
	return keys
}

// kind is the line above the title: "Apotheke in Handewitt".
func (s showPage) kind(r *web.Request) string {
	if s.place.Town == "" {
		return s.term.Name(r.Lang)
	}
	return r.T("place.term_in", "term", s.term.Name(r.Lang), "town", s.place.Town)
}

// lead is the place's teaser, unless the line above the title or the text
// below says the same.
func (s showPage) lead(eyebrow string) string {
	t := strings.TrimSuffix(s.text.Teaser, ".")
	if t == eyebrow || strings.Contains(html.UnescapeString(string(s.text.Body)), t) {
		return ""
	}
	return s.text.Teaser
}

// stateClass and stateIcon show a state by colour and by a sign; the words
// say it too.
func stateClass(k hours.Kind) string {
	switch k {
	case hours.Open:
		return "state state-open"
	case hours.Closed:
		return "state state-shut"
	}
	return "state state-soon"
}

func stateIcon(k hours.Kind) string {
	switch k {
	case hours.Open:
		return "circle-check"
	case hours.Closed:
		return "circle-x"
	}
	return "circle-help"
}

func todayClass(k hours.Kind) string {
	switch k {
	case hours.Open:
		return "today"
	case hours.Closed:
		return "today shut"
	}
	return "today soon"
}

// general is the contact without a responsibility.
func (p *Place) general() Contact {
	return Contact{Phone: p.Phone, Mobile: p.Mobile, Fax: p.Fax, Email: p.Email, Web: p.Web}
}

// ruleTexts are opening hours in words, a line for each rule.
func ruleTexts(r *web.Request, value string) []string {
	v, err := hours.Parse(value)
	if err != nil {
		return []string{value}
	}
	var list []string
	for _, rule := range v.Rules(r.Lang) {
		list = append(list, joined(": ", rule.When, rule.Times))
	}
	return list
}

// isAddress tells whether a fact of a source is an address to follow, such as
// that of a photo. It is linked and never loaded: a visitor's page calls no
// third party.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// host is whose address it is, for the words of its link.
func host(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
