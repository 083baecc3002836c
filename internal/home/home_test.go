package home_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/article"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/page"
	"umland/internal/portal"
	"umland/internal/testkit"
)

func (w *world) article(owner, slug, title string) *article.Article {
	w.Helper()
	a := &article.Article{Item: w.head(owner, content.Article, slug, title), Byline: "Redaktion"}
	w.must(w.articles.Save(w.Context(), content.Act{Actor: "test"}, a))
	w.clock.Advance(time.Minute)
	return a
}

func (w *world) service(owner, slug, title string) *page.Service {
	w.Helper()
	s := &page.Service{Item: w.head(owner, content.Service, slug, title)}
	w.must(w.services.Save(w.Context(), content.Act{Actor: "test"}, s))
	return s
}

const (
	today = `[aria-labelledby="los"]`
	soon  = `[aria-labelledby="bald"]`
)

func TestBoardShowsTodayAndTheNextDays(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d) // 14:32
		w.event("handewitt", "morgens", "Am Morgen", "", "2026-11-24T09:00", "2026-11-24T10:00")
		w.event("handewitt", "laeuft", "Läuft gerade", "", "2026-11-24T14:00", "2026-11-24T15:00")
		w.event("handewitt", "abends", "Am Abend", "", "2026-11-24T19:00", "2026-11-24T21:00")
		w.event("handewitt", "ausstellung", "Ausstellung", "", "2026-11-20T10:00", "2026-11-29T18:00")
		w.event("handewitt", "morgen", "Ganzer Tag", "", "2026-11-25", "2026-11-25")
		w.event("handewitt", "spaeter", "Nach einer Woche", "", "2026-12-02T10:00", "2026-12-02T11:00")
		w.event("aabenraa", "fremd", "Drüben", "", "2026-11-24T18:00", "2026-11-24T19:00")
		doc := w.page("handewitt", "/")
		if got := texts(doc, today+" .what a"); !slices.Equal(got, []string{"Läuft gerade", "Am Abend", "Ausstellung"}) {
			t.Errorf("today shows %v", got)
		}
		if got := texts(doc, today+" .when"); !slices.Equal(got, []string{"14:00", "19:00", "bis 29.11."}) {
			t.Errorf("today's times are %v", got)
		}
		if got := text(doc, today+" .more"); got != "Alle 4 Termine heute" {
			t.Errorf("the link says %q", got)
		}
		if href, _ := doc.Find(today + " .more").Attr("href"); href != "/veranstaltungen?von=2026-11-24&bis=2026-11-24" {
			t.Errorf("the link leads to %q", href)
		}
		if got := texts(doc, soon+" .what a"); !slices.Equal(got, []string{"Ganzer Tag"}) {
			t.Errorf("the next days show %v", got)
		}
		if got := text(doc, soon+" .when"); got != "Mi 25.11." {
			t.Errorf("the next day is %q", got)
		}
		if got := text(doc, ".sechead time"); got != "Dienstag, 24. November 2026" {
			t.Errorf("today is %q", got)
		}
	})
}

func TestBoardNamesTheNextDateWhereTodayHasNone(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		if got := text(w.page("handewitt", "/"), today); !strings.Contains(got, "Heute kein Termin.") {
			t.Errorf("an empty calendar says %q", got)
		}
		w.event("handewitt", "fern", "In zwei Wochen", "", "2026-12-09T10:00", "2026-12-09T11:00")
		if got := text(w.page("handewitt", "/"), today); !strings.Contains(got, "Der nächste ist am Mittwoch, 9. Dezember, 10:00 Uhr: In zwei Wochen") {
			t.Errorf("with a later date it says %q", got)
		}
		w.event("handewitt", "nah", "Übermorgen", "", "2026-11-26T10:00", "2026-11-26T11:00")
		w.event("handewitt", "vorbei", "Vorbei", "", "2026-11-24T09:00", "2026-11-24T10:00")
		got := text(w.page("handewitt", "/"), today)
		if !strings.Contains(got, "Heute kein weiterer Termin.") || !strings.Contains(got, "Donnerstag, 26. November, 10:00 Uhr: Übermorgen") || !strings.Contains(got, "Zum Termin heute") {
			t.Errorf("after the last date of today it says %q", got)
		}
		if got := text(w.page("handewitt", "/da/"), today); !strings.Contains(got, "Det næste er torsdag den 26. november, kl. 10.00: Übermorgen") {
			t.Errorf("in Danish it says %q", got)
		}
	})
}

