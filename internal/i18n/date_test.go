package i18n

import (
	"testing"
	"time"
)

func at(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestDates(t *testing.T) {
	d := at("2026-11-24 15:00")
	for _, c := range []struct {
		name string
		f    func(Lang, time.Time) string
		want [3]string
	}{
		{"LongDate", LongDate, [3]string{"Dienstag, 24. November 2026", "tirsdag den 24. november 2026", "Tuesday 24 November 2026"}},
		{"LongDay", LongDay, [3]string{"Dienstag, 24. November", "tirsdag den 24. november", "Tuesday 24 November"}},
		{"Date", Date, [3]string{"24. November 2026", "24. november 2026", "24 November 2026"}},
		{"DayMonth", DayMonth, [3]string{"24. November", "24. november", "24 November"}},
		{"ShortDate", ShortDate, [3]string{"24.11.2026", "24.11.2026", "24 Nov 2026"}},
		{"ShortDay", ShortDay, [3]string{"24.11.", "24.11.", "24 Nov"}},
		{"MonthYear", MonthYear, [3]string{"November 2026", "november 2026", "November 2026"}},
		{"WeekdayShort", WeekdayShort, [3]string{"Di", "ti", "Tue"}},
		{"Time", Time, [3]string{"15:00 Uhr", "kl. 15.00", "3:00 pm"}},
		{"Clock", Clock, [3]string{"15:00", "15.00", "3:00 pm"}},
	} {
		for i, l := range All {
			if got := c.f(l, d); got != c.want[i] {
				t.Errorf("%s(%s) = %q, want %q", c.name, l, got, c.want[i])
			}
		}
	}
	if got := ShortDate(DE, at("2026-03-05 00:00")); got != "05.03.2026" {
		t.Errorf("ShortDate pads: %q", got)
	}
}

func TestCalendarsAreComplete(t *testing.T) {
	for _, l := range All {
		seen := map[string]bool{}
		for i := range 7 {
			d := at("2026-11-22 00:00").AddDate(0, 0, i)
			seen[Weekday(l, d)], seen[WeekdayShort(l, d)] = true, true
		}
		for m := time.January; m <= time.December; m++ {
			seen["m "+Month(l, m)], seen["s "+MonthShort(l, m)] = true, true
		}
		if len(seen) != 7+7+12+12 || seen[""] {
			t.Errorf("%s: a name is missing or stands twice: %v", l, seen)
		}
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		clock string
		want  [3]string
	}{
		{"00:05", [3]string{"0:05 Uhr", "kl. 00.05", "12:05 am"}},
		{"08:00", [3]string{"8:00 Uhr", "kl. 08.00", "8:00 am"}},
		{"12:00", [3]string{"12:00 Uhr", "kl. 12.00", "12:00 pm"}},
		{"23:59", [3]string{"23:59 Uhr", "kl. 23.59", "11:59 pm"}},
	} {
		for i, l := range All {
			if got := Time(l, at("2026-01-01 "+c.clock)); got != c.want[i] {
				t.Errorf("Time(%s, %s) = %q, want %q", l, c.clock, got, c.want[i])
			}
		}
	}
}

func TestTimeRange(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     [3]string
	}{
		{"15:00", "17:00", [3]string{"15:00 bis 17:00 Uhr", "kl. 15.00 til 17.00", "3:00 to 5:00 pm"}},
		{"09:30", "13:00", [3]string{"9:30 bis 13:00 Uhr", "kl. 09.30 til 13.00", "9:30 am to 1:00 pm"}},
		{"15:00", "15:00", [3]string{"15:00 Uhr", "kl. 15.00", "3:00 pm"}},
	} {
		for i, l := range All {
			if got := TimeRange(l, at("2026-01-01 "+c.from), at("2026-01-01 "+c.to)); got != c.want[i] {
				t.Errorf("TimeRange(%s) = %q, want %q", l, got, c.want[i])
			}
		}
	}
}

func TestDateRange(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     [3]string
	}{
		{"2026-11-24", "2026-11-24", [3]string{"24. November 2026", "24. november 2026", "24 November 2026"}},
		{"2026-11-24", "2026-11-26", [3]string{"24. bis 26. November 2026", "24. til 26. november 2026", "24 to 26 November 2026"}},
		{"2026-11-30", "2026-12-02", [3]string{"30. November bis 2. Dezember 2026", "30. november til 2. december 2026", "30 November to 2 December 2026"}},
		{"2026-12-30", "2027-01-02", [3]string{"30. Dezember 2026 bis 2. Januar 2027", "30. december 2026 til 2. januar 2027", "30 December 2026 to 2 January 2027"}},
	} {
		for i, l := range All {
			if got := DateRange(l, at(c.from+" 00:00"), at(c.to+" 00:00")); got != c.want[i] {
				t.Errorf("DateRange(%s) = %q, want %q", l, got, c.want[i])
			}
		}
	}
}

func TestRelativeDay(t *testing.T) {
	today := at("2026-12-31 22:00")
	for _, c := range []struct {
		day  string
		want [3]string
	}{
		{"2026-12-30", [3]string{"gestern", "i går", "yesterday"}},
		{"2026-12-31", [3]string{"heute", "i dag", "today"}},
		{"2027-01-01", [3]string{"morgen", "i morgen", "tomorrow"}},
		{"2027-01-02", [3]string{}},
	} {
		for i, l := range All {
			if got := RelativeDay(l, at(c.day+" 00:00"), today); got != c.want[i] {
				t.Errorf("RelativeDay(%s, %s) = %q, want %q", l, c.day, got, c.want[i])
			}
		}
	}
}
