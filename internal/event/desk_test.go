package event

import (
	"context"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/recur"
	"umland/internal/web"
)

// posted is a form as a browser sends it; pairs of name and value.
func (w *world) posted(portal string, pairs ...string) *web.Request {
	w.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	hr := httptest.NewRequest("POST", "/redaktion/x", strings.NewReader(values.Encode()))
	hr.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.must(hr.ParseForm())
	site, ok := w.room.portals.BySlug(portal)
	if !ok {
		w.Fatalf("no portal %s", portal)
	}
	return &web.Request{Request: hr, Site: site, Lang: i18n.DE, Now: today.In(site.Zone)}
}

// read puts a form into a new event.
func (w *world) read(pairs ...string) (*Event, []fault.Field) {
	w.Helper()
	e := w.room.Blank(w.posted("handewitt").Site)
	wrong := Form{w.room}.Read(w.posted("handewitt", pairs...), e)
	return e, wrong
}

var tuesday = []string{"kind", "series", "start", "24.11.2026", "start_time", "18:00", "end_time", "19.30", "unit", "week", "every", "1", "ends", "open"}

func with(base []string, more ...string) []string { return append(slices.Clone(base), more...) }

func TestFormMakesRules(t *testing.T) {
	testkitOnce(t, func(w *world) {
		for rule, pairs := range map[string][]string{
			"FREQ=WEEKLY":                           {},
			"FREQ=WEEKLY;BYDAY=TU,TH":               {"weekdays", "TH", "weekdays", "TU"},
			"FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630": {"every", "2", "ends", "until", "until", "30.06.2027"},
			"FREQ=WEEKLY;COUNT=10":                  {"ends", "count", "count", "10"},
			"FREQ=MONTHLY;BYDAY=1MO,3MO":            {"unit", "nth", "nth", "3", "nth", "1", "weekdays", "MO"},
			"FREQ=MONTHLY;BYDAY=-1FR":               {"unit", "nth", "nth", "-1", "weekdays", "FR"},
			"FREQ=MONTHLY":                          {"unit", "month"},
			"FREQ=YEARLY":                           {"unit", "year"},
			"FREQ=DAILY;INTERVAL=10":                {"unit", "day", "every", "10"},
		} {
			form := slices.Clone(tuesday)
			for i := 0; i+1 < len(pairs); i += 2 { // what is chosen replaces the default
				if j := slices.Index(form, pairs[i]); j >= 0 && j%2 == 0 {
					form[j+1] = pairs[i+1]
				} else {
					form = append(form, pairs[i], pairs[i+1])
				}
			}
			if len(pairs) > 2 && pairs[0] == pairs[2] || slices.Contains(pairs, "nth") {
				form = append(form, pairs...)
			}
			e, wrong := w.read(form...)
			if len(wrong) > 0 || e.Dates[0].Rule != rule || e.Dates[0].Start != "2026-11-24T18:00" || e.Dates[0].End != "2026-11-24T19:30" {
				w.Errorf("%v: %v %+v, want %s", pairs, wrong, e.Dates[0], rule)
				continue
			}
			// The form shows the rule again and, sent back, means the same.
			get := w.posted("handewitt")
			get.PostForm = nil
			s := w.room.newSeriesForm(get, e)
			if s.kept != "" || s.unit == "keep" {
				w.Errorf("%s is not shown in the fields: %+v", rule, s)
			}
		}
	})
}

// A rule that the fields cannot hold is kept until another is chosen.
func TestFormKeepsWhatItCannotShow(t *testing.T) {
	testkitOnce(t, func(w *world) {
		const rule = "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"
		e := w.event("handewitt", "freitag", "Freitag", func(e *Event) {
			e.Dates = []Dates{{Start: "2026-11-13T18:00", End: "2026-11-13T19:00", Rule: rule}, {Start: "2026-12-01T10:00", End: "2026-12-01T11:00"}, {Start: "2026-01-05T08:00", End: "2026-01-05T09:00", Rule: "FREQ=YEARLY"}}
		})
		get := w.posted("handewitt")
		get.PostForm = nil
		s := w.room.newSeriesForm(get, e)
		if s.unit != "keep" || s.kept == "" || s.more != "2026-12-01 10:00-11:00" {
			w.Errorf("%+v", s)
		}
		wrong := Form{w.room}.Read(w.posted("handewitt", "kind", "series", "start", "2026-11-13", "start_time", "18:00", "end_time", "19:00", "unit", "keep", "more_dates", s.more), e)
		if len(wrong) > 0 || len(e.Dates) != 3 || e.Dates[0].Rule != rule || e.Dates[1].Start != "2026-12-01T10:00" || e.Dates[2].Rule != "FREQ=YEARLY" {
			w.Errorf("%v %+v", wrong, e.Dates)
		}
	})
}

