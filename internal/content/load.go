package content

import (
	"context"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/richtext"
)

const itemColumns = `i.id, i.portal, i.kind, i.slug, i.status, i.version, i.first_lang, i.visible_from, i.visible_until,
	i.organisation, i.image, i.image_credit, i.source, i.source_key, i.source_hash, i.source_title, i.licence, i.attribution,
	i.touched, i.merged_into, i.created_at, i.updated_at, i.published_at`

func scanItem(r db.Row) (*Item, error) {
	it := &Item{Texts: map[string]Text{}}
	var from, until, created, updated, published string
	err := r.Scan(&it.ID, &it.Portal, &it.Kind, &it.Slug, &it.Status, &it.Version, &it.First, &from, &until,
		&it.Organisation, &it.Image, &it.ImageCredit, &it.Source.ID, &it.Source.Key, &it.Source.Hash, &it.Source.Title,
		&it.Source.Licence, &it.Source.Attribution, &it.Source.Touched, &it.MergedInto, &created, &updated, &published)
	if err != nil {
		return nil, err
	}
	for _, p := range []struct {
		to   *time.Time
		from string
	}{{&it.VisibleFrom, from}, {&it.VisibleUntil, until}, {&it.Created, created}, {&it.Updated, updated}, {&it.Published, published}} {
		if p.from == "" {
			continue
		}
		if *p.to, err = clock.ParseStamp(p.from); err != nil {
			return nil, err
		}
	}
	return it, nil
}

// Find gives the id of an item by its address; NotFound where there is none.
func (s *Spine) Find(ctx context.Context, q db.Q, portal string, kind Kind, slug string) (string, error) {
	id, err := db.One(ctx, q, db.Text, `SELECT id FROM item WHERE portal = $1 AND kind = $2 AND slug = $3`, portal, string(kind), slug)
	if err == db.ErrNone {
		return "", fault.New(fault.NotFound, "errors.not_found")
	}
	return id, err
}

// Load gives an item with all its texts, whatever its status; NotFound where
// there is none. The caller must know that the reader may see it.
func (s *Spine) Load(ctx context.Context, q db.Q, id string) (*Item, error) {
	it, err := db.One(ctx, q, scanItem, `SELECT `+itemColumns+` FROM item i WHERE i.id = $1`, id)
	if err == db.ErrNone {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	if err != nil {
		return nil, err
	}
	type row struct {
		lang string
		t    Text
	}
	texts, err := db.All(ctx, q, func(r db.Row) (row, error) {
		var t row
		var body string
		err := r.Scan(&t.lang, &t.t.Title, &t.t.Kicker, &t.t.Teaser, &body, &t.t.Alt)
		t.t.Body = richtext.HTML(body)
		return t, err
	}, `SELECT lang, title, kicker, teaser, body, image_alt FROM item_text WHERE item = $1 ORDER BY lang`, id)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		it.Texts[t.lang] = t.t
	}
	it.Categories, err = db.All(ctx, q, db.Text, `SELECT category FROM item_category WHERE item = $1 ORDER BY rank, category`, id)
	return it, err
}

