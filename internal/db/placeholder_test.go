package db

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestNumbered(t *testing.T) {
	for _, c := range [][2]string{
		{"SELECT 1", "SELECT 1"},
		{"a = $1 AND b = $2 AND c = $1 AND d = $3", "a = ? AND b = ? AND c = ?1 AND d = ?"},
		{"a = $1 AND b = $10 AND c = $11 AND d = $2", "a = ? AND b = ?10 AND c = ? AND d = ?2"},
		{"a IN ($2,$1)", "a IN (?2,?1)"},
		{"a = '$1' AND b = $1", "a = '$1' AND b = ?"},
		{"a = 'it''s $1' || $2", "a = 'it''s $1' || ?2"},
		{`"$1" = $1`, `"$1" = ?`},
		{`"a""$1" = $1`, `"a""$1" = ?`},
		{"a -- $1\n= $1", "a -- $1\n= ?"},
		{"a /* $1 ' */ = $1", "a /* $1 ' */ = ?"},
		{"a - $1 / $2", "a - ? / ?"},
		{"col$1 = $1", "col$1 = ?"},
		{"'ä$1' = $1 AND 'unclosed $2", "'ä$1' = ? AND 'unclosed $2"},
		{"$01 = $99999999999999999999", "?01 = ?99999999999999999999"},
		{"cost $ 5, $", "cost $ 5, $"},
		{"", ""},
	} {
		if got := numbered(c[0]); got != c[1] {
			t.Errorf("%s\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func FuzzNumbered(f *testing.F) {
	f.Add("a = '$1' -- x\n AND b = $2")
	f.Add("a = $1 AND b = $2 AND c = $1 AND d = $7 AND e = $8")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "?") {
			return // no statement has marks of its own
		}
		got := numbered(text)
		if back := dollars(got); back != text {
			t.Fatalf("%q became %q, which SQLite reads as %q", text, got, back)
		}
	})
}

// dollars reads marks as SQLite does: a bare one is the highest so far and one.
func dollars(text string) string {
	var b strings.Builder
	highest := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '?' {
			b.WriteByte(text[i])
			continue
		}
		end := i + 1
		for end < len(text) && digit(text[end]) {
			end++
		}
		n, err := strconv.Atoi(text[i+1 : end])
		if end == i+1 {
			n = highest + 1
			b.WriteString("$" + strconv.Itoa(n))
		} else if b.WriteByte('$'); err != nil {
			n = math.MaxInt
		}
		highest = max(highest, n)
	}
	return b.String()
}
