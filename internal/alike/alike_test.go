package alike

import (
	"strings"
	"testing"
)

func TestNamesThatAreTheSame(t *testing.T) {
	for _, c := range [][2]string{
		{"Adler-Apotheke", "Adler Apotheke"},
		{"Adler-Apotheke", "Apotheke Adler"},
		{"Friedheimschule", "Friedheim-Schule"},
		{"Muster GmbH & Co. KG", "Muster"},
		{"Turnverein Muster e.V.", "Turnverein Muster e. V."},
		{"St. Marien Kirche", "Sankt Marien-Kirche"},
		{"Gottrupel Dorf, Handewitt", "Gottrupel Dorf"},
		{"Kita Hafenkinder", "Kindertagesstätte Hafenkinder"},
		{"Jörgensby-Skolen", "Jørgensby-Skolen"},
		{"Rathaus", "Rathaus Handewitt"},
		{"Freiwillige Feuerwehr Handewitt", "Feuerwehr Handewitt Freiwillige"},
	} {
		if n := Names(c[0], c[1], "Handewitt", "Handewitt"); n < SameName {
			t.Errorf("%q and %q: %.2f", c[0], c[1], n)
		}
		if a, b := Names(c[0], c[1], "Handewitt"), Names(c[1], c[0], "Handewitt"); a != b {
			t.Errorf("%q and %q: %.2f one way, %.2f the other", c[0], c[1], a, b)
		}
	}
}

func TestNamesThatAreClose(t *testing.T) {
	for _, c := range [][2]string{{"Adler-Apotheke", "Adlr Apotheke"}, {"ADS-Kita Süderlücke", "Kita Süderlücke"}, {"Oksevejens Skole", "Oksevejens Skolen"}, {"Wahllokal 3", "Wahllokal 3: Comenius-Schule 1"}} {
		if n := Names(c[0], c[1]); n < CloseName {
			t.Errorf("%q and %q: %.2f", c[0], c[1], n)
		}
	}
}

func TestNamesThatDiffer(t *testing.T) {
	for _, c := range [][2]string{
		{"Kita Neustadt", "Schule Neustadt"},
		{"Wahllokal 12", "Wahllokal 13"},
		{"Wahllokal 3", "Wahllokal 7: Waldschule 3"},
		{"Waldschule 1", "Waldschule 2"},
		{"Adler-Apotheke", "Löwen-Apotheke"},
		{"Bäckerei Adler", "Metzgerei Adlon"},
		{"Altglascontainer Holm", "Altkleidercontainer Holm"},
		{"Grundschule", "Grundschule Schuby"},
		{"", "Rathaus"},
	} {
		if n := Names(c[0], c[1]); n >= CloseName {
			t.Errorf("%q and %q: %.2f", c[0], c[1], n)
		}
	}
}

func TestSameAddress(t *testing.T) {
	at := func(street, postcode, town string) Entry {
		return Entry{Street: street, Postcode: postcode, Town: town}
	}
	for _, c := range []struct {
		a, b Entry
		want bool
	}{
		{at("Apenrader Str. 164", "24939", "Flensburg"), at("Apenrader Straße 164", "24939", "Flensburg"), true},
		{at("Engelsbyerstraße 139", "24943", "Flensburg"), at("Engelsbyer Straße 139", "24943", "Flensburg"), true},
		{at("Bohlberg 56-58", "24943", "Flensburg"), at("Bohlberg 58", "24943", ""), true},
		{at("Bohlberg 56 – 60", "24943", "Flensburg"), at("Bohlberg 58", "24943", "Flensburg"), true},
		{at("Angelburger Straße 75/77", "", "Flensburg"), at("Angelburger Str. 77", "", "Flensburg"), true},
		{at("Preesterbarg 20a", "24943", ""), at("Preesterbarg 20 a", "24943", ""), true},
		{at("Glücksburger Straße 38 a", "24943", ""), at("Glücksburger Straße 38", "24943", ""), true},
		{at("Adelbylund 22 und 20", "24943", ""), at("Adelbylund 20", "24943", ""), true},
		{at("Straße des 17. Juni 12", "24943", ""), at("Str. des 17. Juni 12", "24943", ""), true},
		{at("Storegade 12, 1. th", "6200", "Aabenraa"), at("Storegade 12", "6200", "Aabenraa"), true},
		{at("Mühlenstaße 4", "24937", ""), at("Mühlenstraße 4", "24937", ""), true},
		{at("Preesterbarg 20a", "24943", ""), at("Preesterbarg 20b", "24943", ""), false},
		{at("Hauptstraße 1", "24983", "Handewitt"), at("Hauptstraße 1", "24994", "Medelby"), false},
		{at("Hauptstraße 1", "24983", "Handewitt"), at("Hauptstraße 2", "24983", "Handewitt"), false},
		{at("Schulstraße", "24983", "Handewitt"), at("Schulstraße", "24983", "Handewitt"), false},
		{at("Hauptstraße 1", "", ""), at("Hauptstraße 1", "", ""), false},
		{at("Straße des 17. Juni 12", "24943", ""), at("Straße des 18. Juni 12", "24943", ""), false},
	} {
		if got := SameAddress(c.a, c.b); got != c.want || SameAddress(c.b, c.a) != c.want {
			t.Errorf("%v and %v: %t, %t the other way", c.a, c.b, got, SameAddress(c.b, c.a))
		}
	}
}

