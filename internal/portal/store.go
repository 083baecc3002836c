package portal

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/web"
)

// Schema holds the migrations of the portals.
//
//go:embed schema
var Schema embed.FS

// Room keeps the portals.
type Room struct {
	db    *db.DB
	spine *content.Spine
	book  book
}

// New is the room over a migrated database; call Refresh before the first use.
func New(d *db.DB, spine *content.Spine) *Room { return &Room{db: d, spine: spine} }

// Save stores a portal, new or changed.
func (m *Room) Save(ctx context.Context, p *Portal) error {
	if err := p.Validate(); err != nil {
		return err
	}
	err := m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return m.save(ctx, tx, p) })
	if db.IsUnique(err) {
		return fault.Fields(fault.Field{Name: "host", Key: "errors.host_taken"})
	}
	if err != nil {
		return err
	}
	return m.Refresh(ctx)
}

func (m *Room) save(ctx context.Context, tx *db.Tx, p *Portal) error {
	operator, err := json.Marshal(p.Operator)
	if err != nil {
		return err
	}
	words, err := json.Marshal(p.Words)
	if err != nil {
		return err
	}
	langs := make([]string, len(p.Languages))
	for i, l := range p.Languages {
		langs[i] = string(l)
	}
	demo := 0
	if p.Demo {
		demo = 1
	}
	_, err = tx.Exec(ctx, `INSERT INTO portal (slug, name, place, base_url, country, state, first_lang, languages, zone, brand, accent,
		demo, rank, operator, area, words, keep_senders, mail_from) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
		ON CONFLICT (slug) DO UPDATE SET name = excluded.name, place = excluded.place, base_url = excluded.base_url,
		country = excluded.country, state = excluded.state, first_lang = excluded.first_lang, languages = excluded.languages, zone = excluded.zone,
		brand = excluded.brand, accent = excluded.accent, demo = excluded.demo, rank = excluded.rank,
		operator = excluded.operator, area = excluded.area, words = excluded.words, keep_senders = excluded.keep_senders,
		mail_from = excluded.mail_from`,
		p.Slug, p.Name, p.Place, strings.TrimSuffix(p.BaseURL, "/"), p.Country, p.State, string(p.First), strings.Join(langs, " "), p.Zone,
		p.Brand, p.Accent, demo, p.Rank, string(operator), p.AreaJSON, string(words), p.KeepSenders, p.MailFrom)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM portal_host WHERE portal = $1`, p.Slug); err != nil {
		return err
	}
	for i, h := range p.Hosts {
		if _, err := tx.Exec(ctx, `INSERT INTO portal_host (host, portal, rank) VALUES ($1,$2,$3)`, h, p.Slug, i); err != nil {
			return err
		}
	}
	return m.logged(ctx, tx, p.Slug)
}

// logged writes the change that makes every node read its portals anew.
func (m *Room) logged(ctx context.Context, tx *db.Tx, slug string) error {
	return m.spine.Log(ctx, tx, content.Change{Portal: slug, Kind: "portal", Item: slug, Action: "saved"})
}

// All gives every portal, as it is stored.
func (m *Room) All(ctx context.Context) ([]*Portal, error) {
	list, err := db.All(ctx, m.db, scanPortal, `SELECT slug, name, place, base_url, country, state, first_lang, languages, zone, brand, accent,
		demo, rank, operator, area, words, keep_senders, mail_from FROM portal ORDER BY rank, slug`)
	if err != nil {
		return nil, err
	}
	type host struct{ host, portal string }
	hosts, err := db.All(ctx, m.db, func(r db.Row) (host, error) {
		var h host
		return h, r.Scan(&h.host, &h.portal)
	}, `SELECT host, portal FROM portal_host ORDER BY portal, rank, host`)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		for _, h := range hosts {
			if h.portal == p.Slug {
				p.Hosts = append(p.Hosts, h.host)
			}
		}
	}
	return list, nil
}

func scanPortal(r db.Row) (*Portal, error) {
	p := &Portal{}
	var langs, operator, words string
	if err := r.Scan(&p.Slug, &p.Name, &p.Place, &p.BaseURL, &p.Country, &p.State, &p.First, &langs, &p.Zone, &p.Brand, &p.Accent,
		&p.Demo, &p.Rank, &operator, &p.AreaJSON, &words, &p.KeepSenders, &p.MailFrom); err != nil {
		return nil, err
	}
	for _, l := range strings.Fields(langs) {
		p.Languages = append(p.Languages, i18n.Lang(l))
	}
	if err := json.Unmarshal([]byte(operator), &p.Operator); err != nil {
		return nil, fmt.Errorf("operator of portal %s: %w", p.Slug, err)
	}
	if err := json.Unmarshal([]byte(words), &p.Words); err != nil {
		return nil, fmt.Errorf("words of portal %s: %w", p.Slug, err)
	}
	if p.AreaJSON == "" {
		return p, nil
	}
	area, err := geo.ParseArea([]byte(p.AreaJSON))
	p.Area = area
	return p, err
}

// SetTeasers replaces the teasers of a portal, in their order.
func (m *Room) SetTeasers(ctx context.Context, portal string, teasers []Teaser) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM teaser WHERE portal = $1`, portal); err != nil {
			return err
		}
		for i, t := range teasers {
			texts, err := json.Marshal(t.Texts)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO teaser (portal, rank, item, image, texts) VALUES ($1,$2,$3,$4,$5)`,
				portal, i, t.Item, t.Image, string(texts)); err != nil {
				return err
			}
		}
		return m.logged(ctx, tx, portal)
	})
}

// Teasers gives the teasers of a portal in their order.
func (m *Room) Teasers(ctx context.Context, portal string) ([]Teaser, error) {
	return db.All(ctx, m.db, func(r db.Row) (Teaser, error) {
		var t Teaser
		var texts string
		if err := r.Scan(&t.Item, &t.Image, &texts); err != nil {
			return t, err
		}
		return t, json.Unmarshal([]byte(texts), &t.Texts)
	}, `SELECT item, image, texts FROM teaser WHERE portal = $1 ORDER BY rank`, portal)
}

// SaveNotice stores a notice, new where it has no ID.
func (m *Room) SaveNotice(ctx context.Context, n *Notice) error {
	if err := n.validate(); err != nil {
		return err
	}
	if n.ID == "" {
		n.ID = uuid.NewString()
	}
	n.Updated = m.spine.Clock().Now()
	return m.storeNotice(ctx, n)
}

func (m *Room) storeNotice(ctx context.Context, n *Notice) error {
	texts, err := json.Marshal(n.Texts)
	if err != nil {
		return err
	}
	shown, until := 0, ""
	if n.Shown {
		shown = 1
	}
	if !n.Until.IsZero() {
		until = clock.Stamp(n.Until)
	}
	err = m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO notice (id, portal, level, shown, starts_at, ends_at, source, updated_at, texts)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (id) DO UPDATE SET portal = excluded.portal, level = excluded.level,
			shown = excluded.shown, starts_at = excluded.starts_at, ends_at = excluded.ends_at, source = excluded.source,
			updated_at = excluded.updated_at, texts = excluded.texts`,
			n.ID, n.Portal, n.Level, shown, clock.Stamp(n.From), until, n.Source, clock.Stamp(n.Updated), string(texts))
		if err != nil {
			return err
		}
		return m.logged(ctx, tx, n.Portal)
	})
	if err != nil {
		return err
	}
	return m.Refresh(ctx)
}

