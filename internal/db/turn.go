package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// turns puts the writers of several processes on one SQLite file in a line.
// SQLite lets whoever asks at the right moment go first: an import that writes
// one batch after another kept an editor in another process waiting for
// seconds. Here a writer first takes the place of who is next, then waits for
// the one who writes; nobody overtakes who is next. The locks are those of
// files beside the database and go with their process. SQLite's own lock still
// decides who may write.
type turns struct {
	next, now *os.File
	waiting   atomic.Int32 // writers of this process
}

// How long a writer of another process is waited for at most, as SQLite does,
// and how often it is looked whether it is done.
const (
	turnPatience = 10 * time.Second
	turnLook     = time.Millisecond
)

func newTurns(path string) (*turns, error) {
	t := &turns{}
	var err error
	for name, file := range map[string]**os.File{"-next": &t.next, "-turn": &t.now} {
		if *file, err = os.OpenFile(path+name, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			t.close()
			return nil, fmt.Errorf("db: %w", err)
		}
	}
	return t, nil
}

// take waits for the turn until ctx ends. After its patience it comes back as
// well: then SQLite's own lock tells that the file is busy.
func (t *turns) take(ctx context.Context) error {
	patient, done := context.WithTimeout(ctx, turnPatience)
	defer done()
	for _, f := range []*os.File{t.next, t.now} {
		if err := lockFile(patient, f); err != nil && patient.Err() == nil {
			return errors.Join(err, unlockFile(t.next))
		}
	}
	if err := unlockFile(t.next); err != nil {
		return err
	}
	return ctx.Err()
}

func (t *turns) leave() error { return unlockFile(t.now) }

// wanted tells whether another writer waits, in this process or in another.
func (t *turns) wanted() bool {
	if t.waiting.Load() > 0 {
		return true
	}
	free, err := tryLock(t.next)
	if err != nil || !free {
		return err == nil
	}
	_ = unlockFile(t.next)
	return false
}

func (t *turns) close() {
	for _, f := range []*os.File{t.next, t.now} {
		if f != nil {
			_ = f.Close()
		}
	}
}

func lockFile(ctx context.Context, f *os.File) error {
	for {
		if locked, err := tryLock(f); locked || err != nil {
			return err
		}
		select {
		case <-time.After(turnLook):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("db: cannot lock %s: %w", f.Name(), err)
	}
	return true, nil
}

func unlockFile(f *os.File) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_UN); err != nil {
		return fmt.Errorf("db: cannot unlock %s: %w", f.Name(), err)
	}
	return nil
}
