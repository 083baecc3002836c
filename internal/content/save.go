package content

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/search"
)

// Schema holds the migrations of the spine.
//
//go:embed schema
var Schema embed.FS

// Spine writes and reads what all kinds share.
type Spine struct {
	db    *db.DB
	clock clock.Clock
	index *search.Index
	terms atomic.Pointer[Vocabulary]
	memo  memo
	spots spotKeeper
	// After is called in the transaction of every change; it inserts the jobs
	// that must follow. The table of facts in app sets it.
	After func(ctx context.Context, tx *db.Tx, c Change) error
}

// Change is one row of the change log.
type Change struct {
	Number int64
	At     string
	Portal string
	Kind   Kind
	Item   string
	Action string // saved, published, withdrawn, removed, placed
}

// New is a spine over a migrated database.
func New(d *db.DB, c clock.Clock) *Spine {
	s := &Spine{db: d, clock: c}
	s.index = search.New(d, c, searched{s})
	return s
}

// Index answers what visitors search for.
func (s *Spine) Index() *search.Index { return s.index }

// DB is the database the spine reads from.
func (s *Spine) DB() *db.DB { return s.db }

// Clock is the spine's time.
func (s *Spine) Clock() clock.Clock { return s.clock }

// Store runs a save of one item in a transaction of its own. Whatever goes
// wrong, and whenever the engine asks for the transaction again, the item's
// head is what it was: a clerk whose form comes back can save it once more.
func (s *Spine) Store(ctx context.Context, it *Item, fn func(ctx context.Context, tx *db.Tx) error) error {
	before := it.Head
	err := s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		it.Head = before
		return fn(ctx, tx)
	})
	if err != nil {
		it.Head = before
	}
	return err
}

// Lock keeps an item from being changed by others until the transaction ends.
// Whoever derives rows from an item that he has not just saved takes the lock
// before he loads it; otherwise a save in between would be overwritten by what
// was true before. NotFound where there is no such item.
func (s *Spine) Lock(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE item SET version = version WHERE id = $1`, id)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	return err
}

// Save stores an item with everything the spine derives from it, in the
// running transaction: head, texts, categories, listing, placements, dates,
// search words, revision and change log. The room's own tables are written by
// body, after the head has its id and before anything is derived. An item
// without ID is new. A version that is not the stored one is a Conflict; a
// slug in use is Invalid.
func (s *Spine) Save(ctx context.Context, tx *db.Tx, act Act, d Draftable, body func(ctx context.Context) error) error {
	it := d.Item
	if err := validate(it); err != nil {
		return err
	}
	now := s.clock.Now()
	it.Updated = now
	if it.Status == Published && it.Published.IsZero() {
		it.Published = now
		if it.VisibleFrom.After(now) {
			it.Published = it.VisibleFrom // its readers see it from then on
		}
	}
	if it.Source.ID != "" && !act.Imported {
		it.Source.Touched = true
	}
	if it.Status == Published {
		it.MergedInto = "" // it stands for itself again
	}
	isNew := it.ID == ""
	if err := s.writeHead(ctx, tx, it, isNew); err != nil {
		return err
	}
	if err := writeTexts(ctx, tx, it); err != nil {
		return err
	}
	if err := body(ctx); err != nil {
		return err
	}
	if err := s.Relist(ctx, tx, d); err != nil {
		return err
	}
	if err := s.revise(ctx, tx, act, d); err != nil {
		return err
	}
	return s.Log(ctx, tx, Change{Portal: it.Portal, Kind: it.Kind, Item: it.ID, Action: action(it)})
}

func action(it *Item) string {
	switch it.Status {
	case Published:
		return "published"
	case Withdrawn:
		return "withdrawn"
	}
	return "saved"
}

func (s *Spine) writeHead(ctx context.Context, tx *db.Tx, it *Item, isNew bool) error {
	if isNew {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		it.ID, it.Version = id.String(), 0
		if it.Created.IsZero() {
			it.Created = it.Updated
		}
	}
	it.Version++
	values := []any{
		it.Portal, string(it.Kind), it.Slug, string(it.Status), it.Version, it.First,
		stamp(it.VisibleFrom), stamp(it.VisibleUntil), it.Organisation, it.Image, it.ImageCredit,
		it.Source.ID, it.Source.Key, it.Source.Hash, it.Source.Title, it.Source.Licence, it.Source.Attribution,
		db.Bit(it.Source.Touched), it.MergedInto, stamp(it.Created), stamp(it.Updated), stamp(it.Published), it.ID,
	}
	var err error
	if isNew {
		_, err = tx.Exec(ctx, `INSERT INTO item (portal, kind, slug, status, version, first_lang,
			visible_from, visible_until, organisation, image, image_credit,
			source, source_key, source_hash, source_title, licence, attribution,
			touched, merged_into, created_at, updated_at, published_at, id)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23)`, values...)
	} else {
		if err = s.keepOldAddress(ctx, tx, it); err != nil {
			return err
		}
		var n int64
		n, err = tx.Exec(ctx, `UPDATE item SET portal=$1, kind=$2, slug=$3, status=$4, version=$5, first_lang=$6,
			visible_from=$7, visible_until=$8, organisation=$9, image=$10, image_credit=$11,
			source=$12, source_key=$13, source_hash=$14, source_title=$15, licence=$16, attribution=$17,
			touched=$18, merged_into=$19, created_at=$20, updated_at=$21, published_at=$22
			WHERE id=$23 AND version=$24`, append(values, it.Version-1)...)
		if err == nil && n == 0 {
			it.Version--
			return fault.New(fault.Conflict, "errors.conflict")
		}
	}
	if db.IsUnique(err) {
		return fault.Fields(fault.Field{Name: "slug", Key: "errors.slug_taken"})
	}
	return err
}

// keepOldAddress leaves a redirect where a published item's slug changes.
func (s *Spine) keepOldAddress(ctx context.Context, tx *db.Tx, it *Item) error {
	old, err := db.One(ctx, tx, db.Text, `SELECT slug FROM item WHERE id = $1 AND portal = $2 AND published_at <> ''`, it.ID, it.Portal)
	if err == db.ErrNone || err == nil && old == it.Slug {
		return nil
	}
	if err != nil {
		return err
	}
	return Redirect(ctx, tx, it.Portal, it.Kind.Path()+"/"+old, it.Path())
}

// Redirect makes an old canonical path lead to a new one, for good.
func Redirect(ctx context.Context, tx *db.Tx, portal, path, target string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM redirect WHERE portal = $1 AND path = $2`, portal, target); err != nil {
		return err
	}
	// What led to the old path leads on at once: no visitor is sent twice.
	if _, err := tx.Exec(ctx, `UPDATE redirect SET target = $1 WHERE portal = $2 AND target = $3`, target, portal, path); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO redirect (portal, path, target) VALUES ($1, $2, $3)
		ON CONFLICT (portal, path) DO UPDATE SET target = excluded.target`, portal, path, target)
	return err
}

func writeTexts(ctx context.Context, tx *db.Tx, it *Item) error {
	if it.Version > 1 {
		if _, err := tx.Exec(ctx, `DELETE FROM item_text WHERE item = $1`, it.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM item_category WHERE item = $1`, it.ID); err != nil {
			return err
		}
	}
	for lang, t := range it.Texts {
		if _, err := tx.Exec(ctx, `INSERT INTO item_text (item, lang, title, kicker, teaser, body, image_alt)
			VALUES ($1,$2,$3,$4,$5,$6,$7)`, it.ID, lang, t.Title, t.Kicker, t.Teaser, string(t.Body), t.Alt); err != nil {
			return err
		}
	}
	for i, c := range it.Categories {
		if _, err := tx.Exec(ctx, `INSERT INTO item_category (item, category, rank) VALUES ($1,$2,$3)`, it.ID, c, i); err != nil {
			return err
		}
	}
	return nil
}

