package phone

import (
	"fmt"
	"sync"
	"testing"

	"umland/internal/i18n"
)

// Kept forms are those of their number and language, however many there were
// and whoever asks at the same time.
func TestFormsAreKeptApart(t *testing.T) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range mostForms + 100 {
				number := fmt.Sprintf("+494613%05d", i)
				for _, lang := range i18n.All {
					if got, want := Format(number, lang), format(number, lang); i%97 == 0 && got != want {
						t.Errorf("%s in %s: %q, want %q", number, lang, got, want)
					}
				}
			}
		})
	}
	all.Wait()
	if n := len(written.kept); n > mostForms {
		t.Errorf("%d are kept", n)
	}
}
