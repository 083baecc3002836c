package place

import (
	"strings"

	"umland/internal/feed"
	"umland/internal/phone"
	"umland/internal/ui"
	"umland/internal/web"
)

// contactJSON is an office in the JSON of a place.
type contactJSON struct {
	For    string `json:"responsibility"`
	Phone  string `json:"phone,omitempty"`
	Mobile string `json:"mobile,omitempty"`
	Fax    string `json:"fax,omitempty"`
	Email  string `json:"email,omitempty"`
	Web    string `json:"web,omitempty"`
	Hours  string `json:"opening_hours,omitempty"`
}

// photoJSON is a picture in the JSON of a place.
type photoJSON struct {
	URL     string `json:"url"`
	Alt     string `json:"alt"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit"`
	Licence string `json:"licence,omitempty"`
}

// number writes a stored number as other programs dial it, "" as "".
func number(n string) string {
	return strings.TrimPrefix(phone.Href(n), "tel:")
}

func contactData(r *web.Request, p *Place) []contactJSON {
	list := make([]contactJSON, len(p.Contacts))
	for i, c := range p.Contacts {
		list[i] = contactJSON{c.For(r.TextLang()), number(c.Phone), number(c.Mobile), number(c.Fax), c.Email, c.Web, c.Hours}
	}
	return list
}

// photoData lists the item's own picture and the further ones.
func photoData(r *web.Request, p *Place) []photoJSON {
	list := []photoJSON{}
	if p.Image != "" {
		text, _ := p.Text(r.TextLang())
		if text.Alt == "" {
			text.Alt = p.Texts[p.First].Alt
		}
		list = append(list, photoJSON{URL: r.Origin(r.Site) + ui.Picture(p.Image), Alt: text.Alt, Credit: p.ImageCredit})
	}
	for _, one := range p.Photos {
		list = append(list, photoJSON{r.Origin(r.Site) + ui.Picture(one.Asset), one.AltIn(r.TextLang()), one.CaptionIn(r.TextLang()), one.Credit, one.Licence})
	}
	return list
}

// images are the addresses of all pictures, the leading one first.
func images(r *web.Request, p *Place) []string {
	var list []string
	for _, one := range photoData(r, p) {
		list = append(list, one.URL)
	}
	return list
}

// contactFacts are the offices for schema.org.
func (m *Room) contactFacts(r *web.Request, p *Place) []feed.ContactFacts {
	var list []feed.ContactFacts
	for _, c := range p.Contacts {
		f := feed.ContactFacts{For: c.For(r.TextLang()), Phone: c.Phone, Fax: c.Fax, Email: c.Email, Web: c.Web}
		if f.Phone == "" {
			f.Phone = c.Mobile
		}
		if v, err := m.parsed(c.Hours); err == nil && c.Hours != "" {
			f.Hours, _ = v.Schema(r.Now, m.context(r.Site, p))
		}
		list = append(list, f)
	}
	return list
}
