package content

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"umland/internal/fault"
	"umland/internal/richtext"
)

// Limits of the shared texts, in characters.
const (
	MaxTitle  = 200
	MaxTeaser = 500
	MaxBody   = 200_000
)

var slugForm = regexp.MustCompile(`^[a-z0-9-]{1,100}$`)

// ValidSlug tells whether a slug has the form of one and is not reserved.
func ValidSlug(slug string) bool { return slugForm.MatchString(slug) && !Reserved(slug) }

// Clean drops from a field what no person types and one of the engines cannot
// store - NUL bytes and broken UTF-8 - and the blanks around it.
func Clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}

func (t Text) clean() Text {
	t.Title, t.Kicker, t.Teaser, t.Alt = Clean(t.Title), Clean(t.Kicker), Clean(t.Teaser), Clean(t.Alt)
	t.Body = richtext.HTML(Clean(string(t.Body)))
	return t
}

// validate brings an item to its stored form and checks what all kinds have in common. Field names are those of the
// desk's form.
func validate(it *Item) error {
	var wrong []fault.Field
	if !ValidSlug(it.Slug) {
		wrong = append(wrong, fault.Field{Name: "slug", Key: "errors.slug_form"})
	}
	if _, ok := it.Texts[it.First]; !ok {
		wrong = append(wrong, fault.Field{Name: "title", Key: "errors.required"})
	}
	it.ImageCredit = Clean(it.ImageCredit)
	for lang, t := range it.Texts {
		t = t.clean()
		it.Texts[lang] = t
		name := func(field string) string {
			if lang == it.First {
				return field
			}
			return field + "_" + lang
		}
		switch {
		case strings.TrimSpace(t.Title) == "":
			wrong = append(wrong, fault.Field{Name: name("title"), Key: "errors.required"})
		case utf8.RuneCountInString(t.Title) > MaxTitle:
			wrong = append(wrong, fault.Field{Name: name("title"), Key: "errors.too_long", Args: []any{"max", MaxTitle}})
		}
		if utf8.RuneCountInString(t.Teaser) > MaxTeaser {
			wrong = append(wrong, fault.Field{Name: name("teaser"), Key: "errors.too_long", Args: []any{"max", MaxTeaser}})
		}
		if len(t.Body) > MaxBody {
			wrong = append(wrong, fault.Field{Name: name("body"), Key: "errors.too_long", Args: []any{"max", MaxBody}})
		}
	}
	if !it.VisibleUntil.IsZero() && it.VisibleUntil.Before(it.VisibleFrom) {
		wrong = append(wrong, fault.Field{Name: "visible_until", Key: "errors.end_before_start"})
	}
	return fault.Fields(wrong...)
}
