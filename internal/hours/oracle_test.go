package hours_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/hours"
	"umland/internal/testkit"
)

// judged is the context of the comparison.
func judged(t *testing.T) hours.Context {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(testkit.SharedData(t), "openholidays", "de_holidays_holidays.school.sh.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	periods, err := hours.ReadSchool(f, "SH")
	if err != nil {
		t.Fatal(err)
	}
	return hours.Context{Zone: zone, Lat: 54.78, Lon: 9.43, Country: "de", State: "SH", School: hours.Known(periods)}
}

// fifty is instants over two years: both switch days of two years, the
// holidays of Schleswig-Holstein, turns of days, months and years, and the
// rest evenly at changing times of the day.
func fifty(zone *time.Location) []time.Time {
	var list []time.Time
	for _, s := range []string{
		"2026-10-24 23:30", "2026-10-25 01:45", "2026-10-25 03:20", "2026-10-25 12:00",
		"2027-03-27 22:10", "2027-03-28 01:30", "2027-03-28 03:05", "2027-03-28 10:30", "2027-10-31 11:15", "2028-03-26 09:00",
		"2026-10-31 10:00", "2026-12-24 11:00", "2026-12-25 10:30", "2026-12-26 09:15", "2026-12-31 17:45", "2027-01-01 00:00", "2027-01-01 14:00",
		"2027-03-26 10:00", "2027-03-29 16:20", "2027-05-01 08:30", "2027-05-06 13:00", "2027-05-07 10:10", "2027-05-17 18:30", "2027-10-03 09:45", "2028-02-29 12:12",
	} {
		t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			panic(err)
		}
		list = append(list, t)
	}
	for i := len(list); i < 50; i++ {
		day := time.Date(2026, 9, 24+29*(i-25), 0, 0, 0, 0, zone)
		list = append(list, day.Add(time.Duration(i*397%1440)*time.Minute))
	}
	return list
}

// tally counts the agreement of one value with the judge.
type tally struct {
	states, changes int // that differ
	first           string
}

func compare(v *hours.Value, a answer, instants []time.Time, ctx hours.Context) tally {
	n := tally{}
	note := func(at time.Time, what string) {
		if n.first == "" {
			n.first = at.Format("Mon 2006-01-02 15:04 ") + what
		}
	}
	for i, at := range instants {
		state, next := v.At(at, ctx).Kind.String(), ""
		if change, ok := v.NextChange(at, ctx); ok {
			next = change.Truncate(time.Minute).In(ctx.Zone).Format("2006-01-02 15:04")
		}
		want := ""
		if m, ok := a.Answers[i][1].(float64); ok {
			want = time.Unix(int64(m)*60, 0).In(ctx.Zone).Format("2006-01-02 15:04")
		}
		if state != a.Answers[i][0] {
			n.states++
			note(at, state+" for "+a.Answers[i][0].(string))
		}
		if next != want {
			n.changes++
			note(at, "next "+next+" for "+want)
		}
	}
	return n
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(testkit.SharedData(t), "opening-hours", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(string(raw), "\n"), "\n")
}

// TestAgreesWithJudge compares all answers on the values of real places.
func TestAgreesWithJudge(t *testing.T) {
	ctx := judged(t)
	instants := fifty(ctx.Zone)
	values := lines(t, "osm-extracts_opening_hours.txt")
	answers := ask(t, "real", values, instants)
	var total, states, changes, whole, count int
	for i, value := range values {
		if answers[i].Error != "" {
			t.Logf("the judge refuses %q", value)
			continue
		}
		count++
		v, err := hours.Parse(value)
		total += len(instants)
		if err != nil {
			t.Logf("refused: %q: %v", value, err)
			states, changes = states+len(instants), changes+len(instants)
			continue
		}
		n := compare(v, answers[i], instants, ctx)
		states, changes = states+n.states, changes+n.changes
		if n.states+n.changes == 0 {
			whole++
		} else {
			t.Logf("%d states and %d changes differ: %q: %s", n.states, n.changes, value, n.first)
		}
	}
	share := func(differ, of int) float64 { return 100 * float64(of-differ) / float64(of) }
	t.Logf("%d values, %d answers: states agree in %.2f %%, next changes in %.2f %%, whole values in %.2f %%",
		count, total, share(states, total), share(changes, total), share(count-whole, count))
	if share(states, total) < 98 || share(changes, total) < 97 || share(count-whole, count) < 95 {
		t.Error("the agreement is below 98 % of states, 97 % of next changes and 95 % of values")
	}
}

// TestMendsWhatPeopleWrite compares states on values that break the grammar,
// weighted by how often each occurs.
func TestMendsWhatPeopleWrite(t *testing.T) {
	ctx := judged(t)
	instants := fifty(ctx.Zone)
	var values []string
	var counts []int
	for _, line := range lines(t, "real_malformed_values.tsv") {
		count, value, _ := strings.Cut(line, "\t")
		n, err := strconv.Atoi(count)
		if err != nil {
			t.Fatal(err)
		}
		values, counts = append(values, value), append(counts, n)
	}
	answers := ask(t, "malformed", values, instants)
	sum := map[string]int{}
	for i, value := range values {
		v, err := hours.Parse(value)
		verdict := "understood"
		switch {
		case err != nil && answers[i].Error != "":
			verdict = "refused by both"
		case err != nil:
			verdict = "refused, the judge reads it"
		case answers[i].Error != "":
			verdict = "read, the judge refuses it"
		default:
			if n := compare(v, answers[i], instants, ctx); n.states > 0 {
				verdict = "read otherwise"
				t.Logf("%d states differ: %d× %q: %s", n.states, counts[i], value, n.first)
			}
		}
		sum[verdict] += counts[i]
		sum["all"] += counts[i]
		if verdict != "understood" && verdict != "read otherwise" {
			t.Logf("%s: %d× %q %v", verdict, counts[i], value, err)
		}
	}
	for _, k := range []string{"all", "understood", "read otherwise", "refused, the judge reads it", "refused by both", "read, the judge refuses it"} {
		t.Logf("%-28s %6d %6.2f %%", k, sum[k], 100*float64(sum[k])/float64(sum["all"]))
	}
	if share := 100 * float64(sum["understood"]) / float64(sum["all"]); share < 85 {
		t.Errorf("only %.2f %% are understood, 85 %% are wanted", share)
	}
}

// TestSunLikeJudge compares sunrise, sunset, dawn and dusk through a year;
// formulas of this kind may differ by two minutes.
func TestSunLikeJudge(t *testing.T) {
	ctx := judged(t)
	values := []string{"sunrise-23:59", "00:01-sunset", "dawn-23:59", "00:01-dusk"}
	var instants []time.Time
	for i := range 26 {
		instants = append(instants, time.Date(2026, 1, 3+14*i, 0, 30, 0, 0, ctx.Zone))
	}
	answers := ask(t, "sun", values, instants)
	for i, a := range answers {
		v := parse(t, values[i])
		for j, at := range instants {
			next, ok := v.NextChange(at, ctx)
			judge, known := a.Answers[j][1].(float64)
			if !ok || !known {
				t.Errorf("%s on %s: %v, %v", values[i], at, next, a.Answers[j])
				continue
			}
			if apart := next.Sub(time.Unix(int64(judge)*60, 0)).Abs(); apart > 2*time.Minute {
				t.Errorf("%s on %s: %s apart", values[i], next, apart)
			}
		}
	}
}
