package desk_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"umland/internal/db"
	"umland/internal/importer"
)

// taker takes events over and keeps their titles.
type taker struct{ titles []string }

func (*taker) Kind() string                 { return "event" }
func (*taker) Check(*importer.Record) error { return nil }
func (*taker) Find(context.Context, db.Q, string, []string) (map[string]importer.Known, error) {
	return map[string]importer.Known{}, nil
}

func (k *taker) Put(_ context.Context, _ *db.Tx, portal string, _ importer.Source, rec *importer.Record, _ *importer.Known) error {
	k.titles = append(k.titles, portal+" "+rec.Title)
	return nil
}

const clubCalendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Chorprobe\r\nLOCATION:Wiesharde\r\nDTSTART:20261201T193000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Kaputt\r\nDTSTART:bald\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// TestSource: a calendar is shown before anything is taken over, kept once
// the person agrees, and its report stands on its page.
func TestSource(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(clubCalendar)) }))
	defer site.Close()
	offices(t, func(o *office) {
		took := o.room.Calendars.Target.(*taker)
		editor := o.as("editor")
		const at = "/redaktion/handewitt/quellen"
		if a := o.do(editor, "GET", at, nil); a.status != 200 || !strings.Contains(a.body, "Es gibt noch keinen Kalender.") {
			t.Errorf("empty list: %d", a.status)
		}
		if a := o.do(editor, "GET", at+"/neu", nil); a.status != 200 || !strings.Contains(a.body, `name="url"`) {
			t.Errorf("form: %d", a.status)
		}
		// what is wrong is said, and what was typed stays
		for address, words := range map[string]string{
			"":                      "https://",
			"http://10.0.0.1/a.ics": "gehört nicht zum öffentlichen Internet",
			"file:///etc/passwd":    "file:///etc/passwd",
		} {
			a := o.do(editor, "POST", at+"/neu", url.Values{"url": {address}, "title": {"Chor <b>"}, "hours": {"24"}, "step": {"preview"}})
			if a.status != 422 || !strings.Contains(a.body, words) || !strings.Contains(a.body, "Chor &lt;b&gt;") {
				t.Errorf("%q: %d", address, a.status)
			}
		}
		fields := url.Values{"url": {site.URL + "/chor.ics"}, "title": {"Chor Weding"}, "licence": {"mit Zustimmung"}, "hours": {"12"}, "step": {"preview"}}
		a := o.do(editor, "POST", at+"/neu", fields)
		for _, words := range []string{"Vorschau: Chor Weding", "Chorprobe", "1. Dezember 2026, 19:30 Uhr, immer dienstags", "Wiesharde", "Kaputt:", "Zeile 12", `value="confirm"`} {
			if a.status != 200 || !strings.Contains(a.body, words) {
				t.Errorf("preview: %d, %q is missing", a.status, words)
			}
		}
		if len(took.titles) != 0 {
			t.Errorf("the preview took %v", took.titles)
		}
		fields.Set("step", "change")
		if a := o.do(editor, "POST", at+"/neu", fields); a.status != 200 || !strings.Contains(a.body, `value="Chor Weding"`) {
			t.Errorf("change: %d", a.status)
		}
		fields.Set("step", "confirm")
		a = o.do(editor, "POST", at+"/neu", fields)
		page, _, _ := strings.Cut(a.location, "?")
		if a.status != 303 || !strings.HasPrefix(page, at+"/") || strings.Join(took.titles, ",") != "handewitt Chorprobe" {
			t.Fatalf("confirm: %d %s %v", a.status, a.location, took.titles)
		}
		shown, _, _ := strings.Cut(a.location, "#")
		a = o.do(editor, "GET", shown, nil)
		for _, words := range []string{"Der Kalender ist angebunden", "Kaputt:", "„bald“ ist kein Datum", "Nächstes Mal"} {
			if !strings.Contains(a.body, words) {
				t.Errorf("report: %q is missing", words)
			}
		}
		if a := o.do(editor, "POST", at+"/neu", fields); a.status != 422 || !strings.Contains(a.body, "gibt es hier schon") {
			t.Errorf("twice: %d", a.status)
		}
		if a := o.do(editor, "POST", page, url.Values{"do": {"stop"}}); a.status != 303 {
			t.Errorf("stop: %d", a.status)
		}
		if a := o.do(editor, "GET", at, nil); !strings.Contains(a.body, "angehalten") || !strings.Contains(a.body, "Chor Weding") {
			t.Error("the list does not say that it is paused")
		}
		if a := o.do(editor, "POST", page, url.Values{"do": {"ask"}}); a.status != 303 {
			t.Errorf("ask: %d", a.status)
		}
		// others
		if a := o.do(o.as("author"), "GET", at, nil); a.status != 403 {
			t.Errorf("an author: %d", a.status)
		}
		if a := o.do(o.as("other"), "GET", strings.Replace(page, "handewitt", "flensburg", 1), nil); a.status != 404 {
			t.Errorf("another portal: %d", a.status)
		}
		if a := o.do(o.as("other"), "GET", "/redaktion/flensburg/quellen", nil); a.status != 200 || strings.Contains(a.body, "Chor Weding") {
			t.Errorf("the other portal's list: %d", a.status)
		}
	})
}
