package twin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
)

// Keeper is the room whose items are merged. Every call is in the running
// transaction.
type Keeper interface {
	// Take saves an item with the named facts of another one.
	Take(ctx context.Context, tx *db.Tx, act content.Act, into, from string, facts []string) error
	// Retire takes an item off the pages; another one stands for it.
	Retire(ctx context.Context, tx *db.Tx, act content.Act, id, into string) error
	// Restore makes an item what it was in a revision, its status too if
	// asked; an import may change it again if it might then.
	Restore(ctx context.Context, tx *db.Tx, act content.Act, id, snapshot string, status bool) error
}

// Guests are what is held in a place: events.
type Guests interface {
	// Move brings what is held in one place to another and gives what it
	// moved; with only, no more than those.
	Move(ctx context.Context, tx *db.Tx, from, to string, only []string) ([]string, error)
}

// Choice is how a person wants two items to become one.
type Choice struct {
	Keep     string         // id of the one that stays
	Take     []string       // facts that come from the other
	Versions map[string]int // by id, those the person has seen
}

// Merged is a merge that was made.
type Merged struct {
	ID, Kept, Dropped       string
	keptBefore, keptAfter   int
	dropBefore              int
	placed, moved           []string
	At, Actor               string // instant as stored, account
	UndoneAt                string // "" while it stands
	KeptTitle, DroppedTitle string
}

// Merge makes one of a pair: the one that stays is saved with the chosen
// facts, takes over the other's portals and events, and the other's address
// leads to it for good. Both keep their sources, and no import changes either
// of them any more. It is a Conflict where either has changed since, or the
// pair was decided.
func (m *Room) Merge(ctx context.Context, act content.Act, p Pair, c Choice) (string, error) {
	drop := p.B.Item
	switch c.Keep {
	case p.A.Item:
	case p.B.Item:
		drop = p.A.Item
	default:
		return "", fault.Fields(fault.Field{Name: "keep", Key: "errors.bad_choice"})
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	one := Merged{ID: id.String(), Kept: c.Keep, Dropped: drop, Actor: act.Actor}
	err = m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		one.placed, one.moved = []string{}, []string{}
		if err := m.decide(ctx, tx, one.Kept, one.Dropped, proposed, merged, act.Actor); err != nil {
			return err
		}
		if err := m.unchanged(ctx, tx, c.Versions, &one); err != nil {
			return err
		}
		return m.merge(ctx, tx, act, &one, c.Take)
	})
	return one.ID, err
}

// unchanged locks both items, in the order of their ids, and checks that they
// are what the person has seen.
func (m *Room) unchanged(ctx context.Context, tx *db.Tx, seen map[string]int, one *Merged) error {
	now := map[string]int{}
	for _, id := range []string{min(one.Kept, one.Dropped), max(one.Kept, one.Dropped)} {
		if err := m.spine.Lock(ctx, tx, id); err != nil {
			return err
		}
		v, err := db.One(ctx, tx, db.Int, `SELECT version FROM item WHERE id = $1 AND status = 'published'`, id)
		if none(err) || err == nil && seen[id] != v {
			return fault.New(fault.Conflict, "errors.conflict")
		}
		if err != nil {
			return err
		}
		now[id] = v
	}
	one.keptBefore, one.dropBefore = now[one.Kept], now[one.Dropped]
	return nil
}

func (m *Room) merge(ctx context.Context, tx *db.Tx, act content.Act, one *Merged, take []string) error {
	if err := m.Keeper.Take(ctx, tx, act, one.Kept, one.Dropped, take); err != nil {
		return err
	}
	var err error
	if one.keptAfter, err = db.One(ctx, tx, db.Int, `SELECT version FROM item WHERE id = $1`, one.Kept); err != nil {
		return err
	}
	if one.placed, err = m.place(ctx, tx, one); err != nil {
		return err
	}
	if one.moved, err = m.Guests.Move(ctx, tx, one.Dropped, one.Kept, nil); err != nil {
		return err
	}
	if err := m.Keeper.Retire(ctx, tx, act, one.Dropped, one.Kept); err != nil {
		return err
	}
	placed, err := json.Marshal(one.placed)
	if err != nil {
		return err
	}
	moved, err := json.Marshal(one.moved)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO twin_merge (id, kept, dropped, kept_before, kept_after, drop_before, placed, moved, at, actor)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, one.ID, one.Kept, one.Dropped, one.keptBefore, one.keptAfter, one.dropBefore,
		string(placed), string(moved), clock.Stamp(m.spine.Clock().Now()), one.Actor)
	return err
}

// place shows the item that stays wherever the other was shown, and gives the
// portals in which it is new.
func (m *Room) place(ctx context.Context, tx *db.Tx, one *Merged) ([]string, error) {
	portals := func(id string) ([]string, error) {
		return db.All(ctx, tx, db.Text, `SELECT portal FROM placement WHERE item = $1 ORDER BY portal`, id)
	}
	has, err := portals(one.Kept)
	if err != nil {
		return nil, err
	}
	wants, err := portals(one.Dropped)
	if err != nil {
		return nil, err
	}
	placed := []string{}
	for _, portal := range wants {
		if slices.Contains(has, portal) {
			continue
		}
		if err := m.spine.Share(ctx, tx, one.Kept, portal, true); err != nil {
			return nil, err
		}
		placed = append(placed, portal)
	}
	return placed, nil
}

