package clock_test

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"umland/internal/clock"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestStampIsFixedWidthUTC(t *testing.T) {
	at := time.Date(2026, 11, 24, 15, 0, 0, 0, berlin(t))
	if got := clock.Stamp(at); got != "2026-11-24T14:00:00.000Z" {
		t.Fatalf("Stamp = %q", got)
	}
	if got := clock.Stamp(time.Time{}); got != "" {
		t.Fatalf("Stamp(zero) = %q", got)
	}
	late := time.Date(2026, 1, 2, 3, 4, 5, 999_999_999, time.UTC)
	if got := clock.Stamp(late); got != "2026-01-02T03:04:05.999Z" {
		t.Fatalf("a stamp must not round into the future: %q", got)
	}
}

func TestStampsSortLikeInstants(t *testing.T) {
	start := time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC)
	var stamps []string
	for i := range 200 {
		stamps = append(stamps, clock.Stamp(start.Add(time.Duration(i*i)*7*time.Millisecond)))
	}
	if !slices.IsSorted(stamps) {
		t.Fatal("stamps of rising instants are not in order")
	}
}

func TestParseStamp(t *testing.T) {
	at := time.Date(2026, 3, 29, 1, 0, 0, 5_000_000, time.UTC)
	got, err := clock.ParseStamp(clock.Stamp(at))
	if err != nil || !got.Equal(at) {
		t.Fatalf("there and back: %v, %v", got, err)
	}
	if got, err := clock.ParseStamp(""); err != nil || !got.IsZero() {
		t.Fatalf("empty: %v, %v", got, err)
	}
	for _, bad := range []string{
		"2026-03-29", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00.000+01:00", "2026-02-30T01:00:00.000Z",
		"2026-03-29T01:00:00,000Z", "2026-03-29T01:00:00.0000Z", "gestern", " 2026-03-29T01:00:00.000Z",
	} {
		if got, err := clock.ParseStamp(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
}

func TestDayIsLocal(t *testing.T) {
	late := time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)
	if got := clock.Day(late, berlin(t)); got != "2026-11-25" {
		t.Fatalf("Day = %q, it is past midnight in Berlin", got)
	}
	if got := clock.Day(late, time.UTC); got != "2026-11-24" {
		t.Fatalf("Day in UTC = %q", got)
	}
	midnight, err := clock.ParseDay("2026-11-25", berlin(t))
	if err != nil || clock.Stamp(midnight) != "2026-11-24T23:00:00.000Z" {
		t.Fatalf("ParseDay = %v, %v", midnight, err)
	}
	if _, err := clock.ParseDay("25.11.2026", berlin(t)); err == nil {
		t.Fatal("a German date is not a stored day")
	}
}

func TestClocks(t *testing.T) {
	at := time.Date(2026, 8, 27, 12, 0, 0, 0, time.UTC)
	if got := clock.Fixed(at).Now(); !got.Equal(at) {
		t.Fatalf("Fixed = %v", got)
	}
	hand := clock.At(at)
	hand.Advance(90 * time.Minute)
	if got := hand.Now(); !got.Equal(at.Add(90 * time.Minute)) {
		t.Fatalf("Advance = %v", got)
	}
	hand.Set(at)
	if got := hand.Now(); !got.Equal(at) {
		t.Fatalf("Set = %v", got)
	}
	a := clock.System{}.Now()
	if b := (clock.System{}).Now(); b.Before(a) || a.Location() != time.UTC {
		t.Fatalf("System went back or is not in UTC: %v, %v", a, b)
	}
}
