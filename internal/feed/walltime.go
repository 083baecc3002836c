package feed

import (
	"time"

	"umland/internal/content"
	"umland/internal/web"
)

// wallForms are how wall times are stored: with a time of day, or as a day.
var wallForms = []string{"2006-01-02T15:04", time.DateOnly}

// wall reads a stored wall time as if it was in UTC, for its digits only; the
// zero time where it cannot be read.
func wall(s string) time.Time {
	for _, form := range wallForms {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// compact writes a wall time as a part of an identity: 20261124T1500, or
// 20261124 for a whole day.
func compact(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] != '-' && s[i] != ':' {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// zoneOf is the zone of the portal that owns a date; its wall times are meant
// there.
func zoneOf(r *web.Request, o content.Occurrence) *time.Location {
	if site, ok := r.Directory().BySlug(o.Portal); ok && site.Zone != nil {
		return site.Zone
	}
	return r.Site.Zone
}
