package event

import (
	"strings"
	"testing"
	"time"

	"umland/internal/fault"
	"umland/internal/hours"
)

func loc(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

var today = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

// The wall time is what is announced; the instant follows the clocks.
func TestOccurrences(t *testing.T) {
	for what, c := range map[string]struct {
		zone  string
		dates Dates
		want  string // wall and instants of the first and, after |, of the last
		n     int
	}{
		"once": {
			"Europe/Berlin",
			Dates{Start: "2026-11-24T18:00", End: "2026-11-24T19:30"},
			"2026-11-24T18:00 17:00Z-18:30Z 2026-11-24..2026-11-24", 1,
		},
		"18:00 stays 18:00 over the autumn switch": {
			"Europe/Berlin",
			Dates{Start: "2026-10-20T18:00", End: "2026-10-20T19:00", Rule: "FREQ=WEEKLY;UNTIL=20261027"},
			"2026-10-20T18:00 16:00Z-17:00Z 2026-10-20..2026-10-20|2026-10-27T18:00 17:00Z-18:00Z 2026-10-27..2026-10-27", 2,
		},
		"and over the spring switch": {
			"Europe/Copenhagen",
			Dates{Start: "2027-03-24T18:00", End: "2027-03-24T19:00", Rule: "FREQ=WEEKLY;UNTIL=20270331"},
			"2027-03-24T18:00 17:00Z-18:00Z 2027-03-24..2027-03-24|2027-03-31T18:00 16:00Z-17:00Z 2027-03-31..2027-03-31", 2,
		},
		"02:30 does not exist in spring": {
			"Europe/Berlin",
			Dates{Start: "2027-03-28T02:30", End: "2027-03-28T04:00"},
			"2027-03-28T02:30 01:30Z-02:00Z 2027-03-28..2027-03-28", 1,
		},
		"nor does an end before it": {
			"Europe/Berlin",
			Dates{Start: "2027-03-28T02:30", End: "2027-03-28T03:15"},
			"2027-03-28T02:30 01:30Z-01:30Z 2027-03-28..2027-03-28", 1,
		},
		"02:30 comes twice in autumn, the first counts": {
			"Europe/Berlin",
			Dates{Start: "2026-10-25T02:30", End: "2026-10-25T05:00"},
			"2026-10-25T02:30 00:30Z-04:00Z 2026-10-25..2026-10-25", 1,
		},
		"a whole day": {
			"Europe/Berlin",
			Dates{Start: "2026-11-24", End: "2026-11-24", AllDay: true},
			"2026-11-24 23:00Z-23:00Z 2026-11-24..2026-11-24", 1,
		},
		"the day of the switch has 25 hours": {
			"Europe/Berlin",
			Dates{Start: "2026-10-25", End: "2026-10-25", AllDay: true},
			"2026-10-25 22:00Z-23:00Z 2026-10-25..2026-10-25", 1,
		},
		"several days": {
			"Europe/Copenhagen",
			Dates{Start: "2026-12-30", End: "2027-01-02", AllDay: true},
			"2026-12-30 23:00Z-23:00Z 2026-12-30..2027-01-02", 1,
		},
		"a party until two is of its evening": {
			"Europe/Berlin",
			Dates{Start: "2026-12-31T21:00", End: "2027-01-01T02:00"},
			"2026-12-31T21:00 20:00Z-01:00Z 2026-12-31..2026-12-31", 1,
		},
		"until midnight": {
			"Europe/Berlin",
			Dates{Start: "2026-12-31T21:00", End: "2027-01-01T00:00"},
			"2026-12-31T21:00 20:00Z-23:00Z 2026-12-31..2026-12-31", 1,
		},
		"until breakfast is two days": {
			"Europe/Berlin",
			Dates{Start: "2026-12-31T21:00", End: "2027-01-01T09:00"},
			"2026-12-31T21:00 20:00Z-08:00Z 2026-12-31..2027-01-01", 1,
		},
		"leap day": {
			"Europe/Berlin",
			Dates{Start: "2028-02-22T10:00", End: "2028-02-22T11:00", Rule: "FREQ=WEEKLY;UNTIL=20280307"},
			"2028-02-22T10:00 09:00Z-10:00Z 2028-02-22..2028-02-22|2028-03-07T10:00 09:00Z-10:00Z 2028-03-07..2028-03-07", 3,
		},
		"until is inclusive, late in the evening too": {
			"Europe/Berlin",
			Dates{Start: "2026-11-24T23:30", End: "2026-11-24T23:45", Rule: "FREQ=WEEKLY;UNTIL=20261201"},
			"2026-11-24T23:30 22:30Z-22:45Z 2026-11-24..2026-11-24|2026-12-01T23:30 22:30Z-22:45Z 2026-12-01..2026-12-01", 2,
		},
		"weekly whole days": {
			"Europe/Berlin",
			Dates{Start: "2026-11-24", End: "2026-11-25", AllDay: true, Rule: "FREQ=WEEKLY;UNTIL=20261201"},
			"2026-11-24 23:00Z-23:00Z 2026-11-24..2026-11-25|2026-12-01 23:00Z-23:00Z 2026-12-01..2026-12-02", 2,
		},
		"ended long ago": {
			"Europe/Berlin",
			Dates{Start: "2010-01-05T10:00", End: "2010-01-05T11:00", Rule: "FREQ=WEEKLY;UNTIL=20100112"},
			"2010-01-05T10:00 09:00Z-10:00Z 2010-01-05..2010-01-05|2010-01-12T10:00 09:00Z-10:00Z 2010-01-12..2010-01-12", 2,
		},
	} {
		e := &Event{Dates: []Dates{c.dates}}
		got := e.occurrences(hours.Context{Zone: loc(t, c.zone)}, today)
		if len(got) != c.n {
			t.Errorf("%s: %d dates, want %d: %+v", what, len(got), c.n, got)
			continue
		}
		text := func(i int) string {
			o := got[i]
			return o.StartWall + " " + o.Start.Format("15:04Z") + "-" + o.End.Format("15:04Z") + " " + o.Day + ".." + o.EndDay
		}
		all := text(0)
		if c.n > 1 {
			all += "|" + text(c.n-1)
		}
		if all != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", what, all, c.want)
		}
	}
}