func TestCompare(t *testing.T) {
	town := Entry{Names: []string{"Rathaus", "Rådhus"}, Sorts: []string{"rathaus"}, Street: "Hauptstraße 9", Postcode: "24983", Town: "Handewitt", HasPosition: true, Lat: 54.7700, Lon: 9.3200}
	with := func(fn func(e *Entry)) Entry {
		e := town
		fn(&e)
		return e
	}
	for name, c := range map[string]struct {
		b    Entry
		want Ground
	}{
		"itself":                   {town, ByName},
		"within 100 m":             {with(func(e *Entry) { e.Lat += 0.00085; e.Street = "" }), ByName},
		"beyond 100 m":             {with(func(e *Entry) { e.Lat += 0.00095; e.Street = "" }), None},
		"beyond, but same address": {with(func(e *Entry) { e.Lat += 0.01 }), ByAddress},
		"in another language":      {with(func(e *Entry) { e.Names = []string{"Rådhus"} }), ByName},
		"no position, address":     {with(func(e *Entry) { e.HasPosition = false; e.Street = "Hauptstr. 9" }), ByAddress},
		"no position, no address":  {with(func(e *Entry) { e.HasPosition = false; e.Street = "" }), None},
		"a stop of that name":      {with(func(e *Entry) { e.Sorts = []string{"haltestelle"}; e.Street = "" }), None},
	} {
		if got := Compare(town, c.b); got.Ground != c.want {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
}

// TestKeysMeet: what Compare calls the same at one address has a key in common.
func TestKeysMeet(t *testing.T) {
	a := Entry{Names: []string{"Adler-Apotheke"}, Street: "Alter Kirchenweg 60-62", Postcode: "24983", Town: "Handewitt"}
	for _, b := range []Entry{
		{Names: []string{"Adlerapoteke"}, Street: "Alter Kirchenweg 62", Postcode: "24983"},
		{Names: []string{"Apotheke Adler"}, Town: "Handewitt"},
		{Names: []string{"Adler Apoteke"}, Postcode: "24983"},
	} {
		met := false
		for _, k := range Keys(a) {
			for _, l := range Keys(b) {
				met = met || k == l
			}
		}
		if !met {
			t.Errorf("%v and %v share no key", Keys(a), Keys(b))
		}
	}
	if k := Keys(Entry{Names: []string{strings.Repeat("wort zwei drei vier fünf ", 50)}, Town: "X"}); len(k) > most {
		t.Errorf("%d keys", len(k))
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range [][4]string{{"Adler-Apotheke", "Weg 1-3 a", "24983", "Handewitt"}, {"e.V. GmbH", "Str.", "", "ÅÆØ"}, {"\xff\u0301", "12", "12", "1"}, {"", "99999999999999999999 - 1", "", ""}} {
		f.Add(s[0], s[1], s[2], s[3], "Rathaus", "Hauptstr. 1")
	}
	f.Fuzz(func(t *testing.T, name, street, postcode, town, name2, street2 string) {
		a := Entry{Names: []string{name}, Street: street, Postcode: postcode, Town: town}
		b := Entry{Names: []string{name2}, Street: street2, Postcode: postcode, Town: town}
		l, m := Compare(a, b), Compare(b, a)
		if l.Name < 0 || l.Name > 1.0001 || l.Ground != m.Ground {
			t.Errorf("%+v and %+v", l, m)
		}
		for _, k := range Keys(a) {
			if len(k) > 200 {
				t.Errorf("a key of %d bytes", len(k))
			}
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	x := Entry{Names: []string{"Gemeinschaftsschule Flensburg-West"}, Street: "Friesische Lücke 7", Postcode: "24937", Town: "Flensburg"}
	y := Entry{Names: []string{"Gemeinschaftsschule West"}, Street: "Friesische Lücke 7-9", Postcode: "24937", Town: "Flensburg"}
	for b.Loop() {
		Compare(x, y)
	}
}
