package place

import (
	"context"
	"embed"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
)

// Schema holds the migrations of the places.
//
//go:embed schema
var Schema embed.FS

const columns = `street, postcode, town, has_position, lat, lon, approximate, phone, email, web, hours,
	accessibility, identifiers, details, checked`

func write(ctx context.Context, tx *db.Tx, p *Place) error {
	access, err := json.Marshal(p.Access)
	if err != nil {
		return err
	}
	ids, err := json.Marshal(p.Identifiers)
	if err != nil {
		return err
	}
	details, err := json.Marshal(p.Details)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO place (`+columns+`, item)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)
		ON CONFLICT (item) DO UPDATE SET street = excluded.street, postcode = excluded.postcode, town = excluded.town,
		has_position = excluded.has_position, lat = excluded.lat, lon = excluded.lon, approximate = excluded.approximate,
		phone = excluded.phone, email = excluded.email, web = excluded.web, hours = excluded.hours,
		accessibility = excluded.accessibility, identifiers = excluded.identifiers, details = excluded.details,
		checked = excluded.checked`,
		p.Street, p.Postcode, p.Town, db.Bit(p.HasPosition), p.Lat, p.Lon, db.Bit(p.Approximate), p.Phone, p.Email, p.Web, p.Hours,
		string(access), string(ids), string(details), p.Checked, p.ID)
	return err
}

func scan(r db.Row) (*Place, error) {
	p := &Place{}
	var access, ids, details string
	if err := r.Scan(&p.Street, &p.Postcode, &p.Town, &p.HasPosition, &p.Lat, &p.Lon, &p.Approximate, &p.Phone, &p.Email, &p.Web,
		&p.Hours, &access, &ids, &details, &p.Checked); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(access), &p.Access); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(ids), &p.Identifiers); err != nil {
		return nil, err
	}
	return p, json.Unmarshal([]byte(details), &p.Details)
}

// read adds the place's own facts to a loaded item.
func read(ctx context.Context, q db.Q, it *content.Item) (*Place, error) {
	p, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM place WHERE item = $1`, it.ID)
	if err != nil {
		return nil, err
	}
	p.Item = *it
	return p, nil
}
