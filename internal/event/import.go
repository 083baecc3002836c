package event

import (
	"context"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/importer"
)

// Intake takes events in from foreign files.
type Intake struct{ *Room }

// Kind implements importer.Target.
func (m Intake) Kind() string { return string(content.Event) }

// Check implements importer.Target.
func (m Intake) Check(rec *importer.Record) error {
	if err := fromRecord(rec).Validate(""); err != nil {
		return err
	}
	if rec.Category == "" {
		return nil
	}
	return m.spine.CheckCategories(content.Event, []string{rec.Category})
}

// Find implements importer.Target.
func (m Intake) Find(ctx context.Context, q db.Q, sourceID string, keys []string) (map[string]importer.Known, error) {
	return importer.FindKnown(ctx, q, content.Event, sourceID, keys)
}

// Put implements importer.Target.
func (m Intake) Put(ctx context.Context, tx *db.Tx, portal string, src importer.Source, rec *importer.Record, known *importer.Known) error {
	e := fromRecord(rec)
	e.Item = content.NewItem(portal, content.Event, i18n.Lang(rec.Lang))
	if known != nil {
		it, err := m.spine.Load(ctx, tx, known.ID)
		if err != nil {
			return err
		}
		e.Item = *it
	}
	if err := importer.Fill(ctx, tx, &e.Item, portal, src, rec); err != nil {
		return err
	}
	return m.SaveIn(ctx, tx, importer.ActOf(src), e)
}

func fromRecord(rec *importer.Record) *Event {
	d := Dates{Start: rec.Start, End: rec.End, AllDay: rec.AllDay}
	if d.End == "" {
		d.End = d.Start
	}
	return &Event{
		Venue: rec.Venue, Street: rec.Street, Postcode: rec.Postcode, Town: rec.Town,
		HasPosition: rec.HasPosition, Lat: rec.Lat, Lon: rec.Lon, Online: rec.Web, Dates: []Dates{d},
	}
}
