package ical

import (
	"context"
	"strings"
	"time"

	"umland/internal/i18n"
	"umland/internal/recur"
)

// Listed is an event in the list that `umland import ics --json` prints.
type Listed struct {
	UID         string       `json:"uid"`
	Title       string       `json:"title"`
	AllDay      bool         `json:"all_day"`
	Timezone    string       `json:"timezone"` // IANA name where there is one, "" for whole days
	Status      string       `json:"status"`   // confirmed, tentative, cancelled; rejected where it cannot be read
	Problems    []string     `json:"problems"`
	Occurrences []ListedDate `json:"occurrences"`
}

// StatusRejected is the status of an event that could not be read.
const StatusRejected = "rejected"

// ListedDate is one date: RFC 3339 with the offset of the event's zone, or
// bare days for whole days, where the end is the day after the last as in the
// file.
type ListedDate struct {
	Start  string `json:"start"`
	End    string `json:"end"`
	Status string `json:"status"`
}

// List expands all events of the calendar: the dates that begin at or after
// from and before to. What was rejected stands at the end, with the reason.
// When ctx ends, the events that are left have no dates and say so.
func (c *Calendar) List(ctx context.Context, lang i18n.Lang, from, to time.Time) []Listed {
	all := make([]Listed, 0, len(c.Events)+len(c.Rejected))
	for _, e := range c.Events {
		l := Listed{
			UID: e.UID, Title: e.Title, AllDay: e.Series.AllDay, Status: statusWord(e.Status),
			Problems: []string{}, Occurrences: []ListedDate{},
		}
		if !l.AllDay {
			l.Timezone = e.zone().String()
		}
		for _, p := range e.Problems {
			l.Problems = append(l.Problems, p.Text(lang))
		}
		if e.Private() {
			l.Problems = append(l.Problems, i18n.T(lang, "ical.private"))
		}
		if ctx.Err() != nil {
			l.Problems = append(l.Problems, i18n.T(lang, "ical.time_over"))
			all = append(all, l)
			continue
		}
		dates, more := e.Occurrences(from, to, recur.MostDates)
		if more {
			l.Problems = append(l.Problems, i18n.T(lang, "ical.more_dates", "n", recur.MostDates))
		}
		for _, o := range dates {
			if o.Fit == recur.Skipped {
				l.Problems = append(l.Problems, i18n.T(lang, "ical.skipped_time", "day", i18n.Date(lang, o.Wall), "time", i18n.Time(lang, o.Wall)))
			}
			l.Occurrences = append(l.Occurrences, o.listed())
		}
		all = append(all, l)
	}
	for _, r := range c.Rejected {
		all = append(all, Listed{UID: r.UID, Title: r.Title, Status: StatusRejected, Problems: []string{r.Text(lang)}, Occurrences: []ListedDate{}})
	}
	return all
}

// Private tells whether the event's owner keeps it from others.
func (e *Event) Private() bool { return e.Class == "PRIVATE" || e.Class == "CONFIDENTIAL" }

func (o *Occurrence) listed() ListedDate {
	layout := time.RFC3339
	if o.AllDay {
		layout = time.DateOnly
	}
	return ListedDate{o.Start.Format(layout), o.End.Format(layout), statusWord(o.Details.Status)}
}

func statusWord(s string) string {
	if s == "" {
		s = Confirmed
	}
	return strings.ToLower(s)
}

// Text is the problem in words, with its line.
func (p Problem) Text(lang i18n.Lang) string {
	text := i18n.T(lang, p.Key, p.Args...)
	if strings.HasPrefix(p.Key, "recur.") {
		return i18n.T(lang, "ical.rule_line", "line", p.Line, "why", text)
	}
	return text
}
