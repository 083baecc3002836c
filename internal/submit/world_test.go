package submit_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"html"
	"io"
	"log/slog"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/jobs"
	"umland/internal/mail"
	"umland/internal/smtpsink"
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
			Operator: web.Operator{Name: "bequa Flensburg", Street: "Schiffbrücke 43-45", Postcode: "24939", Town: "Flensburg", Phone: "+49 461 1503-0", Email: "redaktion@umland.example"},
		}
	}
	d["flensburg"].KeepSenders, d["flensburg"].MailFrom = 10, "post@flensburg.example"
	return d
}

// known is what the directory and the calendar of the tests hold.
type known struct{}

func (known) Events(_ context.Context, site *web.Site, _, title, day, _ string) ([]submit.Twin, error) {
	if site.Slug != "handewitt" || !strings.Contains(title, "Adventskaffee") {
		return []submit.Twin{}, nil
	}
	return []submit.Twin{{Item: "e1", Portal: "handewitt", Path: "/veranstaltungen/adventskaffee", Title: "Adventskaffee", Where: "Gemeindehaus", Day: day}}, nil
}

func (known) Places(_ context.Context, site *web.Site, _, name, _, _ string) ([]submit.Twin, error) {
	if site.Slug != "handewitt" || !strings.Contains(strings.ToLower(name), "gemeindehaus") {
		return []submit.Twin{}, nil
	}
	return []submit.Twin{{Item: "p1", Portal: "handewitt", Path: "/orte/gemeindehaus", Title: "Gemeindehaus", Where: "Hauptstraße 9, Handewitt"}}, nil
}

func (known) Entry(_ context.Context, site *web.Site, kind content.Kind, slug, _ string) (submit.Entry, error) {
	if site.Slug != "handewitt" || kind != content.Place || slug != "adler-apotheke" {
		return submit.Entry{}, fault.New(fault.NotFound, "errors.not_found")
	}
	return submit.Entry{ID: "p2", Portal: "handewitt", Path: "/orte/adler-apotheke", Title: "Adler-Apotheke", Facts: []submit.Detail{
		{Key: "title", Value: "Adler-Apotheke"}, {Key: "phone", Value: "04608 112233"}, {Key: "other"},
	}}, nil
}

type stage struct {
	t      *testing.T
	room   *submit.Room
	clock  *clock.Manual
	mux    *web.Mux
	db     *db.DB
	sink   *smtpsink.Sink
	log    *bytes.Buffer
	remote string
}

func staged(t *testing.T, fn func(s *stage)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) { fn(newStage(t, d)) })
}

func newStage(t *testing.T, d *db.DB) *stage {
	t.Helper()
	if err := d.Migrate(t.Context(), jobs.Schema, mail.Schema, submit.Schema); err != nil {
		t.Fatal(err)
	}
	c, out, all := clock.At(start), &bytes.Buffer{}, sites()
	sink, err := smtpsink.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sink.Close(); err != nil {
			t.Error(err)
		}
	})
	m := submit.New(d, c)
	m.Post = mail.New(d, c, mail.Settings{Host: sink.Host, Port: sink.Port, TLS: mail.NoTLS, From: "portal@umland.example"})
	m.Site, m.Twins, m.Entries = all.BySlug, known{}, known{}
	m.Terms = func(k content.Kind) []content.Category {
		return []content.Category{{Slug: "kultur", Kind: k, Names: map[i18n.Lang]string{"de": "Kultur", "da": "Kultur", "en": "Culture"}}}
	}
	m.ItemPath = func(_ context.Context, _ db.Q, id string) (string, error) { return "/veranstaltungen/" + id, nil }
	mux := &web.Mux{
		Clock: c, Directory: all, Log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})),
		ErrorPage: func(r *web.Request, e *fault.Error) templ.Component {
			return templ.Raw("<h1>" + string(e.Kind) + "</h1>" + html.EscapeString(r.T(e.Key, e.Args...)))
		},
	}
	for path, k := range map[string]submit.Kind{"/kontakt": submit.Contact, "/veranstaltungen/melden": submit.Event, "/orte/melden": submit.Place} {
		mux.Handle(web.Public, "GET "+path, m.Form(k))
		mux.Handle(web.Public, "POST "+path, m.Send(k))
	}
	for pattern, h := range map[string]web.Handler{
		"GET /kontakt/danke": m.Thanks, "GET /einsendung": m.Mine, "POST /einsendung": m.Act,
		"GET /orte/{slug}/fehler-melden": m.Report(content.Place), "POST /orte/{slug}/fehler-melden": m.SendReport(content.Place),
		"GET /veranstaltungen/melden/aehnlich": m.Likely(submit.Event),
	} {
		mux.Handle(web.Public, pattern, h)
	}
	return &stage{t: t, room: m, clock: c, mux: mux, db: d, sink: sink, log: out, remote: "203.0.113.7:4000"}
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
	path, _, _ = strings.Cut(path, "#")
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
	if strings.Contains(w.Body.String(), "⟦") {
		s.t.Errorf("%s %s: a text is missing", method, path)
	}
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()}
}

