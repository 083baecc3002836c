package spell

import "testing"

func TestEdits(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"apotheke", "apotheke", 0},
		{"apotheke", "apoteke", 1},   // left out
		{"apotheke", "appotheke", 1}, // doubled
		{"apotheke", "apotheje", 1},  // the key beside
		{"apotheke", "aptoheke", 1},  // swapped
		{"müll", "mull", 1},
		{"å", "a", 1},    // letters, not bytes
		{"ca", "abc", 3}, // restricted: what was swapped is not edited again
		{"rathaus", "radhus", 2},
	} {
		if got := Edits(x.a, x.b); got != x.want {
			t.Errorf("%q to %q: %d, want %d", x.a, x.b, got, x.want)
		}
		if there, back := Edits(x.a, x.b), Edits(x.b, x.a); there != back {
			t.Errorf("%q and %q: %d there, %d back", x.a, x.b, there, back)
		}
	}
}
