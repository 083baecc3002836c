package feed

import (
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// placeQuery reads the parameters of /orte.
func placeQuery(raw string) (*Query, error) {
	r := &web.Request{
		Request: httptest.NewRequest("GET", "/orte?"+raw, nil), Now: time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC),
		Site: &web.Site{Slug: "handewitt", First: i18n.DE, Zone: time.UTC}, Lang: i18n.DE,
	}
	return Read(r, content.Place, &content.Vocabulary{})
}

func TestPlacesAroundMe(t *testing.T) {
	q, err := placeQuery("lat=54.77&lon=9.33&umkreis=2000&offen=jetzt&barrierefrei=ja&gemeinde=Tarp&adresse=egal")
	if err != nil {
		t.Fatal(err)
	}
	if q.Near == nil || q.Near.Lat != 54.77 || q.Near.Lon != 9.33 || q.Radius != 2000 || q.OpenAt != "2026-11-24T14:00:00.000Z" || !q.StepFree || q.Town != "Tarp" || q.Address != "" {
		t.Errorf("%+v", q)
	}
	if q, err := placeQuery("adresse=" + url.QueryEscape("Große Straße 1") + "&umkreis=500"); err != nil || q.Address != "Große Straße 1" || q.Near != nil {
		t.Errorf("%+v %v", q, err)
	}
	for _, raw := range []string{
		"lat=54.77", "lon=9", "lat=x&lon=y", "lat=95&lon=9", "lat=0&lon=0", "lat=NaN&lon=9", "umkreis=5", "umkreis=1e9", "umkreis=-1",
		"offen=ja", "barrierefrei=1", "adresse=%00", "gemeinde=" + longText(101),
	} {
		if _, err := placeQuery(raw); fault.KindOf(err) != fault.BadRequest {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func longText(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a'
	}
	return string(b)
}
