package organisation

import (
	"context"
	"embed"

	"umland/internal/content"
	"umland/internal/db"
)

// Schema holds the migrations of the organisations.
//
//go:embed schema
var Schema embed.FS

const columns = `street, postcode, town, phone, email, web, authority`

func write(ctx context.Context, tx *db.Tx, o *Organisation) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation (`+columns+`, item) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (item) DO UPDATE SET street = excluded.street, postcode = excluded.postcode, town = excluded.town,
		phone = excluded.phone, email = excluded.email, web = excluded.web, authority = excluded.authority`,
		o.Street, o.Postcode, o.Town, o.Phone, o.Email, o.Web, db.Bit(o.Authority), o.ID)
	return err
}

func scan(r db.Row) (*Organisation, error) {
	o := &Organisation{}
	return o, r.Scan(&o.Street, &o.Postcode, &o.Town, &o.Phone, &o.Email, &o.Web, &o.Authority)
}

// read adds the organisation's own facts to a loaded item.
func read(ctx context.Context, q db.Q, it *content.Item) (*Organisation, error) {
	o, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM organisation WHERE item = $1`, it.ID)
	if err != nil {
		return nil, err
	}
	o.Item = *it
	return o, nil
}
