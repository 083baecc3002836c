package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyATrustedProxyNamesTheVisitor(t *testing.T) {
	trusted, err := ParseProxies("10.0.0.1, 192.168.0.0/16")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, header, want string }{
		{"10.0.0.1:5", "203.0.113.7", "203.0.113.7:0"},
		{"10.0.0.1:5", "1.1.1.1, 203.0.113.7, 192.168.1.1", "203.0.113.7:0"},
		{"10.0.0.1:5", "", "10.0.0.1:5"},
		{"10.0.0.1:5", "evil", "10.0.0.1:5"},
		{"203.0.113.9:5", "1.1.1.1", "203.0.113.9:5"},
		{"[::1]:5", "1.1.1.1", "[::1]:5"},
	} {
		var got string
		h := BehindProxy(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }), trusted)
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s, %q: %s, want %s", c.from, c.header, got, c.want)
		}
	}
	if _, err := ParseProxies("somewhere"); err == nil {
		t.Error("a name is no address")
	}
}
