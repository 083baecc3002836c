package recur

import "time"

// Fit says how a wall time fits the clocks of a zone.
type Fit int

// The answers of InZone.
const (
	Exact   Fit = iota
	Skipped     // the clocks are put forward over it: it does not exist that day
	Twice       // the clocks are put back over it: it exists two times
)

// InZone reads a wall time in a zone, as RFC 5545 section 3.3.5 does: one that
// the clocks skip is counted with the offset from before (02:30 becomes
// 03:30), and of two equal ones the first is meant. The answer is in loc.
func InZone(wall time.Time, loc *time.Location) (time.Time, Fit) {
	y, m, d := wall.Date()
	at := time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), 0, loc)
	_, before := at.Add(-day).Zone()
	_, after := at.Add(day).Zone()
	if before == after {
		return at, Exact
	}
	asUTC := time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC)
	early := asUTC.Add(-time.Duration(before) * time.Second).In(loc)
	late := asUTC.Add(-time.Duration(after) * time.Second).In(loc)
	_, e := early.Zone()
	_, l := late.Zone()
	switch {
	case e == before && l == after:
		return early, Twice
	case e != before && l != after:
		return early, Skipped
	case e == before:
		return early, Exact
	}
	return late, Exact
}

// day is long enough to be beyond a change of the clocks, and too short for
// two.
const day = 24 * time.Hour
