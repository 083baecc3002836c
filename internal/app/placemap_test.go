package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"umland/internal/clock"
)

// The map shows what the list shows, with its numbers; without a map the list
// stands alone.
func TestMapOfPlaces(t *testing.T) {
	cfg := defaults()
	cfg.Data, cfg.demo = t.TempDir(), true
	a := openHouse(t, cfg, clock.At(today))
	loadDemo(t, a, nil)
	const host = "handewitt.localhost:8080"
	type points struct {
		Total    int
		Complete bool
		Features []struct {
			ID         string
			Properties struct {
				Number            int
				Title, URL, Phone string
			}
		}
	}
	ask := func(path string) (p points) {
		t.Helper()
		w := visit(t, a, host, path)
		if err := json.Unmarshal(w.Body.Bytes(), &p); w.Code != http.StatusOK || err != nil {
			t.Fatalf("%s: %d %v", path, w.Code, err)
		}
		return p
	}

	second := ask("/orte/karte.geojson?anzahl=5&seite=2")
	if len(second.Features) < 10 || second.Features[0].Properties.Number != 6 || second.Features[4].Properties.Number != 10 || second.Features[5].Properties.Number != 0 {
		t.Errorf("the second page's places come first and are numbered on: %+v", second.Features)
	}
	few := ask("/orte/karte.geojson?kategorie=apotheke")
	if few.Total == 0 || few.Total >= second.Total || !few.Complete {
		t.Errorf("a filter of the list: %d of %d places", few.Total, second.Total)
	}
	one := ask("/orte/adler-apotheke/karte.geojson")
	if len(one.Features) != 1 || one.Features[0].Properties.Phone != "04608 9737520" || one.Features[0].Properties.URL != "/orte/adler-apotheke" {
		t.Errorf("one place: %+v", one.Features)
	}

	for _, path := range []string{"/orte/karte", "/da/steder/kort", "/en/places/map?breite=352&kategorie=apotheke", "/orte/adler-apotheke/karte", "/orte/karte?bbox=9.2,54.6,9.5,54.9"} {
		w := visit(t, a, host, path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(w.Body.String(), `class="pin`) {
			t.Errorf("picture %s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
		if p := w.Header().Get("Content-Security-Policy"); strings.Contains(p, "self") || !strings.Contains(p, "style-src 'sha256-") {
			t.Errorf("policy of %s: %s", path, p)
		}
	}
	for path, want := range map[string]int{
		"/orte/karte?breite=99999": 400, "/orte/karte?bbox=9,9": 400, "/orte/karte?seite=9999": 404, "/orte/karte?q=xqzvwy": 404,
		"/orte/gibt-es-nicht/karte": 404, "/orte/karte.csv": 404, "/orte/karte.geojson?umkreis=1": 400,
	} {
		if w := visit(t, a, host, path); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}

	for path, worker := range map[string]bool{"/orte": true, "/orte/adler-apotheke": true, "/orte?q=xqzvwy": false, "/beitraege": false, "/": false} {
		w := visit(t, a, host, path)
		if strings.Contains(w.Header().Get("Content-Security-Policy"), "worker-src 'self'") != worker || strings.Contains(w.Body.String(), "<portal-map") != worker {
			t.Errorf("%s: a map is expected: %v", path, worker)
		}
	}
}

func TestPlacesWithoutMap(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	loadDemo(t, a, nil)
	const host = "handewitt.localhost:8080"
	for _, path := range []string{"/orte", "/orte/adler-apotheke"} {
		w := visit(t, a, host, path)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "portal-map") || strings.Contains(w.Body.String(), `class="pin"`) {
			t.Errorf("%s without a map: %d", path, w.Code)
		}
	}
	if w := visit(t, a, host, "/orte/karte"); w.Code != http.StatusNotFound {
		t.Errorf("a picture without a map: %d", w.Code)
	}
	if w := visit(t, a, host, "/orte/karte.geojson"); w.Code != http.StatusOK {
		t.Errorf("the places without a map: %d", w.Code)
	}
}
