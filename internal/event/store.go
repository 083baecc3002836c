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

const columns = `place, venue, street, postcode, town, has_position, lat, lon, online, free, price, status, status_note, dates`

func write(ctx context.Context, tx *db.Tx, e *Event) error {
	texts := make([]string, 3)
	for i, v := range []any{e.Price, e.StatusNote, e.Dates} {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		texts[i] = string(raw)
	}
	_, err := tx.Exec(ctx, `INSERT INTO event (`+columns+`, item)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)
		ON CONFLICT (item) DO UPDATE SET place = excluded.place, venue = excluded.venue, street = excluded.street,
		postcode = excluded.postcode, town = excluded.town, has_position = excluded.has_position, lat = excluded.lat,
		lon = excluded.lon, online = excluded.online, free = excluded.free, price = excluded.price,
		status = excluded.status, status_note = excluded.status_note, dates = excluded.dates`,
		e.Place, e.Venue, e.Street, e.Postcode, e.Town, db.Bit(e.HasPosition), e.Lat, e.Lon, e.Online, db.Bit(e.Free),
		texts[0], e.Status, texts[1], texts[2], e.ID)
	return err
}

func scan(r db.Row) (*Event, error) {
	e := &Event{}
	var price, note, dates string
	if err := r.Scan(&e.Place, &e.Venue, &e.Street, &e.Postcode, &e.Town, &e.HasPosition, &e.Lat, &e.Lon, &e.Online, &e.Free,
		&price, &e.Status, &note, &dates); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(price), &e.Price); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(note), &e.StatusNote); err != nil {
		return nil, err
	}
	return e, json.Unmarshal([]byte(dates), &e.Dates)
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
