package ical_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"umland/internal/i18n"
	"umland/internal/ical"
	"umland/internal/recur"
)

// unfolded checks the byte rules that readers forgive, and gives the lines
// without their folds.
func unfolded(tb testing.TB, raw []byte) []string {
	tb.Helper()
	rest, ok := strings.CutSuffix(string(raw), "\r\n")
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

func wall(s string) time.Time {
	for _, form := range []string{"2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	panic(s)
}

func parsed(tb testing.TB, s string) recur.Rule {
	tb.Helper()
	r, err := recur.ParseRule(s)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// choir is a series with all that can happen to its dates.
func choir(tb testing.TB, zone *time.Location) ical.Event {
	tb.Helper()
	return ical.Event{
		UID: "chor@handewitt.example.org", Sequence: 7, Stamp: wall("2026-11-20T10:00"), Zone: zone,
		Details: ical.Details{Title: "Chorprobe, für alle; auch neue", Description: strings.Repeat("Wir üben für Weihnachten \\ Süßes. ", 9) + "\nBis dann", Location: "Wiesharde", Status: ical.Confirmed, URL: "https://handewitt.example.org/a"},
		Series: recur.Series{
			Start: wall("2026-10-20T19:30"), Length: 2 * time.Hour, Zone: zone,
			Rules:  []recur.Rule{parsed(tb, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601")},
			Added:  []time.Time{wall("2026-12-12T15:00")},
			Except: []time.Time{wall("2026-11-10T19:30")}, ExceptDays: []time.Time{wall("2026-12-29"), wall("2026-12-30")},
		},
		Lengths: map[time.Time]time.Duration{wall("2026-12-12T15:00"): 4 * time.Hour},
		Overrides: []ical.Override{
			{At: wall("2026-11-03T19:30"), Start: wall("2026-11-04T20:00"), Length: time.Hour, Details: ical.Details{Location: "Kirche"}},
			{At: wall("2026-11-17T19:30"), Start: wall("2026-11-17T19:30"), Length: 2 * time.Hour, Details: ical.Details{Status: ical.Cancelled, Description: "Der Saal ist belegt."}},
		},
	}
}

func TestWrite(t *testing.T) {
	raw := ical.Write(ical.Head{Product: "handewitt.example.org", Name: "Handewitt", Source: "https://handewitt.example.org/a.ics", URL: "https://handewitt.example.org/a", Zone: berlin(t)}, []ical.Event{choir(t, berlin(t))})
	got := strings.Join(unfolded(t, raw), "\n")
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Umland//handewitt.example.org//DE
CALSCALE:GREGORIAN
NAME:Handewitt
X-WR-CALNAME:Handewitt
X-WR-TIMEZONE:Europe/Berlin
SOURCE;VALUE=URI:https://handewitt.example.org/a.ics
URL:https://handewitt.example.org/a
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:chor@handewitt.example.org
DTSTAMP:20261120T100000Z
LAST-MODIFIED:20261120T100000Z
SEQUENCE:7
DTSTART;TZID=Europe/Berlin:20261020T193000
DTEND;TZID=Europe/Berlin:20261020T213000
RRULE:FREQ=WEEKLY;UNTIL=20270601T215959Z;BYDAY=TU
RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20261212T150000/PT14400S
EXDATE;TZID=Europe/Berlin:20261110T193000
EXDATE;TZID=Europe/Berlin:20261229T193000
SUMMARY:Chorprobe\, für alle\; auch neue
DESCRIPTION:` + strings.Repeat(`Wir üben für Weihnachten \\ Süßes. `, 9) + `\nBis dann
LOCATION:Wiesharde
STATUS:CONFIRMED
URL:https://handewitt.example.org/a
END:VEVENT
BEGIN:VEVENT
UID:chor@handewitt.example.org
DTSTAMP:20261120T100000Z
LAST-MODIFIED:20261120T100000Z
SEQUENCE:7
RECURRENCE-ID;TZID=Europe/Berlin:20261103T193000
DTSTART;TZID=Europe/Berlin:20261104T200000
DTEND;TZID=Europe/Berlin:20261104T210000
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
	if !strings.Contains(got, "RECURRENCE-ID;TZID=Europe/Berlin:20261117T193000\n") || !strings.Contains(got, "DESCRIPTION:Der Saal ist belegt.\n") || strings.Count(got, "STATUS:CANCELLED") != 1 {
		t.Errorf("got\n%s", got)
	}
}

// dates are all dates of events within three years, as text.
func dates(events []*ical.Event, zone *time.Location) []string {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	var list []string
	for _, e := range events {
		all, _ := e.Occurrences(from, from.AddDate(3, 0, 0), 0)
		for _, o := range all {
			list = append(list, fmt.Sprint(e.UID, o.Start.UTC(), o.End.UTC(), o.AllDay, o.Details.Title, o.Details.Location, o.Details.Status))
		}
	}
	slices.Sort(list)
	return list
}

// TestReadsWhatItWrites: both sides of the package agree on every date.
func TestReadsWhatItWrites(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "Europe/Copenhagen", "America/New_York", "Asia/Kolkata", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		whole := ical.Event{
			UID: "fest", Stamp: wall("2026-11-20"), Zone: zone, Details: ical.Details{Title: "Fest", Categories: []string{"a,b", "c"}, HasPosition: true, Lat: 54.8, Lon: 9.4},
			Series: recur.Series{Start: wall("2026-12-24"), AllDay: true, Length: 48 * time.Hour, Rules: []recur.Rule{parsed(t, "FREQ=YEARLY;UNTIL=20271224T120000Z")}, Added: []time.Time{wall("2026-08-01")}},
		}
		late := ical.Event{ // the rule begins after the start, and its first date is an exception
			UID: "kurs", Zone: zone, Stamp: wall("2026-11-20"),
			Series: recur.Series{Start: wall("2026-12-02T18:00"), Length: time.Hour, Zone: zone, Rules: []recur.Rule{parsed(t, "FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=4")}, Except: []time.Time{wall("2026-12-07T18:00")}},
		}
		list := ical.Event{UID: "lesung", Zone: zone, Stamp: wall("2026-11-20"), Series: recur.Series{Start: wall("2026-12-02T18:00"), Length: time.Hour, Added: []time.Time{wall("2026-12-09T18:00"), wall("2026-12-05T18:00")}}}
		single := ical.Event{UID: "markt", Zone: zone, Stamp: wall("2026-11-20"), Series: recur.Series{Start: wall("2027-03-27T23:00"), Length: 5 * time.Hour}}
		events := []ical.Event{choir(t, zone), whole, late, list, single}
		raw := ical.Write(ical.Head{Product: "x", Name: "x", Source: "https://x", URL: "https://x"}, events)
		unfolded(t, raw)
		cal := read(t, bytes.ReplaceAll(raw, []byte(name), []byte("Eigen/Zone"))) // so that the file's own zone counts
		if name == "UTC" {
			cal = read(t, raw)
		}
		if len(cal.Rejected)+len(cal.Problems) > 0 || len(cal.Events) != len(events) {
			t.Fatalf("%s: %d events, %+v", name, len(cal.Events), cal.Rejected)
		}
		var own []*ical.Event
		for i := range events {
			own = append(own, &events[i])
		}
		if want, got := dates(own, zone), dates(cal.Events, zone); !slices.Equal(want, got) {
			t.Errorf("%s\n%s", name, strings.Join(append(without(want, got), append([]string{"instead"}, without(got, want)...)...), "\n"))
		}
		if cal.Events[1].Categories[0] != "a,b" || !cal.Events[1].HasPosition {
			t.Errorf("%+v", cal.Events[1].Details)
		}
	}
}

// FuzzWrite: whatever a text holds, the file keeps the byte rules and is read
// back.
func FuzzWrite(f *testing.F) {
	f.Add("Fest: Spaß, Köstliches; und \\ mehr – \"jetzt\"\nmit 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉", "BEGIN:VEVENT", "a")
	f.Add(strings.Repeat("ä", 200), "x\r\nEND:VCALENDAR", "\xff\xfe\u0000\u2028")
	f.Add("", "\\n\\\\n", ";:,=\"")
	f.Fuzz(func(t *testing.T, title, text, place string) {
		e := ical.Event{
			UID: "x", Zone: time.UTC, Stamp: wall("2026-11-20"), Details: ical.Details{Title: title, Description: text, Location: place, URL: "https://example.org/" + text, Categories: []string{place}},
			Series: recur.Series{Start: wall("2026-12-02T18:00")},
		}
		raw := ical.Write(ical.Head{Product: title, Name: text, Source: place, URL: title}, []ical.Event{e})
		unfolded(t, raw)
		cal := read(t, raw)
		if len(cal.Events) != 1 || len(cal.Rejected) > 0 {
			t.Fatalf("%d events, %+v\n%s", len(cal.Events), cal.Rejected, raw)
		}
		back := cal.Events[0]
		again := ical.Write(ical.Head{}, []ical.Event{{UID: "x", Zone: time.UTC, Stamp: e.Stamp, Details: back.Details, Series: e.Series}})
		second := read(t, again).Events[0]
		if back.Title != second.Title || back.Description != second.Description || back.Location != second.Location {
			t.Fatalf("%+v\n%+v", back.Details, second.Details)
		}
	})
}

// BenchmarkWrite2000 is the file of 2,000 events, a third of them series.
func BenchmarkWrite2000(b *testing.B) {
	events := make([]ical.Event, 2000)
	for i := range events {
		events[i] = choir(b, berlin(b))
		events[i].UID = fmt.Sprint(i)
		if i%3 > 0 {
			events[i].Series.Rules, events[i].Overrides = nil, nil
		}
	}
	for b.Loop() {
		ical.Write(ical.Head{Name: "x"}, events)
	}
}

// BenchmarkRead2000 reads that file and expands it two years ahead.
func BenchmarkRead2000(b *testing.B) {
	events := make([]ical.Event, 2000)
	for i := range events {
		events[i] = choir(b, berlin(b))
		events[i].UID = fmt.Sprint(i)
	}
	raw := ical.Write(ical.Head{Name: "x"}, events)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, berlin(b))
	for b.Loop() {
		if n := len(read(b, raw).List(b.Context(), i18n.DE, from, from.AddDate(2, 0, 0))); n != 2000 {
			b.Fatal(n)
		}
	}
}
