package find

import (
	"umland/internal/clock"
	"umland/internal/web"
)

// remember counts a question that nothing answered, or nothing with all its
// words: the words alone, for the editors. A failure is logged; the visitor's
// page does not depend on it.
func (m *Room) remember(r *web.Request, q question, f found) {
	if q.here || q.kind != "" || q.Page != 1 || !f.Words || f.Total > 0 && len(f.Relaxed) == 0 || !m.pace.allows(r.Site.Slug, r.Now) {
		return
	}
	if err := m.spine.Index().CountMissed(r.Context(), r.Site.Slug, string(r.Lang), q.Words, clock.Day(r.Now, r.Site.Zone)); err != nil {
		m.log.Error("cannot count a search without result", "error", err)
	}
}
