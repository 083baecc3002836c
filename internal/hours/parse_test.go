package hours_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/fault"
	"umland/internal/hours"
	"umland/internal/i18n"
)

// week writes the spans from Monday 23 November 2026 on, for days days.
func spansOf(t *testing.T, value, first string, days int) string {
	t.Helper()
	ctx := flensburg(t)
	ctx.School = func(d hours.Day) (bool, bool) { return d.String() >= "2026-12-21" && d.String() <= "2027-01-06", true }
	from := moment(t, first+" 00:00")
	var parts []string
	for _, s := range parse(t, value).Spans(from, from.AddDate(0, 0, days), ctx) {
		mark := ""
		if s.State.Kind == hours.Unknown {
			mark = "?"
		}
		parts = append(parts, s.Start.Format("Mon2 15:04")+"-"+s.End.Format("15:04")+mark)
	}
	return strings.Join(parts, ", ")
}

// TestGrammar has an example of each part of the grammar in the week from
// Monday 23 November 2026.
func TestGrammar(t *testing.T) {
	for _, c := range []struct{ value, want string }{
		{"Mo,We 08:00-12:00,14:00-18:00", "Mon23 08:00-12:00, Mon23 14:00-18:00, Wed25 08:00-12:00, Wed25 14:00-18:00"},
		{"Fr-Mo 10:00-12:00", "Mon23 10:00-12:00, Fri27 10:00-12:00, Sat28 10:00-12:00, Sun29 10:00-12:00"},
		{"Fr 18:00-02:00", "Fri27 18:00-02:00"},
		{"Fr 18:00-26:00", "Fri27 18:00-02:00"},
		{"Mo-Fr 10:00-12:00; We off", "Mon23 10:00-12:00, Tue24 10:00-12:00, Thu26 10:00-12:00, Fri27 10:00-12:00"},
		{"Mo-We 10:00-18:00; 12:00-14:00 off", "Mon23 10:00-12:00, Mon23 14:00-18:00, Tue24 10:00-12:00, Tue24 14:00-18:00, Wed25 10:00-12:00, Wed25 14:00-18:00"},
		{"Mo-We 10:00-12:00, We 14:00-16:00", "Mon23 10:00-12:00, Tue24 10:00-12:00, Wed25 10:00-12:00, Wed25 14:00-16:00"},
		{"Mo-Tu 10:00-12:00; Tu 14:00-16:00", "Mon23 10:00-12:00, Tue24 14:00-16:00"},
		{"Mo 08:00-16:00 || \"call\"", "Mon23 00:00-08:00?, Mon23 08:00-16:00, Mon23 16:00-00:00?"},
		{"Mo unknown; Tu 10:00-12:00 open \"x\"", "Mon23 00:00-00:00?, Tue24 10:00-12:00"},
		{"Tu 17:00+", "Tue24 17:00-03:00?"},
		{"Tu 10:00-14:00+,16:00-18:00", "Tue24 10:00-14:00, Tue24 14:00-16:00?, Tue24 16:00-18:00"},
		{"Tu 10:00+", "Tue24 10:00-00:00?"},
		{"Nov: Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"Dec-Jan 10:00-12:00", ""},
		{"Nov-Jan: Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"Nov 24: 10:00-12:00", "Tue24 10:00-12:00"},
		{"Nov 24-25 10:00-12:00", "Tue24 10:00-12:00, Wed25 10:00-12:00"},
		{"Nov 23-29/3 10:00-12:00", "Mon23 10:00-12:00, Thu26 10:00-12:00, Sun29 10:00-12:00"},
		{"Nov 23,25 10:00-12:00", "Mon23 10:00-12:00, Wed25 10:00-12:00"},
		{"Nov 28-Jan 02 10:00-12:00", "Sat28 10:00-12:00, Sun29 10:00-12:00"},
		{"2026 Nov 24 10:00-12:00", "Tue24 10:00-12:00"},
		{"2027 Nov 24 10:00-12:00", ""},
		{"2025 Dec 24-2026 Nov 23 10:00-12:00", "Mon23 10:00-12:00"},
		{"2020-2030/3 Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"2020-2030/4 Tu 10:00-12:00", ""},
		{"2025+ Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"week 48 Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"week 47-01/2 Tu 10:00-12:00", ""},
		{"week 46-01/2 Tu 10:00-12:00", "Tue24 10:00-12:00"},
		{"Tu[4] 10:00-12:00", "Tue24 10:00-12:00"},
		{"Tu[-1] 10:00-12:00", "Tue24 10:00-12:00"},
		{"Tu[1-3] 10:00-12:00", ""},
		{"Mo[4] +1 day 10:00-12:00", "Tue24 10:00-12:00"},
		{"Nov Su[-1] -2 days 10:00-12:00", "Fri27 10:00-12:00"},
		{"Nov Th[4]-Dec 01 10:00-12:00", "Thu26 10:00-12:00, Fri27 10:00-12:00, Sat28 10:00-12:00, Sun29 10:00-12:00"},
		{"easter 10:00-12:00", ""},
		{"24/7; Mo-Sa off", "Sun29 00:00-00:00"},
		{"PH 10:00-12:00", ""},
		{"sunrise-12:00", "Mon23 08:08-12:00, Tue24 08:09-12:00, Wed25 08:11-12:00, Thu26 08:13-12:00, Fri27 08:15-12:00, Sat28 08:16-12:00, Sun29 08:18-12:00"},
		{"Mo (sunset-01:00)-(sunset+00:30)", "Mon23 15:09-16:39"},
		{"nach Vereinbarung", "Mon23 00:00-00:00?"},
	} {
		if got := spansOf(t, c.value, "2026-11-23", 7); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.value, got, c.want)
		}
	}
}

// TestHolidayRules looks at the days from 24 December 2026 to 3 January 2027.
func TestHolidayRules(t *testing.T) {
	for _, c := range []struct{ value, want string }{
		{"PH 10:00-12:00", "Fri25 10:00-12:00, Sat26 10:00-12:00, Fri1 10:00-12:00"},
		{"PH Mo-Fr 10:00-12:00", "Fri25 10:00-12:00, Fri1 10:00-12:00"},
		{"Fr,PH 10:00-12:00", "Fri25 10:00-12:00, Sat26 10:00-12:00, Fri1 10:00-12:00"},
		{"PH -1 day 10:00-12:00", "Thu24 10:00-12:00, Fri25 10:00-12:00, Thu31 10:00-12:00"},
		{"Th-Sa 10:00-12:00; PH off", "Thu24 10:00-12:00, Thu31 10:00-12:00, Sat2 10:00-12:00"},
		{"SH Th 10:00-12:00", "Thu24 10:00-12:00, Thu31 10:00-12:00"},
		{"Mo-Sa 10:00-12:00; SH off", ""},
		{"Dec 25-26,Jan 01 10:00-12:00", "Fri25 10:00-12:00, Sat26 10:00-12:00, Fri1 10:00-12:00"},
		{"Sa,PH,Dec 24 10:00-12:00", "Thu24 10:00-12:00, Fri25 10:00-12:00, Sat26 10:00-12:00, Fri1 10:00-12:00, Sat2 10:00-12:00"},
	} {
		if got := spansOf(t, c.value, "2026-12-24", 11); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.value, got, c.want)
		}
	}
	if got, want := spansOf(t, "easter -2 days-easter +1 day 10:00-12:00", "2027-03-24", 8), "Fri26 10:00-12:00, Sat27 10:00-12:00, Sun28 10:00-12:00, Mon29 10:00-12:00"; got != want {
		t.Errorf("Easter: %s", got)
	}
}

