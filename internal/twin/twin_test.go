package twin_test

import (
	"slices"
	"testing"

	"umland/internal/alike"
	"umland/internal/content"
	"umland/internal/fault"
)

func TestTwinsAreProposedAcrossSourcesAndPortals(t *testing.T) {
	engines(t, func(w *world) {
		here := spot{portal: "handewitt", slug: "rathaus", name: "Rathaus Handewitt", street: "Hauptstraße 9", town: "Handewitt", lat: 54.77, lon: 9.32}
		w.write(here)
		w.write(spot{portal: "flensburg", slug: "rathaus-2", name: "Rathaus", town: "Handewitt", source: "liste", lat: 54.7705, lon: 9.3201})
		w.write(spot{portal: "handewitt", slug: "amt", name: "Rathaus, Handewitt", street: "Hauptstr. 9", town: "Handewitt", source: "andere"})
		w.write(spot{portal: "handewitt", slug: "halt", name: "Rathaus", town: "Handewitt", source: "halte", category: "haltestelle", lat: 54.77, lon: 9.32})
		w.write(spot{portal: "aabenraa", slug: "radhus", name: "Rådhus", town: "Aabenraa", lat: 55.04, lon: 9.42})
		got := w.pairs("handewitt")
		slices.Sort(got)
		if !slices.Equal(got, []string{"amt+rathaus", "halt+rathaus", "halt+rathaus-2", "rathaus+rathaus-2"}) {
			w.Errorf("in Handewitt: %v", got)
		}
		if got := w.pairs("flensburg"); len(got) != 2 {
			w.Errorf("in Flensburg: %v", got)
		}
		if got := w.pairs("aabenraa"); len(got) != 0 {
			w.Errorf("in Aabenraa: %v", got)
		}
	})
}

func TestOneSourceHasNoTwins(t *testing.T) {
	engines(t, func(w *world) {
		for _, slug := range []string{"hin", "zurueck"} {
			w.write(spot{portal: "handewitt", slug: slug, name: "Norderlund", town: "Handewitt", source: "halte", lat: 54.77, lon: 9.32})
		}
		if got := w.pairs("handewitt"); len(got) != 0 {
			w.Errorf("%v", got)
		}
	})
}

func TestDecisionsStay(t *testing.T) {
	engines(t, func(w *world) {
		a := spot{portal: "handewitt", slug: "a", name: "Adler-Apotheke", town: "Handewitt", lat: 54.77, lon: 9.32}
		b := a
		b.slug, b.source = "b", "liste"
		one, two := w.write(a), w.write(b)
		if got := w.pairs("handewitt"); !slices.Equal(got, []string{"a+b"}) {
			w.Fatalf("%v", got)
		}
		list, err := w.room.Open(w.ctx, "handewitt", "de", content.Window{Limit: 5})
		w.must(err)
		if _, err := w.room.Get(w.ctx, "flensburg", "de", list[0].ID()); fault.KindOf(err) != fault.NotFound {
			w.Errorf("another portal sees it: %v", err)
		}
		w.must(w.room.Differ(w.ctx, list[0], "anna"))
		if fault.KindOf(w.room.Differ(w.ctx, list[0], "bernd")) != fault.Conflict {
			w.Error("decided twice")
		}
		w.save(one, a)
		w.save(two, b)
		if got := w.pairs("handewitt"); len(got) != 0 {
			w.Errorf("proposed again: %v", got)
		}
	})
}

func TestWhatIsNoLongerAlikeIsForgotten(t *testing.T) {
	engines(t, func(w *world) {
		a := spot{portal: "handewitt", slug: "a", name: "Adler-Apotheke", town: "Handewitt", lat: 54.77, lon: 9.32}
		b := a
		b.slug, b.source = "b", "liste"
		w.write(a)
		two := w.write(b)
		if got := w.pairs("handewitt"); len(got) != 1 {
			w.Fatalf("%v", got)
		}
		b.lat += 0.01
		w.save(two, b)
		if got := w.pairs("handewitt"); len(got) != 0 {
			w.Errorf("moved away: %v", got)
		}
		b.lat -= 0.01
		w.save(two, b)
		two.Status = content.Withdrawn
		w.save(two, b)
		if got := w.pairs("handewitt"); len(got) != 0 {
			w.Errorf("withdrawn: %v", got)
		}
	})
}

func TestTwinsForWhoeverTypes(t *testing.T) {
	engines(t, func(w *world) {
		w.write(spot{portal: "handewitt", slug: "adler", name: "Adler-Apotheke", street: "Alter Kirchenweg 60", town: "Handewitt", lat: 54.77, lon: 9.32})
		w.write(spot{portal: "flensburg", slug: "loewen", name: "Löwen-Apotheke", street: "Große Straße 1", town: "Flensburg", lat: 54.79, lon: 9.43})
		w.must(w.room.Follow(w.ctx))
		for name, c := range map[string]struct {
			e    alike.Entry
			want string
		}{
			"name and town":       {alike.Entry{Names: []string{"Adler Apoteke"}, Town: "Handewitt"}, "adler"},
			"name and postcode":   {alike.Entry{Names: []string{"Apotheke Adler"}, Postcode: "24983"}, "adler"},
			"name and position":   {alike.Entry{Names: []string{"Adler-Apotheke"}, HasPosition: true, Lat: 54.7703, Lon: 9.3203}, "adler"},
			"address with a typo": {alike.Entry{Names: []string{"Adlerapotheke"}, Street: "Alter Kirchenweg 60", Town: "Handewitt"}, "adler"},
			"another name":        {alike.Entry{Names: []string{"Bären-Apotheke"}, Town: "Handewitt"}, ""},
			"another town":        {alike.Entry{Names: []string{"Adler-Apotheke"}, Town: "Aabenraa"}, ""},
			"a name alone":        {alike.Entry{Names: []string{"Adler-Apotheke"}}, ""},
			"nothing":             {alike.Entry{}, ""},
		} {
			list, err := w.room.Twins(w.ctx, "de", c.e)
			w.must(err)
			got := ""
			for _, l := range list {
				got += l.Slug
			}
			if got != c.want {
				w.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}
