package feed

import (
	"encoding/json"
	"math"
	"testing"
)

// What is written by hand is what encoding/json writes.
func TestValuesAreThoseOfEncodingJSON(t *testing.T) {
	for _, v := range []any{
		nil, "", "Bäckerei & Søn", `"Krug" \ C:`, "a\x00b\n\t\x7f", "\xff\xfe", "\u2028\u2029 – €", "<script>", true, false,
		0.0, math.Copysign(0, -1), 54.7812345, -9.0, 1e-7, 1e21, 1e20, 123456789.125, 12,
		[]string{"a"},
		map[string]string{"b": "<"},
		fields{{"x", "y"}, {"z", nil}},
		fields{},
	} {
		want, err := plainJSON(v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := appendValue(nil, v)
		if err != nil || string(got)+"\n" != string(want) {
			t.Errorf("%#v: %s %v, want %s", v, got, err, want)
		}
	}
	if _, err := appendValue(nil, math.NaN()); err == nil {
		t.Error("no number is written")
	}
	var back map[string]any
	b, err := feature{ID: "x", Properties: fields{{"title", "Süd\"er"}}}.appendJSON(nil)
	if err != nil || json.Unmarshal(b, &back) != nil || back["geometry"] != nil || back["type"] != "Feature" {
		t.Errorf("%s %v", b, err)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "Größe", "a\x00", "\xe2\x80\xa8", "\"\\", "\xed\xa0\x80", "\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := plainJSON(s)
		if got := appendText(nil, s); err != nil || string(got)+"\n" != string(want) {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	})
}
