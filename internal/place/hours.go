package place

import (
	"regexp"
	"strings"
	"time"

	"umland/internal/i18n"
)

// hoursRow is a line of opening hours in words.
type hoursRow struct{ Days, Times string }

var (
	dayWord  = regexp.MustCompile(`\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b`)
	timeSpan = regexp.MustCompile(`([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)`)
	dayList  = regexp.MustCompile(`^(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[,-](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)?$`)
	spanList = regexp.MustCompile(`^(?:off|closed|24/7|` + timeSpan.String() + `(?:,` + timeSpan.String() + `)*)$`)
	comma    = regexp.MustCompile(`\s*,\s*`)
)

var weekdays = map[string]time.Weekday{
	"Mo": time.Monday, "Tu": time.Tuesday, "We": time.Wednesday, "Th": time.Thursday,
	"Fr": time.Friday, "Sa": time.Saturday, "Su": time.Sunday,
}

// readHours writes simple opening_hours values as rows for people. A value
// with anything beyond weekdays and spans is shown as it stands, in one row,
// rather than half understood.
func readHours(lang i18n.Lang, value string) []hoursRow {
	if value == "" {
		return nil
	}
	var rows []hoursRow
	for _, part := range strings.Split(value, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		when, what, ok := strings.Cut(comma.ReplaceAllString(part, ","), " ")
		if !ok {
			when, what = "", when
		}
		if what = strings.TrimSpace(what); !dayList.MatchString(when) || !spanList.MatchString(what) {
			return []hoursRow{{Times: value}}
		}
		rows = append(rows, hoursRow{days(lang, when), times(lang, what)})
	}
	return rows
}

func days(lang i18n.Lang, s string) string {
	if s == "" {
		return i18n.T(lang, "place.daily")
	}
	s = strings.NewReplacer(",", ", ", "-", " "+i18n.T(lang, "common.until")+" ").Replace(s)
	return i18n.Sentence(dayWord.ReplaceAllStringFunc(s, func(d string) string {
		if d == "PH" {
			return i18n.T(lang, "place.holiday")
		}
		// The first week of 2024 begins on a Monday.
		return i18n.Weekday(lang, time.Date(2024, 1, 7+int(weekdays[d]), 0, 0, 0, 0, time.UTC))
	}))
}

func times(lang i18n.Lang, s string) string {
	switch s {
	case "off", "closed":
		return i18n.T(lang, "place.closed")
	case "24/7":
		return i18n.T(lang, "place.always")
	}
	s = strings.ReplaceAll(s, ",", ", ")
	return timeSpan.ReplaceAllStringFunc(s, func(span string) string {
		m := timeSpan.FindStringSubmatch(span)
		at := func(h, min string) time.Time {
			t, err := time.Parse("15:04", h+":"+min)
			if err != nil {
				return time.Time{} // 24:00 is midnight
			}
			return t
		}
		return i18n.TimeRange(lang, at(m[1], m[2]), at(m[3], m[4]))
	})
}
