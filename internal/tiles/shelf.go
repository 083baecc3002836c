package tiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// ErrNoMap is given where an installation has no map.
var ErrNoMap = errors.New("there is no map")

// Shelf holds the map of an installation: the file in its folder, or one that
// comes with the program. A file that is replaced is taken up at the next
// question.
type Shelf struct {
	file   string
	own    []byte
	mu     sync.Mutex
	stamp  string
	onHand *Edition
}

// Edition is a map as it stood at one moment.
type Edition struct {
	*Archive
	Version string // changes with the file; a strong ETag without its quotes
	size    int64
}

// NewShelf keeps the map of a folder; own is used where the folder has none,
// and nil for no map then.
func NewShelf(dir string, own []byte) *Shelf {
	return &Shelf{file: filepath.Join(dir, FileName), own: own}
}

// Current gives the map, or ErrNoMap.
func (s *Shelf) Current() (*Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info, err := os.Stat(s.file)
	stamp := "own"
	switch {
	case err == nil:
		stamp = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case s.own == nil:
		return nil, ErrNoMap
	}
	if s.onHand != nil && s.stamp == stamp {
		return s.onHand, nil
	}
	e, err := s.open(stamp)
	if err != nil {
		return nil, err
	}
	s.stamp, s.onHand = stamp, e
	return e, nil
}

// open opens the map. The file is closed with the last reader of the edition:
// the runtime closes files that nobody can reach any more.
func (s *Shelf) open(stamp string) (*Edition, error) {
	if stamp == "own" {
		return newEdition(bytes.NewReader(s.own), int64(len(s.own)), stamp)
	}
	f, err := os.Open(s.file)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	e, err := newEdition(f, info.Size(), stamp)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return e, nil
}

// newEdition takes the version from the beginning of the archive, which says
// where everything lies, and from the file's size and time.
func newEdition(r io.ReaderAt, size int64, stamp string) (*Edition, error) {
	a, err := Open(r, size)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, min(size, 1<<20))); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(h, stamp); err != nil {
		return nil, err
	}
	return &Edition{a, hex.EncodeToString(h.Sum(nil))[:20], size}, nil
}

// ServeHTTP gives the archive, whole or in the ranges that a browser asks for.
// With ?v= and the version the answer may be kept for good.
func (s *Shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	e, err := s.Current()
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		if errors.Is(err, ErrNoMap) {
			http.NotFound(w, r)
			return
		}
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", MediaType)
	h.Set("ETag", `"`+e.Version+`"`)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == e.Version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(e.r, 0, e.size))
}
