package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/ical"
)

const sample = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:chor@example.org\r\nSUMMARY:Chorprobe\r\nDTSTART:20261020T193000\r\nDURATION:PT2H\r\n" +
	"RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Kaputt\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// TestCalendarIsShown: a dry run tells what a calendar file or address holds,
// and needs no installation.
func TestCalendarIsShown(t *testing.T) {
	t.Chdir(t.TempDir())
	file := filepath.Join(t.TempDir(), "chor.ics")
	if err := os.WriteFile(file, []byte(sample), 0o600); err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(sample)) }))
	defer site.Close()
	for _, from := range []string{file, site.URL + "/chor.ics"} {
		t.Setenv("UMLAND_FETCH_ALLOW", "127.0.0.1")
		code, out, errs := umland(t, "", "import", "ics", from, "--dry-run", "--json", "--from", "2026-10-20", "--to", "2026-10-27", "--tz", "Europe/Copenhagen")
		var list []ical.Listed
		if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 || errs != "" {
			t.Fatalf("exit %d: %s%s %v", code, out, errs, err)
		}
		if len(list) != 2 || len(list[0].Occurrences) != 2 || list[0].Occurrences[1].Start != "2026-10-27T19:30:00+01:00" ||
			list[0].Timezone != "Europe/Copenhagen" || list[1].Status != "rejected" || !strings.Contains(list[1].Problems[0], "Zeile 10") {
			t.Errorf("%s", out)
		}
	}
	code, out, errs := umland(t, "", "import", "ics", file, "--dry-run", "--from", "2026-01-01")
	if code != 0 || errs != "" || !strings.Contains(out, "Chorprobe: 3 Daten") || !strings.Contains(out, "abgelehnt: 1") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 0 {
		t.Errorf("a dry run left %v", entries)
	}
}

func TestCalendarIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte("<!doctype html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code int
		word string
		args []string
	}{
		{1, "gibt es nicht", []string{"none.ics"}},
		{1, "keine Veranstaltungen", []string{page}},
		{1, "nicht lesen", []string{"."}},
		{1, "öffentlichen Internet", []string{"http://127.0.0.1:1/a.ics"}},
		{1, "keine Adresse", []string{"file:///etc/hostname"}},
		{2, "--tz", []string{page, "--tz", "Mond"}},
		{2, "--from", []string{page, "--from", "morgen"}},
		{2, "--to", []string{page, "--from", "2026-02-01", "--to", "2026-01-01"}},
	} {
		code, out, errs := umland(t, "", append([]string{"import", "ics", "--dry-run"}, c.args...)...)
		oneLine(t, strings.Join(c.args, " "), code, c.code, errs, c.word)
		if out != "" {
			t.Errorf("%v said %q", c.args, out)
		}
	}
}
