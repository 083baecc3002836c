package hours_test

import (
	"testing"
	"time"

	"umland/internal/hours"
	"umland/internal/i18n"
)

// flensburg is a context without school holidays.
func flensburg(t testing.TB) hours.Context {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return hours.Context{Zone: zone, Lat: 54.78, Lon: 9.43, Country: "de", State: "SH"}
}

func parse(t testing.TB, value string) *hours.Value {
	t.Helper()
	v, err := hours.Parse(value)
	if err != nil {
		t.Fatalf("%q: %v", value, err)
	}
	return v
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, flensburg(t).Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestSay(t *testing.T) {
	const shop = "Mo-Fr 08:00-18:00; Sa 09:00-13:00; PH off"
	for _, c := range []struct {
		value, at string
		want      [3]string
	}{
		{shop, "2026-11-24 10:00", [3]string{"geöffnet bis 18:00 Uhr", "åbent til kl. 18.00", "open until 6:00 pm"}},
		{shop, "2026-11-24 17:40", [3]string{"schließt in 20 Minuten", "lukker om 20 minutter", "closes in 20 minutes"}},
		{shop, "2026-11-24 17:59", [3]string{"schließt in einer Minute", "lukker om et minut", "closes in one minute"}},
		{shop, "2026-11-24 20:00", [3]string{"öffnet morgen um 8:00 Uhr", "åbner i morgen kl. 08.00", "opens tomorrow at 8:00 am"}},
		{shop, "2026-11-24 05:00", [3]string{"öffnet heute um 8:00 Uhr", "åbner i dag kl. 08.00", "opens today at 8:00 am"}},
		{shop, "2026-11-24 07:45", [3]string{"öffnet in 15 Minuten", "åbner om 15 minutter", "opens in 15 minutes"}},
		{shop, "2026-11-28 14:00", [3]string{"öffnet am Montag um 8:00 Uhr", "åbner på mandag kl. 08.00", "opens on Monday at 8:00 am"}},
		{shop, "2026-10-31 10:00", [3]string{"heute geschlossen (Reformationstag)", "lukket i dag (reformationsdagen)", "closed today (Reformation Day)"}},
		{"Apr-Sep 10:00-18:00", "2026-11-24 10:00", [3]string{"öffnet am 1. April um 10:00 Uhr", "åbner den 1. april kl. 10.00", "opens on 1 April at 10:00 am"}},
		{"Fr,Sa 18:00-02:00", "2026-11-27 20:00", [3]string{"geöffnet bis 2:00 Uhr", "åbent til kl. 02.00", "open until 2:00 am"}},
		{"Mo-Sa 10:00-24:00", "2026-11-24 20:00", [3]string{"geöffnet bis 24:00 Uhr", "åbent til kl. 24.00", "open until midnight"}},
		{"24/7; Th 10:00-12:00 off", "2026-11-24 20:00", [3]string{"geöffnet bis Donnerstag, 10:00 Uhr", "åbent til torsdag kl. 10.00", "open until Thursday, 10:00 am"}},
		{"24/7", "2026-11-24 20:00", [3]string{"durchgehend geöffnet", "altid åbent", "always open"}},
		{"off", "2026-11-24 20:00", [3]string{"geschlossen", "lukket", "closed"}},
		{"Mo-Fr 08:00-12:00; Nov 20-Dec 01 off \"Betriebsferien\"", "2026-11-24 20:00", [3]string{"heute geschlossen (Betriebsferien)", "lukket i dag (Betriebsferien)", "closed today (Betriebsferien)"}},
		{"nach Vereinbarung", "2026-11-24 20:00", [3]string{"nach Vereinbarung", "efter aftale", "by appointment"}},
		{"\"je nach Tanzkurs\"", "2026-11-24 20:00", [3]string{"nicht sicher: je nach Tanzkurs", "ikke sikkert: je nach Tanzkurs", "not certain: je nach Tanzkurs"}},
		{"17:00+", "2026-11-24 20:00", [3]string{"vermutlich geöffnet, Ende offen", "formentlig åbent, lukketid ikke angivet", "probably open, closing time not given"}},
		{"17:00+", "2026-11-24 12:00", [3]string{"öffnet heute um 17:00 Uhr", "åbner i dag kl. 17.00", "opens today at 5:00 pm"}},
		{"11:00-20:00+", "2026-11-24 12:00", [3]string{"geöffnet bis mindestens 20:00 Uhr", "åbent til mindst kl. 20.00", "open until at least 8:00 pm"}},
		{"Mo-Fr 08:00-12:00; SH off", "2026-11-24 10:00", [3]string{"nicht bekannt, da es von den Schulferien abhängt", "ikke kendt, da det afhænger af skoleferien", "not known, as it depends on the school holidays"}},
		{"Mo-Fr 08:00-12:00 open \"nur Frauen\"", "2026-11-24 10:00", [3]string{"geöffnet bis 12:00 Uhr (nur Frauen)", "åbent til kl. 12.00 (nur Frauen)", "open until 12:00 pm (nur Frauen)"}},
		{"Mo-Fr 08:00-12:00 || \"by appointment\"", "2026-11-24 14:00", [3]string{"nach Vereinbarung", "efter aftale", "by appointment"}},
	} {
		v := parse(t, c.value)
		for i, lang := range i18n.All {
			if got := v.Say(lang, moment(t, c.at), flensburg(t)); got != c.want[i] {
				t.Errorf("%q at %s: %q, want %q", c.value, c.at, got, c.want[i])
			}
		}
	}
}
