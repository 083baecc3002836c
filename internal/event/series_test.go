package event

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"umland/internal/hours"
)

// The wall time stays over both switches of the clocks, in both countries; the
// instants follow.
func TestSeriesOverTheSwitch(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "Europe/Copenhagen"} {
		for _, c := range []struct{ start, want string }{
			{"2026-10-20T18:00", "2026-10-20T18:00=16:00Z 2026-10-27T18:00=17:00Z"},
			{"2027-03-23T18:00", "2027-03-23T18:00=17:00Z 2027-03-30T18:00=16:00Z"},
			{"2026-10-18T02:30", "2026-10-18T02:30=00:30Z 2026-10-25T02:30=00:30Z"},
			{"2027-03-21T02:30", "2027-03-21T02:30=01:30Z 2027-03-28T02:30=01:30Z"},
		} {
			e := &Event{Dates: []Dates{{Start: c.start, End: c.start[:11] + "20:00", Rule: "FREQ=WEEKLY;COUNT=2"}}}
			got := []string{}
			for _, o := range e.occurrences(hours.Context{Zone: loc(t, zone)}, today) {
				got = append(got, o.StartWall+"="+o.Start.Format("15:04Z"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s: %v, want %s", zone, got, c.want)
			}
		}
	}
}

// An event of another zone is listed at the portal's wall times.
func TestForeignZone(t *testing.T) {
	e := &Event{Zone: "Europe/London", Dates: []Dates{{Start: "2026-11-24T23:30", End: "2026-11-25T00:30"}}}
	got := e.occurrences(hours.Context{Zone: loc(t, "Europe/Berlin")}, today)
	if len(got) != 1 || got[0].StartWall != "2026-11-25T00:30" || got[0].Day != "2026-11-25" || got[0].Start.Format("15:04Z") != "23:30Z" {
		t.Errorf("%+v", got)
	}
}

func TestRules(t *testing.T) {
	at := hours.Context{Zone: loc(t, "Europe/Berlin"), Country: "de", State: "SH", School: func(d hours.Day) (bool, bool) {
		return d.String() >= "2026-12-21" && d.String() <= "2027-01-06", true
	}}
	for what, c := range map[string]struct {
		d    Dates
		want string
	}{
		"first and third Monday":       {Dates{Start: "2026-11-02T19:00", Rule: "FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=4"}, "11-02 11-16 12-07 12-21"},
		"every ten days":               {Dates{Start: "2026-11-24T19:00", Rule: "FREQ=DAILY;INTERVAL=10;COUNT=3"}, "11-24 12-04 12-14"},
		"the 31st":                     {Dates{Start: "2026-10-31T19:00", Rule: "FREQ=MONTHLY;COUNT=3"}, "10-31 12-31 01-31"},
		"Tuesday and Thursday":         {Dates{Start: "2026-11-24T19:00", Rule: "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"}, "11-24 11-26 12-01"},
		"each year":                    {Dates{Start: "2026-11-11T11:11", Rule: "FREQ=YEARLY;UNTIL=20281111"}, "11-11 11-11 11-11"},
		"not on holidays":              {Dates{Start: "2026-12-18T19:00", Rule: "FREQ=WEEKLY;COUNT=4", NoHolidays: true}, "12-18 01-08"},
		"not in the school holidays":   {Dates{Start: "2026-12-15T19:00", Rule: "FREQ=WEEKLY;COUNT=5", NoSchool: true}, "12-15 01-12"},
		"without one, in spite of one": {Dates{Start: "2026-12-18T19:00", Rule: "FREQ=WEEKLY;COUNT=4", NoHolidays: true, Without: []string{"2026-12-18T19:00"}, Despite: []string{"2026-12-25T19:00"}}, "12-25 01-08"},
	} {
		c.d.End = c.d.Start
		got := []string{}
		for _, b := range c.d.Begins(at, today) {
			got = append(got, b.Format("01-02"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}

// An exhibition is one date, whatever its hours.
func TestExhibitionIsOneDate(t *testing.T) {
	e := &Event{Dates: []Dates{{Start: "2026-11-20", End: "2027-04-18", AllDay: true, Hours: "Tu-Su 11:00-17:00"}}}
	if err := e.Validate("de"); err != nil {
		t.Fatal(err)
	}
	if got := e.occurrences(hours.Context{Zone: loc(t, "Europe/Berlin")}, today); len(got) != 1 || got[0].EndDay != "2027-04-18" {
		t.Errorf("%+v", got)
	}
}

func TestRuleInFacts(t *testing.T) {
	for _, rule := range []string{"FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=WEEKLY;UNTIL=20270630T180000;BYDAY=TU"} {
		e := &Event{Dates: []Dates{{Start: "2026-11-24T18:00", End: "2026-11-24T19:00", Rule: rule}}}
		got, start, ok := repeats(e.card().Facts.String())
		if !ok || got.String() != rule || start.Format(minuteForm) != "2026-11-24T18:00" {
			t.Errorf("%s: %v %s %s", rule, ok, got, start)
		}
	}
	if _, _, ok := repeats("free=yes"); ok {
		t.Error("a rule of nothing")
	}
}

// What search engines are told of a series, and of its moved and its
// cancelled date.
func TestSeriesForSearchEngines(t *testing.T) {
	engines(t, func(w *world) {
		w.event("handewitt", "kurs", "Kurs", full)
		ld := func(day string) map[string]any {
			w.Helper()
			var m map[string]any
			w.must(json.Unmarshal([]byte(w.page("/veranstaltungen/kurs"+day).Find(`script[type="application/ld+json"]`).First().Text()), &m))
			return m
		}
		m := ld("")
		schedule := m["eventSchedule"].(map[string]any)
		if schedule["repeatFrequency"] != "P1W" || schedule["repeatCount"] != 8.0 || schedule["byDay"].([]any)[0] != "https://schema.org/Tuesday" || schedule["scheduleTimezone"] != "Europe/Berlin" {
			w.Errorf("%v", schedule)
		}
		except := []string{}
		for _, x := range schedule["exceptDate"].([]any) {
			except = append(except, x.(string))
		}
		w.is(except, "2026-12-01T18:00:00+01:00 2026-12-08T18:00:00+01:00 2026-12-15T18:00:00+01:00 2026-12-29T18:00:00+01:00 2027-01-05T18:00:00+01:00")
		if m["typicalAgeRange"] != "6-12" || m["maximumAttendeeCapacity"] != 40.0 || len(m["inLanguage"].([]any)) != 2 || m["eventAttendanceMode"] != "https://schema.org/MixedEventAttendanceMode" {
			w.Errorf("%v", m)
		}
		offers := m["offers"].([]any)
		if o := offers[0].(map[string]any); o["lowPrice"] != "4.00" || o["highPrice"] != "8.50" || o["priceCurrency"] != "EUR" || offers[1].(map[string]any)["price"] != "2.00" {
			w.Errorf("%v", offers)
		}
		if m := ld("/2026-12-01"); m["eventStatus"] != "https://schema.org/EventCancelled" || m["superEvent"].(map[string]any)["@type"] != "EventSeries" {
			w.Errorf("%v", m)
		}
		for _, day := range []string{"/2026-12-15", "/2026-12-16"} { // the old day and the new one
			m := ld(day)
			if m["eventStatus"] != "https://schema.org/EventRescheduled" || m["previousStartDate"] != "2026-12-15T18:00:00+01:00" || m["startDate"] != "2026-12-16T17:00:00+01:00" {
				w.Errorf("%s: %v", day, m)
			}
		}
		if status, _ := w.get("/veranstaltungen/kurs/2026-12-08"); status != 404 {
			w.Errorf("a date that was left out: %d", status)
		}
		moved := w.page("/veranstaltungen/kurs/2026-12-15")
		if text := moved.Find(".note-warn").First().Text(); !strings.Contains(text, "15. Dezember wurde verlegt") || moved.Find(`.note-warn a[href="/veranstaltungen/kurs/2026-12-16"]`).Length() != 1 {
			w.Errorf("the old day says %q", text)
		}
		if text := w.page("/veranstaltungen/kurs/2026-12-01").Find(".note-warn").Text(); !strings.Contains(text, "Fällt aus") || !strings.Contains(text, "Die Leitung ist krank.") || !strings.Contains(text, "16. Dezember") {
			w.Errorf("the cancelled date says %q", text)
		}
	})
}

// A series with an exception, a move and a cancelled date in the list, the
// week, the month and the programme; the other portal's never appear.
func TestSeriesInTheCalendar(t *testing.T) {
	engines(t, func(w *world) {
		w.event("handewitt", "kurs", "Kurs", full)
		w.event("aabenraa", "fremd", "Fremdes", func(e *Event) { e.Dates[0] = Dates{Start: "2026-12-01T10:00", End: "2026-12-01T11:00"} })
		w.event("handewitt", "schau", "Ausstellung", func(e *Event) {
			e.Dates[0] = Dates{Start: "2026-11-20", End: "2027-01-31", AllDay: true, Hours: "Tu-Su 11:00-17:00"}
		})
		list := w.page("/veranstaltungen?von=2026-12-01&bis=2026-12-31")
		rows := []string{}
		list.Find(".item.event h4").Each(func(_ int, s *goquery.Selection) { rows = append(rows, strings.Join(strings.Fields(s.Text()), " ")) })
		if got := strings.Join(rows, "|"); got != "Ausstellung|Kurs fällt aus|Kurs verlegt von 15.12.|Kurs" {
			w.Errorf("list: %s", got)
		}
		if again := list.Find(`.facts a[href="/veranstaltungen/kurs?termine=alle#weitere"]`); again.Length() != 3 || !strings.Contains(again.First().Text(), "immer dienstags") {
			w.Errorf("the list does not tell that it comes again: %q", again.Text())
		}
		month := w.page("/veranstaltungen?ansicht=monat&von=2026-12-09")
		table := month.Find("table.sheet")
		if table.Find("caption").Text() != "Dezember 2026" || table.Find(`th[scope="col"]`).Length() != 8 || table.Find(`th[scope="row"]`).Length() != 5 || table.Find("td li").Length() != 3 {
			w.Errorf("month: %s", table.Text())
		}
		if table.Find("td li s").Text() != "Kurs" || !strings.Contains(table.Text(), "verlegt von 15.12.") || month.Find(".running .item").Length() != 1 {
			w.Errorf("month: %s", month.Find("main").Text())
		}
		week := w.page("/veranstaltungen?ansicht=woche&von=2026-12-16")
		if week.Find("table.sheet tbody tr").Length() != 1 || week.Find("table.sheet td li").Length() != 1 {
			w.Errorf("week: %s", week.Find("table.sheet").Text())
		}
		paper := w.page("/veranstaltungen/programm?ansicht=monat&von=2026-12-01")
		if paper.Find(".programme h3").Length() != 4 || paper.Find(".programme li img.code").Length() != 2 || paper.Find(".programme h3 s").Length() != 1 {
			w.Errorf("programme: %s", paper.Find(".programme").Text())
		}
		for _, path := range []string{"/veranstaltungen?ansicht=monat&von=2026-12-09", "/veranstaltungen?von=2026-12-01", "/veranstaltungen/programm?von=2026-12-01", "/veranstaltungen.json?ansicht=monat&von=2026-12-09"} {
			if _, body := w.get(path); strings.Contains(body, "Fremdes") || !strings.Contains(body, "Kurs") {
				w.Errorf("%s shows what is not of this portal", path)
			}
		}
		if status, body := w.get("/veranstaltungen/kurs/qr.svg"); status != 200 || readCode(t, []byte(body)) != "http://handewitt.localhost/veranstaltungen/kurs" {
			w.Errorf("code: %d", status)
		}
		if status, _ := w.get("/veranstaltungen/fremd/qr.svg"); status != 404 {
			w.Errorf("code of another portal's event: %d", status)
		}
	})
}

// Filters stand in the address, never reset one another and survive paging.
func TestFiltersStay(t *testing.T) {
	engines(t, func(w *world) {
		for i := range 30 {
			w.event("handewitt", "frei-"+itoa(i), "Freies Treffen "+itoa(i), func(e *Event) {
				e.Cost.Kind, e.Audience.Seniors, e.Town = CostFree, true, "Weding"
			})
		}
		w.event("handewitt", "teuer", "Teures Treffen", nil)
		const path = "/veranstaltungen?zielgruppe=senioren&kostenlos=ja&gemeinde=Weding&q=treffen"
		doc := w.page(path)
		if text := doc.Find("h2.h-xl").First().Text(); text != "30 Termine" {
			w.Errorf("count: %s", text)
		}
		check := func(what, selector string, n int) {
			w.Helper()
			links := doc.Find(selector)
			if links.Length() < n {
				w.Errorf("%s: %d links", what, links.Length())
			}
			links.Each(func(_ int, s *goquery.Selection) {
				href, _ := s.Attr("href")
				for _, want := range []string{"zielgruppe=senioren", "kostenlos=ja", "gemeinde=Weding", "q=treffen"} {
					if !strings.Contains(href, want) {
						w.Errorf("%s: %s loses %s", what, href, want)
					}
				}
			})
		}
		check("spans", ".pagehead .chips a", 4)
		check("views", `nav[aria-label="Ansicht"] a`, 3)
		check("pages", "nav.pages a", 2)
		check("months", ".cal-nav a", 2)
		if n := doc.Find(`nav[aria-label="Ihre Auswahl"] a`).Length(); n != 5 {
			w.Errorf("%d chosen", n)
		}
		if doc.Find(`select#gemeinde option[selected]`).Text() != "Weding" || doc.Find(`input[name="kostenlos"][checked]`).Length() != 1 || doc.Find(`select#zielgruppe option[selected]`).Length() != 1 {
			w.Error("the form forgets what is chosen")
		}
		for _, bad := range []string{"zielgruppe=alle", "kostenlos=nein", "ansicht=jahr", "barrierefrei=1", "organisation=gibt-es-nicht", "sozialpass=x"} {
			if status, _ := w.get("/veranstaltungen?" + bad); status != 400 {
				w.Errorf("%s: %d", bad, status)
			}
		}
	})
}
