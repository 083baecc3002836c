package event

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/hours"
	"umland/internal/recur"
)

// Dates is one date, a range with weekly hours such as an exhibition, or a
// series.
type Dates struct {
	Start  string // wall time 2006-01-02T15:04, or 2006-01-02 for all-day
	End    string // the same form; inclusive day for all-day
	AllDay bool
	Hours  string // opening_hours of OpenStreetMap: when the range is open
	Rule   string // RRULE of RFC 5545 (section 3.3.10), or ""
	// NoHolidays and NoSchool leave out what would begin on a public holiday
	// or in the school holidays of the portal's Land.
	NoHolidays, NoSchool bool
	Without              []string // begins (wall time) that are left out: EXDATE
	Despite              []string // begins that take place in spite of a holiday
}

// Change is what is different about one date.
type Change struct {
	At     string // the wall time at which the date would begin: RECURRENCE-ID
	Status string // Statuses, or "" for the event's
	Start  string // when it begins instead, or ""
	End    string
	Note   map[string]string // the reason, or the date's own text, by language
	// Where it is held instead: a place of the directory, or an address.
	Place                               string
	Room, Venue, Street, Postcode, Town string
	HasPosition                         bool
	Lat, Lon                            float64
	Online                              string
}

const (
	minuteForm = "2006-01-02T15:04"
	dayForm    = time.DateOnly
)

// firstYear and lastYear bound what a calendar of today holds; a year beyond
// them is a slip of the hand.
const firstYear, lastYear = 1900, 2200

// longest is how long one date may last; an exhibition with hours may stay.
const (
	longest     = 366 * 24 * time.Hour
	longestShow = 5 * longest
)

// UnmarshalJSON also reads what the first versions stored: a weekly date with
// its last day.
func (d *Dates) UnmarshalJSON(raw []byte) error {
	type plain Dates
	var p struct {
		plain
		Weekly bool
		Until  string
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return err
	}
	*d = Dates(p.plain)
	if p.Weekly && d.Rule == "" {
		d.Rule = "FREQ=WEEKLY"
		if p.Until != "" {
			d.Rule += ";UNTIL=" + strings.ReplaceAll(p.Until, "-", "")
		}
	}
	return nil
}

func (d Dates) parse(s string) (time.Time, error) { return parseWall(s, d.AllDay) }

func parseWall(s string, allDay bool) (time.Time, error) {
	if allDay {
		return time.Parse(dayForm, s)
	}
	return time.Parse(minuteForm, s)
}

// start is the begin as if in UTC; the zero time where it cannot be read.
func (d Dates) start() time.Time {
	t, err := d.parse(d.Start)
	if err != nil {
		return time.Time{}
	}
	return t
}

// length is from begin to end; of whole days that of the days between.
func (d Dates) length() time.Duration {
	end, err := d.parse(d.End)
	if err != nil {
		return 0
	}
	return end.Sub(d.start())
}

func (d Dates) form() string {
	if d.AllDay {
		return dayForm
	}
	return minuteForm
}

// rule reads the series' rule; false where there is none.
func (d Dates) rule() (recur.Rule, bool) {
	if d.Rule == "" {
		return recur.Rule{}, false
	}
	r, err := recur.ParseRule(d.Rule)
	return r, err == nil
}

func (d *Dates) validate() fault.Field {
	start, err := d.parse(d.Start)
	if err != nil || start.Year() < firstYear || start.Year() > lastYear {
		return fault.Field{Name: "start", Key: "errors.bad_date"}
	}
	end, err := d.parse(d.End)
	if err != nil {
		return fault.Field{Name: "end", Key: "errors.bad_date"}
	}
	most := longest
	if d.Hours != "" {
		most = longestShow
		if _, err := hours.Parse(d.Hours); err != nil {
			return fault.Field{Name: "hours", Key: "event.bad_hours"}
		}
	}
	if end.Before(start) || end.Sub(start) > most {
		return fault.Field{Name: "end", Key: "errors.end_before_start"}
	}
	if d.Rule == "" {
		return fault.Field{}
	}
	return d.validateRule(start)
}

