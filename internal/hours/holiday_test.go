package hours_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/testkit"
)

var lands = []string{"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"}

func shared(t *testing.T, parts ...string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(append([]string{testkit.SharedData(t)}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// public is the days of a year's public holidays with their names.
func public(country, state string, year int) map[string]string {
	ctx := hours.Context{Country: country, State: state}
	found := map[string]string{}
	for d := hours.DayOf(year, time.January, 1); d < hours.DayOf(year+1, time.January, 1); d++ {
		if h, ok := ctx.Holiday(d); ok {
			found[d.String()] = h.Text(i18n.DE)
		}
	}
	return found
}

// sameDays compares our holidays of a year with those of another list.
func sameDays(t *testing.T, country, state string, year int, want map[string]string) {
	t.Helper()
	got := public(country, state, year)
	for day, name := range got {
		if _, ok := want[day]; !ok {
			t.Errorf("%s %s %s: %s is only ours", country, state, day, name)
		}
	}
	for day, name := range want {
		// kept in the mostly Catholic municipalities of Bavaria only
		if bavarian := state == "BY" && strings.HasSuffix(day, "-08-15"); got[day] == "" && !bavarian {
			t.Errorf("%s %s %s: %s is missing", country, state, day, name)
		}
	}
}

// TestHolidaysOfLaender compares with the list of the OpenHolidays API.
func TestHolidaysOfLaender(t *testing.T) {
	want := map[string]map[int]map[string]string{}
	for _, land := range lands {
		want[land] = map[int]map[string]string{}
	}
	lines := strings.Split(strings.TrimSpace(shared(t, "openholidays", "de_holidays_holidays.public.csv")), "\n")[1:]
	for _, line := range lines {
		f := strings.Split(strings.TrimSpace(line), ";")
		year, err := strconv.Atoi(f[2][:4])
		if err != nil || f[4] != "Public" {
			t.Fatalf("unexpected line %q", line)
		}
		for _, land := range lands {
			if want[land][year] == nil {
				want[land][year] = map[string]string{}
			}
			if f[8] == "" || strings.Contains(","+f[8]+",", ","+land+",") {
				want[land][year][f[2]] = f[7]
			}
		}
	}
	for _, land := range lands {
		for year, days := range want[land] {
			sameDays(t, "de", land, year, days)
		}
	}
	t.Logf("%d lines for %d Länder agree", len(lines), len(lands))
}

// TestHolidaysOfCountries compares with the lists of opening-hours-rs.
func TestHolidaysOfCountries(t *testing.T) {
	want := map[string]map[int]map[string]string{"DE": {}, "DK": {}}
	for _, line := range strings.Split(strings.TrimSpace(shared(t, "opening-hours", "holidays_public.DE-DK.txt")), "\n") {
		country, day, _ := strings.Cut(line, " ")
		year, err := strconv.Atoi(day[:4])
		if err != nil {
			t.Fatal(err)
		}
		if want[country][year] == nil {
			want[country][year] = map[string]string{}
		}
		want[country][year][day] = "a day of the list"
	}
	for country, years := range want {
		for year := 2000; year <= 2076; year++ {
			sameDays(t, country, "", year, years[year])
		}
	}
}

// rules is the part of date-holidays that says what is public.
type rules map[string]struct {
	Type   string
	Active []struct{ From any }
	Name   map[string]string
}

var (
	fixedRule = regexp.MustCompile(`^(?:(\d{4})-)?(\d\d)-(\d\d)(?: since (\d{4}))?$`)
	easterOf  = regexp.MustCompile(`^easter ?(-?\d+)?(?: prior to (\d{4}))?$`)
)

// dayOf is the day of a rule in a year; false where it is not kept then.
func (r rules) dayOf(t *testing.T, key string, year int) (hours.Day, bool) {
	t.Helper()
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	for _, a := range r[key].Active {
		from := strings.Trim(strings.TrimSuffix(toText(a.From), ".000Z"), `"`)
		if len(from) >= 4 && year < number(from[:4]) {
			return 0, false
		}
	}
	if m := fixedRule.FindStringSubmatch(key); m != nil {
		if m[1] != "" && number(m[1]) != year || m[4] != "" && year < number(m[4]) {
			return 0, false
		}
		return hours.DayOf(year, time.Month(number(m[2])), number(m[3])), true
	}
	if m := easterOf.FindStringSubmatch(key); m != nil {
		if m[2] != "" && year >= number(m[2]) {
			return 0, false
		}
		// the first Sunday after the full moon, from a table of our own range
		return easterSundays[year] + hours.Day(number(m[1])), true
	}
	if key == "wednesday before 11-23" {
		d := hours.DayOf(year, time.November, 22)
		for d.Weekday() != time.Wednesday {
			d--
		}
		return d, true
	}
	t.Fatalf("a rule this test does not know: %q", key)
	return 0, false
}

func toText(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

// easterSundays is written down, so that it judges our reckoning too.
var easterSundays = map[int]hours.Day{
	2018: hours.DayOf(2018, 4, 1), 2019: hours.DayOf(2019, 4, 21), 2020: hours.DayOf(2020, 4, 12), 2021: hours.DayOf(2021, 4, 4),
	2022: hours.DayOf(2022, 4, 17), 2023: hours.DayOf(2023, 4, 9), 2024: hours.DayOf(2024, 3, 31), 2025: hours.DayOf(2025, 4, 20),
	2026: hours.DayOf(2026, 4, 5), 2027: hours.DayOf(2027, 3, 28), 2028: hours.DayOf(2028, 4, 16), 2029: hours.DayOf(2029, 4, 1),
	2030: hours.DayOf(2030, 4, 21), 2031: hours.DayOf(2031, 4, 13), 2032: hours.DayOf(2032, 3, 28), 2033: hours.DayOf(2033, 4, 17),
}

// TestDateHolidays compares with the rules of the npm package date-holidays.
func TestDateHolidays(t *testing.T) {
	var data struct {
		Holidays map[string]struct {
			Days   rules
			States map[string]struct{ Days rules }
		}
	}
	if err := json.Unmarshal([]byte(shared(t, "npm-date-holidays", "holidays-DE-DK.json")), &data); err != nil {
		t.Fatal(err)
	}
	compare := func(country, state string, set rules) {
		for year := range easterSundays {
			want := map[string]string{}
			for key, rule := range set {
				if rule.Type != "" && rule.Type != "public" {
					continue
				}
				if d, ok := set.dayOf(t, key, year); ok {
					want[d.String()] = key
				}
			}
			sameDays(t, country, state, year, want)
		}
	}
	for _, land := range lands {
		set := maps.Clone(data.Holidays["DE"].Days)
		maps.Copy(set, data.Holidays["DE"].States[land].Days)
		compare("de", land, set)
	}
	compare("dk", "", data.Holidays["DK"].Days)
}

func TestHolidayNames(t *testing.T) {
	day, err := hours.ParseDay("2026-10-31")
	if err != nil {
		t.Fatal(err)
	}
	h, ok := hours.Context{Country: "DE", State: "sh"}.Holiday(day)
	if !ok || h.Name != "Reformationstag" || h.Text(i18n.DA) != "reformationsdagen" {
		t.Errorf("%v %+v", ok, h)
	}
	for _, c := range []hours.Context{{Country: "dk"}, {Country: "de", State: "BE"}, {Country: "fr"}, {}} {
		if h, ok := c.Holiday(day); ok {
			t.Errorf("%v keeps %s", c.Country, h.Name)
		}
	}
}
