package place

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"umland/internal/hours"
)

// grid is opening hours as a clerk fills them in: a line for each weekday,
// public holidays, and days on which the place is closed.
type grid struct {
	Days     [7]string // Monday first: "08:00-12:00, 14:00-18:00"; "" is closed
	Holidays string    // closed, usual, or the spans
	Closures []closure
}

// closure is a stretch of days on which the place is closed, with the reason.
type closure struct{ First, Last, Reason string } // local days; reason may be ""

// The two answers about public holidays that are no spans.
const (
	holidaysClosed = "closed"
	holidaysUsual  = "usual"
)

var (
	dayNames   = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	weekRule   = regexp.MustCompile(`^((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[,-](?:Mo|Tu|We|Th|Fr|Sa|Su))*)?\s*(\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*|off)$`)
	phRule     = regexp.MustCompile(`^PH (off|\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$`)
	closedRule = regexp.MustCompile(`^(\d{4} [A-Z][a-z]{2} \d\d)(?:-(\d{4} [A-Z][a-z]{2} \d\d))? off(?: "([^"]*)")?$`)
)

// readGrid puts a value into the grid; ok is false for a value that says more
// than the grid can hold.
func readGrid(value string) (g grid, ok bool) {
	g.Holidays = holidaysUsual
	for _, rule := range strings.Split(value, ";") {
		if rule = strings.TrimSpace(rule); rule == "" {
			continue
		}
		if m := phRule.FindStringSubmatch(rule); m != nil {
			g.Holidays = strings.ReplaceAll(m[1], ",", ", ")
			if m[1] == "off" {
				g.Holidays = holidaysClosed
			}
			continue
		}
		if m := closedRule.FindStringSubmatch(rule); m != nil {
			if !g.close(m[1], m[2], m[3]) {
				return grid{}, false
			}
			continue
		}
		m := weekRule.FindStringSubmatch(rule)
		if m == nil {
			return grid{}, false
		}
		g.week(m[1], m[2])
	}
	return g, true
}

// osmDay is how the notation of OpenStreetMap writes a day with its year.
const osmDay = "2006 Jan 02"

func (g *grid) close(first, last, reason string) bool {
	if last == "" {
		last = first
	}
	a, err1 := time.Parse(osmDay, first)
	b, err2 := time.Parse(osmDay, last)
	g.Closures = append(g.Closures, closure{a.Format(time.DateOnly), b.Format(time.DateOnly), reason})
	return err1 == nil && err2 == nil
}

func (g *grid) week(days, times string) {
	if times == "off" {
		times = ""
	}
	if days == "" {
		days = "Mo-Su"
	}
	for _, part := range strings.Split(days, ",") {
		from, to, isRange := strings.Cut(part, "-")
		if !isRange {
			to = from
		}
		for i, end := number(from), number(to); ; i = (i + 1) % 7 {
			g.Days[i] = strings.ReplaceAll(times, ",", ", ")
			if i == end {
				break
			}
		}
	}
}

func number(day string) int {
	for i, d := range dayNames {
		if d == day {
			return i
		}
	}
	return 0 // the patterns leave only weekdays
}

// value writes the grid in the notation of OpenStreetMap.
func (g grid) value() string {
	var rules []string
	for i := 0; i < 7; {
		j := i
		for j < 6 && g.Days[j+1] == g.Days[i] {
			j++
		}
		if g.Days[i] != "" {
			days := dayNames[i]
			if j > i {
				days += "-" + dayNames[j]
			}
			rules = append(rules, days+" "+strings.ReplaceAll(g.Days[i], ", ", ","))
		}
		i = j + 1
	}
	switch {
	case len(rules) == 0 && len(g.Closures) == 0:
		return ""
	case g.Holidays == holidaysClosed:
		rules = append(rules, "PH off")
	case g.Holidays != holidaysUsual && g.Holidays != "":
		rules = append(rules, "PH "+strings.ReplaceAll(g.Holidays, ", ", ","))
	}
	for _, c := range g.Closures {
		rules = append(rules, c.rule())
	}
	return strings.Join(rules, "; ")
}

func (c closure) rule() string {
	day := func(s string) string {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s // readClosure has checked it
		}
		return t.Format(osmDay)
	}
	rule := day(c.First)
	if c.Last != c.First {
		rule += "-" + day(c.Last)
	}
	rule += " off"
	if c.Reason != "" {
		rule += ` "` + strings.ReplaceAll(c.Reason, `"`, "'") + `"`
	}
	return rule
}

// readCell understands the times of a day as people write them, "8-12 und
// 14.30 bis 18", and gives them in one form; "" and "geschlossen" are closed.
func readCell(text string) (string, error) {
	text = strings.NewReplacer(" und ", ", ", " og ", ", ", " and ", ", ").Replace(strings.TrimSpace(text))
	switch strings.ToLower(text) {
	case "", "geschlossen", "lukket", "closed", "zu", "-":
		return "", nil
	}
	v, err := hours.Parse("Mo " + text)
	if err != nil {
		return "", err
	}
	// A Monday without any holiday near it, in a zone without clock changes.
	monday := time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC)
	var spans []string
	for _, s := range v.Spans(monday, monday.AddDate(0, 0, 2), hours.Context{Zone: time.UTC}) {
		end := s.End.Format("15:04")
		if end == "00:00" {
			end = "24:00"
		}
		spans = append(spans, s.Start.Format("15:04")+"-"+end)
	}
	return strings.Join(spans, ", "), nil
}

var closureLine = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:\s*(?:bis|til|to|-|–)\s*(\d{4}-\d\d-\d\d))?\s*(.*)$`)

// readClosure understands a line such as "2026-12-24 bis 2027-01-01
// Betriebsferien".
func readClosure(line string) (closure, error) {
	m := closureLine.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return closure{}, fmt.Errorf("no day in %q", line)
	}
	c := closure{First: m[1], Last: m[2], Reason: m[3]}
	if c.Last == "" {
		c.Last = c.First
	}
	a, err := time.Parse(time.DateOnly, c.First)
	if err != nil {
		return closure{}, err
	}
	b, err := time.Parse(time.DateOnly, c.Last)
	if err != nil {
		return closure{}, err
	}
	if b.Before(a) {
		return closure{}, fmt.Errorf("%s is before %s", c.Last, c.First)
	}
	return c, nil
}

// line is a closure as the form shows it.
func (c closure) line(until string) string {
	s := c.First
	if c.Last != c.First {
		s += " " + until + " " + c.Last
	}
	return strings.TrimSpace(s + " " + c.Reason)
}
