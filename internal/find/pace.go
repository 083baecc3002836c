package find

import (
	"sync"
	"time"
)

// missedPerMinute is how many questions without an answer a portal counts in
// a minute: more is no citizen.
const missedPerMinute = 20

// pace lets so many through in each minute of each portal.
type pace struct {
	mu     sync.Mutex
	minute int64
	n      map[string]int
}

func (p *pace) allows(portal string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := now.Unix() / 60; m != p.minute || p.n == nil {
		p.minute, p.n = m, map[string]int{}
	}
	p.n[portal]++
	return p.n[portal] <= missedPerMinute
}
