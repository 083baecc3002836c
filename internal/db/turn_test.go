package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"umland/internal/db"
)

// two opens a file twice, as two processes do.
func two(t *testing.T) (server, command *db.DB) {
	t.Helper()
	path := "sqlite:" + filepath.Join(t.TempDir(), "umland.db")
	open := func() *db.DB {
		d, err := db.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() }) // a second time where the test has closed it
		return d
	}
	server, command = open(), open()
	withCounter(t, server)
	return server, command
}

// Another process that writes one transaction after another lets a save in
// after the one that is running.
func TestWritersOfTwoProcessesTakeTurns(t *testing.T) {
	server, command := two(t)
	var written atomic.Int64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			do(t, command, func(ctx context.Context, tx *db.Tx) error {
				time.Sleep(5 * time.Millisecond)
				return logged(ctx, tx, "import")
			})
			written.Add(1)
		}
	}()
	for range 20 {
		before := written.Load()
		do(t, server, func(ctx context.Context, tx *db.Tx) error {
			// One was running, one may have been next already.
			if n := written.Load() - before; n > 3 {
				t.Errorf("%d others went first", n)
			}
			return logged(ctx, tx, "save")
		})
	}
	close(stop)
	<-done
}

// Who writes much can tell that another waits, wherever he is.
func TestWriterIsWanted(t *testing.T) {
	server, command := two(t)
	for _, other := range []*db.DB{server, command} {
		waits := make(chan struct{})
		do(t, command, func(_ context.Context, tx *db.Tx) error {
			if tx.Wanted() {
				t.Error("nobody waits yet")
			}
			go func() {
				defer close(waits)
				do(t, other, func(ctx context.Context, tx *db.Tx) error { return logged(ctx, tx, "save") })
			}()
			for end := time.Now().Add(5 * time.Second); !tx.Wanted(); time.Sleep(time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("the other is not seen")
				}
			}
			return nil
		})
		<-waits
	}
}

// A visitor who goes away stops waiting, and leaves the place in the line.
func TestWaitingForAnotherProcessEnds(t *testing.T) {
	server, command := two(t)
	do(t, command, func(context.Context, *db.Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		err := server.Write(ctx, func(context.Context, *db.Tx) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("err = %v", err)
		}
		return nil
	})
	do(t, command, func(ctx context.Context, tx *db.Tx) error { return logged(ctx, tx, "free again") })
}
