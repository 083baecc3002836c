package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/geo"
	"umland/internal/testkit"
)

var now = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

func engines(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), Schema); err != nil {
			t.Fatal(err)
		}
		fn(t, d)
	})
}

// world is an index with the changes that it takes up.
type world struct {
	testing.TB
	d     *db.DB
	x     *Index
	items []string // saved, in order
	today []string
	open  []string
	away  map[string]float64
}

func newWorld(tb testing.TB, d *db.DB) *world {
	w := &world{TB: tb, d: d}
	w.x = New(d, clock.Fixed(now), w)
	return w
}

func (w *world) LastChange(context.Context) (int64, error) { return int64(len(w.items)), nil }

func (w *world) ItemsSince(_ context.Context, n int64, limit int) ([]string, int64, error) {
	items := w.items[n:min(len(w.items), int(n)+limit)]
	return slices.Clone(items), n + int64(len(items)), nil
}

func (w *world) OpenAt(context.Context, time.Time) ([]string, error) { return w.open, nil }
func (w *world) OnDay(context.Context, string) ([]string, error)     { return w.today, nil }
func (w *world) Around(_ context.Context, _, _, metres float64) (map[string]float64, error) {
	out := map[string]float64{}
	for item, m := range w.away {
		if m <= metres {
			out[item] = m
		}
	}
	return out, nil
}

var everyone = []string{"de", "da", "en"}

// put saves an item with a title and a text.
func (w *world) put(item, title, body string, change ...func(*About, *Document)) {
	w.Helper()
	about := About{Kind: "place", Portal: "handewitt", Shown: []string{"handewitt"}}
	d := Document{Langs: everyone, Fields: []Field{{title, 12, "de", Title}, {body, 1, "de", Body}}}
	for _, c := range change {
		c(&about, &d)
	}
	w.save(item, about, d)
}

func (w *world) save(item string, about About, docs ...Document) {
	w.Helper()
	err := w.d.Write(w.Context(), func(ctx context.Context, tx *db.Tx) error { return Put(ctx, tx, item, about, docs) })
	if err != nil {
		w.Fatal(err)
	}
	w.items = append(w.items, item)
}

func of(portal string, shared ...string) func(*About, *Document) {
	return func(a *About, _ *Document) { a.Portal, a.Shown = portal, append([]string{portal}, shared...) }
}

func kind(k string) func(*About, *Document) { return func(a *About, _ *Document) { a.Kind = k } }

func field(f Field) func(*About, *Document) {
	return func(_ *About, d *Document) { d.Fields = append(d.Fields, f) }
}

// ask searches the region.
func (w *world) ask(q string, change ...func(*Request)) Answer {
	w.Helper()
	r := Request{Portal: "handewitt", Lang: "de", Q: q, Region: true, Now: now}
	for _, c := range change {
		c(&r)
	}
	a, err := w.x.Search(w.Context(), r)
	if err != nil {
		w.Fatalf("%q: %v", q, err)
	}
	return a
}

func (a Answer) items() string {
	var out []string
	for _, h := range a.Hits {
		out = append(out, h.Item)
	}
	return strings.Join(out, " ")
}

// finds checks which items a question finds, the best first.
func (w *world) finds(q, want string, change ...func(*Request)) Answer {
	w.Helper()
	a := w.ask(q, change...)
	if got := a.items(); got != want {
		w.Errorf("%q finds %q, want %q (corrected %q, relaxed %q)", q, got, want, a.Corrected, a.Relaxed)
	}
	return a
}

func (w *world) near(lat, lon float64) func(*Request) {
	return func(r *Request) { r.Near = &geo.Point{Lat: lat, Lon: lon} }
}

func TestQuestionsFindWhatWasMeant(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.put("muell", "Müllabfuhr in Handewitt", "Der Kalender für die Tonnen.")
		w.put("apo", "Adler-Apotheke", "Hauptstraße 12a in Weding, Medikamente", field(Field{"+4946089737520", 3, "", Other}), field(Field{"Apotek", 5, "da", Other}))
		w.put("buero", "Bürgerbüro", "Ausweise und Meldewesen")
		w.put("kita", "Dänischer Kindergarten Jaruplund", "Wir sprechen Dansk.")
		w.put("stein", "Stolpersteine", "Vor den Häusern der Opfer")
		w.put("halt", "Bushaltestelle Schule", "Linie 1")
		w.put("bad", "Freibad Größe", "Schwimmen im Sommer")
		w.put("st", "Kirche St. Marien", "")
		for q, want := range map[string]string{
			"Müllabfur": "muell", "muell": "muell", "Mull": "muell", "abfuhr": "muell", "müllkalender": "muell", "kalender müll": "muell",
			"Apoteke weding": "apo", "adlerapotheke": "apo", "apo": "apo", "apotek": "apo", "apotheken": "apo", "APOTHEKE!!": "apo",
			"Hauptstr. 12": "apo", "hauptstrasse": "apo", "haupt straße": "apo", "04608 97 375 20": "apo", "+49 4608 9737520": "apo", "0460897375": "apo",
			"Bürgerbüro Öffnungszeiten": "buero", "buergerbuero": "buero", "burgerburo": "buero", "Bügerbüro": "buero", "ausweis": "buero",
			"Kindergarten dansk": "kita", "kindergärten": "kita", "børnehave": "kita", "Stolpersten": "stein", "stolperstein": "stein",
			"Bushaltestelle Schule": "halt", "haltestelle": "halt", "bus": "halt", "schwimmen": "bad", "groesse": "bad", "sankt marien": "st",
			"xyzzy": "", "%": "", "": "", `"Müllabfur"`: "", `"Müllabfuhr"`: "muell", `"adler apotheke"`: "apo", `"apotheke adler"`: "",
			"wo ist die Apotheke": "apo", "Linie": "halt", "müll abfuhr handewitt": "muell",
		} {
			w.finds(q, want)
		}
		a := w.ask("Müllabfur")
		if a.Corrected != "Müllabfuhr" || a.Total != 1 || a.Kinds["place"] != 1 {
			t.Errorf("%+v", a)
		}
		if a := w.ask("Apotheke Quatsch"); a.items() != "apo" || fmt.Sprint(a.Relaxed) != "[Quatsch]" {
			t.Errorf("relaxed: %+v", a)
		}
	})
}
