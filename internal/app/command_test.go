package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/testkit"
)

// oneLine asserts a refusal that a person can read.
func oneLine(t *testing.T, what string, code, want int, errs string, words ...string) {
	t.Helper()
	if code != want || strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "umland: ") {
		t.Errorf("%s: exit %d, want %d, said %q", what, code, want, errs)
	}
	for _, w := range words {
		if !strings.Contains(errs, w) {
			t.Errorf("%s: %q does not name %s", what, errs, w)
		}
	}
}

func TestHelpHasExamples(t *testing.T) {
	for _, command := range []string{"serve", "demo", "import", "portal add", "portal list", "portal show", "user add", "user list", "user disable", "privacy export", "privacy delete", "check"} {
		code, out, errs := umland(t, "", append(strings.Fields(command), "--help")...)
		if code != 0 || errs != "" || !strings.Contains(strings.Join(strings.Fields(out), " "), "Example: umland "+command) {
			t.Errorf("%s: exit %d\n%s%s", command, code, out, errs)
		}
	}
	if code, out, _ := umland(t, ""); code != 0 || !strings.Contains(out, "import") {
		t.Errorf("without a command: exit %d\n%s", code, out)
	}
	if code, out, _ := umland(t, "", "--version"); code != 0 || strings.TrimSpace(out) != Version {
		t.Errorf("version: exit %d %q", code, out)
	}
}

