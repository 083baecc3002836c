package hours_test

import (
	"reflect"
	"slices"
	"testing"

	"umland/internal/hours"
)

func slots(parts ...string) []hours.Slot {
	var list []hours.Slot
	for i := 0; i+1 < len(parts); i += 2 {
		list = append(list, hours.Slot{From: parts[i], To: parts[i+1]})
	}
	return list
}

func TestGridWrites(t *testing.T) {
	day := slots("08:00", "12:00", "14:00", "18:00")
	workdays := [7][]hours.Slot{day, day, day, day, day}
	late := [7][]hours.Slot{3: slots("18:00", "01:00"), 4: slots("18:00", "02:00"), 5: slots("18:00", "02:00")}
	first, last := hours.DayOf(2026, 12, 24), hours.DayOf(2027, 1, 2)
	for want, g := range map[string]hours.Grid{
		"Mo-Fr 08:00-12:00,14:00-18:00":                         {Days: workdays},
		"Mo-Fr 08:00-12:00,14:00-18:00; PH off":                 {Days: workdays, Holidays: hours.ClosedHolidays},
		"Mo-Fr 08:00-12:00,14:00-18:00; SH off; PH 10:00-12:00": {Days: workdays, SchoolClosed: true, Holidays: hours.OwnHours, HolidayHours: slots("10:00", "12:00")},
		"Th 18:00-01:00, Fr,Sa 18:00-02:00":                     {Days: late},
		"24/7":                                                  {Days: [7][]hours.Slot{slots("00:00", "24:00"), slots("00:00", "24:00"), slots("00:00", "24:00"), slots("00:00", "24:00"), slots("00:00", "24:00"), slots("00:00", "24:00"), slots("00:00", "24:00")}},
		"off":                                                   {},
		"\"by appointment\"":                                    {Appointment: true},
		"Mo-Fr 08:00-12:00,14:00-18:00 || \"by appointment\"; PH off": {Days: workdays, Appointment: true, Holidays: hours.ClosedHolidays},
		"Th 18:00-01:00, Fr,Sa 18:00-02:00; 2026 Dec 24-2027 Jan 02 off \"Betriebsferien\"; 2027 Feb 01 off": {
			Days: late, Closures: []hours.Closure{{First: first, Last: last, Reason: "Betriebsferien"}, {First: hours.DayOf(2027, 2, 1), Last: hours.DayOf(2027, 2, 1)}},
		},
	} {
		got, err := g.Value()
		if err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
			continue
		}
		back, ok := parse(t, got).Grid()
		if !ok || want != "off" && !reflect.DeepEqual(*back, g) {
			t.Errorf("%q comes back as %v %+v", want, ok, back)
		}
	}
	typed := hours.Grid{Days: [7][]hours.Slot{slots("14", "18 Uhr", " 8.30", "12")}}
	if got, err := typed.Value(); err != nil || got != "Mo 08:30-12:00,14:00-18:00" {
		t.Errorf("as typed: %q %v", got, err)
	}
	for _, bad := range [][]hours.Slot{slots("8", ""), slots("", "8"), slots("x", "9"), slots("8", "99"), slots("Mo 8", "9"), slots("8", "9 off"), slots("8", "9,10-11")} {
		g := hours.Grid{Days: [7][]hours.Slot{bad}}
		if got, err := g.Value(); err == nil {
			t.Errorf("%v is written as %q", bad, got)
		}
	}
}

// TestGridKeepsMeaning takes the values of real places through the grid.
func TestGridKeepsMeaning(t *testing.T) {
	ctx := judged(t)
	held := 0
	for _, value := range lines(t, "osm-extracts_opening_hours.txt") {
		v, err := hours.Parse(value)
		if err != nil {
			continue
		}
		g, ok := v.Grid()
		if !ok {
			continue
		}
		held++
		text, err := g.Value()
		if err != nil {
			t.Errorf("%q: %v", value, err)
			continue
		}
		from, to := moment(t, "2026-12-14 00:00"), moment(t, "2027-04-05 00:00")
		// the grid lets hours run past midnight that ";" cuts off
		cut := slices.ContainsFunc(v.Warnings, func(w hours.Warning) bool { return w.Key == "hours.warn_midnight" })
		a, b := v.Spans(from, to, ctx), parse(t, text).Spans(from, to, ctx)
		same := slices.EqualFunc(a, b, func(x, y hours.Span) bool {
			return x.Start.Equal(y.Start) && x.End.Equal(y.End) && x.State.Kind == y.State.Kind
		})
		if same == cut {
			t.Errorf("%q is written as %q: same hours %v, cut at midnight %v", value, text, same, cut)
		}
	}
	t.Logf("a grid holds %d values", held)
	if held < 350 {
		t.Errorf("a grid holds only %d values", held)
	}
}