func TestWeeklyWithoutEnd(t *testing.T) {
	e := &Event{Dates: []Dates{{Start: "2026-11-24T18:00", End: "2026-11-24T19:00", Rule: "FREQ=WEEKLY"}}}
	zone := loc(t, "Europe/Berlin")
	got := e.occurrences(hours.Context{Zone: zone}, today)
	if last := got[len(got)-1].Day; last != "2028-12-26" {
		t.Errorf("last %s: at least two years, to the end of the quarter", last)
	}
	// What was derived once is the same for the rest of the quarter.
	for _, later := range []time.Time{today.Add(time.Hour), today.AddDate(0, 0, 30), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)} {
		if n := len(e.occurrences(hours.Context{Zone: zone}, later)); n != len(got) {
			t.Errorf("at %s %d dates, before %d", later, n, len(got))
		}
	}
	if n := len(e.occurrences(hours.Context{Zone: zone}, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))); n <= len(got) {
		t.Errorf("the next quarter brings nothing: %d", n)
	}
	ancient := &Event{Dates: []Dates{{Start: "1900-01-02T18:00", End: "1900-01-02T19:00", Rule: "FREQ=WEEKLY"}}}
	dates := ancient.occurrences(hours.Context{Zone: zone}, today)
	if len(dates) > 400 || dates[0].Start.In(zone).Weekday() != time.Tuesday || dates[len(dates)-1].Day != "2028-12-26" {
		t.Errorf("%d dates from %s to %s", len(dates), dates[0].Day, dates[len(dates)-1].Day)
	}
}

func TestSameDateOnce(t *testing.T) {
	d := Dates{Start: "2026-11-24T18:00", End: "2026-11-24T19:00"}
	weekly := Dates{Start: "2026-11-17T18:00", End: "2026-11-17T19:00", Rule: "FREQ=WEEKLY;UNTIL=20261124"}
	e := &Event{Dates: []Dates{d, d, weekly}, Place: "p", Status: "cancelled"}
	got := e.occurrences(hours.Context{Zone: loc(t, "Europe/Berlin")}, today)
	if len(got) != 2 || got[0].Place != "p" || got[0].Status != "cancelled" {
		t.Errorf("%+v", got)
	}
}

