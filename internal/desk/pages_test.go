package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/submit"
)

func TestListFilters(t *testing.T) {
	offices(t, func(o *office) {
		o.write("handewitt", "Über Bäume", content.Draft)
		o.write("handewitt", "Über Häuser", content.Published)
		o.write("flensburg", "Über Flensburg", content.Draft)
		for query, want := range map[string][2]string{
			"":                          {"Bäume Häuser", "Flensburg"},
			"?status=draft":             {"Bäume", "Häuser"},
			"?status=published":         {"Häuser", "Bäume"},
			"?q=BAEUME":                 {"Bäume", "Häuser"},
			"?q=%C3%BCber+haus":         {"", "Bäume"},
			"?q=h%C3%A4us&status=draft": {"", "Bäume"},
		} {
			got := o.do(o.as("editor"), "GET", articles+query, nil)
			if got.status != 200 {
				o.t.Errorf("%s: %d", query, got.status)
			}
			for _, w := range strings.Fields(want[0]) {
				if !strings.Contains(got.body, "Über "+w+"</a>") {
					o.t.Errorf("%s lacks %s", query, w)
				}
			}
			if strings.Contains(got.body, "Über "+want[1]+"</a>") {
				o.t.Errorf("%s has %s", query, want[1])
			}
		}
		for query, status := range map[string]int{"?status=x": 400, "?seite=0": 400, "?seite=x": 400, "?seite=2": 404, "?q=" + strings.Repeat("x", 201): 400} {
			if got := o.do(o.as("editor"), "GET", articles+query, nil); got.status != status {
				o.t.Errorf("%.20s: %d instead of %d", query, got.status, status)
			}
		}
		for i := range 40 {
			o.clock.Advance(time.Second)
			o.write("handewitt", fmt.Sprintf("Nummer %02d", i), content.Draft)
		}
		one, two := o.do(o.as("editor"), "GET", articles+"?q=nummer", nil), o.do(o.as("editor"), "GET", articles+"?q=nummer&seite=2", nil)
		if !strings.Contains(one.body, "Nummer 39") || strings.Contains(one.body, "Nummer 09<") || !strings.Contains(one.body, "q=nummer&amp;seite=2") || !strings.Contains(two.body, "Nummer 09<") {
			o.t.Error("the pages are cut wrongly")
		}
		plain := o.do(o.as("editor"), "GET", articles+"?seite=2", nil)
		if plain.status != 200 || strings.Count(plain.body, `<th scope="row">`) != 12 {
			o.t.Errorf("second page: %d rows", strings.Count(plain.body, `<th scope="row">`))
		}
	})
}

func TestTasks(t *testing.T) {
	offices(t, func(o *office) {
		o.write("handewitt", "Halb fertig", content.Draft)
		o.write("flensburg", "Fremder Entwurf", content.Draft)
		for _, p := range []string{"handewitt", "flensburg"} {
			if err := o.sent.Add(o.t.Context(), &submit.Submission{Portal: p, Kind: submit.Event, Subject: "Fest in " + p}, submit.Sender{}); err != nil {
				o.t.Fatal(err)
			}
		}
		for name, want := range map[string]string{"author": "Halb fertig", "moderator": "Fest in handewitt", "editor": "2 Aufgaben warten"} {
			got := o.do(o.as(name), "GET", "/redaktion/handewitt", nil)
			if got.status != 200 || !strings.Contains(got.body, want) || strings.Contains(got.body, "Fremder") || strings.Contains(got.body, "in flensburg") {
				o.t.Errorf("%s: %d", name, got.status)
			}
			if name == "author" && strings.Contains(got.body, "Fest in") || name == "moderator" && strings.Contains(got.body, "Halb fertig") {
				o.t.Errorf("%s sees more than is to do", name)
			}
		}
		if got := o.do(o.as("admin"), "GET", "/redaktion", nil); got.status != 200 || !strings.Contains(got.body, "Flensburg Mobil") || !strings.Contains(got.body, "Handewitt Mobil") {
			o.t.Errorf("choice of portals: %d", got.status)
		}
	})
}

