package submit_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/submit"
	"umland/internal/testkit"
	"umland/internal/web"
)

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

type directory map[string]*web.Site

func (d directory) ByHost(host string) (*web.Site, bool) {
	s, ok := d[strings.TrimSuffix(host, ".localhost")]
	return s, ok
}
func (d directory) BySlug(slug string) (*web.Site, bool) { s, ok := d[slug]; return s, ok }

func sites() directory {
	d := directory{}
	for _, slug := range []string{"handewitt", "flensburg"} {
		d[slug] = &web.Site{
			Slug: slug, Name: slug + " Mobil", Place: slug, Host: slug + ".localhost", First: i18n.DE, Languages: i18n.All, Zone: time.UTC, Country: "de",
			Operator: web.Operator{Name: "bequa Flensburg", Street: "Schiffbrücke 43-45", Postcode: "24939", Town: "Flensburg", Phone: "+49 461 1503-0"},
		}
	}
	return d
}

type stage struct {
	t      *testing.T
	room   *submit.Room
	clock  *clock.Manual
	mux    *web.Mux
	db     *db.DB
	log    *bytes.Buffer
	remote string
}

func staged(t *testing.T, fn func(s *stage)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), submit.Schema); err != nil {
			t.Fatal(err)
		}
		c, out := clock.At(start), &bytes.Buffer{}
		m := submit.New(d, c)
		mux := &web.Mux{
			Clock: c, Directory: sites(), Log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})),
			ErrorPage: func(_ *web.Request, e *fault.Error) templ.Component {
				return templ.Raw("<h1>" + string(e.Kind) + "</h1>")
			},
		}
		for pattern, h := range map[string]web.Handler{
			"GET /kontakt": m.Contact, "POST /kontakt": m.SendContact, "GET /kontakt/danke": m.Thanks,
			"GET /veranstaltungen/melden": m.NewEvent, "POST /veranstaltungen/melden": m.SendEvent,
			"GET /orte/melden": m.NewPlace, "POST /orte/melden": m.SendPlace, "GET /orte/{slug}/fehler-melden": m.Report,
		} {
			mux.Handle(web.Public, pattern, h)
		}
		fn(&stage{t: t, room: m, clock: c, mux: mux, db: d, log: out, remote: "203.0.113.7:4000"})
	})
}

type answer struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (s *stage) do(portal, method, path string, body url.Values) answer {
	s.t.Helper()
	var reader io.Reader
	if body != nil {
		reader = strings.NewReader(body.Encode())
	}
	r := httptest.NewRequest(method, "http://"+portal+".localhost:8080"+path, reader)
	r.RemoteAddr = s.remote
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	site, _ := s.mux.Directory.BySlug(portal)
	w := httptest.NewRecorder()
	web.Logged(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.mux.ServePortal(w, r, site) }), s.mux.Log, s.clock).ServeHTTP(w, r)
	if c := w.Header().Get("Set-Cookie"); c != "" {
		s.t.Errorf("%s %s sets a cookie: %s", method, path, c)
	}
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()}
}

var stampField = regexp.MustCompile(`name="stand" value="([^"]+)"`)

