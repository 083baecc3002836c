package ical

import (
	"strconv"
	"strings"
	"time"
)

// form is how a point in time is written.
type form int

const (
	noForm    form = iota
	dayForm        // 20261124
	localForm      // 20261124T180000
	utcForm        // 20261124T170000Z
)

const (
	dayLayout   = "20060102"
	localLayout = "20060102T150405"
	utcLayout   = "20060102T150405Z"
)

// parseStamp reads a date or a date with time; the answer is as if in UTC. It
// takes times without seconds too.
func parseStamp(s string) (time.Time, form) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) == len(dayLayout)+1 {
		s = strings.TrimSuffix(s, "Z") // Google writes birthdays so
	}
	if len(s) == len(dayLayout) {
		if t, err := time.Parse(dayLayout, s); err == nil {
			return t, dayForm
		}
		return time.Time{}, noForm
	}
	f := localForm
	if strings.HasSuffix(s, "Z") {
		f, s = utcForm, s[:len(s)-1]
	}
	if len(s) == len("20060102T1504") {
		s += "00"
	}
	if len(s) == len(localLayout) && strings.HasSuffix(s, "60") {
		s = s[:len(s)-2] + "59" // a leap second
	}
	t, err := time.Parse(localLayout, s)
	if err != nil {
		return time.Time{}, noForm
	}
	return t, f
}

// parseDuration reads a DURATION (RFC 5545 section 3.3.6): P1W, P1DT2H, PT15M.
func parseDuration(s string) (time.Duration, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(s, "+-")
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" {
		return 0, false
	}
	var sum time.Duration
	inTime := false
	for rest != "" {
		if rest[0] == 'T' && !inTime {
			inTime, rest = true, rest[1:]
			continue
		}
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 || i > 9 {
			return 0, false
		}
		n, err := strconv.Atoi(rest[:i])
		unit := unitOf(rest[i], inTime)
		if err != nil || unit == 0 || n > int(mostLength/unit) {
			return 0, false
		}
		sum += time.Duration(n) * unit
		rest = rest[i+1:]
	}
	if sum > mostLength {
		return 0, false
	}
	if negative {
		sum = -sum
	}
	return sum, true
}

// mostLength bounds the length of one date.
const mostLength = 20 * 366 * 24 * time.Hour

func unitOf(letter byte, inTime bool) time.Duration {
	switch {
	case letter == 'W' && !inTime:
		return 7 * wholeDay
	case letter == 'D' && !inTime:
		return wholeDay
	case letter == 'H' && inTime:
		return time.Hour
	case letter == 'M' && inTime:
		return time.Minute
	case letter == 'S' && inTime:
		return time.Second
	}
	return 0
}
