package place

import (
	"slices"
	"strconv"

	"umland/internal/content"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

// mostRows bounds how many rows of a form are read at all.
const mostRows = 50

// languagesOf are the languages of a row's words: the item's first one, then
// the others.
func languagesOf(it *content.Item) []string {
	list := []string{it.First}
	for _, l := range i18n.All {
		if string(l) != it.First {
			list = append(list, string(l))
		}
	}
	return list
}

// spoken reads a text by language from a row of the form.
func spoken(r *web.Request, it *content.Item, name func(lang string) string) map[string]string {
	texts := map[string]string{}
	for _, lang := range languagesOf(it) {
		if t := form.Line(r, name(lang)); t != "" {
			texts[lang] = t
		}
	}
	return texts
}

// posted tells how many rows of a sort the form had.
func posted(r *web.Request, field string) int {
	n, err := strconv.Atoi(r.PostFormValue(field))
	if err != nil || n < 0 {
		return 0
	}
	return min(n, mostRows)
}

// The sorts of rows. The button "mehr" with a sort adds one, "weg" with a sort
// and a number takes one out; neither saves anything (see desk).
const (
	contactRow = "contact"
	photoRow   = "photo"
)

// readContacts takes the rows of the contacts from the form; empty ones are
// left out.
func (p *Place) readContacts(r *web.Request) {
	if r.PostForm["contact_rows"] == nil {
		return
	}
	p.Contacts = []Contact{}
	for i := range posted(r, "contact_rows") {
		field := func(part string) string { return contactField(i, part) }
		c := Contact{
			Responsibility: spoken(r, &p.Item, func(lang string) string { return field("for_" + lang) }),
			Phone:          form.Line(r, field("phone")), Mobile: form.Line(r, field("mobile")), Fax: form.Line(r, field("fax")),
			Email: form.Line(r, field("email")), Web: form.Line(r, field("web")), Hours: form.Line(r, field("hours")),
		}
		if gone(r, contactRow, i) || c.blank() {
			continue
		}
		p.Contacts = append(p.Contacts, c)
	}
	if r.PostFormValue("mehr") == contactRow && len(p.Contacts) < maxContacts {
		p.Contacts = append(p.Contacts, Contact{})
	}
}

// gone tells whether the button of the row was pressed that takes it out.
func gone(r *web.Request, sort string, i int) bool {
	return r.PostFormValue("weg") == sort+"_"+strconv.Itoa(i)
}

// readPhotos takes the rows of the photos from the form, in the order of the
// numbers that were given to them.
func (p *Place) readPhotos(r *web.Request) {
	if r.PostForm["photo_rows"] == nil {
		return
	}
	type row struct {
		photo Photo
		rank  int
	}
	var rows []row
	for i := range posted(r, "photo_rows") {
		field := func(part string) string { return photoField(i, part) }
		one := Photo{
			Asset: form.Line(r, field("asset")), Credit: form.Line(r, field("credit")), Licence: form.Line(r, field("licence")),
			Alt:     spoken(r, &p.Item, func(lang string) string { return field("alt_" + lang) }),
			Caption: spoken(r, &p.Item, func(lang string) string { return field("caption_" + lang) }),
		}
		blank := one.Asset+one.Credit+one.Licence == "" && len(one.Alt)+len(one.Caption) == 0
		if gone(r, photoRow, i) || blank {
			continue
		}
		rank, err := strconv.Atoi(form.Line(r, field("rank")))
		if err != nil {
			rank = i + 1
		}
		rows = append(rows, row{one, rank})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.rank - b.rank })
	p.Photos = []Photo{}
	for _, one := range rows {
		p.Photos = append(p.Photos, one.photo)
	}
	if r.PostFormValue("mehr") == photoRow && len(p.Photos) < maxPhotos {
		p.Photos = append(p.Photos, Photo{})
	}
}

// pictureOptions are the pictures that a photo may show.
func pictureOptions(r *web.Request, chosen string) []form.Option {
	list := []form.Option{{Label: r.T("desk.no_picture"), Chosen: chosen == ""}}
	for _, name := range ui.Pictures() {
		list = append(list, form.Option{Value: name, Label: name, Chosen: name == chosen})
	}
	return list
}

// title is the heading of a row: its number, and what it is for.
func (c Contact) title(r *web.Request, i int) string {
	return joined(": ", r.T("place.contact_n", "n", i+1), c.For(string(r.Lang)))
}

// languageWord is a language's name in the reader's.
func languageWord(r *web.Request, lang string) string { return r.T("common.lang_" + lang) }
