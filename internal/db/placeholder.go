package db

import (
	"strconv"
	"strings"
)

// numbered writes $n as SQLite's own marks. There a bare $1 is a name, and a
// driver may bind names in the order in which they appear, silently swapping
// arguments. A number that is the next one, as most are, becomes a bare ?,
// which SQLite counts on from the highest before it (sqlite.org/lang_expr.html,
// 11. Parameters); any other keeps its number, which for SQLite is a name too
// and is looked for among all others of the statement whenever it is bound:
// long inserts lost half their time so. Texts, quoted names and comments stay
// as they are.
func numbered(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	highest := 0
	for i := 0; i < len(text); {
		if n := literal(text[i:]); n > 0 {
			b.WriteString(text[i : i+n])
			i += n
			continue
		}
		if text[i] != '$' || i+1 == len(text) || !digit(text[i+1]) || i > 0 && wordByte(text[i-1]) {
			b.WriteByte(text[i])
			i++
			continue
		}
		end := i + 1
		for end < len(text) && digit(text[end]) {
			end++
		}
		b.WriteByte('?')
		n, err := strconv.Atoi(text[i+1 : end])
		if next := highest + 1; err != nil || n != next || text[i+1] == '0' {
			b.WriteString(text[i+1 : end])
		}
		highest = max(highest, n)
		i = end
	}
	return b.String()
}

// literal is the length of the text, quoted name or comment that s begins
// with, 0 if it begins with none. An unclosed one reaches to the end.
func literal(s string) int {
	switch {
	case s[0] == '\'', s[0] == '"':
		return quoted(s)
	case strings.HasPrefix(s, "--"):
		return until(s, "\n")
	case strings.HasPrefix(s, "/*"):
		return until(s, "*/")
	default:
		return 0
	}
}

// quoted is the length of the quoted part at the start of s; a doubled quote
// inside it stands for one.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			continue
		}
		if i+1 < len(s) && s[i+1] == s[0] {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

func until(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i + len(end)
	}
	return len(s)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordByte(c byte) bool {
	return digit(c) || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
