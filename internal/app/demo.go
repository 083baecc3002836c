package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/demo"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/mail"
	"umland/internal/smtpsink"
)

type demoCommand struct {
	Addr string `help:"Host and port to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	With string `help:"Folder with open data of the region: its areas are used and its sets are imported on top." type:"existingdir" placeholder:"DIR"`
}

// demoUser is the account that the demo makes for its visitor.
const demoUser = "moin"

// Run starts a region of sample content. Without --data it lives in a folder
// that goes with the process.
func (k *demoCommand) Run(c *command, s streams, ctx *runContext) (err error) {
	cfg := defaults()
	cfg.demo, cfg.Addr, cfg.Data, cfg.Database = true, k.Addr, c.Data, c.Database
	if cfg.Data == "" {
		if cfg.Data, err = os.MkdirTemp("", "umland-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(cfg.Data)) }()
	}
	if cfg.sink, err = smtpsink.Start(ctx, clock.System{}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cfg.sink.Close()) }()
	cfg.MailHost, cfg.MailPort, cfg.MailTLS = cfg.sink.Host, strconv.Itoa(cfg.sink.Port), string(mail.NoTLS)
	cfg.MailFrom = "portal@umland.example"
	a, err := New(ctx, cfg, clock.System{}, logger(s.err, "warn"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	password, err := k.fill(ctx, a, s)
	if err != nil {
		return err
	}
	// The password's hash and the loading took several times what serving needs.
	debug.FreeOSMemory()
	return a.Run(ctx, func(addr net.Addr) { a.welcome(s, addr, password) })
}

// fill loads the sample content into an empty installation, or the rest of it
// where that was cut off, and, every time, gives the demo's account a new
// password.
func (k *demoCommand) fill(ctx context.Context, a *App, s streams) (password string, err error) {
	unfinished, err := demo.Unfinished(ctx, a.DB)
	if err != nil {
		return "", err
	}
	if unfinished || len(a.Portals.Portals()) == 0 {
		areas, err := demoAreas(k.With)
		if err != nil {
			return "", err
		}
		if err := demo.Load(ctx, a.rooms(), areas); err != nil {
			return "", fmt.Errorf("load the demo: %w", err)
		}
	}
	if k.With != "" {
		if err := a.regionMap(ctx, k.With); err != nil {
			return "", err
		}
		if err := a.importSets(ctx, k.With, s); err != nil {
			return "", err
		}
	}
	password = demoPassword()
	err = a.Accounts.SetPassword(ctx, demoUser, password)
	if err != nil {
		_, err = a.Accounts.Add(ctx, account.Details{Name: demoUser, Shown: "Moin", Language: i18n.DE, Password: password, Grants: []account.Grant{{Role: "admin"}}})
	}
	return password, err
}

// rooms are those that the demo fills.
func (a *App) rooms() demo.House {
	return demo.House{
		DB: a.DB, Clock: a.Clock, Spine: a.Spine, Portals: a.Portals, Places: a.Places, Events: a.Events,
		Articles: a.Articles, Organisations: a.Organisations, Services: a.Services, Pages: a.Pages,
	}
}

// demoPassword is a random one that can be typed.
func demoPassword() string {
	raw := make([]byte, 15)
	_, _ = rand.Read(raw) // never fails
	text := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	return text[:6] + "-" + text[6:12] + "-" + text[12:18]
}

// welcome prints where to click.
func (a *App) welcome(s streams, addr net.Addr, password string) {
	port := portOf(addr)
	printf(s.out, "\nMoin! The demo region is ready. All of it is sample content.\n\n")
	for _, p := range a.Portals.Portals() {
		printf(s.out, "  %-28s http://%s%s/\n", p.Name, p.Hosts[0], port)
	}
	printf(s.out, "\n  %-28s http://%s%s/redaktion\n  %-28s name %s, password %s\n\nStop with Ctrl+C.\n",
		"Desk", a.cfg.DeskHost, port, "", demoUser, password)
}

// demoAreas reads the real areas of the demo's portals from a folder of open
// data; without one the portals have their rough boxes.
func demoAreas(dir string) (map[string]*geo.Area, error) {
	if dir == "" {
		return map[string]*geo.Area{}, nil
	}
	return demo.Areas(os.DirFS(dir))
}
