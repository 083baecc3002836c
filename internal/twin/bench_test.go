package twin_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"umland/internal/alike"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/twin"
)

// crowd is a town of n places, as dense as an old town: four to a hectare.
func crowd(b *testing.B, n int) (*content.Spine, *twin.Room) {
	b.Helper()
	d := testkit.SQLite(b)
	if err := d.Migrate(b.Context(), content.Schema, search.Schema, twin.Schema); err != nil {
		b.Fatal(err)
	}
	spine := content.New(d, clock.At(time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)))
	for from := 0; from < n; from += 500 {
		err := d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			for i := from; i < min(n, from+500); i++ {
				it := content.NewItem("flensburg", content.Place, i18n.DE)
				it.Slug, it.Status = fmt.Sprintf("ort-%d", i), content.Published
				it.Texts["de"] = content.Text{Title: fmt.Sprintf("Haus Nummer %d", i)}
				s := spot{street: fmt.Sprintf("Straße %d 1", i/20), town: "Flensburg", lat: 54.7 + float64(i/100)*0.0005, lon: 9.3 + float64(i%100)*0.0008}
				if err := spine.Save(ctx, tx, content.Act{Actor: "bench", Imported: true}, draftOf(&it, s), func(context.Context) error { return nil }); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return spine, twin.New(spine)
}

// BenchmarkFollow is the first look at 5,000 places; the figure is of one.
func BenchmarkFollow(b *testing.B) {
	const n = 5000
	for b.Loop() {
		b.StopTimer()
		_, room := crowd(b, n)
		b.StartTimer()
		if err := room.Follow(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/place")
}

// BenchmarkTwins is the question of one who types a new place, among 5,000.
func BenchmarkTwins(b *testing.B) {
	_, room := crowd(b, 5000)
	if err := room.Follow(b.Context()); err != nil {
		b.Fatal(err)
	}
	e := alike.Entry{Names: []string{"Haus Nummer 2500"}, Street: "Straße 125 1", Town: "Flensburg", HasPosition: true, Lat: 54.7125, Lon: 9.3}
	for b.Loop() {
		if _, err := room.Twins(b.Context(), "de", e); err != nil {
			b.Fatal(err)
		}
	}
}
