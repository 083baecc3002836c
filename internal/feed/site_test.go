package feed

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/testkit"
	"umland/internal/web"
)

type readMap struct {
	URLs []struct {
		Loc   string `xml:"loc"`
		Mod   string `xml:"lastmod"`
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Lang string `xml:"hreflang,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	Maps []struct {
		Loc string `xml:"loc"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
}

func (m readMap) locs() []string {
	var locs []string
	for _, u := range m.URLs {
		locs = append(locs, u.Loc)
	}
	return locs
}

func readSitemap(t *testing.T, rec *httptest.ResponseRecorder) readMap {
	t.Helper()
	var m readMap
	if err := xml.Unmarshal(rec.Body.Bytes(), &m); err != nil {
		t.Fatalf("%v in %s", err, rec.Body)
	}
	return m
}

func TestSitemapNamesWhatThePortalOwns(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		one := draft("handewitt", content.Place, "nur-deutsch", "Nur deutsch")
		w.save(one, "aabenraa")
		two := draft("handewitt", content.Article, "beides", "Beides")
		two.Item.Texts["da"] = content.Text{Title: "Begge"}
		two.Item.Texts["leicht"] = content.Text{Title: "Leicht"}
		w.save(two)
		english := draft("aabenraa", content.Place, "english", "")
		english.Item.First = "en"
		english.Item.Texts = map[string]content.Text{"en": {Title: "English"}}
		w.save(english, "handewitt")
		gone := draft("handewitt", content.Place, "weg", "Weg")
		w.save(gone)
		gone.Item.Status = content.Withdrawn
		w.withdraw(gone)

		const host = "http://handewitt.localhost:8080"
		m := readSitemap(t, w.get("handewitt", "/sitemap.xml"))
		want := []string{
			host + "/", host + "/da/", host + "/en/", host + "/orte", host + "/da/steder", host + "/en/places",
			host + "/impressum", host + "/da/kolofon", host + "/en/imprint",
			host + "/beitraege/beides", host + "/da/artikler/beides", host + "/leicht/beitraege/beides", host + "/orte/nur-deutsch",
		}
		if got := m.locs(); !slices.Equal(got, want) {
			t.Errorf("the map names\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, u := range m.URLs {
			var langs []string
			for _, l := range u.Links {
				langs = append(langs, l.Lang)
				if !slices.Contains(m.locs(), l.Href) || l.Rel != "alternate" {
					t.Errorf("%s names %s, which is not listed", u.Loc, l.Href)
				}
			}
			wantLangs := map[bool]string{true: "de da", false: "de da en"}[strings.Contains(u.Loc, "beides")]
			if strings.Contains(u.Loc, "/leicht/") || strings.Contains(u.Loc, "nur-deutsch") {
				wantLangs = ""
			}
			if strings.Join(langs, " ") != wantLangs {
				t.Errorf("%s has the languages %v, want %s", u.Loc, langs, wantLangs)
			}
			if item := strings.Contains(u.Loc, "beides") || strings.Contains(u.Loc, "nur-"); item != (u.Mod == "2026-11-24T09:30:00+01:00") {
				t.Errorf("%s was changed %q", u.Loc, u.Mod)
			}
		}
		// A text in a language that the portal does not have stands on the page
		// of its first language.
		other := readSitemap(t, w.get("aabenraa", "/sitemap.xml")).locs()
		if !slices.Contains(other, "https://aabenraa.example/steder/english") || slices.ContainsFunc(other, func(l string) bool { return strings.Contains(l, "nur-deutsch") }) {
			t.Errorf("the other portal's map: %v", other)
		}
	})
}

func TestLongSitemapHasParts(t *testing.T) {
	var urls []mapURL
	for i := range 25 {
		urls = append(urls, mapURL{Loc: fmt.Sprintf("http://handewitt.localhost:8080/orte/%d", i)})
	}
	w := newWorld(t, sqlite(t))
	w.handle("/parts", func(rw http.ResponseWriter, r *web.Request) error { return writeMap(rw, r, urls, 10) })
	index := readSitemap(t, w.get("handewitt", "/parts"))
	if len(index.Maps) != 3 || index.Maps[2].Loc != "http://handewitt.localhost:8080/sitemap.xml?teil=3" || len(index.URLs) != 0 {
		t.Fatalf("index: %+v", index)
	}
	var all []string
	for _, m := range index.Maps {
		u, err := url.Parse(m.Loc)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, readSitemap(t, w.get("handewitt", "/parts?"+u.RawQuery)).locs()...)
	}
	if len(all) != 25 || distinct(all) != 25 {
		t.Errorf("the parts hold %d addresses", len(all))
	}
	for query, status := range map[string]int{"teil=4": 404, "teil=0": 400, "teil=x": 400, "teil=-1": 400} {
		if rec := w.ask("handewitt", "/parts?"+query); rec.Code != status {
			t.Errorf("%s: %d", query, rec.Code)
		}
	}
}

func TestRobots(t *testing.T) {
	w := newWorld(t, sqlite(t))
	rec := w.get("handewitt", "/robots.txt")
	want := "User-agent: *\nDisallow: /redaktion\nDisallow: /suche\nDisallow: /da/soeg\nDisallow: /en/search\n\nSitemap: http://handewitt.localhost:8080/sitemap.xml\n"
	if rec.Body.String() != want || rec.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%s %q", rec.Header().Get("Content-Type"), rec.Body)
	}
	w.sites["handewitt"].Demo = true
	if got := w.get("handewitt", "/robots.txt").Body.String(); !strings.Contains(got, "\nDisallow: /\n") {
		t.Errorf("made-up content is open to search engines: %q", got)
	}
}

func TestSecurityContact(t *testing.T) {
	w := newWorld(t, sqlite(t))
	field := func(text, name string) string {
		for _, l := range strings.Split(text, "\n") {
			if v, ok := strings.CutPrefix(l, name+": "); ok {
				return v
			}
		}
		return ""
	}
	text := w.get("handewitt", "/.well-known/security.txt").Body.String()
	if field(text, "Contact") != "tel:+4946115030" || field(text, "Preferred-Languages") != "de, da, en" || field(text, "Canonical") != "" {
		t.Errorf("without mail and https: %s", text)
	}
	until, err := time.Parse(time.RFC3339, field(text, "Expires"))
	if err != nil || !until.After(now.AddDate(0, 6, 0)) || !until.Before(now.AddDate(1, 0, 0)) {
		t.Errorf("Expires %s", field(text, "Expires"))
	}
	text = w.get("aabenraa", "/.well-known/security.txt").Body.String()
	if field(text, "Contact") != "mailto:sikkerhed@aabenraa.example" || field(text, "Canonical") != "https://aabenraa.example/.well-known/security.txt" {
		t.Errorf("with mail and https: %s", text)
	}
	w.sites["aabenraa"].Operator.Email = ""
	if text = w.get("aabenraa", "/.well-known/security.txt").Body.String(); field(text, "Contact") != "https://aabenraa.example/kontakt" {
		t.Errorf("without mail: %s", text)
	}
}
