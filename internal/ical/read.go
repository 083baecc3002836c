package ical

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"umland/internal/fault"
)

// Problem is something about an event that a person should know, as a text of
// the catalogue.
type Problem struct {
	Line int // of the file, from 1
	Key  string
	Args []any // name, value pairs
}

// Calendar is a file that has been read.
type Calendar struct {
	Name     string // X-WR-CALNAME or NAME
	Events   []*Event
	Rejected []Rejected
	Problems []Problem // of the file as a whole
	// Excerpt is true for a feed or page that names only some of the events:
	// what is missing in it is not gone.
	Excerpt bool
}

// Rejected is an event that cannot be taken, with the line and the reason.
type Rejected struct {
	UID, Title string
	Problem
}

// noProperty is the name of a line that is none.
const noProperty = "?"

// component is BEGIN to END of something, without what is nested in it.
type component struct {
	name   string
	line   int
	props  []property
	inner  []*component
	ended  bool
	method string
}

func (c *component) all(name string) []property {
	var list []property
	for _, p := range c.props {
		if p.name == name {
			list = append(list, p)
		}
	}
	return list
}

func (c *component) first(name string) (property, bool) {
	i := slices.IndexFunc(c.props, func(p property) bool { return p.name == name })
	if i < 0 {
		return property{}, false
	}
	return c.props[i], true
}

func (c *component) value(name string) string {
	p, _ := c.first(name)
	return p.value
}

// Read reads a calendar file. Times without a zone are meant in floating. A
// broken event is put into Rejected and the others are read; the error is a
// *fault.Error for what is no calendar at all. When ctx ends, what has been
// read so far comes back with a problem.
func Read(ctx context.Context, raw []byte, floating *time.Location) (*Calendar, error) {
	if len(raw) > MaxBytes {
		return nil, fault.New(fault.TooLarge, "ical.too_big", "mb", MaxBytes>>20)
	}
	cal := &Calendar{}
	top := tree(lines(raw), cal)
	if len(top) == 0 {
		return nil, fault.New(fault.Invalid, "ical.no_calendar")
	}
	r := reader{cal: cal, zones: zones{floating: floating, own: map[string]*component{}, found: map[string]*time.Location{}}}
	for _, c := range top {
		r.defineZones(c)
	}
	for i, c := range r.components(top) {
		if ctx.Err() != nil || i == MostEvents {
			cal.Problems = append(cal.Problems, Problem{c.line, "ical.cut", []any{"line", c.line}})
			break
		}
		r.event(c)
	}
	r.join()
	return cal, nil
}

// components are the VEVENTs of all calendars of the file, also such that
// stand without one.
func (r *reader) components(top []*component) []*component {
	var list []*component
	var walk func(c *component, method string)
	walk = func(c *component, method string) {
		if c.name == "VEVENT" {
			c.method = method
			list = append(list, c)
			return
		}
		if c.name == "VCALENDAR" {
			method = strings.ToUpper(strings.TrimSpace(c.value("METHOD")))
			r.cal.Name = cmp.Or(r.cal.Name, unescape(c.value("X-WR-CALNAME")), unescape(c.value("NAME")))
		}
		for _, inner := range c.inner {
			walk(inner, method)
		}
	}
	for _, c := range top {
		walk(c, "")
	}
	return list
}

func (r *reader) defineZones(c *component) {
	if c.name != "VTIMEZONE" {
		for _, inner := range c.inner {
			r.defineZones(inner)
		}
		return
	}
	if tzid := strings.TrimSpace(unquote(c.value("TZID"))); tzid != "" && r.zones.own[tzid] == nil {
		r.zones.own[tzid] = c
	}
}

// mostDepth bounds how deep components are nested.
const mostDepth = 10

// tree puts the lines into components. A component that is not ended is
// closed by the end of the one around it, or by the next of its kind.
func tree(all []line, cal *Calendar) []*component {
	var stack, top []*component
	closing := func(n int) {
		stack = stack[:n]
	}
	for _, l := range all {
		p, ok := parse(l)
		switch name := strings.ToUpper(strings.TrimSpace(p.value)); {
		case !ok:
			if len(stack) > 0 {
				c := stack[len(stack)-1]
				c.props = append(c.props, property{n: l.n, name: noProperty, value: l.text[:min(len(l.text), 40)]})
			}
		case p.name == "BEGIN":
			if i := indexOf(stack, name); i >= 0 && (name == "VEVENT" || name == "VCALENDAR") {
				closing(i)
			}
			c := &component{name: name, line: l.n}
			if len(stack) == 0 {
				top = append(top, c)
			} else if outer := stack[len(stack)-1]; len(stack) < mostDepth {
				outer.inner = append(outer.inner, c)
			}
			stack = append(stack, c)
		case p.name == "END":
			if i := indexOf(stack, name); i >= 0 {
				stack[i].ended = true
				closing(i)
			}
		case len(stack) > 0:
			c := stack[len(stack)-1]
			c.props = append(c.props, p)
		}
	}
	if len(stack) > 0 {
		cal.Problems = append(cal.Problems, Problem{stack[0].line, "ical.unfinished", []any{"what", stack[0].name}})
	}
	return slices.DeleteFunc(top, func(c *component) bool {
		return c.name != "VCALENDAR" && c.name != "VEVENT" && c.name != "VTIMEZONE"
	})
}

func indexOf(stack []*component, name string) int {
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i].name == name {
			return i
		}
	}
	return -1
}
