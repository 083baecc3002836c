package place

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/web"
)

// ahead is how many days of open spans are kept.
const ahead = 14

// today is what a place's page says about its hours.
type today struct {
	Kind     hours.Kind
	Sentence string
	Week     hours.Week
	Warnings []hours.Warning
}

// readHours understands the hours of a place; ok is false where it has none.
func (m *Room) readHours(r *web.Request, p *Place) (t today, ok bool) {
	v, err := m.parsed(p.Hours)
	if p.Hours == "" || err != nil {
		return today{}, false
	}
	c := m.context(r.Site, p)
	kind := v.At(r.Now, c).Kind
	return today{Kind: kind, Sentence: sentence(r, kind, v.Say(r.Lang, r.Now, c)), Week: v.Week(r.Lang, r.Now, c)}, true
}

// sentence puts "geschlossen" in front where a closed place only says when it
// opens: a word carries the state, not the colour.
func sentence(r *web.Request, kind hours.Kind, said string) string {
	word := r.T("place.closed")
	if kind != hours.Closed || strings.Contains(strings.ToLower(said), word) {
		return said
	}
	return word + ", " + said
}

// mostValues bounds the values that are kept read.
const mostValues = 5000

// values keeps opening hours that have been read, by their text: many places
// share a value, and lists read the same ones again and again.
type values struct {
	mu   sync.RWMutex
	kept map[string]*hours.Value
}

func (m *Room) parsed(text string) (*hours.Value, error) {
	m.values.mu.RLock()
	v, ok := m.values.kept[text]
	m.values.mu.RUnlock()
	if ok {
		return v, nil
	}
	v, err := hours.Parse(text)
	if err != nil {
		return nil, err
	}
	m.values.mu.Lock()
	defer m.values.mu.Unlock()
	if m.values.kept == nil || len(m.values.kept) >= mostValues {
		m.values.kept = map[string]*hours.Value{}
	}
	m.values.kept[text] = v
	return v, nil
}

// specs are the hours of a place for schema.org.
func (m *Room) specs(r *web.Request, p *Place) (regular, special []hours.Spec) {
	v, err := m.parsed(p.Hours)
	if p.Hours == "" || err != nil {
		return nil, nil
	}
	return v.Schema(r.Now, m.context(r.Site, p))
}

// spans are the open and the unknown spans of the next days, from the begin
// of today on.
func (m *Room) spans(site *web.Site, p *Place, now time.Time) []content.OpenSpan {
	v, err := m.parsed(p.Hours)
	if p.Hours == "" || err != nil {
		return nil
	}
	first := hours.DayAt(now.In(site.Zone))
	var out []content.OpenSpan
	for _, s := range v.Spans(first.Midnight(site.Zone), (first + ahead).Midnight(site.Zone), m.context(site, p)) {
		out = append(out, content.OpenSpan{Start: s.Start, End: s.End, State: s.State.Kind.String()})
	}
	return out
}

// rowState is what a row of a list says about a place's hours.
type rowState struct {
	Kind     hours.Kind
	Sentence string
}

// states says for the places of a list whether they are open.
func (m *Room) states(r *web.Request, items []content.Listing) (map[string]rowState, error) {
	out := make(map[string]rowState, len(items))
	if len(items) == 0 {
		return out, nil
	}
	ids := make([]string, 0, len(items))
	at := make(map[string]*content.Listing, len(items))
	for i := range items {
		ids, at[items[i].Item] = append(ids, items[i].Item), &items[i]
	}
	w := db.NewWhere(1)
	w.In(`item`, ids)
	w.Add(`hours <> ''`)
	var id, text string
	err := db.Each(r.Context(), m.spine.DB(), func(row db.Row) error {
		if err := row.Scan(&id, &text); err != nil {
			return err
		}
		if s, ok := m.state(r, at[id], text); ok {
			out[id] = s
		}
		return nil
	}, `SELECT item, hours FROM place`+w.SQL()+` ORDER BY item`, w.Args()...)
	return out, err
}

