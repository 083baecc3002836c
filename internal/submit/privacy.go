package submit

import (
	"context"
	"encoding/json"
	"strings"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/mail"
)

// Forgotten counts what was deleted.
type Forgotten struct {
	Senders     int64 `json:"senders"`
	Submissions int64 `json:"submissions"`
	Drafts      int64 `json:"drafts"`
	Letters     int64 `json:"letters"`
}

// Forget deletes what the time has come for, in all portals: who sent what was
// decided longer ago than the portal keeps it, what nobody confirmed, forms
// that nobody went on with, and links that have ended.
func (m *Room) Forget(ctx context.Context) (Forgotten, error) {
	var f Forgotten
	portals, err := db.All(ctx, m.db, db.Text, `SELECT DISTINCT s.portal FROM submission s JOIN submission_sender f ON f.submission = s.id
		WHERE s.decided_at <> '' ORDER BY s.portal`)
	if err != nil {
		return f, err
	}
	now := m.clock.Now()
	return f, m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		f = Forgotten{}
		for _, p := range portals {
			n, err := tx.Exec(ctx, `DELETE FROM submission_sender WHERE submission IN
				(SELECT id FROM submission WHERE portal = $1 AND decided_at <> '' AND decided_at <= $2)`, p, clock.Stamp(now.Add(-m.kept(p))))
			if err != nil {
				return err
			}
			f.Senders += n
		}
		// Without a portal: these times are the installation's.
		if f.Submissions, err = tx.Exec(ctx, `DELETE FROM submission WHERE status = 'unconfirmed' AND created_at <= $1`, clock.Stamp(now.Add(-Waits))); err != nil {
			return err
		}
		if f.Drafts, err = tx.Exec(ctx, `DELETE FROM submission_draft WHERE touched_at <= $1`, clock.Stamp(now.Add(-DraftKept))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM submission_link WHERE expires_at <= $1`, clock.Stamp(now))
		return err
	})
}

// Personal is what is known about the owner of an address.
type Personal struct {
	Email       string      `json:"email"`
	Submissions []OneSent   `json:"submissions"`
	Drafts      []OneDraft  `json:"drafts"`
	Letters     []mail.Held `json:"letters"`
}

// OneSent is a submission with its sender.
type OneSent struct {
	ID      string   `json:"id"`
	Portal  string   `json:"portal"`
	Kind    Kind     `json:"kind"`
	Status  Status   `json:"status"`
	Created string   `json:"created"`
	Subject string   `json:"subject"`
	Message string   `json:"message"`
	Details []Detail `json:"details"`
	Name    string   `json:"name"`
	Phone   string   `json:"phone"`
}

// OneDraft is a form that was not sent.
type OneDraft struct {
	Portal  string            `json:"portal"`
	Kind    Kind              `json:"kind"`
	Touched string            `json:"touched"`
	Answers map[string]string `json:"answers"`
}

// Export gives all that is known about the owner of an address, in all
// portals.
func (m *Room) Export(ctx context.Context, address string) (Personal, error) {
	out := Personal{Email: address, Submissions: []OneSent{}, Drafts: []OneDraft{}, Letters: []mail.Held{}}
	low := strings.ToLower(strings.TrimSpace(address))
	sent, err := db.All(ctx, m.db, func(r db.Row) (OneSent, error) {
		var o OneSent
		var details string
		if err := r.Scan(&o.ID, &o.Portal, &o.Kind, &o.Status, &o.Created, &o.Subject, &o.Message, &details, &o.Name, &o.Phone); err != nil {
			return o, err
		}
		return o, json.Unmarshal([]byte(details), &o.Details)
	}, `SELECT s.id, s.portal, s.kind, s.status, s.created_at, s.subject, s.message, s.details, f.name, f.phone
		FROM submission s JOIN submission_sender f ON f.submission = s.id WHERE LOWER(f.email) = $1 ORDER BY s.created_at, s.id`, low)
	if err != nil {
		return out, err
	}
	out.Submissions = append(out.Submissions, sent...)
	drafts, err := db.All(ctx, m.db, func(r db.Row) (OneDraft, error) {
		var o OneDraft
		var raw string
		if err := r.Scan(&o.Portal, &o.Kind, &o.Touched, &raw); err != nil {
			return o, err
		}
		return o, json.Unmarshal([]byte(raw), &o.Answers)
	}, `SELECT portal, kind, touched_at, answers FROM submission_draft WHERE email = $1 ORDER BY touched_at, id`, low)
	if err != nil {
		return out, err
	}
	out.Drafts = append(out.Drafts, drafts...)
	letters, err := mail.To(ctx, m.db, low)
	out.Letters = append(out.Letters, letters...)
	return out, err
}

// Delete deletes what is known about the owner of an address, in all portals:
// name, address and telephone of every submission, the submissions that
// nothing came of with their words, forms, links and letters that wait. What
// was published stays without whoever sent it.
func (m *Room) Delete(ctx context.Context, address string) (Forgotten, error) {
	var f Forgotten
	low := strings.ToLower(strings.TrimSpace(address))
	return f, m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		f = Forgotten{}
		ids, err := db.All(ctx, tx, db.Text, `SELECT submission FROM submission_sender WHERE LOWER(email) = $1 ORDER BY submission`, low)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := m.erase(ctx, tx, id, &f); err != nil {
				return err
			}
		}
		if f.Drafts, err = tx.Exec(ctx, `DELETE FROM submission_draft WHERE email = $1`, low); err != nil {
			return err
		}
		n, err := mail.Drop(ctx, tx, low)
		f.Letters += n
		return err
	})
}

func (m *Room) erase(ctx context.Context, tx *db.Tx, id string, f *Forgotten) error {
	n, err := tx.Exec(ctx, `DELETE FROM submission_sender WHERE submission = $1`, id)
	if err != nil {
		return err
	}
	f.Senders += n
	if n, err = mail.DropAbout(ctx, tx, id); err != nil {
		return err
	}
	f.Letters += n
	if _, err = tx.Exec(ctx, `DELETE FROM submission_link WHERE submission = $1`, id); err != nil {
		return err
	}
	n, err = tx.Exec(ctx, `DELETE FROM submission WHERE id = $1 AND made = ''`, id)
	f.Submissions += n
	return err
}
