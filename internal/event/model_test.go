package event

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/db"
)

// full is an event that tells everything an event can.
func full(e *Event) {
	e.Place, e.Room, e.Online = "halle", "Saal 2", "https://x.example/live"
	e.Audience = Audience{AgeFrom: 6, AgeTo: 12, Families: true, Seniors: true}
	e.Access = map[string]string{"toilet": "partly", "sign_language": "yes"}
	e.Cost = Cost{Kind: CostPaid, From: 400, To: 850, Reduced: 200, ReducedFor: map[string]string{"de": "Kinder"}, Words: map[string]string{"de": "an der Abendkasse"}, SocialPass: true}
	e.Registration = Registration{Needed: true, URL: "https://x.example/a", Phone: "0461 15030", Email: "a@x.example", Until: "2026-11-20", Left: LeftFew, Capacity: 40}
	e.Spoken, e.Links = []string{"de", "da"}, []Link{{"https://x.example/m", "Mehr"}}
	e.Dates = []Dates{{
		Start: "2026-11-24T18:00", End: "2026-11-24T19:30", Rule: "FREQ=WEEKLY;COUNT=8", NoHolidays: true, NoSchool: true,
		Without: []string{"2026-12-08T18:00"}, Despite: []string{"2026-12-22T18:00"},
	}}
	e.Changes = []Change{
		{At: "2026-12-01T18:00", Status: "cancelled", Note: map[string]string{"de": "Die Leitung ist krank."}},
		{At: "2026-12-15T18:00", Start: "2026-12-16T17:00", End: "2026-12-16T18:30", Venue: "Bücherei", Street: "Hauptstraße 1", Town: "Weding"},
	}
}

// What is stored is read back, and the form of a revision too.
func TestEverythingIsKept(t *testing.T) {
	engines(t, func(w *world) {
		e := w.event("handewitt", "kurs", "Kurs", full)
		got, err := w.room.Get(w.ctx, e.ID)
		w.must(err)
		got.Item, e.placeAccess = e.Item, nil
		if !reflect.DeepEqual(got, e) {
			w.Errorf("stored\n%+v\nwant\n%+v", got, e)
		}
		if got.Registration.Phone != "+4946115030" || got.Cost.Currency != "EUR" || got.Venue != "Musterhalle" {
			w.Errorf("%+v", got)
		}
		v, err := w.spine.Version(w.ctx, e.ID, 1)
		w.must(err)
		old, err := w.room.Decode(v.Snapshot)
		w.must(err)
		if !reflect.DeepEqual(old.Changes, e.Changes) || !reflect.DeepEqual(old.Cost, e.Cost) || !reflect.DeepEqual(old.Dates, e.Dates) {
			w.Errorf("revision %+v", old)
		}
		w.is(w.days(content.Filter{Portal: "handewitt", From: "2026-11-24"}),
			"kurs@2026-11-24T18:00 kurs@2026-12-01T18:00 kurs@2026-12-16T17:00 kurs@2026-12-22T18:00 kurs@2027-01-12T18:00")
		moved, err := w.spine.MovedFrom(w.ctx, e.ID, "de", "2026-12-15")
		w.must(err)
		if len(moved) != 1 || moved[0].Was != "2026-12-15T18:00" || moved[0].Venue != "Bücherei" || moved[0].Town != "Weding" || moved[0].HasPosition {
			w.Errorf("moved %+v", moved)
		}
		cancelled, err := w.spine.DateOn(w.ctx, e.ID, "de", "2026-12-01")
		w.must(err)
		if len(cancelled) != 1 || cancelled[0].Status != "cancelled" || cancelled[0].Venue != "Musterhalle" {
			w.Errorf("cancelled %+v", cancelled)
		}
	})
}

