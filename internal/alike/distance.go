package alike

import (
	"unicode/utf8"

	"umland/internal/spell"
)

// spelling is how much of the longer word two words share, from 0 to 1, by
// Damerau's distance: one letter wrong, missing, too many or changed with its
// neighbour counts as one mistake.
func spelling(a, b string) float64 {
	if a == b {
		return 1
	}
	longer := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longer == 0 {
		return 1
	}
	if longer > 120 {
		return 0
	}
	return 1 - float64(spell.Edits(a, b))/float64(longer)
}

// enough is the likeness from which two words count as one.
const enough = 0.8

// overlap is the part of the letters of two lists of words that stand in
// both, from 0 to 1; a word that is spelled closely counts as far as it is.
func overlap(a, b []string) float64 {
	total, shared := 0, 0.0
	for _, w := range a {
		total += len(w)
	}
	for _, w := range b {
		total += len(w)
	}
	if total == 0 {
		return 1
	}
	used := make([]bool, len(b))
	for _, w := range a {
		best, at := 0.0, -1
		for j, v := range b {
			if used[j] {
				continue
			}
			if s := spelling(w, v); s > best && (s == 1 || s >= enough && len(w) >= 4) {
				best, at = s, j
			}
		}
		if at >= 0 {
			used[at] = true
			shared += best * float64(len(w)+len(b[at]))
		}
	}
	return shared / float64(total)
}
