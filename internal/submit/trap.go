package submit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// A form is filled in by people only in between these times.
const (
	fastest = 1500 * time.Millisecond
	longest = 24 * time.Hour
)

// key gives the secret that signs forms; the first form ever makes it.
func (m *Room) key(ctx context.Context) ([]byte, error) {
	const read = `SELECT secret FROM submission_key WHERE name = 'form'`
	secret, err := db.One(ctx, m.db, db.Text, read)
	if err == db.ErrNone {
		fresh := make([]byte, 32)
		m.random(fresh)
		err = m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO submission_key (name, secret) VALUES ('form', $1) ON CONFLICT (name) DO NOTHING`, hex.EncodeToString(fresh))
			return err
		})
		if err != nil {
			return nil, err
		}
		secret, err = db.One(ctx, m.db, db.Text, read)
	}
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(secret)
}

// stamp is the signed time at which a form of a portal was handed out. It
// stands in the form, so no cookie is needed.
func (m *Room) stamp(ctx context.Context, portal string) (string, error) {
	key, err := m.key(ctx)
	if err != nil {
		return "", err
	}
	millis := strconv.FormatInt(m.clock.Now().UnixMilli(), 10)
	return millis + "." + sign(key, portal, millis), nil
}

func sign(key []byte, portal, millis string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(portal + "\x00" + millis))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// pace says how a form came back: "" in good time, or the key of a message.
// fresh tells that the form needs a new stamp.
func (m *Room) pace(ctx context.Context, portal, stamp string) (message string, fresh bool, err error) {
	key, err := m.key(ctx)
	if err != nil {
		return "", false, err
	}
	millis, mac, _ := strings.Cut(stamp, ".")
	n, failed := strconv.ParseInt(millis, 10, 64)
	if failed != nil || !hmac.Equal([]byte(mac), []byte(sign(key, portal, millis))) {
		return "submit.stale", true, nil
	}
	switch age := m.clock.Now().Sub(time.UnixMilli(n)); {
	case age > longest:
		return "submit.stale", true, nil
	case age < fastest:
		return "submit.too_fast", false, nil
	}
	return "", false, nil
}

// Limits of sending in, per address.
const (
	perHour     = 5
	perHourDemo = 50 // everybody who tries the demo comes from one machine
	maxSenders  = 100_000
)

// limiter counts what was sent from an address. It knows addresses only as
// hashes with a salt that lives in memory and for a day; nothing of it is
// stored or logged.
type limiter struct {
	mu     sync.Mutex
	clock  clock.Clock
	random func([]byte)
	day    string
	salt   []byte
	sent   map[string][]time.Time
}

func newLimiter(c clock.Clock, random func([]byte)) *limiter {
	return &limiter{clock: c, random: random}
}

// take counts one more from the address, or says TooMany.
func (l *limiter) take(remote string, most int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if day := clock.Day(now, time.UTC); day != l.day {
		l.day, l.salt, l.sent = day, make([]byte, 32), map[string][]time.Time{}
		l.random(l.salt)
	}
	mac := hmac.New(sha256.New, l.salt)
	mac.Write([]byte(origin(remote)))
	id := string(mac.Sum(nil)[:16])
	recent := l.sent[id]
	for len(recent) > 0 && !now.Before(recent[0].Add(time.Hour)) {
		recent = recent[1:]
	}
	if len(recent) >= most || len(l.sent) >= maxSenders && len(recent) == 0 {
		return fault.New(fault.TooMany, "submit.too_many")
	}
	l.sent[id] = append(recent, now)
	return nil
}

// origin is the part of a remote address that stands for one household: an
// IPv4 address, or the first 64 bits of an IPv6 address.
func origin(remote string) string {
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

// most is how many an address may send in an hour.
func most(demo bool) int {
	if demo {
		return perHourDemo
	}
	return perHour
}

// Name is the kind as a clerk or a visitor reads it.
func (k Kind) Name(lang i18n.Lang) string { return i18n.T(lang, "submit.kind_"+string(k)) }

// Title is the subject as a clerk reads it.
func (s *Submission) Title(lang i18n.Lang) string {
	if s.Kind == Contact || s.Kind == Error {
		return i18n.T(lang, "submit.subject_"+s.Subject)
	}
	return s.Subject
}
