package account

import (
	"net/http"
	"net/url"
	"strings"
)

// The cookie's name over https binds it to this very host (RFC 6265bis); the
// demo speaks http, where browsers do not take that name.
const (
	secureCookie = "__Host-umland"
	plainCookie  = "umland-desk"
)

func (m *Room) secure(r *http.Request) bool { return r.TLS != nil || m.HTTPS }

// Token reads the session's token from a request; "" where there is none.
func (m *Room) Token(r *http.Request) string {
	name := plainCookie
	if m.secure(r) {
		name = secureCookie
	}
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) != tokenLength {
		return ""
	}
	return c.Value
}

// SetToken hands a token to the browser; "" takes it away again. It belongs
// on the desk's host only.
func (m *Room) SetToken(w http.ResponseWriter, r *http.Request, token string) {
	c := &http.Cookie{Name: plainCookie, Path: "/redaktion", Value: token, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if m.secure(r) {
		c.Name, c.Path, c.Secure = secureCookie, "/", true
	}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// Next is where to go after signing in: next where it is a path of the desk,
// else the desk's first page. Nothing that a browser could read as another
// host passes.
func Next(next string) string {
	const home = "/redaktion"
	if next != home && !strings.HasPrefix(next, home+"/") && !strings.HasPrefix(next, home+"?") || len(next) > 500 {
		return home
	}
	for _, c := range next {
		if c <= ' ' || c == '\\' || c >= 0x7f {
			return home
		}
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.Contains(u.Path, "//") || strings.Contains(u.Path, "/..") ||
		strings.Contains(u.Path, "\\") || strings.HasPrefix(u.Path, home+"/abmelden") || strings.HasPrefix(u.Path, home+"/anmelden") || u.Fragment != "" {
		return home
	}
	return next
}
