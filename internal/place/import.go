package place

import (
	"context"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/hours"
	"umland/internal/i18n"
	"umland/internal/importer"
)

// Intake takes places in from foreign files.
type Intake struct{ *Room }

// Kind implements importer.Target.
func (m Intake) Kind() string { return string(content.Place) }

// Check implements importer.Target.
func (m Intake) Check(rec *importer.Record) error {
	p := fromRecord(rec)
	if err := p.Validate(m.country(rec)); err != nil {
		return err
	}
	if rec.Category == "" {
		return nil
	}
	return m.spine.CheckCategories(content.Place, []string{rec.Category})
}

// country is that of the portal around the record, whose way of writing
// telephone numbers it follows.
func (m Intake) country(rec *importer.Record) string {
	if rec.HasPosition {
		if slug, ok := m.portals.At(rec.Lat, rec.Lon); ok {
			if site, ok := m.portals.BySlug(slug); ok {
				return site.Country
			}
		}
	}
	return "de"
}

// Find implements importer.Target.
func (m Intake) Find(ctx context.Context, q db.Q, sourceID string, keys []string) (map[string]importer.Known, error) {
	return importer.FindKnown(ctx, q, content.Place, sourceID, keys)
}

// Put implements importer.Target.
func (m Intake) Put(ctx context.Context, tx *db.Tx, portal string, src importer.Source, rec *importer.Record, known *importer.Known) error {
	p := fromRecord(rec)
	p.Item = content.NewItem(portal, content.Place, i18n.Lang(rec.Lang))
	if known != nil {
		it, err := m.spine.Load(ctx, tx, known.ID)
		if err != nil {
			return err
		}
		p.Item = *it
	}
	if err := importer.Fill(ctx, tx, &p.Item, portal, src, rec); err != nil {
		return err
	}
	return m.SaveIn(ctx, tx, importer.ActOf(src), p)
}

func fromRecord(rec *importer.Record) *Place {
	p := &Place{
		Street: rec.Street, Postcode: rec.Postcode, Town: rec.Town, HasPosition: rec.HasPosition, Lat: rec.Lat, Lon: rec.Lon,
		Phone: rec.Phone, Mobile: rec.Mobile, Fax: rec.Fax, Email: rec.Email, Web: rec.Web, Hours: rec.Hours, Identifiers: rec.Identifiers, Access: map[string]string{},
	}
	for k, v := range rec.Accessibility {
		p.Access[k] = v
	}
	if _, err := hours.Parse(p.Hours); p.Hours != "" && err != nil {
		// Hours that nobody can read are still told, in the source's words.
		p.Details, p.Hours = append(p.Details, Detail{Label: "Öffnungszeiten", Text: rec.Hours}), ""
	}
	for _, d := range rec.Details {
		p.Details = append(p.Details, Detail{Label: d[0], Text: d[1]})
	}
	return p
}
