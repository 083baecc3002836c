package hours_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"umland/internal/hours"
	"umland/internal/i18n"
)

func TestWeek(t *testing.T) {
	ctx := flensburg(t)
	w := parse(t, "Mo-Fr 08:00-12:00,14:00-18:00; Fr 18:00-02:00; PH off").Week(i18n.DE, moment(t, "2026-12-23 10:00"), ctx)
	var lines []string
	for _, r := range w.Rows {
		line := r.Weekday + ": " + strings.Join(r.Times, ", ")
		if r.Note != "" {
			line += " [" + r.Note + "]"
		}
		lines = append(lines, line)
	}
	want := `Montag: 8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr
Dienstag: 8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr
Mittwoch: 8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr
Donnerstag: 8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr
Freitag: geschlossen [1. Weihnachtstag]
Samstag: geschlossen [2. Weihnachtstag]
Sonntag: geschlossen`
	if got := strings.Join(lines, "\n"); got != want || w.Today != 2 {
		t.Errorf("today %d\n%s", w.Today, got)
	}
}

func TestWeekRows(t *testing.T) {
	ctx := flensburg(t)
	for _, c := range []struct {
		value string
		want  string // Saturday 28 November 2026
		kind  hours.Kind
	}{
		{"24/7", "24 Stunden", hours.Open},
		{"Fr,Sa 18:00-02:00", "18:00 bis 2:00 Uhr", hours.Open},
		{"Sa 18:00-24:00", "18:00 bis 24:00 Uhr", hours.Open},
		{"Sa 11:00-20:00+", "11:00 bis 20:00 Uhr, Ende offen", hours.Open},
		{"Sa 17:00+", "ab 17:00 Uhr", hours.Open},
		{"Sa 10:00-12:00 \"Schlüssel holen\"", "10:00 bis 12:00 Uhr (nicht sicher: Schlüssel holen)", hours.Unknown},
		{"Mo-Fr 10:00-12:00; Sa nach Vereinbarung", "nach Vereinbarung", hours.Unknown},
		{"Sa 10:00-12:00; Nov 20-30 off \"Betriebsferien\"", "geschlossen (Betriebsferien)", hours.Closed},
		{"Sa 10:00-12:00 open \"nur Bücher\"", "10:00 bis 12:00 Uhr (nur Bücher)", hours.Open},
	} {
		w := parse(t, c.value).Week(i18n.DE, moment(t, "2026-11-25 10:00"), ctx)
		if got := strings.Join(w.Rows[5].Times, " | "); got != c.want || w.Rows[5].Kind != c.kind {
			t.Errorf("%q: %q %v", c.value, got, w.Rows[5].Kind)
		}
	}
}

func TestSchema(t *testing.T) {
	ctx := flensburg(t)
	regular, special := parse(t, "Mo-Fr 08:00-12:00,14:00-18:00; Sa 20:00-02:00; PH off; Dec 24 08:00-11:00").Schema(moment(t, "2026-11-25 10:00"), ctx)
	raw, err := json.Marshal(regular)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"@type":"OpeningHoursSpecification","dayOfWeek":["Monday","Tuesday","Wednesday","Thursday","Friday"],"opens":"08:00","closes":"12:00"},` +
		`{"@type":"OpeningHoursSpecification","dayOfWeek":["Monday","Tuesday","Wednesday","Thursday","Friday"],"opens":"14:00","closes":"18:00"},` +
		`{"@type":"OpeningHoursSpecification","dayOfWeek":["Saturday"],"opens":"20:00","closes":"02:00"}]`
	if string(raw) != want {
		t.Errorf("regular %s", raw)
	}
	var days []string
	for _, s := range special {
		days = append(days, s.ValidFrom+" "+s.Opens)
	}
	if got := strings.Join(days, ","); got != "2026-12-24 08:00,2026-12-25 ,2026-12-26 ,2027-01-01 ,2027-03-26 ,2027-03-29 ,2027-05-01 ,2027-05-06 ,2027-05-17 ,2027-10-02 20:00,2027-10-30 20:00" {
		t.Errorf("special %s", got)
	}
	regular, special = parse(t, "Apr-Sep: Mo-Su 09:00-18:00; Oct-Mar: Sa,Su 10:00-16:00").Schema(moment(t, "2026-11-25 10:00"), ctx)
	if len(regular) != 3 || len(special) != 0 || regular[0].ValidThrough != "2027-03-31" || regular[1].ValidFrom != "2027-04-01" || regular[1].ValidThrough != "2027-09-30" {
		t.Errorf("seasons %+v %+v", regular, special)
	}
	if regular, special = parse(t, "\"call\"").Schema(moment(t, "2026-11-25 10:00"), ctx); len(regular)+len(special) != 0 {
		t.Errorf("unknown hours %+v %+v", regular, special)
	}
	if regular, _ = parse(t, "24/7").Schema(moment(t, "2026-11-25 10:00"), ctx); len(regular) != 1 || len(regular[0].DayOfWeek) != 7 || regular[0].Closes != "23:59" {
		t.Errorf("always %+v", regular)
	}
}

func TestEvalLines(t *testing.T) {
	ctx := flensburg(t)
	in := "Mo-Fr 8-18 Uhr; PH off\r\n24/7\n\nMo-Fr 9:00\nSH off; Mo-Fr 08:00-12:00 open \"x\"\n\"call <us>\"\n"
	var out bytes.Buffer
	if err := hours.EvalLines(strings.NewReader(in), &out, moment(t, "2026-11-24 10:00"), ctx); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"value":"Mo-Fr 8-18 Uhr; PH off","state":"open","next_change":"2026-11-24T18:00:00+01:00","comment":"","text":{"da":"åbent til kl. 18.00","de":"geöffnet bis 18:00 Uhr","en":"open until 6:00 pm"},"warnings":["„8“ ohne Minuten; besser ist „08:00“.","„18“ ohne Minuten; besser ist „08:00“.","„Uhr“ ist nicht nötig; besser ist „08:00“ oder „17:00“."],"error":null}`,
		`{"value":"24/7","state":"open","next_change":null,"comment":"","text":{"da":"altid åbent","de":"durchgehend geöffnet","en":"always open"},"warnings":[],"error":null}`,
		`{"value":"","state":null,"next_change":null,"comment":"","text":{},"warnings":[],"error":"Es steht keine Angabe da."}`,
		`{"value":"Mo-Fr 9:00","state":null,"next_change":null,"comment":"","text":{},"warnings":[],"error":"Nach „9:00“ fehlt das Ende. Bis wann ist geöffnet?"}`,
		`{"value":"SH off; Mo-Fr 08:00-12:00 open \"x\"","state":"open","next_change":"2026-11-24T12:00:00+01:00","comment":"x","text":{"da":"åbent til kl. 12.00 (x)","de":"geöffnet bis 12:00 Uhr (x)","en":"open until 12:00 pm (x)"},"warnings":["Für den 24.11.2026 sind keine Schulferien bekannt; Angaben mit SH bleiben offen."],"error":null}`,
		`{"value":"\"call <us>\"","state":"unknown","next_change":null,"comment":"call <us>","text":{"da":"ikke sikkert: call <us>","de":"nicht sicher: call <us>","en":"not certain: call <us>"},"warnings":[],"error":null}`,
	}
	got := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d lines", len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d\n got %s\nwant %s", i+1, got[i], want[i])
		}
	}
}
