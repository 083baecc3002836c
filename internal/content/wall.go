package content

import "time"

// wallForms are how wall times are stored: with minutes, or a whole day.
var wallForms = []string{"2006-01-02T15:04", time.DateOnly}

// Wall reads a stored wall time as if it was in UTC, for its digits only; the
// zero time where it cannot be read.
func Wall(s string) time.Time {
	for _, form := range wallForms {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
