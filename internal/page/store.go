package page

import (
	"context"
	"embed"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
)

// Schema holds the migrations of the services. A free page has nothing beyond
// what all kinds share.
//
//go:embed schema
var Schema embed.FS

func write(ctx context.Context, tx *db.Tx, s *Service) error {
	details, err := json.Marshal(s.Details)
	if err != nil {
		return err
	}
	offices, err := json.Marshal(s.Offices)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO service (item, checked, details, offices) VALUES ($1,$2,$3,$4)
		ON CONFLICT (item) DO UPDATE SET checked = excluded.checked, details = excluded.details, offices = excluded.offices`,
		s.ID, s.Checked, string(details), string(offices))
	return err
}

func scan(r db.Row) (*Service, error) {
	s := &Service{}
	var details, offices string
	if err := r.Scan(&s.Checked, &details, &offices); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(details), &s.Details); err != nil {
		return nil, err
	}
	return s, json.Unmarshal([]byte(offices), &s.Offices)
}

// read adds the service's own facts to a loaded item.
func read(ctx context.Context, q db.Q, it *content.Item) (*Service, error) {
	s, err := db.One(ctx, q, scan, `SELECT checked, details, offices FROM service WHERE item = $1`, it.ID)
	if err != nil {
		return nil, err
	}
	s.Item = *it
	return s, nil
}
