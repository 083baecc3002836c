package importer

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"umland/internal/fault"
)

// Source is where a set comes from. Its words go on /datenquellen and beside
// each item that was taken from it.
type Source struct {
	ID          string `toml:"id" json:"id"`
	Title       string `toml:"title" json:"title"`
	URL         string `toml:"url" json:"url"`
	Publisher   string `toml:"publisher" json:"publisher"`
	Licence     string `toml:"licence" json:"licence"` // SPDX where there is one
	Attribution string `toml:"attribution" json:"attribution"`
	DataDate    string `toml:"date" json:"data_date"` // of the data themselves: YYYY-MM-DD, or as much of it as is known
}

// Profile says how the records of a set become ours. The shipped ones are the
// files in profiles/; README.md there explains how to write another.
type Profile struct {
	Name     string `toml:"name"`
	About    string `toml:"about"`    // one line for the list of profiles
	Kind     string `toml:"kind"`     // places, articles or events
	Format   string `toml:"format"`   // csv, json, geojson or wordpress
	Comma    string `toml:"comma"`    // of a csv file; found out when empty
	List     string `toml:"list"`     // path of the list in a json document
	Language string `toml:"language"` // of the source's texts
	Category string `toml:"category"` // slug, unless a rule names another
	Region   string `toml:"region"`   // of phone numbers: DE or DK

	Fits  []condition `toml:"fits"`  // columns and values by which a file is known
	Lacks []string    `toml:"lacks"` // columns that such a file does not have

	Source   Source   `toml:"source"`
	Key      *field   `toml:"key"`
	Position position `toml:"position"`

	Fields        fields            `toml:"fields"`
	Texts         map[string]words  `toml:"text"`
	Accessibility map[string]*field `toml:"accessibility"`
	Identifiers   map[string]*field `toml:"identifiers"`
	Facts         []fact            `toml:"fact"`
	Rules         []rule            `toml:"category_rule"`
	Skips         []skip            `toml:"skip"`
	Same          *field            `toml:"distinct"` // set behind titles that occur twice
}

// fields are the values that do not depend on a language.
type fields struct {
	Venue     *field `toml:"venue"`
	Street    *field `toml:"street"`
	Postcode  *field `toml:"postcode"`
	Town      *field `toml:"town"`
	Phone     *field `toml:"phone"`
	Mobile    *field `toml:"mobile"`
	Fax       *field `toml:"fax"`
	Email     *field `toml:"email"`
	Web       *field `toml:"web"`
	Hours     *field `toml:"hours"`
	Start     *field `toml:"start"`
	End       *field `toml:"end"`
	Published *field `toml:"published"`
	Byline    *field `toml:"byline"`
}

// words are the texts in one language. body is plain text, html foreign HTML.
type words struct {
	Title  *field      `toml:"title"`
	Kicker *field      `toml:"kicker"`
	Teaser *field      `toml:"teaser"`
	Body   *field      `toml:"body"`
	HTML   *field      `toml:"html"`
	Base   string      `toml:"base"` // address that relative links of html belong to
	When   []condition `toml:"when"` // another language than the source's: only for these records
}

type fact struct {
	Label string `toml:"label"`
	Value *field `toml:"value"`
}

type rule struct {
	Slug string      `toml:"slug"`
	When []condition `toml:"when"`
}

type skip struct {
	When   []condition `toml:"when"`
	Hide   bool        `toml:"hide"`   // private persons: no name in the report
	Reason string      `toml:"reason"` // i18n key, or plain words
}

//go:embed profiles/*.toml
var shipped embed.FS

var profileName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Profiles lists the shipped profiles by name.
func Profiles() ([]*Profile, error) {
	names, err := fs.Glob(shipped, "profiles/*.toml")
	if err != nil {
		return nil, err
	}
	var list []*Profile
	for _, name := range names {
		raw, err := shipped.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := parseProfile(string(raw), name)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *Profile) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// LoadProfile finds a shipped profile by name, or reads the TOML file of that
// path.
func LoadProfile(name string) (*Profile, error) {
	if strings.HasSuffix(name, ".toml") || strings.ContainsRune(name, '/') {
		raw, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fault.Wrap(err, fault.NotFound, "import.file_missing", "file", name)
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "import.file_unreadable", "file", name)
		}
		return parseProfile(string(raw), name)
	}
	list, err := Profiles()
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(list))
	for _, p := range list {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return nil, fault.New(fault.NotFound, "import.profile_unknown", "name", name, "names", strings.Join(names, ", "))
}

func parseProfile(raw, file string) (*Profile, error) {
	var p Profile
	meta, err := toml.Decode(raw, &p)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.profile_bad", "file", file, "what", err.Error())
	}
	if what := p.wrong(meta); what != "" {
		return nil, fault.New(fault.Invalid, "import.profile_bad", "file", file, "what", what)
	}
	return &p, nil
}

// wrong names what a profile lacks, or "".
func (p *Profile) wrong(meta toml.MetaData) string {
	for _, key := range meta.Undecoded() {
		return key.String() + " ?"
	}
	main, ok := p.Texts[p.Language]
	switch {
	case !profileName.MatchString(p.Name):
		return "name"
	case !slices.Contains([]string{"places", "articles", "events"}, p.Kind):
		return "kind"
	case !slices.Contains([]string{"csv", "json", "geojson", "wordpress"}, p.Format):
		return "format"
	case p.Comma != "" && len([]rune(p.Comma)) != 1:
		return "comma"
	case !ok || main.Title == nil:
		return "text." + p.Language + ".title"
	case main.Title.constant():
		return "text." + p.Language + ".title"
	case p.Key == nil || p.Key.constant():
		return "key"
	case p.Category == "":
		return "category"
	case !profileName.MatchString(p.Source.ID):
		return "source.id"
	case p.Source.Title == "" || p.Source.Licence == "" || p.Source.Attribution == "":
		return "source.title, source.licence, source.attribution"
	case p.Kind == "events" && (p.Fields.Start == nil || p.Fields.Start.constant()):
		return "fields.start"
	case p.Kind == "articles" && (p.Fields.Published == nil || p.Fields.Published.constant()):
		return "fields.published"
	}
	return p.Position.wrong()
}

// read reads a file's text the way the profile's format asks for.
func (p *Profile) read(raw []byte, limits Limits) ([]item, error) {
	switch p.Format {
	case "csv":
		var comma rune
		if p.Comma != "" {
			comma = []rune(p.Comma)[0]
		}
		return readCSV(raw, comma, limits)
	case "geojson":
		return readGeoJSON(raw, limits)
	case "wordpress":
		return readPosts(raw, limits)
	}
	return readJSON(raw, p.List, limits)
}

// fits tells whether the file's first records look like the profile's.
func (p *Profile) fits(items []item) bool {
	if len(p.Fits) == 0 {
		return false
	}
	sample := items[:min(len(items), 100)]
	for _, c := range p.Fits {
		if !slices.ContainsFunc(sample, func(it item) bool { return c.exists(&it) }) {
			return false
		}
	}
	for _, column := range p.Lacks {
		if slices.ContainsFunc(sample, func(it item) bool { return it.has(column) }) {
			return false
		}
	}
	return true
}
