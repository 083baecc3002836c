package tiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// FileName is the name of the map in the data folder.
const FileName = "map.pmtiles"

// Install checks an archive and copies it into a folder as the map. A running
// server shows it from the next request on. If anything is wrong nothing
// changes there.
func Install(ctx context.Context, file, dir string) (a Summary, err error) {
	in, err := os.Open(filepath.Clean(file))
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	err = Replace(filepath.Join(dir, FileName), func(out *os.File) error {
		if _, err := io.Copy(out, in); err != nil {
			return err
		}
		// the copy is checked, not the source: what is checked is what is shown
		if a, err = Inspect(ctx, out); err != nil {
			return fmt.Errorf("%s: %w; the map stays as it was", file, err)
		}
		return nil
	})
	return a, err
}

// Summary tells of an archive.
type Summary struct {
	Header Header
	Meta   Metadata
	Size   int64 // bytes
}

// Inspect reads and checks a whole archive.
func Inspect(_ context.Context, f *os.File) (Summary, error) {
	info, err := f.Stat()
	if err != nil {
		return Summary{}, err
	}
	a, err := Open(f, info.Size())
	if err != nil {
		return Summary{}, err
	}
	return Summary{a.Header, a.Meta, info.Size()}, a.Check()
}

// Replace writes a file beside its place and moves it there only when it is
// complete and on the disk; readers see the old one or the new one.
func Replace(file string, write func(*os.File) error) (err error) {
	dir := filepath.Dir(file)
	f, err := os.CreateTemp(dir, ".map-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreClosed(f.Close()), os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return err
	}
	return syncDir(dir)
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// syncDir makes the new name survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