func (d *Dates) validateRule(start time.Time) fault.Field {
	r, err := recur.ParseRule(d.Rule)
	if err != nil {
		f := fault.Field{Name: "rule", Key: "event.bad_rule"}
		if e := (*fault.Error)(nil); errors.As(err, &e) {
			f.Key, f.Args = e.Key, e.Args
		}
		return f
	}
	d.Rule = r.String()
	if r.UntilForm != recur.NoUntil && r.Until.Format(dayForm) < start.Format(dayForm) {
		return fault.Field{Name: "until", Key: "errors.end_before_start"}
	}
	for _, list := range [][]string{d.Without, d.Despite} {
		for _, at := range list {
			if _, err := d.parse(at); err != nil || len(list) > maxChanges {
				return fault.Field{Name: "rule", Key: "errors.bad_date"}
			}
		}
	}
	slices.Sort(d.Without)
	d.Without = slices.Compact(d.Without)
	slices.Sort(d.Despite)
	d.Despite = slices.Compact(d.Despite)
	return fault.Field{}
}

func (e *Event) validateDates(wrong *faults) {
	switch {
	case len(e.Dates) == 0:
		wrong.add("start", "errors.required")
	case len(e.Dates) > maxDates:
		wrong.add("more_dates", "event.too_many_dates", "max", maxDates)
	case len(e.Changes) > maxChanges:
		wrong.add("rule", "event.too_many_dates", "max", maxChanges)
	}
	if e.Zone != "" {
		if _, err := time.LoadLocation(e.Zone); err != nil {
			wrong.add("zone", "errors.bad_choice")
		}
	}
	for i := range e.Dates {
		if f := e.Dates[i].validate(); f.Name != "" {
			*wrong = append(*wrong, f)
		}
	}
	slices.SortStableFunc(e.Changes, func(a, b Change) int { return strings.Compare(a.At, b.At) })
	for i := range e.Changes {
		e.Changes[i].validate(wrong)
	}
	e.Changes = slices.CompactFunc(e.Changes, func(a, b Change) bool { return a.At == b.At })
}

func (c *Change) validate(wrong *faults) {
	allDay := len(c.At) == len(dayForm)
	if _, err := parseWall(c.At, allDay); err != nil {
		wrong.add("date_at", "errors.bad_date")
	}
	if c.Status != "" && !slices.Contains(Statuses, c.Status) {
		wrong.add("date_status", "errors.bad_choice")
	}
	for name, value := range map[string]*string{"date_venue": &c.Venue, "date_street": &c.Street, "date_postcode": &c.Postcode, "date_town": &c.Town, "date_room": &c.Room, "date_online": &c.Online} {
		wrong.line(name, value)
	}
	wrong.web("date_online", c.Online)
	wrong.words("date_note", c.Note)
	if c.Start == "" {
		c.End = ""
		return
	}
	start, err := parseWall(c.Start, allDay)
	if err != nil || start.Year() < firstYear || start.Year() > lastYear {
		wrong.add("date_start", "errors.bad_date")
		return
	}
	end, err := parseWall(c.End, allDay)
	switch {
	case err != nil:
		wrong.add("date_end", "errors.bad_date")
	case end.Before(start) || end.Sub(start) > longest:
		wrong.add("date_end", "errors.end_before_start")
	}
}

// blank tells whether the change says nothing.
func (c Change) blank() bool {
	return c.Status == "" && c.Start == "" && len(c.Note) == 0 && !c.elsewhere() && c.Online == ""
}

func (c Change) elsewhere() bool { return c.Place != "" || c.Venue != "" || c.Street != "" }

// change finds what is different about the date that would begin at a wall
// time.
func (e *Event) change(at string) (Change, bool) {
	for _, c := range e.Changes {
		if c.At == at {
			return c, true
		}
	}
	return Change{}, false
}

// SetChange notes what is different about a date; one that says nothing takes
// an earlier one away.
func (e *Event) SetChange(c Change) {
	e.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(old Change) bool { return old.At == c.At })
	if !c.blank() {
		e.Changes = append(e.Changes, c)
	}
}

// packRule writes a rule and the begin of its series so that the facts of a
// listing can carry them.
func packRule(rule string, start time.Time) string {
	return strings.NewReplacer(";", "|", "=", ":").Replace(rule) + "@" + start.Format("2006-01-02T15.04")
}

func unpackRule(packed string) (recur.Rule, time.Time, bool) {
	rule, at, ok := strings.Cut(packed, "@")
	start, err := time.Parse("2006-01-02T15.04", at)
	if !ok || err != nil {
		return recur.Rule{}, start, false
	}
	r, err := recur.ParseRule(strings.NewReplacer("|", ";", ":", "=").Replace(rule))
	return r, start, err == nil
}

func itoa(n int) string { return strconv.Itoa(n) }
