package content

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"umland/internal/db"
)

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

// on is a date within a day, or past midnight where it ends before it begins.
func on(day, from, until string) Date {
	at := func(clock string) time.Time {
		t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, berlin)
		if err != nil {
			panic(err)
		}
		return t
	}
	start, end := at(from), at(until)
	if end.Before(start) {
		end = end.AddDate(0, 0, 1)
	}
	return Date{
		Start: start.UTC(), End: end.UTC(), StartWall: start.Format("2006-01-02T15:04"), EndWall: end.Format("2006-01-02T15:04"),
		Day: day, EndDay: day, Status: "scheduled",
	}
}

// through is a date of whole days.
func through(first, last string) Date {
	start, err := time.ParseInLocation(time.DateOnly, first, berlin)
	if err != nil {
		panic(err)
	}
	end, err := time.ParseInLocation(time.DateOnly, last, berlin)
	if err != nil {
		panic(err)
	}
	return Date{Start: start.UTC(), End: end.AddDate(0, 0, 1).UTC(), StartWall: first, EndWall: last, Day: first, EndDay: last, AllDay: true, Status: "scheduled"}
}

// days gives slug@day of a whole calendar.
func (w *world) days(f Filter) []string {
	w.Helper()
	f.Lang = "de"
	agenda, err := w.s.Agenda(w.ctx, f, Window{Limit: 100})
	w.must(err)
	if agenda.Total != len(agenda.Items) {
		w.Errorf("%+v: total %d, %d dates", f, agenda.Total, len(agenda.Items))
	}
	out := []string{}
	for _, o := range agenda.Items {
		out = append(out, o.Slug+"@"+o.Day)
	}
	return out
}

func (w *world) event(portal, slug string, dates []Date, change func(d *Draftable), shared ...string) Draftable {
	w.Helper()
	d := draft(portal, Event, slug, "Titel "+slug)
	d.Dates = dates
	if change != nil {
		change(&d)
	}
	return w.save(d, shared...)
}

func calendar(w *world) {
	w.event("handewitt", "schau", []Date{through("2026-11-20", "2026-11-26")}, nil, "harrislee")
	w.event("handewitt", "vorbei", []Date{on("2026-11-23", "10:00", "12:00"), through("2026-11-20", "2026-11-23")}, nil)
	w.event("handewitt", "party", []Date{on("2026-11-23", "22:00", "02:00")}, nil)
	w.event("handewitt", "kurs", []Date{on("2026-11-24", "18:00", "19:00"), on("2026-12-01", "18:00", "19:00")}, func(d *Draftable) {
		for i := range d.Dates {
			d.Dates[i].Place = "halle"
		}
		d.Item.Categories = []string{"kurs"}
	})
	w.event("handewitt", "frueh", []Date{on("2026-11-24", "08:00", "09:00")}, nil)
	w.event("handewitt", "tag", []Date{through("2026-11-24", "2026-11-24")}, nil)
	w.event("harrislee", "markt", []Date{on("2026-11-25", "08:00", "13:00")}, nil)
}

func TestAgenda(t *testing.T) {
	engines(t, func(w *world) {
		calendar(w)
		for what, c := range map[string]struct {
			f    Filter
			want string
		}{
			"from today: running first, whole days before hours": {
				Filter{Portal: "handewitt", From: "2026-11-24"},
				"schau@2026-11-20 tag@2026-11-24 frueh@2026-11-24 kurs@2026-11-24 kurs@2026-12-01",
			},
			"the first day of a long one": {Filter{Portal: "handewitt", From: "2026-11-20", Until: "2026-11-22"}, "schau@2026-11-20 vorbei@2026-11-20"},
			"the last day of a long one":  {Filter{Portal: "handewitt", From: "2026-11-26", Until: "2026-11-26"}, "schau@2026-11-20"},
			"after it":                    {Filter{Portal: "handewitt", From: "2026-11-27"}, "kurs@2026-12-01"},
			"a party is of its evening":   {Filter{Portal: "handewitt", From: "2026-11-23", Until: "2026-11-23"}, "vorbei@2026-11-20 schau@2026-11-20 vorbei@2026-11-23 party@2026-11-23"},
			"one day":                     {Filter{Portal: "handewitt", From: "2026-12-01", Until: "2026-12-01"}, "kurs@2026-12-01"},
			"place":                       {Filter{Portal: "handewitt", From: "2026-11-24", Place: "halle"}, "kurs@2026-11-24 kurs@2026-12-01"},
			"category":                    {Filter{Portal: "handewitt", From: "2026-11-24", Category: "kurs"}, "kurs@2026-11-24 kurs@2026-12-01"},
			"words":                       {Filter{Portal: "handewitt", From: "2026-11-24", Words: "schau"}, "schau@2026-11-20"},
			"shared":                      {Filter{Portal: "harrislee", From: "2026-11-24"}, "schau@2026-11-20 markt@2026-11-25"},
			"region, each once":           {Filter{Region: true, From: "2026-11-25"}, "schau@2026-11-20 markt@2026-11-25 kurs@2026-12-01"},
			"all there ever was": {
				Filter{Portal: "handewitt"},
				"schau@2026-11-20 vorbei@2026-11-20 vorbei@2026-11-23 party@2026-11-23 tag@2026-11-24 frueh@2026-11-24 kurs@2026-11-24 kurs@2026-12-01",
			},
		} {
			got := w.days(c.f)
			// Whole days that begin together stand in the order of their making.
			w.is(what, got, c.want)
		}
	})
}

