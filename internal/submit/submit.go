// Package submit takes what a visitor sends in - a question, an event, a
// place, an error on a page - in four short steps without an account, and
// keeps it for the editors, apart from who sent it.
package submit

import (
	"context"
	"crypto/rand"
	"embed"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/mail"
	"umland/internal/web"
)

// Schema holds the migrations of the submissions.
//
//go:embed schema
var Schema embed.FS

// Kind is what a submission is about.
type Kind string

// The kinds of submissions.
const (
	Contact Kind = "contact"
	Event   Kind = "event"
	Place   Kind = "place"
	Error   Kind = "error"
)

// Kinds lists them in the order in which the desk offers them.
var Kinds = []Kind{Contact, Event, Place, Error}

// Status is where a submission stands.
type Status string

// The statuses of a submission.
const (
	Unconfirmed Status = "unconfirmed" // its sender has not followed the link
	Open        Status = "open"
	Done        Status = "done"
	Rejected    Status = "rejected"
	Spam        Status = "spam"
	Withdrawn   Status = "withdrawn" // by its sender
)

// Statuses lists them in the order in which the desk offers them.
var Statuses = []Status{Open, Unconfirmed, Done, Rejected, Withdrawn, Spam}

// Subjects are the values of the contact form's choice, as in ?betreff=.
var Subjects = []string{"allgemein", "barriere", "termin", "ort", "fehler"}

// Trap is who decided on what a machine sent: the hidden field was filled in.
const Trap = "trap"

// BySender is who decided where its sender withdrew it.
const BySender = "sender"

const (
	// Kept is how long the sender of a decided submission is known, where the
	// portal says nothing else.
	Kept = 90 * 24 * time.Hour
	// Waits is how long a submission waits for its confirmation.
	Waits = 7 * 24 * time.Hour
	// DraftKept is how long a form that nobody goes on with is kept.
	DraftKept = 7 * 24 * time.Hour
	// ChangeKept is how long the link to change or withdraw works.
	ChangeKept = 365 * 24 * time.Hour
)

// Detail is one answer of a form beside the message; Key is the question.
type Detail struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Submission is what was sent in.
type Submission struct {
	ID        string
	Portal    string
	Kind      Kind
	Subject   string // one of Subjects, or what the event or place is called
	Item      string // canonical path of the page it is about, or ""
	Details   []Detail
	Message   string
	Created   time.Time
	Status    Status
	Decided   time.Time // zero: open
	By        string    // account id, Trap, or "sender"
	Lang      i18n.Lang // in which it was written
	Origin    string    // scheme and host of the portal, for links in letters
	Confirmed time.Time // zero: its sender has not followed the link
	Made      string    // id of the item that came of it, or ""
	Changes   string    // id of the submission that it changes, or ""
	Reason    string    // why it was rejected: one of Reasons, or ""
}

// Detail gives one answer, or "".
func (s *Submission) Detail(key string) string {
	for _, d := range s.Details {
		if d.Key == key {
			return d.Value
		}
	}
	return ""
}

// Sender is who sent it; all of it is optional.
type Sender struct{ Name, Email, Phone string }

// Empty tells whether nothing is known.
func (s Sender) Empty() bool { return s == Sender{} }

// Twin is something that may be the same as what a visitor is about to send.
type Twin struct {
	Item   string // id
	Portal string // slug of its owner
	Path   string // canonical
	Title  string
	Where  string // place and town, in one line
	Day    string // local day of an event's date, or ""
}

// Twins finds what may be the same already; app hands in the rooms' answers.
type Twins interface {
	Events(ctx context.Context, site *web.Site, lang, title, day, venue string) ([]Twin, error)
	Places(ctx context.Context, site *web.Site, lang, name, street, town string) ([]Twin, error)
}

// Entry is an item with the facts that a visitor can correct.
type Entry struct {
	ID, Portal, Path, Title string
	Facts                   []Detail // key and present value, in words
}

// Entries gives a public item by its address; NotFound for any other.
type Entries interface {
	Entry(ctx context.Context, site *web.Site, kind content.Kind, slug, lang string) (Entry, error)
}

// Room keeps the submissions.
type Room struct {
	// Twins and Entries are handed in by app; without them no likeness is
	// shown and no single fact can be corrected.
	Twins   Twins
	Entries Entries
	// Terms is the vocabulary of a kind.
	Terms func(content.Kind) []content.Category
	// Post takes the letters to senders; without one nobody has to confirm.
	Post *mail.Post
	// ItemPath gives the canonical path of an item, or "".
	ItemPath func(ctx context.Context, q db.Q, id string) (string, error)
	// Site finds a portal by its slug.
	Site func(slug string) (*web.Site, bool)

	db     *db.DB
	clock  clock.Clock
	limit  *limiter
	random func([]byte)
}

// New is the room over a migrated database.
func New(d *db.DB, c clock.Clock) *Room {
	random := func(b []byte) { _, _ = rand.Read(b) } // never fails, it ends the process instead
	return &Room{
		db: d, clock: c, limit: newLimiter(c, random), random: random,
		Terms: func(content.Kind) []content.Category { return []content.Category{} },
		Site:  func(string) (*web.Site, bool) { return nil, false },
	}
}

// writes tells whether letters can be sent.
func (m *Room) writes() bool { return m.Post != nil && m.Post.Ready() }

// kept is how long a portal keeps the senders of what was decided.
func (m *Room) kept(portal string) time.Duration {
	if s, ok := m.Site(portal); ok && s.KeepSenders > 0 {
		return time.Duration(s.KeepSenders) * 24 * time.Hour
	}
	return Kept
}

// Name is the kind as a clerk or a visitor reads it.
func (k Kind) Name(lang i18n.Lang) string { return i18n.T(lang, "submit.kind_"+string(k)) }

// Title is the subject as a clerk reads it.
func (s *Submission) Title(lang i18n.Lang) string {
	switch s.Kind {
	case Contact:
		return i18n.T(lang, "submit.subject_"+s.Subject)
	case Error:
		if s.Subject == "fehler" || s.Subject == "" {
			return i18n.T(lang, "submit.subject_fehler")
		}
	}
	return s.Subject
}