func (s *Spine) revise(ctx context.Context, tx *db.Tx, act Act, d Draftable) error {
	snapshot, err := json.Marshal(d.Body)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO revision (item, version, at, actor, reason, snapshot) VALUES ($1,$2,$3,$4,$5,$6)`,
		d.Item.ID, d.Item.Version, stamp(d.Item.Updated), act.Actor, act.Reason, string(snapshot))
	return err
}

// Log writes a row of the change log as the last thing of the transaction:
// the number comes from a counter whose row is locked until the commit, so
// numbers become visible in the order of the commits.
func (s *Spine) Log(ctx context.Context, tx *db.Tx, c Change) error {
	c.At = clock.Stamp(s.clock.Now())
	if s.After != nil {
		if err := s.After(ctx, tx, c); err != nil {
			return err
		}
	}
	tx.Last(func(ctx context.Context) error {
		n, err := db.One(ctx, tx, db.Int64, `UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO change_log (number, at, portal, kind, item, action) VALUES ($1,$2,$3,$4,$5,$6)`,
			n, c.At, c.Portal, string(c.Kind), c.Item, c.Action)
		return err
	})
	return nil
}

// LastChange is the number of the newest change, 0 before the first.
func (s *Spine) LastChange(ctx context.Context) (int64, error) {
	return db.One(ctx, s.db, db.Int64, `SELECT value FROM counter WHERE name = 'change'`)
}

// Slug makes a slug of a title: a to z, digits and hyphens, at most 80.
func Slug(title string) string {
	parts := search.Words(title)
	var b []byte
	for _, p := range parts {
		clean := make([]byte, 0, len(p))
		for i := 0; i < len(p); i++ {
			if p[i] >= 'a' && p[i] <= 'z' || p[i] >= '0' && p[i] <= '9' {
				clean = append(clean, p[i])
			}
		}
		if len(clean) == 0 {
			continue
		}
		if len(b)+1+len(clean) > 80 {
			break
		}
		if len(b) > 0 {
			b = append(b, '-')
		}
		b = append(b, clean...)
	}
	if len(b) == 0 {
		return "eintrag"
	}
	return string(b)
}

// FreeSlug gives the slug, with a number behind it where it is in use or
// reserved.
func FreeSlug(ctx context.Context, q db.Q, portal string, kind Kind, slug string) (string, error) {
	for n := 1; n < 1000; n++ {
		candidate := slug
		if n > 1 {
			candidate += "-" + strconv.Itoa(n)
		}
		if Reserved(candidate) {
			continue
		}
		_, err := db.One(ctx, q, db.Text, `SELECT id FROM item WHERE portal = $1 AND kind = $2 AND slug = $3`, portal, string(kind), candidate)
		if err == db.ErrNone {
			return candidate, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("no free slug for %q", slug)
}
