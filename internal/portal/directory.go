package portal

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"umland/internal/db"
	"umland/internal/web"
)

// book is what every request needs of the portals, kept in memory and
// replaced as a whole.
type book struct {
	mu   sync.Mutex // one refresh at a time
	page atomic.Pointer[bookPage]
}

type bookPage struct {
	byHost  map[string]*web.Site
	bySlug  map[string]*web.Site
	portals map[string]*Portal
	order   []*Portal
	change  int64
}

// Refresh reads the portals and their notices anew.
func (m *Room) Refresh(ctx context.Context) error {
	m.book.mu.Lock()
	defer m.book.mu.Unlock()
	change, err := m.spine.LastChange(ctx)
	if err != nil {
		return err
	}
	portals, err := m.All(ctx)
	if err != nil {
		return err
	}
	// Read without a portal: the snapshot is of all of them.
	notices, err := db.All(ctx, m.db, scanNotice, `SELECT id, portal, level, shown, starts_at, ends_at, source, updated_at, texts
		FROM notice ORDER BY starts_at DESC, id`)
	if err != nil {
		return err
	}
	page := &bookPage{byHost: map[string]*web.Site{}, bySlug: map[string]*web.Site{}, portals: map[string]*Portal{}, order: portals, change: change}
	var family []*web.Site
	for _, p := range portals {
		site, err := p.site(notices)
		if err != nil {
			return err
		}
		family = append(family, site)
		page.bySlug[p.Slug], page.portals[p.Slug] = site, p
		for _, h := range p.Hosts {
			page.byHost[h] = site
		}
	}
	for _, s := range family {
		s.Family = family
	}
	m.book.page.Store(page)
	return nil
}

// Watch reads the portals anew when another process changed them, until ctx
// ends.
func (m *Room) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if stale, err := m.stale(ctx); err == nil && stale {
				_ = m.Refresh(ctx) // tried again at the next tick
			}
		}
	}
}

// stale tells whether a portal or a notice was changed since the last
// refresh. Items change all the time and are none of the directory's
// business.
func (m *Room) stale(ctx context.Context) (bool, error) {
	n, err := db.One(ctx, m.db, db.Int, `SELECT COUNT(*) FROM change_log WHERE number > $1 AND kind = 'portal'`, m.book.page.Load().change)
	return n > 0, err
}

// ByHost implements web.Directory.
func (m *Room) ByHost(host string) (*web.Site, bool) {
	s, ok := m.book.page.Load().byHost[host]
	return s, ok
}

// BySlug implements web.Directory.
func (m *Room) BySlug(slug string) (*web.Site, bool) {
	s, ok := m.book.page.Load().bySlug[slug]
	return s, ok
}

// Portal gives a portal as it is stored.
func (m *Room) Portal(slug string) (*Portal, bool) {
	p, ok := m.book.page.Load().portals[slug]
	return p, ok
}

// Portals gives all portals in their order.
func (m *Room) Portals() []*Portal { return m.book.page.Load().order }

// At finds the portal whose area holds a position; of several the one with
// the lower rank, so that a town's own portal goes before its Kreis.
func (m *Room) At(lat, lon float64) (string, bool) {
	for _, p := range m.book.page.Load().order {
		if p.Area != nil && p.Area.Contains(lat, lon) {
			return p.Slug, true
		}
	}
	return "", false
}
