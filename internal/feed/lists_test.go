package feed

import (
	"encoding/csv"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// walk follows next to the end and gives the identities of all entries.
func (w *world) walk(portal, address string) (ids []string, owners map[string]int, total int) {
	w.tb.Helper()
	owners = map[string]int{}
	for pages := 0; address != ""; pages++ {
		if pages > 60 {
			w.tb.Fatal("the pages do not end")
		}
		a := w.json(portal, address)
		total = a.Total
		for _, it := range a.Items {
			start, _ := it["start"].(string)
			ids = append(ids, it["id"].(string)+start)
			owners[it["portal"].(string)]++
		}
		address = ""
		if a.Next != nil {
			if !strings.HasPrefix(*a.Next, "http") {
				w.tb.Fatalf("next is not absolute: %s", *a.Next)
			}
			address = *a.Next
		}
	}
	return ids, owners, total
}

func TestAPortalListsItsPlacementsAndNothingElse(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			portal, path string
			own, other   int
		}{
			{"handewitt", "/orte", 23, 1},
			{"aabenraa", "/orte", 7, 0},
			{"handewitt", "/beitraege", 5, 1},
			{"aabenraa", "/beitraege", 2, 0},
			{"handewitt", "/veranstaltungen", 9, 3},
			{"aabenraa", "/veranstaltungen", 3, 0},
		} {
			if c.portal == "aabenraa" {
				c.path = map[string]string{"/orte": "/steder", "/beitraege": "/artikler", "/veranstaltungen": "/arrangementer"}[c.path]
			}
			for _, size := range []int{1, 4, 20, 100} {
				ids, owners, total := w.walk(c.portal, c.path+".json?anzahl="+strconv.Itoa(size))
				if total != c.own+c.other || len(ids) != total || owners[c.portal] != c.own || len(owners) > 2 {
					t.Errorf("%s %s by %d: total %d, %d entries, owners %v", c.portal, c.path, size, total, len(ids), owners)
				}
				if n := distinct(ids); n != total {
					t.Errorf("%s %s by %d: %d distinct of %d", c.portal, c.path, size, n, total)
				}
			}
		}
	})
}

func TestTheRegionHoldsEachItemOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for path, want := range map[string]int{"/orte": 30, "/beitraege": 7, "/veranstaltungen": 12} {
			ids, owners, total := w.walk("handewitt", path+".json?region=alle&anzahl=7")
			if total != want || len(ids) != want || distinct(ids) != want || owners["aabenraa"] == 0 {
				t.Errorf("%s: total %d, %d entries, %d distinct, owners %v", path, total, len(ids), distinct(ids), owners)
			}
		}
	})
}

func distinct(ids []string) int {
	seen := map[string]bool{}
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen)
}

func TestNextKeepsFiltersAndNothingElse(t *testing.T) {
	w := region(t, sqlite(t))
	a := w.json("handewitt", "/da/steder.json?region=alle&region=mond&anzahl=3&schrift=gross&utm_source=x&seite=2&q=Ort")
	want := "http://handewitt.localhost:8080/da/steder.json?anzahl=3&q=Ort&region=alle&seite=3"
	if a.Next == nil || *a.Next != want {
		t.Fatalf("next = %v, want %s", a.Next, want)
	}
	rec := w.get("handewitt", "/orte.csv?anzahl=3")
	if got := rec.Header().Get("Link"); got != `<http://handewitt.localhost:8080/orte.csv?anzahl=3&seite=2>; rel="next"` {
		t.Fatalf("Link = %s", got)
	}
	if last := w.json("handewitt", "/orte.json?anzahl=12&seite=2"); last.Next != nil || len(last.Items) != 12 {
		t.Fatalf("the last page has %d entries and leads to %v", len(last.Items), last.Next)
	}
	// A portal with an address of its own never repeats the Host header.
	if b := w.json("aabenraa", "/steder.json?anzahl=3"); *b.Next != "https://aabenraa.example/steder.json?anzahl=3&seite=2" {
		t.Fatalf("next = %s", *b.Next)
	}
}

func TestHeadersOfData(t *testing.T) {
	w := region(t, sqlite(t))
	for address, kind := range map[string]string{
		"/orte.json": "application/json; charset=utf-8", "/orte.csv": "text/csv; charset=utf-8; header=present",
		"/orte.geojson": "application/geo+json; charset=utf-8", "/veranstaltungen.ics": "text/calendar; charset=utf-8",
		"/beitraege.rss": "application/rss+xml; charset=utf-8", "/veranstaltungen.rss": "application/rss+xml; charset=utf-8",
	} {
		h := w.get("handewitt", address).Header()
		for name, want := range map[string]string{
			"Content-Type": kind, "Content-Language": "de", "Cache-Control": "no-cache",
			"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
	}
	if got := w.get("handewitt", "/en/places.json").Header().Get("Content-Language"); got != "en" {
		t.Errorf("Content-Language = %s", got)
	}
}

func TestAFormThatAKindDoesNotHave(t *testing.T) {
	w := region(t, sqlite(t))
	for _, address := range []string{"/orte.rss", "/orte.ics", "/beitraege.geojson", "/beitraege.ics", "/leistungen.rss", "/suche.geojson"} {
		if rec := w.ask("handewitt", address); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, rec.Code)
		}
	}
	for _, address := range []string{"/leistungen.json", "/leistungen.csv", "/suche.json?q=ort", "/suche.csv?q=ort"} {
		w.get("handewitt", address)
	}
}