func (n *Notice) validate() error {
	var wrong []fault.Field
	ok := false
	for _, l := range Levels {
		ok = ok || l == n.Level
	}
	if !ok {
		wrong = append(wrong, fault.Field{Name: "level", Key: "errors.bad_choice"})
	}
	if len(n.Texts) == 0 {
		wrong = append(wrong, fault.Field{Name: "title", Key: "errors.required"})
	}
	for _, t := range n.Texts {
		if strings.TrimSpace(t.Title) == "" {
			wrong = append(wrong, fault.Field{Name: "title", Key: "errors.required"})
		}
	}
	if n.From.IsZero() {
		wrong = append(wrong, fault.Field{Name: "from", Key: "errors.required"})
	}
	if !n.Until.IsZero() && !n.Until.After(n.From) {
		wrong = append(wrong, fault.Field{Name: "until", Key: "errors.end_before_start"})
	}
	return fault.Fields(wrong...)
}

// Notices gives the notices of a portal and those of all, the newest first,
// taken down ones included.
func (m *Room) Notices(ctx context.Context, portal string) ([]Notice, error) {
	return db.All(ctx, m.db, scanNotice, `SELECT id, portal, level, shown, starts_at, ends_at, source, updated_at, texts
		FROM notice WHERE portal = $1 OR portal = '' ORDER BY updated_at DESC, id`, portal)
}

func scanNotice(r db.Row) (Notice, error) {
	var n Notice
	var from, until, updated, texts string
	if err := r.Scan(&n.ID, &n.Portal, &n.Level, &n.Shown, &from, &until, &n.Source, &updated, &texts); err != nil {
		return n, err
	}
	var err error
	for _, p := range []struct {
		to   *time.Time
		from string
	}{{&n.From, from}, {&n.Until, until}, {&n.Updated, updated}} {
		if p.from == "" {
			continue
		}
		if *p.to, err = clock.ParseStamp(p.from); err != nil {
			return n, err
		}
	}
	return n, json.Unmarshal([]byte(texts), &n.Texts)
}

// site makes the snapshot that pages see.
func (p *Portal) site(notices []Notice) (*web.Site, error) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil, fmt.Errorf("zone of portal %s: %w", p.Slug, err)
	}
	s := &web.Site{
		Slug: p.Slug, Name: p.Name, Place: p.Place, Subtitles: map[i18n.Lang]string{}, BaseURL: p.BaseURL,
		Hosts: p.Hosts, State: p.State, First: p.First, Languages: p.Languages, Zone: zone, Country: p.Country,
		Brand: p.Brand, Accent: p.Accent, Operator: p.Operator, Demo: p.Demo, KeepSenders: p.KeepSenders, MailFrom: p.MailFrom, Quick: p.Words.Quick,
	}
	if len(p.Hosts) > 0 {
		s.Host = p.Hosts[0]
	}
	for l, t := range p.Words.Subtitle {
		s.Subtitles[i18n.Lang(l)] = t
	}
	for _, n := range notices {
		if n.Shown && (n.Portal == "" || n.Portal == p.Slug) {
			s.Notices = append(s.Notices, n.Notice)
		}
	}
	return s, nil
}
