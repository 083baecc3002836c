package submit

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"umland/internal/clock"
)

// waiting is how long somebody is asked to wait.
type waiting time.Duration

func (w waiting) seconds() string { return strconv.Itoa(max(1, int(time.Duration(w).Seconds()))) }

func (w waiting) minutes() int { return max(1, int((time.Duration(w)+time.Minute-1)/time.Minute)) }

// window is the time in which things are counted.
const window = waiting(time.Hour)

// How much may be sent in an hour. The first number is for senders whose
// browser has not solved the task, the second for those whose has: a
// household, a school or a mobile network may share one address.
var (
	perSource = [2]int{5, 20}
	perPortal = [2]int{200, 1000}
)

const (
	perSourceForms = 60 // forms begun
	perAddress     = 5  // letters to one address
	demoFactor     = 20 // everybody who tries the demo comes from one machine
	maxSources     = 100_000
)

// limiter counts what comes from a source. It knows sources only as hashes
// with a salt that lives in memory and for a day; nothing of it is stored or
// logged. It holds at most maxSources of them, some 10 MB.
type limiter struct {
	mu     sync.Mutex
	clock  clock.Clock
	random func([]byte)
	day    string
	salt   []byte
	counts map[[16]byte]count
}

type count struct {
	since int64 // seconds
	n     int32
}

func newLimiter(c clock.Clock, random func([]byte)) *limiter {
	return &limiter{clock: c, random: random}
}

// find gives the count of something that is counted, over if its hour is.
func (l *limiter) find(what, who string) ([16]byte, count) {
	now := l.clock.Now()
	if day := clock.Day(now, time.UTC); day != l.day {
		l.day, l.salt, l.counts = day, make([]byte, 32), map[[16]byte]count{}
		l.random(l.salt)
	}
	mac := hmac.New(sha256.New, l.salt)
	mac.Write([]byte(what + "\x00" + who))
	id := [16]byte(mac.Sum(nil))
	c, ok := l.counts[id]
	if !ok || now.Unix()-c.since >= int64(time.Duration(window).Seconds()) {
		c = count{since: now.Unix()}
	}
	return id, c
}

// left is how long until the hour of a count is over.
func (l *limiter) left(c count) waiting {
	return window - waiting(time.Duration(l.clock.Now().Unix()-c.since)*time.Second)
}

// room tells whether one more can be counted, after dropping what is over.
func (l *limiter) room() bool {
	if len(l.counts) < maxSources {
		return true
	}
	now := l.clock.Now().Unix()
	for id, c := range l.counts {
		if now-c.since >= int64(time.Duration(window).Seconds()) {
			delete(l.counts, id)
		}
	}
	return len(l.counts) < maxSources
}

// add counts one more; the wait is 0, or how long until there is room again.
func (l *limiter) add(what, who string, most int) waiting {
	id, c := l.find(what, who)
	if int(c.n) >= most || !l.room() {
		return max(l.left(c), waiting(time.Second))
	}
	c.n++
	l.counts[id] = c
	return 0
}

// begin counts a form once, when its first step is kept.
func (l *limiter) begin(remote, token string, demo bool) waiting {
	l.mu.Lock()
	defer l.mu.Unlock()
	if id, c := l.find("form", token); c.n == 0 {
		if wait := l.add("forms", source(remote), times(perSourceForms, demo)); wait > 0 {
			return wait
		}
		if l.room() {
			l.counts[id] = count{since: c.since, n: 1}
		}
	}
	return 0
}

// admit counts a sending against its portal and its source. A refused one is
// counted nowhere. crowded tells that it is the portal that has too many.
func (l *limiter) admit(portal, remote string, proven, demo bool) (wait waiting, crowded bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	tier := 0
	if proven {
		tier = 1
	}
	id, all := l.find("portal", portal)
	if int(all.n) >= times(perPortal[tier], demo) {
		return max(l.left(all), waiting(time.Second)), true
	}
	if wait := l.add("source", source(remote), times(perSource[tier], demo)); wait > 0 {
		return wait, false
	}
	all.n++
	l.counts[id] = all
	return 0, false
}

// letter counts a letter to an address.
func (l *limiter) letter(address string, demo bool) waiting {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.add("letter", address, times(perAddress, demo))
}

// bits is how hard the task is: a moment for a telephone, and more the more is
// sent to the portal.
func (l *limiter) bits(portal string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, c := l.find("portal", portal)
	switch {
	case c.n < 50:
		return 15
	case c.n < 200:
		return 17
	case c.n < 500:
		return 18
	}
	return 20
}

func times(most int, demo bool) int {
	if demo {
		return most * demoFactor
	}
	return most
}

// source is the part of a remote address that stands for one household: an
// IPv4 address, or the first 64 bits of an IPv6 address.
func source(remote string) string {
	a, err := netip.ParseAddrPort(remote)
	if err != nil {
		return remote
	}
	ip := a.Addr().Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
