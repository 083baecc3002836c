package feed

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/web"
)

// block draws a block on a page of Handewitt and reads it back.
func (w *world) block(make func(r *web.Request) any) map[string]any {
	w.tb.Helper()
	var raw []byte
	var err error
	w.handle("/block", func(_ http.ResponseWriter, r *web.Request) error {
		raw, err = json.Marshal(make(r))
		return err
	})
	w.get("handewitt", "/block")
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		w.tb.Fatal(err)
	}
	if m["@context"] != "https://schema.org" || m["@type"] == nil {
		w.tb.Errorf("no context or type: %s", raw)
	}
	return m
}

// has checks values by their path, parted by slashes.
func has(t *testing.T, m map[string]any, want map[string]any) {
	t.Helper()
	for path, value := range want {
		var at any = m
		for _, key := range strings.Split(path, "/") {
			inner, _ := at.(map[string]any)
			at = inner[key]
		}
		if list, ok := at.([]any); ok {
			var words []string
			for _, v := range list {
				word, _ := v.(string)
				words = append(words, word)
			}
			at = strings.Join(words, "|")
		}
		if at != value {
			t.Errorf("%s is %v, want %v", path, at, value)
		}
	}
}

func fresh(t *testing.T) *world { return newWorld(t, sqlite(t)) }

func TestArticleForSearchEngines(t *testing.T) {
	d := draft("handewitt", content.Article, "modell", "Modellkommune")
	d.Item.Texts["da"] = content.Text{Title: "Modelkommune", Body: "<p>En lang tekst</p>"}
	d.Item.Published, d.Item.Updated = now.AddDate(0, 0, -7), now
	m := fresh(t).block(func(r *web.Request) any {
		return ArticleLD(r, ArticleFacts{Item: d.Item, Text: d.Item.Texts["de"], Byline: "Redaktion"})
	})
	has(t, m, map[string]any{
		"@type": "NewsArticle", "headline": "Modellkommune", "datePublished": "2026-11-17T09:30:00+01:00", "dateModified": "2026-11-24T09:30:00+01:00",
		"author/name": "Redaktion", "publisher/name": "bequa mbH", "publisher/telephone": "+4946115030", "inLanguage": "de",
		"url": "http://handewitt.localhost:8080/beitraege/modell", "description": "Kurz: Modellkommune", "publisher/address/addressCountry": "DE",
	})
	m = fresh(t).block(func(r *web.Request) any {
		r.Lang = "da"
		return ArticleLD(r, ArticleFacts{Item: d.Item, Text: d.Item.Texts["da"]})
	})
	has(t, m, map[string]any{"author/name": "bequa mbH", "author/@type": "Organization", "inLanguage": "da", "description": "En lang tekst"})
}

func TestPlaceForSearchEngines(t *testing.T) {
	d := draft("handewitt", content.Place, "adler", "Adler-Apotheke")
	m := fresh(t).block(func(r *web.Request) any {
		return PlaceLD(r, PlaceFacts{
			Item: d.Item, Text: d.Item.Texts["de"], SchemaType: "Pharmacy", Street: "Hauptstraße 1", Postcode: "24983", Town: "Handewitt",
			Phone: "+49460897375;20", HasPosition: true, Lat: 54.766, Lon: 9.31, Web: "https://adler.example",
		})
	})
	has(t, m, map[string]any{
		"@type": "Pharmacy", "name": "Adler-Apotheke", "telephone": "+4946089737520", "address/@type": "PostalAddress", "address/streetAddress": "Hauptstraße 1",
		"address/postalCode": "24983", "address/addressLocality": "Handewitt", "address/addressCountry": "DE", "geo/latitude": 54.766, "geo/longitude": 9.31,
		"sameAs": "https://adler.example", "url": "http://handewitt.localhost:8080/orte/adler",
	})
	bare := fresh(t).block(func(r *web.Request) any { return PlaceLD(r, PlaceFacts{Item: d.Item, Text: d.Item.Texts["de"]}) })
	for _, key := range []string{"address", "geo", "telephone", "openingHoursSpecification", "email"} {
		if v, ok := bare[key]; ok {
			t.Errorf("%s is told though nothing is known: %v", key, v)
		}
	}
	has(t, bare, map[string]any{"@type": "Place"})
}

func occasion(t *testing.T, status string) content.Occurrence {
	d := timed(t, "2026-12-01T15:00", "2026-12-01T17:00")
	return content.Occurrence{
		Listing: content.Listing{
			Item: "x", Kind: content.Event, Portal: "handewitt", Slug: "markt", Title: "Markt", TextLang: "de", Venue: "Wiesharde",
			Street: "Hauptstraße 3", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.77, Lon: 9.32,
		},
		Start: d.Start.Format("2006-01-02T15:04:05.000Z"), End: d.End.Format("2006-01-02T15:04:05.000Z"),
		StartWall: d.StartWall, EndWall: d.EndWall, Day: d.Day, EndDay: d.EndDay, Status: status,
	}
}

