package submit

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
)

// draft is a form that is being filled in. It is found by the token in the
// form's address and by nothing else.
type draft struct {
	Token   string
	Kind    Kind
	Item    string // canonical path of the page that an error is on, or ""
	Answers answers
	Changes string // id of the submission that it changes, or ""
	Sent    string // id of the submission that it became, or ""
}

// maxDrafts bounds the unsent forms of a portal.
const maxDrafts = 5000

var tokenForm = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)

// token is 128 random bits as they stand in an address.
func (m *Room) token() string {
	raw := make([]byte, 16)
	m.random(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// digest is what is stored of a token: whoever reads the database cannot
// follow anybody's link.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// draft gives a form of the portal and kind; a token that nobody has used yet
// is an empty one.
func (m *Room) draft(ctx context.Context, portal string, k Kind, token string) (*draft, error) {
	d := &draft{Token: token, Kind: k, Answers: answers{}}
	var owner, raw string
	_, err := db.One(ctx, m.db, func(r db.Row) (*draft, error) {
		return d, r.Scan(&owner, &d.Kind, &d.Item, &raw, &d.Changes, &d.Sent)
	}, `SELECT portal, kind, item, answers, changes, sent FROM submission_draft WHERE id = $1`, digest(token))
	if errors.Is(err, db.ErrNone) {
		return &draft{Token: token, Kind: k, Answers: answers{}}, nil
	}
	if err != nil {
		return nil, err
	}
	if owner != portal || d.Kind != k {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return d, json.Unmarshal([]byte(raw), &d.Answers)
}

// keep stores what was typed so far. Unavailable where a portal has more open
// forms than people could fill in.
func (m *Room) keep(ctx context.Context, portal string, d *draft) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		open, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM submission_draft WHERE portal = $1 AND sent = ''`, portal)
		if err != nil {
			return err
		}
		if open >= maxDrafts {
			known, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM submission_draft WHERE id = $1`, digest(d.Token))
			if err != nil {
				return err
			}
			if known == 0 {
				return fault.New(fault.Unavailable, "submit.flood")
			}
		}
		return m.keepIn(ctx, tx, portal, d)
	})
}

func (m *Room) keepIn(ctx context.Context, tx *db.Tx, portal string, d *draft) error {
	raw, err := json.Marshal(d.Answers)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO submission_draft (id, portal, kind, item, answers, email, changes, touched_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (id) DO UPDATE SET answers = excluded.answers, email = excluded.email, touched_at = excluded.touched_at
		WHERE submission_draft.sent = '' AND submission_draft.portal = excluded.portal AND submission_draft.kind = excluded.kind`,
		digest(d.Token), portal, string(d.Kind), d.Item, string(raw), strings.ToLower(d.Answers["email"]), d.Changes, clock.Stamp(m.clock.Now()))
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	return err
}

// spend marks a form as sent and forgets its answers. It is false where
// another request was faster.
func (m *Room) spend(ctx context.Context, tx *db.Tx, d *draft, submission string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE submission_draft SET answers = '{}', email = '', sent = $1, touched_at = $2 WHERE id = $3 AND sent = ''`,
		submission, clock.Stamp(m.clock.Now()), digest(d.Token))
	return n == 1, err
}
