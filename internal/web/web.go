// Package web takes a citizen's request to the right portal, language and
// form, and turns what a room answers into a response. It knows no room.
package web

import (
	"net/http"
	"time"

	"umland/internal/i18n"
)

// Permission names what a route needs. Registering a route without one does
// not compile; Public is the one that everybody has.
type Permission string

// Public is the permission of every visitor.
const Public Permission = "public"

// Operator is the organisation behind a portal, with its letterhead.
type Operator struct {
	Name        string // legal name
	Project     string // "Ein Projekt der …"
	Street      string
	Postcode    string
	Town        string
	Phone       string // as printed in the letterhead
	Fax         string
	Email       string
	URL         string
	Register    string // court and number, "" where unknown
	Represented string // "" where unknown
}

// Notice is the banner on top of every page of one portal or of all.
type Notice struct {
	ID      string
	Level   string // "info", "amber" or "red"
	From    time.Time
	Until   time.Time // zero: until it is taken down
	Source  string
	Updated time.Time
	Texts   map[i18n.Lang]NoticeText
}

// NoticeText is a notice in one language.
type NoticeText struct{ Title, Body, Link, LinkText string }

// Active tells whether the notice is to be shown at the instant.
func (n Notice) Active(at time.Time) bool {
	return !at.Before(n.From) && (n.Until.IsZero() || at.Before(n.Until))
}

// QuickLink is a link under the search field of the home page.
type QuickLink struct {
	Labels map[i18n.Lang]string
	Path   string // canonical German path with query
	Portal string // slug of the portal it stands in
}

// Site is one portal as pages see it: an immutable snapshot that the portal
// room replaces whenever something in it changed.
type Site struct {
	Slug      string // "handewitt"
	Name      string // "Handewitt Mobil"
	Place     string // "Handewitt"
	Subtitles map[i18n.Lang]string
	BaseURL   string // "https://…" without a slash at the end; "" in the demo
	Host      string // first host name
	Hosts     []string
	First     i18n.Lang
	Languages []i18n.Lang
	Zone      *time.Location
	Country   string // ISO 3166 alpha-2, lower case
	State     string // Land (ISO 3166-2 without the country), or ""
	Brand     string // #rrggbb
	Accent    string // #rrggbb
	Operator  Operator
	Demo      bool // pages say that their content is made up
	// KeepSenders is for how many days the senders of decided submissions are
	// known; 0 is the house's default.
	KeepSenders int
	MailFrom    string // address that the portal's letters come from; "" is the installation's
	Quick       []QuickLink
	Notices     []Notice
	Family      []*Site // all portals of the installation, this one included, by name
}

// Speaks tells whether the portal has the language.
func (s *Site) Speaks(lang i18n.Lang) bool {
	for _, l := range s.Languages {
		if l == lang {
			return true
		}
	}
	return false
}

// Subtitle is the line under the portal's name, in the language or the first.
func (s *Site) Subtitle(lang i18n.Lang) string {
	if t := s.Subtitles[lang]; t != "" {
		return t
	}
	return s.Subtitles[s.First]
}

// Directory finds portals. The portal room implements it.
type Directory interface {
	// ByHost takes a host name in lower case without port and trailing dot.
	ByHost(host string) (*Site, bool)
	BySlug(slug string) (*Site, bool)
}

// Identity is whoever is signed in at the desk.
type Identity interface {
	// May tells whether the person has the permission in the portal; portal
	// "" asks for any portal.
	May(p Permission, portal string) bool
	Language() i18n.Lang
}

// Request is an http.Request whose host, language and form are understood.
type Request struct {
	*http.Request
	Site    *Site
	Lang    i18n.Lang
	Leicht  bool   // Leichte Sprache was asked for
	Format  string // "", json, csv, geojson, ics, rss
	Path    string // canonical German path without language and suffix
	Now     time.Time
	User    Identity // nil for visitors
	dir     Directory
	scheme  string
	port    string // ":8080" or ""
	Options Options
}

// Options are a reader's choices that live in the address.
type Options struct {
	Size   string // "gross" or ""
	Colour string // "dunkel", "hell" or ""
}

// Handler answers a request; an error becomes a page, a problem+json or a
// redirect to the sign-in in one place.
type Handler func(w http.ResponseWriter, r *Request) error

// TextLang is the key of the text a reader asked for: "leicht" or the language.
func (r *Request) TextLang() string {
	if r.Leicht {
		return i18n.Leicht
	}
	return string(r.Lang)
}

// T is the message in the reader's language.
func (r *Request) T(key string, args ...any) string { return i18n.T(r.Lang, key, args...) }

// N is the message in the reader's language, in singular or plural.
func (r *Request) N(key string, n int, args ...any) string { return i18n.N(r.Lang, key, n, args...) }

// Directory gives the portals of the installation.
func (r *Request) Directory() Directory { return r.dir }
