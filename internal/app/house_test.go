package app

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/demo"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/testkit"
	"umland/internal/web"
)

// today is a Tuesday in November, winter time.
var today = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

// engines runs fn over a fresh house on each engine.
func engines(t *testing.T, fn func(t *testing.T, a *App, c *clock.Manual)) {
	t.Helper()
	run := func(t *testing.T, database string) {
		c := clock.At(today)
		fn(t, openHouse(t, Config{Data: t.TempDir(), Database: database}, c), c)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, "") })
	if testkit.HasPostgres(t) {
		t.Run("postgres", func(t *testing.T) { run(t, testkit.PostgresURL(t)) })
	}
}

// openHouse opens a house that goes with the test.
func openHouse(tb testing.TB, cfg Config, c clock.Clock) *App {
	tb.Helper()
	d := defaults()
	cfg.Addr, cfg.LogLevel, cfg.DeskHost = d.Addr, d.LogLevel, d.DeskHost
	a, err := Open(tb.Context(), cfg, c, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := a.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return a
}

// loadDemo fills the house with the demo, whose portals have the areas.
func loadDemo(tb testing.TB, a *App, areas map[string]*geo.Area) {
	tb.Helper()
	if err := demo.Load(tb.Context(), a.rooms(), areas); err != nil {
		tb.Fatal(err)
	}
}

// addPortals sets portals up, each with a host under localhost.
func addPortals(tb testing.TB, a *App, slugs ...string) {
	tb.Helper()
	for i, slug := range slugs {
		p := &portal.Portal{
			Slug: slug, Name: slug + " Mobil", Place: slug, Hosts: []string{slug + ".localhost"}, Country: "de", First: i18n.DE, Languages: i18n.All,
			Zone: "Europe/Berlin", Brand: "#1f4e79", Accent: "#f0c02e", Rank: i, Operator: web.Operator{Name: "Gemeinde " + slug},
		}
		if err := a.Portals.Save(tb.Context(), p); err != nil {
			tb.Fatal(err)
		}
	}
}

// visit asks the whole house, as a browser would.
func visit(tb testing.TB, a *App, host, path string) *httptest.ResponseRecorder {
	tb.Helper()
	h, err := a.Handler()
	if err != nil {
		tb.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// umland runs the command line as a person would and gives what it said.
func umland(t *testing.T, stdin string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Main(args, strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}
