package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/i18n"
)

type book map[string]*Site

func (b book) ByHost(host string) (*Site, bool) { s, ok := b[host]; return s, ok }
func (b book) BySlug(slug string) (*Site, bool) { s, ok := b[slug+".localhost"]; return s, ok }

func sites() book {
	return book{
		"handewitt.localhost": {Slug: "handewitt", Host: "handewitt.localhost", First: i18n.DE, Languages: i18n.All, Zone: time.UTC},
		"aabenraa.localhost":  {Slug: "aabenraa", Host: "aabenraa.localhost", First: i18n.DA, Languages: []i18n.Lang{i18n.DA, i18n.DE}, Zone: time.UTC},
	}
}

// echo answers with what was understood of the request.
func mux() *Mux {
	m := &Mux{
		Clock: clock.Fixed(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)), Directory: sites(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		ErrorPage: func(r *Request, e *fault.Error) templ.Component { return templ.Raw(string(r.Lang) + " " + e.Key) },
	}
	show := func(w http.ResponseWriter, r *Request) error {
		_, err := io.WriteString(w, r.Path+" "+r.TextLang()+" "+r.Format+" "+r.PathValue("slug"))
		return err
	}
	m.Handle(Public, "GET /{$}", show)
	m.Handle(Public, "GET /orte", show, "json", "csv")
	m.Handle(Public, "GET /orte/{slug}", show, "json")
	m.Handle(Public, "GET /orte/melden", show)
	m.Handle(Public, "POST /kontakt", show)
	m.Handle(Public, "GET /panik", func(http.ResponseWriter, *Request) error { panic("kaputt") })
	m.Handle("edit", "GET /geheim", show)
	return m
}

func get(m *Mux, method, host, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://"+host+":8080"+target, nil)
	site, _ := m.Directory.ByHost(host)
	w := httptest.NewRecorder()
	m.ServePortal(w, r, site)
	return w
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		host, path string
		status     int
		want       string // body, or the address of a redirect
	}{
		{"handewitt", "/", 200, "/ de  "},
		{"handewitt", "/orte", 200, "/orte de  "},
		{"handewitt", "/orte.json", 200, "/orte de json "},
		{"handewitt", "/da/steder/adler", 200, "/orte/adler da  adler"},
		{"handewitt", "/en/places/adler.json", 200, "/orte/adler en json adler"},
		{"handewitt", "/leicht/orte/adler", 200, "/orte/adler leicht  adler"},
		{"handewitt", "/orte/melden", 200, "/orte/melden de  "},
		{"handewitt", "/da/steder/indsend", 200, "/orte/melden da  "},
		{"handewitt", "/da/steder/kort", 200, "/orte/karte da  karte"},
		{"handewitt", "/de/orte", 301, "/orte"},
		{"handewitt", "/da/orte", 301, "/da/steder"},
		{"handewitt", "/places?q=a%20b", 301, "/orte?q=a%20b"},
		{"handewitt", "/orte/", 301, "/orte"},
		{"handewitt", "/da", 301, "/da/"},
		{"handewitt", "//orte", 301, "/orte"},
		{"handewitt", "/orte.geojson", 404, ""},
		{"handewitt", "/orte.exe", 404, ""},
		{"handewitt", "/nirgends", 404, "de errors.not_found"},
		{"handewitt", "/kontakt", 405, "de errors.method"},
		{"handewitt", "/panik", 500, "de errors.internal"},
		{"handewitt", "/geheim", 401, "de errors.unauthenticated"},
		{"handewitt", "/?schrift=riesig", 400, "de errors.bad_choice"},
		{"aabenraa", "/steder", 200, "/orte da  "},
		{"aabenraa", "/de/orte", 200, "/orte de  "},
		{"aabenraa", "/en/places", 404, "da errors.not_found"},
		{"aabenraa", "/da/steder", 301, "/steder"},
	} {
		w := get(mux(), "GET", c.host+".localhost", c.path)
		got := w.Body.String()
		if w.Code == 301 {
			got = w.Header().Get("Location")
		}
		if w.Code != c.status || c.want != "" && got != c.want {
			t.Errorf("%s%s: %d %q, want %d %q", c.host, c.path, w.Code, got, c.status, c.want)
		}
	}
}

func TestAProblemForPrograms(t *testing.T) {
	w := get(mux(), "GET", "handewitt.localhost", "/da/steder/x/y.json")
	if w.Code != 404 || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
		t.Errorf("%d %s", w.Code, w.Header().Get("Content-Type"))
	}
	if !strings.Contains(w.Body.String(), `"status":404`) || w.Header().Get("Content-Language") != "da" {
		t.Errorf("%s %s", w.Header().Get("Content-Language"), w.Body)
	}
}

func TestMethodsAreNamed(t *testing.T) {
	w := get(mux(), "DELETE", "handewitt.localhost", "/orte")
	if w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestHostNames(t *testing.T) {
	for in, want := range map[string]string{
		"Handewitt.LocalHost.:8080": "handewitt.localhost", "a.b": "a.b", "[::1]:80": "::1", "127.0.0.1:1": "127.0.0.1",
	} {
		if got := HostName(in); got != want {
			t.Errorf("HostName(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"a:8080": ":8080", "a": "", "a:80/evil": "", "a:999999": ""} {
		if got := Port(in); got != want {
			t.Errorf("Port(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestABrokenErrorPageStillAnswers: the connection is never just dropped.
func TestABrokenErrorPageStillAnswers(t *testing.T) {
	m := mux()
	m.ErrorPage = nil
	if w := get(m, "GET", "handewitt.localhost", "/panik"); w.Code != 500 || w.Body.Len() == 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// TestWordsGoBothWays: every word of every language leads back to itself.
func TestWordsGoBothWays(t *testing.T) {
	for _, w := range words {
		for _, l := range i18n.All {
			if got := canonicalise(l, localise(l, "/"+w.de)); got != "/"+w.de {
				t.Errorf("%s in %s comes back as %s", w.de, l, got)
			}
		}
		if !Reserved(w.de) || !Reserved(w.da) || !Reserved(w.en) {
			t.Errorf("%v may be given as a slug", w)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, p := range []string{"/", "/da/steder/x", "/leicht/", "//", "/%2e%2e/x", "/orte.json.csv", "/de/da/en", "/\x00", "/orte/ü"} {
		f.Add(p)
	}
	site := sites()["handewitt.localhost"]
	f.Fuzz(func(t *testing.T, path string) {
		if !strings.HasPrefix(path, "/") {
			return // a server never sees such a path
		}
		hr := httptest.NewRequest("GET", "http://handewitt.localhost/", nil)
		hr.URL.Path = path
		r := mux().understand(hr, site)
		redirect, err := resolve(r)
		if err == nil && redirect != "" && (!strings.HasPrefix(redirect, "/") || strings.HasPrefix(redirect, "//")) {
			t.Errorf("%q leads off the portal: %q", path, redirect)
		}
	})
}