func (w *world) is(got []string, want string) {
	w.Helper()
	if strings.Join(got, " ") != want {
		w.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}

// Rows and revisions of the first version are read on.
func TestFirstVersionIsRead(t *testing.T) {
	engines(t, func(w *world) {
		e := w.event("handewitt", "kurs", "Kurs", nil)
		w.must(w.db.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE event SET dates = $1, changes = '[]', audience = '{}', registration = '{}', links = '[]' WHERE item = $2`,
				`[{"Start":"2026-11-24T18:00","End":"2026-11-24T19:00","AllDay":false,"Weekly":true,"Until":"2026-12-01"}]`, e.ID)
			return err
		}))
		got, err := w.room.Get(w.ctx, e.ID)
		w.must(err)
		if len(got.Dates) != 1 || got.Dates[0].Rule != "FREQ=WEEKLY;UNTIL=20261201" {
			w.Errorf("%+v", got.Dates)
		}
	})
	var m Room
	for snapshot, want := range map[string]Cost{
		`{"Free":true,"Price":null}`:                    {Kind: CostFree},
		`{"Free":false,"Price":{"de":"2 Euro"}}`:        {Kind: CostPaid, Words: map[string]string{"de": "2 Euro"}},
		`{"Free":false,"Price":{}}`:                     {},
		`{"Cost":{"Kind":"donation"},"Title":"nichts"}`: {Kind: CostDonation},
	} {
		e, err := m.Decode(snapshot)
		if err != nil || !reflect.DeepEqual(e.Cost, want) {
			t.Errorf("%s: %v %+v", snapshot, err, e.Cost)
		}
	}
}

func TestMarks(t *testing.T) {
	for want, e := range map[string]*Event{
		"":                         {Audience: Audience{AgeFrom: 18}},
		"kinder familien":          {Audience: Audience{Families: true}},
		"kinder":                   {Audience: Audience{AgeFrom: 3, AgeTo: 6}},
		"kinder jugendliche":       {Audience: Audience{AgeFrom: 10, AgeTo: 14}},
		"jugendliche":              {Audience: Audience{AgeFrom: 16}},
		"senioren kostenlos":       {Audience: Audience{Seniors: true}, Cost: Cost{Kind: CostFree}},
		"sozialpass von:o1 von:o2": {Item: content.Item{Head: content.Head{Organisation: "o1"}}, CoOrganisers: []string{"o2"}, Cost: Cost{SocialPass: true}},
	} {
		if got := strings.Join(e.marks(), " "); got != want {
			t.Errorf("%+v: %q, want %q", e.Audience, got, want)
		}
	}
}

func TestFilters(t *testing.T) {
	engines(t, func(w *world) {
		w.event("handewitt", "voll", "Voll", full)
		w.event("handewitt", "frei", "Frei", func(e *Event) { e.Cost.Kind, e.Town = CostFree, "Weding" })
		w.event("aabenraa", "fremd", "Fremd", func(e *Event) { e.Cost.Kind = CostFree })
		f := func(change func(f *content.Filter)) content.Filter {
			f := content.Filter{Portal: "handewitt", From: "2026-11-24", Until: "2026-11-24"}
			change(&f)
			return f
		}
		w.is(w.days(f(func(f *content.Filter) { f.Marks = []string{"kostenlos"} })), "frei@2026-11-24T18:00")
		w.is(w.days(f(func(f *content.Filter) { f.Marks = []string{"familien", "sozialpass"} })), "voll@2026-11-24T18:00")
		w.is(w.days(f(func(f *content.Filter) { f.Town = "weding" })), "frei@2026-11-24T18:00")
		w.is(w.days(f(func(f *content.Filter) { f.StepFree = true })), "voll@2026-11-24T18:00")
		w.is(w.days(content.Filter{Region: true, From: "2026-11-24", Until: "2026-11-24", Marks: []string{"kostenlos"}}), "frei@2026-11-24T18:00 fremd@2026-11-24T18:00")
	})
}

func TestTwins(t *testing.T) {
	engines(t, func(w *world) {
		w.event("handewitt", "laternelaufen", "Laternelaufen in Handewitt", func(e *Event) { e.Venue = "Feuerwehr" })
		w.event("handewitt", "chor", "Chorprobe zum Mitsingen", func(e *Event) { e.Place = "halle" })
		w.event("aabenraa", "lauf", "Laternelaufen", nil)
		w.event("handewitt", "spaeter", "Laternelaufen", func(e *Event) { e.Dates[0] = Dates{Start: "2026-11-25T18:00", End: "2026-11-25T19:00"} })
		w.event("handewitt", "entwurf", "Laternelaufen", func(e *Event) { e.Item.Status = content.Draft })
		twins := func(t Twin) []string {
			w.Helper()
			t.Lang = "de"
			if t.Day == "" {
				t.Day = "2026-11-24"
			}
			list, err := w.room.Twins(w.ctx, t)
			w.must(err)
			out := []string{}
			for _, o := range list {
				out = append(out, o.Slug)
			}
			return out
		}
		got := twins(Twin{Title: "Laternelauf"})
		slices.Sort(got)
		w.is(got, "laternelaufen lauf")
		w.is(twins(Twin{Title: "Laternelaufen", Venue: "Feuerwehr Handewitt"}), "laternelaufen lauf")
		w.is(twins(Twin{Title: "Chor", Place: "halle"}), "chor")
		w.is(twins(Twin{Title: "Chor"}), "")
		w.is(twins(Twin{Title: "Flohmarkt"}), "")
		w.is(twins(Twin{Title: "Laternelaufen", Day: "2026-12-24"}), "")
		w.is(twins(Twin{Title: "Laternelaufen", Day: "bald"}), "")
	})
}

func TestAmounts(t *testing.T) {
	for typed, want := range map[string]int{"": 0, "4": 400, "2,50": 250, "2.5": 250, "12,00 €": 1200, "0,99": 99, "5,-": 500, "10,—": -1, "vier": -1, "1,234": -1, "€": -1, "9999999999": -1} {
		got, wrong := readAmount("x", typed)
		if len(wrong) > 0 {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, want %d", typed, got, want)
		}
	}
}
