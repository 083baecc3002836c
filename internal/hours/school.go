package hours

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Period is days from First to Last, both included, with their names in the
// languages the source has ("de": "Sommerferien").
type Period struct {
	First, Last Day
	Names       map[string]string
}

// ReadSchool reads school holidays from a file of the OpenHolidays API
// (semicolons; columns StartDate, EndDate, Type, Name, Subdivisions, Tags).
// state is the Land whose lines are wanted. Lines with the tag "Exception"
// are for single islands and left out.
func ReadSchool(in io.Reader, state string) ([]Period, error) {
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord = ';', -1
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("school holidays: %w", err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	for _, name := range []string{"StartDate", "EndDate", "Type", "Name", "Subdivisions"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("school holidays: there is no column %s", name)
		}
	}
	var list []Period
	for {
		row, err := r.Read()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("school holidays: %w", err)
		}
		field := func(name string) string {
			if i, ok := column[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		if field("Type") != "School" || strings.Contains(field("Tags"), "Exception") ||
			!slices.Contains(strings.Split(field("Subdivisions"), ","), state) {
			continue
		}
		p, err := period(field("StartDate"), field("EndDate"), field("Name"))
		if err != nil {
			line, _ := r.FieldPos(0)
			return nil, fmt.Errorf("school holidays, line %d: %w", line, err)
		}
		list = append(list, p)
	}
}

func period(first, last, names string) (Period, error) {
	if last == "" {
		last = first
	}
	a, err := ParseDay(first)
	if err != nil {
		return Period{}, err
	}
	b, err := ParseDay(last)
	if err != nil {
		return Period{}, err
	}
	if b < a {
		return Period{}, fmt.Errorf("%s is before %s", last, first)
	}
	p := Period{First: a, Last: b, Names: map[string]string{}}
	for _, n := range strings.Split(names, ",") {
		if lang, name, ok := strings.Cut(n, " "); ok {
			p.Names[strings.ToLower(lang)] = name
		}
	}
	return p, nil
}

// Known makes an answer for Context.School of periods: known are the days from
// the first period's beginning to the last one's end.
func Known(periods []Period) func(day Day) (holiday, known bool) {
	list := slices.SortedFunc(slices.Values(periods), func(a, b Period) int { return int(a.First - b.First) })
	if len(list) == 0 {
		return func(Day) (bool, bool) { return false, false }
	}
	first, last := list[0].First, list[0].Last
	for _, p := range list {
		last = max(last, p.Last)
	}
	days := make([]bool, last-first+1)
	for _, p := range list {
		for d := p.First; d <= p.Last; d++ {
			days[d-first] = true
		}
	}
	return func(d Day) (bool, bool) {
		if d < first || d > last {
			return false, false
		}
		return days[d-first], true
	}
}
