package app

import (
	"context"
	"slices"

	"umland/internal/alike"
	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/importer"
	"umland/internal/twin"
)

// reportTwins names in an import's report what it brought that may stand
// there already. began is the instant before its first write.
func (a *App) reportTwins(ctx context.Context, plan *importer.Plan, r *importer.Report, began string) error {
	if plan.Profile.Kind != "places" {
		return nil
	}
	if err := a.Twins.Follow(ctx); err != nil {
		return err
	}
	found, err := a.Twins.OfSource(ctx, plan.Source.ID, string(i18n.DE), began)
	if err != nil {
		return err
	}
	lines := map[string]int{}
	for _, rec := range plan.Records {
		lines[rec.Key] = rec.Line
	}
	for _, f := range found {
		if line, ok := lines[f.Key]; ok {
			t := reportedTwin(f)
			t.Line, t.Title, t.Item, t.Portal = line, f.Mine.Title, f.Mine.Item, f.Mine.Portal
			r.Twins = append(r.Twins, t)
		}
	}
	slices.SortStableFunc(r.Twins, func(a, b importer.Twin) int { return a.Line - b.Line })
	return nil
}

// foreseeTwins names in the report of a dry run which new records would be
// proposed as what is there already.
func (a *App) foreseeTwins(ctx context.Context, plan *importer.Plan, r *importer.Report, assign importer.Assign) error {
	if plan.Profile.Kind != "places" {
		return nil
	}
	for part := range slices.Chunk(plan.Records, 200) {
		keys := make([]string, len(part))
		for i, rec := range part {
			keys[i] = rec.Key
		}
		known, err := a.targets()["places"].Find(ctx, db.Q(a.DB), plan.Source.ID, keys)
		if err != nil {
			return err
		}
		for _, rec := range part {
			portal, where := assign(rec)
			if _, there := known[rec.Key]; there || where != importer.Inside {
				continue
			}
			found, err := a.Twins.Like(ctx, plan.Source.ID, string(i18n.DE), entryOf(rec))
			if err != nil {
				return err
			}
			for _, f := range found {
				t := reportedTwin(f)
				t.Line, t.Key, t.Title, t.Portal = rec.Line, rec.Key, rec.Title, portal
				r.Twins = append(r.Twins, t)
			}
		}
	}
	return nil
}

func reportedTwin(f twin.Found) importer.Twin {
	t := importer.Twin{
		Key: f.Key, Other: f.Other.Title, OtherID: f.Other.Item, Owner: f.Other.Portal, Source: f.Other.Source, Ground: string(f.Ground),
	}
	if f.Metres >= 0 {
		m := int(f.Metres + 0.5)
		t.Metres = &m
	}
	return t
}

// entryOf is a record as it is compared.
func entryOf(rec *importer.Record) alike.Entry {
	e := alike.Entry{
		Street: rec.Street, Postcode: rec.Postcode, Town: rec.Town, HasPosition: rec.HasPosition, Lat: rec.Lat, Lon: rec.Lon,
	}
	if rec.Category != "" {
		e.Sorts = []string{rec.Category}
	}
	for _, t := range rec.Texts {
		e.Names = append(e.Names, t.Title)
	}
	return e
}

// began is now as the twins store it.
func (a *App) began() string { return clock.Stamp(a.Clock.Now()) }