// TestMends compares what people write with the grammar's own form.
func TestMends(t *testing.T) {
	for _, c := range []struct{ written, meant string }{
		{"Mo-Fr 8-12", "Mo-Fr 08:00-12:00"},
		{"Mo - Fr : 8 - 12", "Mo-Fr 08:00-12:00"},
		{"mo-fr 08.00–12.00 Uhr", "Mo-Fr 08:00-12:00"},
		{"Montag bis Freitag von 8 bis 12 Uhr und 14 bis 18 Uhr", "Mo-Fr 08:00-12:00,14:00-18:00"},
		{"Mo. - Do. 8.30 - 12.30 Uhr", "Mo-Th 08:30-12:30"},
		{"Di, Do: 14:00h - 18:00h", "Tu,Th 14:00-18:00"},
		{"täglich 9-18 Uhr", "Mo-Su 09:00-18:00"},
		{"Sonn- und Feiertage 10-12", "Su,PH 10:00-12:00"},
		{"werktags 8-10 Uhr", "Mo-Sa 08:00-10:00"},
		{"Sonnabend 9-13, sonntags geschlossen", "Sa 09:00-13:00; Su off"},
		{"mandag-fredag kl. 10.00-17.00", "Mo-Fr 10:00-17:00"},
		{"ma, to og lø 10-14", "Mo,Th,Sa 10:00-14:00"},
		{"on 10-14; sø lukket", "We 10:00-14:00; Su off"},
		{"hverdage 9-16", "Mo-Fr 09:00-16:00"},
		{"Monday to Friday 9am-5pm", "Mo-Fr 09:00-17:00"},
		{"Mon, Wed 9 a.m. - 12 noon", "Mo,We 09:00-12:00"},
		{"Fri 8-11pm", "Fr 20:00-23:00"},
		{"Mo 0800-1230", "Mo 08:00-12:30"},
		{"Mo 8 Uhr 30 - 12 Uhr", "Mo 08:30-12:00"},
		{"Mo 08:00-12:00 14:00-18:00", "Mo 08:00-12:00,14:00-18:00"},
		{"Mo 08:00-12:00 / 14:00-18:00", "Mo 08:00-12:00,14:00-18:00"},
		{"Mo 08:00-12:00 Tu 09:00-12:00", "Mo 08:00-12:00, Tu 09:00-12:00"},
		{"08:00-12:00 Mo-Fr", "Mo-Fr 08:00-12:00"},
		{"Fr ab 17 Uhr", "Fr 17:00+"},
		{"24h", "24/7"},
		{"24 Stunden", "24/7"},
		{"rund um die Uhr", "24/7"},
		{"døgnåbent", "24/7"},
		{"1. Mai - 30. Sept 10-18 Uhr", "May 01-Sep 30 10:00-18:00"},
		{"24.12.-02.01. geschlossen", "Dec 24-Jan 02 off"},
		{"24.12.2026 09:00-12:00", "2026 Dec 24 09:00-12:00"},
		{"2026-12-24 09:00-12:00", "2026 Dec 24 09:00-12:00"},
		{"Nov 24 2026 09:00-12:00", "2026 Nov 24 09:00-12:00"},
		{"Jul 1-Sep 31 09:30-17:30", "Jul 01-Sep 30 09:30-17:30"},
		{"Apr 01-May 31, 08:00-19:00", "Apr 01-May 31 08:00-19:00"},
		{"KW 48 Mo 10-12", "week 48 Mo 10:00-12:00"},
		{"Mo 10:00-12:00 (außer in den Ferien)", "Mo 10:00-12:00 \"außer in den Ferien\""},
		{"Termine nur nach Vereinbarung", "\"by appointment\""},
		{"efter aftale", "\"by appointment\""},
		{"Mo-Fr 8-12 Uhr und nach Vereinbarung", "Mo-Fr 08:00-12:00 || \"by appointment\""},
		{"Mo-Fr 8-12 Uhr, Do auch 14-18 Uhr", "Mo-Fr 08:00-12:00, Th 14:00-18:00"},
		{"Mai bis September täglich 10-18 Uhr, Oktober bis April Sa/So 11-16 Uhr", "May-Sep Mo-Su 10:00-18:00, Oct-Apr Sa,Su 11:00-16:00"},
		{"Di+Do 15-18 Uhr", "Tu,Th 15:00-18:00"},
		{"jeden 1. und 3. Samstag im Monat 10-12 Uhr", "Sa[1,3] 10:00-12:00"},
		{"letzter Freitag im Monat 19 Uhr bis 22 Uhr", "Fr[-1] 19:00-22:00"},
		{"første lørdag i måneden kl. 10-13", "Sa[1] 10:00-13:00"},
		{"Mo-Fr 7:30-16:30 Uhr (außer feiertags)", "Mo-Fr 07:30-16:30; PH off"},
		{"montags bis freitags 8.00 bis 16.00 Uhr außer an Feiertagen", "Mo-Fr 08:00-16:00; PH off"},
		{"Öffnungszeiten: Mo. bis Fr. von 08.00 bis 12.00 Uhr u. 13.00 bis 16.00 Uhr", "Mo-Fr 08:00-12:00,13:00-16:00"},
		{"Montag: 9-12 Uhr\nDienstag: 14-16 Uhr", "Mo 09:00-12:00; Tu 14:00-16:00"},
		{"frei zugänglich", "24/7"},
		{"Mo-Fr 09:00 bis Mitternacht", "Mo-Fr 09:00-24:00"},
		{"Sonnenaufgang bis Sonnenuntergang", "sunrise-sunset"},
	} {
		v := parse(t, c.written)
		if len(v.Warnings) == 0 {
			t.Errorf("%q: mended without a warning", c.written)
		}
		for _, w := range v.Warnings {
			if strings.Contains(w.Text(i18n.DE), "{") || w.Text(i18n.DE) == w.Key {
				t.Errorf("%q: %s", c.written, w.Text(i18n.DE))
			}
		}
		for _, day := range []string{"2026-04-03", "2026-08-31", "2026-11-23", "2026-12-24", "2027-03-01"} {
			if got, want := spansOf(t, c.written, day, 14), spansOf(t, c.meant, day, 14); got != want {
				t.Errorf("%q is not %q:\n got %s\nwant %s", c.written, c.meant, got, want)
			}
		}
	}
	if v := parse(t, "Mo-Fr 08:00-12:00,14:00-18:00; Sa[1] 09:00-13:00 open \"Markt\"; PH,Dec 24 off"); len(v.Warnings) != 1 {
		t.Errorf("warnings for a good value: %v", v.Warnings)
	}
}

