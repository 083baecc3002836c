// Package search finds what a citizen typed in everything that the portals
// hold: by whole words and by their beginnings, with ä, æ and ae alike.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxWords bounds what one query may ask for.
const maxWords = 12

// fold maps letters of the region's languages to one spelling: ä, æ and ae
// are the same, and so are ö, ø and oe, å and aa, ü and ue, ß and ss.
var fold = strings.NewReplacer(
	"ä", "ae", "æ", "ae", "ö", "oe", "ø", "oe", "ü", "ue", "å", "aa", "ß", "ss", "ẞ", "ss",
)

// Fold brings a text to the spelling in which words are compared.
func Fold(s string) string {
	s = fold.Replace(strings.ToLower(norm.NFC.String(s)))
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return fold.Replace(s) // ǿ is an ø with a stroke too many
}

// SortKey is the folded text with everything dropped that does not count in
// an alphabetical list.
func SortKey(s string) string { return strings.Join(split(Fold(s)), " ") }

func split(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Words gives the words of a text in the spelling of the index; words of a
// length that nobody types are cut.
func Words(s string) []string {
	words := split(Fold(s))
	for i, w := range words {
		if len(w) > 40 {
			words[i] = strings.ToValidUTF8(w[:40], "")
		}
	}
	return words
}

// Query gives the distinct words of what a visitor typed, at most maxWords.
func Query(q string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range Words(q) {
		if w != "" && !seen[w] && len(out) < maxWords {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
