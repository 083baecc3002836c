// Package content is the spine that everything published shares: whatever a
// citizen finds in a list, a search or a feed, and every version that a clerk
// may want back, goes through it.
package content

import (
	"slices"
	"strings"
	"time"

	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/web"
)

// Kind is what an item is.
type Kind string

// The kinds of the product.
const (
	Article      Kind = "article"
	Place        Kind = "place"
	Event        Kind = "event"
	Page         Kind = "page"
	Service      Kind = "service"
	Organisation Kind = "organisation"
)

// Kinds lists all kinds in the order in which a reader meets them.
var Kinds = []Kind{Article, Place, Event, Service, Organisation, Page}

// Path is the canonical address of the kind's list.
func (k Kind) Path() string {
	switch k {
	case Article:
		return "/beitraege"
	case Place:
		return "/orte"
	case Event:
		return "/veranstaltungen"
	case Service:
		return "/leistungen"
	case Organisation:
		return "/organisationen"
	}
	return "/seiten"
}

// Valid tells whether the kind exists.
func (k Kind) Valid() bool {
	for _, known := range Kinds {
		if k == known {
			return true
		}
	}
	return false
}

// Status is where an item stands between a clerk's desk and the public.
type Status string

// The statuses of an item.
const (
	Draft     Status = "draft"
	Published Status = "published"
	Withdrawn Status = "withdrawn"
)

// Source says where an imported item comes from; it is empty for items
// written here.
type Source struct {
	ID, Key     string // the source and the record's stable identity in it
	Hash        string // of the record as it was last taken over
	Title       string
	Licence     string
	Attribution string
	Touched     bool // an editor has changed the item since
}

// Head is what all items have in common.
type Head struct {
	ID           string
	Portal       string // slug of the owner
	Kind         Kind
	Slug         string
	Status       Status
	Version      int // 0: not yet stored
	First        string
	VisibleFrom  time.Time // zero: at once
	VisibleUntil time.Time // zero: for good
	Organisation string    // id of the organisation that owns it, or ""
	Image        string    // name of a picture, or ""
	ImageCredit  string
	Source       Source
	MergedInto   string // id of the item that stands for it since the two were found to be the same, or ""
	Created      time.Time
	Updated      time.Time
	Published    time.Time // zero: never
}

// Public tells whether visitors see the item at the instant.
func (h *Head) Public(at time.Time) bool {
	return h.Status == Published && !at.Before(h.VisibleFrom) &&
		(h.VisibleUntil.IsZero() || at.Before(h.VisibleUntil))
}

// Path is the canonical address of the item.
func (h *Head) Path() string { return h.Kind.Path() + "/" + h.Slug }

// Text is an item in one language, or in Leichte Sprache.
type Text struct {
	Title  string
	Kicker string
	Teaser string
	Body   richtext.HTML
	Alt    string // of the picture
}

// Item is a head with its texts by language key and its categories, the main
// one first.
type Item struct {
	Head
	Texts      map[string]Text
	Categories []string
}

// NewItem is an empty draft of a portal in its first language.
func NewItem(portal string, kind Kind, first i18n.Lang) Item {
	return Item{Head: Head{Portal: portal, Kind: kind, Status: Draft, First: string(first)}, Texts: map[string]Text{}}
}

// Text gives the text for a language key and the key of the text found: the
// asked one, then the item's first language, then German, Danish, English.
func (it *Item) Text(lang string) (Text, string) {
	if t, ok := it.Texts[lang]; ok {
		return t, lang
	}
	order := []string{it.First}
	if lang == i18n.Leicht {
		order = []string{string(i18n.DE), it.First}
	}
	for _, l := range i18n.All {
		order = append(order, string(l))
	}
	for _, l := range order {
		if t, ok := it.Texts[l]; ok {
			return t, l
		}
	}
	return Text{}, lang
}

// Category is the main category, or "".
func (it *Item) Category() string {
	if len(it.Categories) == 0 {
		return ""
	}
	return it.Categories[0]
}

// Card is what a room adds to the listing of its item.
type Card struct {
	Sort                          string // "" sorts by title
	Street, Postcode, Town, Phone string
	HasPosition                   bool
	Lat, Lon                      float64
	Venue                         string // name of the place of an event
	Byline                        string
	Facts                         Facts
	Marks                         []string // what its list can be narrowed by: free, families
	Words                         []string // found by the search besides the texts
}

// Facts are small language-free facts that a row of a list shows, such as
// free=yes; words are made of them when the row is drawn.
type Facts map[string]string

// Date is one date of an event, in wall time of the portal's zone.
type Date struct {
	Start, End  time.Time // instants in UTC
	StartWall   string    // 2006-01-02T15:04, or 2006-01-02 for all-day
	EndWall     string
	Day, EndDay string // inclusive
	AllDay      bool
	Place       string // id of the place, or ""
	Status      string // scheduled, cancelled, postponed, moved-online, sold-out
	Was         string // wall time it would have begun at, where that is another
	Elsewhere   *Spot  // where it is held, if not where the event is
}

// Spot is where one date is held.
type Spot struct {
	Venue, Street, Postcode, Town string
	HasPosition                   bool
	Lat, Lon                      float64
}

// Act says who changes something and why.
type Act struct {
	Actor    string // account id, "import:<source>", "demo"
	Reason   string
	Imported bool // the change comes from the item's source
}

// Draftable is what a room hands to the spine to be saved.
type Draftable struct {
	Item  *Item
	Card  Card
	Dates []Date
	Open  []OpenSpan // of a place, for the next days
	Body  any        // the whole item, for the revision
}

// OpenSpan is a stretch of time in which a place is open, or in which that is
// unknown; what no span holds is closed.
type OpenSpan struct {
	Start, End time.Time
	State      string // open or unknown
}

// Reserved tells whether a slug may not be given.
func Reserved(slug string) bool { return web.Reserved(slug) }

// String writes the facts as k=v;k=v in a stable order.
func (f Facts) String() string {
	var keys []string
	for k, v := range f {
		if v != "" {
			keys = append(keys, k+"="+strings.NewReplacer(";", ",", "=", " ").Replace(v))
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, ";")
}

// Fact finds one fact in its stored form.
func Fact(facts, key string) string {
	for facts != "" {
		var part string
		part, facts, _ = strings.Cut(facts, ";")
		if k, v, _ := strings.Cut(part, "="); k == key {
			return v
		}
	}
	return ""
}
