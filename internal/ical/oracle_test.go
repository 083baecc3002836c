package ical_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/i18n"
	"umland/internal/ical"
	"umland/internal/testkit"
)

// judged is a file with its window: two years from the first event on.
type judged struct {
	Path string `json:"path"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
	name string
	list []ical.Listed
	err  error
}

type answer struct {
	Error  string
	Dates  [][3]any
	Failed [][2]string
}

// ask runs ical.js on files. Without node the test is left out; with CI=true
// it fails.
func ask(t *testing.T, files []*judged) []answer {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"files": files, "most": 1000})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "calendar.mjs")
	cmd.Dir = "oracle"
	cmd.Env = append(os.Environ(), "TZ=Europe/Berlin")
	cmd.Stdin = bytes.NewReader(raw)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the judge did not run: %v\n%s", err, errs.String())
		}
		t.Skipf("left out, the judge did not run (npm ci in internal/ical/oracle): %v\n%s", err, errs.String())
	}
	var list []answer
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var a answer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	if len(list) != len(files) {
		t.Fatalf("%d answers for %d files", len(list), len(files))
	}
	return list
}

// corpus reads all calendar files of the shared data.
func corpus(t *testing.T) []*judged {
	t.Helper()
	root := filepath.Join(testkit.SharedData(t), "ics")
	var files []*judged
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		full, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		f := &judged{Path: full, name: strings.TrimPrefix(path, root+"/")}
		files = append(files, f)
		f.read(t)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (f *judged) read(t *testing.T) {
	t.Helper()
	raw, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
	defer stop()
	cal, err := ical.Read(ctx, raw, berlin(t))
	if err != nil {
		f.err = err
		return
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, berlin(t))
	for _, e := range cal.Events {
		if y := e.Series.Start.Year(); y < from.Year() && y > 1900 {
			from = time.Date(y, 1, 1, 0, 0, 0, 0, berlin(t))
		}
	}
	to := from.AddDate(2, 0, 0)
	f.From, f.To = from.UnixMilli(), to.UnixMilli()
	f.list = cal.List(ctx, i18n.DE, from, to)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("%s took %s", f.name, took)
	}
}

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// dates are the dates of a file as the judge tells them.
func (f *judged) dates(t *testing.T, unread []string) []string {
	t.Helper()
	told := func(s string, day bool) string {
		if day {
			return s
		}
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(at.Unix())
	}
	var list []string
	for _, e := range f.list {
		if slices.Contains(unread, e.UID) {
			continue
		}
		for _, o := range e.Occurrences {
			day := len(o.Start) == len(time.DateOnly)
			list = append(list, e.UID+" "+told(o.Start, day)+" "+told(o.End, day))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (a *answer) list() []string {
	var list []string
	for _, d := range a.Dates {
		one := fmt.Sprint(d[0])
		for _, v := range d[1:] {
			if n, ok := v.(float64); ok {
				v = int64(n)
			}
			one += fmt.Sprint(" ", v)
		}
		list = append(list, one)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// unread are the UIDs of events that ical.js failed at, and of which it has no
// date.
func (a *answer) unread(dates []string) []string {
	var list []string
	for _, f := range a.Failed {
		if !slices.ContainsFunc(dates, func(d string) bool { return strings.HasPrefix(d, f[0]+" ") }) {
			list = append(list, f[0])
		}
	}
	return list
}

// explained are the files whose dates differ, each with the reason; the
// decision note tells more.
var explained = map[string]string{
	"ical.js/multiple_rrules.ics":                           "ical.js drops the last date before UNTIL where two rules end",
	"icalendar/issue_1081_tzid_param.ics":                   "ical.js knows no zone of the IANA without a VTIMEZONE",
	"icalendar/issue_313_globally_unique_tzid.ics":          "ical.js knows no zone of the IANA without a VTIMEZONE",
	"icalendar/issue_156_RDATE_with_PERIOD_TZID_khal.ics":   "an orphaned RECURRENCE-ID with RDATE: we give all dates, the judge the first, and its zone is one of the IANA",
	"icalendar/issue_156_RDATE_with_PERIOD_TZID_khal_2.ics": "an orphaned RECURRENCE-ID with RDATE: we give all dates, the judge the first",
}

// without gives what a has and b has not.
func without(a, b []string) []string {
	var list []string
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); !found {
			list = append(list, s)
		}
	}
	return list
}

// TestAgreesWithJudge compares the dates of all files that ical.js reads and
// that hold events, over two years; 97 % are wanted, and no file may differ
// without an explanation.
func TestAgreesWithJudge(t *testing.T) {
	files := corpus(t)
	sum, differ, read, refused := 0, 0, 0, 0
	for i, a := range ask(t, files) {
		f := files[i]
		if a.Error != "" {
			refused++
			t.Logf("%s: ical.js refuses it (%s); we: %s", f.name, a.Error, f.report(t))
			continue
		}
		theirs := a.list()
		mine := f.dates(t, a.unread(theirs))
		if len(mine)+len(theirs) == 0 {
			continue
		}
		read++
		missing, extra := without(theirs, mine), without(mine, theirs)
		sum += len(theirs) + len(extra)
		differ += len(missing) + len(extra)
		switch why := explained[f.name]; {
		case len(missing)+len(extra) == 0 && why != "":
			t.Errorf("%s agrees now: take it out of explained", f.name)
		case len(missing)+len(extra) > 0 && why == "":
			t.Errorf("%s: of %d dates %d are missing %v, %d more %v", f.name, len(theirs), len(missing), missing, len(extra), extra)
		case why != "":
			t.Logf("%s: %d dates differ: %s", f.name, len(missing)+len(extra), why)
		}
	}
	share := 100 * float64(sum-differ) / float64(sum)
	t.Logf("%d files, %d with dates, %d refused by ical.js; %d of %d dates agree: %.2f %%", len(files), read, refused, sum-differ, sum, share)
	if read < 60 || share < 97 {
		t.Errorf("%d files with dates and %.2f %%; at least 60 and 97 are wanted", read, share)
	}
}

// report is what a person is told about a file: never nothing.
func (f *judged) report(t *testing.T) string {
	t.Helper()
	if f.err != nil {
		return f.err.Error()
	}
	text := fmt.Sprintf("%d events, %d dates", len(f.list), len(f.dates(t, nil)))
	for _, e := range f.list {
		for _, p := range e.Problems {
			text += "; " + p
		}
	}
	return text
}
