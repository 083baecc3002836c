package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/web"
)

// Life of a session.
const (
	Idle     = 30 * time.Minute // without a request
	Longest  = 12 * time.Hour   // with requests
	seenStep = time.Minute      // how exactly the last request is remembered
)

// tokenLength is that of 256 random bits in base64url without padding.
const tokenLength = 43

func (m *Room) newToken() string {
	b := make([]byte, 32)
	m.random(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// fingerprint is what is stored of a token: who reads the database cannot
// sign in with it. The token is random, so a fast hash is enough.
func fingerprint(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// open makes a session in place of the one with the old token, if there is
// one: nobody keeps a session that somebody else had before the sign-in.
func (m *Room) open(ctx context.Context, account, old string) (string, error) {
	token, now := m.newToken(), m.clock.Now()
	err := m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := drop(ctx, tx, old); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO session (token, account, created_at, seen_at, expires_at) VALUES ($1,$2,$3,$4,$5)`,
			fingerprint(token), account, clock.Stamp(now), clock.Stamp(now), clock.Stamp(now.Add(Longest)))
		return err
	})
	return token, err
}

func drop(ctx context.Context, tx *db.Tx, token string) error {
	if len(token) != tokenLength {
		return nil
	}
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE token = $1`, fingerprint(token))
	return err
}

// SignOut ends the session of a token.
func (m *Room) SignOut(ctx context.Context, token string) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return drop(ctx, tx, token) })
}

// Sweep deletes the sessions that are over and tells how many.
func (m *Room) Sweep(ctx context.Context) (int64, error) {
	now := m.clock.Now()
	var n int64
	err := m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2`,
			clock.Stamp(now), clock.Stamp(now.Add(-Idle)))
		return err
	})
	return n, err
}

type sessionRow struct {
	person        *Person
	seen, expires time.Time
}

func scanSession(r db.Row) (sessionRow, error) {
	s := sessionRow{person: &Person{}}
	var seen, expires string
	err := r.Scan(&s.person.ID, &s.person.Name, &s.person.Shown, &s.person.Lang, &seen, &expires)
	if err != nil {
		return s, err
	}
	if s.seen, err = clock.ParseStamp(seen); err != nil {
		return s, err
	}
	s.expires, err = clock.ParseStamp(expires)
	return s, err
}

// Identify gives the person of a token, with the roles of this moment, and
// lets the session live on; Unauthenticated where it is unknown or over or
// the account is disabled.
func (m *Room) Identify(ctx context.Context, token string) (*Person, error) {
	over := fault.New(fault.Unauthenticated, "errors.unauthenticated")
	if len(token) != tokenLength {
		return nil, over
	}
	s, err := db.One(ctx, m.db, scanSession, `SELECT a.id, a.name, a.shown, a.language, s.seen_at, s.expires_at
		FROM session s JOIN account a ON a.id = s.account WHERE s.token = $1 AND a.disabled_at = ''`, fingerprint(token))
	if err == db.ErrNone {
		return nil, over
	}
	if err != nil {
		return nil, err
	}
	now := m.clock.Now()
	if !now.Before(s.expires) || !now.Before(s.seen.Add(Idle)) {
		return nil, over
	}
	if now.Sub(s.seen) >= seenStep {
		err = m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE session SET seen_at = $1 WHERE token = $2`, clock.Stamp(now), fingerprint(token))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return s.person, m.permit(ctx, s.person)
}

// permit reads what the person may do.
func (m *Room) permit(ctx context.Context, p *Person) error {
	p.may = map[string][]web.Permission{}
	type row struct{ portal, permissions string }
	rows, err := db.All(ctx, m.db, func(r db.Row) (row, error) {
		var g row
		return g, r.Scan(&g.portal, &g.permissions)
	}, `SELECT g.portal, r.permissions FROM account_role g JOIN role r ON r.slug = g.role WHERE g.account = $1 ORDER BY g.portal, r.slug`, p.ID)
	for _, g := range rows {
		p.grant(g.portal, g.permissions)
	}
	return err
}
