package ical

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/recur"
)

// observance is one STANDARD or DAYLIGHT of a VTIMEZONE: from its onsets on a
// distance from UTC holds.
type observance struct {
	from, to int // seconds east of Greenwich, before and after
	daylight bool
	name     string
	series   recur.Series // onsets as wall times of the distance before
}

// Bounds of a zone that a file defines.
const (
	mostObservances = 500
	lastYear        = 2150
)

// change is an instant at which another observance begins.
type change struct {
	at int64
	o  *observance
}

// makeZone makes a time zone of a file's own definition (RFC 5545 section
// 3.6.5), by writing it as a TZif file (RFC 8536) that Go reads. nil where the
// definition says nothing that can be used.
func makeZone(tzid string, c *component) *time.Location {
	var changes []change
	for i, inner := range c.inner {
		o, ok := observanceOf(inner)
		if !ok || i >= mostObservances {
			continue
		}
		walls, _ := o.series.Between(o.series.Start.AddDate(-100, 0, 0), time.Date(lastYear, 1, 1, 0, 0, 0, 0, time.UTC), 0)
		for _, w := range walls {
			changes = append(changes, change{w.Unix() - int64(o.from), &o})
		}
	}
	if len(changes) == 0 {
		return nil
	}
	slices.SortStableFunc(changes, func(a, b change) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	loc, err := time.LoadLocationFromTZData(tzid, tzif(changes))
	if err != nil {
		return nil
	}
	return loc
}

// kind is one local time type of TZif.
type kind struct {
	seconds  int
	daylight bool
	name     string
}

// tzif writes the changes as a TZif file of version 2. What held before the
// first of them is the distance from which it changes.
func tzif(changes []change) []byte {
	kinds := []kind{{changes[0].o.from, false, "LMT"}}
	index := make([]byte, 0, len(changes))
	for _, c := range changes {
		k := kind{c.o.to, c.o.daylight, c.o.name}
		i := slices.Index(kinds, k)
		if i < 0 {
			if len(kinds) == 255 {
				i = 0
			} else {
				i = len(kinds)
				kinds = append(kinds, k)
			}
		}
		index = append(index, byte(i))
	}
	var b, names bytes.Buffer
	header := func(times, types, chars int) {
		b.WriteString("TZif2")
		b.Write(make([]byte, 15+3*4))
		for _, n := range []int{times, types, chars} {
			_ = binary.Write(&b, binary.BigEndian, int32(n)) // a buffer takes all
		}
	}
	header(0, 0, 0) // the part of version 1 is left empty
	var types bytes.Buffer
	for _, k := range kinds {
		_ = binary.Write(&types, binary.BigEndian, int32(k.seconds))
		types.WriteByte(map[bool]byte{true: 1}[k.daylight])
		types.WriteByte(byte(min(names.Len(), 250)))
		if names.Len() < 240 {
			names.WriteString(k.name)
			names.WriteByte(0)
		}
	}
	names.Write(make([]byte, 16))
	header(len(changes), len(kinds), names.Len())
	for _, c := range changes {
		_ = binary.Write(&b, binary.BigEndian, c.at)
	}
	b.Write(index)
	b.Write(types.Bytes())
	b.Write(names.Bytes())
	b.WriteString("\n\n")
	return b.Bytes()
}

// notName is what the name of an observance may not hold.
var notName = regexp.MustCompile(`[^A-Za-z0-9+-]`)

// observanceOf reads one STANDARD or DAYLIGHT; false where it lacks what it
// must have.
func observanceOf(c *component) (observance, bool) {
	o := observance{daylight: c.name == "DAYLIGHT", name: "-"}
	if c.name != "STANDARD" && c.name != "DAYLIGHT" {
		return o, false
	}
	from, ok1 := offset(c.value("TZOFFSETFROM"))
	to, ok2 := offset(c.value("TZOFFSETTO"))
	start, form := parseStamp(c.value("DTSTART"))
	if !ok1 || !ok2 || form == noForm {
		return o, false
	}
	if name := notName.ReplaceAllString(c.value("TZNAME"), ""); name != "" {
		o.name = name[:min(len(name), 10)]
	}
	o.from, o.to = from, to
	before := time.FixedZone("", from)
	o.series = recur.Series{Start: start, Zone: before}
	for _, p := range c.all("RRULE") {
		if r, err := recur.ParseRule(p.value); err == nil {
			o.series.Rules = append(o.series.Rules, r)
		}
	}
	for _, p := range c.all("RDATE") {
		for _, v := range strings.Split(p.value, ",") {
			v, _, _ = strings.Cut(v, "/")
			switch t, form := parseStamp(v); form {
			case noForm:
			case utcForm:
				o.series.Added = append(o.series.Added, wallOf(t.In(before)))
			default:
				o.series.Added = append(o.series.Added, t)
			}
		}
	}
	if len(o.series.Rules) > 0 { // the start is an onset, whether the rule meets it or not
		o.series.Added = append(o.series.Added, start)
	}
	return o, true
}

// offset reads +hhmm or +hhmmss (RFC 5545 section 3.3.14).
func offset(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(s[1:])
	if err != nil || n < 0 {
		return 0, false
	}
	if len(s) == 5 {
		n *= 100
	}
	seconds := n/10000*3600 + n/100%100*60 + n%100
	if seconds >= 24*3600 || n/100%100 > 59 || n%100 > 59 {
		return 0, false
	}
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}
