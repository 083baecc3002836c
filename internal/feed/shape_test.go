package feed

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/web"
)

// anonymous puts a name in place of the random identity of each item.
func (w *world) anonymous(body string) string {
	w.tb.Helper()
	for kind, name := range map[content.Kind]string{content.Place: "PLACE", content.Event: "EVENT", content.Article: "ARTICLE", content.Service: "SERVICE"} {
		found, err := w.spine.List(w.tb.Context(), content.Filter{Portal: "handewitt", Region: true, Lang: "de", Kind: kind}, content.ByTitle, content.Window{Limit: 1})
		if err != nil {
			w.tb.Fatal(err)
		}
		if len(found.Items) > 0 {
			body = strings.ReplaceAll(body, found.Items[0].Item, name)
		}
	}
	return body
}

func showcase(t *testing.T) *world {
	w := newWorld(t, sqlite(t))
	p := draft("handewitt", content.Place, "adler-apotheke", "Adler-Apotheke & Söhne <Flensburg>")
	p.Item.Categories = []string{"apotheke"}
	p.Item.Source.Title, p.Item.Source.Licence = "Freie Liste", "CC-BY-4.0"
	p.Card = content.Card{Street: "Hauptstraße 1", Postcode: "24983", Town: "Handewitt", Phone: "+49460897375;20", HasPosition: true, Lat: 54.766, Lon: 9.31}
	w.save(p)
	e := draft("handewitt", content.Event, "markt", "Markt; mit Musik, Tanz")
	e.Card = content.Card{Venue: "Wiesharde", Street: "Hauptstraße 3", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.77, Lon: 9.32}
	e.Dates = []content.Date{timed(t, "2026-12-01T15:00", "2026-12-01T17:00"), wholeDays(t, "2026-12-04", "2026-12-06")}
	e.Dates[1].Status = "cancelled"
	w.save(e)
	a := draft("handewitt", content.Article, "modell", "Modellkommune")
	a.Item.Published = time.Date(2020, 8, 27, 10, 0, 0, 0, time.UTC)
	a.Card.Byline = "Redaktion"
	a.Item.Texts["da"] = content.Text{Title: "Modelkommune"}
	w.save(a)
	return w
}

func TestShapeOfJSON(t *testing.T) {
	w := showcase(t)
	const host = "http://handewitt.localhost:8080"
	for address, want := range map[string]string{
		"/orte.json": `{"total":1,"items":[{"id":"PLACE","kind":"place","title":"Adler-Apotheke & Söhne <Flensburg>","url":"` + host + `/orte/adler-apotheke",` +
			`"portal":"handewitt","lang":"de","updated":"2026-11-24T09:30:00+01:00","source":"Freie Liste","licence":"CC-BY-4.0",` +
			`"lat":54.766,"lon":9.31,"street":"Hauptstraße 1","postcode":"24983","town":"Handewitt","phone":"+4946089737520","category":"apotheke"}],"next":null}`,
		"/veranstaltungen.json": `{"total":2,"items":[{"id":"EVENT","kind":"event","title":"Markt; mit Musik, Tanz","url":"` + host + `/veranstaltungen/markt",` +
			`"portal":"handewitt","lang":"de","updated":"2026-11-24T09:30:00+01:00","source":null,"licence":null,` +
			`"start":"2026-12-01T15:00:00+01:00","end":"2026-12-01T17:00:00+01:00","all_day":false,"status":"scheduled","place":"Wiesharde","date_url":"` + host + `/veranstaltungen/markt/2026-12-01","previous_start":null,"town":"Handewitt","category":null,"free":false,"rule":null},` +
			`{"id":"EVENT","kind":"event","title":"Markt; mit Musik, Tanz","url":"` + host + `/veranstaltungen/markt",` +
			`"portal":"handewitt","lang":"de","updated":"2026-11-24T09:30:00+01:00","source":null,"licence":null,` +
			`"start":"2026-12-04","end":"2026-12-06","all_day":true,"status":"cancelled","place":"Wiesharde","date_url":"` + host + `/veranstaltungen/markt/2026-12-04","previous_start":null,"town":"Handewitt","category":null,"free":false,"rule":null}],"next":null}`,
		"/da/artikler.json": `{"total":1,"items":[{"id":"ARTICLE","kind":"article","title":"Modelkommune","url":"` + host + `/da/artikler/modell",` +
			`"portal":"handewitt","lang":"da","updated":"2026-11-24T09:30:00+01:00","source":null,"licence":null,` +
			`"published":"2020-08-27T12:00:00+02:00","byline":"Redaktion","teaser":null}],"next":null}`,
		"/en/places.json?q=nichts": `{"total":0,"items":[],"next":null}`,
	} {
		if got := strings.TrimSpace(w.anonymous(w.get("handewitt", address).Body.String())); got != want {
			t.Errorf("%s:\n got %s\nwant %s", address, got, want)
		}
	}
	// A text that falls back says in which language it is.
	if it := w.json("handewitt", "/en/articles.json").Items[0]; it["lang"] != "de" || it["title"] != "Modellkommune" {
		t.Errorf("the fallback: %v", it)
	}
	// Without a position, lat and lon are not known rather than zero.
	w.save(draft("aabenraa", content.Place, "uden", "Uden"))
	if it := w.json("aabenraa", "/steder.json").Items[0]; it["lat"] != nil || it["lon"] != nil || it["street"] != nil {
		t.Errorf("a place without a position: %v", it)
	}
}

