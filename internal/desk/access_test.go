package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/submit"
	"umland/internal/testkit"
	"umland/internal/web"
)

// allowed says what each person may do in Handewitt; the rest is forbidden.
var allowed = map[string]string{
	"author": "desk edit", "editor": "desk edit publish review notice", "moderator": "desk review moderate",
	"other": "", "admin": "desk edit publish review moderate notice admin",
}

// TestEveryRouteForEveryRole walks the table of routes.
func TestEveryRouteForEveryRole(t *testing.T) {
	offices(t, func(o *office) {
		draft := o.write("handewitt", "Ein Entwurf", content.Draft)
		public := o.write("handewitt", "Veröffentlicht", content.Published)
		foreign := o.write("flensburg", "Aus Flensburg", content.Draft)
		sub := &submit.Submission{Portal: "flensburg", Kind: submit.Contact, Subject: "allgemein", Message: "geheim"}
		if err := o.sent.Add(o.t.Context(), sub, submit.Sender{}); err != nil {
			o.t.Fatal(err)
		}
		o.as("")
		for name := range people {
			o.as(name)
		}
		before, err := o.spine.LastChange(o.t.Context())
		if err != nil {
			o.t.Fatal(err)
		}
		cells := 0
		for _, route := range o.room.Routes() {
			method, pattern, _ := strings.Cut(route.Pattern, " ")
			if route.Permission == web.Public || strings.Contains(pattern, "/konto") {
				continue
			}
			body := url.Values(nil)
			if method == http.MethodPost {
				body = values("x", "y") // no version, no status: never a change
			}
			for _, name := range []string{"", "author", "editor", "moderator", "other", "admin"} {
				for target, id := range map[string]string{"own draft": draft, "own public": public, "foreign": foreign, "missing": "0190a000-0000-7000-8000-000000000000"} {
					for _, portal := range []string{"handewitt", "mond"} {
						path := strings.NewReplacer("{portal}", portal, "{id}", id, "{version}", "1").Replace(pattern)
						got := o.do(o.as(name), method, path, body)
						cells++
						inPortal := strings.Contains(pattern, "{portal}")
						has := strings.Contains(" "+allowed[name]+" ", " "+string(route.Permission)+" ") && (portal == "handewitt" || name == "admin") || !inPortal && name != ""
						switch {
						case name == "":
							if got.status != 401 {
								o.t.Errorf("nobody %s %s: %d", method, path, got.status)
							}
						case !has:
							if got.status != 403 {
								o.t.Errorf("%s %s %s: %d instead of 403", name, method, path, got.status)
							}
						case inPortal && portal == "mond", (target == "foreign" || target == "missing") && strings.Contains(pattern, "{id}"):
							// A form without its fields may be refused before it is looked up.
							if got.status != 404 && !(method == http.MethodPost && got.status == 400) {
								o.t.Errorf("%s %s %s: %d instead of 404", name, method, path, got.status)
							}
						case got.status >= 500:
							o.t.Errorf("%s %s %s: %d", name, method, path, got.status)
						}
					}
				}
			}
		}
		after, err := o.spine.LastChange(o.t.Context())
		if err != nil || after != before {
			o.t.Errorf("%d changes happened, %v", after-before, err)
		}
		o.t.Logf("%d cells", cells)
	})
}

