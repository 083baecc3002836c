package feed

import (
	"time"

	"umland/internal/content"
	"umland/internal/hours"
	"umland/internal/web"
)

// ArticleFacts is what an article's page knows of it.
type ArticleFacts struct {
	Item   *content.Item
	Text   content.Text
	Byline string
	Image  string // absolute address of the picture, or ""
}

// News is an article for schema.org.
type News struct {
	Context   string `json:"@context"`
	Type      string `json:"@type"`
	Headline  string `json:"headline"`
	Summary   string `json:"description,omitempty"`
	Published string `json:"datePublished,omitempty"`
	Modified  string `json:"dateModified"`
	Author    Named  `json:"author"`
	Publisher Party  `json:"publisher"`
	Language  string `json:"inLanguage"`
	Image     string `json:"image,omitempty"`
	URL       string `json:"url"`
	Page      string `json:"mainEntityOfPage"`
	Free      bool   `json:"isAccessibleForFree"`
	Licence   string `json:"license,omitempty"`
}

// ArticleLD describes an article. Without a byline the portal's operator is
// the author.
func ArticleLD(r *web.Request, f ArticleFacts) News {
	it := f.Item
	n := News{
		Context: schema, Type: "NewsArticle", Headline: f.Text.Title, Summary: summary(f.Text), Modified: moment(r, it.Updated),
		Published: moment(r, it.Published), Publisher: operator(r, it.Portal), Language: inLanguage(r, it), Image: f.Image,
		URL: r.ItemURL(it.Portal, it.Path()), Free: true, Licence: it.Source.Licence,
	}
	n.Page, n.Author = n.URL, Named{"Organization", n.Publisher.Name}
	if f.Byline != "" {
		n.Author = Named{"Person", f.Byline}
	}
	return n
}

// moment is an instant as RFC 3339 in the portal's zone; "" for none.
func moment(r *web.Request, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(r.Site.Zone).Format(time.RFC3339)
}

// PlaceFacts is what a place's page knows of it.
type PlaceFacts struct {
	Item                   *content.Item
	Text                   content.Text
	SchemaType             string // of the category; "" is Place
	Street, Postcode, Town string
	Phone, Fax             string // as stored
	Email, Web             string
	Contacts               []ContactFacts
	Hours, Exceptions      []hours.Spec
	Images                 []string // absolute addresses, the leading one first
	HasPosition            bool
	Lat, Lon               float64 // degrees, WGS 84
}

// ContactFacts is one office of a place.
type ContactFacts struct {
	For        string // what it is responsible for
	Phone, Fax string // as stored
	Email, Web string
	Hours      []hours.Spec
}

// PlaceLD describes a place.
func PlaceLD(r *web.Request, f PlaceFacts) Party {
	p := Party{
		Context: schema, Type: f.SchemaType, Name: f.Text.Title, URL: r.ItemURL(f.Item.Portal, f.Item.Path()), Summary: summary(f.Text),
		Telephone: telephone(f.Phone), Fax: telephone(f.Fax), Email: f.Email, SameAs: f.Web, Geo: point(f.HasPosition, f.Lat, f.Lon),
		Address: postal(f.Street, f.Postcode, f.Town, country(r, f.Item.Portal)), Hours: f.Hours, Exceptions: f.Exceptions,
	}
	if p.Type == "" {
		p.Type = "Place"
	}
	switch len(f.Images) {
	case 0:
	case 1:
		p.Image = f.Images[0]
	default:
		p.Image = f.Images
	}
	for _, c := range f.Contacts {
		p.Contacts = append(p.Contacts, Reach{
			Type: "ContactPoint", For: c.For, Telephone: telephone(c.Phone), Fax: telephone(c.Fax), Email: c.Email, URL: c.Web, Hours: c.Hours,
		})
	}
	return p
}

// OrganisationFacts is what an organisation's page knows of it.
type OrganisationFacts struct {
	Item                   *content.Item
	Text                   content.Text
	SchemaType             string // of the category; "" is Organization
	Street, Postcode, Town string
	Phone                  string // as stored
	Email, Web             string
	Image                  string // absolute address, or ""
}

// OrganisationLD describes a club, an authority or a firm.
func OrganisationLD(r *web.Request, f OrganisationFacts) Party {
	p := Party{
		Context: schema, Type: f.SchemaType, Name: f.Text.Title, URL: r.ItemURL(f.Item.Portal, f.Item.Path()), Summary: summary(f.Text),
		Telephone: telephone(f.Phone), Email: f.Email, Image: picture(f.Image), SameAs: f.Web,
		Address: postal(f.Street, f.Postcode, f.Town, country(r, f.Item.Portal)),
	}
	if p.Type == "" {
		p.Type = "Organization"
	}
	return p
}

// Office is a place that issues a service.
type Office struct {
	Name, URL              string
	Street, Postcode, Town string
	Phone                  string // as stored
}

// ServiceFacts is what a service's page knows of it.
type ServiceFacts struct {
	Item     *content.Item
	Text     content.Text
	Operator string // the authority that gives it; "" is the portal's operator
	Area     string // where it is given; "" is the portal's place
	Audience string // for whom, or ""
	Offices  []Office
}

// Service is a service of an authority for schema.org.
type Service struct {
	Context  string    `json:"@context"`
	Type     string    `json:"@type"`
	Name     string    `json:"name"`
	Summary  string    `json:"description,omitempty"`
	URL      string    `json:"url"`
	Operator Party     `json:"serviceOperator"`
	Area     Named     `json:"areaServed"`
	Audience *audience `json:"audience,omitempty"`
	Channels []channel `json:"availableChannel,omitempty"`
}

type audience struct {
	Type string `json:"@type"`
	Who  string `json:"audienceType"`
}

type channel struct {
	Type     string `json:"@type"`
	Location Party  `json:"serviceLocation"`
}

// ServiceLD describes a service with the offices that give it.
func ServiceLD(r *web.Request, f ServiceFacts) Service {
	it := f.Item
	s := Service{
		Context: schema, Type: "GovernmentService", Name: f.Text.Title, Summary: summary(f.Text), URL: r.ItemURL(it.Portal, it.Path()),
		Operator: operator(r, it.Portal), Area: Named{"AdministrativeArea", f.Area},
	}
	if f.Operator != "" {
		s.Operator = Party{Type: "GovernmentOrganization", Name: f.Operator}
	}
	if site, ok := r.Directory().BySlug(it.Portal); ok && f.Area == "" {
		s.Area.Name = site.Place
	}
	if f.Audience != "" {
		s.Audience = &audience{"Audience", f.Audience}
	}
	for _, o := range f.Offices {
		s.Channels = append(s.Channels, channel{"ServiceChannel", Party{
			Type: "GovernmentOffice", Name: o.Name, URL: o.URL, Telephone: telephone(o.Phone),
			Address: postal(o.Street, o.Postcode, o.Town, country(r, it.Portal)),
		}})
	}
	return s
}

// picture leaves an unknown picture out.
func picture(address string) any {
	if address == "" {
		return nil
	}
	return address
}