func TestAgendaPagesCoverItOnce(t *testing.T) {
	engines(t, func(w *world) {
		for i := range 7 {
			w.event("handewitt", fmt.Sprint("lang-", i), []Date{through("2026-11-01", "2026-12-31")}, nil, "harrislee")
			w.event("handewitt", fmt.Sprint("kurz-", i), []Date{on("2026-11-24", "10:00", "11:00"), on("2026-11-25", "10:00", "11:00")}, nil)
		}
		for size := 1; size <= 8; size++ {
			seen := map[string]bool{}
			for offset := 0; ; offset += size {
				a, err := w.s.Agenda(w.ctx, Filter{Portal: "handewitt", Lang: "de", From: "2026-11-24"}, Window{Limit: size, Offset: offset})
				w.must(err)
				if a.Total != 21 {
					t.Fatalf("total %d", a.Total)
				}
				for _, o := range a.Items {
					key := o.Slug + o.StartWall
					if seen[key] {
						t.Errorf("size %d: %s twice", size, key)
					}
					seen[key] = true
					if o.Day < "2026-11-24" && len(seen) > 7 {
						t.Errorf("size %d: %s does not stand in front", size, key)
					}
				}
				if len(a.Items) < size {
					break
				}
			}
			if len(seen) != 21 {
				t.Errorf("size %d: %d dates", size, len(seen))
			}
		}
	})
}

func TestDatesOfAnEvent(t *testing.T) {
	engines(t, func(w *world) {
		calendar(w)
		id := func(slug string) string {
			id, err := w.s.Find(w.ctx, w.d, "handewitt", Event, slug)
			w.must(err)
			return id
		}
		next, err := w.s.NextDates(w.ctx, []string{id("kurs"), id("schau"), id("vorbei"), "nobody"}, "en", "2026-11-25")
		w.must(err)
		if len(next) != 2 || next[id("kurs")].Day != "2026-12-01" || next[id("schau")].Day != "2026-11-20" || next[id("kurs")].Lang != "en" {
			t.Errorf("%+v", next)
		}
		all, err := w.s.DatesOf(w.ctx, id("schau"), "de", "", 10)
		if err != nil || len(all) != 1 || !all[0].Several || !all[0].AllDay {
			t.Errorf("dates of a shared event: %+v %v", all, err)
		}
		counts, err := w.s.DayCounts(w.ctx, Filter{Portal: "handewitt", Lang: "de", From: "2026-11-20", Until: "2026-11-30"})
		if err != nil || fmt.Sprint(counts) != "map[2026-11-20:2 2026-11-23:2 2026-11-24:3]" {
			t.Errorf("%v %v", counts, err)
		}
		counts, err = w.s.DayCounts(w.ctx, Filter{Region: true, Lang: "de", From: "2026-11-25", Until: "2026-11-30"})
		if err != nil || fmt.Sprint(counts) != "map[2026-11-25:1]" {
			t.Errorf("region: %v %v", counts, err)
		}
	})
}

