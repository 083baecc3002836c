// Package portal keeps the portals of an installation: what a citizen sees as
// "the portal of Handewitt", with its letterhead, colours, languages, area,
// teasers and the notice on top of every page.
package portal

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/mail"
	"umland/internal/web"
)

// Portal is one municipality's or region's site.
type Portal struct {
	Slug      string
	Name      string
	Place     string
	BaseURL   string
	Hosts     []string // the first is the portal's own
	Country   string
	State     string // Land as in ISO 3166-2 without the country, for its holidays: SH
	First     i18n.Lang
	Languages []i18n.Lang
	Zone      string // IANA name
	Brand     string
	Accent    string
	Demo      bool
	Rank      int
	Operator  web.Operator
	Area      *geo.Area // nil: the portal has none
	AreaJSON  string    // the area as GeoJSON, as it was given
	Words     Words
	// KeepSenders is for how many days the senders of decided submissions are
	// known; 0 becomes DefaultKeep.
	KeepSenders int
	MailFrom    string // address that the portal's letters come from; "" is the installation's
}

// DefaultKeep is for how many days senders are known where nothing else is
// set; MaxKeep bounds it.
const (
	DefaultKeep = 90
	MaxKeep     = 3650
)

// Words are a portal's own short texts by language key.
type Words struct {
	Subtitle map[string]string `json:"subtitle,omitempty"`
	Welcome  map[string]string `json:"welcome,omitempty"`
	Film     map[string]string `json:"film,omitempty"`     // what stands where the sign-language film will be
	FilmURL  string            `json:"film_url,omitempty"` // path of the film, or ""
	Leicht   Leicht            `json:"leicht"`
	Quick    []web.QuickLink   `json:"quick,omitempty"`
}

// Leicht is the home page in Leichte Sprache; Body is in the plain syntax of
// richtext.
type Leicht struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// Teaser is a picture with a line on the home page that leads to an item.
type Teaser struct {
	Item  string // id
	Image string
	Texts map[string]TeaserText
}

// TeaserText is a teaser in one language; Action says where the link goes.
type TeaserText struct {
	Title, Line, Action, Alt string
}

// Text gives the teaser in a language, or German, or any.
func (t Teaser) Text(lang string) (TeaserText, string) {
	for _, l := range []string{lang, "de", "da", "en"} {
		if text, ok := t.Texts[l]; ok {
			return text, l
		}
	}
	return TeaserText{}, lang
}

// Notice is a banner of one portal, or of all where Portal is "".
type Notice struct {
	web.Notice
	Portal string
	Shown  bool
}

// Levels of a notice.
var Levels = []string{"info", "amber", "red"}

// deskWords stand in the desk's addresses where a portal's name stands.
var deskWords = []string{"anmelden", "abmelden", "konto", "postausgang"}

var (
	colour   = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	slugForm = regexp.MustCompile(`^[a-z0-9-]{1,60}$`)
	hostForm = regexp.MustCompile(`^[a-z0-9.:-]{1,253}$`)
)

// countries are those whose telephone numbers and holidays the rooms know.
var countries = []string{"de", "dk"}

// isOrigin tells whether an address is scheme and host and nothing else:
// paths are put behind it.
func isOrigin(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		u.Scheme+"://"+u.Host == address
}

// Validate checks a portal before it is stored; field names are the flags of
// the command.
func (p *Portal) Validate() error {
	var wrong []fault.Field
	need := func(ok bool, name, key string) {
		if !ok {
			wrong = append(wrong, fault.Field{Name: name, Key: key})
		}
	}
	need(slugForm.MatchString(p.Slug) && !slices.Contains(deskWords, p.Slug), "slug", "errors.slug_form")
	need(strings.TrimSpace(p.Name) != "", "name", "errors.required")
	need(strings.TrimSpace(p.Place) != "", "place", "errors.required")
	need(colour.MatchString(p.Brand), "brand", "errors.bad_colour")
	need(colour.MatchString(p.Accent), "accent", "errors.bad_colour")
	need(len(p.Hosts) > 0, "host", "errors.required")
	for _, h := range p.Hosts {
		need(hostForm.MatchString(h) && web.HostName(h) == h, "host", "errors.bad_host")
	}
	p.BaseURL = strings.TrimSuffix(p.BaseURL, "/")
	need(p.BaseURL == "" || isOrigin(p.BaseURL), "url", "errors.bad_url")
	need(slices.Contains(countries, p.Country), "country", "errors.bad_choice")
	seen := map[i18n.Lang]bool{}
	for _, l := range p.Languages {
		need(slices.Contains(i18n.All, l) && !seen[l], "languages", "errors.bad_choice")
		seen[l] = true
	}
	need(slices.Contains(p.Languages, p.First), "first", "errors.bad_choice")
	if p.KeepSenders == 0 {
		p.KeepSenders = DefaultKeep
	}
	need(p.KeepSenders > 0 && p.KeepSenders <= MaxKeep, "keep-senders", "errors.keep_senders")
	need(p.MailFrom == "" || mail.Address(p.MailFrom), "mail-from", "errors.bad_email")
	_, err := time.LoadLocation(p.Zone)
	need(err == nil && p.Zone != "", "zone", "errors.bad_zone")
	return fault.Fields(wrong...)
}
