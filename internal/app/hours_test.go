package app

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/testkit"
)

func TestHoursEval(t *testing.T) {
	at := []string{"hours", "eval", "--at", "2026-11-24T10:00:00+01:00", "--lat", "54.78", "--lon", "9.43", "--country", "de", "--state", "SH"}
	code, out, errs := umland(t, "Mo-Fr 08:00-18:00; PH off\nMo-Fr 08:00-12:00; SH off\nkaputt\n", at...)
	if code != 0 || errs != "" {
		t.Fatalf("%d %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var got []struct {
		State, Next_Change, Error *string
		Text                      map[string]string
	}
	for _, l := range lines {
		got = append(got, struct {
			State, Next_Change, Error *string
			Text                      map[string]string
		}{})
		if err := json.Unmarshal([]byte(l), &got[len(got)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 3 || *got[0].State != "open" || *got[0].Next_Change != "2026-11-24T18:00:00+01:00" || got[0].Text["de"] != "geöffnet bis 18:00 Uhr" ||
		*got[1].State != "unknown" || got[2].State != nil || got[2].Error == nil {
		t.Errorf("%s", out)
	}
	school := filepath.Join(testkit.SharedData(t), "openholidays", "de_holidays_holidays.school.sh.csv")
	if _, out, _ := umland(t, "Mo-Fr 08:00-12:00; SH off\n", append(at, "--school", school)...); !strings.Contains(out, `"state":"open"`) {
		t.Errorf("with school holidays: %s", out)
	}
	for _, bad := range [][]string{{"--at", "gestern"}, {"--tz", "Europe/Handewitt"}, {"--lat", "99"}} {
		if code, _, errs := umland(t, "", append([]string{"hours", "eval"}, bad...)...); code != 2 || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: %d %q", bad, code, errs)
		}
	}
}
