package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/place"
)

// savePlace publishes a place and gives it back.
func savePlace(t testing.TB, a *App, portal, slug, title string) *place.Place {
	t.Helper()
	site, ok := a.Portals.BySlug(portal)
	if !ok {
		t.Fatalf("no portal %s", portal)
	}
	p := a.Places.Blank(site)
	p.Slug, p.Status, p.Texts["de"] = slug, content.Published, content.Text{Title: title, Teaser: "In " + portal}
	if err := a.Places.Save(t.Context(), content.Act{Actor: "test"}, p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHostsTellPortalsApart(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		savePlace(t, a, "handewitt", "rathaus", "Rathaus Handewitt")
		savePlace(t, a, "harrislee", "rathaus", "Bürgerhaus Harrislee")
		for host, want := range map[string]string{
			"handewitt.localhost": "Rathaus Handewitt", "HANDEWITT.localhost:8080": "Rathaus Handewitt", "handewitt.localhost.": "Rathaus Handewitt",
			"harrislee.localhost:1": "Bürgerhaus Harrislee", "Harrislee.LOCALHOST.:8080": "Bürgerhaus Harrislee",
		} {
			for _, path := range []string{"/orte", "/orte/rathaus", "/orte.json"} {
				w := visit(t, a, host, path)
				if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
					t.Errorf("%s%s: %d, no %q", host, path, w.Code, want)
				}
				other := map[string]string{"Rathaus Handewitt": "Bürgerhaus", "Bürgerhaus Harrislee": "Rathaus Handewitt"}[want]
				if strings.Contains(w.Body.String(), other) {
					t.Errorf("%s%s shows the other portal", host, path)
				}
			}
		}
	})
}

func TestUnknownHostsGetNothing(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		savePlace(t, a, "handewitt", "rathaus", "Rathaus Handewitt")
		for _, host := range []string{"", "evil.example", "handewitt.localhost.evil.example", "xhandewitt.localhost", "127.0.0.1", "[::1]:80", "handewitt.localhost@evil", "..", "%00"} {
			for _, path := range []string{"/", "/orte", "/orte/rathaus", "/orte.json", "/redaktion", "/redaktion/anmelden", "/sitemap.xml", "/robots.txt", "/-/x.css"} {
				w := visit(t, a, host, path)
				body := strings.ToLower(w.Body.String())
				if w.Code != http.StatusMisdirectedRequest || strings.Contains(body, "handewitt") || strings.Contains(body, "harrislee") {
					t.Errorf("%q %s: %d\n%.300s", host, path, w.Code, body)
				}
				if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Location") != "" {
					t.Errorf("%q %s: headers %v", host, path, w.Header())
				}
			}
			for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
				if w := visit(t, a, host, path); w.Code != http.StatusOK || w.Body.String() != want {
					t.Errorf("%q %s: %d %q", host, path, w.Code, w.Body)
				}
			}
		}
	})
}

func TestReadyzTellsOfALostDatabase(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	addPortals(t, a, "handewitt", "harrislee")
	h, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DB.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK, "/orte": http.StatusInternalServerError} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "handewitt.localhost"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), "db:") {
			t.Errorf("%s: %d, want %d: %.200s", path, w.Code, want, w.Body)
		}
	}
}

func TestTheDeskHasAHostOfItsOwn(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "harrislee")
		for path, want := range map[string]string{
			"/redaktion": "https://redaktion.localhost/redaktion", "/redaktion/handewitt/orte": "https://redaktion.localhost/redaktion/handewitt/orte",
			"/redaktion//evil.example": "https://redaktion.localhost/redaktion//evil.example",
		} {
			if w := visit(t, a, "handewitt.localhost:8080", path); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
				t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
			}
		}
		a.cfg.demo = true
		if w := visit(t, a, "handewitt.localhost:8080", "/redaktion"); w.Header().Get("Location") != "http://redaktion.localhost:8080/redaktion" {
			t.Errorf("demo: %s", w.Header().Get("Location"))
		}
		if w := visit(t, a, "handewitt.localhost:8080@evil", "/redaktion"); strings.Contains(w.Header().Get("Location"), "evil") {
			t.Errorf("a port that is none: %s", w.Header().Get("Location"))
		}
		a.cfg.demo, a.cfg.DeskURL = false, "https://desk.example.org"
		if w := visit(t, a, "handewitt.localhost", "/redaktion"); w.Header().Get("Location") != "https://desk.example.org/redaktion" {
			t.Errorf("configured: %s", w.Header().Get("Location"))
		}
		if w := visit(t, a, "redaktion.localhost", "/orte"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/redaktion" {
			t.Errorf("a portal's page on the desk's host: %d", w.Code)
		}
		w := visit(t, a, "REDAKTION.localhost:8080", "/redaktion/anmelden")
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Body.String(), `type="password"`) {
			t.Errorf("sign-in: %d %v", w.Code, w.Header())
		}
		if w := visit(t, a, "redaktion.localhost", "/redaktion/handewitt/orte"); w.Code == http.StatusOK || strings.Contains(w.Body.String(), "<table") {
			t.Errorf("a list without signing in: %d", w.Code)
		}
	})
}

// Every public route answers without a cookie and without a server error.
func TestVisitorsGetNoCookie(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	loadDemo(t, a, nil)
	asked := 0
	for _, route := range a.public.Routes() {
		path, ok := strings.CutPrefix(route.Pattern, "GET ")
		if !ok {
			continue
		}
		path = strings.NewReplacer("{$}", "", "{slug}", "adler-apotheke", "{day}", "2026-11-24").Replace(path)
		for _, host := range []string{"handewitt.localhost:8080", "flensburg.localhost:8080"} {
			for _, prefix := range []string{"", "/da", "/en", "/leicht"} {
				asked++
				w := visit(t, a, host, prefix+path)
				if w.Code >= 500 || len(w.Header()["Set-Cookie"]) > 0 {
					t.Errorf("%s%s%s: %d, cookies %v", host, prefix, path, w.Code, w.Header()["Set-Cookie"])
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d pages asked", asked)
	}
	w := visit(t, a, "handewitt.localhost:8080", "/orte/adler-apotheke")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Adler-Apotheke") {
		t.Errorf("a known page: %d", w.Code)
	}
}

// Run serves until it is told to stop, and lets the database go after that.
func TestRunServesAndStops(t *testing.T) {
	cfg := defaults()
	cfg.Data, cfg.Addr = t.TempDir(), "127.0.0.1:0"
	a, err := New(t.Context(), cfg, clock.System{}, logger(io.Discard, "error"))
	if err != nil {
		t.Fatal(err)
	}
	addPortals(t, a, "handewitt", "harrislee")
	ctx, stop := context.WithCancel(t.Context())
	address := make(chan net.Addr, 1)
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(addr net.Addr) { address <- addr }) }()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("http://%s/orte.json", <-address), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "harrislee.localhost"
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var list struct{ Total *int }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil || list.Total == nil || *list.Total != 0 {
		t.Errorf("%+v %v", list, err)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it does not stop")
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	again, err := New(t.Context(), cfg, clock.System{}, logger(io.Discard, "error"))
	if err != nil {
		t.Fatalf("the folder is not free: %v", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// A fault before a request has a portal or a person still gets an answer.
func TestAPanicBeforeTheRoomsIsAnswered(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	addPortals(t, a, "handewitt")
	a.office = nil
	w := visit(t, a, "redaktion.localhost:8080", "/redaktion/anmelden")
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), i18n.T(i18n.DE, "errors.500.title")) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