func TestWrongUse(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range [][]string{
		{"fly"},
		{"import"},
		{"import", "cats", "x.csv", "--by-area"},
		{"import", "places", "x.csv"},
		{"portal", "add"},
		{"serve", "--fast"},
		{"import", "places", "x.csv", "--portal", "a", "--by-area"},
		{"portal", "add", "a", "--name", "A", "--place", "A", "--host", "a", "--country", "se"},
	} {
		code, out, errs := umland(t, "", args...)
		oneLine(t, strings.Join(args, " "), code, 2, errs)
		if out != "" {
			t.Errorf("%v said %q", args, out)
		}
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 0 {
		t.Errorf("wrong use left %v", entries)
	}
}

func TestFirstSteps(t *testing.T) {
	schools := schools(t)
	t.Chdir(t.TempDir())
	dir := filepath.Join(t.TempDir(), "data")
	do := func(stdin string, args ...string) string {
		t.Helper()
		code, out, errs := umland(t, stdin, append(args, "--data", dir)...)
		if code != 0 {
			t.Fatalf("%v: exit %d\n%s", args, code, errs)
		}
		return out
	}
	add := []string{"portal", "add", "handewitt", "--name", "Handewitt Mobil", "--place", "Handewitt", "--host", "handewitt.example.org"}
	do("", append(add, "--subtitle", "im Umland", "--operator-name", "Gemeinde")...)
	do("", append(add, "--brand", "#ABCDEF")...) // again changes it and keeps the rest
	var shown portalOut
	if err := json.Unmarshal([]byte(do("", "portal", "show", "handewitt", "--json")), &shown); err != nil {
		t.Fatal(err)
	}
	if shown.Brand != "#abcdef" || shown.Operator.Name != "Gemeinde" || shown.URL != "https://handewitt.example.org" {
		t.Errorf("%+v", shown)
	}
	if out := do("", "portal", "list"); !strings.Contains(out, "handewitt.example.org") {
		t.Error(out)
	}
	do("ein langes Passwort für Anna\n", "user", "add", "anna", "--portal", "handewitt")
	if out := do("", "user", "list"); !strings.Contains(out, "editor@handewitt") {
		t.Error(out)
	}
	do("", "user", "disable", "anna")
	if out := do("", "user", "list", "--json"); !strings.Contains(out, `"disabled": true`) {
		t.Error(out)
	}
	// A new installation has the terms that imports need.
	do("", "import", "places", schools, "--map", "schulen-schleswig-holstein", "--portal", "handewitt")
	if out := do("", "check"); !strings.Contains(out, "0 with derived rows that differ") {
		t.Error(out)
	}
	var c Checked
	if err := json.Unmarshal([]byte(do("", "check", "--json")), &c); err != nil || c.Items < 50 {
		t.Errorf("%+v %v", c, err)
	}
	refuse := func(want int, stdin string, words []string, args ...string) {
		t.Helper()
		code, _, errs := umland(t, stdin, append(args, "--data", dir)...)
		errs = strings.TrimPrefix(errs, passwordPrompt(args))
		oneLine(t, strings.Join(args, " "), code, want, errs, words...)
	}
	refuse(1, "", []string{"nowhere"}, "import", "places", schools, "--portal", "nowhere")
	refuse(1, "", []string{"fehlt.csv"}, "import", "places", "fehlt.csv", "--by-area")
	refuse(1, "", nil, "import", "places", schools, "--map", "no-such-profile", "--by-area")
	refuse(1, "", nil, "import", "events", schools, "--map", "schulen-schleswig-holstein", "--by-area")
	refuse(1, "", []string{"nowhere"}, "portal", "show", "nowhere")
	refuse(1, "", []string{"host"}, "portal", "add", "b", "--name", "B", "--place", "B", "--host", "handewitt.example.org")
	refuse(1, "", []string{"brand"}, "portal", "add", "b", "--name", "B", "--place", "B", "--host", "b.example.org", "--brand", "red")
	refuse(1, "", []string{"zone"}, "portal", "add", "b", "--name", "B", "--place", "B", "--host", "b.example.org", "--zone", "Mars")
	refuse(1, "kurz\n", nil, "user", "add", "berta")
	refuse(1, "", nil, "user", "add", "berta")
	refuse(1, "ein langes Passwort\n", []string{"nowhere"}, "user", "add", "berta", "--portal", "nowhere")
	refuse(1, "ein langes Passwort für Berta\n", nil, "user", "add", "berta", "--role", "queen")
	refuse(1, "", nil, "user", "disable", "nobody")
	refuse(1, "", []string{"addr"}, "serve", "--addr", "8080")
	refuse(1, "", []string{"database"}, "check", "--database", "mysql://x")
}

// passwordPrompt is what stands before the refusal of user add.
func passwordPrompt(args []string) string {
	if args[0] == "user" && args[1] == "add" {
		return "Password for berta (at least 15 characters): "
	}
	return ""
}

// schools is a file with the first hundred schools of the real list.
func schools(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "oklab-school", "schulen_schleswig_holstein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "schulen.csv")
	if err := os.WriteFile(file, []byte(strings.Join(strings.SplitAfter(string(raw), "\n")[:101], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A second server on a folder is refused; an import beside it is not.
func TestOneServerPerFolder(t *testing.T) {
	schools := schools(t)
	t.Chdir(t.TempDir())
	dir := t.TempDir()
	cfg := defaults()
	cfg.Data = dir
	a, err := New(t.Context(), cfg, clock.System{}, logger(os.Stderr, "error"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	addPortals(t, a, "handewitt", "harrislee")
	for _, command := range []string{"serve", "demo"} {
		code, _, errs := umland(t, "", command, "--data", dir, "--addr", "127.0.0.1:0")
		oneLine(t, command, code, 1, errs, "another umland", dir)
	}
	code, out, errs := umland(t, "", "import", "places", schools, "--map", "schulen-schleswig-holstein", "--portal", "harrislee", "--data", dir, "--json")
	if code != 0 {
		t.Fatalf("import beside a server: %d %s", code, errs)
	}
	var report struct {
		Read, New int
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.New == 0 {
		t.Fatalf("%v %s", err, out)
	}
	if w := visit(t, a, "harrislee.localhost", "/orte.json"); !strings.Contains(w.Body.String(), `"total"`) || strings.Contains(w.Body.String(), `"total":0`) {
		t.Errorf("the server does not show what was imported: %.200s", w.Body)
	}
	if w := visit(t, a, "handewitt.localhost", "/orte.json"); strings.Contains(w.Body.String(), "harrislee") {
		t.Errorf("it stands in the other portal too: %.200s", w.Body)
	}
}
