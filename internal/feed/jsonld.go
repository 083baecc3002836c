package feed

import (
	"strings"

	"umland/internal/content"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/richtext"
	"umland/internal/web"
)

// schema is the context of all blocks: the vocabulary of schema.org.
const schema = "https://schema.org"

// Party is an organisation as schema.org describes it: publisher, organiser,
// office or whoever runs a portal.
type Party struct {
	Context    string       `json:"@context,omitempty"`
	Type       string       `json:"@type"`
	Name       string       `json:"name"`
	URL        string       `json:"url,omitempty"`
	Summary    string       `json:"description,omitempty"`
	Telephone  string       `json:"telephone,omitempty"`
	Fax        string       `json:"faxNumber,omitempty"`
	Email      string       `json:"email,omitempty"`
	Image      any          `json:"image,omitempty"` // an address, or a list of them
	Contacts   []Reach      `json:"contactPoint,omitempty"`
	Address    *Postal      `json:"address,omitempty"`
	SameAs     string       `json:"sameAs,omitempty"`
	Geo        *Point       `json:"geo,omitempty"`
	Hours      []hours.Spec `json:"openingHoursSpecification,omitempty"`
	Exceptions []hours.Spec `json:"specialOpeningHoursSpecification,omitempty"`
}

// Reach is one of several contacts of a party (schema.org ContactPoint).
type Reach struct {
	Type      string       `json:"@type"`
	For       string       `json:"contactType"`
	Telephone string       `json:"telephone,omitempty"`
	Fax       string       `json:"faxNumber,omitempty"`
	Email     string       `json:"email,omitempty"`
	URL       string       `json:"url,omitempty"`
	Hours     []hours.Spec `json:"hoursAvailable,omitempty"`
}

// Postal is a postal address.
type Postal struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	Town     string `json:"addressLocality,omitempty"`
	Country  string `json:"addressCountry,omitempty"`
}

// Point is a position in degrees, WGS 84.
type Point struct {
	Type string  `json:"@type"`
	Lat  float64 `json:"latitude"`
	Lon  float64 `json:"longitude"`
}

// Named is a thing of which only the name is told.
type Named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

func postal(street, postcode, town, country string) *Postal {
	if street == "" && postcode == "" && town == "" {
		return nil
	}
	return &Postal{"PostalAddress", street, postcode, town, strings.ToUpper(country)}
}

func point(has bool, lat, lon float64) *Point {
	if !has {
		return nil
	}
	return &Point{"GeoCoordinates", lat, lon}
}

// telephone is the number as one dials it from anywhere.
func telephone(stored string) string {
	return strings.TrimPrefix(phone.Href(stored), "tel:")
}

// country is that of a portal, for addresses that do not name one.
func country(r *web.Request, portal string) string {
	if site, ok := r.Directory().BySlug(portal); ok {
		return site.Country
	}
	return r.Site.Country
}

// operator is whoever runs a portal, as publisher and provider.
func operator(r *web.Request, portal string) Party {
	site, ok := r.Directory().BySlug(portal)
	if !ok {
		site = r.Site
	}
	o := site.Operator
	name := o.Name
	if name == "" {
		name = site.Name
	}
	return Party{
		Type: "Organization", Name: name, URL: r.Origin(site) + "/", Telephone: telephone(o.Phone), Fax: telephone(o.Fax), Email: o.Email,
		Address: postal(o.Street, o.Postcode, o.Town, site.Country), SameAs: o.URL,
	}
}

// inLanguage is the language of the text that the reader gets of an item.
func inLanguage(r *web.Request, it *content.Item) string {
	_, lang := it.Text(r.TextLang())
	return i18n.HTMLLang(lang)
}

// summary is the teaser, or the beginning of the text.
func summary(t content.Text) string {
	if t.Teaser != "" {
		return t.Teaser
	}
	words := []rune(richtext.Words(t.Body))
	if len(words) <= 200 {
		return string(words)
	}
	cut := string(words[:200])
	return cut[:max(strings.LastIndexByte(cut, ' '), 0)]
}