func TestRefuses(t *testing.T) {
	for value, key := range map[string]string{
		"":                                "hours.bad_empty",
		" ; ":                             "hours.bad_empty",
		"je nach Tanzkurs":                "hours.bad_word",
		"https://handewitt.example/":      "hours.bad_word",
		"Mo-Fr 9:00":                      "hours.bad_no_end",
		"9am":                             "hours.bad_no_end",
		"Mo 08:00-25:61":                  "hours.bad_time",
		"Mo 08:00-50:00":                  "hours.bad_time",
		"Mo 31:00-32:00":                  "hours.bad_time",
		"Nov 32 10:00-12:00":              "hours.bad_day",
		"2027-2026 10:00-12:00":           "hours.bad_order",
		"Mo 10:00-12:00 \"offen":          "hours.bad_quote",
		"Mo 10:00-12:00 § 5":              "hours.bad_sign",
		"Mo-":                             "hours.bad_place",
		"Mo 10:00-":                       "hours.bad_no_end",
		"Mo[6] 10:00-12:00":               "hours.bad_place",
		"week 54 10:00-12:00":             "hours.bad_place",
		"Mo 10:00-16:00/30":               "hours.bad_points",
		"open closed":                     "hours.bad_place",
		"24/7, 06:00-21:00":               "hours.bad_twice",
		strings.Repeat("Mo 10-12;", 1000): "hours.bad_long",
	} {
		_, err := hours.Parse(value)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Key != key || f.Kind != fault.Invalid {
			t.Errorf("%.40q: %v, want %s", value, err, key)
			continue
		}
		for _, lang := range i18n.All {
			if text := hours.Explain(lang, err); text == key || strings.Contains(text, "{") {
				t.Errorf("%.40q: %s", value, text)
			}
		}
	}
}

