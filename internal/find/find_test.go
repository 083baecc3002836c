package find_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/article"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/find"
	"umland/internal/i18n"
	"umland/internal/page"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/ui"
	"umland/internal/web"
)

const hits = `.split .flow h2 a[href], .split .item h3 a`

func (w *world) article(owner, slug, title string) *article.Article {
	w.Helper()
	a := &article.Article{Item: w.head(owner, content.Article, slug, title), Byline: "Redaktion"}
	w.must(w.articles.Save(w.Context(), content.Act{Actor: "test"}, a))
	return a
}

func (w *world) service(owner, slug, title string) *page.Service {
	w.Helper()
	s := &page.Service{Item: w.head(owner, content.Service, slug, title)}
	w.must(w.services.Save(w.Context(), content.Act{Actor: "test"}, s))
	return s
}

func (w *world) stock() {
	w.Helper()
	w.must(w.db.Write(w.Context(), func(ctx context.Context, tx *db.Tx) error {
		return w.spine.SaveCategory(ctx, tx, content.Category{
			Slug: "apotheke", Kind: content.Place, Names: map[i18n.Lang]string{"de": "Apotheke", "da": "Apotek", "en": "Pharmacy"}, Icon: "pill",
		})
	}))
	w.must(w.spine.LoadTerms(w.Context()))
	w.place("aabenraa", "apotek", "Apotheke an der Grenze")
	w.place("handewitt", "adler", "Apotheke am Markt")
	w.article("handewitt", "notdienst", "Nachts in die Apotheke")
	w.event("handewitt", "blutdruck", "Blutdruck messen in der Apotheke", "2026-11-26T10:00", "2026-11-26T11:00")
	w.event("handewitt", "gewesen", "Gewesener Vortrag der Apotheke", "2026-11-02T10:00", "2026-11-02T11:00")
	w.service("aabenraa", "recept", "Rezept einlösen")
}

func TestSearchFindsEverythingInTheRegionOnce(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		doc := w.page("handewitt", "/suche?q=apotheke")
		got := texts(doc, hits)
		// The best one first, then by kind; this portal's own before the neighbour's.
		if len(got) != 5 || slices.Index(got, "Apotheke am Markt") > slices.Index(got, "Apotheke an der Grenze") {
			t.Errorf("the results are %v", got)
		}
		if got := texts(doc, ".sechead h2"); !slices.Equal(got, []string{"Beiträge", "Termine", "Orte"}) || text(doc, `.lead[role="status"]`) != "5 Treffer zu „apotheke“" {
			t.Errorf("the groups are %v, the count says %q", got, text(doc, `.lead`))
		}
		if all := texts(doc, ".chips .chip"); !slices.Contains(all, "Alles 5") || !slices.Contains(all, "Orte 2") || !slices.Contains(all, "Termine 2") || !slices.Contains(all, "Beiträge 1") {
			t.Errorf("the chips are %v", all)
		}
		first := texts(w.page("aabenraa", "/de/suche?q=apotheke"), hits)
		if len(first) != 5 || slices.Index(first, "Apotheke an der Grenze") > slices.Index(first, "Apotheke am Markt") {
			t.Errorf("the neighbour's results are %v", first)
		}
		p, err := w.places.Get(t.Context(), w.place("aabenraa", "dritte", "Dritte Apotheke"))
		w.must(err)
		draft, err := w.places.Draft(t.Context(), d, &p.Item)
		w.share(draft, err, "handewitt")
		if got := texts(w.page("handewitt", "/suche?q=dritte"), hits); !slices.Equal(got, []string{"Dritte Apotheke"}) {
			t.Errorf("a shared place is found as %v", got)
		}
	})
}

