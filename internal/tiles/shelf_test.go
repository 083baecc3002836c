package tiles_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/testkit"
	"umland/internal/tiles"
)

func ask(s *tiles.Shelf, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestServeMap(t *testing.T) {
	dir := t.TempDir()
	if w := ask(tiles.NewShelf(dir, nil), "GET", "/-/karte.pmtiles"); w.Code != http.StatusNotFound {
		t.Errorf("without a map: %d", w.Code)
	}
	s := tiles.NewShelf(dir, tiles.Demo())
	w := ask(s, "GET", "/-/karte.pmtiles")
	tag := w.Header().Get("ETag")
	if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), tiles.Demo()) || w.Header().Get("Content-Type") != tiles.MediaType ||
		w.Header().Get("Accept-Ranges") != "bytes" || len(tag) < 10 || strings.HasPrefix(tag, "W/") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	w = ask(s, "GET", "/-/karte.pmtiles", "Range", "bytes=127-1126")
	if w.Code != http.StatusPartialContent || !bytes.Equal(w.Body.Bytes(), tiles.Demo()[127:1127]) || w.Header().Get("ETag") != tag {
		t.Errorf("range: %d %v", w.Code, w.Header())
	}
	if w := ask(s, "GET", "/-/karte.pmtiles", "Range", "bytes=99999999-"); w.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("range beyond the end: %d", w.Code)
	}
	if w := ask(s, "GET", "/-/karte.pmtiles", "If-None-Match", tag); w.Code != http.StatusNotModified {
		t.Errorf("known: %d", w.Code)
	}
	if w := ask(s, "POST", "/-/karte.pmtiles"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	if w := ask(s, "GET", "/-/karte.pmtiles?v="+strings.Trim(tag, `"`)); !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("with its version: %v", w.Header())
	}
	if w := ask(s, "GET", "/-/karte.pmtiles?v=other"); w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("with another version: %v", w.Header())
	}
}

// TestReplacedMap: a new map is shown at once, and who reads the old one goes
// on with it.
func TestReplacedMap(t *testing.T) {
	dir := t.TempDir()
	s := tiles.NewShelf(dir, tiles.Demo())
	before, err := s.Current()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tiles.Install(t.Context(), filepath.Join(testkit.SharedData(t), "map/flensburg-region.pmtiles"), dir); err != nil {
		t.Fatal(err)
	}
	installed, err := s.Current()
	if err != nil || installed.Version == before.Version || installed.Header.MaxZoom != 13 {
		t.Fatalf("%+v %v", installed, err)
	}
	demo := put(t, "demo.pmtiles", string(tiles.Demo()))
	if _, err := tiles.Install(t.Context(), demo, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := installed.Tile(13, 4310, 2599); err != nil {
		t.Errorf("the old map cannot be read any more: %v", err)
	}
	again, err := s.Current()
	if err != nil || again.Header.MaxZoom != 10 {
		t.Fatalf("%+v %v", again, err)
	}
	if same, err := s.Current(); err != nil || same != again {
		t.Error("a map that did not change is opened again")
	}
	if err := os.WriteFile(filepath.Join(dir, tiles.FileName), []byte("broken by hand"), 0o600); err != nil {
		t.Fatal(err)
	}
	if w := ask(s, "GET", "/-/karte.pmtiles"); w.Code != http.StatusInternalServerError || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a broken map: %d", w.Code)
	}
}
