package ui

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func fetch(t *testing.T, method, address, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, address, nil)
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	w := httptest.NewRecorder()
	Assets().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAssetsGoOutPackedAsTheBrowserTakesThem(t *testing.T) {
	address := Asset("site.css")
	whole := body(t, fetch(t, http.MethodGet, address, ""))
	for _, c := range []struct{ accept, want string }{
		{"", ""},
		{"identity", ""},
		{"gzip, deflate, br, zstd", "br"},
		{"gzip", "gzip"},
		{"br;q=0, gzip;q=0.5", "gzip"},
		{"br;q=0", ""},
		{"BR", "br"},
		{"brotli", ""},
	} {
		r := fetch(t, http.MethodGet, address, c.accept)
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Encoding") != c.want {
			t.Errorf("%q: %d, encoding %q, want %q", c.accept, r.StatusCode, r.Header.Get("Content-Encoding"), c.want)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%q: headers %v", c.accept, r.Header)
		}
		if c.want == "gzip" {
			z, err := gzip.NewReader(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, whole) {
				t.Errorf("gzip does not unpack to the file: %v", err)
			}
		}
	}
}

func TestAssetsHaveTheirMediaType(t *testing.T) {
	for name, want := range map[string]string{
		"site.css": "text/css; charset=utf-8", "desk.css": "text/css; charset=utf-8", "site.js": "text/javascript; charset=utf-8",
		"umland-text.woff2": "font/woff2", "icon.svg": "image/svg+xml",
	} {
		r := fetch(t, http.MethodGet, Asset(name), "br")
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != want {
			t.Errorf("%s: %d %q", name, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
}

func TestOnlyTheFrontEndIsServed(t *testing.T) {
	for _, name := range []string{
		"", "site.css", "manifest.json", "OFL.txt", "../asset.go", "assets/site.css", "x/y.css", strings.TrimPrefix(Asset("site.css"), AssetPrefix) + ".br",
		"farben-1f4e79-f0c02e.css", "farben-1f4e79-f0c02e.00000000.css", "farben-zzzzzz-f0c02e." + themeFormula + ".css",
		"farben-1F4E79-f0c02e." + themeFormula + ".css", "farben-1f4e79xf0c02e." + themeFormula + ".css",
	} {
		if r := fetch(t, http.MethodGet, AssetPrefix+name, ""); r.StatusCode != http.StatusNotFound {
			t.Errorf("%q answers %d", name, r.StatusCode)
		}
	}
	if r := fetch(t, http.MethodPost, Asset("site.css"), ""); r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") == "" {
		t.Errorf("POST answers %d", r.StatusCode)
	}
	if r := fetch(t, http.MethodHead, Asset("site.css"), ""); r.StatusCode != http.StatusOK || len(body(t, r)) != 0 {
		t.Errorf("HEAD answers %d with a body", r.StatusCode)
	}
}

func TestThemeIsServedFromItsAddress(t *testing.T) {
	r := fetch(t, http.MethodGet, ThemePath("#7A2E3A", "#7fb7be"), "gzip")
	if got := string(body(t, r)); r.StatusCode != http.StatusOK || got != Theme("#7a2e3a", "#7fb7be") {
		t.Errorf("%d %.60s", r.StatusCode, got)
	}
	if r.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("type %q", r.Header.Get("Content-Type"))
	}
}

// The home page has 60 KB; a fair part of it belongs to the page itself.
func TestFrontEndIsLight(t *testing.T) {
	sum := 0
	for _, name := range []string{"site.css", "site.js", "umland-text.woff2", "icon.svg"} {
		sum += len(body(t, fetch(t, http.MethodGet, Asset(name), "br")))
	}
	if sum > 32*1024 {
		t.Errorf("style, script, font and icon have %d bytes packed, want at most 32 KB", sum)
	}
}

func TestDrawingsStandAlone(t *testing.T) {
	if Picture("no-such-picture") != Asset("bild-kueste.svg") || HasPicture("no-such-picture") {
		t.Error("an unknown picture is not replaced by the neutral one")
	}
	files, err := filepath.Glob("../../web/pictures/*.svg")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d drawings, %v", len(files), err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".svg")
		if !HasPicture(name) {
			t.Errorf("%s is not built: node web/build.mjs", name)
		}
		data := body(t, fetch(t, http.MethodGet, Picture(name), ""))
		if len(data) > 6*1024 || !bytes.Contains(data, []byte(`viewBox="0 0 640 400"`)) {
			t.Errorf("%s: %d bytes, want at most 6 KB with a viewBox of 640 by 400", name, len(data))
		}
	}
}

var iconCall = regexp.MustCompile(`ui\.Icon\("([^"]+)"\)|@Icon\("([^"]+)"\)`)

func TestEveryIconInAPageExists(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range iconCall.FindAllSubmatch(source, -1) {
			seen++
			if name := string(m[1]) + string(m[2]); !HasIcon(name) {
				t.Errorf("%s: no icon %q in web/icons.json", path, name)
			}
		}
		return err
	})
	if err != nil || seen < 10 {
		t.Fatalf("%d icons seen, %v", seen, err)
	}
}
