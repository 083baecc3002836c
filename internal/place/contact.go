package place

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/phone"
)

// Contact is one office of a place: the cash desk, the registration. The
// contact without a responsibility is the place's own, in its fields Phone to
// Web; thus there is at most one.
type Contact struct {
	Responsibility map[string]string // by language key: "Kasse"
	Phone          string            // as package phone keeps it, like Mobile and Fax
	Mobile         string
	Fax            string
	Email          string
	Web            string
	Hours          string // opening_hours of OpenStreetMap, where they are not the place's
}

// maxContacts bounds the offices of a place.
const maxContacts = 20

// For is what the contact is responsible for, in a language or the next best.
func (c Contact) For(lang string) string {
	return inLanguage(c.Responsibility, lang)
}

// inLanguage is a text in a language; German, Danish or English where it has
// none in that one.
func inLanguage(texts map[string]string, lang string) string {
	if t := texts[lang]; t != "" {
		return t
	}
	for _, l := range i18n.All {
		if t := texts[string(l)]; t != "" {
			return t
		}
	}
	return ""
}

// blank tells whether nothing was filled in at all.
func (c Contact) blank() bool {
	return len(c.Responsibility) == 0 && !c.reachable() && c.Hours == ""
}

// reachable tells whether there is a way to reach it.
func (c Contact) reachable() bool {
	return c.Phone+c.Mobile+c.Fax+c.Email+c.Web != ""
}

// contactField is the name of a field in the form's row of a contact.
func contactField(i int, part string) string { return "contact_" + strconv.Itoa(i) + "_" + part }

// checker collects what is wrong with a place.
type checker struct {
	country string
	first   string // the item's first language: what lacks is asked for in it
	wrong   []fault.Field
}

func (c *checker) bad(name, key string, args ...any) {
	c.wrong = append(c.wrong, fault.Field{Name: name, Key: key, Args: args})
}

// line cleans a text of one line and checks its length.
func (c *checker) line(name string, value *string, most int) (short bool) {
	if *value = content.Clean(*value); utf8.RuneCountInString(*value) > most {
		c.bad(name, "errors.too_long", "max", most)
		return false
	}
	return true
}

// number brings a telephone number to its stored form.
func (c *checker) number(name string, value *string) {
	if !c.line(name, value, maxField) || *value == "" {
		return
	}
	if n, err := phone.Parse(*value, strings.ToUpper(c.country)); err == nil {
		*value = n
	} else {
		c.bad(name, "errors.bad_phone")
	}
}

func (c *checker) email(name string, value *string) {
	if !c.line(name, value, maxField) || *value == "" {
		return
	}
	if a, err := mail.ParseAddress(*value); err != nil || a.Address != *value {
		c.bad(name, "errors.bad_email")
	}
}

func (c *checker) web(name string, value *string) {
	if !c.line(name, value, maxField) || *value == "" {
		return
	}
	if u, err := url.Parse(*value); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		c.bad(name, "errors.bad_url")
	}
}

// hours checks opening hours.
func (c *checker) hours(name string, value *string) {
	if !c.line(name, value, maxField) || *value == "" {
		return
	}
	if _, err := hours.Parse(*value); err != nil {
		f := unreadableHours(err)
		f.Name = name
		c.wrong = append(c.wrong, f)
	}
}

// texts cleans a text by language and drops the empty ones.
func (c *checker) texts(name func(lang string) string, texts map[string]string, most int) {
	for lang, t := range texts {
		c.line(name(lang), &t, most)
		if t == "" || !slices.Contains(textLanguages(), lang) {
			delete(texts, lang)
			continue
		}
		texts[lang] = t
	}
}

// contacts checks all rows; each marks its own fields.
func (c *checker) contacts(list []Contact) {
	if len(list) > maxContacts {
		c.bad("contacts", "place.too_many_contacts", "max", maxContacts)
	}
	for i := range list {
		one := &list[i]
		field := func(part string) string { return contactField(i, part) }
		c.texts(func(lang string) string { return field("for_" + lang) }, one.Responsibility, 120)
		c.number(field("phone"), &one.Phone)
		c.number(field("mobile"), &one.Mobile)
		c.number(field("fax"), &one.Fax)
		c.email(field("email"), &one.Email)
		c.web(field("web"), &one.Web)
		c.hours(field("hours"), &one.Hours)
		if len(one.Responsibility) == 0 {
			c.bad(field("for_"+c.first), "place.contact_for_whom")
		}
		if !one.reachable() {
			c.bad(field("phone"), "place.contact_empty")
		}
	}
}

// contactWords are what the search finds a place by: its numbers as people
// write them, and what its offices do.
func (p *Place) contactWords() []string {
	var words []string
	number := func(n string) {
		if n != "" {
			spaced := phone.Format(n, i18n.DE)
			words = append(words, spaced, strings.ReplaceAll(spaced, " ", ""))
		}
	}
	number(p.Phone)
	number(p.Mobile)
	for _, c := range p.Contacts {
		for _, l := range i18n.All {
			if t := c.Responsibility[string(l)]; t != "" {
				words = append(words, t)
			}
		}
		number(c.Phone)
		number(c.Mobile)
		if c.Email != "" {
			words = append(words, c.Email)
		}
	}
	return words
}
