package place

import (
	"strconv"

	"umland/internal/ui"
)

// Photo is a further picture of a place, after the item's own, which leads
// the page and stands in lists.
type Photo struct {
	Asset   string            // name of a picture that the portal serves itself
	Alt     map[string]string // by language key: what it shows, for those who do not see it
	Caption map[string]string
	Credit  string
	Licence string // "CC BY 4.0"; "" where the credit says it all
}

// maxPhotos bounds the pictures of a place.
const maxPhotos = 24

// AltIn is what the photo shows, in a language or the next best.
func (p Photo) AltIn(lang string) string { return inLanguage(p.Alt, lang) }

// CaptionIn is the words below the photo, in a language or the next best.
func (p Photo) CaptionIn(lang string) string { return inLanguage(p.Caption, lang) }

// photoField is the name of a field in the form's row of a photo.
func photoField(i int, part string) string { return "photo_" + strconv.Itoa(i) + "_" + part }

// photos checks all rows: a picture without words or without its author is
// not shown to anybody.
func (c *checker) photos(list []Photo) {
	if len(list) > maxPhotos {
		c.bad("photos", "place.too_many_photos", "max", maxPhotos)
	}
	for i := range list {
		one := &list[i]
		field := func(part string) string { return photoField(i, part) }
		c.texts(func(lang string) string { return field("alt_" + lang) }, one.Alt, maxField)
		c.texts(func(lang string) string { return field("caption_" + lang) }, one.Caption, maxField)
		c.line(field("credit"), &one.Credit, maxField)
		c.line(field("licence"), &one.Licence, 120)
		if !ui.HasPicture(one.Asset) {
			c.bad(field("asset"), "place.photo_which")
		}
		if len(one.Alt) == 0 {
			c.bad(field("alt_"+c.first), "place.photo_alt")
		}
		if one.Credit == "" {
			c.bad(field("credit"), "place.photo_credit")
		}
	}
}

// lead makes the first photo the item's own picture where that has none:
// lists, search and other portals show the item's own.
func (p *Place) lead() {
	if p.Image != "" || len(p.Photos) == 0 {
		return
	}
	first := p.Photos[0]
	p.Photos = p.Photos[1:]
	p.Image, p.ImageCredit = first.Asset, joined(", ", first.Credit, first.Licence)
	for lang, t := range p.Texts {
		t.Alt = first.AltIn(lang)
		p.Texts[lang] = t
	}
}
