package place

import (
	"context"
	"encoding/json"

	"umland/internal/db"
	"umland/internal/hours"
	"umland/internal/web"
)

// SetSchool replaces the school holidays of a Land and keeps what the rooms
// know of them up to date.
func (m *Room) SetSchool(ctx context.Context, state, source string, periods []hours.Period) error {
	err := m.spine.DB().Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM school_holiday WHERE state = $1`, state); err != nil {
			return err
		}
		for _, p := range periods {
			names, err := json.Marshal(p.Names)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO school_holiday (state, first, last, names, source) VALUES ($1,$2,$3,$4,$5)
				ON CONFLICT (state, first) DO UPDATE SET last = excluded.last, names = excluded.names`,
				state, p.First.String(), p.Last.String(), string(names), source); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return m.LoadSchool(ctx)
}

// LoadSchool reads the school holidays of all Länder into memory. For a Land
// without any, a value that depends on them stays unknown.
func (m *Room) LoadSchool(ctx context.Context) error {
	type row struct {
		state string
		p     hours.Period
	}
	rows, err := db.All(ctx, m.spine.DB(), func(r db.Row) (row, error) {
		var x row
		var first, last string
		if err := r.Scan(&x.state, &first, &last); err != nil {
			return x, err
		}
		var err error
		if x.p.First, err = hours.ParseDay(first); err != nil {
			return x, err
		}
		x.p.Last, err = hours.ParseDay(last)
		return x, err
	}, `SELECT state, first, last FROM school_holiday ORDER BY state, first`)
	if err != nil {
		return err
	}
	periods := map[string][]hours.Period{}
	for _, r := range rows {
		periods[r.state] = append(periods[r.state], r.p)
	}
	known := schools{}
	for state, list := range periods {
		known[state] = hours.Known(list)
	}
	m.school.Store(&known)
	return nil
}

// schools answers for each Land whether a day is in its school holidays.
type schools map[string]func(day hours.Day) (holiday, known bool)

// context is what the hours of a place depend on.
func (m *Room) context(site *web.Site, p *Place) hours.Context {
	c := m.Holidays(site)
	if p.HasPosition {
		c.Lat, c.Lon = p.Lat, p.Lon
	}
	return c
}

// Holidays is what hours and dates of a portal depend on beside a position:
// its zone, its public and its school holidays.
func (m *Room) Holidays(site *web.Site) hours.Context {
	c := hours.Context{Zone: site.Zone, Country: site.Country, State: site.State}
	if known := m.school.Load(); known != nil {
		c.School = (*known)[site.State]
	}
	return c
}
