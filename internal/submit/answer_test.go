package submit

import (
	"strings"
	"testing"
	"time"
)

func TestHoursAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"15:00": "15:00", "15.30": "15:30", "15": "15:00", "9 Uhr": "09:00", "9:05 uhr": "09:05", "kl. 15.30": "15:30", "7,15": "07:15", "24:00": "", "15:60": "",
		"halb drei": "", "": "", "15:0": "", "-1": "", "15:00:00": "",
	} {
		got := ""
		if at, ok := parseHour(in); ok {
			got = at.Format("15:04")
		}
		if got != want {
			t.Errorf("%q: %q instead of %q", in, got, want)
		}
	}
}

func TestDaysAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[[3]string]string{
		{"5", "12", "2026"}: "2026-12-05", {"05.", "12.", "26"}: "2026-12-05", {"29", "2", "2028"}: "2028-02-29", {"29", "2", "2027"}: "bad", {"5", "", "2026"}: "bad",
		{"0", "1", "2026"}: "bad", {"5", "Dezember", "2026"}: "bad", {"5", "12", "20260"}: "bad", {"", "", ""}: "",
	} {
		got, known, ok := answers{"tag": in[0], "tag_monat": in[1], "tag_jahr": in[2]}.day("tag")
		if !ok {
			got = "bad"
		}
		if got != want || known != (want != "") {
			t.Errorf("%v: %q %v", in, got, known)
		}
	}
}

// FuzzAnswers: whatever is typed into day and hour is either refused or comes
// back as it was understood.
func FuzzAnswers(f *testing.F) {
	for _, seed := range [][4]string{{"5", "12", "2026", "15:00"}, {"31", "2", "27", "9 Uhr"}, {"", "", "", ""}, {"-1", "99999999999999999999", "x", "kl. 7"}, {"5.", " 12 ", "1e3", "15.5"}} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	f.Fuzz(func(t *testing.T, day, month, year, hour string) {
		a := answers{"tag": day, "tag_monat": month, "tag_jahr": year}
		if iso, known, ok := a.day("tag"); ok && known {
			if _, err := time.Parse(time.DateOnly, iso); err != nil {
				t.Fatalf("%q is no day", iso)
			}
			b := answers{}
			b.setDay("tag", iso)
			if again, _, _ := b.day("tag"); again != iso {
				t.Errorf("%q comes back as %q", iso, again)
			}
		}
		if at, ok := parseHour(hour); ok {
			if again, ok := parseHour(at.Format("15:04")); !ok || !again.Equal(at) {
				t.Errorf("%q is %v", hour, at)
			}
		}
		if v := source(strings.TrimSpace(day)); v == "" && strings.TrimSpace(day) != "" {
			t.Errorf("%q has no source", day)
		}
	})
}