// Now says whether one place of a list is open; the sentence is "" where its
// hours are not known.
func (m *Room) Now(r *web.Request, l content.Listing) (hours.Kind, string, error) {
	states, err := m.states(r, []content.Listing{l})
	return states[l.Item].Kind, states[l.Item].Sentence, err
}

// state is what a row says about the hours of its place; ok is false where
// they are not understood.
func (m *Room) state(r *web.Request, l *content.Listing, text string) (s rowState, ok bool) {
	v, err := m.parsed(text)
	site, known := m.portals.BySlug(l.Portal)
	if err != nil || !known {
		return rowState{}, false
	}
	compute := func() rowState {
		c := m.context(site, &Place{HasPosition: l.HasPosition, Lat: l.Lat, Lon: l.Lon})
		kind := v.At(r.Now, c).Kind
		return rowState{kind, sentence(r, kind, v.Say(r.Lang, r.Now, c))}
	}
	if v.NeedsSun() {
		return compute(), true // differs from place to place
	}
	return m.said.find(stateKey{text, l.Portal, r.Lang}, r.Now.Unix()/60, m.school.Load(), compute), true
}

// stateKey is what a row's words about its hours depend on within a minute.
type stateKey struct {
	hours, portal string
	lang          i18n.Lang
}

// states keeps the words of the running minute: many places share a value.
type states struct {
	mu     sync.Mutex
	minute int64
	school *schools
	kept   map[stateKey]rowState
}

func (s *states) find(key stateKey, minute int64, school *schools, compute func() rowState) rowState {
	s.mu.Lock()
	if s.minute != minute || s.school != school || len(s.kept) >= mostValues {
		s.minute, s.school, s.kept = minute, school, map[stateKey]rowState{}
	}
	v, ok := s.kept[key]
	s.mu.Unlock()
	if ok {
		return v
	}
	v = compute()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.minute == minute && s.school == school && s.kept != nil {
		s.kept[key] = v
	}
	return v
}

// OpenRow is a place that is open now.
type OpenRow struct {
	content.Listing
	Sentence string
}

// openNow is the answer of OpenNow as it is kept for a minute.
type openNow struct {
	rows  []OpenRow
	total int
}

// OpenNow gives places of the portal that are known to be open, at most
// limit, and how many there are.
func (m *Room) OpenNow(r *web.Request, limit int) ([]OpenRow, int, error) {
	key := fmt.Sprintf("open %s %s %d %s", r.Site.Slug, r.Lang, limit, r.Now.Format("2006-01-02T15:04"))
	kept, err := content.Remember(r.Context(), m.spine, key, func() (openNow, error) { return m.openNow(r, limit) })
	return kept.rows, kept.total, err
}

func (m *Room) openNow(r *web.Request, limit int) (openNow, error) {
	f := content.Filter{Portal: r.Site.Slug, Lang: string(r.Lang), Kind: content.Place, OpenAt: clock.Stamp(r.Now)}
	found, err := m.spine.List(r.Context(), f, content.ByTitle, content.Window{Limit: limit})
	if err != nil || found.Total == 0 {
		return openNow{}, err
	}
	states, err := m.states(r, found.Items)
	open := openNow{total: found.Total}
	for _, l := range found.Items {
		open.rows = append(open.rows, OpenRow{l, states[l.Item].Sentence})
	}
	return open, err
}

// RollOpen writes the open spans of every place with hours anew, so that they
// reach two weeks ahead of today; a job does it each day.
func (m *Room) RollOpen(ctx context.Context) error {
	// Another process may have imported school holidays.
	if err := m.LoadSchool(ctx); err != nil {
		return err
	}
	// Across portals: the job keeps the whole installation's spans.
	ids, err := db.All(ctx, m.spine.DB(), db.Text, `SELECT p.item FROM place p JOIN item i ON i.id = p.item
		WHERE p.hours <> '' AND i.status = 'published' ORDER BY p.item`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			p, err := m.Find(ctx, tx, id)
			if err != nil {
				return err
			}
			return m.spine.SetOpen(ctx, tx, m.draft(p))
		})
		if err != nil && fault.KindOf(err) != fault.NotFound { // removed meanwhile
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return m.spine.DB().Write(ctx, m.spine.LogOpen)
}
