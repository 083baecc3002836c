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
	accessibility, identifiers, details, checked, mobile, fax, contacts, photos`

func write(ctx context.Context, tx *db.Tx, p *Place) error {
	var texts [5]string
	for i, v := range []any{p.Access, p.Identifiers, p.Details, p.Contacts, p.Photos} {
		raw, err := json.Marshal(v)
		if err != nil {
			return err
		}
		texts[i] = string(raw)
	}
	_, err := tx.Exec(ctx, `INSERT INTO place (`+columns+`, item)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)
		ON CONFLICT (item) DO UPDATE SET street = excluded.street, postcode = excluded.postcode, town = excluded.town,
		has_position = excluded.has_position, lat = excluded.lat, lon = excluded.lon, approximate = excluded.approximate,
		phone = excluded.phone, email = excluded.email, web = excluded.web, hours = excluded.hours,
		accessibility = excluded.accessibility, identifiers = excluded.identifiers, details = excluded.details,
		checked = excluded.checked, mobile = excluded.mobile, fax = excluded.fax, contacts = excluded.contacts,
		photos = excluded.photos`,
		p.Street, p.Postcode, p.Town, db.Bit(p.HasPosition), p.Lat, p.Lon, db.Bit(p.Approximate), p.Phone, p.Email, p.Web, p.Hours,
		texts[0], texts[1], texts[2], p.Checked, p.Mobile, p.Fax, texts[3], texts[4], p.ID)
	return err
}

func scan(r db.Row) (*Place, error) {
	p := &Place{}
	var texts [5]string
	if err := r.Scan(&p.Street, &p.Postcode, &p.Town, &p.HasPosition, &p.Lat, &p.Lon, &p.Approximate, &p.Phone, &p.Email, &p.Web,
		&p.Hours, &texts[0], &texts[1], &texts[2], &p.Checked, &p.Mobile, &p.Fax, &texts[3], &texts[4]); err != nil {
		return nil, err
	}
	for i, v := range []any{&p.Access, &p.Identifiers, &p.Details, &p.Contacts, &p.Photos} {
		if err := json.Unmarshal([]byte(texts[i]), v); err != nil {
			return nil, err
		}
	}
	return p, nil
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
