// Package mail writes to people who gave us their address: a link to confirm
// what they sent in, and what became of it. A letter is kept in the
// transaction of what it tells, and a job hands it to the mail server; what
// the server refuses for good stands at the desk. Once a letter is gone,
// neither its text nor its address is kept.
package mail

import (
	"context"
	"embed"
	"errors"
	"net"
	"net/mail"
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
)

// Schema is the table of the letters.
//
//go:embed schema
var Schema embed.FS

// Job is the kind of the jobs that hand letters to the mail server; app
// registers Post.Send for it.
const Job = "mail.send"

// TLS says how the way to the mail server is kept secret.
type TLS string

// The policies for TLS. STARTTLS is RFC 3207, implicit TLS is RFC 8314.
const (
	StartTLS      TLS = "starttls"      // refuse a server that does not offer it
	Opportunistic TLS = "opportunistic" // use it where it is offered
	Implicit      TLS = "implicit"      // TLS from the first byte
	NoTLS         TLS = "none"          // for a server on this machine
)

// TLSPolicies lists them, the default first.
var TLSPolicies = []TLS{StartTLS, Opportunistic, Implicit, NoTLS}

// Settings are those of the mail server. Host "" means that there is none.
type Settings struct {
	Host     string
	Port     int
	TLS      TLS
	User     string // "" sends without a sign-in
	Password string
	From     string // address that letters come from
	// Dial reaches the server; nil is a plain dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Post takes letters and brings them on their way.
type Post struct {
	db       *db.DB
	clock    clock.Clock
	settings Settings
}

// New is the post over a migrated database.
func New(d *db.DB, c clock.Clock, s Settings) *Post { return &Post{db: d, clock: c, settings: s} }

// Ready tells whether there is a server that takes letters.
func (p *Post) Ready() bool { return p.settings.Host != "" }

// Letter is what one person is told, as plain text.
type Letter struct {
	Portal  string // slug of the portal in whose name it is written
	Topic   string // id of what it is about; lists and deletions go by it
	Kind    string // what sort of letter it is, for the desk
	Name    string // in whose name it is written
	From    string // "" is the address of the settings
	ReplyTo string // "" is none
	To      string
	Lang    string // of its words, BCP 47
	Subject string
	Body    string
}

// Limits of a letter, in bytes.
const (
	maxAddress = 254 // RFC 5321, section 4.5.3.1.3
	maxSubject = 500
	maxBody    = 64 << 10
)

// ErrAddress is the failure of an address that no letter can go to.
var ErrAddress = errors.New("mail: not an address that a letter can go to")

// Address tells whether a letter can go to what was typed: one address
// without a name, at a host that has a dot.
func Address(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxAddress || strings.ContainsAny(s, "\r\n\x00 \t\"") {
		return false
	}
	_, host, _ := strings.Cut(s, "@")
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && dot < len(host)-2 && !strings.ContainsAny(host, "[]@")
}

// The states of a letter.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Refused = "refused" // for good, or for too long
)

// Passed is what became of a letter, without whom it went to and what it said.
type Passed struct {
	ID      string
	Kind    string
	State   string
	Code    string // of the server's refusal, such as "550 5.1.1", or ""
	Changed time.Time
}

// About lists the letters about a topic in the order in which they were
// written.
func About(ctx context.Context, q db.Q, topic string) ([]Passed, error) {
	return db.All(ctx, q, func(r db.Row) (Passed, error) {
		var l Passed
		var changed string
		if err := r.Scan(&l.ID, &l.Kind, &l.State, &l.Code, &changed); err != nil {
			return l, err
		}
		var err error
		l.Changed, err = clock.ParseStamp(changed)
		return l, err
	}, `SELECT id, kind, state, code, changed_at FROM mail WHERE topic = $1 ORDER BY created_at, id`, topic)
}
