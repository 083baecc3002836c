package submit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"umland/internal/db"
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
	if errors.Is(err, db.ErrNone) {
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

// stamp is the task that a form is handed out with: when that was, how hard
// the task is, and a signature that binds both to the portal and the form. It
// stands in the form, so no cookie is needed.
func (m *Room) stamp(ctx context.Context, portal, form string, hard int) (string, error) {
	key, err := m.key(ctx)
	if err != nil {
		return "", err
	}
	head := strconv.FormatInt(m.clock.Now().UnixMilli(), 10) + "." + strconv.Itoa(hard)
	return head + "." + sign(key, portal, form, head), nil
}

func sign(key []byte, parts ...string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// pace says how a form came back: "" in good time, or the key of a message.
// proven tells whether the browser has solved the task: SHA-256 of the stamp,
// a colon and the counter begins with as many zero bits as the stamp says.
// It costs a browser a moment and whoever sends thousands a lot. A form is
// sent once only, and so is its task solved for one sending only.
func (m *Room) pace(ctx context.Context, portal, form, stamp, counter string) (message string, proven bool, err error) {
	key, err := m.key(ctx)
	if err != nil {
		return "", false, err
	}
	parts := strings.Split(stamp, ".")
	if len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(sign(key, portal, form, parts[0]+"."+parts[1]))) {
		return "submit.stale", false, nil
	}
	millis, err1 := strconv.ParseInt(parts[0], 10, 64)
	hard, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil {
		return "submit.stale", false, nil
	}
	switch age := m.clock.Now().Sub(time.UnixMilli(millis)); {
	case age > longest:
		return "submit.stale", false, nil
	case age < fastest:
		return "submit.too_fast", false, nil
	}
	return "", solved(stamp, counter, hard), nil
}

// solved checks a counter against a task of so many bits.
func solved(stamp, counter string, hard int) bool {
	if counter == "" || len(counter) > 16 {
		return false
	}
	sum := sha256.Sum256([]byte(stamp + ":" + counter))
	zeros := 0
	for _, b := range sum {
		zeros += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return zeros >= hard
}
