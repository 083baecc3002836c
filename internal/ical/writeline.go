package ical

import (
	"strings"
	"unicode/utf8"
)

// maxOctets is the length of a line in octets without its end (RFC 5545
// section 3.1).
const maxOctets = 75

// writer writes content lines of iCalendar.
type writer struct{ b strings.Builder }

// line writes a line whose value is none of text: a date, an address, a word
// of the standard. What would end the line early is taken out.
func (c *writer) line(name, value string) {
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == utf8.RuneError || r >= 0x7f && printable(r) != r }) {
		value = strings.Map(func(r rune) rune {
			if r < ' ' || r == utf8.RuneError || printable(r) != r {
				return -1
			}
			return r
		}, value)
	}
	c.fold(name + ":" + value)
}

// text writes a line with a value that people read; nothing where it is
// empty.
func (c *writer) text(name, value string) {
	if value = escape(value); value != "" {
		c.fold(name + ":" + value)
	}
}

// fold breaks a line before the 76th octet and never inside a character; each
// further line begins with a blank, which counts.
func (c *writer) fold(s string) {
	room := maxOctets
	for len(s) > room {
		cut := room
		for cut > room-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
			cut--
		}
		c.b.WriteString(s[:cut])
		c.b.WriteString("\r\n ")
		s, room = s[cut:], maxOctets-1
	}
	c.b.WriteString(s)
	c.b.WriteString("\r\n")
}

// escape writes a text value (RFC 5545 section 3.3.11): backslash, semicolon
// and comma are marked, line breaks written as \n, other control characters
// and broken UTF-8 left out.
func escape(s string) string {
	s = strings.TrimSpace(strings.Map(printable, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "")))
	if !strings.ContainsAny(s, "\\;,\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := range len(s) {
		switch s[i] {
		case '\\', ';', ',':
			b.WriteByte('\\')
			b.WriteByte(s[i])
		case '\n':
			b.WriteString(`\n`)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// printable makes one line break of all kinds and drops what has no place in
// a text.
func printable(c rune) rune {
	switch {
	case c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029':
		return '\n'
	case c == '\t':
		return ' '
	case c < ' ' || c >= 0x7f && c < 0xa0:
		return -1
	}
	return c
}
