// Package hours tells a citizen whether a place is open, until when, and when
// it opens again, and helps a clerk to write opening hours without mistakes.
//
// Opening hours are kept in the opening_hours grammar of OpenStreetMap
// (specification 0.7.2: weekly hours, spans past midnight, seasons, weeks,
// dates, movable feasts, public and school holidays, comments, fallbacks).
// Parse reads a value and mends what people commonly write instead; each
// mending is a Warning. What cannot be known is Unknown and never guessed.
// Where the grammar leaves room, doc/decisions/010-opening-hours.md says
// which reading was chosen.
package hours

import (
	"time"

	"umland/internal/i18n"
)

// Kind is what holds at an instant. The zero value is Closed: a place whose
// rules say nothing about an hour is closed then.
type Kind uint8

// The three kinds of a state.
const (
	Closed Kind = iota
	Open
	Unknown
)

// String is the word used in data: open, closed or unknown.
func (k Kind) String() string {
	switch k {
	case Open:
		return "open"
	case Unknown:
		return "unknown"
	default:
		return "closed"
	}
}

// Reason tells why a state is not plain.
type Reason uint8

// The reasons of a state.
const (
	Plain         Reason = iota
	OnHoliday            // a rule for public holidays decided; State.Holiday names the day
	OnSchool             // a rule for school holidays decided
	SchoolUnknown        // it depends on school holidays that are not known
	OpenEnd              // the closing time is left open ("17:00+")
)

// State is what holds at an instant.
type State struct {
	Kind Kind
	// Comment is the text the value itself gives, in the language of whoever
	// wrote it; on a public holiday without such a text it is the day's name
	// in the country's language.
	Comment string
	Reason  Reason
	Holiday Holiday
}

// Span is a stretch of time in one state; End is not part of it.
type Span struct {
	Start, End time.Time
	State      State
}

// Value is opening hours that have been read. It does not change and may be
// used by several goroutines.
type Value struct {
	// Text is what was read, as it was written.
	Text     string
	Warnings []Warning

	rules []rule
	// spills is true where a rule runs past midnight, constant where every day
	// is the same from 0:00 to 24:00.
	spills, constant bool
	// dated is true where every rule names dates or years, so that days may be
	// skipped.
	dated  bool
	school bool
}

// NeedsSchool is true for a value whose rules name school holidays.
func (v *Value) NeedsSchool() bool { return v.school }

// Warning is something in a value that was mended or that may not mean what
// its writer wanted. Args are name, value pairs of the message.
type Warning struct {
	Key  string
	Args []any
}

// Text is the warning for readers of a language.
func (w Warning) Text(lang i18n.Lang) string {
	args := append([]any{}, w.Args...)
	for i := range args {
		if d, ok := args[i].(Day); ok {
			args[i] = i18n.ShortDate(lang, d.Midnight(time.UTC))
		}
	}
	return i18n.T(lang, w.Key, args...)
}

// maxLength is the longest value that is read, in bytes. OpenStreetMap allows
// 255 characters; ours may carry comments in three languages.
const maxLength = 2000

// Context is what the meaning of a value depends on beside its text.
type Context struct {
	// Zone is the zone of the place; nil is UTC.
	Zone *time.Location
	// Lat and Lon (WGS 84 degrees) are needed for sunrise and sunset. Both 0
	// means not known: then 6:00 and 18:00 stand in.
	Lat, Lon float64
	// Country ("de", "dk") and State ("SH"; German Länder as in ISO 3166-2)
	// choose the public holidays.
	Country, State string
	// School tells whether a day is in the school holidays, and whether that
	// is known. nil: not known for any day.
	School func(day Day) (holiday, known bool)

	// sunZone is the zone of the sun's times where Zone is not the place's own.
	sunZone *time.Location
}

func (c Context) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}
