package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
)

// How many series the region of the calendar's figures has, and how many dates
// each: together 100,000.
const (
	manySeries     = 2_000
	datesPerSeries = 50
)

// calendarPages are asked of the fullest portal and of the whole region.
var calendarPages = []struct{ name, path string }{
	{"a month of the town", "/veranstaltungen?ansicht=monat&von=2026-12-01"},
	{"a month of the region", "/veranstaltungen?ansicht=monat&von=2026-12-01&region=alle"},
	{"a month of the region, free and for families", "/veranstaltungen?ansicht=monat&von=2026-12-01&region=alle&kostenlos=ja&zielgruppe=familien"},
	{"a week of the region", "/veranstaltungen?ansicht=woche&von=2026-12-01&region=alle"},
	{"a month of the region as a list", "/veranstaltungen?von=2026-12-01&bis=2026-12-31&region=alle"},
	{"a programme of the region", "/veranstaltungen/programm?ansicht=woche&von=2026-12-01&region=alle"},
}

// BenchmarkGoalsOfCalendar prints the figures of the calendar.
func BenchmarkGoalsOfCalendar(b *testing.B) {
	if b.N > 1 {
		return // once is enough: it measures many times itself
	}
	a := openHouse(b, Config{Data: b.TempDir()}, clock.Fixed(today))
	loadDemo(b, a, nil)
	f := newFigures()
	defer f.Flush()
	series(b, a)
	expanded(b, a, f)
	n, err := db.One(b.Context(), a.DB, db.Int, `SELECT COUNT(*) FROM event_date WHERE own = 1`)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(f, "dates in the region: %d\t\t\t\t\n", n)
	asked(b, a, f, false)
	asked(b, a, f, true)
}

// series fills the region with weekly courses on all days of the week.
func series(b *testing.B, a *App) {
	b.Helper()
	terms := a.Spine.Terms().Of(content.Event)
	batches(b, a, manySeries, func(ctx context.Context, tx *db.Tx, i int) error {
		it := content.NewItem(shares[i%len(shares)], content.Event, "de")
		it.Slug, it.Status, it.Categories = fmt.Sprintf("kurs-nr-%d", i), content.Published, []string{terms[i%len(terms)].Slug}
		it.Texts["de"] = content.Text{Title: fmt.Sprintf("Kurs %d", i), Teaser: "Woche für Woche."}
		day := today.AddDate(0, 0, i%7-14).Format(time.DateOnly)
		e := &event.Event{Item: it, Venue: "Halle", Town: "Flensburg", Audience: event.Audience{Families: i%3 == 0}}
		if i%2 == 0 {
			e.Cost.Kind = event.CostFree
		}
		hour := 8 + i%12
		e.Dates = []event.Dates{{
			Start: fmt.Sprintf("%sT%02d:00", day, hour), End: fmt.Sprintf("%sT%02d:30", day, hour), Rule: fmt.Sprintf("FREQ=WEEKLY;COUNT=%d", datesPerSeries),
			NoHolidays: i%4 == 0,
		}}
		return a.Events.SaveIn(ctx, tx, content.Act{Actor: "bench"}, e)
	})
}

// expanded measures the daily job: where nothing is there yet, and where all
// is as it should be.
func expanded(b *testing.B, a *App, f figures) {
	b.Helper()
	err := a.DB.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM event_date`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, what := range []string{"expansion of 2,000 series, none there", "expansion of 2,000 series, nothing new"} {
		start := time.Now()
		if err := a.rollDates(b.Context()); err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(f, "%s\t%.2f s\t\tunder 5 s\t\n", what, time.Since(start).Seconds())
	}
}

// asked measures the pages, drawn anew each time; with change the counts that
// are kept until the next change are worked out anew too.
func asked(b *testing.B, a *App, f figures, change bool) {
	b.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	h, err := a.Handler()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range calendarPages {
		var spans []time.Duration
		for i := range 110 {
			if change {
				changed(b, a)
			}
			r := httptest.NewRequest(http.MethodGet, p.path, nil)
			r.Host = "flensburg.localhost"
			w := httptest.NewRecorder()
			start := time.Now()
			h.ServeHTTP(w, r)
			span := time.Since(start)
			if w.Code != http.StatusOK {
				b.Fatalf("%s: %d", p.path, w.Code)
			}
			if i >= 10 {
				spans = append(spans, span)
			}
		}
		name := p.name
		if change {
			name += ", after a change"
		}
		f.row(name, "p50 under 3", spans)
	}
}

// changed makes a new number of the change log.
func changed(b *testing.B, a *App) {
	b.Helper()
	err := a.DB.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		return a.Spine.Log(ctx, tx, content.Change{Portal: "flensburg", Kind: "bench", Action: "relisted"})
	})
	if err != nil {
		b.Fatal(err)
	}
}
