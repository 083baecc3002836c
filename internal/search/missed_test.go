package search

import (
	"fmt"
	"strings"
	"testing"

	"umland/internal/db"
)

func TestMissedQuestionsAreCountedPerPortal(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		x := newWorld(t, d).x
		count := func(portal, lang, q, day string) {
			t.Helper()
			if err := x.CountMissed(t.Context(), portal, lang, q, day); err != nil {
				t.Fatal(err)
			}
		}
		list := func(portal, day string) string {
			t.Helper()
			all, err := x.MissedSince(t.Context(), portal, day)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, m := range all {
				out = append(out, fmt.Sprintf("%s/%s %d %s", m.Words, m.Lang, m.Times, m.Last))
			}
			return strings.Join(out, ", ")
		}
		count("handewitt", "de", "Sperrmüll", "2026-11-20")
		count("handewitt", "de", ` „SPERRMÜLL“? `, "2026-11-24")
		count("handewitt", "da", "hundeskat", "2026-11-24")
		count("harrislee", "de", "Hundesteuer", "2026-11-24")
		if got := list("handewitt", "2026-08-26"); got != "sperrmüll/de 2 2026-11-24, hundeskat/da 1 2026-11-24" {
			t.Errorf("Handewitt misses %s", got)
		}
		if got := list("handewitt", "2026-11-21"); got != "hundeskat/da 1 2026-11-24, sperrmüll/de 1 2026-11-24" {
			t.Errorf("since the 21st: %s", got)
		}
		if err := x.DropMissed(t.Context(), "harrislee", "de", "sperrmüll"); err != nil || !strings.Contains(list("handewitt", ""), "sperrmüll") {
			t.Errorf("another portal takes it away: %v", err)
		}
		if err := x.DropMissed(t.Context(), "handewitt", "da", "hundeskat"); err != nil || list("handewitt", "") != "sperrmüll/de 2 2026-11-24" {
			t.Errorf("dealt with: %s %v", list("handewitt", ""), err)
		}
		n, err := x.ForgetMissed(t.Context(), "2026-11-24")
		if err != nil || n != 1 || list("handewitt", "") != "sperrmüll/de 1 2026-11-24" || list("harrislee", "") != "hundesteuer/de 1 2026-11-24" {
			t.Errorf("forgotten: %d, left %s, %s %v", n, list("handewitt", ""), list("harrislee", ""), err)
		}
	})
}

func TestFloodOfNonsenseFillsNothing(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		x := newWorld(t, d).x
		for i := range missedPerDay + 20 {
			if err := x.CountMissed(t.Context(), "handewitt", "de", fmt.Sprintf("unsinn %s%s", string(rune('a'+i%26)), strings.Repeat("x", i/26)), "2026-11-24"); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := db.One(t.Context(), d, db.Int, `SELECT COUNT(*) FROM missed`); err != nil || n != missedPerDay {
			t.Errorf("%d rows %v", n, err)
		}
		if err := x.CountMissed(t.Context(), "handewitt", "de", "unsinn a", "2026-11-24"); err != nil {
			t.Fatal(err)
		}
		if n, err := db.One(t.Context(), d, db.Int, `SELECT times FROM missed WHERE words = 'unsinn a'`); err != nil || n != 2 {
			t.Errorf("a known one is counted %d times, %v", n, err)
		}
	})
}

func TestWhatMayBePersonalIsNotKept(t *testing.T) {
	for q, want := range map[string]string{
		"Sperrmüll": "sperrmüll", "  Linie   110 ": "linie 110", "Kfz-Zulassung?": "kfz-zulassung", "børnehave": "børnehave", "c++": "",
		"04608 97375": "", "rufen sie 0170 1234567": "", "jemand@example.org": "", "www.example.org": "", "https://example.org": "",
		"ich wohne in der alten schule und": "", strings.Repeat("a", 51): "", "": "", "?!": "", "7": "", "a\x00b": "", "😀 party": "",
	} {
		got, ok := missedWords(q)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q is kept as %q, want %q", q, got, want)
		}
	}
}