func TestEventForSearchEngines(t *testing.T) {
	event := func(status string, free bool) map[string]any {
		return fresh(t).block(func(r *web.Request) any {
			return EventLD(r, EventFacts{Date: occasion(t, status), Organisers: []Party{{Type: "Organization", Name: "Dorfverein"}}, Free: free})
		})
	}
	has(t, event("", true), map[string]any{
		"@type": "Event", "name": "Markt", "startDate": "2026-12-01T15:00:00+01:00", "endDate": "2026-12-01T17:00:00+01:00",
		"eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
		"location/name": "Wiesharde", "location/address/addressLocality": "Handewitt", "location/geo/longitude": 9.32, "organizer/name": "Dorfverein",
		"offers/price": "0", "offers/priceCurrency": "EUR", "offers/availability": "https://schema.org/InStock", "isAccessibleForFree": true,
		"url": "http://handewitt.localhost:8080/veranstaltungen/markt/2026-12-01",
	})
	has(t, event("cancelled", true), map[string]any{"eventStatus": "https://schema.org/EventCancelled", "offers": nil})
	has(t, event("postponed", false), map[string]any{"eventStatus": "https://schema.org/EventPostponed", "offers": nil})
	has(t, event("sold-out", false), map[string]any{"offers/availability": "https://schema.org/SoldOut", "offers/price": nil})
	has(t, event("moved-online", false), map[string]any{
		"eventStatus": "https://schema.org/EventMovedOnline", "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode", "location/@type": "VirtualLocation",
		"location/url": "http://handewitt.localhost:8080/veranstaltungen/markt/2026-12-01",
	})
	m := fresh(t).block(func(r *web.Request) any {
		o := occasion(t, "")
		o.Venue, o.Street, o.Postcode, o.Town, o.AllDay, o.EndDay = "", "", "", "", true, "2026-12-03"
		return EventLD(r, EventFacts{Date: o, SchemaType: "Festival"})
	})
	has(t, m, map[string]any{
		"@type": "Festival", "startDate": "2026-12-01", "endDate": "2026-12-03", "location/name": "Handewitt", "location/address/addressLocality": "Handewitt", "organizer": nil,
	})
}

func TestServiceForSearchEngines(t *testing.T) {
	d := draft("handewitt", content.Service, "sozialpass", "Sozialpass")
	m := fresh(t).block(func(r *web.Request) any {
		return ServiceLD(r, ServiceFacts{Item: d.Item, Text: d.Item.Texts["de"], Audience: "Menschen mit wenig Geld", Offices: []Office{
			{Name: "Rathaus", URL: "https://x.example/orte/rathaus", Street: "Hauptstraße 9", Postcode: "24983", Town: "Handewitt", Phone: "+494608906;0"},
		}})
	})
	has(t, m, map[string]any{
		"@type": "GovernmentService", "name": "Sozialpass", "serviceOperator/name": "bequa mbH", "areaServed/name": "Handewitt", "audience/audienceType": "Menschen mit wenig Geld",
	})
	office := m["availableChannel"].([]any)[0].(map[string]any)
	has(t, office, map[string]any{"serviceLocation/name": "Rathaus", "serviceLocation/telephone": "+4946089060", "serviceLocation/address/streetAddress": "Hauptstraße 9"})
}

func TestSiteForSearchEngines(t *testing.T) {
	has(t, fresh(t).block(func(r *web.Request) any { return WebsiteLD(r) }), map[string]any{
		"@type": "WebSite", "name": "Handewitt Mobil", "url": "http://handewitt.localhost:8080/", "potentialAction/query-input": "required name=search_term_string",
		"potentialAction/target/urlTemplate": "http://handewitt.localhost:8080/suche?q={search_term_string}",
	})
	has(t, fresh(t).block(func(r *web.Request) any { return OperatorLD(r) }), map[string]any{"name": "bequa mbH", "address/addressLocality": "Flensburg"})
	d := draft("aabenraa", content.Organisation, "klub", "Klub")
	has(t, fresh(t).block(func(r *web.Request) any {
		return OrganisationLD(r, OrganisationFacts{Item: d.Item, Text: d.Item.Texts["de"], Town: "Aabenraa", Phone: "+4573767676"})
	}), map[string]any{"@type": "Organization", "address/addressCountry": "DK", "url": "https://aabenraa.example/de/organisationen/klub", "telephone": "+4573767676"})
	m := fresh(t).block(func(*web.Request) any {
		return BreadcrumbLD([]Step{{"Handewitt", "https://x.example/"}, {"Orte", "https://x.example/orte"}, {"Adler-Apotheke", ""}})
	})
	steps := m["itemListElement"].([]any)
	has(t, steps[1].(map[string]any), map[string]any{"@type": "ListItem", "position": 2.0, "name": "Orte", "item": "https://x.example/orte"})
	has(t, steps[2].(map[string]any), map[string]any{"position": 3.0, "item": nil})
}
