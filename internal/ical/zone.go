package ical

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed windows.txt
var windowsText string

// windows are the names of zones in Windows, in small letters.
var windows = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, l := range strings.Split(windowsText, "\n") {
		if name, zone, ok := strings.Cut(l, "\t"); ok {
			m[strings.ToLower(name)] = zone
		}
	}
	return m
})

// zones finds the zones of one file.
type zones struct {
	floating *time.Location
	own      map[string]*component // the file's VTIMEZONEs by TZID
	found    map[string]*time.Location
}

// fixed are zones that are written as a distance from UTC.
var fixed = regexp.MustCompile(`^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$`)

// named finds the zone of a TZID: one of the IANA (also behind a prefix that
// says who wrote it), one of Windows, the one that the file defines itself, or
// a distance from UTC. A zone of the IANA goes before the file's own
// definition of it, which is often old.
func (z *zones) named(tzid string) (*time.Location, bool) {
	tzid = strings.TrimSpace(tzid)
	if loc, known := z.found[tzid]; known {
		return loc, loc != nil
	}
	loc := z.look(tzid)
	z.found[tzid] = loc
	return loc, loc != nil
}

func (z *zones) look(tzid string) *time.Location {
	if loc := iana(tzid); loc != nil {
		return loc
	}
	if c := z.own[tzid]; c != nil {
		if tail := tail(tzid); tail != nil && strings.Contains(tzid, "/") {
			return tail
		}
		if zone, ok := windows()[strings.ToLower(tzid)]; ok {
			return iana(zone)
		}
		return makeZone(tzid, c)
	}
	if zone, ok := windows()[strings.ToLower(tzid)]; ok {
		return iana(zone)
	}
	if loc := tail(tzid); loc != nil {
		return loc
	}
	if m := fixed.FindStringSubmatch(strings.ToUpper(tzid)); m != nil {
		return distance(m)
	}
	return nil
}

// tail finds the zone that stands at the end of a longer name, such as
// /freeassociation.sourceforge.net/Europe/Berlin.
func tail(tzid string) *time.Location {
	parts := strings.Split(tzid, "/")
	for n := min(3, len(parts)); n > 1; n-- {
		if loc := iana(strings.Join(parts[len(parts)-n:], "/")); loc != nil {
			return loc
		}
	}
	return nil
}

func distance(m []string) *time.Location {
	hours, _ := strconv.Atoi(m[2]) // digits, as the expression says
	minutes, _ := strconv.Atoi(m[3])
	if hours > 14 || minutes > 59 {
		return nil
	}
	seconds := hours*3600 + minutes*60
	if m[1] == "-" {
		seconds = -seconds
	}
	if seconds == 0 {
		return time.UTC
	}
	return time.FixedZone("UTC"+m[0][strings.IndexAny(m[0], "+-"):], seconds)
}

// iana loads a zone of the IANA database; nil where there is none. Names that
// mean the machine's own zone or a way through its folders are none.
func iana(name string) *time.Location {
	switch strings.ToUpper(name) {
	case "UTC", "Z", "GMT", "ETC/UTC", "ETC/GMT", "UCT", "ZULU":
		return time.UTC
	case "", "LOCAL":
		return nil
	}
	if strings.ContainsAny(name, `.\ `) || strings.HasPrefix(name, "/") {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}
