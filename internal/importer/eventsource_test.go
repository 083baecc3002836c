package importer

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"umland/internal/i18n"
	"umland/internal/testkit"
)

const eventFeed = `<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/" xmlns:xCal="urn:ietf:params:xml:ns:xcal"><channel><title>B` + "\xfc" + `cherei</title>
<item><title>Lesung &amp; Musik</title><link>https://x.example/1</link><guid>g1</guid><description>&lt;p&gt;Ein Abend&lt;/p&gt;</description>
 <ev:startdate>2026-12-01T19:30:00+01:00</ev:startdate><ev:enddate>2026-12-01T21:00:00+01:00</ev:enddate><ev:location>Saal</ev:location></item>
<item><title>Ausstellung</title><xCal:dtstart>20261205</xCal:dtstart><xCal:dtend>20261208</xCal:dtend><xCal:location>Foyer</xCal:location><xCal:uid>u2</xCal:uid></item>
<item><title>Nachricht</title><pubDate>Tue, 24 Nov 2026 08:00:00 +0000</pubDate></item>
<item><title>Kaputt</title><ev:startdate>bald</ev:startdate></item>
</channel></rss>`

const eventPage = `<!doctype html><html><head><title>Termine</title>
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"MusicEvent","@id":"#k","name":"Konzert","startDate":"2026-12-03T20:00","endDate":"2026-12-03T22:00:00","eventStatus":"https://schema.org/EventCancelled",
 "location":{"@type":"Place","name":"Wiesharde","address":{"streetAddress":"Hauptstraße 3","postalCode":"24983","addressLocality":"Handewitt"},"geo":{"latitude":"54.77","longitude":9.32}}},
{"@type":"EventSeries","name":"Kurs","subEvent":[{"@type":"Event","name":"Kurs","url":"https://x.example/k","startDate":"2026-12-04"},{"@type":"Event","name":"Kurs","url":"https://x.example/k","startDate":"2026-12-11"}]},
{"@type":"Organization","name":"Verein"},{"@type":["Thing","Event"],"name":"Ohne Tag"}]}</script>
<script>var x = "application/ld+json"</script><script type="application/ld+json">{"@type":"Event",}</script></head><body>Text</body></html>`

// told is what a source holds, in lines.
func told(t testing.TB, raw []byte) string {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cal, err := ReadEvents(t.Context(), raw, zone)
	if err != nil {
		return err.Error()
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	lines := []string{cal.Name}
	for _, l := range cal.List(t.Context(), i18n.DE, from, from.AddDate(1, 0, 0)) {
		text := l.UID + " " + l.Title + " " + l.Status
		for _, o := range l.Occurrences {
			text += " " + o.Start + "/" + o.End
		}
		lines = append(lines, text+strings.Join(l.Problems, "; "))
	}
	for _, p := range cal.Problems {
		lines = append(lines, p.Text(i18n.DE))
	}
	for _, e := range cal.Events {
		if e.HasPosition {
			lines = append(lines, fmt.Sprint(e.Location, " ", e.Lat, " ", e.Lon))
		}
	}
	return strings.Join(lines, "\n")
}

func TestFeedsAndPages(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"feed": {eventFeed, `Bücherei
g1 Lesung & Musik confirmed 2026-12-01T19:30:00+01:00/2026-12-01T21:00:00+01:00
u2 Ausstellung confirmed 2026-12-05/2026-12-09
 Kaputt rejectedZeile 7: „bald“ ist kein Datum und keine Uhrzeit.
Zeile 6: „Nachricht“ hat kein Datum und ist deshalb keine Veranstaltung.`},
		"page": {eventPage, `Termine
#k#2026-12-03T20:00 Konzert cancelled 2026-12-03T20:00:00+01:00/2026-12-03T22:00:00+01:00
https://x.example/k#2026-12-04 Kurs confirmed 2026-12-04/2026-12-05
https://x.example/k#2026-12-11 Kurs confirmed 2026-12-11/2026-12-12
 Ohne Tag rejectedZeile 2: Die Veranstaltung hat keinen Beginn (startDate).
Zeile 7: Die Angaben für Suchmaschinen sind kein lesbares JSON.
Wiesharde, Hauptstraße 3, 24983 Handewitt 54.77 9.32`},
		"a page without events": {"<html><body>Hallo", "invalid: import.page_no_events"},
		"a calendar":            {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261201\nEND:VEVENT\nEND:VCALENDAR", "\n1  confirmed 2026-12-01/2026-12-02"},
	} {
		if got := told(t, []byte(c.raw)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// TestFeedsOfTheValidator: none of the feeds that test other readers breaks
// ours, and each gives an answer in words.
func TestFeedsOfTheValidator(t *testing.T) {
	n := 0
	err := filepath.WalkDir(filepath.Join(testkit.SharedData(t), "feeds"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		if got := told(t, raw); strings.Contains(got, "⟦") {
			t.Errorf("%s: %s", path, got)
		}
		return nil
	})
	if err != nil || n < 50 {
		t.Errorf("%d feeds, %v", n, err)
	}
}

func FuzzReadEvents(f *testing.F) {
	f.Add([]byte(eventFeed))
	f.Add([]byte(eventPage))
	f.Add([]byte(`{"@type":"Event","name":"x","startDate":"2026-12-03T20:00Z","location":[{"@type":"VirtualLocation","url":"https://x.example"}]}`))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="a"/><xcal:dtstart>20261205T1200</xcal:dtstart></entry>`))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDESCRIPTION:<b>x</b>\nLOCATION:a, b 1, 24983 c\nDTSTART:20261201\nRRULE:FREQ=DAILY\nEXDATE:20261202\nEND:VEVENT\nEND:VCALENDAR"))
	zone := time.FixedZone("UTC+1", 3600)
	f.Fuzz(func(t *testing.T, raw []byte) {
		cal, err := ReadEvents(t.Context(), raw, zone)
		if err != nil {
			if strings.Contains(Explain(err, i18n.DE), "⟦") {
				t.Fatal(err)
			}
			return
		}
		p := FromCalendar(cal, Source{ID: "x", Title: "x"}, CalendarOptions{Zone: zone, Lang: "de"})
		if p.Read != len(p.Records)+len(p.Rejected) {
			t.Fatalf("%d read, %d taken, %d refused", p.Read, len(p.Records), len(p.Rejected))
		}
		for _, r := range p.Records {
			if r.Key == "" || r.Title == "" || len(r.Dates) == 0 || r.Hash() == "" {
				t.Fatalf("%+v", r)
			}
		}
		for _, l := range append(p.Notes, p.Rejected...) {
			if text := l.Text(i18n.DE); text == "" || strings.Contains(text, "⟦") {
				t.Fatalf("a line without words: %+v", l)
			}
		}
	})
}