func TestSearchIsNarrowed(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		for address, want := range map[string][]string{
			"/suche?q=apotheke&typ=orte":                   {"Apotheke am Markt", "Apotheke an der Grenze"},
			"/suche?q=apotheke&typ=place":                  {"Apotheke am Markt", "Apotheke an der Grenze"},
			"/suche?q=apotheke&typ=orte&region=nur-hier":   {"Apotheke am Markt"},
			"/suche?q=apotheke&typ=beitraege&region=alle":  {"Nachts in die Apotheke"},
			"/suche?q=apotheke+markt":                      {"Apotheke am Markt"},
			"/suche?q=rezept&region=nur-hier":              nil,
			"/suche?q=apotheke&typ=orte&anzahl=1&seite=2":  {"Apotheke an der Grenze"},
			"/suche?q=APOTHEKE%20MARKT&typ=orte&region=":   {"Apotheke am Markt"},
			"/suche?q=%22apotheke%22-markt&typ=orte&typ=x": {"Apotheke am Markt"},
		} {
			if got := texts(w.page("handewitt", address), hits); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, want %v", address, got, want)
			}
		}
		w.status("handewitt", "/suche?q=apotheke&typ=quatsch", http.StatusBadRequest)
		w.status("handewitt", "/suche?q=apotheke&region=mond", http.StatusBadRequest)
		w.status("handewitt", "/suche?q=apotheke&seite=9", http.StatusNotFound)
		w.status("handewitt", "/suche?q=apotheke&anzahl=101", http.StatusBadRequest)
		w.status("handewitt", "/suche?q="+strings.Repeat("a", 201), http.StatusBadRequest)
		w.status("handewitt", "/suche?q=a%00b", http.StatusBadRequest)
	})
}

func TestSearchSaysWhenAnEventIs(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		doc := w.page("handewitt", "/suche?q=blutdruck")
		if got := texts(doc, ".panel time"); !slices.Equal(got, []string{"Donnerstag, 26. November, 10:00 Uhr"}) {
			t.Errorf("the answer says %v", got)
		}
		if href, _ := doc.Find(".panel li a").Attr("href"); href != "/veranstaltungen/blutdruck/2026-11-26" {
			t.Errorf("the date leads to %s", href)
		}
		if got := text(w.page("handewitt", "/suche?q=vortrag"), ".panel"); !strings.Contains(got, "Zurzeit kein Termin") {
			t.Errorf("a past event says %q", got)
		}
		if got := texts(w.page("handewitt", "/suche?q=apotheke&typ=veranstaltungen&anzahl=1&seite=2"), ".item .meta"); len(got) != 1 || !strings.Contains(got[0], "Gemeindehaus") {
			t.Errorf("a row says %v", got)
		}
	})
}

func TestSearchMarksTheWords(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.stock()
	doc := w.page("handewitt", "/suche?q=apoth+markt&typ=orte")
	if got := texts(doc, `.split .flow mark`); !slices.Equal(got, []string{"Apotheke", "Markt"}) {
		t.Errorf("marked are %v", got)
	}
	if got := texts(doc, `.rail a[href*="kategorie=apotheke"]`); !slices.Equal(got, []string{"Apotheke: alle anzeigen"}) {
		t.Errorf("the categories beside are %v", got)
	}
	doc = w.page("handewitt", "/suche?q=%3Cscript%3Ealert(1)%3C/script%3E")
	if doc.Find("main script").Length() != 0 || !strings.Contains(text(doc, ".empty h2"), "<script>") {
		t.Errorf("the words come back as %q", text(doc, ".empty"))
	}
}

func TestSearchThatFindsNothingHelps(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		doc := w.page("handewitt", "/suche?q=rezept&region=nur-hier&typ=orte")
		if doc.Find(".empty li").Length() != 3 || doc.Find(`.empty a[href="/orte/melden"]`).Length() != 1 || doc.Find(`.empty a[href="/suche?q=rezept&typ=orte"]`).Length() != 1 || doc.Find(`.empty a[href="/suche?q=rezept&region=nur-hier"]`).Length() != 1 {
			html, _ := doc.Find(".empty").Html()
			t.Errorf("the help is %s", html)
		}
		if doc.Find(`.rail a[href^="tel:"]`).Length() != 1 || doc.Find(`.rail a[href="/kontakt"]`).Length() != 1 {
			t.Error("nobody to ask is named")
		}
		for _, address := range []string{"/suche", "/suche?region=alle", "/suche?q=+", "/suche?q=%22!%3F"} {
			doc := w.page("handewitt", address)
			if len(texts(doc, hits)) != 0 || doc.Find(`main a[href="/orte?region=alle"]`).Length() != 1 {
				t.Errorf("%s shows %q", address, text(doc, "main"))
			}
		}
		if robots, _ := doc.Find(`meta[name="robots"]`).Attr("content"); robots != "noindex" {
			t.Error("results are offered to search engines")
		}
	})
}

