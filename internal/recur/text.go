package recur

import (
	"strconv"
	"strings"
	"time"
)

// String is the rule as RRULE has it, without that word: the parts in one
// order, and none that says what holds anyway.
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString("FREQ=" + string(r.Freq))
	if r.Interval > 1 {
		b.WriteString(";INTERVAL=" + strconv.Itoa(r.Interval))
	}
	if r.Count > 0 {
		b.WriteString(";COUNT=" + strconv.Itoa(r.Count))
	}
	switch r.UntilForm {
	case UntilDay:
		b.WriteString(";UNTIL=" + r.Until.Format(dayForm))
	case UntilLocal:
		b.WriteString(";UNTIL=" + r.Until.Format(localForm))
	case UntilUTC:
		b.WriteString(";UNTIL=" + r.Until.UTC().Format(utcForm))
	case NoUntil:
	}
	for _, name := range []string{"BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"} {
		b.WriteString(part(name, *r.list(name)))
	}
	for i, d := range r.ByDay {
		b.WriteString(before(i, ";BYDAY="))
		if d.N != 0 {
			b.WriteString(strconv.Itoa(d.N))
		}
		b.WriteString(days[d.Day])
	}
	for _, name := range []string{"BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS"} {
		b.WriteString(part(name, *r.list(name)))
	}
	if r.WeekStart != time.Monday {
		b.WriteString(";WKST=" + days[r.WeekStart])
	}
	return b.String()
}

func part(name string, values []int) string {
	var b strings.Builder
	for i, v := range values {
		b.WriteString(before(i, ";"+name+"="))
		b.WriteString(strconv.Itoa(v))
	}
	return b.String()
}

func before(i int, first string) string {
	if i > 0 {
		return ","
	}
	return first
}

// MarshalText stores a rule as its text.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a stored rule.
func (r *Rule) UnmarshalText(raw []byte) error {
	parsed, err := ParseRule(string(raw))
	*r = parsed
	return err
}