func TestHomeShowsTheNewestOfThisPortal(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, slug := range []string{"eins", "zwei", "drei", "vier"} {
			w.article("handewitt", slug, "Beitrag "+slug)
		}
		w.article("aabenraa", "nyt", "Nyt fra Aabenraa")
		for _, slug := range []string{"a", "b", "c", "d", "e", "f"} {
			w.place("handewitt", "ort-"+slug, "Ort "+slug, "")
			w.clock.Advance(time.Minute)
		}
		p, err := w.places.Get(t.Context(), w.place("aabenraa", "hus", "Hus", ""))
		w.must(err)
		draft, err := w.places.Draft(t.Context(), d, &p.Item)
		w.share(draft, err, "handewitt")
		w.service("handewitt", "sozialpass", "Sozialpass")
		w.service("handewitt", "fundsachen", "Fundsachen")
		w.service("aabenraa", "flytning", "Flytning")
		doc := w.page("handewitt", "/")
		if got := texts(doc, `[aria-labelledby="neu"] h3`); !slices.Equal(got, []string{"Beitrag vier", "Beitrag drei", "Beitrag zwei"}) {
			t.Errorf("the articles are %v", got)
		}
		if got := texts(doc, `[aria-labelledby="einrichtungen"] h3`); !slices.Equal(got, []string{"Ort f", "Ort e", "Ort d", "Ort c", "Ort b"}) {
			t.Errorf("the facilities are %v", got)
		}
		if got := text(doc, `[aria-labelledby="einrichtungen"] .meta`); !strings.Contains(got, "Musterweg 7, 24983 Handewitt") || !strings.Contains(got, "04608 9737520") {
			t.Errorf("a facility says %q", got)
		}
		if got := texts(doc, `[aria-labelledby="gut"] .what a`); !slices.Equal(got, []string{"Fundsachen", "Sozialpass"}) {
			t.Errorf("the services are %v", got)
		}
	})
}

func TestTeasersLeadToTheirItems(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pass := w.service("aabenraa", "sozialpass", "Sozialpass")
		hidden := w.service("handewitt", "weg", "Weg")
		hidden.Status = content.Withdrawn
		w.must(w.services.Save(t.Context(), content.Act{Actor: "test"}, hidden))
		line := map[string]portal.TeaserText{"de": {Title: "Sozialpassausgabe", Line: "Für Stadt und Umland", Action: "Ausgabestelle finden", Alt: "Eine Karte"}}
		w.must(w.portals.SetTeasers(t.Context(), "handewitt", []portal.Teaser{
			{Item: pass.ID, Image: "sozialpass", Texts: line}, {Item: hidden.ID, Texts: line},
		}))
		doc := w.page("handewitt", "/")
		if doc.Find(".card").Length() != 1 {
			t.Fatalf("there are %d teasers", doc.Find(".card").Length())
		}
		if href, _ := doc.Find(".card a").Attr("href"); href != "http://aabenraa.localhost/de/leistungen/sozialpass" {
			t.Errorf("it leads to %q", href)
		}
		if alt, _ := doc.Find(".card img").Attr("alt"); alt != "Eine Karte" || text(doc, ".card .go") != "Ausgabestelle finden" {
			t.Errorf("it shows %q, %q", alt, text(doc, ".card .go"))
		}
		if lang, _ := w.page("handewitt", "/en/").Find(".card h3").Attr("lang"); lang != "de" {
			t.Errorf("the German teaser in the English page has lang %q", lang)
		}
		if w.page("aabenraa", "/de/").Find(".card").Length() != 0 {
			t.Error("the other portal shows the teasers")
		}
	})
}

