// Package ical reads and writes calendar files (RFC 5545), so that a citizen
// can put what happens in town into a telephone, and a club's own calendar can
// be taken over without typing.
//
// Reading is tolerant: one broken event is refused with its line and the
// reason, and the others are taken. Writing is strict. Both sides use the same
// Event: a series of wall times in a zone, with the dates that differ.
package ical

import (
	"time"

	"umland/internal/recur"
)

// The values of STATUS that an event may have (RFC 5545 section 3.8.1.11). An
// event without STATUS counts as confirmed.
const (
	Confirmed = "CONFIRMED"
	Tentative = "TENTATIVE"
	Cancelled = "CANCELLED"
)

// Details is what an event, or one date of it, says beside its time. On a
// date that differs an empty field means: as the event.
type Details struct {
	Title       string
	Description string
	Location    string
	URL         string
	Status      string // Confirmed, Tentative, Cancelled, or ""
	Language    string // of the texts, BCP 47, or ""
	Organizer   string // a name
	Categories  []string
	HasPosition bool
	Lat, Lon    float64 // degrees, WGS 84
	Class       string  // PUBLIC, PRIVATE, CONFIDENTIAL, or ""
}

// Event is one event with all its dates: one VEVENT, and one more for each
// date that differs.
type Event struct {
	UID      string
	Sequence int
	Stamp    time.Time // DTSTAMP: when this version was made
	Created  time.Time // or zero
	Details
	Series    recur.Series // Start, Length and so on as wall times in Zone
	Zone      *time.Location
	Floating  bool                        // read only: the file names no zone
	Lengths   map[time.Time]time.Duration // of added dates that last otherwise, by wall time
	Overrides []Override

	Line     int // of its BEGIN:VEVENT, from 1; 0 for events that were not read
	Problems []Problem
}

// Override is one date of a series that differs from the others, or with
// Future all from there on.
type Override struct {
	At     time.Time // wall time of the date in the series: RECURRENCE-ID
	Future bool      // RANGE=THISANDFUTURE
	Start  time.Time // wall time at which it takes place
	AllDay bool
	Length time.Duration
	Zone   *time.Location // nil: that of the series
	Details
}

// Occurrence is one date with its time zone settled.
type Occurrence struct {
	Wall       time.Time // in the series: the name of the date
	Start, End time.Time // in the event's zone; for whole days midnights of UTC, the end exclusive
	AllDay     bool
	Fit        recur.Fit
	Details    Details
}

// Occurrences gives the dates that begin at or after from and before to, by
// start, no more than limit (at most recur.MostDates); more tells that there
// are others. The window is compared with the instants; whole days begin at
// midnight in its location.
func (e *Event) Occurrences(from, to time.Time, limit int) (list []Occurrence, more bool) {
	if limit <= 0 || limit > recur.MostDates {
		limit = recur.MostDates
	}
	x := expander{e: e, from: from, to: to, at: map[time.Time]*Override{}}
	for i := range e.Overrides {
		if o := &e.Overrides[i]; o.Future {
			x.future = append(x.future, o)
		} else {
			x.at[o.At] = o
		}
	}
	// Wall times differ from instants, so the window is widened and what lies
	// outside is dropped again.
	begin, end := wallOf(from).Add(-margin), wallOf(to).Add(margin)
	for open := true; open && len(x.list) <= limit; {
		var walls []time.Time
		walls, open = e.Series.Between(begin, end, 0)
		for _, w := range walls {
			x.add(w)
			begin = w.Add(time.Second)
		}
	}
	for i := range e.Overrides { // dates of the series outside of the window, and such that it does not know
		if o := &e.Overrides[i]; !o.Future && x.at[o.At] == o {
			x.override(o.At, o)
		}
	}
	x.sort()
	if len(x.list) > limit {
		return x.list[:limit], true
	}
	return x.list, false
}

// margin is more than any two zones are apart.
const margin = 48 * time.Hour

func wallOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