// Undo takes a merge back whole: both items are what they were before, in the
// portals and with the events that they had. What was changed on the one that
// stayed since is kept in its history only. The pair waits for a decision
// again.
func (m *Room) Undo(ctx context.Context, act content.Act, one Merged) error {
	return m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE twin_merge SET undone_at = $1, undone_by = $2 WHERE id = $3 AND undone_at = ''`,
			clock.Stamp(m.spine.Clock().Now()), act.Actor, one.ID)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "errors.conflict")
		}
		if err != nil {
			return err
		}
		for _, id := range []string{min(one.Kept, one.Dropped), max(one.Kept, one.Dropped)} {
			if err := m.spine.Lock(ctx, tx, id); err != nil {
				return err
			}
		}
		return m.split(ctx, tx, act, one)
	})
}

func (m *Room) split(ctx context.Context, tx *db.Tx, act content.Act, one Merged) error {
	for _, back := range []struct {
		id      string
		version int
		status  bool
	}{{one.Kept, one.keptBefore, false}, {one.Dropped, one.dropBefore, true}} {
		snapshot, err := db.One(ctx, tx, db.Text, `SELECT snapshot FROM revision WHERE item = $1 AND version = $2`, back.id, back.version)
		if err != nil {
			return fmt.Errorf("twin: version %d of %s: %w", back.version, back.id, err)
		}
		if err := m.Keeper.Restore(ctx, tx, act, back.id, snapshot, back.status); err != nil {
			return err
		}
	}
	for _, portal := range one.placed {
		if err := m.spine.Share(ctx, tx, one.Kept, portal, false); err != nil {
			return err
		}
	}
	if len(one.moved) > 0 {
		if _, err := m.Guests.Move(ctx, tx, one.Kept, one.Dropped, one.moved); err != nil {
			return err
		}
	}
	return m.decide(ctx, tx, one.Kept, one.Dropped, merged, proposed, act.Actor)
}

const mergedColumns = `SELECT m.id, m.kept, m.dropped, m.kept_before, m.kept_after, m.drop_before, m.placed, m.moved, m.at, m.actor, m.undone_at,
	COALESCE(tx.title, ''), COALESCE(ty.title, '')
	FROM twin_merge m JOIN item x ON x.id = m.kept JOIN item y ON y.id = m.dropped
	LEFT JOIN item_text tx ON tx.item = x.id AND tx.lang = x.first_lang LEFT JOIN item_text ty ON ty.item = y.id AND ty.lang = y.first_lang
	WHERE (x.portal = $1 OR y.portal = $2)`

func scanMerged(r db.Row) (Merged, error) {
	var one Merged
	var placed, moved string
	if err := r.Scan(&one.ID, &one.Kept, &one.Dropped, &one.keptBefore, &one.keptAfter, &one.dropBefore, &placed, &moved,
		&one.At, &one.Actor, &one.UndoneAt, &one.KeptTitle, &one.DroppedTitle); err != nil {
		return one, err
	}
	if err := json.Unmarshal([]byte(placed), &one.placed); err != nil {
		return one, err
	}
	return one, json.Unmarshal([]byte(moved), &one.moved)
}

// Merges lists the merges of a portal's items that stand, the newest first.
func (m *Room) Merges(ctx context.Context, portal string, limit int) ([]Merged, error) {
	return db.All(ctx, m.spine.DB(), scanMerged, mergedColumns+` AND m.undone_at = '' ORDER BY m.at DESC, m.id DESC LIMIT $3`, portal, portal, limit)
}

// MergeOf gives a merge of a portal's items; NotFound for any other.
func (m *Room) MergeOf(ctx context.Context, portal, id string) (Merged, error) {
	one, err := db.One(ctx, m.spine.DB(), scanMerged, mergedColumns+` AND m.id = $3`, portal, portal, id)
	if none(err) {
		err = fault.New(fault.NotFound, "errors.not_found")
	}
	return one, err
}

// Owners are the portals of both items, whose editors may undo the merge.
func (m *Room) Owners(ctx context.Context, one Merged) ([]string, error) {
	return db.All(ctx, m.spine.DB(), db.Text, `SELECT DISTINCT portal FROM item WHERE id IN ($1, $2) ORDER BY portal`, one.Kept, one.Dropped)
}

// ChangedSince tells whether the item that stayed was saved after the merge.
func (m *Room) ChangedSince(ctx context.Context, one Merged) (bool, error) {
	v, err := db.One(ctx, m.spine.DB(), db.Int, `SELECT version FROM item WHERE id = $1`, one.Kept)
	return v > one.keptAfter, err
}
