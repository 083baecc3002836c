package feed

import (
	"fmt"
	"time"
)

// zone writes a VTIMEZONE with every change of the clocks that touches the
// time between from and to, and the one before, because some readers want
// summer and standard time both. It names each change by its day instead of
// by a rule, so that it tells exactly what Go's zone data say, for any zone.
func (c *calendar) zone(loc *time.Location, from, to time.Time) {
	c.line("BEGIN", "VTIMEZONE")
	c.line("TZID", loc.String())
	t := from.In(loc)
	if start, _ := t.ZoneBounds(); !start.IsZero() {
		t = start.Add(-time.Second)
	}
	for {
		start, end := t.ZoneBounds()
		c.observance(t, start)
		if end.IsZero() || end.After(to) {
			break
		}
		t = end
	}
	c.line("END", "VTIMEZONE")
}

// observance is the time of day that holds at t, since start; a start of zero
// means always.
func (c *calendar) observance(t, start time.Time) {
	name, offset := t.Zone()
	before, onset := offset, "19700101T000000"
	if !start.IsZero() {
		// The onset is a wall time of the offset that ends there.
		_, before = start.Add(-time.Second).Zone()
		onset = start.UTC().Add(time.Duration(before) * time.Second).Format(wallStamp)
	}
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	c.line("BEGIN", kind)
	c.line("DTSTART", onset)
	c.line("TZOFFSETFROM", utcOffset(before))
	c.line("TZOFFSETTO", utcOffset(offset))
	c.text("TZNAME", name)
	c.line("END", kind)
}

// utcOffset writes seconds east of Greenwich as +hhmm, or +hhmmss where a
// zone of old has seconds.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		s += fmt.Sprintf("%02d", rest)
	}
	return s
}
