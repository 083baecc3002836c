package account

import (
	"context"

	"umland/internal/db"
	"umland/internal/fault"
)

// Attempt is one try to sign in.
type Attempt struct {
	Name     string
	Password string
	Remote   string // the browser's address, as in http.Request.RemoteAddr
	Old      string // token that the browser already had, or ""
}

// SignIn opens a session and gives its token. A wrong password, an unknown
// name and a disabled account get the same Invalid after the same time; too
// many tries get TooMany.
func (m *Room) SignIn(ctx context.Context, a Attempt) (token string, err error) {
	name, network := cleanName(a.Name), Network(a.Remote)
	if err := m.tries.try(name, network); err != nil {
		return "", err
	}
	id, ok, err := m.verify(ctx, name, a.Password)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fault.New(fault.Invalid, "account.wrong")
	}
	m.tries.succeeded(name, network)
	return m.open(ctx, id, a.Old)
}

// verify compares a password, at the same cost whether the name exists.
func (m *Room) verify(ctx context.Context, name, password string) (id string, ok bool, err error) {
	type row struct{ id, password string }
	found, err := db.One(ctx, m.db, func(r db.Row) (row, error) {
		var a row
		return a, r.Scan(&a.id, &a.password)
	}, `SELECT id, password FROM account WHERE name = $1 AND disabled_at = ''`, name)
	if err == db.ErrNone {
		found.password = m.dummy
	} else if err != nil {
		return "", false, err
	}
	leave, err := m.gate.enter(ctx)
	if err != nil {
		return "", false, err
	}
	defer leave()
	if len(password) > 4*MaxPassword {
		password = "" // no password is that long; hashing it would only cost
	}
	ok = m.match(found.password, password) && found.id != ""
	return found.id, ok, nil
}

// ChangePassword lets a signed-in person choose a new password: all sessions
// end, and the token of a new one is given.
func (m *Room) ChangePassword(ctx context.Context, p *Person, old, password, remote string) (token string, err error) {
	if err := m.tries.try(p.Name, Network(remote)); err != nil {
		return "", err
	}
	_, ok, err := m.verify(ctx, p.Name, old)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fault.Fields(fault.Field{Name: "old", Key: "account.wrong_old"})
	}
	if err := m.SetPassword(ctx, p.Name, password); err != nil {
		return "", err
	}
	m.tries.succeeded(p.Name, Network(remote))
	return m.open(ctx, p.ID, "")
}
