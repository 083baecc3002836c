package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/web"
)

// lines checks the byte rules that readers forgive, and gives the unfolded
// lines.
func lines(tb testing.TB, raw string) []string {
	tb.Helper()
	rest, ok := strings.CutSuffix(raw, "\r\n")
	if !ok {
		tb.Fatal("the file does not end with CR LF")
	}
	var out []string
	for _, l := range strings.Split(rest, "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n") || !utf8.ValidString(l) {
			tb.Fatalf("%d octets, or a broken character or line: %q", len(l), l)
		}
		if strings.HasPrefix(l, " ") && len(out) > 0 {
			out[len(out)-1] += l[1:]
		} else {
			out = append(out, l)
		}
	}
	return out
}

const tricky = "Fest: Spaß, Köstliches; und \\ mehr – \"jetzt\"\nmit 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"

func fair(t *testing.T) *world {
	w := newWorld(t, sqlite(t))
	e := draft("handewitt", content.Event, "fest", "Sommerfest, groß; schön")
	e.Item.Texts["de"] = content.Text{Title: "Sommerfest, groß; schön", Teaser: tricky}
	e.Card = content.Card{Venue: "Wiesharde", Street: "Hauptstraße 3", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.77, Lon: 9.32}
	e.Dates = []content.Date{
		timed(t, "2027-03-27T23:00", "2027-03-28T04:00"), // over the night in which an hour is missing
		timed(t, "2027-07-01T15:00", "2027-07-01T17:00"),
		timed(t, "2027-10-30T22:00", "2027-10-31T05:00"), // over the night with an hour twice
		timed(t, "2027-11-30T15:00", ""),
		wholeDays(t, "2026-12-30", "2027-01-02"), wholeDays(t, "2028-02-29", "2028-02-29"),
	}
	e.Dates[1].Status, e.Dates[3].Status = "cancelled", "postponed"
	w.save(e)
	d := draft("aabenraa", content.Event, "marked", "Julemarked")
	d.Dates = []content.Date{timed(t, "2026-12-05T10:00", "2026-12-05T16:00")}
	w.save(d, "handewitt")
	return w
}

func TestCalendarKeepsTheByteRules(t *testing.T) {
	w := fair(t)
	rec := w.get("handewitt", "/veranstaltungen.ics")
	all := lines(t, rec.Body.String())
	count := map[string]int{}
	for _, l := range all {
		count[l]++
	}
	for l, n := range map[string]int{
		"BEGIN:VCALENDAR": 1, "END:VCALENDAR": 1, "VERSION:2.0": 1, "BEGIN:VEVENT": 7, "END:VEVENT": 7, "BEGIN:VTIMEZONE": 2,
		"TZID:Europe/Berlin": 1, "TZID:Europe/Copenhagen": 1, "X-WR-CALNAME:Handewitt Mobil: Termine & Veranstaltungen": 1,
		"STATUS:CANCELLED": 1, "STATUS:TENTATIVE": 1, "STATUS:CONFIRMED": 5,
		"DTSTART;VALUE=DATE:20261230": 1, "DTEND;VALUE=DATE:20270103": 1, "DTSTART;VALUE=DATE:20280229": 1, "DTEND;VALUE=DATE:20280301": 1,
		"DTSTART;TZID=Europe/Berlin:20270701T150000": 1, "DTSTART;TZID=Europe/Copenhagen:20261205T100000": 1,
		"GEO:54.770000;9.320000": 6, `LOCATION:Wiesharde\, Hauptstraße 3\, 24983 Handewitt`: 6, `SUMMARY:Sommerfest\, groß\; schön`: 6,
		"DTSTAMP:20261124T083000Z": 7, "LAST-MODIFIED:20261124T083000Z": 7,
		"URL:http://handewitt.localhost:8080/veranstaltungen/fest/2027-07-01": 1, "URL:https://aabenraa.example/de/veranstaltungen/marked/2026-12-05": 1,
	} {
		if count[l] != n {
			t.Errorf("%q comes %d times, want %d", l, count[l], n)
		}
	}
	if got := rec.Header().Get("Content-Disposition"); got != `attachment; filename="handewitt-veranstaltungen.ics"` {
		t.Errorf("Content-Disposition = %s", got)
	}
}

