package web

import (
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// Formats are the other forms of a page, told by the suffix of its address.
var Formats = []string{"json", "csv", "geojson", "ics", "rss"}

// HostName is the Host header without port, case and trailing dot.
func HostName(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}

// Port gives ":8080" when the Host header names a plain numeric port.
func Port(host string) string {
	_, p, err := net.SplitHostPort(host)
	if err != nil || p == "" || len(p) > 5 || strings.Trim(p, "0123456789") != "" {
		return ""
	}
	return ":" + p
}

// splitFormat cuts a known suffix from the last segment.
func splitFormat(p string) (rest, format string) {
	last := p[strings.LastIndexByte(p, '/')+1:]
	dot := strings.LastIndexByte(last, '.')
	if dot <= 0 {
		return p, ""
	}
	for _, f := range Formats {
		if last[dot+1:] == f {
			return p[:len(p)-len(f)-1], f
		}
	}
	return p, ""
}

// resolve understands the path of a request to a portal. A non-empty
// redirect is the one address of the same thing: another language's word, a
// prefix of the first language, a slash too many all lead there.
func resolve(r *Request) (redirect string, err error) {
	raw := r.Request.URL.Path
	if raw == "" || raw[0] != '/' || strings.ContainsAny(raw, "\\\x00") {
		return "", fault.New(fault.BadRequest, "errors.bad_address")
	}
	r.Lang = r.Site.First
	rest := path.Clean(raw)
	switch first, tail := head(rest); {
	case first == i18n.Leicht:
		r.Lang, r.Leicht, rest = i18n.DE, true, tail
	case isLang(first):
		r.Lang, rest = i18n.Lang(first), tail
		if !r.Site.Speaks(r.Lang) {
			r.Lang = r.Site.First
			return "", fault.New(fault.NotFound, "errors.not_found")
		}
	}
	rest, r.Format = splitFormat(rest)
	r.Path = canonicalise(r.Lang, rest)
	want := withQuery(r.Href(r.Path), r.Format, "")
	if want == raw {
		return "", nil
	}
	return withQuery((&url.URL{Path: want}).EscapedPath(), "", r.URL.RawQuery), nil
}

func head(p string) (first, tail string) {
	i := strings.IndexByte(p[1:], '/')
	if i < 0 {
		return p[1:], "/"
	}
	return p[1 : i+1], p[i+1:]
}

func isLang(s string) bool {
	for _, l := range i18n.All {
		if s == string(l) {
			return true
		}
	}
	return false
}

func withQuery(address, format, query string) string {
	if format != "" {
		address += "." + format
	}
	if query != "" {
		address += "?" + query
	}
	return address
}

// prefix is "" for the portal's first language, "/da" and so on, or "/leicht".
func prefix(site *Site, lang i18n.Lang, leicht bool) string {
	switch {
	case leicht:
		return "/" + i18n.Leicht
	case lang == site.First:
		return ""
	}
	return "/" + string(lang)
}

func address(site *Site, lang i18n.Lang, leicht bool, p string) string {
	query := ""
	if i := strings.IndexAny(p, "?#"); i >= 0 {
		p, query = p[:i], p[i:]
	}
	local := localise(lang, p)
	pre := prefix(site, lang, leicht)
	if local == "/" && pre != "" {
		return pre + "/" + query
	}
	return pre + local + query
}

// Href gives the address of a canonical German path, with query or fragment,
// in the reader's language on this portal.
func (r *Request) Href(p string) string { return address(r.Site, r.Lang, r.Leicht, p) }

// HrefIn is Href in another language; Leichte Sprache is left.
func (r *Request) HrefIn(lang i18n.Lang, p string) string { return address(r.Site, lang, false, p) }

// HrefLeicht is the address of the path in Leichte Sprache.
func (r *Request) HrefLeicht(p string) string { return address(r.Site, i18n.DE, true, p) }

// Address is that of a canonical path of a portal, with query or fragment, in
// a language: what Href is without a request. A language that the portal does
// not speak becomes its first.
func Address(s *Site, lang i18n.Lang, p string) string {
	if !s.Speaks(lang) {
		lang = s.First
	}
	return address(s, lang, false, p)
}

// Origin is scheme and host of a portal, without a slash at the end. It comes
// from the portal's configuration; in the demo from its own first host name
// with scheme and port of the request, never from an untrusted header.
func (r *Request) Origin(s *Site) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	return r.scheme + "://" + s.Host + r.port
}

// Abs is the absolute address of a canonical path in the reader's language.
func (r *Request) Abs(p string) string { return r.Origin(r.Site) + r.Href(p) }

// AbsIn is the absolute address of a canonical path in another language.
func (r *Request) AbsIn(lang i18n.Lang, p string) string {
	return r.Origin(r.Site) + r.HrefIn(lang, p)
}

// ItemURL is the absolute address of an item on its owner's host, in the
// reader's language where the owner speaks it.
func (r *Request) ItemURL(portal, p string) string {
	site, ok := r.dir.BySlug(portal)
	if !ok {
		site = r.Site
	}
	lang := r.Lang
	if !site.Speaks(lang) {
		lang = site.First
	}
	return r.Origin(site) + address(site, lang, r.Leicht, p)
}

// ItemHref is ItemURL, relative where this portal owns the item.
func (r *Request) ItemHref(portal, p string) string {
	if portal == r.Site.Slug {
		return r.Href(p)
	}
	return r.ItemURL(portal, p)
}

// Query gives the address of this page with some parameters set; an empty
// value removes one. Keys and values come in pairs.
func (r *Request) Query(pairs ...string) string {
	q := url.Values{}
	for k, v := range r.URL.Query() {
		if len(v) > 0 && v[0] != "" {
			q.Set(k, v[0])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return withQuery(r.Href(r.Path), "", q.Encode())
}

// Form gives the address of this page in another form, with its filters.
func (r *Request) Form(format string) string {
	q := r.URL.Query()
	for _, k := range []string{"seite", "schrift", "farben"} {
		q.Del(k)
	}
	p := r.Href(r.Path)
	if strings.HasSuffix(p, "/") {
		return p
	}
	return withQuery(p, format, q.Encode())
}

func schemeOf(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}