func TestItemAddsWhatTheRoomKnows(t *testing.T) {
	w := showcase(t)
	w.handle("/orte/{slug}", func(rw http.ResponseWriter, r *web.Request) error {
		found, err := w.spine.List(r.Context(), content.Filter{Portal: "handewitt", Lang: r.TextLang(), Kind: content.Place}, content.ByTitle, content.Window{Limit: 1})
		if err != nil || len(found.Items) == 0 {
			return fault.Wrap(err, fault.NotFound, "errors.not_found")
		}
		return Item(rw, r, found.Items[0], map[string]any{"web": "https://adler.example", "body": "<p>Text</p>", "phone": "112"})
	})
	body := w.get("handewitt", "/orte/adler-apotheke.json").Body.String()
	if !strings.HasSuffix(strings.TrimSpace(body), `"phone":"112","category":"apotheke","body":"<p>Text</p>","web":"https://adler.example"}`) {
		t.Errorf("item: %s", body)
	}
	var f struct {
		Type     string
		Geometry struct{ Coordinates []float64 }
	}
	if err := json.Unmarshal(w.get("handewitt", "/orte/adler-apotheke.geojson").Body.Bytes(), &f); err != nil || f.Type != "Feature" || f.Geometry.Coordinates[0] != 9.31 {
		t.Errorf("feature: %+v, %v", f, err)
	}
	if rec := w.ask("handewitt", "/orte/adler-apotheke.rss"); rec.Code != http.StatusNotFound {
		t.Errorf("an item as news: %d", rec.Code)
	}
}

func TestEntryIsTheSameShape(t *testing.T) {
	w := showcase(t)
	w.handle("/probe", func(rw http.ResponseWriter, r *web.Request) error {
		found, err := w.spine.List(r.Context(), content.Filter{Portal: "handewitt", Lang: "de", Kind: content.Place}, content.ByTitle, content.Window{Limit: 1})
		if err != nil {
			return err
		}
		return json.NewEncoder(rw).Encode(Entry(r, found.Items[0]))
	})
	var got map[string]any
	if err := json.Unmarshal(w.get("handewitt", "/probe").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := w.json("handewitt", "/orte.json").Items[0]
	if len(got) != len(want) {
		t.Fatalf("%v and %v", got, want)
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %v and %v", k, got[k], v)
		}
	}
}

