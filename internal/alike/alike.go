// Package alike tells whether two entries seem to be about the same thing, so
// that a citizen does not find the town hall twice and a clerk is asked before
// typing it again. It only compares; whoever asks decides.
//
// It knows no room: places, events and organisations can all be compared by
// their names and addresses.
package alike

import (
	"slices"

	"umland/internal/geo"
)

// SameName is the likeness from which two names count as the same, CloseName
// that from which they count as spelled closely. Both were set on the open
// lists of schools, day-care centres, police stations and stops; the test of
// this package tells what they find there.
const (
	SameName  = 0.93
	CloseName = 0.75
)

// Near is the distance in metres within which the same name means the same
// thing.
const Near = 100

// Entry is what is known of one thing. Empty parts are not known.
type Entry struct {
	Names       []string // in any of its languages
	Sorts       []string // categories; stops and schools are not the same, whatever they are called
	Street      string   // with its house number
	Postcode    string
	Town        string
	HasPosition bool
	Lat, Lon    float64 // degrees, WGS 84
}

// Ground is why two entries seem to be the same.
type Ground string

// The grounds, and none.
const (
	None      Ground = ""
	ByName    Ground = "name"    // the same name within Near
	ByAddress Ground = "address" // a close name at the same address
)

// Likeness is what a comparison found.
type Likeness struct {
	Ground  Ground
	Name    float64 // from 0 to 1, of the two names that are most alike
	Metres  float64 // between the positions, or -1 where one is not known
	Address bool    // street, number and town agree
}

// Compare compares two entries.
func Compare(a, b Entry) Likeness {
	l := Likeness{Metres: -1, Name: best(a, b), Address: SameAddress(a, b)}
	if a.HasPosition && b.HasPosition {
		l.Metres = geo.Distance(geo.Point{Lat: a.Lat, Lon: a.Lon}, geo.Point{Lat: b.Lat, Lon: b.Lon})
	}
	same := l.Name >= SameName
	switch {
	case differ(a.Sorts, b.Sorts):
		if same && l.Address {
			l.Ground = ByAddress
		}
	case same && l.Metres >= 0 && l.Metres <= Near:
		l.Ground = ByName
	case l.Name >= CloseName && l.Address:
		l.Ground = ByAddress
	}
	return l
}

// differ tells whether both have categories and none in common.
func differ(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, s := range a {
		if slices.Contains(b, s) {
			return false
		}
	}
	return true
}

// best is the likeness of the two names that are most alike.
func best(a, b Entry) float64 {
	most := 0.0
	for _, x := range a.Names {
		for _, y := range b.Names {
			most = max(most, Names(without(x, a.Street), without(y, b.Street), a.Town, b.Town))
		}
	}
	return most
}
