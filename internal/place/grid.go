package place

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"umland/internal/hours"
)

// readCell understands the times of a day as people write them, "8-12 und
// 14.30 bis 18"; "" and "geschlossen" are closed.
func readCell(text string) ([]hours.Slot, error) {
	text = strings.NewReplacer(" und ", ", ", " og ", ", ", " and ", ", ").Replace(strings.TrimSpace(text))
	switch strings.ToLower(text) {
	case "", "geschlossen", "lukket", "closed", "zu", "-":
		return []hours.Slot{}, nil
	}
	v, err := hours.Parse("Mo " + text)
	if err != nil {
		return nil, err
	}
	// A Monday without any holiday near it, in a zone without clock changes.
	monday := time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC)
	var slots []hours.Slot
	for _, s := range v.Spans(monday, monday.AddDate(0, 0, 2), hours.Context{Zone: time.UTC}) {
		end := s.End.Format("15:04")
		if end == "00:00" {
			end = "24:00"
		}
		slots = append(slots, hours.Slot{From: s.Start.Format("15:04"), To: end})
	}
	return slots, nil
}

// cell writes the slots of a day as the form shows them.
func cell(slots []hours.Slot) string {
	parts := make([]string, len(slots))
	for i, s := range slots {
		parts[i] = s.From + "-" + s.To
	}
	return strings.Join(parts, ", ")
}

var closureLine = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:\s*(?:bis|til|to|-|–)\s*(\d{4}-\d\d-\d\d))?\s*(.*)$`)

// readClosure understands a line such as "2026-12-24 bis 2027-01-01
// Betriebsferien".
func readClosure(line string) (hours.Closure, error) {
	m := closureLine.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return hours.Closure{}, fmt.Errorf("no day in %q", line)
	}
	first, err := hours.ParseDay(m[1])
	if err != nil {
		return hours.Closure{}, err
	}
	c := hours.Closure{First: first, Last: first, Reason: strings.ReplaceAll(m[3], `"`, "'")}
	if m[2] != "" {
		if c.Last, err = hours.ParseDay(m[2]); err != nil {
			return hours.Closure{}, err
		}
	}
	if c.Last < c.First {
		return hours.Closure{}, fmt.Errorf("%s is before %s", c.Last, c.First)
	}
	return c, nil
}

// closureText is a closure as the form shows it.
func closureText(c hours.Closure, until string) string {
	s := c.First.String()
	if c.Last != c.First {
		s += " " + until + " " + c.Last.String()
	}
	return strings.TrimSpace(s + " " + c.Reason)
}
