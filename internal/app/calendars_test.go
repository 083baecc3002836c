package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/event"
)

// reader is a program of others that reads calendars.
type reader struct {
	name    string
	command []string
	needs   string
}

var readers = []reader{
	{"ical.js", []string{"node", "calendar.mjs"}, "npm ci in internal/ical/oracle"},
	{"python3-icalendar", []string{"/usr/bin/python3", "dates.py"}, "apt-get install python3-icalendar"},
}

// calendarFile is one file that the readers are asked about.
type calendarFile struct {
	Path string `json:"path"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
	slug string
	want []string // start and end of each date
}

// dates are what a reader found in each file, as start and end.
func (r reader) dates(t *testing.T, files []*calendarFile) [][]string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"files": files, "most": 1000})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(r.command[0], r.command[1:]...)
	cmd.Dir = "../ical/oracle"
	cmd.Env = append(os.Environ(), "TZ=Europe/Berlin")
	cmd.Stdin = bytes.NewReader(raw)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s did not run: %v\n%s", r.name, err, errs.String())
		}
		t.Logf("left out, %s did not run (%s): %v\n%s", r.name, r.needs, err, errs.String())
		return nil
	}
	var all [][]string
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var a struct {
			Error  string
			Dates  [][]any
			Failed [][2]string
			Wrong  []string
		}
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		if a.Error != "" || len(a.Failed)+len(a.Wrong) > 0 {
			t.Errorf("%s: %s %v %v", r.name, a.Error, a.Failed, a.Wrong)
		}
		list := []string{}
		for _, d := range a.Dates {
			list = append(list, number(d[1])+" "+number(d[2]))
		}
		slices.Sort(list)
		all = append(all, list)
	}
	if len(all) != len(files) {
		t.Fatalf("%s: %d answers for %d files", r.name, len(all), len(files))
	}
	return all
}

func number(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatInt(int64(n), 10)
	}
	return fmt.Sprint(v)
}

// ownDates are the dates of an event as the portal lists them.
func ownDates(t *testing.T, a *App, item string, from, to time.Time) []string {
	t.Helper()
	all, err := a.Spine.DatesOf(t.Context(), item, "de", from.Format(time.DateOnly), 2000)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, o := range all {
		start, err1 := clock.ParseStamp(o.Start)
		end, err2 := clock.ParseStamp(o.End)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		switch {
		case start.Before(from) || !start.Before(to):
		case o.AllDay:
			last := content.Wall(o.EndDay).AddDate(0, 0, 1)
			list = append(list, o.Day+" "+last.Format(time.DateOnly))
		default:
			list = append(list, fmt.Sprint(start.Unix(), " ", end.Unix()))
		}
	}
	slices.Sort(list)
	return list
}

// trying are events with all that can happen to dates, beside the demo's.
func trying(t *testing.T, a *App) {
	t.Helper()
	site, _ := a.Portals.BySlug("handewitt")
	for i, dates := range [][]event.Dates{
		{{Start: "2026-11-24T18:00", End: "2026-11-24T19:30", Rule: "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270629", Without: []string{"2026-12-08T18:00"}, NoHolidays: true}},
		{{Start: "2026-12-07T19:00", End: "2026-12-07T21:00", Rule: "FREQ=MONTHLY;BYDAY=1MO,3MO"}},
		{{Start: "2026-11-28", End: "2026-11-29", AllDay: true, Rule: "FREQ=YEARLY;COUNT=3"}},
		{{Start: "2026-12-01T10:00", End: "2026-12-01T11:00"}, {Start: "2026-12-04T16:00", End: "2026-12-04T17:00"}, {Start: "2026-12-09T10:00", End: "2026-12-09T14:00"}},
		{{Start: "2027-03-22T02:30", End: "2027-03-22T03:30", Rule: "FREQ=DAILY;COUNT=10"}, {Start: "2027-10-30T23:00", End: "2027-10-31T05:00"}},
		{{Start: "2026-12-02T17:00", End: "2026-12-02T18:00"}},
	} {
		e := a.Events.Blank(site)
		e.Slug, e.Status, e.Item.Status = fmt.Sprint("versuch-", i), "scheduled", content.Published
		e.Texts["de"] = content.Text{Title: "Versuch, mit Komma; und mehr", Teaser: "Worum es geht: \\ – ganz einfach."}
		e.Dates = dates
		switch i {
		case 0:
			e.Changes = []event.Change{
				{At: "2026-12-01T18:00", Status: "cancelled", Note: map[string]string{"de": "Die Leitung ist krank."}},
				{At: "2026-12-15T18:00", Start: "2026-12-16T17:00", End: "2026-12-16T18:30", Venue: "Bücherei", Town: "Weding"},
			}
		case 2:
			e.Changes = []event.Change{{At: "2026-11-28", Start: "2026-12-05", End: "2026-12-05"}}
		case 5:
			e.Changes = []event.Change{{At: "2026-12-02T17:00", Start: "2026-12-03T17:00", End: "2026-12-03T19:00"}}
		}
		if err := a.Events.Save(t.Context(), content.Act{Actor: "anna"}, e); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
}

// TestReadersAgreeOnEveryEvent: two programs of others find in our calendar
// files the dates that the portal itself lists, for every event of the demo.
func TestReadersAgreeOnEveryEvent(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.Fixed(today))
	loadDemo(t, a, nil)
	trying(t, a)
	all, err := a.Spine.List(t.Context(), content.Filter{Region: true, Kind: content.Event, Lang: "de"}, content.ByTitle, content.Window{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC).Add(-time.Hour)
	to := from.AddDate(2, 0, 0)
	dir := t.TempDir()
	var files []*calendarFile
	for _, l := range all.Items {
		rec := visit(t, a, l.Portal+".localhost", "/de"+l.Path()+".ics")
		if rec.Code == http.StatusNotFound || rec.Code == http.StatusMovedPermanently || rec.Code == http.StatusPermanentRedirect {
			rec = visit(t, a, l.Portal+".localhost", l.Path()+".ics")
		}
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: %d", l.Path(), rec.Code)
		}
		f := &calendarFile{Path: filepath.Join(dir, l.Slug+".ics"), From: from.UnixMilli(), To: to.UnixMilli(), slug: l.Slug, want: ownDates(t, a, l.Item, from, to)}
		if err := os.WriteFile(f.Path, rec.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	for _, r := range readers {
		dates, wrong := 0, 0
		for i, got := range r.dates(t, files) {
			dates += len(got)
			if f := files[i]; !slices.Equal(got, f.want) {
				wrong++
				raw, _ := os.ReadFile(f.Path)
				t.Errorf("%s: %s\n got  %v\n want %v\n%s", r.name, f.slug, got, f.want, raw)
			}
		}
		t.Logf("%s: %d events, %d dates, %d events differ", r.name, len(files), dates, wrong)
	}
}

// TestCalendarOfAList: the list's file holds each event once, as its own page
// tells it.
func TestCalendarOfAList(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.Fixed(today))
	loadDemo(t, a, nil)
	trying(t, a)
	raw := visit(t, a, "handewitt.localhost", "/veranstaltungen.ics?region=alle").Body.String()
	one := visit(t, a, "handewitt.localhost", "/veranstaltungen/versuch-0.ics").Body.String()
	entry := one[strings.Index(one, "BEGIN:VEVENT"):strings.LastIndex(one, "END:VCALENDAR")]
	if strings.Count(entry, "BEGIN:VEVENT") != 3 || !strings.Contains(raw, entry) {
		t.Errorf("not as in the list:\n%s", entry)
	}
	for _, line := range []string{"RRULE:FREQ=WEEKLY;UNTIL=20270629T215959Z;BYDAY=TU\r\n", "EXDATE;TZID=Europe/Berlin:20261208T180000\r\n", "RECURRENCE-ID;TZID=Europe/Berlin:20261215T180000\r\n", "STATUS:CANCELLED\r\n", "Die Leitung ist krank."} {
		if !strings.Contains(entry, line) {
			t.Errorf("%q is missing in\n%s", line, entry)
		}
	}
	week := visit(t, a, "handewitt.localhost", "/veranstaltungen.ics?region=alle&von=2026-11-24&bis=2026-11-30").Body.String()
	if strings.Contains(week, "RRULE:FREQ=W") || strings.Count(week, "BEGIN:VEVENT") == 0 {
		t.Errorf("a week's list tells more than its dates:\n%s", week)
	}
	page := visit(t, a, "handewitt.localhost", "/veranstaltungen?von=2026-11-24&kategorie=markt").Body.String()
	if !strings.Contains(page, `href="webcal://handewitt.localhost/veranstaltungen.ics?kategorie=markt"`) {
		t.Error("the list does not offer itself as a subscription")
	}
}
