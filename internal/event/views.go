package event

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

func dayID(i int) string { return "tag-" + strconv.Itoa(i+1) }

// dayNumber is the large number of a day: "24." in German and Danish.
func dayNumber(r *web.Request, d time.Time) string {
	if r.Lang == i18n.EN {
		return strconv.Itoa(d.Day())
	}
	return strconv.Itoa(d.Day()) + "."
}

// monthOf is the month of a day, with the year where it is not this one.
func monthOf(r *web.Request, d time.Time) string {
	if d.Year() == r.Now.Year() {
		return i18n.Sentence(i18n.Month(r.Lang, d.Month()))
	}
	return i18n.Sentence(i18n.MonthYear(r.Lang, d))
}

// weekdays are seven days that begin on a Monday.
func weekdays() []time.Time {
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	days := make([]time.Time, 7)
	for i := range days {
		days[i] = monday.AddDate(0, 0, i)
	}
	return days
}

// where is the place of an event on one line, its town once.
func where(venue, town string) string {
	switch {
	case venue == "":
		return town
	case town == "" || strings.Contains(venue, town):
		return venue
	}
	return venue + ", " + town
}

func iconOf(term content.Category) string {
	if term.Icon == "" {
		return "calendar"
	}
	return term.Icon
}

// words picks a short text in the reader's language, or the German one.
func words(r *web.Request, texts map[string]string) string {
	for _, l := range []string{string(r.Lang), "de", "da", "en"} {
		if t := texts[l]; t != "" {
			return t
		}
	}
	return ""
}

func calendarHref(r *web.Request, s showPage) string {
	p := s.event.Path()
	if s.single {
		p += "/" + s.next.Day
	}
	return r.Href(p) + ".ics"
}
