package app

import (
	"context"
	"encoding/json"
	"testing"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/i18n"
	"umland/internal/place"
)

// TestEventsFollowTheirPlace: a place that is renamed and moved takes its
// events along, without a new version of them.
func TestEventsFollowTheirPlace(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		ctx := context.Background()
		addPortals(t, a, "handewitt")
		act := content.Act{Actor: "test", Reason: "test"}
		p := &place.Place{Item: content.NewItem("handewitt", content.Place, i18n.DE), Street: "Alte Straße 1", Town: "Handewitt"}
		p.Slug, p.Status, p.Texts["de"] = "haus", content.Published, content.Text{Title: "Altes Haus"}
		if err := a.Places.Save(ctx, act, p); err != nil {
			t.Fatal(err)
		}
		e := &event.Event{Item: content.NewItem("handewitt", content.Event, i18n.DE), Place: p.ID, Dates: []event.Dates{{Start: "2026-12-01T15:00", End: "2026-12-01T17:00"}}}
		e.Slug, e.Item.Status, e.Texts["de"] = "fest", content.Published, content.Text{Title: "Fest"}
		if err := a.Events.Save(ctx, act, e); err != nil {
			t.Fatal(err)
		}
		p.Texts["de"], p.Street, p.HasPosition, p.Lat, p.Lon = content.Text{Title: "Neues Haus"}, "Neue Straße 2", true, 54.77, 9.33
		if err := a.Places.Save(ctx, act, p); err != nil {
			t.Fatal(err)
		}
		waiting, err := db.One(ctx, a.DB, db.Int, `SELECT COUNT(*) FROM job WHERE kind = $1`, jobVenue)
		if err != nil || waiting != 1 {
			t.Fatalf("%d jobs wait, %v", waiting, err)
		}
		payload, err := json.Marshal(p.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.followPlace(ctx, payload); err != nil {
			t.Fatal(err)
		}
		rows, err := a.Spine.ByIDs(ctx, "de", []string{e.ID})
		if err != nil || len(rows) != 1 || rows[0].Venue != "Neues Haus" || rows[0].Street != "Neue Straße 2" || !rows[0].HasPosition {
			t.Errorf("%+v %v", rows, err)
		}
		if v, err := db.One(ctx, a.DB, db.Int, `SELECT version FROM item WHERE id = $1`, e.ID); err != nil || v != 1 {
			t.Errorf("version %d, %v", v, err)
		}
	})
}
