package recur_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/recur"
)

// ruleJob is a question to the judges, verdict their answer: a list of wall
// times each, or a text where a judge fails.
type (
	ruleJob struct {
		Start string `json:"start"`
		Rule  string `json:"rule"`
		Most  int    `json:"most"`
	}
	verdict struct{ Ical, Rrule any }
)

// most is how many dates of a rule are compared.
const most = 40

// judge asks ical.js and rrule. Without node the test is logged as left out;
// with CI=true it fails.
func judge(t *testing.T, jobs []ruleJob) []verdict {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"jobs": jobs})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "rules.mjs")
	cmd.Dir = "../ical/oracle"
	cmd.Env = append(os.Environ(), "TZ=UTC")
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the judges did not run: %v", err)
		}
		t.Skipf("left out, the judges did not run (npm ci in internal/ical/oracle): %v", err)
	}
	var list []verdict
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v verdict
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	if len(list) != len(jobs) {
		t.Fatalf("%d answers for %d rules", len(list), len(jobs))
	}
	return list
}

func ours(t *testing.T, job ruleJob) []string {
	t.Helper()
	rule, err := recur.ParseRule(job.Rule)
	if err != nil {
		t.Fatalf("%s: %v", job.Rule, err)
	}
	start, err := time.Parse("20060102T150405", job.Start)
	if err != nil {
		t.Fatal(err)
	}
	s := recur.Series{Start: start, Rules: []recur.Rule{rule}}
	walls, more := s.Between(start, start.AddDate(15, 0, 0), job.Most)
	if !more {
		walls, _ = s.Between(start, start.AddDate(150, 0, 0), job.Most)
	}
	list := []string{}
	for _, w := range walls {
		list = append(list, w.Format("20060102T150405"))
	}
	return list
}

// theirs is a judge's list in order and each date once, since both name some
// dates twice or out of order.
func theirs(v any) (list []string, ok bool) {
	values, ok := v.([]any)
	list = []string{}
	for _, s := range values {
		list = append(list, s.(string))
	}
	cut := len(list) == most
	slices.Sort(list)
	list = slices.Compact(list)
	if cut { // what came in a wrong order may have pushed others out at the end
		list = list[:min(len(list), most/2)]
	}
	return list, ok
}

// calendarRules are rules as calendars of clubs and towns hold them, and the
// examples of RFC 5545 section 3.8.5.3 from daily to yearly.
var calendarRules = []string{
	"FREQ=DAILY;COUNT=10", "FREQ=DAILY;UNTIL=20271224T000000", "FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=10;COUNT=5",
	"FREQ=YEARLY;UNTIL=20300131T140000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "FREQ=DAILY;UNTIL=20300131T140000;BYMONTH=1",
	"FREQ=WEEKLY;COUNT=10", "FREQ=WEEKLY;UNTIL=20271224T000000", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
	"FREQ=WEEKLY;INTERVAL=2;UNTIL=20271224T000000;WKST=SU;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
	"FREQ=WEEKLY;INTERVAL=2;COUNT=12;BYDAY=TU,SU;WKST=MO", "FREQ=WEEKLY;INTERVAL=2;COUNT=12;BYDAY=TU,SU;WKST=SU",
	"FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "FREQ=MONTHLY;UNTIL=20271224T000000;BYDAY=1FR", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
	"FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
	"FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
	"FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
	"FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
	"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
	"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "FREQ=DAILY;BYHOUR=9,10,11,12;BYMINUTE=0,20,40", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
	"FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,3", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=MONTHLY;BYMONTHDAY=31",
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=DAILY;BYDAY=SA,SU", "FREQ=YEARLY;BYMONTH=12;BYDAY=1SU",
	"FREQ=MONTHLY;BYDAY=5SU", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=MONTHLY;BYDAY=MO,1TU", "FREQ=YEARLY;BYYEARDAY=-1,366", "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU",
}

