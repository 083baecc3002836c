package event

import (
	"context"
	"embed"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
)

// Schema holds the migrations of the events.
//
//go:embed schema
var Schema embed.FS

// columns are those of the table; free says again what cost_kind says, for
// programs of the first version that still run beside this one.
const columns = `place, room, venue, street, postcode, town, has_position, lat, lon, online, free, status, zone,
	cost_kind, cost_from, cost_to, cost_reduced, currency, social_pass,
	price, status_note, dates, changes, co_organisers, audience, access, reduced_for, registration, spoken, links`

// texts are the values that are stored as JSON, in the order of columns.
func (e *Event) texts() []any {
	return []any{
		&e.Cost.Words, &e.StatusNote, &e.Dates, &e.Changes, &e.CoOrganisers, &e.Audience, &e.Access, &e.Cost.ReducedFor,
		&e.Registration, &e.Spoken, &e.Links,
	}
}

func write(ctx context.Context, tx *db.Tx, e *Event) error {
	values := []any{
		e.Place, e.Room, e.Venue, e.Street, e.Postcode, e.Town, db.Bit(e.HasPosition), e.Lat, e.Lon, e.Online, db.Bit(e.Cost.Kind == CostFree),
		e.Status, e.Zone, e.Cost.Kind, e.Cost.From, e.Cost.To, e.Cost.Reduced, e.Cost.Currency, db.Bit(e.Cost.SocialPass),
	}
	for _, v := range e.texts() {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		values = append(values, string(raw))
	}
	if _, err := tx.Exec(ctx, `DELETE FROM event WHERE item = $1`, e.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO event (item, `+columns+`) VALUES `+db.Marks(1, 1+len(values)), append([]any{e.ID}, values...)...)
	return err
}

func scan(r db.Row) (*Event, error) {
	e := &Event{}
	var free bool
	texts := e.texts()
	stored := make([]string, len(texts))
	to := []any{
		&e.Place, &e.Room, &e.Venue, &e.Street, &e.Postcode, &e.Town, &e.HasPosition, &e.Lat, &e.Lon, &e.Online, &free,
		&e.Status, &e.Zone, &e.Cost.Kind, &e.Cost.From, &e.Cost.To, &e.Cost.Reduced, &e.Cost.Currency, &e.Cost.SocialPass,
	}
	for i := range stored {
		to = append(to, &stored[i])
	}
	if err := r.Scan(to...); err != nil {
		return nil, err
	}
	for i, text := range stored {
		if err := json.Unmarshal([]byte(text), texts[i]); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// read adds the event's own facts to a loaded item.
func read(ctx context.Context, q db.Q, it *content.Item) (*Event, error) {
	e, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM event WHERE item = $1`, it.ID)
	if err != nil {
		return nil, err
	}
	e.Item = *it
	return e, nil
}
