// Package standing holds the pages that the law asks of each portal: imprint,
// privacy and accessibility, filled in with what its operator has given.
//
// The texts stand in text/<kind>.<language>.txt: the first line is the title,
// the rest is written as richtext.FromPlain reads it. What the operator has
// not given is shown as "noch nicht angegeben" and never made up.
package standing

import (
	"embed"
	"strings"
	"sync"
	"text/template"
	"time"

	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/web"
)

// Kind is one of the standing texts.
type Kind string

// The kinds. Home is the welcome in Leichte Sprache and has no other form.
const (
	Imprint       Kind = "imprint"
	Privacy       Kind = "privacy"
	Accessibility Kind = "accessibility"
	Home          Kind = "home"
)

// Status says how far a portal meets the accessibility requirements.
type Status string

// The status after a check; the zero value is "not yet given".
const (
	Unknown Status = ""
	Full    Status = "full"
	Partly  Status = "partly"
	No      Status = "no"
)

// Data is what the texts are filled with. All fields may be empty.
type Data struct {
	Portal         string // "Handewitt Mobil"
	Place          string // "Handewitt"
	Address        string // the portal's address, "https://www.handewitt-mobil.de"
	Country        string // "de" or "dk": whose law applies
	Operator       web.Operator
	Responsible    string    // who answers for the content (MStV § 18), with address
	PrivacyContact string    // the data protection officer, or who answers for it
	Hosting        string    // where the server stands and who runs it
	KeptDays       int       // days until a sender is forgotten; 0 means 90
	Status         Status    // accessibility
	Checked        time.Time // day of the last accessibility check
	Gaps           []string  // what is not accessible yet, in the text's language
	Registered     string    // address of the statement registered with the Danish authority
	ContactHref    string    // address of the contact page in the reader's language
	SourcesHref    string    // address of the data sources page, likewise
	Demo           bool
}

// Denmark is true where Danish law applies.
func (d Data) Denmark() bool { return d.Country == "dk" }

// Town is postcode and town on one line; "" when neither is given.
func (d Data) Town() string { return strings.TrimSpace(d.Operator.Postcode + " " + d.Operator.Town) }

//go:embed text/*.txt
var files embed.FS

// Has says whether a text exists in a language; textLang may be
// i18n.Leicht.
func Has(kind Kind, textLang string) bool {
	_, err := files.Open(file(kind, textLang))
	return err == nil
}

func file(kind Kind, textLang string) string { return "text/" + string(kind) + "." + textLang + ".txt" }

// Text returns title and body of a standing text. Where there is none in the
// language it is the German one, and for Home the one in Leichte Sprache:
// see Has.
func Text(kind Kind, textLang string, data Data) (title string, body richtext.HTML) {
	if !Has(kind, textLang) {
		textLang = string(i18n.DE)
		if kind == Home {
			textLang = i18n.Leicht
		}
	}
	if data.KeptDays == 0 {
		data.KeptDays = 90
	}
	if data.ContactHref == "" {
		data.ContactHref = "/kontakt"
	}
	if data.SourcesHref == "" {
		data.SourcesHref = "/datenquellen"
	}
	var b strings.Builder
	t := templates()[file(kind, textLang)]
	if err := t.template.Execute(&b, see(data, textLang)); err != nil {
		// The texts are part of the program and a test fills in each of them.
		panic(err)
	}
	return t.title, richtext.FromPlain(b.String())
}

type text struct {
	title    string
	template *template.Template
}

// templates reads all texts once.
var templates = sync.OnceValue(func() map[string]text {
	entries, err := files.ReadDir("text")
	if err != nil {
		panic(err)
	}
	all := map[string]text{}
	for _, e := range entries {
		name := "text/" + e.Name()
		raw, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		title, body, _ := strings.Cut(string(raw), "\n")
		all[name] = text{title, template.Must(template.New(name).Parse(body))}
	}
	return all
})
