package event

import (
	"context"

	"umland/internal/content"
	"umland/internal/db"
)

// Move implements twin.Guests: the events that are held in one place are held
// in another from now on, or only those named; it gives the ids of those
// moved. It is no new version of an event: nobody has edited it.
func (m *Room) Move(ctx context.Context, tx *db.Tx, from, to string, only []string) ([]string, error) {
	// Across portals: an event may be held in a place of another one.
	w := db.NewWhere(1)
	w.Add(`place = ?`, from)
	if only != nil {
		w.In(`item`, only)
	}
	ids, err := db.All(ctx, tx, db.Text, `SELECT item FROM event`+w.SQL()+` ORDER BY item`, w.Args()...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := m.spine.Lock(ctx, tx, id); err != nil {
			return nil, err
		}
		it, err := m.spine.Load(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		e, err := read(ctx, tx, it)
		if err != nil {
			return nil, err
		}
		e.Place = to
		if err := m.relist(ctx, tx, e); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// relist stores what follows from an event's place and tells it, without a
// new version.
func (m *Room) relist(ctx context.Context, tx *db.Tx, e *Event) error {
	site, err := m.check(ctx, tx, e)
	if err != nil {
		return err
	}
	if err := write(ctx, tx, e); err != nil {
		return err
	}
	if err := m.spine.Relist(ctx, tx, m.draft(site, e)); err != nil {
		return err
	}
	return m.spine.Log(ctx, tx, content.Change{Portal: e.Portal, Kind: content.Event, Item: e.ID, Action: "relisted"})
}
