package place

import (
	"testing"

	"umland/internal/hours"
)

func TestGridHoldsTheUsualValues(t *testing.T) {
	for _, value := range []string{
		"", "Mo-Fr 08:00-18:00; PH off", "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; PH off",
		"Tu 10:00-12:00; Th 15:00-18:00", "Mo-Su 10:00-24:00; PH 11:00-17:00",
		`Mo-Fr 08:00-16:00; 2026 Dec 24-2027 Jan 01 off "Betriebsferien"`, "Mo 08:00-12:00; 2026 Oct 31 off",
	} {
		g, ok := readGrid(value)
		if !ok || g.value() != value {
			t.Errorf("%q comes back as %q (%v)", value, g.value(), ok)
		}
		if _, err := hours.Parse(value); value != "" && err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
	if g, ok := readGrid("08:00-20:00"); !ok || g.value() != "Mo-Su 08:00-20:00" {
		t.Errorf("%q %v", g.value(), ok)
	}
	for _, rich := range []string{"Mo-Fr sunrise-sunset", "Apr-Sep: Mo 08:00-12:00", "24/7", "SH off", "Mo[1] 10:00-12:00", "Mo-Fr 08:00-12:00 || unknown", "kaputt"} {
		if _, ok := readGrid(rich); ok {
			t.Errorf("%q does not fit into the grid", rich)
		}
	}
}

func TestCellsAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "geschlossen": "", "8-12": "08:00-12:00", "8:00-12:00, 14:30-18:00": "08:00-12:00, 14:30-18:00",
		"8.00 bis 12.00 und 14 bis 18 Uhr": "08:00-12:00, 14:00-18:00", "20:00-02:00": "20:00-02:00", "08:00-24:00": "08:00-24:00",
	} {
		if got, err := readCell(typed); err != nil || got != want {
			t.Errorf("%q: %q %v, want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"morgens", "25:00-26:99", "<b>"} {
		if got, err := readCell(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
}

func TestClosures(t *testing.T) {
	for line, want := range map[string]closure{
		"2026-12-24 bis 2027-01-01 Betriebsferien": {"2026-12-24", "2027-01-01", "Betriebsferien"},
		"2026-10-31": {"2026-10-31", "2026-10-31", ""}, "2026-05-01 - 2026-05-02": {"2026-05-01", "2026-05-02", ""},
	} {
		if got, err := readClosure(line); err != nil || got != want {
			t.Errorf("%q: %+v %v", line, got, err)
		}
	}
	for _, line := range []string{"Weihnachten", "2026-13-01", "2026-12-24 bis 2026-12-01"} {
		if got, err := readClosure(line); err == nil {
			t.Errorf("%q is taken as %+v", line, got)
		}
	}
}