func TestHomeLeadsIntoTheSearch(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	doc := w.page("handewitt", "/da/")
	if action, _ := doc.Find(`form[role="search"]`).Attr("action"); action != "/da/soeg" {
		t.Errorf("the form leads to %q", action)
	}
	doc = w.page("handewitt", "/")
	if href, _ := doc.Find(".quick a").Attr("href"); href != "/orte?kategorie=apotheke" || text(doc, ".hero .lead") != "Alles aus Handewitt." {
		t.Errorf("quick link %q, greeting %q", href, text(doc, ".hero .lead"))
	}
	var ld struct {
		Type   string                          `json:"@type"`
		Search struct{ Target map[string]any } `json:"potentialAction"`
	}
	w.must(json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &ld))
	if ld.Type != "WebSite" || ld.Search.Target["urlTemplate"] != "http://handewitt.localhost/suche?q={search_term_string}" {
		t.Errorf("the JSON-LD is %+v", ld)
	}
	if doc.Find(`[style], script:not([src]):not([type="application/ld+json"])`).Length() != 0 {
		t.Error("the page holds inline style or script")
	}
}

func TestHomeInLeichteSprache(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.article("handewitt", "muell", "Mülltrennung")
		a.Texts["leicht"] = content.Text{Title: "Müll trennen", Teaser: "Welcher Müll kommt wohin?"}
		w.must(w.articles.Save(t.Context(), content.Act{Actor: "test"}, a))
		w.article("handewitt", "schwer", "Schwerer Text")
		for i := range 13 {
			p, err := w.places.Get(t.Context(), w.place("handewitt", "ort-"+strconv.Itoa(i), "Ort", ""))
			w.must(err)
			p.Texts["leicht"] = content.Text{Title: "Leichter Ort"}
			w.must(w.places.Save(t.Context(), content.Act{Actor: "test"}, p))
		}
		other := w.article("aabenraa", "fremd", "Fremdes")
		other.Texts["leicht"] = content.Text{Title: "Fremdes leicht"}
		w.must(w.articles.Save(t.Context(), content.Act{Actor: "test"}, other))
		doc := w.page("handewitt", "/leicht/")
		if lang, _ := doc.Find("html").Attr("lang"); lang != "de-simple" || text(doc, "h1") != "Handewitt leicht" || text(doc, ".prose h2") != "Das finden Sie hier" {
			t.Errorf("the page is %q: %q", lang, text(doc, "main"))
		}
		got := texts(doc, `[aria-labelledby="texte"] h4`)
		if len(got) != 13 || got[0] != "Müll trennen" || got[1] != "Leichter Ort" {
			t.Errorf("the texts are %v", got)
		}
		if href, _ := doc.Find(`[aria-labelledby="texte"] .more`).Attr("href"); href != "/leicht/orte" {
			t.Errorf("the other places stand at %q", href)
		}
		if href, _ := doc.Find(`[aria-labelledby="texte"] h4 a`).Attr("href"); href != "/leicht/beitraege/muell" {
			t.Errorf("a text stands at %q", href)
		}
		if got := text(doc, "figure"); got != "Hier kommt ein Film." {
			t.Errorf("at the film's place stands %q", got)
		}
		if href, _ := w.page("handewitt", "/").Find(`.topbar a[href^="/leicht/"]`).Attr("href"); href != "/leicht/" {
			t.Errorf("the way to it is %q", href)
		}
	})
}

// TestWhatIsHiddenIsNotOnTheHomePage takes back one item of each kind.
func TestWhatIsHiddenIsNotOnTheHomePage(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.article("handewitt", "geheim", "Geheimer Beitrag")
		e := w.event("handewitt", "geheimes", "Geheimes Treffen", "", "2026-11-24T19:00", "2026-11-24T20:00")
		a.Status, e.Status, e.Item.Status = content.Withdrawn, "scheduled", content.Withdrawn
		w.must(w.articles.Save(context.Background(), content.Act{Actor: "test"}, a))
		w.must(w.events.Save(context.Background(), content.Act{Actor: "test"}, e))
		if got := text(w.page("handewitt", "/"), "main"); strings.Contains(got, "Geheim") || strings.Contains(got, "geheim") {
			t.Errorf("the page shows %s", got)
		}
	})
}