// A cell of the month or the week holds the first dates of its day's list.
func TestDaysAreTheBeginningOfTheirLists(t *testing.T) {
	engines(t, func(w *world) {
		calendar(w)
		for i := range 4 {
			w.event("harrislee", fmt.Sprint("voll-", i), []Date{
				on("2026-11-24", fmt.Sprint(19-i, ":00"), "20:00"), on("2026-11-25", "10:00", "11:00"), through("2026-11-25", "2026-11-28"),
			}, func(d *Draftable) {
				d.Dates[i%2].Status, d.Dates[0].Was = "cancelled", "2026-11-23T18:00"
				d.Card.Marks = []string{"kostenlos"}[:i%2]
			}, "handewitt")
		}
		span := Filter{Lang: "de", From: "2026-11-23", Until: "2026-11-29"}
		for _, only := range []func(f *Filter){
			func(f *Filter) { f.Portal = "handewitt" },
			func(f *Filter) { f.Portal = "harrislee" },
			func(f *Filter) { f.Region = true },
			func(f *Filter) { f.Portal, f.Category = "handewitt", "kurs" },
			func(f *Filter) { f.Region, f.Place = true, "halle" },
			func(f *Filter) { f.Region, f.Marks = true, []string{"kostenlos"} },
			func(f *Filter) { f.Portal, f.Words = "handewitt", "voll" },
			func(f *Filter) { f.Region, f.Organisation = true, "keine" },
		} {
			f := span
			only(&f)
			for perDay := 1; perDay <= 5; perDay++ {
				w.beginnings(f, perDay)
			}
		}
	})
}

// beginnings compares the cells of a span with the lists of its days.
func (w *world) beginnings(f Filter, perDay int) {
	w.Helper()
	days, counts, err := w.s.Days(w.ctx, f, perDay)
	w.must(err)
	for day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC); day.Day() < 30 && day.Month() == time.November; day = day.AddDate(0, 0, 1) {
		one := f
		one.From = day.Format(time.DateOnly)
		one.Until = one.From
		list, err := w.s.Agenda(w.ctx, one, Window{Limit: 100})
		w.must(err)
		var want []Occurrence
		for _, o := range list.Items {
			if o.Day == one.From {
				want = append(want, o)
			}
		}
		if counts[one.From] != len(want) {
			w.Errorf("%+v: %d dates, the list has %d", one, counts[one.From], len(want))
		}
		w.is(fmt.Sprintf("%+v, %d", one, perDay), cells(days[one.From]), strings.Join(cells(want[:min(perDay, len(want))]), " "))
	}
}

// cells is what a cell says of its dates.
func cells(dates []Occurrence) []string {
	out := []string{}
	for _, o := range dates {
		out = append(out, fmt.Sprint(o.Title, o.Portal, o.Path(), o.Item, o.TextLang, o.Day, o.EndDay, o.StartWall, o.EndWall, o.Start, o.AllDay, o.Several, o.Status, o.Was))
	}
	return out
}

// Rolling the dates on leaves the event as if all of it were derived anew.
func TestRollDatesIsAsGoodAsARelist(t *testing.T) {
	engines(t, func(w *world) {
		d := w.event("handewitt", "kurs", []Date{on("2026-11-24", "18:00", "19:00"), on("2026-12-01", "18:00", "19:00")}, nil, "harrislee")
		d.Dates = []Date{on("2026-12-01", "18:00", "19:00"), on("2026-12-08", "18:00", "19:00"), on("2027-01-05", "18:00", "19:00")}
		for i, want := range []bool{true, false} {
			w.must(w.s.DB().Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
				changed, err := w.s.RollDates(ctx, tx, d)
				if changed != want {
					w.Errorf("time %d: changed is %t", i+1, changed)
				}
				return err
			}))
		}
		rolled, err := w.s.Derived(w.ctx, w.s.DB(), d.Item.ID)
		w.must(err)
		w.must(w.s.DB().Write(w.ctx, func(ctx context.Context, tx *db.Tx) error { return w.s.Relist(ctx, tx, d) }))
		whole, err := w.s.Derived(w.ctx, w.s.DB(), d.Item.ID)
		w.must(err)
		if rolled != whole || strings.Count(rolled, "date ") != 6 {
			w.Errorf("rolled:\n%s\nwhole:\n%s", rolled, whole)
		}
	})
}
