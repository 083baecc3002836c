package db

import "testing"

func TestNumbered(t *testing.T) {
	for _, c := range [][2]string{
		{"SELECT 1", "SELECT 1"},
		{"a = $1 AND b = $10", "a = ?1 AND b = ?10"},
		{"a IN ($2,$1)", "a IN (?2,?1)"},
		{"a = '$1' AND b = $1", "a = '$1' AND b = ?1"},
		{"a = 'it''s $1' || $2", "a = 'it''s $1' || ?2"},
		{`"$1" = $1`, `"$1" = ?1`},
		{`"a""$1" = $1`, `"a""$1" = ?1`},
		{"a -- $1\n= $1", "a -- $1\n= ?1"},
		{"a /* $1 ' */ = $1", "a /* $1 ' */ = ?1"},
		{"a - $1 / $2", "a - ?1 / ?2"},
		{"col$1 = $1", "col$1 = ?1"},
		{"'ä$1' = $1 AND 'unclosed $2", "'ä$1' = ?1 AND 'unclosed $2"},
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
	f.Fuzz(func(t *testing.T, text string) {
		got := numbered(text)
		if len(got) != len(text) {
			t.Fatalf("the length changed: %q to %q", text, got)
		}
		for i := range len(text) {
			if got[i] != text[i] && !(text[i] == '$' && got[i] == '?') {
				t.Fatalf("byte %d changed: %q to %q", i, text, got)
			}
		}
	})
}
