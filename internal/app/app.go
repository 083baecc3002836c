package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"umland/internal/account"
	"umland/internal/article"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/desk"
	"umland/internal/event"
	"umland/internal/feed"
	"umland/internal/find"
	"umland/internal/frame"
	"umland/internal/gazetteer"
	"umland/internal/home"
	"umland/internal/importer"
	"umland/internal/jobs"
	"umland/internal/mail"
	"umland/internal/organisation"
	"umland/internal/page"
	"umland/internal/place"
	"umland/internal/portal"
	"umland/internal/search"
	"umland/internal/submit"
	"umland/internal/tiles"
	"umland/internal/twin"
	"umland/internal/ui"
	"umland/internal/web"
)

// App is the whole house.
type App struct {
	Log           *slog.Logger
	Clock         clock.Clock
	DB            *db.DB
	Spine         *content.Spine
	Portals       *portal.Room
	Accounts      *account.Room
	Places        *place.Room
	Events        *event.Room
	Articles      *article.Room
	Organisations *organisation.Room
	Services      *page.ServiceRoom
	Pages         *page.PageRoom
	Standing      *page.StandingRoom
	Submissions   *submit.Room
	Home          *home.Room
	Find          *find.Room
	Desk          *desk.Room
	Feeds         *feed.Site
	Gazetteer     *gazetteer.Room
	Jobs          *jobs.Runner
	Post          *mail.Post
	Map           *tiles.Shelf
	Twins         *twin.Room

	cfg     Config
	public  *web.Mux
	office  *web.Mux
	release func()
}

// schemas are the migrations of all rooms.
func schemas() []fs.FS {
	return []fs.FS{
		jobs.Schema, mail.Schema, content.Schema, search.Schema, portal.Schema, account.Schema, submit.Schema, importer.Schema,
		place.Schema, event.Schema, article.Schema, organisation.Schema, page.Schema, gazetteer.Schema, twin.Schema,
	}
}

// New opens the house for a server: like Open, and no second server can have
// the same folder until Close.
func New(ctx context.Context, cfg Config, c clock.Clock, log *slog.Logger) (*App, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return nil, err
	}
	release, err := db.LockDir(cfg.Data)
	if err != nil {
		return nil, err
	}
	a, err := Open(ctx, cfg, c, log)
	if err != nil {
		release()
		return nil, err
	}
	a.release = release
	return a, nil
}

// Open opens the house on its data: it brings the database up to date and
// builds the rooms. Commands may have it open beside a running server; the
// engine lets one write at a time. Close undoes it.
func Open(ctx context.Context, cfg Config, c clock.Clock, log *slog.Logger) (*App, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, cfg.databaseURL())
	if err != nil {
		return nil, err
	}
	if err := d.Migrate(ctx, schemas()...); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate the database: %w", err), d.Close())
	}
	a := &App{Log: log, Clock: c, DB: d, cfg: cfg, release: func() {}}
	a.build()
	if err := a.Spine.ShipTerms(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := a.Places.LoadSchool(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := a.Portals.Refresh(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

func (a *App) build() {
	a.Spine = content.New(a.DB, a.Clock)
	a.Portals = portal.New(a.DB, a.Spine)
	a.Accounts = account.New(a.DB, a.Clock)
	a.Accounts.HTTPS = strings.HasPrefix(a.cfg.DeskURL, "https://")
	a.Gazetteer = gazetteer.New(a.DB)
	a.Places = place.New(a.Spine, a.Portals, addresses{a.Gazetteer})
	a.Events = event.New(a.Spine, a.Portals, venues{a.Places})
	a.Articles = article.New(a.Spine, a.Portals)
	a.Organisations = organisation.New(a.Spine, a.Portals)
	a.Services = page.NewServices(a.Spine, a.Portals)
	a.Pages = page.NewPages(a.Spine, a.Portals)
	a.Standing = page.NewStanding(a.Spine, a.Portals, sources{a.DB}, page.Shipped()...)
	a.Post = mail.New(a.DB, a.Clock, a.cfg.mail())
	a.Submissions = submit.New(a.DB, a.Clock)
	a.Submissions.Post, a.Submissions.Site, a.Submissions.ItemPath = a.Post, a.Portals.BySlug, a.itemPath
	a.Submissions.Terms = func(k content.Kind) []content.Category { return a.Spine.Terms().Of(k) }
	a.Submissions.Twins, a.Submissions.Entries = twins{a}, entries{a}
	a.Home = home.New(a.Spine, a.Portals, openings{a.Places})
	a.Find = find.New(a.Spine, facts{a.Places, a.Services}, a.Log)
	a.Twins = twin.New(a.Spine)
	a.Twins.Keeper, a.Twins.Guests = a.Places, a.Events
	a.Desk = desk.New(a.Spine, a.Portals, a.Accounts, a.Submissions, ui.Pictures(), a.parts()...)
	a.Desk.Calendars = a.asker()
	a.Desk.Twins, a.Desk.Facts = a.Twins, a.Places
	a.Desk.Fill = a.fill
	if a.cfg.sink != nil {
		a.Desk.Outbox = a.cfg.sink.Letters
	}
	a.Feeds = feed.NewSite(a.Spine, standing...)
	a.Jobs = jobs.NewRunner(a.DB, a.Clock, a.Log)
	a.Map = tiles.NewShelf(a.cfg.Data, ownMap(a.cfg))
	a.Places.Map = a.Map
	a.facts()
	a.public = &web.Mux{Clock: a.Clock, Directory: a.Portals, Log: a.Log, ErrorPage: frame.ErrorPage, Moved: a.moved}
	a.office = &web.Mux{Clock: a.Clock, Directory: a.Portals, Log: a.Log}
	a.office.ErrorPage = a.Desk.ErrorPage
	a.routes()
}

// moved looks for the new place of an address that no route answers.
func (a *App) moved(r *web.Request) string {
	target, err := a.Spine.RedirectOf(r.Context(), r.Site.Slug, r.Path)
	if err != nil {
		return ""
	}
	return r.Href(target)
}

// Close ends the house: the database last, then the lock.
func (a *App) Close() error {
	err := a.DB.Close()
	a.release()
	return err
}

// background runs what goes on beside the requests, until ctx ends.
func (a *App) background(ctx context.Context, warm func(context.Context) error) {
	go a.Portals.Watch(ctx, time.Second)
	go a.warm(ctx, warm)
	if err := a.Jobs.Run(ctx); err != nil && ctx.Err() == nil {
		a.Log.Error("jobs stopped", "error", err)
	}
}

// afterStart is how long the first requests have the machine to themselves.
const afterStart = time.Second

// warm reads ahead what many requests need and the first can do without.
func (a *App) warm(ctx context.Context, read func(context.Context) error) {
	select {
	case <-time.After(afterStart):
	case <-ctx.Done():
		return
	}
	if err := read(ctx); err != nil && ctx.Err() == nil {
		a.Log.Error("places were not read ahead", "error", err)
	}
}

// server is the HTTP server with limits for slow and greedy clients.
func (a *App) server() (*http.Server, error) {
	h, err := a.Handler()
	if err != nil {
		return nil, err
	}
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug),
	}, nil
}
