package hours

import (
	"fmt"
	"slices"
	"strings"
)

// Grid is opening hours as a clerk fills them in at the desk: a table of the
// week, what holds on holidays, and days on which the place is closed. It can
// say less than the grammar; Value.Grid tells when a value needs more.
type Grid struct {
	Days         [7][]Slot // from Monday; none: closed
	Holidays     OnHolidays
	HolidayHours []Slot // for OwnHours
	SchoolClosed bool   // closed in the school holidays
	Appointment  bool   // by appointment at all other times
	Closures     []Closure
}

// OnHolidays is what holds on public holidays.
type OnHolidays uint8

// What may hold on public holidays.
const (
	AsUsual        OnHolidays = iota // the weekday's hours
	ClosedHolidays                   // closed
	OwnHours                         // hours of their own
)

// Slot is one span of a day as typed into two fields: "08:00" and "12:00".
// A To that is not after From is on the next day.
type Slot struct{ From, To string }

// Closure is days on which a place is closed, such as "Betriebsferien".
type Closure struct {
	First, Last Day // both included
	Reason      string
}

// Value writes the grid in the grammar. The error (fault.Invalid) is that of
// Parse for the first slot that cannot be read.
func (g *Grid) Value() (string, error) {
	var parts []string
	week, late, err := g.week()
	if err != nil {
		return "", err
	}
	if len(week) > 0 {
		// hours past midnight end at midnight before ";" but run on before ","
		parts = append(parts, strings.Join(week, map[bool]string{true: ", ", false: "; "}[late]))
	}
	if g.Appointment {
		parts = []string{strings.TrimPrefix(strings.Join(parts, "")+` || "`+appointment+`"`, " || ")}
	}
	if g.SchoolClosed {
		parts = append(parts, "SH off")
	}
	switch g.Holidays {
	case ClosedHolidays:
		parts = append(parts, "PH off")
	case OwnHours:
		text, _, err := slots(g.HolidayHours)
		if err != nil {
			return "", err
		}
		parts = append(parts, strings.TrimSpace("PH "+orOff(text)))
	}
	for _, c := range g.Closures {
		parts = append(parts, c.rule())
	}
	if len(week) == 0 && !g.Appointment {
		parts = append([]string{"off"}, parts...)
	}
	return strings.Join(parts, "; "), nil
}

// week writes a rule for each group of weekdays with the same hours; late is
// true where hours run past midnight.
func (g *Grid) week() (rules []string, late bool, err error) {
	groups := map[string]int{}
	var order []string
	for i := range 7 {
		text, past, err := slots(g.Days[i])
		if err != nil {
			return nil, false, err
		}
		if text == "" {
			continue
		}
		if _, ok := groups[text]; !ok {
			order = append(order, text)
		}
		late = late || past
		groups[text] |= 1 << ((i + 1) % 7)
	}
	for _, text := range order {
		mask := groups[text]
		switch {
		case mask == allDays && text == "00:00-24:00":
			rules = append(rules, "24/7")
		default:
			rules = append(rules, dayRanges(mask)+" "+text)
		}
	}
	return rules, late, nil
}

// slots writes a day's slots in their order of time.
func slots(list []Slot) (text string, late bool, err error) {
	var spans []span
	for _, s := range list {
		v, err := Parse(strings.TrimSpace(s.From) + "-" + strings.TrimSpace(s.To))
		if err != nil {
			return "", false, err
		}
		r := v.rules[0]
		if len(v.rules) != 1 || len(r.selectors) > 0 || len(r.spans) > 1 || r.stated {
			return "", false, refuse("hours.bad_time", "time", s.From+"-"+s.To)
		}
		whole := span{to: moment{minute: minutesPerDay}}
		spans = append(spans, append(r.spans, whole)[0])
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from.minute - b.from.minute })
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.String())
		late = late || s.to.minute > minutesPerDay
	}
	return strings.Join(parts, ","), late, nil
}

// String writes a span in the grammar.
func (s span) String() string {
	to := s.to.minute
	if s.to.sun == noSun && to > minutesPerDay {
		to -= minutesPerDay
	}
	text := moment{s.from.sun, s.from.minute}.String()
	if !s.point {
		text += "-" + moment{s.to.sun, to}.String()
	}
	if s.openEnd {
		text += "+"
	}
	return text
}

// String writes a time in the grammar.
func (m moment) String() string {
	abs, sign := m.minute, "+"
	if abs < 0 {
		abs, sign = -abs, "-"
	}
	clock := fmt.Sprintf("%02d:%02d", abs/60, abs%60)
	switch {
	case m.sun == noSun:
		return clock
	case m.minute == 0:
		return sunNames[m.sun]
	}
	return "(" + sunNames[m.sun] + sign + clock + ")"
}

// dayRanges writes a set of weekdays: "Mo-Th,Sa".
func dayRanges(mask int) string {
	var parts []string
	for i := 0; i < 7; i++ {
		if mask&(1<<((i+1)%7)) == 0 {
			continue
		}
		j := i
		for j+1 < 7 && mask&(1<<((j+2)%7)) != 0 {
			j++
		}
		text := dayNames[(i+1)%7]
		switch {
		case j == i+1:
			text += "," + dayNames[(j+1)%7]
		case j > i:
			text += "-" + dayNames[(j+1)%7]
		}
		parts, i = append(parts, text), j
	}
	return strings.Join(parts, ",")
}

func (c Closure) rule() string {
	date := func(d Day) string {
		y, m, dom := d.Date()
		return fmt.Sprintf("%d %s %02d", y, monthNames[m], dom)
	}
	text := date(c.First)
	if c.Last > c.First {
		text += "-" + date(c.Last)
	}
	text += " off"
	if why := strings.TrimSpace(strings.ReplaceAll(c.Reason, `"`, "'")); why != "" {
		text += ` "` + why + `"`
	}
	return text
}

func orOff(text string) string {
	if text == "" {
		return "off"
	}
	return text
}