func TestFormMarksWrongFields(t *testing.T) {
	testkitOnce(t, func(w *world) {
		replace := func(name, value string) []string {
			form := slices.Clone(tuesday)
			if i := slices.Index(form, name); i >= 0 {
				form[i+1] = value
				return form
			}
			return append(form, name, value)
		}
		for field, form := range map[string][]string{
			"start":         replace("start", ""),
			"start_time":    replace("start_time", ""),
			"end":           replace("end_time", "halb acht"),
			"unit":          replace("unit", ""),
			"every":         replace("every", "0"),
			"until":         replace("ends", "until"),
			"count":         replace("ends", "count"),
			"nth":           replace("unit", "nth"),
			"more_dates":    replace("more_dates", "01.12.2026 15:00-17:00\nbald"),
			"hours_2":       with(replace("kind", "show"), "end", "24.12.2026", "hours_2", "vielleicht"),
			"age_from":      replace("age_from", "jung"),
			"cost_from":     replace("cost_from", "teuer"),
			"co_organisers": with(tuesday, "co_asked", "ja", "co_organisers", "x"),
			"place":         replace("place", "gibt-es-nicht"),
		} {
			if _, wrong := w.read(form...); len(wrong) == 0 || wrong[0].Name != field {
				w.Errorf("%s: %+v", field, wrong)
			}
		}
	})
}

func TestFormReadsDays(t *testing.T) {
	testkitOnce(t, func(w *world) {
		e, wrong := w.read("kind", "once", "start", "31.12.2026", "start_time", "21 Uhr", "end_time", "2:00", "more_dates", "1.1.2027 15:00-17:00\n2027-01-02\n3.1.2027 22:00-1:00")
		if len(wrong) > 0 || len(e.Dates) != 4 {
			w.Fatalf("%v %+v", wrong, e.Dates)
		}
		got := []string{}
		for _, d := range e.Dates {
			got = append(got, d.Start+">"+d.End)
		}
		w.is(got, "2026-12-31T21:00>2027-01-01T02:00 2027-01-01T15:00>2027-01-01T17:00 2027-01-02T21:00>2027-01-03T02:00 2027-01-03T22:00>2027-01-04T01:00")
		e, wrong = w.read("kind", "show", "start", "20.11.2026", "end", "18.12.2026", "hours_1", "11:00 bis 17:00 Uhr", "hours_6", "11-13, 14-17")
		if len(wrong) > 0 || !e.Dates[0].AllDay || e.Dates[0].Hours != "Tu 11:00-17:00; Su 11-13, 14-17" || e.Dates[0].End != "2026-12-18" {
			w.Errorf("%v %+v", wrong, e.Dates)
		}
	})
}

// Holidays are crossed before anything is saved; only what a person changes is
// remembered.
func TestPreviewCrossesHolidays(t *testing.T) {
	testkitOnce(t, func(w *world) {
		form := slices.Clone(tuesday)
		form[slices.Index(form, "start")+1] = "4.12.2026"
		form = with(form, "no_holidays", "ja", "no_school", "ja")
		e, wrong := w.read(form...)
		if len(wrong) > 0 {
			w.Fatal(wrong)
		}
		list, _ := e.previewDates(w.room.calendar(w.posted("handewitt").Site), today)
		got := []string{}
		for _, p := range list[:7] {
			got = append(got, p.Start.Format("01-02")+":"+p.Out)
		}
		w.is(got, "12-04: 12-11: 12-18: 12-25:holiday 01-01:holiday 01-08: 01-15:")
		if list[3].Holiday == "" || !strings.Contains(list[3].why(w.posted("handewitt")), "Feiertag") {
			w.Errorf("%+v", list[3])
		}
		// Shown as crossed and left alone, shown as on and unticked, crossed and ticked.
		form = with(form, "shown", "2026-12-11T18:00=on", "shown", "2026-12-18T18:00=on", "shown", "2026-12-25T18:00=off", "shown", "2027-01-01T18:00=off",
			"takes_place", "2026-12-11T18:00", "takes_place", "2027-01-01T18:00")
		e, wrong = w.read(form...)
		if len(wrong) > 0 || strings.Join(e.Dates[0].Without, " ") != "2026-12-18T18:00" || strings.Join(e.Dates[0].Despite, " ") != "2027-01-01T18:00" {
			w.Errorf("%v %+v", wrong, e.Dates[0])
		}
	})
}

func TestTimeOfSeriesTakesItsChangesAlong(t *testing.T) {
	testkitOnce(t, func(w *world) {
		e := w.event("handewitt", "kurs", "Kurs", func(e *Event) {
			e.Dates[0].Rule = "FREQ=WEEKLY"
			e.Changes = []Change{{At: "2026-12-01T18:00", Status: "cancelled"}}
		})
		form := with(tuesday, "without", "2026-12-08T18:00")
		form[slices.Index(form, "start_time")+1] = "17:00"
		if wrong := (Form{w.room}).Read(w.posted("handewitt", form...), e); len(wrong) > 0 {
			w.Fatal(wrong)
		}
		if e.Changes[0].At != "2026-12-01T17:00" || e.Dates[0].Without[0] != "2026-12-08T17:00" {
			w.Errorf("%+v", e)
		}
	})
}

