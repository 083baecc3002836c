// Package clock tells the time of day to every part of the portal, so that
// "open now" and "today" mean the same everywhere and a test can choose them.
// It is the only package that reads the machine's clock.
package clock

import (
	"sync"
	"time"
)

// Clock gives the current instant. Whoever asks for the time takes a Clock.
type Clock interface {
	Now() time.Time
}

// System is the clock of the machine.
type System struct{}

// Now is the current instant in UTC. It keeps Go's monotonic reading, so
// that the difference of two instants is right across a change of the clock.
func (System) Now() time.Time { return time.Now().UTC() }

type fixed struct{ t time.Time }

func (f fixed) Now() time.Time { return f.t }

// Fixed is a clock that stands still at t.
func Fixed(t time.Time) Clock { return fixed{t} }

// Manual is a clock that moves only when told to. Its zero value stands at
// the zero time; it may be used by several goroutines.
type Manual struct {
	mu sync.Mutex
	t  time.Time
}

// At gives a manual clock that stands at t.
func At(t time.Time) *Manual { return &Manual{t: t} }

// Now is the instant the clock was last set or advanced to.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.t
}

// Set moves the clock to t, also backwards.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.t = t
}

// Advance moves the clock forward by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.t = m.t.Add(d)
}