func TestSearchForPrograms(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		var list struct {
			Total int
			Items []struct {
				ID, Kind, Title, URL, Portal, Snippet string
				Score                                 float64
				Matched                               [][2]int
			}
			Next *string
		}
		w.must(json.Unmarshal(w.get("handewitt", "/suche.json?q=apotheke&anzahl=2").Body.Bytes(), &list))
		if list.Total != 5 || len(list.Items) != 2 || list.Items[0].Title != "Apotheke am Markt" || list.Items[0].Kind != "place" {
			t.Errorf("the JSON is %+v", list)
		}
		if list.Next == nil || *list.Next != "http://handewitt.localhost/suche.json?anzahl=2&q=apotheke&seite=2" {
			t.Errorf("the next page is %v", list.Next)
		}
		w.must(json.Unmarshal(w.get("handewitt", "/suche.json?q=apotheke&typ=orte&region=nur-hier").Body.Bytes(), &list))
		if list.Total != 1 || list.Next != nil || list.Items[0].URL != "http://handewitt.localhost/orte/adler" {
			t.Errorf("the narrowed JSON is %+v", list)
		}
		w.must(json.Unmarshal(w.get("handewitt", "/suche.json").Body.Bytes(), &list))
		if list.Total != 0 || len(list.Items) != 0 {
			t.Errorf("without words the JSON is %+v", list)
		}
		var raw struct{ Items []map[string]any }
		w.must(json.Unmarshal(w.get("handewitt", "/suche.json?q=apotheke&typ=orte").Body.Bytes(), &raw))
		if got := slices.Sorted(maps.Keys(raw.Items[0])); !slices.Equal(got, []string{"id", "kind", "matched", "portal", "score", "snippet", "title", "url"}) {
			t.Errorf("the keys are %v", got)
		}
		if body := w.get("handewitt", "/suche.json?q=apotheke").Body.String(); !strings.Contains(body, `"corrected":null`) || !strings.Contains(body, `"next":null`) {
			t.Errorf("what is not known is not null: %s", body)
		}
		if table := w.get("handewitt", "/suche.csv?q=apotheke").Body.String(); strings.Count(table, "\r\n") != 6 {
			t.Errorf("the table is %s", table)
		}
		w.status("handewitt", "/suche.json?q=apotheke&seite=x", http.StatusBadRequest)
		w.status("handewitt", "/suche.ics?q=apotheke", http.StatusNotFound)
	})
}

func TestSearchFindsNothingHidden(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.article("handewitt", "geheim", "Geheimakte")
		if got := texts(w.page("handewitt", "/suche?q=geheimakte"), hits); len(got) != 1 {
			t.Fatalf("before: %v", got)
		}
		a.Status = content.Withdrawn
		w.must(w.articles.Save(t.Context(), content.Act{Actor: "test"}, a))
		if got := texts(w.page("handewitt", "/suche?q=geheimakte"), hits); len(got) != 0 {
			t.Errorf("a withdrawn one is found: %v", got)
		}
	})
}

func TestSearchInLeichteSprache(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		a := w.article("handewitt", "pillen", "Arzneimittelversorgung")
		a.Texts["leicht"] = content.Text{Title: "So bekommen Sie Medizin"}
		w.must(w.articles.Save(t.Context(), content.Act{Actor: "test"}, a))
		if got := texts(w.page("handewitt", "/leicht/suche?q=medizin"), hits); !slices.Equal(got, []string{"So bekommen Sie Medizin"}) {
			t.Errorf("found %v", got)
		}
		if got := texts(w.page("handewitt", "/leicht/suche?q=apotheke"), hits); len(got) != 0 {
			t.Errorf("everyday texts are found: %v", got)
		}
	})
}

// known are the facts of a directory with one open place and of one service.
type known struct{ offices []find.Office }