func TestForeignAndMissingLookAlike(t *testing.T) {
	offices(t, func(o *office) {
		foreign := o.write("flensburg", "Aus Flensburg", content.Draft)
		missing := "0190a000-0000-7000-8000-000000000000"
		a, b := o.do(o.as("editor"), "GET", articles+"/"+foreign, nil), o.do(o.as("editor"), "GET", articles+"/"+missing, nil)
		if a.status != 404 || strings.ReplaceAll(a.body, foreign, "") != strings.ReplaceAll(b.body, missing, "") {
			o.t.Errorf("%d: the answers differ", a.status)
		}
		if got := o.do(o.as("editor"), "GET", "/redaktion/flensburg/beitraege", nil); got.status != 403 {
			o.t.Errorf("list of the other portal: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", "/redaktion/flensburg/beitraege/neu", values("version", "0", "title", "Fremd")); got.status != 403 {
			o.t.Errorf("save in the other portal: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", articles+"/"+foreign, values("version", "1", "title", "Fremd")); got.status != 404 {
			o.t.Errorf("save across: %d", got.status)
		}
		if n := o.stored(foreign); n.Version != 1 {
			o.t.Error("changed all the same")
		}
		list := o.do(o.as("editor"), "GET", articles, nil)
		if strings.Contains(list.body, "Aus Flensburg") {
			o.t.Error("the other portal's draft is listed")
		}
	})
}

func TestAuthorsWriteButDoNotPublish(t *testing.T) {
	offices(t, func(o *office) {
		public := o.write("handewitt", "Öffentlich", content.Published)
		if got := o.do(o.as("author"), "POST", articles+"/"+public, values("version", "1", "title", "Geändert")); got.status != 403 {
			o.t.Errorf("changes what is public: %d", got.status)
		}
		if got := o.do(o.as("author"), "POST", articles+"/neu/veroeffentlichen", values("version", "0", "title", "Selbst")); got.status != 403 {
			o.t.Errorf("publishes: %d", got.status)
		}
		got := o.do(o.as("author"), "POST", articles+"/neu", values("version", "0", "title", "Entwurf", "status", "published", "portal", "flensburg", "share", "flensburg", "share_asked", "ja"))
		id := itemID.FindStringSubmatch(got.location)
		if got.status != 303 || id == nil {
			o.t.Fatalf("writes: %d", got.status)
		}
		if n := o.stored(id[1]); n.Status != content.Draft || n.Portal != "handewitt" {
			o.t.Errorf("more than a draft: %+v", n)
		}
		if shown, err := db.All(o.t.Context(), o.spine.DB(), db.Text, `SELECT portal FROM placement WHERE item = $1 ORDER BY portal`, id[1]); err != nil || len(shown) != 1 {
			o.t.Errorf("shared: %v, %v", shown, err)
		}
	})
}

func TestSharing(t *testing.T) {
	offices(t, func(o *office) {
		id := o.write("handewitt", "Für alle", content.Published)
		shown := func() string {
			list, err := db.All(o.t.Context(), o.spine.DB(), db.Text, `SELECT portal FROM placement WHERE item = $1 AND public = 1 ORDER BY portal`, id)
			if err != nil {
				o.t.Fatal(err)
			}
			return strings.Join(list, " ")
		}
		v := values("version", "1", "title", "Für alle", "share_asked", "ja", "share", "flensburg")
		if got := o.do(o.as("editor"), "POST", articles+"/"+id, v); got.status != 303 || shown() != "handewitt" {
			o.t.Errorf("an editor of one portal shares into another: %d, %s", got.status, shown())
		}
		v.Set("version", "2")
		if got := o.do(o.as("admin"), "POST", articles+"/"+id, v); got.status != 303 || shown() != "flensburg handewitt" {
			o.t.Errorf("%d, %s", got.status, shown())
		}
		page := o.do(o.as("admin"), "GET", articles+"/"+id, nil)
		if !strings.Contains(page.body, `value="flensburg" checked`) {
			o.t.Error("the form does not show it")
		}
		if page := o.do(o.as("editor"), "GET", articles+"/"+id, nil); !strings.Contains(page.body, "Wird auch gezeigt in: Flensburg Mobil") {
			o.t.Error("the editor does not see it")
		}
		if got := o.do(o.as("editor"), "POST", articles+"/"+id, values("version", "3", "title", "Neu")); got.status != 303 || shown() != "flensburg handewitt" {
			o.t.Errorf("an editor's save unshares: %s", shown())
		}
		if got := o.do(o.as("admin"), "POST", articles+"/"+id, values("version", "4", "title", "Neu", "share_asked", "ja")); got.status != 303 || shown() != "handewitt" {
			o.t.Errorf("taken out: %d, %s", got.status, shown())
		}
	})
}

func TestSignInPage(t *testing.T) {
	offices(t, func(o *office) {
		signedIn := o.hired("editor")
		page := o.do("", "GET", articles+"?status=draft", nil)
		if page.status != 401 || !strings.Contains(page.body, `name="next" value="/redaktion/handewitt/beitraege?status=draft"`) {
			o.t.Errorf("not signed in: %d", page.status)
		}
		wrong := o.do("", "POST", "/redaktion/anmelden", values("name", "editor", "password", "kanarie-passwort-lang", "next", "//evil.example"))
		if wrong.status != 422 || len(wrong.cookies) > 0 || !strings.Contains(wrong.body, `value="editor"`) || strings.Contains(wrong.body, "kanarie-passwort") || strings.Contains(wrong.body, "evil") {
			o.t.Errorf("wrong: %d", wrong.status)
		}
		good := o.do("", "POST", "/redaktion/anmelden", values("name", "Editor", "password", password, "next", articles))
		if good.status != 303 || good.location != articles+"#inhalt" || len(good.cookies) != 1 || !good.cookies[0].HttpOnly {
			o.t.Fatalf("good: %d %q %v", good.status, good.location, good.cookies)
		}
		token := good.cookies[0].Value
		if got := o.do(token, "GET", articles, nil); got.status != 200 || got.header.Get("Cache-Control") != "no-store" {
			o.t.Errorf("signed in: %d", got.status)
		}
		again := o.do(token, "POST", "/redaktion/anmelden", values("name", "editor", "password", password))
		if got := o.do(token, "GET", articles, nil); got.status != 401 || again.location != "/redaktion#inhalt" {
			o.t.Errorf("the old session lives on: %d", got.status)
		}
		token = again.cookies[0].Value
		if got := o.do(token, "GET", "/redaktion/anmelden?next=https://evil.example", nil); got.location != "/redaktion" {
			o.t.Errorf("already signed in: %q", got.location)
		}
		if got := o.do(token, "GET", "/redaktion", nil); got.location != "/redaktion/handewitt" {
			o.t.Errorf("one portal only: %q", got.location)
		}
		out := o.do(token, "POST", "/redaktion/abmelden", url.Values{})
		if out.status != 303 || len(out.cookies) != 1 || out.cookies[0].MaxAge != -1 || out.header.Get("Clear-Site-Data") == "" {
			o.t.Errorf("out: %d %v", out.status, out.cookies)
		}
		if got := o.do(token, "GET", articles, nil); got.status != 401 {
			o.t.Errorf("signed out: %d", got.status)
		}
		token = signedIn
		o.clock.Advance(account.Idle)
		if got := o.do(token, "POST", articles+"/neu", values("version", "0", "title", "Zu spät")); got.status != 401 || !strings.Contains(got.body, "abgelaufen") {
			o.t.Errorf("expired: %d", got.status)
		}
		for _, secret := range []string{password, "kanarie", token, "127.77.66"} {
			if strings.Contains(o.log.String(), secret) {
				o.t.Errorf("%q stands in the log", secret)
			}
		}
	})
}

func TestTooManySignInsAreTold(t *testing.T) {
	o := newOffice(t, testkit.SQLite(t))
	for range 10 {
		o.do("", "POST", "/redaktion/anmelden", values("name", "niemand", "password", "falsch"))
	}
	got := o.do("", "POST", "/redaktion/anmelden", values("name", "niemand", "password", "falsch"))
	if got.status != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "15 Minuten") {
		t.Errorf("%d", got.status)
	}
}

func TestAccountPage(t *testing.T) {
	offices(t, func(o *office) {
		token := o.hired("editor")
		if got := o.do(token, "POST", "/redaktion/konto/sprache", values("language", "da")); got.status != 303 {
			o.t.Fatal(got.status)
		}
		if got := o.do(token, "GET", "/redaktion/handewitt", nil); !strings.Contains(got.body, `<html lang="da"`) || !strings.Contains(got.body, "Log") {
			o.t.Errorf("not in Danish: %d", got.status)
		}
		if got := o.do(token, "POST", "/redaktion/konto/sprache", values("language", "fr")); got.status != 422 {
			o.t.Errorf("unknown language: %d", got.status)
		}
		if got := o.do(token, "POST", "/redaktion/konto/passwort", values("old", password, "password", "kurz")); got.status != 422 || !strings.Contains(got.body, `href="#password"`) {
			o.t.Errorf("short: %d", got.status)
		}
		got := o.do(token, "POST", "/redaktion/konto/passwort", values("old", password, "password", "ganz andere stille Wörter"))
		if got.status != 303 || len(got.cookies) != 1 {
			o.t.Fatalf("changed: %d", got.status)
		}
		if old, fresh := o.do(token, "GET", "/redaktion/konto", nil), o.do(got.cookies[0].Value, "GET", "/redaktion/konto", nil); old.status != 401 || fresh.status != 200 {
			o.t.Errorf("old %d, fresh %d", old.status, fresh.status)
		}
	})
}
