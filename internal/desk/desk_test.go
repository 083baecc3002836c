package desk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/fetch"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/importer"
	"umland/internal/portal"
	"umland/internal/search"
	"umland/internal/submit"
	"umland/internal/testkit"
	"umland/internal/twin"
	"umland/internal/web"
)

const password = "vier Wörter ohne Zusammenhang"

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// report is a kind of its own, as small as one can be.
type report struct {
	content.Item
	Byline string
}

func (n *report) Spine() *content.Item { return &n.Item }

type reports struct{ spine *content.Spine }

func (k reports) Kind() content.Kind { return content.Article }
func (k reports) Blank(s *web.Site) *report {
	return &report{Item: content.NewItem(s.Slug, content.Article, s.First)}
}

func (k reports) Get(ctx context.Context, id string) (*report, error) {
	revs, err := k.spine.History(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(revs) == 0 {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return k.Decode(revs[0].Snapshot)
}

func (k reports) Decode(snapshot string) (*report, error) {
	n := &report{}
	return n, json.Unmarshal([]byte(snapshot), n)
}

func (k reports) Save(ctx context.Context, act content.Act, n *report) error {
	return k.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		draft := content.Draftable{Item: &n.Item, Card: content.Card{Byline: n.Byline}, Body: n}
		return k.spine.Save(ctx, tx, act, draft, func(context.Context) error { return nil })
	})
}

func (k reports) Facts(_ *web.Request, b desk.Body) []desk.Fact {
	return []desk.Fact{{Name: "byline", Label: "Byline", Value: b.(*report).Byline}}
}

type bylines struct{}

func (bylines) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	return form.Input(r, form.Field{Name: "byline", Label: "Byline", Value: b.(*report).Byline, Wrong: form.Of(wrong, "byline")})
}

func (bylines) Read(r *web.Request, b desk.Body) []fault.Field {
	b.(*report).Byline = form.Line(r, "byline")
	return form.TooLong("byline", b.(*report).Byline, 20)
}

// office is the desk of two portals with a person for each role.
type office struct {
	t        *testing.T
	mux      *web.Mux
	clock    *clock.Manual
	spine    *content.Spine
	portals  *portal.Room
	accounts *account.Room
	sent     *submit.Room
	room     *desk.Room
	reports  reports
	log      *bytes.Buffer
	tokens   map[string]string
}

var people = map[string]account.Grant{
	"author": {Portal: "handewitt", Role: "author"}, "editor": {Portal: "handewitt", Role: "editor"},
	"moderator": {Portal: "handewitt", Role: "moderator"}, "other": {Portal: "flensburg", Role: "editor"}, "admin": {Portal: "", Role: "admin"},
}

func offices(t *testing.T, fn func(o *office)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) { fn(newOffice(t, d)) })
}