func TestWrongParameters(t *testing.T) {
	w := region(t, sqlite(t))
	long := strings.Repeat("ä", 201)
	for _, c := range []struct {
		path, query string
		status      int
		says        string
	}{
		{"/orte", "seite=0", 400, "Zahl ab 1"},
		{"/orte", "seite=-1", 400, "Zahl ab 1"},
		{"/orte", "seite=%2B1", 400, "Zahl ab 1"},
		{"/orte", "seite=kein", 400, "Zahl ab 1"},
		{"/orte", "seite=3", 404, "2 Seiten"},
		{"/orte", "seite=1000000000", 404, "Seiten"},
		{"/orte", "seite=99999999999999999999999", 404, "Seiten"},
		{"/orte", "anzahl=0", 400, "von 1 bis 100"},
		{"/orte", "anzahl=101", 400, "von 1 bis 100"},
		{"/orte", "anzahl=viel", 400, "von 1 bis 100"},
		{"/orte", "anzahl=%2B5", 400, "von 1 bis 100"},
		{"/orte", "region=mond", 400, "alle"},
		{"/orte", "region=nur-hier", 400, "alle"},
		{"/orte", "kategorie=gibt-es-nicht", 400, "Kategorie"},
		{"/orte", "kategorie=markt", 400, "Kategorie"},
		{"/beitraege", "kategorie=apotheke", 400, "Kategorie"},
		{"/orte", "q=" + long, 400, "200"},
		{"/orte", "q=a%00b", 400, "Steuerzeichen"},
		{"/orte", "q=%1B%5B31m", 400, "Steuerzeichen"},
		{"/orte", "q=%FF%FE", 400, "Steuerzeichen"},
		{"/orte", "q=%zz", 400, ""},
		{"/orte", "bbox=1,2,3", 400, "vier Zahlen"},
		{"/orte", "bbox=9,55,8,54", 400, "vier Zahlen"},
		{"/orte", "bbox=a,b,c,d", 400, "vier Zahlen"},
		{"/orte", "bbox=NaN,54,10,55", 400, "vier Zahlen"},
		{"/veranstaltungen", "bbox=9,55,8,54", 400, "vier Zahlen"},
		{"/veranstaltungen", "von=2026-02-30", 400, "2026-11-24"},
		{"/veranstaltungen", "von=24.11.2026", 400, "2026-11-24"},
		{"/veranstaltungen", "bis=gestern", 400, "2026-11-24"},
		{"/veranstaltungen", "von=0001-01-01", 400, "2026-11-24"},
		{"/veranstaltungen", "von=2026-12-01&bis=2026-11-30", 400, "letzten Tag"},
		{"/veranstaltungen", "von=2026-12-01&bis=2029-12-02", 400, "3 Jahren"},
		{"/veranstaltungen", "bis=2199-01-01", 400, "3 Jahren"},
		{"/veranstaltungen", "ort=gibt-es-nicht", 400, "Ort"},
		{"/veranstaltungen", "ort=..%2F", 400, "Ort"},
		{"/orte", "", 200, ""},
		{"/orte", "unbekannt=1&kategorie=&q=&anzahl=&seite=&region=&bbox=", 200, ""},
		{"/orte", "anzahl=5&anzahl=viel&seite=2&seite=0", 200, ""},
		{"/orte", "q=" + long[:400], 200, ""},
		{"/orte", "kategorie=apotheke&bbox=8,54,10,56", 200, ""},
		{"/beitraege", "bbox=1,2,3&von=gestern", 200, ""},
		{"/veranstaltungen", "von=2026-12-01&bis=2029-12-01&ort=ort-1", 200, ""},
		{"/veranstaltungen", "bis=2020-01-01", 200, ""},
	} {
		rec := w.ask("handewitt", c.path+".json?"+c.query)
		if rec.Code != c.status || !strings.Contains(rec.Body.String(), c.says) {
			t.Errorf("%s?%s: %d %s", c.path, c.query, rec.Code, rec.Body)
		}
		if c.status != 200 && rec.Header().Get("Content-Type") != "application/problem+json; charset=utf-8" {
			t.Errorf("%s?%s: a problem as %s", c.path, c.query, rec.Header().Get("Content-Type"))
		}
		if unfilled.MatchString(rec.Body.String()) && c.status != 200 {
			t.Errorf("%s?%s: a message with a hole: %s", c.path, c.query, rec.Body)
		}
	}
}

var unfilled = regexp.MustCompile(`\{[a-z]+\}|⟦`)

