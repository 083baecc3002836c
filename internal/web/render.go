package web

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page. It is drawn whole before the first byte goes out, so
// that a failure becomes an error page and not half a page.
func Render(w http.ResponseWriter, r *Request, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(context.WithoutCancel(r.Context()), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// Redirect sends the browser on after a form (303, so that it fetches).
func Redirect(w http.ResponseWriter, r *Request, address string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r.Request, address, http.StatusSeeOther)
	return nil
}
