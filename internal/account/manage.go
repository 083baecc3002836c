package account

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// Details say what an account is to be like.
type Details struct {
	Name     string // 2 to 80 of a-z, digits and . _ @ + -; may be a mail address
	Shown    string // "" is the name
	Language i18n.Lang
	Password string
	Grants   []Grant
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,79}$`)

func cleanName(name string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFC.String(name)))
}

// Add makes an account and gives it; field names of errors are those of
// Details in lower case.
func (m *Room) Add(ctx context.Context, n Details) (*Account, error) {
	n.Name, n.Shown = cleanName(n.Name), strings.TrimSpace(n.Shown)
	if n.Shown == "" {
		n.Shown = n.Name
	}
	if n.Language == "" {
		n.Language = i18n.DE
	}
	wrong := checkPassword(n.Password, n.Name)
	if !nameForm.MatchString(n.Name) {
		wrong = append(wrong, fault.Field{Name: "name", Key: "account.name_form"})
	}
	if utf8.RuneCountInString(n.Shown) > 80 {
		wrong = append(wrong, fault.Field{Name: "shown", Key: "errors.too_long", Args: []any{"max", 80}})
	}
	if _, ok := i18n.Parse(string(n.Language)); !ok {
		wrong = append(wrong, fault.Field{Name: "language", Key: "errors.bad_choice"})
	}
	if err := fault.Fields(wrong...); err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	return m.add(ctx, id.String(), n)
}

func (m *Room) add(ctx context.Context, id string, n Details) (*Account, error) {
	leave, err := m.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	hashed := m.hash(n.Password)
	leave()
	now := m.clock.Now()
	err = m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO account (id, name, shown, language, password, created_at) VALUES ($1,$2,$3,$4,$5,$6)`,
			id, n.Name, n.Shown, string(n.Language), hashed, clock.Stamp(now)); err != nil {
			return err
		}
		for _, g := range n.Grants {
			if err := grant(ctx, tx, id, g); err != nil {
				return err
			}
		}
		return nil
	})
	if db.IsUnique(err) {
		return nil, fault.Fields(fault.Field{Name: "name", Key: "account.name_taken"})
	}
	if err != nil {
		return nil, err
	}
	return &Account{ID: id, Name: n.Name, Shown: n.Shown, Language: n.Language, Created: now, Grants: n.Grants}, nil
}

func grant(ctx context.Context, tx *db.Tx, account string, g Grant) error {
	_, err := db.One(ctx, tx, db.Text, `SELECT slug FROM role WHERE slug = $1`, g.Role)
	if err == db.ErrNone {
		return fault.Fields(fault.Field{Name: "role", Key: "account.unknown_role", Args: []any{"role", g.Role}})
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_role (account, portal, role) VALUES ($1,$2,$3) ON CONFLICT (account, portal, role) DO NOTHING`,
		account, g.Portal, g.Role)
	return err
}

// Grant gives an account a role; its sessions have it at the next request.
func (m *Room) Grant(ctx context.Context, name string, g Grant) error {
	a, err := m.Find(ctx, name)
	if err != nil {
		return err
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return grant(ctx, tx, a.ID, g) })
}

// Revoke takes a role away; its sessions lose it at the next request.
func (m *Room) Revoke(ctx context.Context, name string, g Grant) error {
	a, err := m.Find(ctx, name)
	if err != nil {
		return err
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM account_role WHERE account = $1 AND portal = $2 AND role = $3`, a.ID, g.Portal, g.Role)
		return err
	})
}

// Disable keeps an account from signing in and ends its sessions. What it
// wrote stays under its name.
func (m *Room) Disable(ctx context.Context, name string) error {
	return m.change(ctx, name, true, `UPDATE account SET disabled_at = $1 WHERE name = $2`, clock.Stamp(m.clock.Now()))
}

// Enable lets a disabled account sign in again.
func (m *Room) Enable(ctx context.Context, name string) error {
	return m.change(ctx, name, false, `UPDATE account SET disabled_at = $1 WHERE name = $2`, "")
}

// SetLanguage chooses the language of the desk for an account.
func (m *Room) SetLanguage(ctx context.Context, name string, lang i18n.Lang) error {
	if _, ok := i18n.Parse(string(lang)); !ok {
		return fault.Fields(fault.Field{Name: "language", Key: "errors.bad_choice"})
	}
	return m.change(ctx, name, false, `UPDATE account SET language = $1 WHERE name = $2`, string(lang))
}

// SetPassword replaces an account's password and ends its sessions.
func (m *Room) SetPassword(ctx context.Context, name, password string) error {
	name = cleanName(name)
	if err := fault.Fields(checkPassword(password, name)...); err != nil {
		return err
	}
	leave, err := m.gate.enter(ctx)
	if err != nil {
		return err
	}
	hashed := m.hash(password)
	leave()
	return m.change(ctx, name, true, `UPDATE account SET password = $1 WHERE name = $2`, hashed)
}

// change runs an update of one account; end says whether its sessions end.
func (m *Room) change(ctx context.Context, name string, end bool, update, value string) error {
	name = cleanName(name)
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, update, value, name)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "account.unknown")
		}
		if end {
			_, err = tx.Exec(ctx, `DELETE FROM session WHERE account IN (SELECT id FROM account WHERE name = $1)`, name)
		}
		return err
	})
}