func TestCalendarEntriesKeepTheirIdentity(t *testing.T) {
	w := fair(t)
	uids := func(portal, address string) map[string]bool {
		found := map[string]bool{}
		for _, l := range lines(t, w.get(portal, address).Body.String()) {
			if uid, ok := strings.CutPrefix(l, "UID:"); ok {
				if found[uid] || strings.Contains(uid, "8080") {
					t.Errorf("%s: UID %s comes twice or holds a port", address, uid)
				}
				found[uid] = true
			}
		}
		return found
	}
	here, danish, there := uids("handewitt", "/veranstaltungen.ics"), uids("handewitt", "/da/arrangementer.ics?region=alle"), uids("aabenraa", "/arrangementer.ics")
	if len(here) != 7 || len(danish) != 7 || len(there) != 1 {
		t.Fatalf("%d, %d and %d entries", len(here), len(danish), len(there))
	}
	for uid := range danish {
		if !here[uid] {
			t.Errorf("another identity in another language: %s", uid)
		}
	}
	for uid := range there {
		if !here[uid] || !strings.HasSuffix(uid, "@aabenraa.localhost") {
			t.Errorf("another identity in another portal: %s", uid)
		}
	}
	if a, b := w.get("handewitt", "/veranstaltungen.ics").Body.String(), w.get("handewitt", "/veranstaltungen.ics").Body.String(); a != b {
		t.Error("an unchanged calendar is written differently")
	}
}

func TestSequenceRises(t *testing.T) {
	w := newWorld(t, sqlite(t))
	hand := clock.At(now)
	w.spine = content.New(w.spine.DB(), hand)
	d := draft("handewitt", content.Event, "fest", "Fest")
	d.Dates = []content.Date{timed(t, "2027-07-01T15:00", "")}
	read := func() (n int) {
		for _, l := range lines(t, w.get("handewitt", "/veranstaltungen.ics").Body.String()) {
			if s, ok := strings.CutPrefix(l, "SEQUENCE:"); ok {
				n, _ = strconv.Atoi(s)
			}
		}
		return n
	}
	w.save(d)
	first := read()
	hand.Advance(time.Minute)
	w.save(d)
	if second := read(); first <= 0 || second <= first {
		t.Errorf("SEQUENCE %d, then %d", first, second)
	}
}

func TestCalendarIsReadBack(t *testing.T) {
	w := fair(t)
	cal, err := ical.ParseCalendar(strings.NewReader(w.get("handewitt", "/veranstaltungen.ics").Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	starts := map[string]bool{}
	for _, e := range cal.Events() {
		start, err := e.GetStartAt()
		if err != nil {
			t.Fatal(err)
		}
		starts[start.UTC().Format(time.RFC3339)] = true
		if s := e.GetProperty(ical.ComponentPropertySummary).Value; s != "Sommerfest, groß; schön" && s != "Julemarked" {
			t.Errorf("summary %q", s)
		}
		if s := e.GetProperty(ical.ComponentPropertyDescription).Value; strings.HasPrefix(s, "Fest") && s != tricky {
			t.Errorf("description %q", s)
		}
	}
	for _, want := range []string{"2027-03-27T22:00:00Z", "2027-07-01T13:00:00Z", "2027-10-30T20:00:00Z", "2027-11-30T14:00:00Z", "2026-12-05T09:00:00Z"} {
		if !starts[want] {
			t.Errorf("nothing starts at %s: %v", want, starts)
		}
	}
}

type understood struct {
	Wrong  []string
	Name   string
	Events []struct{ UID, Summary, Description, Start, End, Status string }
}

// debian reads a calendar with Debian's Python module.
func debian(t *testing.T, raw []byte, zones ...string) (understood, bool) {
	t.Helper()
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI=true requires %s with icalendar (python3-icalendar): %v", python, err)
		}
		t.Logf("left out: no %s with icalendar (python3-icalendar)", python)
		return understood{}, false
	}
	cmd := exec.Command(python, append([]string{"testdata/read.py"}, zones...)...)
	var out, errors bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(raw), &out, &errors
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errors.String())
	}
	var u understood
	if err := json.Unmarshal(out.Bytes(), &u); err != nil {
		t.Fatal(err)
	}
	return u, true
}

// TestZonesAreRight lets another reader compute instants from our VTIMEZONE.
func TestZonesAreRight(t *testing.T) {
	w := fair(t)
	for _, raw := range []string{w.get("handewitt", "/veranstaltungen.ics").Body.String(), w.get("handewitt", "/veranstaltungen.ics?von=2027-07-01&bis=2027-07-01").Body.String()} {
		u, ok := debian(t, []byte(raw), "Europe/Berlin", "Europe/Copenhagen")
		if !ok {
			return
		}
		if len(u.Wrong) > 0 || u.Name != "Handewitt Mobil: Termine & Veranstaltungen" || len(u.Events) == 0 {
			t.Fatalf("understood: %+v", u)
		}
		a := w.json("handewitt", "/veranstaltungen.json?anzahl=100")
		want := map[string]bool{}
		for _, it := range a.Items {
			end, _ := it["end"].(string)
			want[unix(it["start"].(string), 0)+" "+unix(end, 1)] = true
		}
		for _, e := range u.Events {
			if !want[e.Start+" "+e.End] {
				t.Errorf("%s from %s to %s is not in the list %v", e.Summary, e.Start, e.End, want)
			}
		}
	}
}

// unix writes an instant in seconds, and a day as a day so much later.
func unix(s string, later int) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return strconv.FormatInt(t.Unix(), 10)
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, later).Format(time.DateOnly)
	}
	return ""
}

