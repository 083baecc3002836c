package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"umland/internal/fault"
)

// Cost of a hash: argon2id (RFC 9106) with 64 MiB, two passes, one lane.
const (
	hashMemory = 64 * 1024 // KiB
	hashTime   = 2
	hashLanes  = 1
	hashSalt   = 16 // bytes
	hashKey    = 32 // bytes
)

// hash gives the PHC string of a password. Letters that look the same are the
// same, however the keyboard put them together.
func (m *Room) hash(password string) string {
	salt := make([]byte, hashSalt)
	m.random(salt)
	return phc(salt, argon2.IDKey([]byte(norm.NFC.String(password)), salt, hashTime, hashMemory, hashLanes, hashKey))
}

// noPassword is a hash that no password has: its key is random. Unknown names
// are compared with it, so that the answer takes as long as for a known one.
// Making it costs nothing, which a hash at every start would not.
func (m *Room) noPassword() string {
	salt, key := make([]byte, hashSalt), make([]byte, hashKey)
	m.random(salt)
	m.random(key)
	return phc(salt, key)
}

func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// matches compares a password with a PHC string. Costs beyond what we write
// ourselves are refused: a row must not be able to stop the server.
func matches(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false
	}
	if memory < 8 || memory > hashMemory || passes < 1 || passes > 3 || lanes != 1 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 || len(salt) > 64 {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) < 16 || len(want) > 64 {
		return false
	}
	got := argon2.IDKey([]byte(norm.NFC.String(password)), salt, passes, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// gate lets few hashes run at once and few more wait, so that a flood of
// sign-ins can take neither the memory nor the processor.
type gate struct {
	slots   chan struct{}
	waiting atomic.Int64
	most    int64
}

func newGate(slots, waiting int) *gate {
	return &gate{slots: make(chan struct{}, slots), most: int64(waiting)}
}

// enter waits for a slot; TooMany where too many wait already.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	if g.waiting.Add(1) > g.most {
		g.waiting.Add(-1)
		return nil, fault.New(fault.TooMany, "account.busy")
	}
	defer g.waiting.Add(-1)
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
