package account_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"umland/internal/account"
)

func TestCookie(t *testing.T) {
	token := strings.Repeat("t", 43)
	for _, c := range []struct {
		name         string
		tls, proxied bool
		want         string
	}{
		{"demo", false, false, "umland-desk=" + token + "; Path=/redaktion; HttpOnly; SameSite=Lax"},
		{"https", true, false, "__Host-umland=" + token + "; Path=/; HttpOnly; Secure; SameSite=Lax"},
		{"behind a proxy", false, true, "__Host-umland=" + token + "; Path=/; HttpOnly; Secure; SameSite=Lax"},
	} {
		m := &account.Room{HTTPS: c.proxied}
		r := httptest.NewRequest(http.MethodGet, "http://redaktion.localhost/redaktion", nil)
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		m.SetToken(w, r, token)
		if got := w.Header().Get("Set-Cookie"); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
		for _, cookie := range w.Result().Cookies() {
			r.AddCookie(cookie)
		}
		if m.Token(r) != token {
			t.Errorf("%s: not read back", c.name)
		}
		w = httptest.NewRecorder()
		m.SetToken(w, r, "")
		if got := w.Header().Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	// A cookie of the demo's name is not taken over https: anybody on the
	// network could have set it.
	r := httptest.NewRequest(http.MethodGet, "https://redaktion.example/redaktion", nil)
	r.TLS = &tls.ConnectionState{}
	r.AddCookie(&http.Cookie{Name: "umland-desk", Value: token})
	if (&account.Room{}).Token(r) != "" {
		t.Error("the plain cookie counts over https")
	}
}

func TestNextStaysAtTheDesk(t *testing.T) {
	for _, good := range []string{"/redaktion", "/redaktion/handewitt", "/redaktion/handewitt/orte?q=a%20b&status=draft", "/redaktion?x=1"} {
		if got := account.Next(good); got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
	for _, bad := range []string{
		"", "/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example",
		"https:/evil.example", "http:evil", "javascript:alert(1)", "data:text/html,x", "evil.example", "redaktion", "/redaktionevil",
		"/redaktion.evil.example", "/redaktion@evil.example", "//redaktion", "//redaktion/x", "/redaktion//evil.example", "/redaktion/../orte",
		"/redaktion/..//evil", "/redaktion/\\evil", "/redaktion/%2e%2e/x/../..", "/redaktion\t", "/redaktion/\n/evil", "/redaktion/\r\nSet-Cookie: x=1",
		"/redaktion/ x", " /redaktion", "/redaktion/\x00", "/redaktion/ü", "/redaktion/abmelden", "/redaktion/anmelden", "/redaktion/anmelden?next=x",
		"/redaktion/%5c%5cevil", "/redaktion/%2f%2fevil", "/redaktion/%zz", "?next=/redaktion", "#/redaktion", "/redaktion/" + strings.Repeat("a", 600),
		"%2f%2fevil.example", "/%09/evil.example", "/.evil.example", "https://redaktion.localhost/redaktion", "//user@evil.example/redaktion",
	} {
		if got := account.Next(bad); got != "/redaktion" {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"203.0.113.7:443": "203.0.113.0/24", "[2001:db8:1:2::3]:80": "2001:db8:1::/48", "[::ffff:203.0.113.9]:1": "203.0.113.0/24",
		"[fe80::1%eth0]:80": "fe80::/48", "10.1.2.3": "10.1.2.0/24", "": "", "pipe": "",
	} {
		if got := account.Network(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