func (s *stage) get(portal, path string) answer { return s.do(portal, http.MethodGet, path, nil) }

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// begin opens a form and gives the address of its first step.
func (s *stage) begin(portal, path string) string {
	s.t.Helper()
	got := s.get(portal, path)
	if got.status == http.StatusSeeOther {
		return got.location
	}
	action := regexp.MustCompile(`action="([^"#]*entwurf=[^"#]*)`).FindStringSubmatch(got.body)
	if got.status != http.StatusOK || action == nil {
		s.t.Fatalf("GET %s: %d", path, got.status)
	}
	return html.UnescapeString(action[1])
}

// fill answers the steps one after the other, as a browser without script
// does, and gives the address of the last page that was reached.
func (s *stage) fill(portal, path string, steps ...url.Values) string {
	s.t.Helper()
	at := s.begin(portal, path)
	for i, v := range steps {
		if i == 0 && !strings.Contains(at, "schritt=") {
			at += "&schritt=1"
		}
		got := s.do(portal, http.MethodPost, at, v)
		if got.status != http.StatusSeeOther || strings.Contains(got.location, "pruefen=") {
			got = s.get(portal, got.location)
			s.t.Fatalf("%s step %d: %d %s", path, i+1, got.status, errorsIn(got.body))
		}
		at = got.location
	}
	return at
}

func errorsIn(body string) string {
	return strings.Join(regexp.MustCompile(`(?s)<li><a href="#[^<]+`).FindAllString(body, -1), " ")
}

var stampField = regexp.MustCompile(`name="stand" value="([^"]+)"`)

// send sends the last page off after the time that people take; proven solves
// the browser's task.
func (s *stage) send(portal, at string, proven bool, more ...string) answer {
	s.t.Helper()
	page := s.get(portal, at)
	stamp := stampField.FindStringSubmatch(page.body)
	if page.status != http.StatusOK || stamp == nil {
		s.t.Fatalf("GET %s: %d without a stamp", at, page.status)
	}
	s.clock.Advance(20 * time.Second)
	v := values(append([]string{"stand", stamp[1]}, more...)...)
	if proven {
		v.Set("probe", solve(stamp[1]))
	}
	return s.do(portal, http.MethodPost, at, v)
}

func solve(task string) string {
	hard, _ := strconv.Atoi(strings.Split(task, ".")[1])
	for n := 0; ; n++ {
		sum := sha256.Sum256([]byte(task + ":" + strconv.Itoa(n)))
		zeros := 0
		for _, b := range sum {
			zeros += bits.LeadingZeros8(b)
			if b != 0 {
				break
			}
		}
		if zeros >= hard {
			return strconv.Itoa(n)
		}
	}
}

// The answers of the forms, as people give them.
func eventSteps(title string) []url.Values {
	return []url.Values{
		values("titel", title, "veranstalter", "Landfrauen", "kategorie", "kultur", "beschreibung", "Kaffee und Kuchen.\r\nMit Musik.", "preis", "kostet", "preis_text", "5 Euro"),
		values("tag", "5", "tag_monat", "12", "tag_jahr", "2026", "von", "15 Uhr", "bis", "17.30", "ort", "Gemeindehaus", "wiederholung", "woche", "ende", "19", "ende_monat", "12", "ende_jahr", "2026"),
		values("name", " Inge  P. ", "email", "inge@example.org", "telefon", "04608 97 37 520", "ort_id", "p1"),
	}
}

func contactSteps(text string, sender ...string) []url.Values {
	return []url.Values{values("betreff", "allgemein"), values("nachricht", text), values(sender...)}
}

func (s *stage) stored(portal string, status submit.Status) []*submit.Submission {
	s.t.Helper()
	found, err := s.room.List(s.t.Context(), submit.Filter{Portal: portal, Status: status}, 100, 0)
	if err != nil || found.Total != len(found.Items) {
		s.t.Fatalf("%d of %d, %v", len(found.Items), found.Total, err)
	}
	return found.Items
}

// mails does the jobs that wait and gives the letters to an address, the
// newest first.
func (s *stage) mails(to string) []smtpsink.Letter {
	s.t.Helper()
	ids, err := db.All(s.t.Context(), s.db, db.Text, `SELECT payload FROM job WHERE kind = $1 ORDER BY id`, mail.Job)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range ids {
		if err := s.room.Post.Send(s.t.Context(), []byte(id)); err != nil {
			s.t.Fatal(err)
		}
	}
	var list []smtpsink.Letter
	for _, l := range s.sink.Letters() {
		if l.To == to {
			list = append(list, l)
		}
	}
	return list
}

var linkInLetter = regexp.MustCompile(`http://[a-z]+\.localhost:8080(/\S*\?schluessel=[A-Za-z0-9_-]{22})\n`)

func (s *stage) link(l smtpsink.Letter) string {
	s.t.Helper()
	found := linkInLetter.FindStringSubmatch(l.Body)
	if found == nil {
		s.t.Fatalf("no link in the letter:\n%s", l.Body)
	}
	return found[1]
}

func key(link string) string { _, k, _ := strings.Cut(link, "schluessel="); return k }
