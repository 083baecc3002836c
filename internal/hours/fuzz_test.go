package hours_test

import (
	"strings"
	"testing"
	"time"

	"umland/internal/hours"
	"umland/internal/i18n"
)

// FuzzParse holds that nothing panics, that answers agree with one another,
// and that a refused value is refused with a reason.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"Mo-Fr 08:00-12:00,14:00-18:00; Sa[1,-1] +1 day 09:00-13:00; PH,SH off",
		"Apr-Sep: Mo-Sa 09:00-20:00; Oct-Feb: Mo-Sa: 09:00-19:00; Su off",
		"2026 Dec 24-2027 Jan 02 off \"Betriebsferien\" || unknown \"call\"",
		"easter -2 days-easter +1 day: sunrise-(sunset-00:30)", "week 1-53/2 Mo 22:00-26:00", "17:00+", "11:00-15:00+,17:30-22:00",
		"täglich von 8 bis 12 Uhr und 14–18 Uhr", "1.-15. Mai, 24.12.", "8am-5pm", "24/7", "Nov Su[-1]-Dec 24", "(", "Mo(", "\"", "Jan Jan", "-", "|| ||",
		"2199+", "0000-0000", "Feb 29", "PH -366 days", "ab ab", "Mo[", "week", "Mo-Fr 99999999999999999999:00",
	} {
		f.Add(seed, int64(1798000000))
	}
	for i, line := range lines(f, "osm-extracts_opening_hours.txt") {
		f.Add(line, int64(1790000000+i*86399))
	}
	for i, line := range lines(f, "real_malformed_values.tsv") {
		_, value, _ := strings.Cut(line, "\t")
		f.Add(value, int64(1790000000+i*43201))
	}
	ctx := flensburg(f)
	ctx.School = func(d hours.Day) (bool, bool) { return d%3 == 0, d%5 != 0 }
	f.Fuzz(func(t *testing.T, value string, unix int64) {
		at := time.Unix(((unix%4102444800)+4102444800)%4102444800, 0).Truncate(time.Minute) // 1970 to 2100
		v, err := hours.Parse(value)
		if err != nil {
			if text := hours.Explain(i18n.DE, err); text == "" || strings.HasPrefix(text, "hours.") {
				t.Errorf("%q is refused without a reason: %v", value, err)
			}
			return
		}
		now := v.At(at, ctx)
		next, ok := v.NextChange(at, ctx)
		if ok && (!next.After(at) || v.At(next, ctx).Kind == now.Kind) {
			t.Errorf("%q at %s: nothing changes at %s", value, at, next)
		}
		if before := next.Add(-time.Minute); ok && before.After(at) && v.At(before, ctx).Kind != now.Kind {
			t.Errorf("%q at %s: it changes before %s", value, at, next)
		}
		for _, s := range v.Spans(at, at.AddDate(0, 0, 9), ctx) {
			if !s.Start.Before(s.End) || v.At(s.Start, ctx).Kind != s.State.Kind {
				t.Errorf("%q: span %s to %s is %s, not %s", value, s.Start, s.End, v.At(s.Start, ctx).Kind, s.State.Kind)
			}
		}
		for _, lang := range i18n.All {
			if v.Say(lang, at, ctx) == "" || len(v.Week(lang, at, ctx).Rows) != 7 || len(v.Rules(lang)) == 0 {
				t.Errorf("%q says nothing", value)
			}
		}
		if g, ok := v.Grid(); ok {
			text, err := g.Value()
			if _, again := hours.Parse(text); err != nil || again != nil {
				t.Errorf("%q is written as %q: %v, %v", value, text, err, again)
			}
		}
		v.Schema(at, ctx)
	})
}
