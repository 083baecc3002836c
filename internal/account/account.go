// Package account tells who sits at the desk: the clerks of an installation,
// what each of them may do in which portal, and how they sign in.
package account

import (
	"context"
	"crypto/rand"
	"embed"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// Schema holds the migrations of accounts, roles and sessions.
//
//go:embed schema
var Schema embed.FS

// Room keeps accounts and sessions.
type Room struct {
	db     *db.DB
	clock  clock.Clock
	gate   *gate
	tries  *throttle
	dummy  string
	random func([]byte)
	match  func(stored, password string) bool
	// HTTPS says that browsers reach the desk by https although this process
	// sees http, behind a proxy: the cookie is then marked as secure.
	HTTPS bool
}

// New is the room over a migrated database.
func New(d *db.DB, c clock.Clock) *Room {
	random := func(b []byte) { _, _ = rand.Read(b) } // never fails, it ends the process instead
	m := &Room{db: d, clock: c, gate: newGate(2, 16), tries: newThrottle(c), random: random, match: matches}
	m.dummy = m.noPassword()
	return m
}

// Account is a person who may sign in.
type Account struct {
	ID       string
	Name     string // what is typed to sign in, lower case
	Shown    string // what colleagues read
	Language i18n.Lang
	Created  time.Time
	Disabled time.Time // zero: active
	Grants   []Grant
}

// Grant is a role in a portal; Portal "" is all portals.
type Grant struct{ Portal, Role string }

// Role is a named set of permissions.
type Role struct {
	Slug        string
	Names       map[i18n.Lang]string
	Permissions string // separated by blanks
}

func scanAccount(r db.Row) (*Account, error) {
	a := &Account{}
	var created, disabled string
	if err := r.Scan(&a.ID, &a.Name, &a.Shown, &a.Language, &created, &disabled); err != nil {
		return nil, err
	}
	var err error
	if a.Created, err = clock.ParseStamp(created); err != nil {
		return nil, err
	}
	a.Disabled, err = clock.ParseStamp(disabled)
	return a, err
}

// List gives all accounts with their roles, by name. Accounts belong to the
// installation, hence no portal.
func (m *Room) List(ctx context.Context) ([]*Account, error) {
	list, err := db.All(ctx, m.db, scanAccount, `SELECT id, name, shown, language, created_at, disabled_at FROM account ORDER BY name`)
	if err != nil {
		return nil, err
	}
	type row struct {
		account string
		grant   Grant
	}
	rows, err := db.All(ctx, m.db, func(r db.Row) (row, error) {
		var g row
		return g, r.Scan(&g.account, &g.grant.Portal, &g.grant.Role)
	}, `SELECT account, portal, role FROM account_role ORDER BY account, portal, role`)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		for _, g := range rows {
			if g.account == a.ID {
				a.Grants = append(a.Grants, g.grant)
			}
		}
	}
	return list, nil
}

// Find gives the account with a sign-in name; NotFound where there is none.
func (m *Room) Find(ctx context.Context, name string) (*Account, error) {
	a, err := db.One(ctx, m.db, scanAccount, `SELECT id, name, shown, language, created_at, disabled_at FROM account WHERE name = $1`, cleanName(name))
	if err == db.ErrNone {
		return nil, fault.New(fault.NotFound, "account.unknown")
	}
	return a, err
}

// Names gives what colleagues read for each account id, for lists and
// histories.
func (m *Room) Names(ctx context.Context) (map[string]string, error) {
	type row struct{ id, shown string }
	rows, err := db.All(ctx, m.db, func(r db.Row) (row, error) {
		var n row
		return n, r.Scan(&n.id, &n.shown)
	}, `SELECT id, shown FROM account ORDER BY id`)
	names := map[string]string{}
	for _, n := range rows {
		names[n.id] = n.shown
	}
	return names, err
}

// Roles gives the roles that can be granted.
func (m *Room) Roles(ctx context.Context) ([]Role, error) {
	return db.All(ctx, m.db, func(r db.Row) (Role, error) {
		var role Role
		var de, da, en string
		err := r.Scan(&role.Slug, &de, &da, &en, &role.Permissions)
		role.Names = map[i18n.Lang]string{i18n.DE: de, i18n.DA: da, i18n.EN: en}
		return role, err
	}, `SELECT slug, name_de, name_da, name_en, permissions FROM role ORDER BY rank, slug`)
}
