package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/event"
	"umland/internal/importer"
)

// club is a club's calendar as its server gives it; the test writes into it.
type club struct {
	*httptest.Server
	body  string
	asked int
	down  bool
}

func newClub(t *testing.T) *club {
	t.Helper()
	c := &club{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.asked++
		tag := fmt.Sprintf(`"%d"`, len(c.body))
		switch {
		case c.down:
			w.WriteHeader(http.StatusInternalServerError)
		case r.Header.Get("If-None-Match") == tag:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", tag)
			_, _ = w.Write([]byte(c.body))
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// says sets the calendar: each event is its UID and lines.
func (c *club) says(events ...string) {
	c.body = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Chor Weding\r\n"
	for _, e := range events {
		c.body += "BEGIN:VEVENT\r\nUID:" + strings.ReplaceAll(e, "|", "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	c.body += "END:VCALENDAR\r\n"
}

// calendarOf is the events of a portal, each with its status and its dates to
// come.
func calendarOf(t *testing.T, a *App, portal string) string {
	t.Helper()
	list, err := a.Spine.Agenda(t.Context(), content.Filter{Portal: portal, Kind: content.Event, Lang: "de", From: "2026-11-24"}, content.Window{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, o := range list.Items {
		line := o.Title + " " + o.StartWall
		if o.Status != "" && o.Status != "scheduled" {
			line += " " + o.Status
		}
		if o.Venue != "" {
			line += " @" + o.Venue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

const (
	choir  = "chor-1|SUMMARY:Chorprobe|LOCATION:Wiesharde\\, Hauptstraße 3\\, 24983 Handewitt|DTSTART;TZID=Europe/Berlin:20261124T193000|DURATION:PT2H|RRULE:FREQ=WEEKLY;UNTIL=20261216T225959Z|EXDATE;TZID=Europe/Berlin:20261208T193000"
	market = "markt-1|SUMMARY:Weihnachtsmarkt|DTSTART;VALUE=DATE:20261205|DTEND;VALUE=DATE:20261207"
	talk   = "vortrag-1|SUMMARY:Vortrag|DTSTART:20261210T173000Z|DURATION:PT1H"
)

// TestCalendarIsTakenOver goes the way of one source: taken, asked again,
// changed, its identities replaced, an event gone, a server that is down.
func TestCalendarIsTakenOver(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "handewitt", "flensburg")
		a.cfg.FetchAllow = "127.0.0.1"
		site := newClub(t)
		site.says(choir, market, talk,
			"alt|SUMMARY:Vorbei|DTSTART:20250101T120000Z", "geheim|SUMMARY:Arzt|CLASS:PRIVATE|DTSTART:20261201T120000Z", "kaputt|SUMMARY:Kaputt|DTSTART:morgen")
		w := importer.Watch{Portal: "handewitt", URL: site.URL + "/chor.ics", Title: "Chor Weding", Licence: "mit Zustimmung", Hours: 12, Active: true}
		if err := importer.AddWatch(t.Context(), a.DB, &w, c.Now()); err != nil {
			t.Fatal(err)
		}
		again := w
		if err := importer.AddWatch(t.Context(), a.DB, &again, c.Now()); err == nil {
			t.Error("a source is watched twice")
		}
		ask := func() importer.Kept {
			t.Helper()
			c.Advance(25 * time.Hour)
			c.Set(c.Now())
			if err := a.asker().AskDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			runs, err := importer.Runs(t.Context(), a.DB, w.Source, 1)
			if err != nil || len(runs) == 0 {
				t.Fatal(runs, err)
			}
			kept, err := importer.KeptOf(t.Context(), a.DB, runs[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		kept := ask()
		first := "Chorprobe 2026-11-24T19:30 @Wiesharde\nChorprobe 2026-12-01T19:30 @Wiesharde\nWeihnachtsmarkt 2026-12-05\nVortrag 2026-12-10T18:30\nChorprobe 2026-12-15T19:30 @Wiesharde"
		expect(t, "taken over", calendarOf(t, a, "handewitt"), first)
		expect(t, "the other portal", calendarOf(t, a, "flensburg"), "")
		if len(kept.Rejected) != 1 || kept.Past != 1 || len(kept.Notes) != 1 || strings.Contains(fmt.Sprint(kept), "Arzt") {
			t.Errorf("report %+v", kept)
		}

		// an editor's change stays, also when the source changes
		var talkID string
		rows, _ := a.Spine.List(t.Context(), content.Filter{Portal: "handewitt", Kind: content.Event, Lang: "de"}, content.ByTitle, content.Window{Limit: 10})
		for _, l := range rows.Items {
			if l.Title == "Vortrag" {
				talkID = l.Item
			}
		}
		e, err := a.Events.Get(t.Context(), talkID)
		if err != nil {
			t.Fatal(err)
		}
		e.Texts["de"] = content.Text{Title: "Vortrag über Deiche"}
		if err := a.Events.Save(t.Context(), content.Act{Actor: "anna"}, e); err != nil {
			t.Fatal(err)
		}
		// other identities, a moved date; nothing is doubled
		site.says(strings.Replace(choir, "chor-1", "chor-neu", 1), market, strings.Replace(talk, "T173000Z", "T183000Z", 1),
			"chor-neu|SUMMARY:Chorprobe|RECURRENCE-ID;TZID=Europe/Berlin:20261215T193000|LOCATION:Kirche|DTSTART;TZID=Europe/Berlin:20261216T200000|DURATION:PT1H")
		ask()
		second := "Chorprobe 2026-12-01T19:30 @Wiesharde\nWeihnachtsmarkt 2026-12-05\nVortrag über Deiche 2026-12-10T18:30\nChorprobe 2026-12-16T20:00 @Kirche"
		expect(t, "asked again", after(calendarOf(t, a, "handewitt"), "2026-11-26"), second)

		// the market is gone: cancelled, not deleted
		site.says(strings.Replace(choir, "chor-1", "chor-ganz-neu", 1), talk)
		kept = ask()
		third := "Chorprobe 2026-12-01T19:30 @Wiesharde\nWeihnachtsmarkt 2026-12-05 cancelled\nVortrag über Deiche 2026-12-10T18:30\nChorprobe 2026-12-15T19:30 @Wiesharde"
		expect(t, "one is gone", after(calendarOf(t, a, "handewitt"), "2026-11-26"), third)
		if len(kept.Vanished) != 1 || kept.Vanished[0].Title != "Weihnachtsmarkt" {
			t.Errorf("report %+v", kept.Vanished)
		}
		// it comes back
		site.says(strings.Replace(choir, "chor-1", "chor-ganz-neu", 1), talk, market)
		ask()
		expect(t, "it is back", after(calendarOf(t, a, "handewitt"), "2026-11-26"), strings.Replace(third, " cancelled", "", 1))

		// nothing new, then a server that is down: nothing changes
		asked := site.asked
		ask()
		site.down = true
		ask()
		if site.asked != asked+2 {
			t.Errorf("asked %d times", site.asked-asked)
		}
		now, err := importer.WatchOf(t.Context(), a.DB, "handewitt", w.ID)
		if err != nil || now.Failures != 1 || !strings.Contains(now.Failure["de"], "500") || !now.Next.After(c.Now().Add(20*time.Hour)) {
			t.Errorf("%+v, %v", now, err)
		}
		if _, err := importer.WatchOf(t.Context(), a.DB, "flensburg", w.ID); err == nil {
			t.Error("another portal sees the source")
		}
		expect(t, "the server is down", after(calendarOf(t, a, "handewitt"), "2026-11-26"), strings.Replace(third, " cancelled", "", 1))
	})
}

// after leaves out the dates before a day, which have passed meanwhile.
func after(calendar, day string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(calendar, "\n"), func(l string) bool {
		i := strings.Index(l, "2026-")
		return i >= 0 && l[i:i+10] < day
	}), "\n")
}

// TestMostGoneAtOnceIsAMistake: a source that suddenly is nearly empty cancels
// nothing.
func TestMostGoneAtOnceIsAMistake(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir(), FetchAllow: "127.0.0.1"}, clock.Fixed(today))
	addPortals(t, a, "handewitt")
	site := newClub(t)
	var many []string
	for i := range 9 {
		many = append(many, fmt.Sprintf("t-%d|SUMMARY:Treffen %d|DTSTART:20261210T1%d3000Z", i, i, i))
	}
	site.says(many...)
	w := importer.Watch{Portal: "handewitt", URL: site.URL, Title: "Treffen", Active: true}
	if err := importer.AddWatch(t.Context(), a.DB, &w, today); err != nil {
		t.Fatal(err)
	}
	if _, err := a.asker().Ask(t.Context(), &w); err != nil {
		t.Fatal(err)
	}
	site.says(many[0])
	r, err := a.asker().Ask(t.Context(), &w)
	if err != nil || len(r.Vanished) != 0 || len(r.Notes) != 1 {
		t.Errorf("%+v %v", r, err)
	}
	if got := calendarOf(t, a, "handewitt"); strings.Count(got, "\n") != 8 || strings.Contains(got, "cancelled") {
		t.Error(got)
	}
}

// TestSeriesIsKept: a series becomes a series of ours, in its own zone.
func TestSeriesIsKept(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir(), FetchAllow: "127.0.0.1"}, clock.Fixed(today))
	addPortals(t, a, "handewitt")
	site := newClub(t)
	site.says(choir)
	w := importer.Watch{Portal: "handewitt", URL: site.URL, Title: "Chor", Active: true}
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.asker().Ask(t.Context(), &w); err != nil {
		t.Fatal(err)
	}
	rows, err := a.Spine.List(t.Context(), content.Filter{Portal: "handewitt", Kind: content.Event, Lang: "de"}, content.ByTitle, content.Window{Limit: 10})
	if err != nil || len(rows.Items) != 1 {
		t.Fatal(rows, err)
	}
	e, err := a.Events.Get(t.Context(), rows.Items[0].Item)
	if err != nil {
		t.Fatal(err)
	}
	want := event.Dates{Start: "2026-11-24T19:30", End: "2026-11-24T21:30", Rule: "FREQ=WEEKLY;UNTIL=20261216T235959", Without: []string{"2026-12-08T19:30"}}
	if len(e.Dates) != 1 || fmt.Sprint(e.Dates[0]) != fmt.Sprint(want) || e.Zone != "" || e.Street != "Hauptstraße 3" || e.Postcode != "24983" || e.Town != "Handewitt" {
		t.Errorf("%+v", e)
	}
}
