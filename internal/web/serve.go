package web

import (
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// maxBody bounds a form, in bytes.
const maxBody = 1 << 20

// ServePortal answers a request to a portal's host.
func (m *Mux) ServePortal(w http.ResponseWriter, hr *http.Request, site *Site) {
	r := m.understand(hr, site)
	defer m.recovered(w, r)
	redirect, err := resolve(r)
	switch {
	case err != nil:
		m.fail(w, r, err)
	case redirect != "" && (hr.Method == http.MethodGet || hr.Method == http.MethodHead):
		http.Redirect(w, hr, redirect, http.StatusMovedPermanently)
	default:
		if r.Options, err = readOptions(hr); err != nil {
			m.fail(w, r, err)
			return
		}
		m.dispatch(w, r)
	}
}

// ServePlain answers a request whose path is taken as it stands: the desk's.
// The language is the signed-in person's.
func (m *Mux) ServePlain(w http.ResponseWriter, hr *http.Request, site *Site, user Identity) {
	r := m.understand(hr, site)
	defer m.recovered(w, r)
	r.Path, r.Lang, r.User = hr.URL.Path, i18n.DE, user
	if user != nil {
		r.Lang = user.Language()
	}
	m.dispatch(w, r)
}

func (m *Mux) understand(hr *http.Request, site *Site) *Request {
	hr.Body = http.MaxBytesReader(nil, hr.Body, maxBody)
	return &Request{
		Request: hr, Site: site, Lang: site.First, Path: hr.URL.Path,
		Now: m.Clock.Now().In(site.Zone),
		dir: m.Directory, scheme: schemeOf(hr), port: Port(hr.Host),
	}
}

// recovered turns a panic of a handler into an error page; the process lives.
func (m *Mux) recovered(w http.ResponseWriter, r *Request) {
	if p := recover(); p != nil {
		if p == http.ErrAbortHandler {
			panic(p)
		}
		m.Log.Error("panic in a handler", "path", r.Path, "panic", p, "stack", string(debug.Stack()))
		defer lastResort(w, m, p)
		m.fail(w, r, fault.New(fault.Internal, "errors.internal"))
	}
}

// lastResort answers in plain words where the error page itself panics.
func lastResort(w http.ResponseWriter, m *Mux, first any) {
	if p := recover(); p != nil {
		m.Log.Error("panic in the error page", "panic", p, "after", first)
		http.Error(w, i18n.T(i18n.DE, "errors.internal"), http.StatusInternalServerError)
	}
}

// readOptions reads the reader's choice of size and colours from the address.
func readOptions(hr *http.Request) (Options, error) {
	var o Options
	if hr.URL.RawQuery == "" {
		return o, nil
	}
	q := hr.URL.Query()
	switch o.Size = q.Get("schrift"); o.Size {
	case "", "gross":
	default:
		return Options{}, fault.New(fault.BadRequest, "errors.bad_choice", "value", clip(o.Size), "name", "schrift")
	}
	switch o.Colour = q.Get("farben"); o.Colour {
	case "", "dunkel", "hell":
	default:
		return Options{}, fault.New(fault.BadRequest, "errors.bad_choice", "value", clip(o.Colour), "name", "farben")
	}
	return o, nil
}

// clip bounds what an error repeats of a visitor's input.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60])
	}
	return s
}

// Count reads a whole number parameter between low and high; absent gives
// fallback.
func (r *Request) Count(name string, fallback, low, high int) (int, error) {
	raw := r.URL.Query().Get(name)
	if raw == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < low || n > high {
		return 0, fault.New(fault.BadRequest, "errors.bad_count", "name", name, "value", clip(raw), "min", low, "max", high)
	}
	return n, nil
}

// Day reads a parameter YYYY-MM-DD; absent gives "".
func (r *Request) Day(name string) (string, error) {
	raw := r.URL.Query().Get(name)
	if raw == "" {
		return "", nil
	}
	if t, err := time.Parse(time.DateOnly, raw); err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return "", fault.New(fault.BadRequest, "errors.bad_day", "name", name, "value", clip(raw))
	}
	return raw, nil
}

// Choice reads a parameter that must be one of the values; absent gives "".
func (r *Request) Choice(name string, values ...string) (string, error) {
	raw := r.URL.Query().Get(name)
	if raw == "" {
		return "", nil
	}
	for _, v := range values {
		if raw == v {
			return raw, nil
		}
	}
	return "", fault.New(fault.BadRequest, "errors.bad_choice", "name", name, "value", clip(raw))
}
