package feed

import (
	"time"

	"umland/internal/content"
	"umland/internal/web"
)

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