func (known) State(_ *web.Request, l content.Listing) (ui.OpenState, string, error) {
	if l.Slug == "adler" {
		return ui.Open, "geöffnet bis 18:30 Uhr", nil
	}
	return ui.Soon, "", nil
}

func (k known) Offices(*web.Request, string) ([]find.Office, error) { return k.offices, nil }

func TestAnswerComesFirst(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.stock()
	rows, err := w.spine.List(t.Context(), content.Filter{Portal: "handewitt", Kind: content.Place, Lang: "de"}, content.ByTitle, content.Window{Limit: 1})
	w.must(err)
	office := find.Office{Place: rows.Items[0], Phone: "+49461150310"}
	w.search(find.New(w.spine, known{slices.Repeat([]find.Office{office}, 5)}, slog.New(slog.DiscardHandler)))
	doc := w.page("handewitt", "/suche?q=apotheke+markt")
	if got := text(doc, ".panel"); !strings.Contains(got, "Beste Antwort") || !strings.Contains(got, "Musterweg 7, 24983 Handewitt") || !strings.Contains(got, "geöffnet bis 18:30 Uhr") {
		t.Errorf("the answer is %q", got)
	}
	if doc.Find(`.panel .state-open`).Length() != 1 || doc.Find(`.panel a.btn[href="tel:+4946089737520"]`).Length() != 1 {
		t.Error("its state or its phone is missing")
	}
	doc = w.page("handewitt", "/suche?q=rezept")
	if got := doc.Find(".panel li").Length(); got != 3 || text(doc, ".panel h3") != "Hier bekommen Sie Hilfe" || doc.Find(`.panel a[href="tel:+49461150310"]`).Length() != 3 {
		t.Errorf("%d offices: %q", got, text(doc, ".panel"))
	}
	if doc := w.page("handewitt", "/suche?q=apotheke&anzahl=2&seite=2"); doc.Find(".panel#beste, #beste").Length() != 0 {
		t.Error("a later page has an answer first")
	}
}

func TestMissedQuestionsAreCounted(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		for _, address := range []string{
			"/suche?q=Sperrm%C3%BCll", "/suche?q=sperrm%C3%BCll", "/da/soeg?q=hundeskat",
			"/suche?q=apotheke", "/suche?q=nirgends&region=nur-hier", "/suche?q=nirgends&typ=orte", "/suche.json?q=nirgends", "/suche?q=%3F", "/suche?q=0461+1503100",
		} {
			w.get("handewitt", address)
		}
		got, err := w.spine.Index().MissedSince(t.Context(), "handewitt", "2026-11-24")
		w.must(err)
		if len(got) != 2 || got[0] != (search.Missed{Words: "sperrmüll", Lang: "de", Times: 2, Last: "2026-11-24"}) || got[1].Words != "hundeskat" {
			t.Errorf("counted are %v", got)
		}
		if other, err := w.spine.Index().MissedSince(t.Context(), "aabenraa", ""); err != nil || len(other) != 0 {
			t.Errorf("the neighbour's editors see %v %v", other, err)
		}
	})
}

// A flood of questions is counted at a bounded pace.
func TestMissedQuestionsKeepAPace(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.stock()
	for i := range 60 {
		w.get("handewitt", "/suche?q=unsinn"+strings.Repeat("x", i))
	}
	first, err := w.spine.Index().MissedSince(t.Context(), "handewitt", "")
	w.must(err)
	w.clock.Advance(time.Minute)
	w.get("handewitt", "/suche?q=sperrgut")
	later, err := w.spine.Index().MissedSince(t.Context(), "handewitt", "")
	w.must(err)
	if len(first) != 20 || len(later) != 21 {
		t.Errorf("%d kept at once, %d a minute later", len(first), len(later))
	}
}

