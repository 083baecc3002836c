package alike

// spelling is how much of the longer word two words share, from 0 to 1, by
// Damerau's distance: one letter wrong, missing, too many or changed with its
// neighbour counts as one mistake.
func spelling(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := []rune(a), []rune(b)
	longer := max(len(x), len(y))
	if longer == 0 {
		return 1
	}
	if longer > 120 {
		return 0
	}
	return 1 - float64(mistakes(x, y))/float64(longer)
}

// mistakes is the restricted Damerau-Levenshtein distance.
func mistakes(x, y []rune) int {
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
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
