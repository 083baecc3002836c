package home_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/testkit"
)

const hits = `.split h3 a`

func (w *world) stock() {
	w.Helper()
	w.must(w.db.Write(w.Context(), func(ctx context.Context, tx *db.Tx) error {
		return w.spine.SaveCategory(ctx, tx, content.Category{
			Slug: "apotheke", Kind: content.Place, Names: map[i18n.Lang]string{"de": "Apotheke", "da": "Apotek", "en": "Pharmacy"}, Icon: "pill",
		})
	}))
	w.must(w.spine.LoadTerms(w.Context()))
	w.place("aabenraa", "apotek", "Apotheke an der Grenze", "")
	w.place("handewitt", "adler", "Apotheke am Markt", "")
	w.article("handewitt", "notdienst", "Nachts in die Apotheke")
	w.event("handewitt", "blutdruck", "Blutdruck messen in der Apotheke", "", "2026-11-26T10:00", "2026-11-26T11:00")
	w.event("handewitt", "gewesen", "Gewesener Vortrag der Apotheke", "", "2026-11-02T10:00", "2026-11-02T11:00")
	w.service("aabenraa", "recept", "Rezept einlösen")
}

func TestSearchFindsEverythingInTheRegionOnce(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.stock()
		doc := w.page("handewitt", "/suche?q=apotheke")
		got := texts(doc, hits)
		// All fit equally well: this portal's own stand before the neighbour's.
		if len(got) != 5 || got[4] != "Apotheke an der Grenze" {
			t.Errorf("the results are %v", got)
		}
		if all := texts(doc, ".chips .chip"); !slices.Contains(all, "Alles 5") || !slices.Contains(all, "Orte 2") || !slices.Contains(all, "Termine 2") || !slices.Contains(all, "Beiträge 1") {
			t.Errorf("the chips are %v", all)
		}
		first := texts(w.page("aabenraa", "/de/suche?q=apotheke"), hits)
		if len(first) != 5 || first[0] != "Apotheke an der Grenze" {
			t.Errorf("the neighbour's results are %v", first)
		}
		p, err := w.places.Get(t.Context(), w.place("aabenraa", "dritte", "Dritte Apotheke", ""))
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
		if got := text(w.page("handewitt", "/suche?q=blutdruck"), ".item .meta"); !strings.HasPrefix(got, "Donnerstag, 26. November, 10:00 Uhr") {
			t.Errorf("a coming event says %q", got)
		}
		if got := text(w.page("handewitt", "/suche?q=vortrag"), ".item .meta"); !strings.HasPrefix(got, "Zurzeit kein Termin") {
			t.Errorf("a past event says %q", got)
		}
	})
}

func TestSearchMarksTheWords(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.stock()
	doc := w.page("handewitt", "/suche?q=apoth+markt&typ=orte")
	if got := texts(doc, hits+" mark"); !slices.Equal(got, []string{"Apotheke", "Markt"}) {
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
		if doc.Find(".empty li").Length() != 3 || doc.Find(`.empty a[href="/suche?q=rezept&typ=orte"]`).Length() != 1 || doc.Find(`.empty a[href="/suche?q=rezept&region=nur-hier"]`).Length() != 1 {
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
			Items []struct{ ID, Kind, Title, URL, Portal string }
			Next  *string
		}
		w.must(json.Unmarshal(w.get("handewitt", "/suche.json?q=apotheke&anzahl=2").Body.Bytes(), &list))
		if list.Total != 5 || len(list.Items) != 2 || list.Items[1].Title != "Apotheke am Markt" || list.Items[1].Kind != "place" {
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