func TestMapLayer(t *testing.T) {
	w := showcase(t)
	w.save(draft("handewitt", content.Place, "ohne", "Ohne Lage"))
	for address, want := range map[string]string{
		"/orte.geojson?anzahl=1": `{"type":"FeatureCollection","total":2,"next":"http://handewitt.localhost:8080/orte.geojson?anzahl=1&seite=2","features":[{"type":"Feature","id":"PLACE",` +
			`"geometry":{"type":"Point","coordinates":[9.31,54.766]},"properties":{"id":"PLACE","kind":"place","title":"Adler-Apotheke & Söhne <Flensburg>",` +
			`"url":"http://handewitt.localhost:8080/orte/adler-apotheke","portal":"handewitt","lang":"de","updated":"2026-11-24T09:30:00+01:00","source":"Freie Liste",` +
			`"licence":"CC-BY-4.0","street":"Hauptstraße 1","postcode":"24983","town":"Handewitt","phone":"+4946089737520","category":"apotheke"}}]}`,
		"/orte.geojson?anzahl=1&seite=2": `{"type":"FeatureCollection","total":2,"next":null,"features":[]}`,
	} {
		if got := strings.TrimSpace(w.anonymous(w.get("handewitt", address).Body.String())); got != want {
			t.Errorf("%s:\n got %s\nwant %s", address, got, want)
		}
	}
	var dates struct {
		Features []struct {
			ID         string
			Geometry   struct{ Coordinates [2]float64 }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(w.get("handewitt", "/veranstaltungen.geojson").Body.Bytes(), &dates); err != nil {
		t.Fatal(err)
	}
	if len(dates.Features) != 2 || dates.Features[0].ID == dates.Features[1].ID || dates.Features[1].Geometry.Coordinates != [2]float64{9.32, 54.77} {
		t.Errorf("dates on the map: %+v", dates)
	}
}

type readRSS struct {
	Version string `xml:"version,attr"`
	Channel struct {
		Title       string `xml:"title"`
		Description string `xml:"description"`
		Language    string `xml:"language"`
		Links       []struct {
			Href string `xml:"href,attr"`
			Rel  string `xml:"rel,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Items []struct {
			Title       string `xml:"title"`
			Link        string `xml:"link"`
			Description string `xml:"description"`
			GUID        string `xml:"guid"`
			Published   string `xml:"pubDate"`
			Author      string `xml:"http://purl.org/dc/elements/1.1/ creator"`
			Point       string `xml:"http://www.georss.org/georss point"`
		} `xml:"item"`
	} `xml:"channel"`
}

func (w *world) rss(address string) readRSS {
	w.tb.Helper()
	var x readRSS
	if err := xml.Unmarshal(w.get("handewitt", address).Body.Bytes(), &x); err != nil {
		w.tb.Fatal(err)
	}
	for _, it := range x.Channel.Items {
		if _, err := time.Parse(time.RFC1123Z, it.Published); err != nil {
			w.tb.Errorf("pubDate %q", it.Published)
		}
	}
	return x
}

func TestNews(t *testing.T) {
	w := showcase(t)
	const host = "http://handewitt.localhost:8080"
	x := w.rss("/beitraege.rss?q=modell")
	c := x.Channel
	if x.Version != "2.0" || c.Title != "Handewitt Mobil: Beiträge" || c.Language != "de" || c.Description != "Beiträge aus dem Portal Handewitt Mobil" {
		t.Errorf("channel: %+v", c)
	}
	var self string
	for _, l := range c.Links {
		if l.Rel == "self" {
			self = l.Href
		}
	}
	if self != host+"/beitraege.rss?q=modell" || !strings.Contains(w.get("handewitt", "/beitraege.rss?q=modell").Body.String(), "<link>"+host+"/beitraege?q=modell</link>") {
		t.Errorf("self %s", self)
	}
	it := c.Items[0]
	if len(c.Items) != 1 || it.Title != "Modellkommune" || it.Link != host+"/beitraege/modell" || it.GUID != it.Link ||
		it.Published != "Thu, 27 Aug 2020 12:00:00 +0200" || it.Author != "Redaktion" || it.Description != "Kurz: Modellkommune" || it.Point != "" {
		t.Errorf("item: %+v", it)
	}
}

func TestNewsOfEvents(t *testing.T) {
	w := showcase(t)
	e := draft("handewitt", content.Event, "zweimal", "Zweimal am Tag")
	e.Dates = []content.Date{timed(t, "2026-11-30T10:00", ""), timed(t, "2026-11-30T14:00", "2026-12-01T02:00")}
	w.save(e)
	items := w.rss("/veranstaltungen.rss").Channel.Items
	guids := map[string]bool{}
	for _, it := range items {
		guids[it.GUID] = true
		if !strings.HasPrefix(it.GUID, it.Link) {
			t.Errorf("guid %s is not of %s", it.GUID, it.Link)
		}
	}
	if len(items) != 4 || len(guids) != 4 {
		t.Fatalf("%d items, %d identities", len(items), len(guids))
	}
	for i, want := range []string{
		"Zweimal am Tag – 30. November 2026, 10:00 Uhr", "Zweimal am Tag – 30. November 2026, 14:00 Uhr",
		"Markt; mit Musik, Tanz – 1. Dezember 2026, 15:00 Uhr", "Markt; mit Musik, Tanz – 4. bis 6. Dezember 2026",
	} {
		if items[i].Title != want {
			t.Errorf("title %q, want %q", items[i].Title, want)
		}
	}
	if items[3].Point != "54.77 9.32" || items[3].Description != "Wiesharde. Kurz: Markt; mit Musik, Tanz" {
		t.Errorf("item: %+v", items[3])
	}
}
