package hours_test

import (
	"testing"
	"time"

	"umland/internal/hours"
)

// BenchmarkEvaluate is one evaluation, state and next change, of each value of
// the real places in turn; the slowest value is told apart.
func BenchmarkEvaluate(b *testing.B) {
	ctx := flensburg(b)
	ctx.School = func(hours.Day) (bool, bool) { return false, true }
	at := fifty(ctx.Zone)
	for _, c := range []struct{ name, value string }{
		{"week", "Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; PH off"},
		{"night", "Mo-Th 11:00-01:00, Fr,Sa 11:00-03:00, Su,PH 12:00-22:00"},
		{"season", "Apr-Sep: Mo-Sa 09:00-18:00; Oct-Mar: Mo-Fr 09:00-17:00; Dec 24-Jan 02 off"},
		{"school", "Mo-Fr 08:00-16:00; SH,PH off"},
		{"sun", "sunrise-sunset"},
		{"once a year", "Dec 27 06:00-24:00"},
		{"never", "2019 Apr 01-02 08:00-18:30"},
		{"always", "Mo-Su,PH 00:00-24:00"},
	} {
		v := parse(b, c.value)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				t := at[i%len(at)]
				v.At(t, ctx)
				v.NextChange(t, ctx)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := hours.Parse("Mo-Fr 08:00-12:00,14:00-18:00; Sa 09:00-13:00; PH off"); err != nil {
			b.Fatal(err)
		}
	}
}

// TestOneEvaluationIsQuick holds the promise of 20 µs on the real values, on
// average and with room for a busy machine.
func TestOneEvaluationIsQuick(t *testing.T) {
	ctx := judged(t)
	at := fifty(ctx.Zone)
	var values []*hours.Value
	for _, line := range lines(t, "osm-extracts_opening_hours.txt") {
		if v, err := hours.Parse(line); err == nil {
			values = append(values, v)
		}
	}
	best := time.Hour
	for range 5 {
		n, start := 0, time.Now()
		for _, v := range values {
			for _, i := range at[:20] {
				v.NextChange(i, ctx)
				n++
			}
		}
		best = min(best, time.Since(start)/time.Duration(n))
	}
	t.Logf("state and next change of %d values take %v on average", len(values), best)
	if best > 20*time.Microsecond {
		t.Errorf("one evaluation takes %v, 20 µs are promised", best)
	}
}
