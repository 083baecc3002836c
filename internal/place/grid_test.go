package place

import (
	"testing"
)

func TestCellsAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "geschlossen": "", "8-12": "08:00-12:00", "8:00-12:00, 14:30-18:00": "08:00-12:00, 14:30-18:00",
		"8.00 bis 12.00 und 14 bis 18 Uhr": "08:00-12:00, 14:00-18:00", "20:00-02:00": "20:00-02:00", "08:00-24:00": "08:00-24:00",
	} {
		if slots, err := readCell(typed); err != nil || cell(slots) != want {
			t.Errorf("%q: %q %v, want %q", typed, cell(slots), err, want)
		}
	}
	for _, typed := range []string{"morgens", "25:00-26:99", "<b>"} {
		if got, err := readCell(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
}

func TestClosures(t *testing.T) {
	for line, want := range map[string]string{
		"2026-12-24 bis 2027-01-01 Betriebsferien": "2026-12-24 bis 2027-01-01 Betriebsferien",
		"2026-10-31": "2026-10-31", "2026-05-01 - 2026-05-02": "2026-05-01 bis 2026-05-02", `2026-05-01 "zu"`: "2026-05-01 'zu'",
	} {
		if got, err := readClosure(line); err != nil || closureText(got, "bis") != want {
			t.Errorf("%q: %+v %v", line, got, err)
		}
	}
	for _, line := range []string{"Weihnachten", "2026-13-01", "2026-12-24 bis 2026-12-01"} {
		if got, err := readClosure(line); err == nil {
			t.Errorf("%q is taken as %+v", line, got)
		}
	}
}