func TestSuggestions(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		var list struct{ Items []struct{ Text, Kind string } }
		ask := func(portal, address string) {
			t.Helper()
			list.Items = nil
			w.must(json.Unmarshal(w.get(portal, address).Body.Bytes(), &list))
		}
		ask("handewitt", "/suche/vorschlaege.json?q=apotheke+am")
		if len(list.Items) == 0 || list.Items[0].Text != "Apotheke am Markt" || list.Items[0].Kind != "Ort" {
			t.Errorf("suggested are %v", list.Items)
		}
		ask("aabenraa", "/soeg/forslag.json?q=apotek")
		for _, x := range list.Items {
			if x.Kind != "" && x.Kind != "Sted" && x.Kind != "Artikel" && x.Kind != "Arrangement" {
				t.Errorf("in Danish: %v", x)
			}
		}
		for _, q := range []string{"", "a", "%F0%9F%98%80"} {
			if ask("handewitt", "/suche/vorschlaege.json?q="+q); list.Items == nil || len(list.Items) != 0 {
				t.Errorf("%q gives %v", q, list.Items)
			}
		}
		w.status("handewitt", "/suche/vorschlaege.json?q="+strings.Repeat("a", 201), http.StatusBadRequest)
		w.status("handewitt", "/suche/vorschlaege?q=apotheke", http.StatusNotFound)
	})
}

// Whatever is asked, the answer is a page or a clear refusal.
func TestOddQuestions(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		for _, q := range []string{
			`"`, `"""apotheke`, `*`, `apo*`, `NEAR(apotheke markt)`, `title:apotheke`, `a & b | !c`, `\`, `'; DROP TABLE item; --`, "\u202eapotheke", "😀😀", "á̂̃",
			strings.Repeat("w ", 99), "(((", "AND OR NOT", "%", "_", "-apotheke", "+", "~", "<b>",
		} {
			address := "/suche?q=" + url.QueryEscape(q)
			if rec := w.get("handewitt", address); rec.Code != http.StatusOK {
				t.Errorf("%q: status %d", q, rec.Code)
			}
			if rec := w.get("handewitt", "/suche.json?q="+url.QueryEscape(q)); rec.Code != http.StatusOK || !json.Valid(rec.Body.Bytes()) {
				t.Errorf("%q as JSON: status %d %s", q, rec.Code, rec.Body)
			}
		}
		for _, q := range []string{strings.Repeat("x", 10<<10), strings.Repeat("wort ", 500), "a\x00b", "a\x07b", "\xff\xfe"} {
			w.status("handewitt", "/suche?q="+url.QueryEscape(q), http.StatusBadRequest)
			w.status("handewitt", "/suche.json?q="+url.QueryEscape(q), http.StatusBadRequest)
			w.status("handewitt", "/suche/vorschlaege.json?q="+url.QueryEscape(q), http.StatusBadRequest)
		}
		for _, bad := range []string{"typ=quatsch", "region=mond", "seite=0", "seite=x", "anzahl=0", "anzahl=101", "anzahl=x", "lat=91&lon=9", "lat=54", "lat=x&lon=y"} {
			w.status("handewitt", "/suche.json?q=apotheke&"+bad, http.StatusBadRequest)
		}
	})
}

func TestQuestionIsMended(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		doc := w.page("handewitt", "/suche?q=Blutdrcuk")
		if got := text(doc, `.note[role="status"]`); got != "Zu „Blutdrcuk“ gibt es nichts. Wir zeigen Ergebnisse für Blutdruck. Trotzdem nach „Blutdrcuk“ suchen" {
			t.Errorf("the note says %q", got)
		}
		anyway, _ := doc.Find(`.note[role="status"] a`).Attr("href")
		if got := w.page("handewitt", anyway); got.Find(".empty").Length() != 1 || len(texts(got, hits)) != 0 {
			t.Errorf("%s finds %v", anyway, texts(got, hits))
		}
		if title := text(doc, "title"); !strings.HasPrefix(title, "1 Treffer zu „Blutdruck“") {
			t.Errorf("the window's title is %q", title)
		}
		doc = w.page("handewitt", "/suche?q=apotheke+xyzzy")
		if got := text(doc, `.note[role="status"]`); got != "Keine Treffer mit allen Wörtern; hier ohne „xyzzy“." || len(texts(doc, hits)) != 5 {
			t.Errorf("the note says %q over %v", got, texts(doc, hits))
		}
		if got := text(w.page("aabenraa", "/soeg?q=apotheke+xyzzy"), `.note[role="status"]`); got != "Ingen resultater med alle ord; her uden »xyzzy«." {
			t.Errorf("in Danish %q", got)
		}
		if got := w.page("handewitt", "/suche?q=apotheke").Find(`.note[role="status"]`).Length(); got != 0 {
			t.Error("a question that was right is mended")
		}
	})
}

