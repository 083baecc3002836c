package page_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/page"
	"umland/internal/richtext"
	"umland/internal/testkit"
)

func (w *world) text(owner, slug, title string, status content.Status) *page.Page {
	w.Helper()
	p := &page.Page{Item: w.head(owner, content.Page, slug, title)}
	p.Status = status
	t := p.Texts["de"]
	t.Body = richtext.FromPlain("## Überschrift\n\nEin Absatz.")
	p.Texts["de"] = t
	w.must(w.pages.Save(w.Context(), content.Act{Actor: "test"}, p))
	return p
}

func TestPagesOfTwoPortals(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p := w.text("handewitt", "ueber-uns", "Über uns", content.Published)
		w.text("aabenraa", "om-os", "Om os", content.Published)
		w.text("handewitt", "entwurf", "Entwurf", content.Draft)
		if got := texts(w.page("handewitt", "/seiten"), "ul.items h3"); !slices.Equal(got, []string{"Über uns"}) {
			t.Errorf("the list holds %v", got)
		}
		if got := w.get("handewitt", "/seiten.json").Body.String(); !strings.Contains(got, `"total":1`) || strings.Contains(got, "Om os") {
			t.Errorf("the JSON is %s", got)
		}
		if got := w.get("handewitt", "/seiten.csv?region=alle").Body.String(); strings.Count(got, "\r\n") != 3 {
			t.Errorf("the table of the region is %s", got)
		}
		doc := w.page("handewitt", "/seiten/ueber-uns")
		if text(doc, "h1") != "Über uns" || text(doc, ".prose h2") != "Überschrift" || text(doc, ".prose p") != "Ein Absatz." {
			t.Errorf("the page shows %q", text(doc, "main"))
		}
		if got := w.get("handewitt", "/seiten/ueber-uns.json").Body.String(); !strings.Contains(got, "Ein Absatz.") {
			t.Errorf("its JSON is %s", got)
		}
		w.status("handewitt", "/seiten/entwurf", http.StatusNotFound)
		w.status("handewitt", "/seiten/om-os", http.StatusNotFound)
		p.Status = content.Withdrawn
		w.must(w.pages.Save(t.Context(), content.Act{Actor: "test"}, p))
		w.status("handewitt", "/seiten/ueber-uns", http.StatusGone)
		if _, err := w.services.Get(t.Context(), p.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a page is given as a service: %v", err)
		}
		old, err := w.pages.Get(t.Context(), p.ID)
		w.must(err)
		if old.Texts["de"].Title != "Über uns" || old.Kind != content.Page {
			t.Errorf("the page at the desk is %+v", old)
		}
	})
}

func TestLegalPagesInAllLanguages(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for _, c := range []struct{ address, lang string }{
		{"/impressum", "de"},
		{"/da/kolofon", "da"},
		{"/en/imprint", "en"},
		{"/datenschutz", "de"},
		{"/da/privatliv", "da"},
		{"/en/privacy", "en"},
		{"/leicht/datenschutz", "de-simple"},
		{"/barrierefreiheit", "de"},
		{"/da/tilgaengelighed", "da"},
		{"/en/accessibility", "en"},
		{"/leicht/barrierefreiheit", "de-simple"},
	} {
		doc := w.page("handewitt", c.address)
		if lang, _ := doc.Find("html").Attr("lang"); lang != c.lang {
			t.Errorf("%s is in %q", c.address, lang)
		}
		if _, foreign := doc.Find(".prose").Attr("lang"); foreign {
			t.Errorf("%s has a text in another language", c.address)
		}
		if text(doc, "h1") == "" || doc.Find(".prose p").Length() < 3 {
			t.Errorf("%s says %q", c.address, text(doc, "main"))
		}
	}
	doc := w.page("handewitt", "/impressum")
	if got := text(doc, ".prose"); !strings.Contains(got, "Muster gGmbH") || !strings.Contains(got, "Musterweg 1") {
		t.Errorf("the imprint says %s", got)
	}
	// Who has no text in Leichte Sprache gets the everyday one, marked as such.
	fallback := w.page("handewitt", "/leicht/impressum")
	if lang, _ := fallback.Find(".prose").Attr("lang"); lang != "de" || fallback.Find(".note").Length() == 0 {
		t.Errorf("the imprint in Leichte Sprache has lang %q", lang)
	}
}

func TestSignLanguageSaysWhatComes(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	if got := text(w.page("handewitt", "/gebaerdensprache"), "figure"); got != "Der Film von Handewitt kommt noch." {
		t.Errorf("at the film's place stands %q", got)
	}
	english := w.page("handewitt", "/en/sign-language")
	if lang, _ := english.Find("figure p").Attr("lang"); lang != "de" {
		t.Errorf("the German words in the English page have lang %q", lang)
	}
	p, _ := w.portals.Portal("handewitt")
	film := *p
	film.Words.FilmURL = "/-/film.webm"
	w.must(w.portals.Save(t.Context(), &film))
	if src, _ := w.page("handewitt", "/gebaerdensprache").Find("video").Attr("src"); src != "/-/film.webm" {
		t.Errorf("the film is %q", src)
	}
}

func TestDataSourcesNameWhatThisPortalShows(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		empty := w.page("handewitt", "/datenquellen")
		if empty.Find(".empty").Length() != 1 || len(texts(empty, `[aria-labelledby="werke"] h3`)) != 3 {
			t.Errorf("without sources the page says %q", text(empty, "main"))
		}
		w.sources = []page.Source{{
			ID: "stops", Title: "Haltestellen", URL: "https://beispiel.de/daten", Publisher: "Amt für Muster",
			Licence: "CC-BY-4.0", Attribution: "© Amt für Muster", Date: "2026-10-01",
		}, {ID: "other", Title: "Denkmale", Licence: "eigene", Attribution: "Ohne Lizenztext"}}
		for owner, slugs := range map[string][]string{"handewitt": {"eins", "zwei"}, "aabenraa": {"drei"}} {
			for _, slug := range slugs {
				p, err := w.places.Get(t.Context(), w.place(owner, slug, "Halt "+slug, ""))
				w.must(err)
				p.Source = content.Source{ID: "stops", Key: slug, Title: "Haltestellen"}
				w.must(w.places.Save(t.Context(), content.Act{Actor: "import:stops", Imported: true}, p))
			}
		}
		doc := w.page("handewitt", "/datenquellen")
		row := text(doc, "#quelle-stops")
		for _, want := range []string{"Haltestellen", "© Amt für Muster", "CC-BY-4.0", "1. Oktober 2026", "2 Einträge"} {
			if !strings.Contains(row, want) {
				t.Errorf("%q is missing in %q", want, row)
			}
		}
		if href, _ := doc.Find("#quelle-stops dd a").Attr("href"); href != "https://creativecommons.org/licenses/by/4.0/" {
			t.Errorf("the licence leads to %q", href)
		}
		if doc.Find("#quelle-other a").Length() != 0 || !strings.Contains(text(doc, "#quelle-other"), "0 Einträge") {
			t.Errorf("the other source says %q", text(doc, "#quelle-other"))
		}
	})
}