// TestSwitchDays looks at both days on which the clock is changed.
func TestSwitchDays(t *testing.T) {
	ctx := flensburg(t)
	for _, c := range []struct{ value, from, next string }{
		{"01:00-05:00", "2027-03-28T00:30:00+01:00", "2027-03-28T01:00:00+01:00"},
		{"01:00-05:00", "2027-03-28T01:30:00+01:00", "2027-03-28T05:00:00+02:00"},
		{"02:30-05:00", "2027-03-28T01:30:00+01:00", "2027-03-28T03:00:00+02:00"},
		{"02:00-02:30", "2027-03-28T01:30:00+01:00", "2027-03-29T02:00:00+02:00"},
		{"01:00-05:00", "2026-10-25T01:30:00+02:00", "2026-10-25T05:00:00+01:00"},
		{"02:30-05:00", "2026-10-25T01:30:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"02:30-05:00", "2026-10-25T02:15:00+01:00", "2026-10-25T05:00:00+01:00"},
		{"22:00-02:30", "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"22:00-02:30", "2026-10-25T02:10:00+01:00", "2026-10-25T22:00:00+01:00"},
	} {
		at, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		v := parse(t, c.value)
		next, ok := v.NextChange(at, ctx)
		if !ok || next.Format(time.RFC3339) != c.next {
			t.Errorf("%q from %s: %s, want %s", c.value, c.from, next.Format(time.RFC3339), c.next)
			continue
		}
		if v.At(next, ctx).Kind == v.At(next.Add(-time.Minute), ctx).Kind {
			t.Errorf("%q: nothing changes at %s", c.value, c.next)
		}
	}
}

// TestUnknownSchool holds that school holidays are never guessed, and that
// what does not hang on them is told all the same.
func TestUnknownSchool(t *testing.T) {
	ctx := flensburg(t)
	v := parse(t, "Mo-Fr 08:00-16:00; SH off")
	for at, want := range map[string]hours.Kind{"2026-11-24 10:00": hours.Unknown, "2026-11-24 17:00": hours.Closed, "2026-11-29 10:00": hours.Closed} {
		if got := v.At(moment(t, at), ctx).Kind; got != want {
			t.Errorf("%s: %v", at, got)
		}
	}
	if s := v.At(moment(t, "2026-11-24 10:00"), ctx); s.Reason != hours.SchoolUnknown {
		t.Errorf("the reason is %v", s.Reason)
	}
	if w := v.WarningsAt(moment(t, "2026-11-24 10:00"), ctx); len(w) != 1 || w[0].Key != "hours.warn_school" {
		t.Errorf("warnings %v", w)
	}
	next, ok := v.NextChange(moment(t, "2026-11-24 10:00"), ctx)
	if !ok || !next.Equal(moment(t, "2026-11-24 16:00")) {
		t.Errorf("next %v", next)
	}
	ctx.School = func(d hours.Day) (bool, bool) { return false, d.String() < "2026-11-25" }
	if got := v.At(moment(t, "2026-11-24 10:00"), ctx).Kind; got != hours.Open {
		t.Errorf("known: %v", got)
	}
	if got := v.At(moment(t, "2026-11-25 10:00"), ctx).Kind; got != hours.Unknown {
		t.Errorf("the day after: %v", got)
	}
	night := parse(t, "Mo-Fr 20:00-02:00; SH off")
	if got := night.At(moment(t, "2026-11-26 01:00"), ctx).Kind; got != hours.Unknown {
		t.Errorf("the night after an unknown day: %v", got)
	}
}

func TestReadSchool(t *testing.T) {
	known := judged(t).School
	for day, want := range map[string][2]bool{
		"2026-12-21": {true, true}, "2026-12-18": {false, true}, "2027-07-05": {true, true}, "2009-01-01": {false, false}, "2032-01-01": {false, false},
	} {
		d, err := hours.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		if holiday, ok := known(d); (holiday && ok) != want[0] || ok != want[1] {
			t.Errorf("%s: %v %v", day, holiday, ok)
		}
	}
	for _, bad := range []string{"", "a;b\n", "StartDate;EndDate;Type;Name;Subdivisions\nx;;School;DE Ferien;SH\n", "StartDate;EndDate;Type;Name;Subdivisions\n2026-02-01;2026-01-01;School;DE Ferien;SH\n"} {
		if _, err := hours.ReadSchool(strings.NewReader(bad), "SH"); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	if holiday, ok := hours.Known(nil)(0); holiday || ok {
		t.Error("nothing is known of no periods")
	}
}

// TestDays compares our reckoning with package time.
func TestDays(t *testing.T) {
	start := time.Date(1896, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := 0; i < 110000; i += 1 + i%7 {
		at := start.AddDate(0, 0, i)
		d := hours.DayAt(at)
		if y, m, dom := d.Date(); y != at.Year() || m != at.Month() || dom != at.Day() || d.Weekday() != at.Weekday() || !d.Midnight(time.UTC).Equal(at) {
			t.Fatalf("%v is %v", at, d)
		}
	}
	if got := []hours.Day{hours.DayOf(2026, 13, 1), hours.DayOf(2026, 0, 1), hours.DayOf(2026, 2, 30)}; !slices.Equal(got, []hours.Day{hours.DayOf(2027, 1, 1), hours.DayOf(2025, 12, 1), hours.DayOf(2026, 3, 2)}) {
		t.Error(got)
	}
}