// TestAgreesWithJudges compares the dates of rules with those of two packages
// that know nothing of each other. Where they differ, one of them must be with
// us, and where both are against us the rule is named in disputed.
func TestAgreesWithJudges(t *testing.T) {
	jobs := []ruleJob{}
	for _, rule := range calendarRules {
		for _, start := range []string{"20261124T180000", "20260131T090000", "20280229T120000"} {
			jobs = append(jobs, ruleJob{start, rule, most})
		}
	}
	random := rand.New(rand.NewPCG(5545, 3310))
	for range 800 {
		start := time.Date(2020, 1, 1, random.IntN(24), 15*random.IntN(4), 0, 0, time.UTC).AddDate(0, 0, random.IntN(3000))
		jobs = append(jobs, ruleJob{start.Format("20060102T150405"), randomRule(random), most})
	}
	count := map[string]int{}
	for i, v := range judge(t, jobs) {
		mine := ours(t, jobs[i])
		a, aOK := theirs(v.Ical)
		b, bOK := theirs(v.Rrule)
		verdict := ""
		switch same, other := aOK && begins(mine, a), bOK && begins(mine, b); {
		case same && other:
			verdict = "both agree"
		case same:
			verdict = "rrule alone differs"
		case other:
			verdict = "ical.js alone differs"
		default:
			verdict = "both differ"
			if _, known := disputed[jobs[i].Rule]; !known {
				t.Errorf("%s %s\n ours  %v\n ical  %v\n rrule %v", jobs[i].Start, jobs[i].Rule, head(mine), head(a), head(b))
			}
		}
		count[verdict]++
	}
	for _, what := range []string{"both agree", "rrule alone differs", "ical.js alone differs", "both differ"} {
		t.Logf("%-24s %5d of %d", what, count[what], len(jobs))
	}
}

// disputed are rules where both judges are wrong, with the reason.
var disputed = map[string]string{
	"FREQ=YEARLY;BYWEEKNO=20": "RFC 5545 takes the weekday from DTSTART; rrule gives the whole week, ical.js nothing",
}

// begins tells whether a judge's dates are ours; half as many are enough
// where its list was cut.
func begins(mine, judge []string) bool {
	if len(judge) == most/2 && len(mine) > len(judge) {
		mine = mine[:len(judge)]
	}
	return slices.Equal(mine, judge)
}

func head(list []string) []string { return list[:min(len(list), 8)] }

// randomRule is a rule that the RFC allows, of the parts that calendars use.
func randomRule(r *rand.Rand) string {
	freq := []string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}[r.IntN(4)]
	parts := []string{"FREQ=" + freq}
	add := func(chance int, format string, args ...any) {
		if r.IntN(100) < chance {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	add(40, "INTERVAL=%d", 1+r.IntN(4))
	if r.IntN(3) == 0 {
		add(100, "COUNT=%d", 1+r.IntN(30))
	} else {
		add(30, "UNTIL=20%02d%02d28T120000", 27+r.IntN(10), 1+r.IntN(12))
	}
	add(20, "BYMONTH=%s", some(r, 1, 12))
	ordinals := false
	switch freq {
	case "WEEKLY", "DAILY":
		add(60, "BYDAY=%s", weekdays(r, false))
	case "MONTHLY", "YEARLY":
		switch r.IntN(4) {
		case 0:
			add(100, "BYMONTHDAY=%s", some(r, -31, 31))
		case 1:
			ordinals = true
			if freq == "YEARLY" && !strings.Contains(strings.Join(parts, ";"), "BYMONTH") {
				add(100, "BYMONTH=%s", some(r, 1, 12))
			}
			add(100, "BYDAY=%s", weekdays(r, true))
		case 2:
			add(100, "BYDAY=%s", weekdays(r, false))
		}
	}
	if text := strings.Join(parts, ";"); !ordinals && freq == "MONTHLY" && strings.Contains(text, "BYDAY") {
		add(50, "BYSETPOS=%s", some(r, -3, 3))
	}
	add(20, "WKST=%s", []string{"MO", "SU"}[r.IntN(2)])
	return strings.Join(parts, ";")
}

func some(r *rand.Rand, from, to int) string {
	var list []string
	for range 1 + r.IntN(3) {
		n := 0
		for n == 0 {
			n = from + r.IntN(to-from+1)
		}
		if text := fmt.Sprint(n); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return strings.Join(list, ",")
}

func weekdays(r *rand.Rand, ordinals bool) string {
	var list []string
	for range 1 + r.IntN(3) {
		day := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}[r.IntN(7)]
		if ordinals {
			day = []string{"1", "2", "3", "4", "-1", "-2"}[r.IntN(6)] + day
		}
		list = append(list, day)
	}
	return strings.Join(list, ",")
}
