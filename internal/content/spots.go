package content

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"umland/internal/clock"
)

// spots are all public places of the installation in memory, in the order of
// lists by title: what a finder filters by is read through once, whatever the
// filters are and however many they are. They never change; the change log
// tells when others must follow.
type spots struct {
	change      int64  // number of the last change in them
	from, until string // instants between which the open spans are known
	at          []spotAt
	where       []spotWhere // of the same index
	name        []spotName  // of the same index
	words       spotWords
	answers     spotAnswers
}

// spotAt is what is asked about a place, without a pointer and short, so that
// many stand in a processor's cache. All but the marks are numbers in
// spotWords.
type spotAt struct {
	shown, terms, town, open uint32
	marks                    uint8
}

// The marks of a place.
const (
	positioned uint8 = 1 << iota
	stepFree
)

// spotWhere is where a place is, looked at only for what the rest lets pass.
type spotWhere struct {
	x, y, z  float64 // the position on a sphere of radius 1
	lat, lon float64 // degrees
}

// spotName is what a place is ordered and found by.
type spotName struct{ sort, item string }

// spotWords are what many places share, each kept once.
type spotWords struct {
	shown []placedIn
	terms [][]string // categories
	towns []townName
	open  [][]openFrom // spans in which a place is open, the first first
}

// placedIn is which portals show a place.
type placedIn struct {
	owner  string
	others []string
}

// townName is a municipality as it is compared and as it was written.
type townName struct{ key, name string }

// openFrom is a span of the stored opening hours; instants as stored.
type openFrom struct{ start, end string }

// spotAnswers keeps what is asked of the same places again and again, such as
// the length of a list. It goes with the places it is true of.
type spotAnswers struct {
	mu   sync.Mutex
	kept map[string]any
}

// mostSpotAnswers bounds them; they are emptied when full.
const mostSpotAnswers = 500

// answer gives what compute says, computed once. The key names all that it
// depends on.
func answer[T any](p *spots, key string, compute func() T) T {
	a := &p.answers
	a.mu.Lock()
	v, ok := a.kept[key].(T)
	a.mu.Unlock()
	if ok {
		return v
	}
	v = compute()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil || len(a.kept) >= mostSpotAnswers {
		a.kept = map[string]any{}
	}
	a.kept[key] = v
	return v
}

// spotKeeper holds the newest spots; one caller at a time makes the next.
type spotKeeper struct {
	mu      sync.Mutex
	warming atomic.Bool // a server has just begun
	last    atomic.Pointer[spots]
	dict    spotDict // where the words of last stand; guarded by mu
}

// openAhead is how long the open spans in memory reach.
const openAhead = 24 * time.Hour

// Warm makes lists the database's until the function that it gives has read
// the places into memory. A server calls the function beside its first
// requests. Without Warm the first list waits.
func (s *Spine) Warm() (read func(ctx context.Context) error) {
	s.spots.warming.Store(true)
	return func(ctx context.Context) error {
		defer s.spots.warming.Store(false)
		change, err := s.LastChange(ctx)
		if err != nil {
			return err
		}
		_, err = s.nextSpots(ctx, change, "")
		return err
	}
}

// spotsNow gives the places as they are after the last change; nil while they
// are warming. openAt is the instant, as stored, for which their open spans
// are needed, or "".
func (s *Spine) spotsNow(ctx context.Context, openAt string) (*spots, error) {
	change, err := s.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	p := s.spots.last.Load()
	if p.serves(change, openAt) || p == nil && s.spots.warming.Load() {
		return p, nil
	}
	return s.nextSpots(ctx, change, openAt)
}

func (s *Spine) nextSpots(ctx context.Context, change int64, openAt string) (*spots, error) {
	s.spots.mu.Lock()
	defer s.spots.mu.Unlock()
	p := s.spots.last.Load()
	if p.serves(change, openAt) { // another caller was faster
		return p, nil
	}
	p, err := s.followSpots(ctx, p, change, openAt)
	if err != nil {
		s.spots.last.Store(nil) // words may have got numbers that no place has
		return nil, err
	}
	s.spots.last.Store(p)
	return p, nil
}

func (p *spots) serves(change int64, openAt string) bool {
	return p != nil && p.change >= change && (openAt == "" || p.from <= openAt && openAt < p.until)
}

// openWindow is for how long open spans are read where they are asked for at
// an instant: from an hour before, so that another reader's slightly earlier
// instant is served too.
func openWindow(openAt string) (from, until string, err error) {
	t, err := clock.ParseStamp(openAt)
	if err != nil {
		return "", "", err
	}
	return clock.Stamp(t.Add(-time.Hour)), clock.Stamp(t.Add(openAhead)), nil
}