func TestValidate(t *testing.T) {
	good := func() *Event { return &Event{Dates: []Dates{{Start: "2026-11-24T18:00", End: "2026-11-24T19:00"}}} }
	e := good()
	e.Venue, e.Cost.Words = " Halle\x00 ", map[string]string{"de": " 5 € "}
	if err := e.Validate("de"); err != nil || e.Status != "scheduled" || e.Venue != "Halle" || e.Cost.Words["de"] != "5 €" {
		t.Errorf("%v %+v", err, e)
	}
	date := func(d Dates) func(*Event) { return func(e *Event) { e.Dates = []Dates{d} } }
	for field, changes := range map[string][]func(*Event){
		"start": {
			func(e *Event) { e.Dates = nil }, date(Dates{Start: "morgen", End: "2026-11-24T19:00"}), date(Dates{Start: "2026-11-24", End: "2026-11-24"}),
			date(Dates{Start: "2026-02-30T10:00", End: "2026-02-30T11:00"}), date(Dates{Start: "0001-01-01T10:00", End: "0001-01-01T11:00", Rule: "FREQ=WEEKLY"}),
			date(Dates{Start: "9999-01-01T10:00", End: "9999-01-01T11:00"}), date(Dates{AllDay: true, Start: "2026-11-24T18:00", End: "2026-11-24"}),
		},
		"end": {
			date(Dates{Start: "2026-11-24T18:00"}), date(Dates{Start: "2026-11-24T18:00", End: "2026-11-24T17:59"}), date(Dates{Start: "2026-11-24T18:00", End: "2028-11-24T17:59"}),
			date(Dates{AllDay: true, Start: "2026-11-24", End: "2026-11-23"}),
		},
		"until":          {date(Dates{Start: "2026-11-24T18:00", End: "2026-11-24T19:00", Rule: "FREQ=WEEKLY;UNTIL=20261123"})},
		"rule":           {date(Dates{Start: "2026-11-24T18:00", End: "2026-11-24T19:00", Rule: "FREQ=HOURLY"})},
		"hours":          {date(Dates{Start: "2026-11-24", End: "2026-12-24", AllDay: true, Hours: "mostly"})},
		"age_to":         {func(e *Event) { e.Audience = Audience{AgeFrom: 12, AgeTo: 6} }, func(e *Event) { e.Audience.AgeTo = 300 }},
		"cost_kind":      {func(e *Event) { e.Cost.Kind = "cheap" }},
		"cost_to":        {func(e *Event) { e.Cost = Cost{Kind: CostPaid, From: 500, To: 400} }},
		"register_email": {func(e *Event) { e.Registration.Email = "anna" }},
		"register_phone": {func(e *Event) { e.Registration.Phone = "12" }},
		"register_url":   {func(e *Event) { e.Registration.URL = "ftp://x.example" }},
		"register_left":  {func(e *Event) { e.Registration.Left = "some" }},
		"register_until": {func(e *Event) { e.Registration.Until = "morgen" }},
		"spoken":         {func(e *Event) { e.Spoken = []string{"xx"} }},
		"links":          {func(e *Event) { e.Links = []Link{{URL: "javascript:x"}} }},
		"access_lift":    {func(e *Event) { e.Access = map[string]string{"lift": "yes"} }},
		"date_status":    {func(e *Event) { e.Changes = []Change{{At: "2026-11-24T18:00", Status: "maybe"}} }},
		"date_end": {func(e *Event) {
			e.Changes = []Change{{At: "2026-11-24T18:00", Start: "2026-11-25T18:00", End: "2026-11-25T17:00"}}
		}},
		"status_of_event": {func(e *Event) { e.Status = "perhaps" }},
		"lat":             {func(e *Event) { e.HasPosition, e.Lat = true, 91 }},
		"online":          {func(e *Event) { e.Online = "javascript:alert(1)" }, func(e *Event) { e.Online = "example.org" }},
		"venue":           {func(e *Event) { e.Venue = strings.Repeat("ä", 301) }},
		"town":            {func(e *Event) { e.Town = strings.Repeat("x", 301) }},
	} {
		for i, change := range changes {
			e := good()
			change(e)
			err := e.Validate("de")
			if fields := fault.FieldsOf(err); len(fields) != 1 || fields[0].Name != field || fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s %d: %v", field, i, err)
			}
		}
	}
	e = good()
	e.Street = strings.Repeat("ä", 300)
	if err := e.Validate("de"); err != nil {
		t.Errorf("300 characters: %v", err)
	}
}
