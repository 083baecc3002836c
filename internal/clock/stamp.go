package clock

import (
	"fmt"
	"time"
)

const (
	stampLayout = "2006-01-02T15:04:05.000Z"
	dayLayout   = "2006-01-02"
)

// Stamp is the text by which an instant is stored: UTC, milliseconds, always
// 24 characters ("2026-11-24T14:00:00.000Z"), so that texts sort like the
// instants they name. The zero time has no instant to name and gives "".
// Fractions below a millisecond are cut off, never rounded up into the future.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(stampLayout)
}

// ParseStamp reads what Stamp wrote, in UTC. "" gives the zero time; any
// other text that Stamp could not have written is an error.
func ParseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(stampLayout, s, time.UTC)
	if err != nil || t.Format(stampLayout) != s {
		return time.Time{}, fmt.Errorf("clock: %q is not a stamp like %s", s, stampLayout)
	}
	return t, nil
}

// Day is the local calendar day of t in loc as "2006-01-02"; the zero time
// gives "".
func Day(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(loc).Format(dayLayout)
}

// ParseDay reads a day as written by Day and gives its local midnight in loc.
// "" gives the zero time. Where the clocks jump over midnight it is the first
// instant of the day.
func ParseDay(s string, loc *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(dayLayout, s, loc)
	if err != nil {
		return time.Time{}, fmt.Errorf("clock: %q is not a day like %s", s, dayLayout)
	}
	return t, nil
}
