package app

import (
	"bufio"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/i18n"
)

type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add an account. The password is read from standard input. Example: umland user add anna --role editor --portal handewitt < password.txt"`
	List    userList    `cmd:"" help:"List the accounts. Example: umland user list --json"`
	Disable userDisable `cmd:"" help:"Disable an account and end its sessions. Example: umland user disable anna"`
}

type userAdd struct {
	Name   string   `arg:"" help:"Name to sign in with."`
	Shown  string   `help:"Name that others see."`
	Role   string   `help:"author, editor, moderator or admin." default:"editor"`
	Portal []string `help:"Portal that the role is for; none: all portals."`
	Lang   string   `help:"Language of the desk." enum:"de,da,en" default:"de"`
}

// Run adds the account.
func (k *userAdd) Run(c *command, s streams, ctx *runContext) error {
	printf(s.err, "Password for %s (at least 15 characters): ", k.Name)
	password, err := bufio.NewReader(s.in).ReadString('\n')
	if password = strings.TrimRight(password, "\r\n"); password == "" {
		return errors.Join(errors.New("no password on standard input"), err)
	}
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	grants := []account.Grant{}
	for _, p := range k.Portal {
		if _, ok := a.Portals.BySlug(p); !ok {
			return errors.Join(fmt.Errorf("there is no portal %q; umland portal list shows them", p), a.Close())
		}
		grants = append(grants, account.Grant{Portal: p, Role: k.Role})
	}
	if len(grants) == 0 {
		grants = append(grants, account.Grant{Role: k.Role})
	}
	added, err := a.Accounts.Add(ctx, account.Details{Name: k.Name, Shown: k.Shown, Language: i18n.Lang(k.Lang), Password: password, Grants: grants})
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	printf(s.out, "account %s is set up\n", added.Name)
	return nil
}

type userList struct {
	JSON bool `help:"Only JSON on standard output." name:"json"`
}

type userOut struct {
	Name     string          `json:"name"`
	Shown    string          `json:"shown"`
	Created  string          `json:"created"`
	Disabled bool            `json:"disabled"`
	Grants   []account.Grant `json:"grants"`
}

// Run lists the accounts.
func (k *userList) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	list, err := a.Accounts.List(ctx)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	out := []userOut{}
	for _, u := range list {
		out = append(out, userOut{u.Name, u.Shown, clock.Stamp(u.Created), !u.Disabled.IsZero(), u.Grants})
	}
	if k.JSON {
		return writeJSON(s.out, out)
	}
	t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	for _, u := range out {
		state := ""
		if u.Disabled {
			state = "disabled"
		}
		roles := []string{}
		for _, g := range u.Grants {
			where := g.Portal
			if where == "" {
				where = "all"
			}
			roles = append(roles, g.Role+"@"+where)
		}
		printf(t, "%s\t%s\t%s\t%s\n", u.Name, u.Shown, strings.Join(roles, " "), state)
	}
	return t.Flush()
}

type userDisable struct {
	Name string `arg:"" help:"Name of the account."`
}

// Run disables the account.
func (k *userDisable) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	if err := errors.Join(a.Accounts.Disable(ctx, k.Name), a.Close()); err != nil {
		return err
	}
	printf(s.out, "account %s is disabled\n", k.Name)
	return nil
}