func newOffice(t *testing.T, d *db.DB) *office {
	t.Helper()
	if err := d.Migrate(t.Context(), content.Schema, search.Schema, portal.Schema, account.Schema, importer.Schema, twin.Schema, submit.Schema); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, clock: clock.At(start), log: &bytes.Buffer{}, tokens: map[string]string{}}
	o.spine = content.New(d, o.clock)
	o.portals = portal.New(d, o.spine)
	for _, slug := range []string{"handewitt", "flensburg"} {
		name := strings.ToUpper(slug[:1]) + slug[1:]
		if err := o.portals.Save(t.Context(), &portal.Portal{
			Slug: slug, Name: name + " Mobil", Place: name, Hosts: []string{slug + ".localhost"}, Country: "de", First: i18n.DE, Languages: i18n.All,
			Zone: "Europe/Berlin", Brand: "#1f4e79", Accent: "#f0c02e",
		}); err != nil {
			t.Fatal(err)
		}
	}
	o.accounts, o.sent = account.New(d, o.clock), submit.New(d, o.clock)
	o.reports = reports{o.spine}
	o.room = desk.New(o.spine, o.portals, o.accounts, o.sent, []string{"hafen"}, desk.Part{Keeper: desk.Keep(o.reports), Form: bylines{}})
	o.room.Twins, o.room.Facts = twin.New(o.spine), o.reports
	o.room.Calendars = &importer.Asker{DB: d, Client: &fetch.Client{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, Clock: o.clock, Target: &taker{}, Zone: func(string) *time.Location { return time.UTC }}
	o.mux = &web.Mux{Clock: o.clock, Directory: o.portals, ErrorPage: o.room.ErrorPage, Log: slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, route := range o.room.Routes() {
		o.mux.Handle(route.Permission, route.Pattern, route.Handler)
	}
	return o
}

// as gives a signed-in person's token, made at the first use. The rows are
// written as account does, but without a password, whose hash takes its time.
func (o *office) as(name string) string {
	o.t.Helper()
	if name == "" || o.tokens[name] != "" {
		return o.tokens[name]
	}
	token, now := (name + strings.Repeat("t", 43))[:43], clock.Stamp(o.clock.Now())
	sum := sha256.Sum256([]byte(token))
	err := o.spine.DB().Write(o.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, row := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO account (id, name, shown, language, password, created_at) VALUES ($1,$2,$3,'de','',$4)`, []any{"id-" + name, name, "Frau " + name, now}},
			{`INSERT INTO account_role (account, portal, role) VALUES ($1,$2,$3)`, []any{"id-" + name, people[name].Portal, people[name].Role}},
			{
				`INSERT INTO session (token, account, created_at, seen_at, expires_at) VALUES ($1,$2,$3,$4,$5)`,
				[]any{hex.EncodeToString(sum[:]), "id-" + name, now, now, clock.Stamp(o.clock.Now().Add(account.Longest))},
			},
		} {
			if _, err := tx.Exec(ctx, row.sql, row.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.tokens[name] = token
	return token
}

// hired gives the token of a person who has a password.
func (o *office) hired(name string) string {
	o.t.Helper()
	if _, err := o.accounts.Add(o.t.Context(), account.Details{Name: name, Shown: "Frau " + name, Password: password, Grants: []account.Grant{people[name]}}); err != nil {
		o.t.Fatal(err)
	}
	token, err := o.accounts.SignIn(o.t.Context(), account.Attempt{Name: name, Password: password, Remote: "192.0.2.1:1"})
	if err != nil {
		o.t.Fatal(err)
	}
	return token
}

type answer struct {
	status   int
	location string
	body     string
	header   http.Header
	cookies  []*http.Cookie
}

func (o *office) do(token, method, path string, body url.Values) answer {
	o.t.Helper()
	var reader io.Reader
	if body != nil {
		reader = strings.NewReader(body.Encode())
	}
	r := httptest.NewRequest(method, "http://redaktion.localhost:8080"+path, reader)
	r.RemoteAddr = "127.77.66.55:4000"
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "umland-desk", Value: token})
	}
	w := httptest.NewRecorder()
	web.Logged(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := o.room.Who(r)
		if err != nil && fault.KindOf(err) != fault.Unauthenticated {
			o.t.Error(err)
		}
		site, _ := o.portals.BySlug("handewitt")
		o.mux.ServePlain(w, r, site, user)
	}), o.mux.Log, o.clock).ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "⟦") {
		i := strings.Index(w.Body.String(), "⟦")
		o.t.Errorf("%s %s: a text is missing: %.60s", method, path, w.Body.String()[i:])
	}
	for _, bad := range []string{"style=", "<script", "onclick"} {
		if strings.Contains(w.Body.String(), bad) {
			o.t.Errorf("%s %s holds %s", method, path, bad)
		}
	}
	return answer{w.Code, w.Header().Get("Location"), w.Body.String(), w.Header(), w.Result().Cookies()}
}

// write makes an article in a portal and gives its id.
func (o *office) write(portal, title string, status content.Status) string {
	o.t.Helper()
	site, _ := o.portals.BySlug(portal)
	n := o.reports.Blank(site)
	n.Slug, n.Status = content.Slug(title), status
	n.Texts["de"] = content.Text{Title: title, Teaser: "Kurz.", Body: "<p>Ein Text.</p>"}
	if err := o.reports.Save(o.t.Context(), content.Act{Actor: "demo"}, n); err != nil {
		o.t.Fatal(err)
	}
	return n.ID
}

func (o *office) stored(id string) *report {
	o.t.Helper()
	n, err := o.reports.Get(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

var itemID = regexp.MustCompile(`/beitraege/([0-9a-f-]{36})`)

const articles = "/redaktion/handewitt/beitraege"

func TestWritePublishChangeWithdraw(t *testing.T) {
	offices(t, func(o *office) {
		editor := o.as("editor")
		got := o.do(editor, "POST", articles+"/neu", values("version", "0", "title", "Neue Bänke am Weg", "teaser", "Acht Bänke.", "body", "Erster Absatz.\r\n\r\n- eins\r\n- zwei",
			"title_da", "Nye bænke", "byline", "Redaktion", "image", "", "visible_from", "24.11.2026 12:00"))
		id := itemID.FindStringSubmatch(got.location)
		if got.status != 303 || id == nil || !strings.HasSuffix(got.location, "?ok=saved#ok") {
			o.t.Fatalf("new: %d %q %.300s", got.status, got.location, got.body)
		}
		n := o.stored(id[1])
		if n.Status != content.Draft || n.Slug != "neue-baenke-am-weg" || n.Byline != "Redaktion" || n.Texts["de"].Body != "<p>Erster Absatz.</p><ul><li>eins</li><li>zwei</li></ul>" ||
			n.Texts["da"].Title != "Nye bænke" || len(n.Texts) != 2 || n.VisibleFrom.Format(time.RFC3339) != "2026-11-24T11:00:00Z" {
			o.t.Fatalf("stored: %+v", n)
		}
		page := o.do(editor, "GET", articles+"/"+id[1], nil)
		for _, want := range []string{`name="version" value="1"`, "Neue Bänke am Weg", "- eins\n- zwei</textarea>", `value="24.11.2026 12:00"`, `value="Redaktion"`, "Frau editor"} {
			if !strings.Contains(page.body, want) {
				o.t.Errorf("the form lacks %q", want)
			}
		}
		all := values("version", "1", "title", "Neue Bänke", "teaser", "Acht Bänke.", "body", "Erster Absatz.\n\n- eins\n- zwei", "slug", n.Slug)
		if got = o.do(editor, "POST", articles+"/"+id[1]+"/veroeffentlichen", all); got.status != 303 || !strings.HasSuffix(got.location, "?ok=published#ok") {
			o.t.Fatalf("publish: %d", got.status)
		}
		if n = o.stored(id[1]); n.Status != content.Published || n.Version != 2 || len(n.Texts) != 1 || !n.VisibleFrom.IsZero() {
			o.t.Fatalf("published: %+v", n)
		}
		all.Set("version", "2")
		if got = o.do(editor, "POST", articles+"/"+id[1]+"/zuruecknehmen", values("version", "2")); got.status != 303 {
			o.t.Fatalf("withdraw: %d", got.status)
		}
		if n = o.stored(id[1]); n.Status != content.Withdrawn || n.Texts["de"].Title != "Neue Bänke" {
			o.t.Errorf("withdrawn: %+v", n)
		}
	})
}

func TestFormWithFaultsComesBackFilled(t *testing.T) {
	offices(t, func(o *office) {
		got := o.do(o.as("editor"), "POST", articles+"/neu/veroeffentlichen", values("version", "0", "title", "", "teaser", "Bleibt <hier>", "slug", "Groß!", "title_da", "",
			"body_da", "kun tekst", "visible_from", "morgen", "image", "unbekannt", "byline", strings.Repeat("x", 21), "visible_until", "29.03.2026 02:30"))
		if got.status != 422 || !strings.Contains(got.body, "<title>Fehler:") || !strings.Contains(got.body, `value="Bleibt &lt;hier&gt;"`) || !strings.Contains(got.body, `value="morgen"`) {
			o.t.Errorf("%d", got.status)
		}
		for _, name := range []string{"visible_from", "visible_until", "image", "byline"} {
			if !strings.Contains(got.body, `href="#`+name+`"`) || !strings.Contains(got.body, `id="`+name+`-fehler"`) {
				o.t.Errorf("%s is not marked", name)
			}
		}
		got = o.do(o.as("editor"), "POST", articles+"/neu", values("version", "0", "title", "", "body_da", "kun tekst", "slug", "Groß!"))
		for _, name := range []string{"title", "title_da", "slug"} {
			if got.status != 422 || !strings.Contains(got.body, `href="#`+name+`"`) || !strings.Contains(got.body, `id="`+name+`-fehler"`) {
				o.t.Errorf("%s is not marked", name)
			}
		}
		got = o.do(o.as("editor"), "POST", articles+"/neu/veroeffentlichen", values("version", "0", "title", "Mit Bild", "image", "hafen"))
		if got.status != 422 || !strings.Contains(got.body, `href="#alt"`) {
			o.t.Errorf("a picture without a description is published: %d", got.status)
		}
		o.write("handewitt", "Vergeben", content.Draft)
		if got = o.do(o.as("editor"), "POST", articles+"/neu", values("version", "0", "title", "Zweiter", "slug", "vergeben")); got.status != 422 || !strings.Contains(got.body, `id="slug-fehler"`) {
			o.t.Errorf("slug in use: %d", got.status)
		}
		if got = o.do(o.as("editor"), "POST", articles+"/neu", values("title", "Ohne Fassung")); got.status != 400 {
			o.t.Errorf("without a version: %d", got.status)
		}
		if n, err := o.spine.LastChange(o.t.Context()); err != nil || n != 3 {
			o.t.Errorf("%d changes instead of two portals and one article, %v", n, err)
		}
	})
}

func TestUntouchedBodyKeepsItsHTML(t *testing.T) {
	offices(t, func(o *office) {
		site, _ := o.portals.BySlug("handewitt")
		n := o.reports.Blank(site)
		const html = `<table><thead><tr><th>Tag</th></tr></thead><tbody><tr><td>Montag</td></tr></tbody></table><figure><img src="/-/bilder/hafen.svg" alt="Hafen"><figcaption>Der <em>Hafen</em></figcaption></figure>`
		n.Slug, n.Texts["de"] = "tabelle", content.Text{Title: "Tabelle", Body: html}
		if err := o.reports.Save(o.t.Context(), content.Act{}, n); err != nil {
			o.t.Fatal(err)
		}
		page := o.do(o.as("editor"), "GET", articles+"/"+n.ID, nil)
		area := regexp.MustCompile(`(?s)<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>`).FindStringSubmatch(page.body)
		if area == nil {
			area = regexp.MustCompile(`(?s)<textarea[^>]*id="body"[^>]*>\n?(.*?)</textarea>`).FindStringSubmatch(page.body)
		}
		if area == nil {
			o.t.Fatal("no text field")
		}
		typed := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&amp;", "&", "&#39;", "'", "\n", "\r\n").Replace(area[1])
		if got := o.do(o.as("editor"), "POST", articles+"/"+n.ID, values("version", "1", "title", "Tabelle!", "body", typed)); got.status != 303 {
			o.t.Fatal(got.status)
		}
		if got := o.stored(n.ID).Texts["de"]; got.Body != html || got.Title != "Tabelle!" {
			o.t.Errorf("%s", got.Body)
		}
	})
}

func TestLostUpdateIsRefused(t *testing.T) {
	offices(t, func(o *office) {
		id := o.write("handewitt", "Gemeinsam", content.Draft)
		first := values("version", "1", "title", "Von der Redakteurin", "body", "Ihr Text.")
		if got := o.do(o.as("editor"), "POST", articles+"/"+id, first); got.status != 303 {
			o.t.Fatal(got.status)
		}
		mine := values("version", "1", "title", "Von der Autorin", "body", "Mein Text.", "byline", "Ich")
		got := o.do(o.as("author"), "POST", articles+"/"+id, mine)
		if got.status != http.StatusConflict {
			o.t.Fatalf("%d", got.status)
		}
		for _, want := range []string{"Frau editor", "Von der Redakteurin", "Ihr Text.", `value="Von der Autorin"`, "Mein Text.</textarea>", `value="Ich"`, `name="version" value="2"`, `class="compare"`, "Jemand war schneller"} {
			if !strings.Contains(got.body, want) {
				o.t.Errorf("the page of the clash lacks %q", want)
			}
		}
		if n := o.stored(id); n.Texts["de"].Title != "Von der Redakteurin" || n.Version != 2 {
			o.t.Errorf("overwritten: %+v", n)
		}
		if got := o.do(o.as("author"), "POST", articles+"/"+id, values("version", "3", "title", "Vorgriff")); got.status != http.StatusConflict {
			o.t.Errorf("a version that is still to come: %d", got.status)
		}
		for _, path := range []string{"/veroeffentlichen", "/zuruecknehmen"} {
			if got := o.do(o.as("editor"), "POST", articles+"/"+id+path, values("version", "1", "title", "x")); got.status != http.StatusConflict {
				o.t.Errorf("%s: %d", path, got.status)
			}
		}
		mine.Set("version", "2")
		if got := o.do(o.as("author"), "POST", articles+"/"+id, mine); got.status != 303 {
			o.t.Errorf("saved knowingly: %d", got.status)
		}
		if n := o.stored(id); n.Texts["de"].Title != "Von der Autorin" || n.Version != 3 {
			o.t.Errorf("%+v", n)
		}
	})
}

func TestHistoryAndRestore(t *testing.T) {
	offices(t, func(o *office) {
		id := o.write("handewitt", "Erste Fassung", content.Published)
		o.do(o.as("editor"), "POST", articles+"/"+id, values("version", "1", "title", "Zweite Fassung", "byline", "B", "reason", "Titel gekürzt"))
		list := o.do(o.as("editor"), "GET", articles+"/"+id+"/verlauf", nil)
		if list.status != 200 || !strings.Contains(list.body, "Titel gekürzt") || !strings.Contains(list.body, "Frau editor") || !strings.Contains(list.body, "Musterdaten") {
			o.t.Errorf("history: %d", list.status)
		}
		one := o.do(o.as("editor"), "GET", articles+"/"+id+"/verlauf/1", nil)
		if one.status != 200 || !strings.Contains(one.body, "Erste Fassung") || !strings.Contains(one.body, "Zweite Fassung") {
			o.t.Errorf("version: %d", one.status)
		}
		for _, v := range []string{"9", "x", "-1"} {
			if got := o.do(o.as("editor"), "GET", articles+"/"+id+"/verlauf/"+v, nil); got.status != 404 {
				o.t.Errorf("version %s: %d", v, got.status)
			}
		}
		if got := o.do(o.as("author"), "POST", articles+"/"+id+"/verlauf/1", values("version", "2")); got.status != 403 {
			o.t.Errorf("an author restores what is public: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", articles+"/"+id+"/verlauf/1", values("version", "1")); !strings.HasSuffix(got.location, "?ok=faster#ok") {
			o.t.Errorf("with an old version: %d %s", got.status, got.location)
		}
		if got := o.do(o.as("editor"), "POST", articles+"/"+id+"/verlauf/1", values("version", "2")); got.status != 303 || !strings.HasSuffix(got.location, "?ok=restored#ok") {
			o.t.Fatalf("restore: %d", got.status)
		}
		if n := o.stored(id); n.Version != 3 || n.Texts["de"].Title != "Erste Fassung" || n.Status != content.Published || n.Byline != "" {
			o.t.Errorf("%+v", n)
		}
	})
}