func TestDaysOfAList(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for query, want := range map[string]int{
			"":                               12, // from today on
			"?von=2026-12-02":                4,  // the long ones have not ended
			"?von=2026-12-07":                0,
			"?von=2026-11-25&bis=2026-11-25": 2,
			"?bis=2026-12-01":                8,
			"?bis=2026-11-23":                0,
			"?von=2020-01-01":                12,
		} {
			if got := w.json("handewitt", "/veranstaltungen.json"+query).Total; got != want {
				t.Errorf("%s: %d dates, want %d", query, got, want)
			}
		}
	})
}

func TestDatesAtAPlace(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.json("handewitt", "/orte.json?q=ort+05").Items[0]["id"].(string)
		e := draft("handewitt", "event", "am-ort", "Am Ort")
		e.Dates = append(e.Dates, timed(t, "2026-11-30T09:00", ""))
		e.Dates[0].Place = id
		w.save(e)
		a := w.json("handewitt", "/veranstaltungen.json?ort=ort-5")
		if a.Total != 1 || a.Items[0]["title"] != "Am Ort" {
			t.Fatalf("at the place: %+v", a)
		}
		// aabenraa has a place with the same slug, where nothing happens.
		if a := w.json("aabenraa", "/arrangementer.json?ort=ort-5"); a.Total != 0 {
			t.Fatalf("the other portal's place: %+v", a)
		}
		hidden := draft("handewitt", "place", "geheim", "Geheim")
		w.save(hidden)
		hidden.Item.Status = "withdrawn"
		w.withdraw(hidden)
		if rec := w.ask("handewitt", "/veranstaltungen.json?ort=geheim"); rec.Code != http.StatusBadRequest {
			t.Fatalf("a withdrawn place: %d", rec.Code)
		}
	})
}

func readCSV(t *testing.T, body string) [][]string {
	t.Helper()
	rest, ok := strings.CutPrefix(body, "\uFEFF")
	if !ok {
		t.Fatal("no byte order mark")
	}
	if strings.Count(rest, "\n") != strings.Count(rest, "\r\n") {
		t.Fatal("lines do not end with CR LF")
	}
	r := csv.NewReader(strings.NewReader(rest))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTableRunsNoFormula(t *testing.T) {
	w := newWorld(t, sqlite(t))
	titles := []string{
		`=HYPERLINK("http://evil.example";"hier")`, "+1+1", "-2", "@SUM(A1)", "＝1+1", `Ein "Wort"; zwei`, "ganz=normal",
	}
	for i, title := range titles {
		p := draft("handewitt", "place", "p"+strconv.Itoa(i), title)
		p.Card.Street = "=cmd|' /C calc'!A0"
		p.Card.Phone = "+4946089737520"
		w.save(p)
	}
	rows := readCSV(t, w.get("handewitt", "/orte.csv").Body.String())
	at := func(name string) int { return slices.Index(rows[0], name) }
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[at("title")])
		if row[at("street")] != "'=cmd|' /C calc'!A0" || row[at("phone")] != "'+4946089737520" {
			t.Errorf("street %q, phone %q", row[at("street")], row[at("phone")])
		}
	}
	for i, title := range titles {
		want := "'" + title
		if i >= 5 {
			want = title
		}
		if !slices.Contains(got, want) {
			t.Errorf("no cell %q in %q", want, got)
		}
	}
}

func TestTableHasTheKeysOfJSON(t *testing.T) {
	w := region(t, sqlite(t))
	for path, want := range map[string]string{
		"/orte":            "id kind title url portal lang updated source licence lat lon street postcode town phone category",
		"/veranstaltungen": "id kind title url portal lang updated source licence start end all_day status place date_url previous_start town category free rule",
		"/beitraege":       "id kind title url portal lang updated source licence published byline teaser",
		"/leistungen":      "id kind title url portal lang updated source licence teaser",
	} {
		rows := readCSV(t, w.get("handewitt", path+".csv?anzahl=3").Body.String())
		if got := strings.Join(rows[0], " "); got != want {
			t.Errorf("%s: %s", path, got)
		}
		list := w.json("handewitt", path+".json?anzahl=3")
		if len(rows)-1 != len(list.Items) {
			t.Errorf("%s: %d rows, %d items", path, len(rows)-1, len(list.Items))
		}
		for i, it := range list.Items {
			if rows[i+1][0] != it["id"] {
				t.Errorf("%s: row %d is another", path, i)
			}
		}
		if none := readCSV(t, w.get("handewitt", path+".csv?q=xqzvwy").Body.String()); len(none) != 1 || strings.Join(none[0], " ") != want {
			t.Errorf("%s: an empty table is %v", path, none)
		}
	}
}

func TestDegreesAreNoThousands(t *testing.T) {
	for f, want := range map[float64]string{54.783: "54.783000", 9: "9.000000", 54.7833211: "54.7833211", -0.5: "-0.500000"} {
		if got := decimal(f); got != want {
			t.Errorf("%v: %s", f, got)
		}
	}
}
