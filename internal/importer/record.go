// Package importer takes over what others publish openly, so that a citizen
// finds schools, stops and dates without a clerk typing them: it reads foreign
// files, checks them whole, shows what would happen, and writes item by item
// without ever overwriting what an editor has changed.
package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"umland/internal/fault"
	"umland/internal/richtext"
)

// Text is a record in one language.
type Text struct {
	Title  string        `json:"title,omitempty"`
	Kicker string        `json:"kicker,omitempty"`
	Teaser string        `json:"teaser,omitempty"`
	Body   richtext.HTML `json:"body,omitempty"`
}

// Record is one entry of a foreign file in our words.
type Record struct {
	Line        int             `json:"line"` // line of a text file, place in the list of a JSON file; from 1
	Key         string          `json:"key"`  // stable identity within the source
	Lang        string          `json:"lang"` // language of Title, a code such as "de"
	Lat         float64         `json:"lat"`  // degrees, WGS 84
	Lon         float64         `json:"lon"`
	HasPosition bool            `json:"has_position"`
	Title       string          `json:"title"`           // in Lang
	Texts       map[string]Text `json:"texts"`           // by language code; the one of Lang is always there
	Category    string          `json:"category"`        // slug of our vocabulary
	Venue       string          `json:"venue,omitempty"` // name of the house an event takes place in
	Street      string          `json:"street,omitempty"`
	Postcode    string          `json:"postcode,omitempty"`
	Town        string          `json:"town,omitempty"`
	Phone       string          `json:"phone,omitempty"` // as phone.Parse gives it
	Mobile      string          `json:"mobile,omitempty"`
	Fax         string          `json:"fax,omitempty"`
	Email       string          `json:"email,omitempty"`
	Web         string          `json:"web,omitempty"`   // absolute http or https address
	Hours       string          `json:"hours,omitempty"` // OSM opening_hours text
	// Accessibility says yes, partly or no for step_free, toilet and so on.
	Accessibility map[string]string `json:"accessibility,omitempty"`
	Start         string            `json:"start,omitempty"` // local wall time "2006-01-02T15:04", or "" (events)
	End           string            `json:"end,omitempty"`
	AllDay        bool              `json:"all_day,omitempty"`     // then Start and End are "2006-01-02"
	Published     string            `json:"published,omitempty"`   // a clock.Stamp (articles)
	Byline        string            `json:"byline,omitempty"`      // articles
	Identifiers   map[string]string `json:"identifiers,omitempty"` // hafas, dhid, monument …
	Details       [][2]string       `json:"details,omitempty"`     // German label (see FactLabel) and value, in order

	// What calendars tell of events beside Start and End, which they leave
	// empty.
	Dates       []Span      `json:"dates,omitempty"`
	Changes     []Departure `json:"changes,omitempty"`
	Zone        string      `json:"zone,omitempty"`         // IANA name of the zone of the wall times, "" for the portal's
	EventStatus string      `json:"event_status,omitempty"` // cancelled, or ""
	Online      string      `json:"online,omitempty"`       // address of an event on the net
	Page        string      `json:"page,omitempty"`         // address of the event's own page

	mark string // by which an event is known whose key has changed
}

// Span is one date, or a series of them.
type Span struct {
	Start   string   `json:"start"` // wall time "2006-01-02T15:04", or "2006-01-02" for whole days
	End     string   `json:"end"`   // the same form; the last of whole days
	AllDay  bool     `json:"all_day,omitempty"`
	Rule    string   `json:"rule,omitempty"`    // RRULE of RFC 5545
	Without []string `json:"without,omitempty"` // begins that do not take place
}

// Departure is what is different about one date of a series.
type Departure struct {
	At     string `json:"at"` // the wall time at which it would begin
	Status string `json:"status,omitempty"`
	Start  string `json:"start,omitempty"` // when it begins instead, or ""
	End    string `json:"end,omitempty"`
	Venue  string `json:"venue,omitempty"` // where it is held instead, or ""
}

// substance is what counts for the question "has the source changed?": all but
// the place in the file.
type substance struct {
	Key           string            `json:"key"`
	Lang          string            `json:"lang"`
	Lat           float64           `json:"lat"`
	Lon           float64           `json:"lon"`
	Has           bool              `json:"has"`
	Texts         map[string]Text   `json:"texts"`
	Category      string            `json:"category"`
	Plain         []string          `json:"plain"`
	Accessibility map[string]string `json:"accessibility"`
	Identifiers   map[string]string `json:"identifiers"`
	Details       [][2]string       `json:"details"`
	AllDay        bool              `json:"all_day"`
	// Absent where a record has none, so that older fingerprints stay.
	Dates   []Span      `json:"dates,omitempty"`
	Changes []Departure `json:"changes,omitempty"`
	More    []string    `json:"more,omitempty"`
}

// Hash is a fingerprint of the record's content: equal content gives the same
// 32 hexadecimal digits on every machine, whatever the order in the file.
func (r *Record) Hash() string {
	plain := []string{
		r.Title, r.Venue, r.Street, r.Postcode, r.Town, r.Phone, r.Email, r.Web, r.Hours,
		r.Start, r.End, r.Published, r.Byline,
	}
	if r.Mobile+r.Fax != "" { // records without them keep the fingerprint they had
		plain = append(plain, r.Mobile, r.Fax)
	}
	var more []string
	if r.Zone+r.EventStatus+r.Online+r.Page != "" {
		more = []string{r.Zone, r.EventStatus, r.Online, r.Page}
	}
	raw, err := json.Marshal(substance{
		Dates: r.Dates, Changes: r.Changes, More: more,
		Key: r.Key, Lang: r.Lang, Lat: r.Lat, Lon: r.Lon, Has: r.HasPosition,
		Texts: r.Texts, Category: r.Category,
		Plain:         plain,
		Accessibility: r.Accessibility, Identifiers: r.Identifiers, Details: r.Details, AllDay: r.AllDay,
	})
	if err != nil { // strings, maps of strings and checked numbers always marshal
		raw = []byte(r.Key)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// Line names one record of the file in the report.
type Line struct {
	Line   int    `json:"line"`
	Key    string `json:"key"`
	Title  string `json:"title"`
	Reason string `json:"reason"` // i18n key, or a profile's own words
	Args   []any  `json:"-"`      // name, value pairs of the key
	Portal string `json:"portal,omitempty"`
	Cause  error  `json:"-"` // for the log, or nil
}

// because makes a line of the report from a record and a failure.
func (r *Record) because(err *fault.Error) Line {
	return Line{Line: r.Line, Key: r.Key, Title: r.Title, Reason: err.Key, Args: err.Args}
}
