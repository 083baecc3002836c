package importer

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"umland/internal/fault"
)

// Limits keep a wrong or hostile file from eating the machine. Zero means the
// default.
type Limits struct {
	Bytes int64 // of the file; default 64 MiB
	Depth int   // of nested JSON lists and objects; default 40
	Rows  int   // records; default 200 000
}

func (l Limits) filled() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 40
	}
	if l.Rows <= 0 {
		l.Rows = 200_000
	}
	return l
}

// readFile gives a file's text as UTF-8. The failure says what the file is
// instead of data, or why it cannot be read.
func readFile(path string, limits Limits) ([]byte, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.Wrap(err, fault.NotFound, "import.file_missing", "file", path)
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, "import.file_unreadable", "file", path)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fault.New(fault.Invalid, "import.file_unreadable", "file", path)
	}
	raw, err := io.ReadAll(io.LimitReader(f, limits.Bytes+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.file_unreadable", "file", path)
	}
	if int64(len(raw)) > limits.Bytes {
		return nil, fault.New(fault.Invalid, "import.file_too_big", "file", name, "mb", limits.Bytes>>20)
	}
	return decode(raw, name)
}

// foreign holds how files of other formats begin.
var foreign = []struct{ begin, what string }{
	{"PK\x03\x04", "ZIP/Excel/OpenDocument"},
	{"%PDF", "PDF"},
	{"\x1f\x8b", "gzip"},
	{"\xd0\xcf\x11\xe0", "Excel/Word 97"},
	{"\x89PNG", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"SQLite format 3", "SQLite"},
	{"version https://git-lfs", "Git-LFS"},
}

// decode recognises what a file is by its first bytes and turns UTF-16 and
// Windows-1252 into UTF-8 without a byte order mark.
func decode(raw []byte, name string) ([]byte, error) {
	for _, f := range foreign {
		if bytes.HasPrefix(raw, []byte(f.begin)) {
			return nil, fault.New(fault.Invalid, "import.file_foreign", "file", name, "what", f.what)
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		raw = fromUTF16(raw[2:], 0, 1)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		raw = fromUTF16(raw[2:], 1, 0)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, fault.New(fault.Invalid, "import.file_empty", "file", name)
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return nil, fault.New(fault.Invalid, "import.file_binary", "file", name, "line", lineAt(raw, i))
	}
	if !utf8.Valid(raw) {
		text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "import.file_binary", "file", name, "line", 1)
		}
		raw = text
	}
	begin := strings.ToLower(string(bytes.TrimSpace(raw)[:min(200, len(bytes.TrimSpace(raw)))]))
	switch {
	case strings.HasPrefix(begin, "<!doctype html"), strings.HasPrefix(begin, "<html"), strings.Contains(begin, "<head>"):
		return nil, fault.New(fault.Invalid, "import.file_html", "file", name)
	case strings.HasPrefix(begin, "<"):
		return nil, fault.New(fault.Invalid, "import.file_foreign", "file", name, "what", "XML")
	}
	return raw, nil
}

// fromUTF16 decodes pairs of bytes; low and high say where the halves stand.
func fromUTF16(raw []byte, low, high int) []byte {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i+low])|uint16(raw[i+high])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

// lineAt is the number of the line, from 1, in which the byte stands.
func lineAt(raw []byte, offset int) int {
	return 1 + bytes.Count(raw[:min(offset, len(raw))], []byte("\n"))
}
