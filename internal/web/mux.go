package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/clock"
	"umland/internal/fault"
)

// Route is one row of the product's table of addresses.
type Route struct {
	Permission Permission
	Pattern    string   // "GET /orte/{slug}", German canonical words
	Formats    []string // other forms the route answers in
	handler    Handler
}

// Mux serves the portals: it finds portal, language and form, checks the
// permission and calls the room.
type Mux struct {
	Clock     clock.Clock
	Directory Directory
	Log       *slog.Logger
	// ErrorPage draws the page of an error for a visitor.
	ErrorPage func(r *Request, e *fault.Error) templ.Component
	// Moved looks up the new place of an address that no route answers; ""
	// means that there is none.
	Moved func(r *Request) string

	routes []Route
	mux    *http.ServeMux
}

type requestKey struct{}

// Handle registers a route. The permission is an argument so that a route
// without one does not compile; formats are the suffixes it answers besides
// the page.
func (m *Mux) Handle(perm Permission, pattern string, h Handler, formats ...string) {
	if m.mux == nil {
		m.mux = http.NewServeMux()
	}
	route := Route{Permission: perm, Pattern: pattern, Formats: formats, handler: h}
	m.routes = append(m.routes, route)
	m.mux.HandleFunc(pattern, func(w http.ResponseWriter, hr *http.Request) {
		r := hr.Context().Value(requestKey{}).(*Request)
		r.Request = hr
		if err := m.answer(w, r, route); err != nil {
			m.fail(w, r, err)
		}
	})
}

// Routes lists what is registered, for tests that walk all of it.
func (m *Mux) Routes() []Route { return slices.Clone(m.routes) }

func (m *Mux) answer(w http.ResponseWriter, r *Request, route Route) error {
	if r.Format != "" && !slices.Contains(route.Formats, r.Format) {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	if route.Permission != Public {
		if r.User == nil {
			return fault.New(fault.Unauthenticated, "errors.unauthenticated")
		}
		if !r.User.May(route.Permission, r.PathValue("portal")) {
			return fault.New(fault.Forbidden, "errors.forbidden")
		}
	}
	return route.handler(w, r)
}

// dispatch calls the route of the canonical path.
func (m *Mux) dispatch(w http.ResponseWriter, r *Request) {
	hr := r.Request.WithContext(context.WithValue(r.Request.Context(), requestKey{}, r))
	u := *r.Request.URL
	u.Path, u.RawPath = r.Path, ""
	hr.URL = &u
	if _, pattern := m.mux.Handler(hr); pattern == "" {
		m.fail(w, r, m.missing(hr, r))
		return
	}
	m.mux.ServeHTTP(w, hr)
}

// missing tells why no route answers: a wrong method or no such address.
func (m *Mux) missing(hr *http.Request, r *Request) error {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := *hr
		other.Method = method
		if _, pattern := m.mux.Handler(&other); pattern != "" && method != hr.Method {
			return fault.New(fault.Method, "errors.method")
		}
	}
	return fault.New(fault.NotFound, "errors.not_found")
}

// Allowed lists the methods that a canonical path answers, for the Allow
// header of a 405.
func (m *Mux) allowed(r *Request) string {
	var methods []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		probe := *r.Request
		probe.Method = method
		u := *r.Request.URL
		u.Path = r.Path
		probe.URL = &u
		if _, pattern := m.mux.Handler(&probe); pattern != "" {
			methods = append(methods, method)
		}
	}
	if slices.Contains(methods, http.MethodGet) {
		methods = append(methods, http.MethodHead)
	}
	return strings.Join(methods, ", ")
}
