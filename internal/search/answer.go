package search

import (
	"time"

	"umland/internal/geo"
)

// Request is what a visitor asks for.
type Request struct {
	Portal string     // slug of the portal that is asked
	Lang   string     // language key of the reader
	Q      string     // as typed: words, "phrases", places, heute, in der Nähe …
	Kinds  []string   // only these kinds; none is all
	Region bool       // the whole region; otherwise what the portal shows
	Near   *geo.Point // where the reader is, where that is known
	Now    time.Time  // in the zone of the portal; zero takes the clock's
	Page   int        // from 1; 0 is the first
	Size   int        // hits on a page, 1 to 100; 0 is 20

	bare bool // without snippets
}

// Hit is an item that fits. The ranges are half open and count code points
// of the text they mark.
type Hit struct {
	Item         string
	Kind         string
	Portal       string // slug of the owner
	Title        string // in the reader's language, or the one it falls back to
	Score        float64
	Snippet      string   // plain text around what was found
	Matched      [][2]int // in Snippet
	TitleMatched [][2]int // in Title
}

// Answer is a page of hits and how the question was understood.
type Answer struct {
	Total     int
	Kinds     map[string]int // hits of each kind, whatever Kinds asked for
	Hits      []Hit
	Corrected string       // the question with its slips mended, or "" where nothing was mended
	Relaxed   []string     // words left out because nothing holds all of them
	Filters   []Understood // what was taken for a filter, in the order of the question
	Words     bool         // the question held something to search for
}

// The kinds of an Understood.
const (
	Today = "today" // only what is on today
	Open  = "open"  // only places that are open now
	Near  = "near"  // only what is near the reader, the nearest first
	Town  = "town"  // the name of a municipality or village
)

// Understood is a part of the question that was taken for a filter. A link to
// the search for Rest takes it away again.
type Understood struct {
	Kind string // today, open, near, town
	Text string // as typed
	Rest string // the question without it
	// Missing tells that the filter could not be used: nobody said where the
	// reader is.
	Missing bool
}

// Suggestion completes what has been typed so far.
type Suggestion struct {
	Text string // the whole question
	Item string // the item where the suggestion is its title, or ""
	Kind string // of that item, or ""
}
