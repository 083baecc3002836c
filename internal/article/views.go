package article

import (
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/web"
)

// wordsPerMinute is how fast an unhurried reader reads on a screen.
const wordsPerMinute = 180

func readingMinutes(body richtext.HTML) int {
	return len(strings.Fields(richtext.Words(body)))/wordsPerMinute + 1
}

// day is the local day of a stored instant.
func day(r *web.Request, stamp string) time.Time {
	t, err := clock.ParseStamp(stamp)
	if err != nil {
		return time.Time{}
	}
	return t.In(r.Site.Zone)
}

func dayAttr(t time.Time) string { return t.Format(time.DateOnly) }

func longDate(r *web.Request, t time.Time) string { return i18n.Date(r.Lang, t) }