// TestTheHourThatComesTwice: readers take the first of two equal wall times,
// so the second is written in UTC.
func TestTheHourThatComesTwice(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for instant, want := range map[string]bool{
		"2027-10-31T00:30:00Z": true, "2027-10-31T01:30:00Z": false, "2027-10-31T02:00:00Z": true, "2027-03-28T01:00:00Z": true,
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := exact(at, berlin); got != want {
			t.Errorf("%s: %t", instant, got)
		}
	}
}

func TestFileOfOneEvent(t *testing.T) {
	w := fair(t)
	w.handle("/veranstaltungen/{slug}", func(rw http.ResponseWriter, r *web.Request) error {
		id, err := w.spine.Find(r.Context(), w.spine.DB(), r.Site.Slug, content.Event, r.PathValue("slug"))
		if err != nil {
			return err
		}
		dates, err := w.spine.DatesOf(r.Context(), id, r.TextLang(), "2026-01-01", 10)
		if err != nil {
			return err
		}
		return EventItem(rw, r, dates[0].Listing, dates, map[string]any{"body": "<p>Text</p>"})
	})
	rec := w.get("handewitt", "/veranstaltungen/fest.ics")
	all := strings.Join(lines(t, rec.Body.String()), "\n")
	if strings.Count(all, "BEGIN:VEVENT") != 6 || !strings.Contains(all, `X-WR-CALNAME:Sommerfest\, groß\; schön`) ||
		!strings.Contains(all, "SOURCE;VALUE=URI:http://handewitt.localhost:8080/veranstaltungen/fest.ics") {
		t.Errorf("file: %s", all)
	}
	if got := rec.Header().Get("Content-Disposition"); got != `attachment; filename="handewitt-veranstaltungen-fest.ics"` {
		t.Errorf("Content-Disposition = %s", got)
	}
	var item struct {
		Kind, URL, Body string
		Dates           []map[string]any
	}
	if err := json.Unmarshal(w.get("handewitt", "/veranstaltungen/fest.json").Body.Bytes(), &item); err != nil {
		t.Fatal(err)
	}
	if item.Kind != "event" || item.URL != "http://handewitt.localhost:8080/veranstaltungen/fest" || item.Body != "<p>Text</p>" ||
		len(item.Dates) != 6 || item.Dates[0]["start"] != "2026-12-30" || item.Dates[0]["end"] != "2027-01-02" {
		t.Errorf("item: %+v", item)
	}
	// The same date is the same entry in the list.
	list := strings.Join(lines(t, w.get("handewitt", "/veranstaltungen.ics").Body.String()), "\n")
	for _, l := range strings.Split(all, "\n") {
		if strings.HasPrefix(l, "UID:") && !strings.Contains(list, l) {
			t.Errorf("%s is not in the list", l)
		}
	}
}

func TestCalendarIsOnePage(t *testing.T) {
	w := newWorld(t, sqlite(t))
	many(w, 130)
	if got := strings.Count(w.get("handewitt", "/veranstaltungen.ics").Body.String(), "BEGIN:VEVENT"); got != 130 {
		t.Errorf("the calendar holds %d of 130", got)
	}
	if got := strings.Count(w.get("handewitt", "/veranstaltungen.ics?anzahl=50&seite=3").Body.String(), "BEGIN:VEVENT"); got != 30 {
		t.Errorf("the third page holds %d", got)
	}
}

// many saves one event with so many dates, hours apart.
func many(w *world, n int) {
	d := draft("handewitt", content.Event, "oft", "Oft und gerne")
	d.Card = content.Card{Venue: "Wiesharde", Street: "Hauptstraße 3", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.77, Lon: 9.32}
	for i := range n {
		day := now.AddDate(0, 0, i/20+1).Format(time.DateOnly)
		d.Dates = append(d.Dates, timed(w.tb, fmt.Sprintf("%sT%02d:00", day, i%20), fmt.Sprintf("%sT%02d:30", day, i%20)))
	}
	w.save(d)
}

func BenchmarkListJSON(b *testing.B) {
	w := newWorld(b, sqlite(b))
	for i := range 20 {
		p := draft("handewitt", content.Place, fmt.Sprintf("ort-%d", i), fmt.Sprintf("Ort %d", i))
		p.Card = content.Card{Street: "Hauptstraße 1", Postcode: "24983", Town: "Handewitt", Phone: "+4946089737520", HasPosition: true, Lat: 54.766, Lon: 9.31}
		w.save(p)
	}
	b.ReportAllocs()
	for b.Loop() {
		w.get("handewitt", "/orte.json")
	}
}

func BenchmarkCalendarOf2000(b *testing.B) {
	w := newWorld(b, sqlite(b))
	many(w, 2000)
	if n := strings.Count(w.get("handewitt", "/veranstaltungen.ics").Body.String(), "BEGIN:VEVENT"); n != 2000 {
		b.Fatalf("%d dates", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		w.get("handewitt", "/veranstaltungen.ics")
	}
}
