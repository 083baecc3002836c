package recur_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/recur"
)

func rule(t testing.TB, s string) recur.Rule {
	t.Helper()
	r, err := recur.ParseRule(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return r
}

func at(s string) time.Time {
	for _, form := range []string{"2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	panic(s)
}

func shown(walls []time.Time) string {
	var list []string
	for _, w := range walls {
		list = append(list, w.Format("2006-01-02 15:04"))
	}
	return strings.Join(list, ", ")
}

func TestCanonicalText(t *testing.T) {
	for in, want := range map[string]string{
		"rrule:freq=weekly;byday=th,tu;interval=1;":   "FREQ=WEEKLY;BYDAY=TU,TH",
		"FREQ=MONTHLY;BYDAY=+3MO,1MO":                 "FREQ=MONTHLY;BYDAY=1MO,3MO",
		"BYMONTHDAY=-1,15,15;FREQ=MONTHLY;WKST=SU":    "FREQ=MONTHLY;BYMONTHDAY=-1,15;WKST=SU",
		"FREQ=DAILY;UNTIL=20270630":                   "FREQ=DAILY;UNTIL=20270630",
		"FREQ=DAILY; UNTIL=20270630T180000 ; COUNT=0": "",
		"FREQ=DAILY;UNTIL=20270630T160000Z;WKST=MO":   "FREQ=DAILY;UNTIL=20270630T160000Z",
		"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11;X-A=1":  "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11",
	} {
		got, err := recur.ParseRule(in)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s is taken as %s", in, got)
		case want != "" && (err != nil || got.String() != want):
			t.Errorf("%s is %s, %v, not %s", in, got, err, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	for in, part := range map[string]string{
		"":                                  "FREQ",
		"FREQ=SECONDLY":                     "SECONDLY",
		"FREQ=HOURLY;COUNT=3":               "HOURLY",
		"FREQ=WOCHE":                        "WOCHE",
		"FREQ=DAILY;COUNT=0":                "COUNT, INTERVAL",
		"FREQ=DAILY;INTERVAL=-2":            "COUNT, INTERVAL",
		"FREQ=DAILY;INTERVAL=999999999":     "INTERVAL",
		"FREQ=DAILY;COUNT=3;UNTIL=20270101": "COUNT, UNTIL",
		"FREQ=WEEKLY;BYDAY=1MO":             "BYDAY",
		"FREQ=MONTHLY;BYDAY=-20MO":          "BYDAY",
		"FREQ=MONTHLY;BYMONTHDAY=32":        "BYMONTHDAY",
		"FREQ=MONTHLY;BYMONTHDAY=0":         "BYMONTHDAY",
		"FREQ=MONTHLY;BYSETPOS=1":           "BYSETPOS",
		"FREQ=MONTHLY;BYWEEKNO=20":          "BYWEEKNO",
		"FREQ=DAILY;UNTIL=20271301":         "UNTIL",
		"FREQ=DAILY;FREQ=DAILY":             "FREQ",
		"FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9": "BYHOUR, BYMINUTE",
		"FREQ=DAILY;WOCHENTAG=MO": "WOCHENTAG",
	} {
		_, err := recur.ParseRule(in)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if text := i18n.T(i18n.DE, f.Key, f.Args...); !strings.Contains(text, part) {
			t.Errorf("%q: %s, which does not name %s", in, text, part)
		}
	}
}

// TestSwitchDays: a course stays at its hour by the clock on the wall across
// both changes of both zones.
func TestSwitchDays(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "Europe/Copenhagen"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		weekly := recur.Series{Start: at("2026-10-21 18:00"), Rules: []recur.Rule{rule(t, "FREQ=WEEKLY;BYDAY=WE,SU")}, Zone: zone}
		walls, _ := weekly.Between(at("2026-10-21"), at("2026-10-29"), 0)
		var utc []string
		for _, w := range walls {
			moment, fit := recur.InZone(w, zone)
			utc = append(utc, moment.UTC().Format("02 15:04"))
			if fit != recur.Exact || moment.Hour() != 18 {
				t.Errorf("%s: %s is %s, %d", name, w, moment, fit)
			}
		}
		if got := strings.Join(utc, ", "); got != "21 16:00, 25 17:00, 28 17:00" {
			t.Errorf("%s: %s", name, got)
		}
		for _, c := range []struct {
			wall, utc string
			fit       recur.Fit
		}{
			{"2026-10-25 01:59", "2026-10-24 23:59", recur.Exact},
			{"2026-10-25 02:00", "2026-10-25 00:00", recur.Twice},
			{"2026-10-25 02:30", "2026-10-25 00:30", recur.Twice},
			{"2026-10-25 03:00", "2026-10-25 02:00", recur.Exact},
			{"2027-03-28 01:59", "2027-03-28 00:59", recur.Exact},
			{"2027-03-28 02:00", "2027-03-28 01:00", recur.Skipped},
			{"2027-03-28 02:30", "2027-03-28 01:30", recur.Skipped},
			{"2027-03-28 03:00", "2027-03-28 01:00", recur.Exact},
			{"2027-03-28 18:00", "2027-03-28 16:00", recur.Exact},
			{"2027-03-27 18:00", "2027-03-27 17:00", recur.Exact},
		} {
			moment, fit := recur.InZone(at(c.wall), zone)
			if got := moment.UTC().Format("2006-01-02 15:04"); got != c.utc || fit != c.fit {
				t.Errorf("%s: %s is %s (%d), not %s (%d)", name, c.wall, got, fit, c.utc, c.fit)
			}
		}
	}
}

func TestSeries(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		s    recur.Series
		want string
		more bool
	}{
		"exceptions, an added date and a day left out": {
			s: recur.Series{
				Start: at("2026-12-01 18:00"), Rules: []recur.Rule{rule(t, "FREQ=WEEKLY;COUNT=6")},
				Added: []time.Time{at("2026-12-09 19:00"), at("2026-12-01 18:00")}, Except: []time.Time{at("2026-12-08 18:00"), at("2026-12-15 17:00")},
				ExceptDays: []time.Time{at("2026-12-22")},
			},
			want: "2026-12-01 18:00, 2026-12-09 19:00, 2026-12-15 18:00, 2026-12-29 18:00, 2027-01-05 18:00",
		},
		"two rules": {
			s:    recur.Series{Start: at("2026-12-01 18:00"), Rules: []recur.Rule{rule(t, "FREQ=WEEKLY;COUNT=2"), rule(t, "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=1"), rule(t, "FREQ=WEEKLY;COUNT=1")}},
			want: "2026-12-01 18:00, 2026-12-08 18:00, 2026-12-15 18:00",
		},
		"an end as a day includes it": {
			s:    recur.Series{Start: at("2026-12-01 18:00"), Rules: []recur.Rule{rule(t, "FREQ=DAILY;UNTIL=20261202")}},
			want: "2026-12-01 18:00, 2026-12-02 18:00",
		},
		"an end as an instant is read in the zone": {
			s:    recur.Series{Start: at("2026-12-01 00:30"), Rules: []recur.Rule{rule(t, "FREQ=DAILY;UNTIL=20261202T233000Z")}, Zone: berlin},
			want: "2026-12-01 00:30, 2026-12-02 00:30, 2026-12-03 00:30",
		},
		"whole days": {
			s:    recur.Series{Start: at("2026-12-24"), AllDay: true, Rules: []recur.Rule{rule(t, "FREQ=YEARLY;UNTIL=20271224T000000Z;BYHOUR=9")}},
			want: "2026-12-24 00:00, 2027-12-24 00:00",
		},
		"single dates": {
			s:    recur.Series{Start: at("2026-12-01 18:00"), Added: []time.Time{at("2026-12-05 15:00"), at("2026-12-03 15:00")}},
			want: "2026-12-01 18:00, 2026-12-03 15:00, 2026-12-05 15:00",
		},
		"a start that no rule meets is no date": {
			s:    recur.Series{Start: at("2026-12-02 18:00"), Rules: []recur.Rule{rule(t, "FREQ=WEEKLY;BYDAY=TU;COUNT=2")}},
			want: "2026-12-08 18:00, 2026-12-15 18:00",
		},
		"more than are wanted": {
			s:    recur.Series{Start: at("1970-01-01 18:00"), Rules: []recur.Rule{rule(t, "FREQ=DAILY;COUNT=999999999")}},
			want: "2026-12-01 18:00, 2026-12-02 18:00, 2026-12-03 18:00, 2026-12-04 18:00, 2026-12-05 18:00, 2026-12-06 18:00, 2026-12-07 18:00, 2026-12-08 18:00", more: true,
		},
	} {
		walls, more := c.s.Between(at("2026-12-01"), at("2028-12-01"), 8)
		if got := shown(walls); got != c.want || more != c.more {
			t.Errorf("%s:\n got  %s %t\n want %s %t", name, got, more, c.want, c.more)
		}
	}
}

// TestWindows: the dates of a window are those of the whole, whatever the
// window's ends.
func TestWindows(t *testing.T) {
	for _, text := range calendarRules {
		s := recur.Series{Start: at("2024-02-29 18:00"), Rules: []recur.Rule{rule(t, text)}}
		whole, _ := s.Between(s.Start, at("2030-01-01"), recur.MostDates)
		if len(whole) == recur.MostDates {
			continue
		}
		var parts []time.Time
		for from := s.Start; from.Before(at("2030-01-01")); from = from.AddDate(0, 0, 37) {
			to := from.AddDate(0, 0, 37)
			if to.After(at("2030-01-01")) {
				to = at("2030-01-01")
			}
			walls, _ := s.Between(from, to, 0)
			parts = append(parts, walls...)
		}
		if shown(whole) != shown(parts) {
			t.Errorf("%s: in parts %s, whole %s", text, shown(parts), shown(whole))
		}
	}
}

func TestSay(t *testing.T) {
	for text, want := range map[string][3]string{
		"FREQ=WEEKLY;BYDAY=TU":                                {"immer dienstags", "hver tirsdag", "every Tuesday"},
		"FREQ=WEEKLY":                                         {"immer mittwochs", "hver onsdag", "every Wednesday"},
		"FREQ=WEEKLY;BYDAY=TU,TH":                             {"immer dienstags und donnerstags", "hver tirsdag og torsdag", "every Tuesday and Thursday"},
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR":                    {"immer montags bis freitags", "mandag til fredag", "Monday to Friday"},
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH":                     {"alle zwei Wochen donnerstags", "hver anden uge om torsdagen", "every two weeks on Thursday"},
		"FREQ=MONTHLY;BYDAY=1MO,3MO":                          {"jeden ersten und dritten Montag im Monat", "hver første og tredje mandag i måneden", "every first and third Monday of the month"},
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,3":                  {"jeden ersten und dritten Montag im Monat", "hver første og tredje mandag i måneden", "every first and third Monday of the month"},
		"FREQ=MONTHLY;BYDAY=-1FR":                             {"jeden letzten Freitag im Monat", "hver sidste fredag i måneden", "every last Friday of the month"},
		"FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=8,9,10,11,12,13,14": {"jeden zweiten Samstag im Monat", "hver anden lørdag i måneden", "every second Saturday of the month"},
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3WE":               {"alle zwei Monate am ersten Montag und dritten Mittwoch", "hver anden måned den første mandag og tredje onsdag", "every two months on the first Monday and third Wednesday"},
		"FREQ=MONTHLY":                                        {"am 11. jedes Monats", "den 11. i hver måned", "on the 11th of each month"},
		"FREQ=MONTHLY;BYMONTHDAY=1,-1":                        {"am 1. und letzten Tag jedes Monats", "den 1. og sidste dag i hver måned", "on the 1st and last day of each month"},
		"FREQ=YEARLY":                                         {"jährlich am 11. November", "hvert år den 11. november", "every year on 11 November"},
		"FREQ=YEARLY;INTERVAL=2":                              {"alle zwei Jahre am 11. November", "hvert andet år den 11. november", "every two years on 11 November"},
		"FREQ=YEARLY;BYMONTH=12;BYDAY=1SU":                    {"jährlich am ersten Sonntag im Dezember", "hvert år den første søndag i december", "every year on the first Sunday in December"},
		"FREQ=DAILY":                                          {"täglich", "hver dag", "every day"},
		"FREQ=DAILY;INTERVAL=3":                               {"alle drei Tage", "hver tredje dag", "every three days"},
		"FREQ=DAILY;BYDAY=SA,SU":                              {"immer samstags und sonntags", "hver lørdag og søndag", "every Saturday and Sunday"},
		"FREQ=WEEKLY;BYMONTH=4,5,6,7,8,9;BYDAY=SU":            {"immer sonntags (April bis September)", "hver søndag (april til september)", "every Sunday (April to September)"},
		"FREQ=YEARLY;BYYEARDAY=100":                           {"regelmäßig", "regelmæssigt", "regularly"},
		"FREQ=WEEKLY;INTERVAL=14":                             {"alle 14 Wochen mittwochs", "hver 14. uge om onsdagen", "every 14 weeks on Wednesday"},
	} {
		for i, lang := range i18n.All {
			if got := rule(t, text).Say(lang, at("2026-11-11 18:00")); got != want[i] {
				t.Errorf("%s in %s: %q, not %q", text, lang, got, want[i])
			}
		}
	}
	if got := rule(t, "FREQ=DAILY;UNTIL=20270630").SayEnd(i18n.DE) + rule(t, "FREQ=DAILY;COUNT=10").SayEnd(i18n.DA) + rule(t, "FREQ=DAILY").SayEnd(i18n.EN); got != "bis 30. Juni 202710 gange" {
		t.Error(got)
	}
}

// TestImpossibleRulesEnd: a rule without any date is no work without end.
func TestImpossibleRulesEnd(t *testing.T) {
	for _, text := range []string{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=8", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=3"} {
		s := recur.Series{Start: at("2026-11-11 18:00"), Rules: []recur.Rule{rule(t, text)}}
		if walls, more := s.Between(s.Start, s.Start.AddDate(2, 0, 0), 0); len(walls) > 0 || more {
			t.Errorf("%s: %s", text, shown(walls))
		}
		if first, ok := s.First(); ok {
			t.Errorf("%s begins on %s", text, first)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	for _, text := range calendarRules {
		f.Add(text, int64(1790000000))
	}
	for _, text := range []string{"", ";;", "FREQ=", "FREQ=MONTHLY;BYDAY=-20MO", "freq=weekly; byday=mo ,tu;", "FREQ=DAILY;UNTIL=99991231T235960Z", "FREQ=YEARLY;BYDAY=53SU,-53MO;BYSETPOS=366", "RRULE:FREQ=DAILY;X-Ä=ß"} {
		f.Add(text, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		r, err := recur.ParseRule(text)
		if err != nil {
			var ours *fault.Error
			if !errors.As(err, &ours) || strings.HasPrefix(i18n.T(i18n.DE, ours.Key, ours.Args...), "⟦") {
				t.Fatalf("%q is refused without words: %v", text, err)
			}
			return
		}
		again, err := recur.ParseRule(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q is written as %q, which is read as %q, %v", text, r, again, err)
		}
		start := time.Unix((unix%4102444800+4102444800)%4102444800, 0).UTC() // 1970 to 2100
		s := recur.Series{Start: start, Rules: []recur.Rule{r}}
		walls, more := s.Between(start, start.AddDate(2, 0, 0), 50)
		same, _ := recur.Series{Start: start, Rules: []recur.Rule{again}}.Between(start, start.AddDate(2, 0, 0), 50)
		if len(walls) > 50 || more && len(walls) < 50 || shown(walls) != shown(same) {
			t.Fatalf("%q: %s for %s", text, shown(walls), shown(same))
		}
		for i, w := range walls {
			if w.Before(start) || i > 0 && !walls[i-1].Before(w) {
				t.Fatalf("%q: %s is out of order", text, shown(walls))
			}
		}
		for _, lang := range i18n.All {
			if said := r.Say(lang, start); said == "" || strings.Contains(said, "⟦") {
				t.Fatalf("%q in %s: %s", text, lang, said)
			}
		}
	})
}

// BenchmarkExpand2000Series is the expansion of 2,000 series two years ahead.
func BenchmarkExpand2000Series(b *testing.B) {
	var all []recur.Series
	for i := range 2000 {
		r := rule(b, calendarRules[i%len(calendarRules)])
		all = append(all, recur.Series{Start: at("2020-01-07 18:00").AddDate(0, 0, i), Rules: []recur.Rule{r}})
	}
	b.ResetTimer()
	n := 0
	for range b.N {
		n = 0
		for _, s := range all {
			walls, _ := s.Between(at("2026-11-24"), at("2028-11-24"), 0)
			n += len(walls)
		}
	}
	b.ReportMetric(float64(n), "dates")
}

func ExampleSeries_Between() {
	r, _ := recur.ParseRule("FREQ=MONTHLY;BYDAY=1MO,3MO")
	start := time.Date(2026, 12, 7, 19, 30, 0, 0, time.UTC)
	s := recur.Series{Start: start, Rules: []recur.Rule{r}, Except: []time.Time{start.AddDate(0, 0, 14)}}
	walls, _ := s.Between(start, start.AddDate(0, 1, 20), 0)
	for _, w := range walls {
		fmt.Println(w.Format("Mon 2 Jan 15:04"))
	}
	// Output:
	// Mon 7 Dec 19:30
	// Mon 4 Jan 19:30
	// Mon 18 Jan 19:30
}
