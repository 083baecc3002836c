package ical

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Bounds of what is read, so that no file eats the machine.
const (
	MaxBytes   = 16 << 20 // of a file
	maxLine    = 1 << 20  // of one line after unfolding; the rest of it is left out
	MostEvents = 20_000   // of a file
)

// line is one content line: unfolded, as UTF-8.
type line struct {
	n    int // of its first line in the file, from 1
	text string
}

// lines unfolds a file (RFC 5545 section 3.1). It takes CRLF, LF and lone CR,
// a byte order mark, UTF-16 and Windows-1252, empty lines, and lines that
// another program broke without folding them: what cannot be a content line
// belongs to the text before.
func lines(raw []byte) []line {
	raw = utf8Bytes(raw)
	var list []line
	var open []byte
	start := 0
	flush := func() {
		if len(open) > 0 {
			list = append(list, line{start, text(open)})
		}
		open = open[:0]
	}
	for n := 1; len(raw) > 0; n++ {
		var own []byte
		own, raw = cutLine(raw)
		switch {
		case len(bytes.TrimSpace(own)) == 0:
			continue
		case (own[0] == ' ' || own[0] == '\t') && len(open) > 0:
			open = grow(open, own[1:])
		case isText(open) && !begins(own, raw):
			open = grow(grow(open, []byte(`\n`)), own)
		default:
			flush()
			start, open = n, grow(open, own)
		}
	}
	flush()
	return list
}

func grow(open, more []byte) []byte {
	return append(open, more[:min(len(more), max(0, maxLine-len(open)))]...)
}

// isText tells whether a line holds a text, in which other programs forget to
// write line breaks as \n.
func isText(open []byte) bool {
	end := bytes.IndexAny(open, ":;")
	if end < 0 {
		return false
	}
	switch strings.ToUpper(string(open[:end])) {
	case "DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "X-ALT-DESC":
		return true
	}
	return false
}

// cutLine gives the first line without its end, and the rest.
func cutLine(raw []byte) (own, rest []byte) {
	i := bytes.IndexAny(raw, "\r\n")
	if i < 0 {
		return raw, nil
	}
	own, rest = raw[:i], raw[i+1:]
	for raw[i] == '\r' && len(rest) > 0 && rest[0] == '\r' {
		rest = rest[1:] // some programs write \r\r\n
	}
	if raw[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return own, rest
}

// begins tells whether a line can be the beginning of a content line: a name,
// and then a colon or a parameter, which may stand in the next line, folded.
func begins(own, rest []byte) bool {
	for i, c := range own {
		switch {
		case c == ':' || c == ';':
			return i > 0
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return len(rest) > 1 && rest[0] == ' ' && (rest[1] == ':' || rest[1] == ';')
}

// utf8Bytes takes off a byte order mark and decodes UTF-16.
func utf8Bytes(raw []byte) []byte {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return fromUTF16(raw[2:], 0)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return fromUTF16(raw[2:], 1)
	}
	return raw
}

func fromUTF16(raw []byte, low int) []byte {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i+low])|uint16(raw[i+1-low])<<8)
	}
	return []byte(string(utf16.Decode(units)))
}

// text is an unfolded line as UTF-8. Folding may have cut a character in two,
// so this comes after it.
func text(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	if s, err := charmap.Windows1252.NewDecoder().Bytes(raw); err == nil {
		return string(s)
	}
	return strings.ToValidUTF8(string(raw), "")
}