// fill opens a form, waits as a person would, and gives its values to send.
func (s *stage) fill(portal, path string, pairs ...string) url.Values {
	s.t.Helper()
	page := s.do(portal, http.MethodGet, path, nil)
	stamp := stampField.FindStringSubmatch(page.body)
	if page.status != http.StatusOK || stamp == nil {
		s.t.Fatalf("GET %s: %d", path, page.status)
	}
	s.clock.Advance(20 * time.Second)
	v := url.Values{"stand": {stamp[1]}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func (s *stage) stored(portal string) []*submit.Submission {
	s.t.Helper()
	found, err := s.room.List(s.t.Context(), submit.Filter{Portal: portal}, 100, 0)
	if err != nil || found.Total != len(found.Items) {
		s.t.Fatalf("%d of %d, %v", len(found.Items), found.Total, err)
	}
	return found.Items
}

func TestContactIsSent(t *testing.T) {
	staged(t, func(s *stage) {
		page := s.do("handewitt", http.MethodGet, "/kontakt?betreff=barriere", nil)
		phone, form := strings.Index(page.body, `href="tel:+4946115030"`), strings.Index(page.body, "<form class")
		if phone < 0 || form < phone {
			s.t.Error("the operator's phone does not come before the form")
		}
		if !strings.Contains(page.body, `<option value="barriere" selected>`) {
			s.t.Error("the subject is not chosen")
		}
		got := s.do("handewitt", http.MethodPost, "/kontakt", s.fill("handewitt", "/kontakt",
			"betreff", "fehler", "bezug", "/orte/adler-apotheke", "nachricht", "Mittwochs\r\nist zu.\x00 <b>Bitte</b>", "name", " Inge  P. ", "email", "inge@example.org"))
		if got.status != http.StatusSeeOther || got.location != "/kontakt/danke#danke" {
			s.t.Fatalf("%d to %q", got.status, got.location)
		}
		if done := s.do("handewitt", http.MethodGet, "/kontakt/danke", nil); done.status != 200 || !strings.Contains(done.body, "angekommen") {
			s.t.Errorf("thanks: %d", done.status)
		}
		list := s.stored("handewitt")
		if len(list) != 1 || list[0].Kind != submit.Error || list[0].Message != "Mittwochs\nist zu. <b>Bitte</b>" || list[0].Item != "/orte/adler-apotheke" || list[0].Status != submit.Open {
			s.t.Fatalf("stored: %+v", list)
		}
		from, err := s.room.SenderOf(s.t.Context(), "handewitt", list[0].ID)
		if err != nil || from != (submit.Sender{Name: "Inge P.", Email: "inge@example.org"}) {
			s.t.Errorf("sender: %+v, %v", from, err)
		}
	})
}

func TestContactInOtherLanguages(t *testing.T) {
	staged(t, func(s *stage) {
		for lang, path := range map[string]string{"da": "/da/kontakt", "en": "/en/contact"} {
			got := s.do("handewitt", http.MethodPost, path, s.fill("handewitt", path, "betreff", "allgemein", "nachricht", "Hej "+lang))
			if want := path + map[string]string{"da": "/tak", "en": "/thanks"}[lang] + "#danke"; got.status != 303 || got.location != want {
				s.t.Errorf("%s: %d to %q", lang, got.status, got.location)
			}
			page := s.do("handewitt", http.MethodPost, path, url.Values{})
			if page.status != 422 || strings.Contains(page.body, "⟦") || !strings.Contains(page.body, `<html lang="`+lang) {
				s.t.Errorf("%s: %d", lang, page.status)
			}
		}
	})
}

func TestFaultsComeBackFilled(t *testing.T) {
	staged(t, func(s *stage) {
		for _, c := range []struct {
			path   string
			values []string
			marked []string
			kept   []string
		}{
			{"/kontakt", nil, []string{"betreff", "nachricht"}, nil},
			{
				"/kontakt",
				[]string{"betreff", "allgemein", "nachricht", "Hallo <&>", "email", "keine-adresse", "name", "Inge"},
				[]string{"email"},
				[]string{"Hallo &lt;&amp;&gt;</textarea>", `value="keine-adresse"`, `value="Inge"`},
			},
			{"/kontakt", []string{"betreff", "königlich", "nachricht", strings.Repeat("ä", 5001)}, []string{"betreff", "nachricht"}, []string{strings.Repeat("ä", 5001)}},
			{"/veranstaltungen/melden", []string{"titel", "Flohmarkt", "telefon", "ruf mich an"}, []string{"wann", "wo", "telefon"}, []string{`value="Flohmarkt"`, `value="ruf mich an"`}},
			{"/orte/melden", []string{"adresse", "Hauptstraße 9"}, []string{"titel"}, []string{`value="Hauptstraße 9"`}},
		} {
			page := s.do("handewitt", http.MethodPost, c.path, s.fill("handewitt", c.path, c.values...))
			if page.status != http.StatusUnprocessableEntity {
				s.t.Errorf("%s %v: %d", c.path, c.marked, page.status)
			}
			if n := strings.Count(page.body, `aria-invalid="true"`); n != len(c.marked) || strings.Count(page.body, `<li><a href="#`) != n {
				s.t.Errorf("%s %v: %d fields marked", c.path, c.marked, n)
			}
			for _, name := range c.marked {
				if !strings.Contains(page.body, `href="#`+name+`"`) || !strings.Contains(page.body, `id="`+name+`-fehler"`) {
					s.t.Errorf("%s: %s is not explained", c.path, name)
				}
			}
			for _, text := range append(c.kept, "<title>Fehler:") {
				if !strings.Contains(page.body, text) {
					s.t.Errorf("%s: %.40q is lost", c.path, text)
				}
			}
		}
		if got := s.stored("handewitt"); len(got) != 0 {
			s.t.Errorf("stored all the same: %d", len(got))
		}
	})
}

func TestEventAndPlaceHints(t *testing.T) {
	staged(t, func(s *stage) {
		for path, v := range map[string][]string{
			"/veranstaltungen/melden": {"titel", "Flohmarkt", "wann", "5. Dezember", "wo", "Schule Weding", "telefon", "04608 97 37 520"},
			"/orte/melden":            {"titel", "Dorfmuseum", "adresse", "Hauptstraße 9", "nachricht", "sonntags offen"},
		} {
			if got := s.do("flensburg", http.MethodPost, path, s.fill("flensburg", path, v...)); got.status != http.StatusSeeOther {
				s.t.Errorf("%s: %d", path, got.status)
			}
		}
		byKind := map[submit.Kind]*submit.Submission{}
		for _, got := range s.stored("flensburg") {
			byKind[got.Kind] = got
		}
		event, place := byKind[submit.Event], byKind[submit.Place]
		if event == nil || event.Subject != "Flohmarkt" || len(event.Details) != 2 || event.Details[1] != (submit.Detail{Key: "wo", Value: "Schule Weding"}) {
			s.t.Errorf("event: %+v", event)
		}
		if place == nil || place.Details[0].Value != "Hauptstraße 9" || place.Message != "sonntags offen" {
			s.t.Errorf("place: %+v", place)
		}
		if got := s.do("flensburg", http.MethodGet, "/orte/museum/fehler-melden", nil); got.location != "/kontakt?betreff=fehler&bezug=/orte/museum" {
			s.t.Errorf("report leads to %q", got.location)
		}
	})
}

func TestWrongAddressesOfTheForm(t *testing.T) {
	staged(t, func(s *stage) {
		for _, q := range []string{"betreff=mond", "bezug=//evil.example", "bezug=javascript:x", "bezug=/Orte/X"} {
			if got := s.do("handewitt", http.MethodGet, "/kontakt?"+q, nil); got.status != http.StatusBadRequest {
				s.t.Errorf("%s: %d", q, got.status)
			}
		}
	})
}

func TestTrapAndPace(t *testing.T) {
	staged(t, func(s *stage) {
		words := []string{"betreff", "allgemein", "nachricht", "Hallo"}
		v := s.fill("handewitt", "/kontakt", words...)
		s.clock.Advance(-19900 * time.Millisecond)
		if got := s.do("handewitt", http.MethodPost, "/kontakt", v); got.status != 422 || !strings.Contains(got.body, "sehr schnell") || !strings.Contains(got.body, "Hallo</textarea>") {
			s.t.Errorf("too fast: %d", got.status)
		}
		for name, stamp := range map[string]string{
			"none": "", "forged": "1764000000000.00000000000000000000000000000000", "garbled": "x.y",
			"foreign": s.fill("flensburg", "/kontakt").Get("stand"),
		} {
			v.Set("stand", stamp)
			got := s.do("handewitt", http.MethodPost, "/kontakt", v)
			if got.status != 422 || !strings.Contains(got.body, "lange offen") || stamp != "" && strings.Contains(got.body, stamp) {
				s.t.Errorf("%s: %d", name, got.status)
			}
		}
		v = s.fill("handewitt", "/kontakt", words...)
		s.clock.Advance(25 * time.Hour)
		if got := s.do("handewitt", http.MethodPost, "/kontakt", v); got.status != 422 {
			s.t.Errorf("a day old: %d", got.status)
		}
		if len(s.stored("handewitt")) != 0 {
			s.t.Error("stored all the same")
		}
		v = s.fill("handewitt", "/kontakt", append(words, "webseite", "https://spam.example")...)
		if got := s.do("handewitt", http.MethodPost, "/kontakt", v); got.status != 303 {
			s.t.Errorf("trapped: %d", got.status)
		}
		if got := s.stored("handewitt"); len(got) != 1 || got[0].Status != submit.Spam || got[0].By != submit.Trap || got[0].Decided.IsZero() {
			s.t.Errorf("trapped: %+v", got)
		}
	})
}

func TestFiveAnHour(t *testing.T) {
	staged(t, func(s *stage) {
		send := func(text string) answer {
			return s.do("handewitt", http.MethodPost, "/kontakt", s.fill("handewitt", "/kontakt", "betreff", "allgemein", "nachricht", text))
		}
		for i := range 5 {
			if got := send(strings.Repeat("x", i+1)); got.status != 303 {
				s.t.Fatalf("%d: %d", i, got.status)
			}
		}
		got := send("sechste")
		if got.status != http.StatusTooManyRequests || !strings.Contains(got.body, "sechste</textarea>") || !strings.Contains(got.body, "1503-0") || got.header.Get("Retry-After") == "" {
			s.t.Errorf("the sixth: %d", got.status)
		}
		s.remote = "203.0.113.8:4000"
		if got := send("Nachbar"); got.status != 303 {
			s.t.Errorf("the neighbour: %d", got.status)
		}
		s.remote = "203.0.113.7:4001"
		s.clock.Advance(time.Hour)
		if got := send("später"); got.status != 303 {
			s.t.Errorf("an hour later: %d", got.status)
		}
		s.remote = "[2001:db8::1]:1"
		for range 5 {
			s.clock.Advance(time.Second)
			send(s.clock.Now().String())
		}
		s.remote = "[2001:db8::2]:1"
		if got := send("gleiches Haus"); got.status != 429 {
			s.t.Errorf("same house: %d", got.status)
		}
	})
}

func TestSecondClickIsNotStoredTwice(t *testing.T) {
	staged(t, func(s *stage) {
		v := s.fill("handewitt", "/kontakt", "betreff", "allgemein", "nachricht", "Hallo")
		for range 2 {
			if got := s.do("handewitt", http.MethodPost, "/kontakt", v); got.status != 303 {
				s.t.Error(got.status)
			}
		}
		if n := len(s.stored("handewitt")); n != 1 {
			s.t.Errorf("%d stored", n)
		}
		s.do("flensburg", http.MethodPost, "/kontakt", s.fill("flensburg", "/kontakt", "betreff", "allgemein", "nachricht", "Hallo"))
		if n := len(s.stored("flensburg")); n != 1 {
			s.t.Errorf("%d stored in the other portal", n)
		}
	})
}

// TestNothingPersonalInLogs sends canaries through every branch.
func TestNothingPersonalInLogs(t *testing.T) {
	staged(t, func(s *stage) {
		s.remote = "127.77.66.55:1234"
		for _, mail := range []string{"kanarie@example.org", "kanarie-kaputt"} {
			s.do("handewitt", http.MethodPost, "/kontakt?kanarie=1", s.fill("handewitt", "/kontakt",
				"betreff", "allgemein", "nachricht", "kanarie", "name", "kanarie", "email", mail, "telefon", "04608 999888"))
		}
		if s.log.Len() == 0 {
			s.t.Fatal("nothing is logged at all")
		}
		for _, secret := range []string{"kanarie", "127.77.66", "999888"} {
			if strings.Contains(s.log.String(), secret) {
				s.t.Errorf("%q stands in the log", secret)
			}
		}
	})
}
