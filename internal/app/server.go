package app

import (
	"net/http"
	"runtime/debug"
	"strings"

	"umland/internal/ui"
	"umland/internal/web"
)

// Handler answers every request of the installation: health, files, the desk
// on its own host, the portals on theirs, and 421 for any other host.
func (a *App) Handler() (http.Handler, error) {
	inner := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer a.recovered(w, r)
		a.serve(w, r)
	})
	guarded := web.SameOrigin(inner, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		plain(w, r, http.StatusForbidden, "errors.403")
	}))
	compressed, err := web.Compress(guarded, ui.AssetPrefix)
	if err != nil {
		return nil, err
	}
	trusted, err := web.ParseProxies(a.cfg.Proxies)
	if err != nil {
		return nil, err
	}
	return web.BehindProxy(web.Logged(web.Headers(compressed), a.Log, a.Clock), trusted), nil
}

// recovered answers a panic outside the rooms, which have a page of their own
// for it (web.Mux).
func (a *App) recovered(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	a.Log.Error("panic before the rooms", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
	plain(w, r, http.StatusInternalServerError, "errors.500")
}

func (a *App) serve(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/healthz":
		status(w, http.StatusOK, "ok")
		return
	case "/readyz":
		a.ready(w, r)
		return
	}
	host := web.HostName(r.Host)
	site, isPortal := a.Portals.ByHost(host)
	isDesk := a.isDeskHost(host)
	desk := r.URL.Path == "/redaktion" || strings.HasPrefix(r.URL.Path, "/redaktion/")
	switch {
	case !isPortal && !isDesk:
		plain(w, r, http.StatusMisdirectedRequest, "errors.421")
	case r.URL.Path == mapPath:
		a.Map.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, ui.AssetPrefix):
		ui.Assets().ServeHTTP(w, r)
	case desk && isDesk:
		a.serveDesk(w, r)
	case desk:
		http.Redirect(w, r, a.deskOrigin(r)+r.URL.EscapedPath(), http.StatusSeeOther)
	case isPortal:
		a.public.ServePortal(w, r, site)
	default:
		http.Redirect(w, r, "/redaktion", http.StatusSeeOther)
	}
}

// isDeskHost tells whether the desk answers on a host. In the demo 127.0.0.1
// is one too, because not every program resolves names under localhost.
func (a *App) isDeskHost(host string) bool {
	return host == a.cfg.DeskHost || a.cfg.demo && host == "127.0.0.1"
}

// deskOrigin is the address of the desk; in the demo it has the port of the
// request, and nothing else of it.
func (a *App) deskOrigin(r *http.Request) string {
	if a.cfg.DeskURL != "" {
		return a.cfg.DeskURL
	}
	if a.cfg.demo {
		return "http://" + a.cfg.DeskHost + web.Port(r.Host)
	}
	return "https://" + a.cfg.DeskHost
}

func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	if _, err := a.Spine.LastChange(r.Context()); err != nil {
		status(w, http.StatusServiceUnavailable, "database unavailable")
		return
	}
	status(w, http.StatusOK, "ready")
}

func status(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(text + "\n"))
}

// plain is a page without any portal's content.
func plain(w http.ResponseWriter, r *http.Request, code int, key string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_ = plainPage(key).Render(r.Context(), w) // the visitor is gone
}
