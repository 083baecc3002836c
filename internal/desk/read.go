package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/ui"
	"umland/internal/web"
)

// textLangs are the languages of an item's texts in the order of the form:
// its first one, the others, Leichte Sprache.
func textLangs(it *content.Item) []string {
	list := []string{it.First}
	for _, l := range i18n.All {
		if string(l) != it.First {
			list = append(list, string(l))
		}
	}
	return append(list, i18n.Leicht)
}

// fieldOf is the name of a text's field in a language, as the spine names it
// in its faults.
func fieldOf(it *content.Item, field, lang string) string {
	if lang == it.First {
		return field
	}
	return field + "_" + lang
}

// readItem takes the shared fields from the form. What the item holds and the
// form cannot show stays as it is.
func (m *Room) readItem(r *web.Request, site *web.Site, it *content.Item) []fault.Field {
	if it.Texts == nil {
		it.Texts = map[string]content.Text{}
	}
	for _, lang := range textLangs(it) {
		if t := readText(r, it, lang); t == (content.Text{}) {
			delete(it.Texts, lang)
		} else {
			it.Texts[lang] = t
		}
	}
	if slug := form.Line(r, "slug"); slug != "" {
		it.Slug = slug
	}
	if r.PostForm["category"] != nil {
		it.Categories = readCategories(r)
	}
	if r.PostForm["organisation"] != nil {
		it.Organisation = form.Line(r, "organisation")
	}
	it.ImageCredit = form.Line(r, "image_credit")
	var wrong []fault.Field
	if image := form.Line(r, "image"); image == "" || image == it.Image || slices.Contains(m.pictures, image) || ui.HasPicture(image) {
		it.Image = image
	} else {
		wrong = append(wrong, fault.Field{Name: "image", Key: "errors.bad_choice"})
	}
	wrong = append(wrong, form.TooLong("image_credit", it.ImageCredit, content.MaxTitle)...)
	wrong = append(wrong, readMoment(r, site.Zone, "visible_from", &it.VisibleFrom, false)...)
	return append(wrong, readMoment(r, site.Zone, "visible_until", &it.VisibleUntil, true)...)
}

func readText(r *web.Request, it *content.Item, lang string) content.Text {
	name := func(field string) string { return fieldOf(it, field, lang) }
	old := it.Texts[lang]
	t := content.Text{
		Title: form.Line(r, name("title")), Kicker: form.Line(r, name("kicker")),
		Teaser: form.Line(r, name("teaser")), Alt: form.Line(r, name("alt")), Body: old.Body,
	}
	// A body that nobody touched keeps its HTML, even where the plain syntax
	// could say it only in a simpler way.
	if body := form.Text(r, name("body")); body != plainBody(old.Body) {
		t.Body = richtext.FromPlain(body)
	}
	return t
}

// plainBody is a body as the form shows it.
func plainBody(h richtext.HTML) string {
	return strings.TrimSpace(form.Clean(richtext.ToPlain(h)))
}

// readCategories gives the chosen terms, the main one first.
func readCategories(r *web.Request) []string {
	var list []string
	for _, c := range append([]string{form.Line(r, "category")}, r.PostForm["categories"]...) {
		if c != "" && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// momentForms are the ways to write a moment; the first is the form's own.
var momentForms = []string{"02.01.2006 15:04", "2.1.2006 15:04", "2006-01-02 15:04", "2006-01-02T15:04"}

var dayForms = []string{"02.01.2006", "2.1.2006", "2006-01-02"}

// readMoment reads day and time in the portal's zone. A day alone begins at
// midnight, or as an end lasts to its midnight. A time that the clocks skip
// is refused.
func readMoment(r *web.Request, zone *time.Location, name string, to *time.Time, end bool) []fault.Field {
	raw := form.Line(r, name)
	if raw == "" {
		*to = time.Time{}
		return nil
	}
	for _, f := range momentForms {
		if t, err := time.ParseInLocation(f, raw, zone); err == nil && plausible(t) && t.Format("15:04") == raw[len(raw)-5:] {
			*to = t.UTC()
			return nil
		}
	}
	for _, f := range dayForms {
		if t, err := time.ParseInLocation(f, raw, zone); err == nil && plausible(t) {
			if end {
				t = t.AddDate(0, 0, 1)
			}
			*to = t.UTC()
			return nil
		}
	}
	return []fault.Field{{Name: name, Key: "desk.bad_moment"}}
}

func plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

// moment writes an instant as readMoment reads it.
func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(momentForms[0])
}

// typed is what the form shows for a field: what was typed, where the form
// came back, else what is stored.
func typed(r *web.Request, name, stored string) string {
	if r.Method == http.MethodPost {
		if v, ok := r.PostForm[name]; ok && len(v) > 0 {
			return v[0]
		}
	}
	return stored
}
