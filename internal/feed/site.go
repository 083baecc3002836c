package feed

import (
	"net/http"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/web"
)

// Site answers what search engines and finders of security holes look for at
// fixed addresses of every portal.
type Site struct {
	spine    *content.Spine
	standing []string
}

// NewSite is the room over the spine; standing are the canonical paths of the
// pages that every portal has in all its languages.
func NewSite(spine *content.Spine, standing ...string) *Site {
	return &Site{spine: spine, standing: standing}
}

// Robots answers /robots.txt. Search results are endless and the desk is
// nobody's business; a portal of made-up content is to be found nowhere.
func (m *Site) Robots(w http.ResponseWriter, r *web.Request) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	if r.Site.Demo {
		b.WriteString("Disallow: /\n")
	} else {
		b.WriteString("Disallow: /redaktion\n")
		for _, lang := range r.Site.Languages {
			b.WriteString("Disallow: " + r.HrefIn(lang, "/suche") + "\n")
		}
	}
	b.WriteString("\nSitemap: " + r.Origin(r.Site) + "/sitemap.xml\n")
	return plain(w, b.String())
}

// expiry is how long a security.txt holds; RFC 9116 wants less than a year.
const expiry = 300 * 24 * time.Hour

// Security answers /.well-known/security.txt (RFC 9116).
func (m *Site) Security(w http.ResponseWriter, r *web.Request) error {
	var b strings.Builder
	b.WriteString("Contact: " + contact(r) + "\n")
	expires := r.Now.UTC().Truncate(24 * time.Hour).Add(expiry)
	b.WriteString("Expires: " + expires.Format(time.RFC3339) + "\n")
	languages := make([]string, len(r.Site.Languages))
	for i, l := range r.Site.Languages {
		languages[i] = string(l)
	}
	b.WriteString("Preferred-Languages: " + strings.Join(languages, ", ") + "\n")
	if origin := r.Origin(r.Site); strings.HasPrefix(origin, "https://") {
		b.WriteString("Canonical: " + origin + "/.well-known/security.txt\n")
	}
	return plain(w, b.String())
}

// contact is the operator's address for mail, or the contact page; the
// standard allows no page without https, hence the telephone before it.
func contact(r *web.Request) string {
	o := r.Site.Operator
	page := r.Abs("/kontakt")
	dial := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c == '+' {
			return c
		}
		return -1
	}, o.Phone)
	switch {
	case o.Email != "" && !strings.ContainsAny(o.Email, " \t\r\n"):
		return "mailto:" + o.Email
	case strings.HasPrefix(page, "https://"):
		return page
	case strings.HasPrefix(dial, "+"):
		return "tel:" + dial
	}
	return page
}

// plain sends text for programs; it is the same in all languages.
func plain(w http.ResponseWriter, text string) error {
	return sendAs(w, "text/plain; charset=utf-8", []byte(text))
}