func TestFiltersAreUnderstoodAndGoAway(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		w.event("handewitt", "heute", "Chor in der Apotheke", "2026-11-24T18:00", "2026-11-24T19:00")
		doc := w.page("handewitt", "/suche?q=apotheke+heute&typ=veranstaltungen")
		if got := texts(doc, hits); !slices.Equal(got, []string{"Chor in der Apotheke"}) {
			t.Errorf("today: %v", got)
		}
		chip := doc.Find(`nav[aria-label="Als Filter verstanden"] a[aria-current]`)
		if href, _ := chip.Attr("href"); !strings.HasPrefix(strings.TrimSpace(chip.Text()), "nur heute") || href != "/suche?q=apotheke&typ=veranstaltungen" {
			t.Errorf("the filter is %q to %s", chip.Text(), href)
		}
		doc = w.page("handewitt", "/suche?q=apotheke+in+der+N%C3%A4he")
		if doc.Find("near-me button").Length() != 1 || doc.Find(`nav[aria-label="Als Filter verstanden"] a[aria-current]`).Length() != 0 || doc.Find("noscript").Length() != 1 {
			t.Error("nobody asks where the reader is")
		}
		p, err := w.places.Get(t.Context(), w.place("aabenraa", "nahe", "Apotheke um die Ecke"))
		w.must(err)
		p.HasPosition, p.Lat, p.Lon = true, 54.771, 9.331
		w.must(w.places.Save(t.Context(), content.Act{Actor: "test"}, p))
		doc = w.page("handewitt", "/suche?q=apotheke+in+der+N%C3%A4he&lat=54.77&lon=9.33")
		if doc.Find("near-me").Length() != 0 || doc.Find(`input[name="lat"][value="54.77"]`).Length() != 1 {
			t.Error("the position is lost")
		}
		if got := texts(doc, hits); !slices.Equal(got, []string{"Apotheke um die Ecke"}) {
			t.Errorf("near: %v", got)
		}
		if off, _ := doc.Find(`nav[aria-label="Als Filter verstanden"] a[aria-current]`).Attr("href"); off != "/suche?q=apotheke" {
			t.Errorf("without the filter: %s", off)
		}
	})
}

// A hundred containers must not hide the one article about the collection,
// nor the evening at which it is talked about.
func TestNoKindIsCrowdedOut(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for i := range 25 {
			w.place("handewitt", fmt.Sprintf("tonne-%d", i), fmt.Sprintf("Tonne %d", i))
		}
		a := &article.Article{Item: w.head("handewitt", content.Article, "abholung", "Wann was geholt wird"), Byline: "Redaktion"}
		a.Texts["de"] = content.Text{Title: "Wann was geholt wird", Body: "<p>Jede Tonne wird alle zwei Wochen geleert.</p>"}
		w.must(w.articles.Save(w.Context(), content.Act{Actor: "test"}, a))
		w.event("handewitt", "abend", "Ein langer Abend zur Abholung der Tonne", "2026-11-26T18:00", "2026-11-26T20:00")
		doc := w.page("handewitt", "/suche?q=Tonne")
		if got := texts(doc, ".sechead h2"); len(got) != 3 {
			t.Errorf("groups: %q", got)
		}
		if n := doc.Find("#art-article").Closest("section").Find("ul.items > li").Length(); n != 1 {
			t.Errorf("%d articles", n)
		}
		if said := doc.Find("#art-event").Closest("section").Text(); !strings.Contains(said, "26. November") {
			t.Errorf("the event's date is missing: %q", said)
		}
		if second := texts(w.page("handewitt", "/suche?q=Tonne&seite=2"), ".sechead h2"); len(second) == 0 {
			t.Error("the second page is empty")
		}
	})
}
