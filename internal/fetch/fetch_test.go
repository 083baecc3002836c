package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/i18n"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// site answers what a test needs, on the machine's own address.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"7"`)
		if r.Header.Get("If-None-Match") == `"7"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "BEGIN:VCALENDAR")
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bytes.Repeat([]byte("x"), 2000)) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://[::1]:1/", http.StatusFound)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestGet(t *testing.T) {
	s := site(t)
	c := Client{Allow: loopback}
	a, err := c.Get(t.Context(), s.URL+"/ok#part", 1000, Known{})
	if err != nil || string(a.Body) != "BEGIN:VCALENDAR" || a.ETag != `"7"` {
		t.Fatalf("%+v, %v", a, err)
	}
	if a, err = c.Get(t.Context(), s.URL+"/ok", 1000, a.Known); err != nil || !a.Unchanged || len(a.Body) != 0 {
		t.Errorf("asked again: %+v, %v", a, err)
	}
	for path, key := range map[string]string{
		"/big": "fetch.too_big", "/loop": "fetch.redirects", "/file": "fetch.forbidden", "/inside": "fetch.forbidden", "/none": "fetch.status",
	} {
		refused(t, &c, s.URL+path, key)
	}
}

// TestNeverInside: whatever a name or a proxy of the environment says, no
// connection is made to an address that is not public.
func TestNeverInside(t *testing.T) {
	s := site(t)
	t.Setenv("HTTP_PROXY", s.URL)
	t.Setenv("http_proxy", s.URL)
	c := &Client{}
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"} {
		_, err := c.Get(t.Context(), "http://"+host+":"+u.Port()+"/ok", 1000, Known{})
		if err == nil {
			t.Errorf("%s was reached", host)
		}
	}
	for _, a := range []string{"10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "0.0.0.0", "255.255.255.255", "2001:db8::1"} {
		if c.allowed(netip.MustParseAddr(a)) {
			t.Errorf("%s counts as public", a)
		}
	}
	for _, a := range []string{"8.8.8.8", "2a00:1450:4001::1", "185.1.2.3"} {
		if !c.allowed(netip.MustParseAddr(a)) {
			t.Errorf("%s does not count as public", a)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, a := range []string{"", "termine.ics", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/a", "http://", "https://user:word@example.org/", "http://exa mple.org/"} {
		refused(t, &Client{}, a, "fetch.bad_address")
	}
	if u, err := parse("webcal://example.org/a.ics"); err != nil || u.String() != "https://example.org/a.ics" {
		t.Error(u, err)
	}
}

func refused(t *testing.T, c *Client, address, key string) {
	t.Helper()
	_, err := c.Get(t.Context(), address, 1000, Known{})
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != key {
		t.Errorf("%s: %v, not %s", address, err, key)
		return
	}
	if text := i18n.T(i18n.DE, f.Key, f.Args...); strings.ContainsAny(text, "⟦{") {
		t.Errorf("%s: %s", address, text)
	}
}
