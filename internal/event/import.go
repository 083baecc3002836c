package event

import (
	"context"

	"umland/internal/clock"
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

// Vanish implements importer.Vanisher: an event of which dates are to come is
// cancelled with a note and stays where it is; one that is over, or that an
// editor has changed, is left alone.
func (m Intake) Vanish(ctx context.Context, tx *db.Tx, src importer.Source, known importer.Known) (title string, done bool, err error) {
	it, err := m.spine.Load(ctx, tx, known.ID)
	if err != nil || known.Touched || it.Status != content.Published {
		return "", false, err
	}
	e, err := read(ctx, tx, it)
	if err != nil {
		return "", false, err
	}
	site, err := m.check(ctx, tx, e)
	if err != nil {
		return "", false, err
	}
	ahead, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM event_date WHERE item = $1 AND own = 1 AND end_day >= $2`, e.ID, clock.Day(m.spine.Clock().Now(), site.Zone))
	if err != nil || ahead == 0 || e.Status == "cancelled" {
		return "", false, err
	}
	e.Status, e.StatusNote = "cancelled", map[string]string{}
	for _, lang := range i18n.All {
		e.StatusNote[string(lang)] = i18n.T(lang, "import.vanished", "source", src.Title)
	}
	e.Source.Hash = "" // it is taken anew when the source names it again
	text, _ := e.Text(string(e.First))
	return text.Title, true, m.SaveIn(ctx, tx, importer.ActOf(src), e)
}

func fromRecord(rec *importer.Record) *Event {
	d := Dates{Start: rec.Start, End: rec.End, AllDay: rec.AllDay}
	if d.End == "" {
		d.End = d.Start
	}
	e := &Event{
		Venue: rec.Venue, Street: rec.Street, Postcode: rec.Postcode, Town: rec.Town,
		HasPosition: rec.HasPosition, Lat: rec.Lat, Lon: rec.Lon, Online: rec.Web, Dates: []Dates{d},
	}
	if len(rec.Dates) == 0 {
		return e
	}
	e.Dates, e.Online, e.Zone, e.Status = nil, rec.Online, rec.Zone, rec.EventStatus
	for _, s := range rec.Dates {
		e.Dates = append(e.Dates, Dates{Start: s.Start, End: s.End, AllDay: s.AllDay, Rule: s.Rule, Without: s.Without})
	}
	for _, c := range rec.Changes {
		e.Changes = append(e.Changes, Change{At: c.At, Status: c.Status, Start: c.Start, End: c.End, Venue: c.Venue})
	}
	if rec.Page != "" {
		e.Links = []Link{{URL: rec.Page, Title: rec.Title}}
	}
	return e
}
