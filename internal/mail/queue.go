package mail

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/jobs"
)

// kept is how long the record of a letter stays; see Sweep.
const kept = 90 * 24 * time.Hour

// Write keeps a letter with the transaction and has it sent once that is
// committed. It is ErrAddress where no letter can go to the address.
func (p *Post) Write(ctx context.Context, tx *db.Tx, l Letter) error {
	if !Address(l.To) || l.ReplyTo != "" && !Address(l.ReplyTo) || l.From != "" && !Address(l.From) {
		return ErrAddress
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	now := clock.Stamp(p.clock.Now())
	_, err = tx.Exec(ctx, `INSERT INTO mail (id, portal, topic, kind, name, sender, reply_to, recipient, lang, subject, body, created_at, changed_at, state)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
		id.String(), l.Portal, l.Topic, l.Kind, line(l.Name), l.From, l.ReplyTo, l.To, l.Lang, line(l.Subject), cut(l.Body, maxBody), now, now, Waiting)
	if err != nil {
		return err
	}
	// The job knows the letter by its number only: no address in the queue.
	return jobs.Insert(ctx, tx, jobs.Args{Kind: Job, Payload: id.String()})
}

// line makes one line of a text, for a header: whatever could end it or begin
// another one becomes a blank.
func line(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == '\u0085' || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, s)
	return cut(strings.Join(strings.Fields(s), " "), maxSubject)
}

// cut bounds a text, in bytes, without cutting a character.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}

// stored is a letter as it waits.
type stored struct {
	Letter
	id, state string
	created   time.Time
	tries     int
}

func (p *Post) load(ctx context.Context, id string) (stored, error) {
	return db.One(ctx, p.db, func(r db.Row) (stored, error) {
		var l stored
		var created string
		err := r.Scan(&l.id, &l.Portal, &l.Topic, &l.Kind, &l.Name, &l.From, &l.ReplyTo, &l.To, &l.Lang, &l.Subject, &l.Body, &created, &l.state, &l.tries)
		if err == nil {
			l.created, err = clock.ParseStamp(created)
		}
		return l, err
		// By its id, whatever the portal: the job is the installation's.
	}, `SELECT id, portal, topic, kind, name, sender, reply_to, recipient, lang, subject, body, created_at, state, tries FROM mail WHERE id = $1`, id)
}

// settle writes down that a letter is gone or given up, and forgets its text
// and its address.
func (p *Post) settle(ctx context.Context, id, state, code string) error {
	return p.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE mail SET state = $1, code = $2, changed_at = $3, tries = tries + 1,
			recipient = '', reply_to = '', subject = '', body = '' WHERE id = $4`, state, code, clock.Stamp(p.clock.Now()), id)
		return err
	})
}

// postponed notes a try that led nowhere.
func (p *Post) postponed(ctx context.Context, id, code string) error {
	return p.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE mail SET tries = tries + 1, code = $1, changed_at = $2 WHERE id = $3`, code, clock.Stamp(p.clock.Now()), id)
		return err
	})
}

// Drop deletes the letters to an address, those that wait included, and says
// how many there were.
func Drop(ctx context.Context, tx *db.Tx, address string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM mail WHERE LOWER(recipient) = $1`, strings.ToLower(address))
}

// DropAbout deletes the letters about a topic.
func DropAbout(ctx context.Context, tx *db.Tx, topic string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM mail WHERE topic = $1`, topic)
}

// Held is a letter that still has its address, for the person it goes to.
type Held struct {
	Portal  string `json:"portal"`
	Kind    string `json:"kind"`
	Created string `json:"created"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// To lists the letters that wait to be sent to an address.
func To(ctx context.Context, q db.Q, address string) ([]Held, error) {
	return db.All(ctx, q, func(r db.Row) (Held, error) {
		var l Held
		return l, r.Scan(&l.Portal, &l.Kind, &l.Created, &l.Subject, &l.Body)
		// In all portals: it is the person who asks.
	}, `SELECT portal, kind, created_at, subject, body FROM mail WHERE LOWER(recipient) = $1 ORDER BY created_at, id`, strings.ToLower(address))
}

// Sweep forgets the records of letters that were sent or given up 90 days ago.
func (p *Post) Sweep(ctx context.Context) (int64, error) {
	before := clock.Stamp(p.clock.Now().Add(-kept))
	var n int64
	err := p.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `DELETE FROM mail WHERE state <> $1 AND changed_at <= $2`, Waiting, before)
		return err
	})
	return n, err
}
