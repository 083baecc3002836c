package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// fail turns an error into the one answer a visitor gets for it. Text that
// nobody wrote for visitors is logged and never shown.
func (m *Mux) fail(w http.ResponseWriter, r *Request, err error) {
	e := asFault(err)
	status := e.Kind.Status()
	if e.Kind == fault.NotFound && m.Moved != nil && r.Format == "" {
		if target := m.Moved(r); target != "" {
			http.Redirect(w, r.Request, target, http.StatusMovedPermanently)
			return
		}
	}
	if status >= http.StatusInternalServerError {
		m.Log.Error("request failed", "method", r.Method, "path", r.Path, "error", err)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Disposition")
	switch e.Kind {
	case fault.TooMany, fault.Unavailable:
		h.Set("Retry-After", "60")
	case fault.Method:
		h.Set("Allow", m.allowed(r))
	}
	if r.Format != "" {
		problem(w, r.Lang, e)
		return
	}
	if err := Render(w, r, status, m.ErrorPage(r, e)); err != nil {
		m.Log.Error("error page failed", "error", err)
		http.Error(w, i18n.T(r.Lang, "errors.internal"), http.StatusInternalServerError)
	}
}

func asFault(err error) *fault.Error {
	var e *fault.Error
	if errors.As(err, &e) {
		return e
	}
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return fault.New(fault.TooLarge, "errors.too_large")
	}
	return fault.Wrap(err, fault.Internal, "errors.internal")
}

// problem writes the error as RFC 9457 problem details.
func problem(w http.ResponseWriter, lang i18n.Lang, e *fault.Error) {
	type field struct {
		Name   string `json:"name"`
		Detail string `json:"detail"`
	}
	body := struct {
		Type   string  `json:"type"`
		Title  string  `json:"title"`
		Status int     `json:"status"`
		Detail string  `json:"detail"`
		Fields []field `json:"fields,omitempty"`
	}{Type: "about:blank", Title: http.StatusText(e.Kind.Status()), Status: e.Kind.Status(), Detail: i18n.T(lang, e.Key, e.Args...)}
	for _, f := range e.Fields {
		body.Fields = append(body.Fields, field{f.Name, i18n.T(lang, f.Key, f.Args...)})
	}
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.WriteHeader(e.Kind.Status())
	_ = json.NewEncoder(w).Encode(body)
}
