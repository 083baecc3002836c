package ical_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/ical"
)

// file is a calendar of lines with the ends that the RFC wants.
func file(lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n")
}

func vevent(lines ...string) []byte {
	return file("BEGIN:VEVENT\r\nUID:a@example.org\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT")
}

func read(t testing.TB, raw []byte) *ical.Calendar {
	t.Helper()
	cal, err := ical.Read(t.Context(), raw, berlin(t))
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// shown is a calendar's dates of 2026 to 2027 in one line each.
func shown(t testing.TB, raw []byte) string {
	t.Helper()
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, berlin(t))
	var lines []string
	for _, e := range read(t, raw).List(t.Context(), i18n.DE, from, from.AddDate(2, 0, 0)) {
		text := e.Title + " (" + e.Timezone + ")"
		for _, o := range e.Occurrences {
			text += " " + o.Start + "/" + o.End
			if o.Status != "confirmed" {
				text += "=" + o.Status
			}
		}
		for _, p := range e.Problems {
			text += " ! " + p
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

func TestTimes(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"zone, end":            {"DTSTART;TZID=Europe/Copenhagen:20261124T180000\r\nDTEND;TZID=Europe/Copenhagen:20261124T200000", "(Europe/Copenhagen) 2026-11-24T18:00:00+01:00/2026-11-24T20:00:00+01:00"},
		"floating, duration":   {"DTSTART:20260724T180000\r\nDURATION:PT1H30M", "(Europe/Berlin) 2026-07-24T18:00:00+02:00/2026-07-24T19:30:00+02:00"},
		"UTC, no end":          {"DTSTART:20260724T180000Z", "(UTC) 2026-07-24T18:00:00Z/2026-07-24T18:00:00Z"},
		"whole days":           {"DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227", "() 2026-12-24/2026-12-27"},
		"a day, not marked":    {"DTSTART:20261224", "() 2026-12-24/2026-12-25"},
		"Windows zone":         {"DTSTART;TZID=W. Europe Standard Time:20260724T180000\r\nDURATION:PT1H", "(Europe/Berlin) 2026-07-24T18:00:00+02:00/2026-07-24T19:00:00+02:00"},
		"quoted Windows zone":  {"DTSTART;TZID=\"Romance Standard Time\":20260724T180000", "(Europe/Paris) 2026-07-24T18:00:00+02:00/2026-07-24T18:00:00+02:00"},
		"prefixed zone":        {"DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260724T180000", "(Europe/Berlin) 2026-07-24T18:00:00+02:00/2026-07-24T18:00:00+02:00"},
		"distance":             {"DTSTART;TZID=GMT+0200:20260724T180000", "(UTC+0200) 2026-07-24T18:00:00+02:00/2026-07-24T18:00:00+02:00"},
		"unknown zone":         {"DTSTART;TZID=Mond/Nordpol:20260724T180000", "(Europe/Berlin) 2026-07-24T18:00:00+02:00/2026-07-24T18:00:00+02:00 ! Zeile 5: Die Zeitzone „Mond/Nordpol“ kennen wir nicht. Die Uhrzeit gilt wie am Ort des Portals."},
		"no file of the disk":  {"DTSTART;TZID=../../etc/passwd:20260724T180000", "(Europe/Berlin) 2026-07-24T18:00:00+02:00/2026-07-24T18:00:00+02:00 ! Zeile 5: Die Zeitzone „../../etc/passwd“ kennen wir nicht. Die Uhrzeit gilt wie am Ort des Portals."},
		"end before the start": {"DTSTART:20260724T180000Z\r\nDTEND:20260724T170000Z", "(UTC) 2026-07-24T18:00:00Z/2026-07-24T18:00:00Z ! Zeile 6: Das Ende passt nicht zum Beginn und wurde weggelassen."},
		"across the switch":    {"DTSTART;TZID=Europe/Berlin:20261021T180000\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY;COUNT=2", "(Europe/Berlin) 2026-10-21T18:00:00+02:00/2026-10-21T20:00:00+02:00 2026-10-28T18:00:00+01:00/2026-10-28T20:00:00+01:00"},
		"on the switch day": {
			"DTSTART;TZID=Europe/Berlin:20260329T023000\r\nDURATION:PT1H",
			"(Europe/Berlin) 2026-03-29T03:30:00+02:00/2026-03-29T03:30:00+02:00 ! Am 29. März 2026 gibt es die Uhrzeit 2:30 Uhr nicht, weil die Uhren vorgestellt werden.",
		},
		"cancelled": {"DTSTART:20260724T180000Z\r\nSTATUS:Cancelled", "(UTC) 2026-07-24T18:00:00Z/2026-07-24T18:00:00Z=cancelled"},
	} {
		if got := strings.TrimSpace(shown(t, vevent(c.in))); got != c.want {
			t.Errorf("%s:\n got  %s\n want %s", name, got, c.want)
		}
	}
}

func TestSeries(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"rule, exception, added date": {
			"DTSTART;TZID=Europe/Berlin:20261201T180000\r\nDTEND;TZID=Europe/Berlin:20261201T190000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n" +
				"EXDATE:20261208T170000Z\r\nEXDATE;VALUE=DATE:20261215\r\nRDATE;VALUE=PERIOD;TZID=Europe/Berlin:20261203T150000/PT3H,20261204T150000/20261204T160000",
			"(Europe/Berlin) 2026-12-01T18:00:00+01:00/2026-12-01T19:00:00+01:00 2026-12-03T15:00:00+01:00/2026-12-03T18:00:00+01:00 " +
				"2026-12-04T15:00:00+01:00/2026-12-04T16:00:00+01:00 2026-12-22T18:00:00+01:00/2026-12-22T19:00:00+01:00",
		},
		"moved, cancelled and renamed dates": {
			"DTSTART:20261201T180000\r\nDURATION:PT1H\r\nSUMMARY:Chor\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nUID:a@example.org\r\nRECURRENCE-ID:20261208T180000\r\nDTSTART:20261209T190000\r\nDURATION:PT2H\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nUID:a@example.org\r\nRECURRENCE-ID;VALUE=DATE:20261215\r\nDTSTART:20261215T180000\r\nDURATION:PT1H\r\nSTATUS:CANCELLED",
			"Chor (Europe/Berlin) 2026-12-01T18:00:00+01:00/2026-12-01T19:00:00+01:00 2026-12-09T19:00:00+01:00/2026-12-09T21:00:00+01:00 " +
				"2026-12-15T18:00:00+01:00/2026-12-15T19:00:00+01:00=cancelled",
		},
		"from a date on": {
			"DTSTART:20261201T180000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nUID:a@example.org\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261215T180000\r\nDTSTART:20261215T193000\r\nDURATION:PT2H",
			"(Europe/Berlin) 2026-12-01T18:00:00+01:00/2026-12-01T19:00:00+01:00 2026-12-08T18:00:00+01:00/2026-12-08T19:00:00+01:00 " +
				"2026-12-15T19:30:00+01:00/2026-12-15T21:30:00+01:00 2026-12-22T19:30:00+01:00/2026-12-22T21:30:00+01:00",
		},
		"a newer version": {
			"SEQUENCE:1\r\nDTSTART:20261201T180000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\nSEQUENCE:3\r\nDTSTART:20261202T180000Z\r\nEND:VEVENT\r\n" +
				"BEGIN:VEVENT\r\nUID:a@example.org\r\nSEQUENCE:2\r\nDTSTART:20261203T180000Z",
			"(UTC) 2026-12-02T18:00:00Z/2026-12-02T18:00:00Z",
		},
	} {
		if got := strings.TrimSpace(shown(t, vevent(c.in))); got != c.want {
			t.Errorf("%s:\n got  %s\n want %s", name, got, c.want)
		}
	}
}

// TestOwnZone: a zone that only the file knows is made of its rules.
func TestOwnZone(t *testing.T) {
	raw := file("BEGIN:VTIMEZONE", "TZID:Hallig", "BEGIN:STANDARD", "DTSTART:20001031T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
		"TZOFFSETFROM:+0245", "TZOFFSETTO:+0145", "TZNAME:HZ", "END:STANDARD", "BEGIN:DAYLIGHT", "DTSTART:20000326T020000",
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "TZOFFSETFROM:+0145", "TZOFFSETTO:+0245", "END:DAYLIGHT", "END:VTIMEZONE",
		"BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Hallig:20261020T180000", "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT")
	want := "(Hallig) 2026-10-20T18:00:00+02:45/2026-10-20T18:00:00+02:45 2026-10-27T18:00:00+01:45/2026-10-27T18:00:00+01:45"
	if got := strings.TrimSpace(shown(t, raw)); got != want {
		t.Errorf("got %s", got)
	}
}

// TestBrokenEvents: one broken event rejects itself, with its line and the
// reason, and not the file.
func TestBrokenEvents(t *testing.T) {
	raw := file(
		"BEGIN:VEVENT", "UID:1", "SUMMARY:Ohne Beginn", "END:VEVENT",
		"BEGIN:VEVENT", "UID:2", "SUMMARY:Falsche Regel", "DTSTART:20261201T180000", "RRULE:FREQ=WOCHE", "END:VEVENT",
		"BEGIN:VEVENT", "UID:3", "SUMMARY:Falscher Tag", "DTSTART;VALUE=DATE:20261331", "END:VEVENT",
		"BEGIN:VEVENT", "UID:4", "SUMMARY:Ohne Schluss", "DTSTART:20261201T180000",
		"BEGIN:VEVENT", "UID:5", "SUMMARY:Stimmt", "DTSTART:20261201T180000", "BEGIN:VALARM", "SUMMARY:Wecker", "DTSTART:19990101", "END:VALARM", "END:VEVENT",
		"BEGIN:VEVENT", "UID:6", "SUMMARY:Stündlich", "DTSTART:20261201T180000", "RRULE:FREQ=HOURLY", "END:VEVENT")
	cal := read(t, raw)
	if len(cal.Events) != 1 || cal.Events[0].Title != "Stimmt" {
		t.Fatalf("%d events", len(cal.Events))
	}
	var got []string
	for _, r := range cal.Rejected {
		got = append(got, r.Title+": "+r.Text(i18n.DE))
	}
	want := []string{
		"Ohne Beginn: Zeile 3: Der Termin hat keinen Beginn (DTSTART).",
		"Falsche Regel: Zeile 11: Die Wiederholung „WOCHE“ kennen wir nicht. Möglich ist: täglich, wöchentlich, monatlich oder jährlich.",
		"Falscher Tag: Zeile 16: „20261331“ ist kein Datum und keine Uhrzeit.",
		"Ohne Schluss: Zeile 18: Der Termin ist nicht vollständig, es fehlt die Zeile END:VEVENT.",
		"Stündlich: Zeile 35: Die Wiederholung „HOURLY“ kennen wir nicht. Möglich ist: täglich, wöchentlich, monatlich oder jährlich.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestText: what other programs make of letters, folds and line ends.
func TestText(t *testing.T) {
	umlaut := "SUMMARY:Frühjahrsmarkt \xc3"
	for name, raw := range map[string][]byte{
		"folded inside of a letter":  vevent(umlaut, " \xbcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201"),
		"line ends of Unix":          []byte(strings.ReplaceAll(string(vevent(umlaut, " \xbcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201")), "\r\n", "\n")),
		"line ends of old":           []byte(strings.ReplaceAll(string(vevent(umlaut, " \xbcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201")), "\r\n", "\r")),
		"line ends mixed":            []byte(strings.Replace(string(vevent(umlaut, " \xbcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201")), "\r\n", "\n", 4)),
		"byte order mark":            append([]byte("\xef\xbb\xbf"), vevent(umlaut, "\t\xbcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201")...),
		"Windows-1252":               vevent("SUMMARY:Fr\xfchjahrsmarkt \xfcber den D\\, a\\; b\\\\ \\nzwei", "DTSTART:20261201"),
		"empty lines":                vevent("", umlaut, " \xbcber den D\\, a\\; b\\\\ \\nzwei", "", "DTSTART:20261201", ""),
		"a line break in the middle": vevent("SUMMARY:Frühjahrsmarkt über den D\\, a\\; b\\\\", "zwei", "DTSTART:20261201"),
	} {
		cal := read(t, raw)
		want := "Frühjahrsmarkt über den D, a; b\\ \nzwei"
		if name == "a line break in the middle" {
			want = "Frühjahrsmarkt über den D, a; b\\\nzwei"
		}
		if len(cal.Events) != 1 || cal.Events[0].Title != want {
			t.Errorf("%s: %+v %+v", name, cal.Events, cal.Rejected)
		}
	}
}

func TestNoCalendar(t *testing.T) {
	for name, raw := range map[string][]byte{"empty": {}, "a page": []byte("<!doctype html><p>Hallo"), "a picture": {0x89, 'P', 'N', 'G', 0, 0}} {
		_, err := ical.Read(t.Context(), raw, time.UTC)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != "ical.no_calendar" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ical.Read(t.Context(), make([]byte, ical.MaxBytes+1), time.UTC); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("too large: %v", err)
	}
}

// TestHostileFiles: nothing hangs, and each limit is told.
func TestHostileFiles(t *testing.T) {
	var many strings.Builder
	for i := range 20_000 {
		many.WriteString("BEGIN:VEVENT\r\nUID:" + strings.Repeat("x", i%50) + "\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=DAILY;COUNT=999999999\r\nEND:VEVENT\r\n")
	}
	var skips strings.Builder
	for range 100_000 {
		skips.WriteString("EXDATE:20260101T000000\r\n")
	}
	for name, raw := range map[string][]byte{
		"endless":    vevent("DTSTART:20260101T000000", "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7"),
		"many":       file(many.String()),
		"exceptions": vevent("DTSTART:20260101T000000", "RRULE:FREQ=DAILY", strings.TrimSuffix(skips.String(), "\r\n")),
		"folds":      vevent("DTSTART:20260101T000000", "SUMMARY:a"+strings.Repeat("\r\n x", 2_000_000)),
		"nested":     file(strings.Repeat("BEGIN:VALARM\r\n", 100_000)),
		"zones":      file(strings.Repeat("BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=DAILY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n", 20_000)),
	} {
		began := time.Now()
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
		cal, err := ical.Read(ctx, raw, berlin(t))
		if err == nil {
			from := time.Date(2026, 1, 1, 0, 0, 0, 0, berlin(t))
			list := cal.List(ctx, i18n.DE, from, from.AddDate(2, 0, 0))
			if name == "endless" && (len(list[0].Occurrences) != 1000 || !strings.Contains(list[0].Problems[0], "1000 Daten")) {
				t.Errorf("endless: %d dates, %v", len(list[0].Occurrences), list[0].Problems)
			}
		}
		stop()
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("%s took %s", name, took)
		} else {
			t.Logf("%s took %s", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(vevent("DTSTART;TZID=Europe/Berlin:20261201T180000", "DTEND;TZID=Europe/Berlin:20261201T190000", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261208T170000Z", "RDATE;VALUE=PERIOD:20261203T150000Z/PT3H"))
	f.Add(vevent("DTSTART;VALUE=DATE:20261201", "END:VEVENT", "BEGIN:VEVENT", "UID:a@example.org", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261201", "DTSTART:20261201T010101"))
	f.Add(file("BEGIN:VTIMEZONE", "TZID:Hallig", "BEGIN:STANDARD", "DTSTART:20001031T030000", "RRULE:FREQ=YEARLY", "TZOFFSETFROM:+0245", "TZOFFSETTO:+0145", "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "DTSTART;TZID=Hallig:20261020T180000", "END:VEVENT"))
	f.Add([]byte("BEGIN:VEVENT\nDTSTART:20261201\nDURATION:P1W\nSUMMARY;LANGUAGE=\"de:x;\"=a\\n:b\nGEO:1;2\n b\nEND:VEVENT"))
	f.Add([]byte("\xff\xfeB\x00E\x00"))
	zone := berlin(f)
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	f.Fuzz(func(t *testing.T, raw []byte) {
		cal, err := ical.Read(t.Context(), raw, zone)
		if err != nil {
			var ours *fault.Error
			if !errors.As(err, &ours) {
				t.Fatal(err)
			}
			return
		}
		for _, e := range cal.List(t.Context(), i18n.DE, from, from.AddDate(2, 0, 0)) {
			for _, p := range e.Problems {
				if strings.Contains(p, "⟦") || p == "" {
					t.Fatalf("a problem without words: %q", p)
				}
			}
			for _, o := range e.Occurrences {
				layout := time.RFC3339
				if len(o.Start) == len(time.DateOnly) {
					layout = time.DateOnly
				}
				start, err1 := time.Parse(layout, o.Start)
				end, err2 := time.Parse(layout, o.End)
				if err1 != nil || err2 != nil || end.Before(start) {
					t.Fatalf("%s to %s, %v %v", o.Start, o.End, err1, err2)
				}
			}
		}
	})
}

// TestNextDate: a limit counts the dates of the window, not those before it.
func TestNextDate(t *testing.T) {
	e := read(t, vevent("DTSTART:20261120T180000", "RRULE:FREQ=DAILY;BYHOUR=9,18")).Events[0]
	from := time.Date(2026, 11, 24, 12, 0, 0, 0, berlin(t))
	list, more := e.Occurrences(from, from.AddDate(1, 0, 0), 1)
	if len(list) != 1 || !more || list[0].Start.Format("02 15:04") != "24 18:00" {
		t.Errorf("%v %t", list, more)
	}
}