// Visible gives an item for a public page: NotFound where there is none or it
// was never published, Gone where it was taken back.
func (s *Spine) Visible(ctx context.Context, portal string, kind Kind, slug string) (*Item, error) {
	id, err := s.Find(ctx, s.db, portal, kind, slug)
	if err != nil {
		return nil, err
	}
	it, err := s.Load(ctx, s.db, id)
	if err != nil {
		return nil, err
	}
	switch {
	case it.Public(s.clock.Now()):
		return it, nil
	case it.Status == Draft || it.Published.IsZero() || s.clock.Now().Before(it.VisibleFrom):
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return nil, fault.New(fault.Gone, "errors.gone")
}

// Successor finds the portal and the canonical path of the public item that
// stands for one that was merged into it; NotFound where there is none.
func (s *Spine) Successor(ctx context.Context, portal string, kind Kind, slug string) (owner, path string, err error) {
	const mostSteps = 8 // a merged item may have been merged again
	type row struct{ into, portal, slug string }
	scan := func(r db.Row) (row, error) {
		var v row
		return v, r.Scan(&v.into, &v.portal, &v.slug)
	}
	// A portal that showed the item, its own or another's, still has its row.
	at, err := db.One(ctx, s.db, scan, `SELECT i.merged_into, i.portal, i.slug FROM item i JOIN placement p ON p.item = i.id
		WHERE p.portal = $1 AND p.kind = $2 AND i.slug = $3 AND i.merged_into <> '' ORDER BY p.origin, i.id LIMIT 1`, portal, string(kind), slug)
	for range mostSteps {
		if err != nil || at.into == "" {
			break
		}
		at, err = db.One(ctx, s.db, scan, `SELECT i.merged_into, i.portal, i.slug FROM item i JOIN placement p ON p.item = i.id AND p.origin = 'own'
			WHERE i.id = $1 AND (p.public = 1 OR i.merged_into <> '')`, at.into)
		if err == nil && at.into == "" {
			return at.portal, kind.Path() + "/" + at.slug, nil
		}
	}
	if err == nil || err == db.ErrNone {
		err = fault.New(fault.NotFound, "errors.not_found")
	}
	return "", "", err
}

// Origins are the sources of the items that were merged into one, in order:
// what they said may stand on its page.
func (s *Spine) Origins(ctx context.Context, q db.Q, id string) ([]Source, error) {
	return db.All(ctx, q, func(r db.Row) (Source, error) {
		var o Source
		return o, r.Scan(&o.ID, &o.Key, &o.Title, &o.Licence, &o.Attribution)
	}, `SELECT source, source_key, source_title, licence, attribution FROM item WHERE merged_into = $1 AND source <> '' ORDER BY source, source_key`, id)
}

// ShownHere finds the canonical path and owner of an item that the portal
// shows under the slug but does not own, so that its reader can be sent to
// the item's only address.
func (s *Spine) ShownHere(ctx context.Context, portal string, kind Kind, slug string) (owner string, err error) {
	owner, err = db.One(ctx, s.db, db.Text, `SELECT i.portal FROM placement p JOIN item i ON i.id = p.item
		WHERE p.portal = $1 AND p.kind = $2 AND p.public = 1 AND i.slug = $3 ORDER BY i.portal LIMIT 1`, portal, string(kind), slug)
	if err == db.ErrNone {
		return "", fault.New(fault.NotFound, "errors.not_found")
	}
	return owner, err
}

// RedirectOf is where an old path leads, or NotFound.
func (s *Spine) RedirectOf(ctx context.Context, portal, path string) (string, error) {
	target, err := db.One(ctx, s.db, db.Text, `SELECT target FROM redirect WHERE portal = $1 AND path = $2`, portal, path)
	if err == db.ErrNone {
		return "", fault.New(fault.NotFound, "errors.not_found")
	}
	return target, err
}

// Revision is one stored version of an item.
type Revision struct {
	Version  int
	At       string
	Actor    string
	Reason   string
	Snapshot string // JSON of the whole item
}

func scanRevision(r db.Row) (Revision, error) {
	var v Revision
	return v, r.Scan(&v.Version, &v.At, &v.Actor, &v.Reason, &v.Snapshot)
}

// History gives all versions of an item, the newest first.
func (s *Spine) History(ctx context.Context, id string) ([]Revision, error) {
	return db.All(ctx, s.db, scanRevision, `SELECT version, at, actor, reason, snapshot FROM revision WHERE item = $1 ORDER BY version DESC`, id)
}

// Version gives one version of an item; NotFound where there is none.
func (s *Spine) Version(ctx context.Context, id string, version int) (Revision, error) {
	v, err := db.One(ctx, s.db, scanRevision, `SELECT version, at, actor, reason, snapshot FROM revision WHERE item = $1 AND version = $2`, id, version)
	if err == db.ErrNone {
		return Revision{}, fault.New(fault.NotFound, "errors.not_found")
	}
	return v, err
}

// Changes gives the change log after a number, oldest first.
func (s *Spine) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	return db.All(ctx, s.db, func(r db.Row) (Change, error) {
		var c Change
		return c, r.Scan(&c.Number, &c.At, &c.Portal, &c.Kind, &c.Item, &c.Action)
	}, `SELECT number, at, portal, kind, item, action FROM change_log WHERE number > $1 ORDER BY number LIMIT $2`, after, limit)
}