// A date at 02:30 on the day of the switch warns, in both countries.
func TestSwitchDayWarns(t *testing.T) {
	testkitOnce(t, func(w *world) {
		for portal, days := range map[string]map[string]recur.Fit{
			"handewitt": {"2027-03-28": recur.Skipped, "2026-10-25": recur.Twice, "2026-10-26": recur.Exact},
			"aabenraa":  {"2027-03-28": recur.Skipped, "2026-10-25": recur.Twice, "2027-03-29": recur.Exact},
		} {
			for day, want := range days {
				e := &Event{Dates: []Dates{{Start: day + "T02:30", End: day + "T05:00"}}}
				r := w.posted(portal)
				list, _ := e.previewDates(w.room.calendar(r.Site), today)
				if len(list) != 1 || list[0].Fit != want || (list[0].fitWarning(r) != "") != (want != recur.Exact) {
					w.Errorf("%s %s: %+v", portal, day, list)
				}
			}
		}
	})
}

// One date is cancelled, moved, and set right again.
func TestFormOfOneDate(t *testing.T) {
	engines(t, func(w *world) {
		e := w.event("handewitt", "kurs", "Kurs", func(e *Event) { e.Dates[0].Rule = "FREQ=WEEKLY;COUNT=4" })
		f := Form{w.room}
		const at = "2026-12-01T18:00"
		if when, err := f.DateTitle(w.posted("handewitt"), e, at); err != nil || when != "Dienstag, 1. Dezember 2026, 18:00 bis 19:00 Uhr" {
			w.Errorf("%q %v", when, err)
		}
		for _, bad := range []string{"2026-12-02T18:00", "2026-12-01", "x", "2027-12-28T18:00"} {
			if _, err := f.DateTitle(w.posted("handewitt"), e, bad); fault.KindOf(err) != fault.NotFound {
				w.Errorf("%s: %v", bad, err)
			}
		}
		save := func(pairs ...string) Change {
			w.Helper()
			if wrong := f.ReadDate(w.posted("handewitt", pairs...), e, at); len(wrong) > 0 {
				w.Fatal(wrong)
			}
			w.must(w.room.Save(w.ctx, act, e))
			c, _ := e.change(at)
			return c
		}
		if c := save("date_status", "cancelled", "date_note_de", "Die Leitung ist krank."); c.Status != "cancelled" || c.Note["de"] == "" {
			w.Errorf("%+v", c)
		}
		if c := save("date_start", "2.12.2026"); c.Start != "2026-12-02T18:00" || c.End != "2026-12-02T19:00" || c.Status != "" {
			w.Errorf("%+v", c)
		}
		if c := save("date_time", "17 Uhr", "date_end_time", "20:00"); c.Start != "2026-12-01T17:00" || c.End != "2026-12-01T20:00" {
			w.Errorf("%+v", c)
		}
		if c := save("date_time", "18:00"); c.Start != "" {
			w.Errorf("nothing is changed: %+v", c)
		}
		if len(e.Changes) != 0 {
			w.Errorf("%+v", e.Changes)
		}
		if wrong := f.ReadDate(w.posted("handewitt", "date_start", "irgendwann"), e, at); len(wrong) != 1 || wrong[0].Name != "date_start" {
			w.Errorf("%+v", wrong)
		}
	})
}

// FuzzForm: whatever is typed, the form answers with fields and never breaks,
// and what it lets through is valid.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"24.11.2026|18:00|1.12.2026 15:00-17:00|2,50|11:00-17:00", "2026-11-24|9 Uhr|bald|-1|Mo off", "||||", "31.02.2026|25:61|1.1.2027 99:99-00:00\n\n|1e9|24/7", "0.0.0000|:|x y z|€|\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parts := append(strings.SplitN(s, "|", 5), "", "", "", "", "")
		hr := httptest.NewRequest("POST", "/x", nil)
		hr.PostForm = url.Values{"kind": {"series"}, "start": {parts[0]}, "start_time": {parts[1]}, "more_dates": {parts[2]}, "cost_from": {parts[3]}, "hours_0": {parts[4]}, "unit": {"week"}, "ends": {"count"}, "count": {"3"}}
		r := &web.Request{Request: hr.WithContext(context.Background()), Site: &web.Site{Slug: "x", Zone: loc(t, "Europe/Berlin")}, Lang: i18n.DE}
		for _, kind := range []string{kindSeries, kindOnce, kindShow} {
			hr.PostForm.Set("kind", kind)
			e := &Event{}
			if wrong := append(e.readDates(r), e.readCost(r)...); len(wrong) > 0 {
				continue
			}
			if err := e.Validate("de"); err != nil {
				t.Fatalf("%q is let through and then refused: %v", s, err)
			}
			if list := e.occurrences(contextOf(t), today); len(list) == 0 {
				t.Fatalf("%q gives no date: %+v", s, e.Dates)
			}
		}
	})
}
