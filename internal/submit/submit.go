// Package submit takes what a visitor sends in - a question, a hint to an
// event, a missing place, an error - and keeps it for the editors, apart from
// who sent it.
package submit

import (
	"crypto/rand"
	"embed"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
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

// Status is what the editors made of a submission.
type Status string

// The statuses of a submission.
const (
	Open Status = "open"
	Done Status = "done"
	Spam Status = "spam"
)

// Statuses lists them in the order in which the desk offers them.
var Statuses = []Status{Open, Done, Spam}

// Subjects are the values of the contact form's choice, as in ?betreff=.
var Subjects = []string{"allgemein", "barriere", "termin", "ort", "fehler"}

// Trap is who decided on what a machine sent: the hidden field was filled in.
const Trap = "trap"

// Kept is how long the sender of a decided submission is known.
const Kept = 90 * 24 * time.Hour

// Detail is one answer of a form beside the message; Key is the field.
type Detail struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Submission is what was sent in.
type Submission struct {
	ID      string
	Portal  string
	Kind    Kind
	Subject string // one of Subjects, or what the event or place is called
	Item    string // canonical path of the page it is about, or ""
	Details []Detail
	Message string
	Created time.Time
	Status  Status
	Decided time.Time // zero: open
	By      string    // account id, or Trap
}

// Sender is who sent it; all of it is optional.
type Sender struct{ Name, Email, Phone string }

// Empty tells whether nothing is known.
func (s Sender) Empty() bool { return s == Sender{} }

// Room keeps the submissions.
type Room struct {
	db     *db.DB
	clock  clock.Clock
	limit  *limiter
	random func([]byte)
}

// New is the room over a migrated database.
func New(d *db.DB, c clock.Clock) *Room {
	random := func(b []byte) { _, _ = rand.Read(b) } // never fails, it ends the process instead
	return &Room{db: d, clock: c, limit: newLimiter(c, random), random: random}
}
