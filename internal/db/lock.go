package db

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ErrLocked is what LockDir returns when another process has the folder.
var ErrLocked = errors.New("another umland is running on this data folder")

// LockDir keeps the data folder dir for this process alone until release is
// called or the process ends, however it ends. A second one gets ErrLocked.
func LockDir(dir string) (release func(), err error) {
	path := filepath.Join(dir, "umland.lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("db: cannot lock %s: %w", path, err)
		}
		who := make([]byte, 20)
		n, _ := f.ReadAt(who, 0) // only for the message
		return nil, fmt.Errorf("%w: %s (process %s)", ErrLocked, dir, strings.TrimSpace(string(who[:n])))
	}
	// The file stays when the lock goes: removing it would let two processes
	// lock two files of the same name.
	if err := errors.Join(f.Truncate(0), writeAt(f, strconv.Itoa(os.Getpid())+"\n")); err != nil {
		f.Close()
		return nil, fmt.Errorf("db: cannot write %s: %w", path, err)
	}
	return func() { f.Close() }, nil
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}
