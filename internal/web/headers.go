package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"umland/internal/clock"
)

// csp allows what our own pages need and nothing else; JSON-LD is a data
// block and needs no permission.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Headers gives every response the security headers of the house.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		policy := csp
		if strings.HasPrefix(r.URL.Path, "/redaktion") {
			policy += "; require-trusted-types-for 'script'; trusted-types 'none'"
		}
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Permissions-Policy", "camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), geolocation=(self)")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// WithMap tells the browser that the page about to be written holds a map: its
// worker is one of our own files. Everything else of a map needs no permission
// that other pages have not.
func WithMap(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; worker-src 'self'")
}

// Compress compresses text on its way out, but for what lies below packed,
// which is compressed already. Pages hold no secrets beside reflected input:
// sessions live in cookies, and forms carry no token.
func Compress(next http.Handler, packed string) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(5))
	if err != nil {
		return nil, err
	}
	wrapped := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, packed) {
			next.ServeHTTP(w, r)
			return
		}
		wrapped.ServeHTTP(w, r)
	}), nil
}

// SameOrigin refuses state changes that another site triggered.
func SameOrigin(next http.Handler, refuse http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(refuse)
	return protection.Handler(next)
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (s *statusWriter) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the real writer.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Logged writes one line a request: no address of the visitor, no query, no
// user agent, because they are nobody's business.
func Logged(next http.Handler, log *slog.Logger, c clock.Clock) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, sw := c.Now(), &statusWriter{ResponseWriter: w}
		next.ServeHTTP(sw, r)
		log.Debug("request", "method", r.Method, "host", clip(HostName(r.Host)), "path", clip(r.URL.Path), "status", sw.status,
			"ms", float64(c.Now().Sub(start))/float64(time.Millisecond))
	})
}