func TestSubmissions(t *testing.T) {
	offices(t, func(o *office) {
		ids := map[string]string{}
		for _, p := range []string{"handewitt", "flensburg"} {
			s := &submit.Submission{Portal: p, Kind: submit.Event, Subject: "Fest in " + p, Message: "Zeile eins\nZeile <zwei>", Details: []submit.Detail{{Key: "wann", Value: "Samstag"}}}
			if err := o.sent.Add(o.t.Context(), s, submit.Sender{Name: "Inge", Email: "kanarie@example.org"}); err != nil {
				o.t.Fatal(err)
			}
			ids[p] = s.ID
		}
		const list = "/redaktion/handewitt/einsendungen"
		for _, q := range []string{"", "?status=alle", "?art=event"} {
			if got := o.do(o.as("moderator"), "GET", list+q, nil); got.status != 200 || !strings.Contains(got.body, "Fest in handewitt") || strings.Contains(got.body, "Fest in flensburg") {
				o.t.Errorf("%s: %d", q, got.status)
			}
		}
		for _, q := range []string{"?status=x", "?art=x", "?seite=x"} {
			if got := o.do(o.as("moderator"), "GET", list+q, nil); got.status != 400 {
				o.t.Errorf("%s: %d", q, got.status)
			}
		}
		one := o.do(o.as("moderator"), "GET", list+"/"+ids["handewitt"], nil)
		if one.status != 200 || !strings.Contains(one.body, "mailto:kanarie@example.org") || !strings.Contains(one.body, "Zeile eins<br> Zeile &lt;zwei&gt;") || !strings.Contains(one.body, "Samstag") {
			o.t.Errorf("letter: %d", one.status)
		}
		if got := o.do(o.as("editor"), "GET", list+"/"+ids["handewitt"], nil); got.status != 200 || strings.Contains(got.body, "kanarie") || strings.Contains(got.body, "Inge") {
			o.t.Errorf("an editor sees the sender: %d", got.status)
		}
		for _, method := range []string{"GET", "POST"} {
			if got := o.do(o.as("moderator"), method, list+"/"+ids["flensburg"], values("status", "done")); got.status != 404 {
				o.t.Errorf("%s of the other portal's: %d", method, got.status)
			}
		}
		if got := o.do(o.as("moderator"), "POST", list+"/"+ids["handewitt"], values("status", "vielleicht")); got.status != 400 {
			o.t.Errorf("unknown decision: %d", got.status)
		}
		if got := o.do(o.as("moderator"), "POST", list+"/"+ids["handewitt"], values("status", "done")); got.status != 303 {
			o.t.Errorf("decide: %d", got.status)
		}
		if s, err := o.sent.Get(o.t.Context(), "handewitt", ids["handewitt"]); err != nil || s.Status != submit.Done || s.By == "" {
			o.t.Errorf("%+v, %v", s, err)
		}
		if got := o.do(o.as("moderator"), "GET", list, nil); strings.Contains(got.body, "Fest in handewitt") {
			o.t.Error("still among the open ones")
		}
		if strings.Contains(o.log.String(), "kanarie") {
			o.t.Error("the sender stands in the log")
		}
	})
}

func TestNotice(t *testing.T) {
	offices(t, func(o *office) {
		const list = "/redaktion/handewitt/hinweis"
		v := values("level", "red", "from", "24.11.2026 10:00", "until", "", "source", "Feuerwehr", "title_de", "Sturmflut", "body_de", "Meiden Sie das Ufer.", "title_da", "Stormflod")
		bad := o.do(o.as("editor"), "POST", list+"/neu", values("level", "lila", "from", "gestern", "source", "", "title_de", "", "link_de", "https://evil.example", "body_de", "Bleibt"))
		if bad.status != 422 || !strings.Contains(bad.body, `value="Bleibt"`) {
			o.t.Errorf("bad: %d", bad.status)
		}
		for _, name := range []string{"from", "source", "title_de", "link_de"} {
			if !strings.Contains(bad.body, `href="#`+name+`"`) {
				o.t.Errorf("%s is not marked", name)
			}
		}
		v.Set("scope", "alle") // an editor cannot
		if got := o.do(o.as("editor"), "POST", list+"/neu", v); got.status != 303 {
			o.t.Fatalf("new: %d %.500s", got.status, got.body)
		}
		active := func(portal string) int {
			site, _ := o.portals.BySlug(portal)
			n := 0
			for _, x := range site.Notices {
				if x.Active(o.clock.Now()) && x.Texts[i18n.DE].Title == "Sturmflut" && x.Level == "red" {
					n++
				}
			}
			return n
		}
		if active("handewitt") != 1 || active("flensburg") != 0 {
			o.t.Fatalf("shown %d and %d times", active("handewitt"), active("flensburg"))
		}
		all, err := o.portals.Notices(o.t.Context(), "handewitt")
		if err != nil || len(all) != 1 {
			o.t.Fatal(all, err)
		}
		one := list + "/" + all[0].ID
		if got := o.do(o.as("other"), "GET", "/redaktion/flensburg/hinweis/"+all[0].ID, nil); got.status != 404 {
			o.t.Errorf("the other portal's editor: %d", got.status)
		}
		v.Set("version", "2026-01-01T00:00:00.000Z")
		if got := o.do(o.as("admin"), "POST", one, v); got.status != 409 || active("flensburg") != 0 {
			o.t.Errorf("old version: %d", got.status)
		}
		o.clock.Advance(time.Minute)
		v.Set("version", "2026-11-24T09:00:00.000Z")
		if got := o.do(o.as("admin"), "POST", one, v); got.status != 303 || active("flensburg") != 1 {
			o.t.Errorf("for all: %d", got.status)
		}
		if got := o.do(o.as("editor"), "GET", one, nil); got.status != 403 {
			o.t.Errorf("an editor opens the one of all: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", one+"/beenden", v); got.status != 403 || active("flensburg") != 1 {
			o.t.Errorf("an editor ends the one of all: %d", got.status)
		}
		if got := o.do(o.as("admin"), "POST", one+"/beenden", v); got.status != 303 || active("handewitt") != 0 {
			o.t.Errorf("end: %d", got.status)
		}
		if got := o.do(o.as("editor"), "GET", list, nil); got.status != 200 || !strings.Contains(got.body, "beendet") {
			o.t.Errorf("list: %d", got.status)
		}
	})
}
