package page

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/phone"
)

// Service is what an office does for people.
type Service struct {
	content.Item
	Checked string             // local day on which the facts were confirmed, or ""
	Details map[string]Details // by language key, Leichte Sprache included
	Offices []Office
}

// Details answers what a citizen asks before going to the office.
type Details struct {
	Who     []string `json:"who,omitempty"`     // may have it
	Bring   []string `json:"bring,omitempty"`   // papers and things
	Steps   []string `json:"steps,omitempty"`   // in their order
	Savings []string `json:"savings,omitempty"` // "what: how much"
	Cost    string   `json:"cost,omitempty"`
	HowLong string   `json:"how_long,omitempty"`
}

// Office is a place that gives a service.
type Office struct {
	Place string            `json:"place"`           // id of an item
	Phone string            `json:"phone,omitempty"` // for this service; "" is the place's
	Note  map[string]string `json:"note,omitempty"`  // by language key
}

// Limits of a service.
const (
	maxLine    = 500 // characters of a line
	maxLines   = 40  // of one list
	maxOffices = 60
)

// Spine gives the part that all kinds share.
func (s *Service) Spine() *content.Item { return &s.Item }

// lists are the lists of the details by the names of their fields.
func (d *Details) lists() map[string]*[]string {
	return map[string]*[]string{"who": &d.Who, "bring": &d.Bring, "steps": &d.Steps, "savings": &d.Savings}
}

// empty tells whether the details answer nothing.
func (d *Details) empty() bool {
	return len(d.Who)+len(d.Bring)+len(d.Steps)+len(d.Savings) == 0 && d.Cost == "" && d.HowLong == ""
}

// trim drops blanks and empty lines.
func (d *Details) trim() {
	for _, list := range d.lists() {
		for i := range *list {
			(*list)[i] = strings.TrimSpace((*list)[i])
		}
		*list = slices.DeleteFunc(*list, func(line string) bool { return line == "" })
	}
	d.Cost, d.HowLong = strings.TrimSpace(d.Cost), strings.TrimSpace(d.HowLong)
}

// tooLong names the fields with a line or a list beyond the limits.
func (d *Details) tooLong() []string {
	var names []string
	for name, list := range d.lists() {
		long := func(line string) bool { return utf8.RuneCountInString(line) > maxLine }
		if len(*list) > maxLines || slices.ContainsFunc(*list, long) {
			names = append(names, name)
		}
	}
	for name, line := range map[string]string{"cost": d.Cost, "how_long": d.HowLong} {
		if utf8.RuneCountInString(line) > maxLine {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Validate brings the service to its stored form and checks it. Country is
// the ISO 3166 code of the portal, for phone numbers without one. Field names
// are those of the desk's form; those of another language than the first end
// in _ and its key.
func (s *Service) Validate(country string) error {
	var wrong []fault.Field
	if _, err := time.Parse(time.DateOnly, s.Checked); s.Checked != "" && err != nil {
		wrong = append(wrong, fault.Field{Name: "checked", Key: "errors.bad_date"})
	}
	for lang, d := range s.Details {
		d.trim()
		if d.empty() {
			delete(s.Details, lang)
			continue
		}
		s.Details[lang] = d
		for _, name := range d.tooLong() {
			if lang != s.First {
				name += "_" + lang
			}
			wrong = append(wrong, fault.Field{Name: name, Key: "errors.too_long", Args: []any{"max", maxLine}})
		}
	}
	if len(s.Offices) > maxOffices {
		wrong = append(wrong, fault.Field{Name: "offices", Key: "errors.too_long", Args: []any{"max", maxOffices}})
	}
	for i := range s.Offices {
		if !s.Offices[i].number(country) {
			wrong = append(wrong, fault.Field{Name: "offices", Key: "errors.bad_phone"})
		}
	}
	return fault.Fields(wrong...)
}

// number brings the office's phone number to its stored form; false where it
// is none.
func (o *Office) number(country string) bool {
	if o.Phone = strings.TrimSpace(o.Phone); o.Phone == "" {
		return true
	}
	n, err := phone.Parse(o.Phone, strings.ToUpper(country))
	if err == nil {
		o.Phone = n
	}
	return err == nil
}

// In gives the details for a language key and the key of those found: the
// asked one, then the service's first language, then any.
func (s *Service) In(lang string) (Details, string) {
	for _, l := range []string{lang, s.First, string(i18n.DE), string(i18n.DA), string(i18n.EN)} {
		if d, ok := s.Details[l]; ok {
			return d, l
		}
	}
	return Details{}, lang
}

// note is what holds at an office, in a language or German.
func (o *Office) note(lang string) (string, string) {
	for _, l := range []string{lang, string(i18n.DE), string(i18n.DA), string(i18n.EN)} {
		if t := o.Note[l]; t != "" {
			return t, l
		}
	}
	return "", lang
}

// card is what the service adds to its listing.
func (s *Service) card() content.Card {
	var c content.Card
	for _, d := range s.Details {
		for _, list := range [][]string{d.Who, d.Bring, d.Steps, d.Savings} {
			c.Words = append(c.Words, list...)
		}
	}
	slices.Sort(c.Words)
	return c
}
