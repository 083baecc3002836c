package account

import (
	"net/netip"
	"sync"
	"time"

	"umland/internal/clock"
	"umland/internal/fault"
)

// Limits of signing in: so many tries in a span of time, per account and per
// network. Whoever reaches them waits; nobody is locked out for good.
const (
	maxTries   = 10
	trySpan    = 15 * time.Minute
	maxKeys    = 50_000 // remembered at once
	maxFriends = 5      // networks remembered per account
)

// throttle counts tries in memory only; names and addresses are never
// written anywhere.
type throttle struct {
	mu      sync.Mutex
	clock   clock.Clock
	tries   map[string][]time.Time
	friends map[string][]string // networks from which an account signed in before
}

func newThrottle(c clock.Clock) *throttle {
	return &throttle{clock: c, tries: map[string][]time.Time{}, friends: map[string][]string{}}
}

// try takes one try of an account from a network, or says how long to wait.
// A network from which the account came before has a count of its own, so
// that a stranger's tries cannot keep the owner out.
func (t *throttle) try(name, network string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock.Now()
	keys := []string{"net " + network, t.accountKey(name, network)}
	for _, k := range keys {
		if wait := t.wait(k, now); wait > 0 {
			return fault.New(fault.TooMany, "account.too_many", "minutes", int((wait+time.Minute-1)/time.Minute))
		}
	}
	if len(t.tries) > maxKeys {
		t.sweep(now)
	}
	if len(t.tries) > maxKeys {
		return fault.New(fault.TooMany, "account.busy")
	}
	for _, k := range keys {
		t.tries[k] = append(t.tries[k], now)
	}
	return nil
}

func (t *throttle) accountKey(name, network string) string {
	for _, f := range t.friends[name] {
		if f == network {
			return "friend " + network + " " + name
		}
	}
	return "account " + name
}

// wait drops tries that are over and tells how long until the next is free.
func (t *throttle) wait(key string, now time.Time) time.Duration {
	list := t.tries[key]
	for len(list) > 0 && !now.Before(list[0].Add(trySpan)) {
		list = list[1:]
	}
	if len(list) == 0 {
		delete(t.tries, key)
		return 0
	}
	t.tries[key] = list
	if len(list) < maxTries {
		return 0
	}
	return list[len(list)-maxTries].Add(trySpan).Sub(now)
}

func (t *throttle) sweep(now time.Time) {
	for k := range t.tries {
		t.wait(k, now)
	}
}

// succeeded forgets the account's tries and remembers the network.
func (t *throttle) succeeded(name, network string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tries, t.accountKey(name, network))
	if t.accountKey(name, network) != "account "+name {
		return
	}
	if len(t.friends) > maxKeys {
		clear(t.friends)
	}
	known := append(t.friends[name], network)
	if len(known) > maxFriends {
		known = known[1:]
	}
	t.friends[name] = known
}

// Network is the part of a remote address by which tries are counted: /24 of
// IPv4, /48 of IPv6; "" stays "" and counts as one network.
func Network(remote string) string {
	addr, err := netip.ParseAddrPort(remote)
	ip := addr.Addr()
	if err != nil {
		if ip, err = netip.ParseAddr(remote); err != nil {
			return ""
		}
	}
	ip = ip.Unmap().WithZone("")
	bits := 48
	if ip.Is4() {
		bits = 24
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
