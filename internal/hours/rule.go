package hours

import "time"

// join is how a rule stands to those before it.
type join uint8

const (
	replaces join = iota // ";": on its days it takes the place of earlier rules
	adds                 // ",": it adds to them
	falls                // "||": it speaks where they leave the place closed
)

// rule is one part of a value: on the days that one of its selectors picks,
// at its spans, its kind holds.
type rule struct {
	join      join
	selectors []selector // none: every day
	spans     []span     // none: the whole day
	kind      Kind
	stated    bool // the kind is written out
	comment   string
	always    bool // every day, whole day
}

// clears is true for a rule that on its days takes away what earlier rules
// say. One that closes only some hours cuts them out instead, and one that
// names no days ("Mo-Fr 08:00-12:00; 13:00-17:00") adds its hours.
func (r *rule) clears() bool {
	return r.join == replaces && len(r.selectors) > 0 && !(r.kind == Closed && len(r.spans) > 0)
}

// selector picks days. All of its parts that are given must hold.
type selector struct {
	years    []yearRange
	dates    []dateRange
	weeks    []weekRange
	days     []dayPick
	holidays []holidayPick
	// both is true for "PH Mo-Fr" (a holiday that is a weekday); "PH,Mo-Fr"
	// is either.
	both bool
	// mask has a bit for each weekday of days that need no counting.
	mask uint8
}

// empty is true for a selector that picks every day.
func (s *selector) empty() bool {
	return len(s.years)+len(s.dates)+len(s.weeks)+len(s.days)+len(s.holidays) == 0
}

type yearRange struct{ from, to, step int }

type weekRange struct{ from, to, step int }

// dayPick is weekdays, perhaps only certain ones of their month.
type dayPick struct {
	mask   uint8 // bit of time.Weekday
	nth    uint16
	offset Day // days after the one that is picked
}

// nthBit is the bit of the n-th (1 to 5) or n-th last (-1 to -5) weekday of a
// month.
func nthBit(n int) uint16 {
	if n < 0 {
		return 1 << (8 - n)
	}
	return 1 << n
}

type holidayPick struct {
	school bool
	offset Day
}

// dateRange is the days from one date to another, both included.
type dateRange struct {
	from, to datePoint
	step     int // every step-th day from the first; 0: each
	// simple: both ends are fixed dates without year, compared by number.
	simple         bool
	fromNum, toNum int
}

// datePoint is a date of each year, or of one.
type datePoint struct {
	year    int // 0: each
	easter  bool
	month   time.Month
	day     int // 0: the whole month
	weekday time.Weekday
	nth     int // not 0: the nth weekday of the month
	offset  Day
}

// span is a stretch of a day, in minutes from midnight or from an event of
// the sun. An end beyond 24:00 is on the next day.
type span struct {
	from, to moment
	openEnd  bool
	// guess is where an open end is taken to end; it is never later than the
	// beginning of the rule's next span.
	guess int
	// point is true where only the beginning is given with an open end.
	point bool
}

// moment is a time of day.
type moment struct {
	sun    sunEvent
	minute int // from midnight, or before and after the event
}

type sunEvent uint8

const (
	noSun sunEvent = iota
	dawn
	sunrise
	sunset
	dusk
)

// standIn is the time that stands for an event of the sun where the position
// is not known.
var standIn = [...]int{0, 5*60 + 30, 6 * 60, 18 * 60, 18*60 + 30}
