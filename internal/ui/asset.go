// Package ui is how every portal looks and feels to a citizen and to a clerk:
// the components that pages are made of, the portal's two colours, the icons,
// and the files a browser loads with them.
//
// Components take ready words; the caller translates. What the front end's
// sources in web/ become is kept in assets/ and carried inside the program.
package ui

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// AssetPrefix is where the files of the front end are served, on every host.
const AssetPrefix = "/-/"

//go:embed assets
var assets embed.FS

// Asset is the address of a file of the front end, as "site.css", with a hash
// of its content in the name. An unknown name gives an address that answers 404.
func Asset(name string) string {
	if file := assetFile(name); file != "" {
		return AssetPrefix + file
	}
	return AssetPrefix + name
}

// Picture is the address of a drawing that comes with the program, as "hafen",
// and that of a neutral drawing of the coast for a name that is none.
func Picture(name string) string {
	if file := assetFile("bild-" + name + ".svg"); file != "" {
		return AssetPrefix + file
	}
	return Asset("bild-kueste.svg")
}

// HasPicture reports whether a drawing of that name comes with the program.
func HasPicture(name string) bool {
	return assetFile("bild-"+name+".svg") != ""
}

// Assets serves the files of the front end and the portals' colours below
// AssetPrefix. A name changes with its content, so browsers may keep a file
// for ever; text goes out as it was packed at build time.
func Assets() http.Handler {
	return http.HandlerFunc(serveAsset)
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, AssetPrefix)
	if css, ok := themeOf(name); ok {
		serveBytes(w, r, name, "", []byte(css))
		return
	}
	kind := mediaType(name)
	if kind == "" || strings.Contains(name, "/") {
		http.NotFound(w, r)
		return
	}
	for _, form := range wanted(r.Header.Get("Accept-Encoding")) {
		if data, err := assets.ReadFile("assets/" + name + form.ending); err == nil {
			serveBytes(w, r, name, form.encoding, data)
			return
		}
	}
	http.NotFound(w, r)
}

// serveBytes answers with content that will never change under this name.
func serveBytes(w http.ResponseWriter, r *http.Request, name, encoding string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", mediaType(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		h.Set("Content-Length", strconv.Itoa(len(data)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// mediaType knows only what the front end has; anything else is not served.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	return ""
}

// form is one way in which a file is kept.
type form struct{ encoding, ending string }

// wanted lists the forms a browser takes by its Accept-Encoding (RFC 9110,
// 12.5.3), smallest first; the plain one is always last.
func wanted(accept string) []form {
	forms := make([]form, 0, 3)
	for _, f := range []form{{"br", ".br"}, {"gzip", ".gz"}} {
		if accepts(accept, f.encoding) {
			forms = append(forms, f)
		}
	}
	return append(forms, form{})
}

func accepts(accept, encoding string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		key, value, ok := strings.Cut(params, "=")
		if !ok || strings.TrimSpace(key) != "q" {
			return true
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return err == nil && q > 0
	}
	return false
}
