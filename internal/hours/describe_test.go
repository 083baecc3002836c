package hours_test

import (
	"strings"
	"testing"

	"umland/internal/i18n"
)

func TestRules(t *testing.T) {
	for _, c := range []struct {
		value string
		want  [3]string
	}{
		{"Mo-Fr 08:00-12:00,14:00-18:00; Sa,PH off", [3]string{
			"Montag bis Freitag: 8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr | Samstag, Feiertage: geschlossen",
			"Mandag til fredag: kl. 08.00 til 12.00, kl. 14.00 til 18.00 | Lørdag, helligdage: lukket",
			"Monday to Friday: 8:00 am to 12:00 pm, 2:00 to 6:00 pm | Saturday, public holidays: closed",
		}},
		{"Apr-Sep: Mo,We 10:00-24:00; Dec 24-Jan 02 off \"Betriebsferien\"", [3]string{
			"April bis September: Montag, Mittwoch: 10:00 bis 24:00 Uhr | 24. Dezember bis 2. Januar: geschlossen (Betriebsferien)",
			"April til september: mandag, onsdag: kl. 10.00 til 24.00 | 24. december til 2. januar: lukket (Betriebsferien)",
			"April to September: Monday, Wednesday: 10:00 am to midnight | 24 December to 2 January: closed (Betriebsferien)",
		}},
		{"Sa[1,3] 17:00+ || \"by appointment\"", [3]string{
			"1., 3. Samstag im Monat: ab 17:00 Uhr | Sonst: nach Vereinbarung",
			"1., 3. lørdag i måneden: fra kl. 17.00 | Ellers: efter aftale",
			"1st, 3rd Saturday of the month: from 5:00 pm | Otherwise: by appointment",
		}},
		{"2026 Nov Su[-1] 11:00-18:00+; easter -2 days off; week 1-53/2 Mo 10:00-12:00", [3]string{
			"Letzter Sonntag im November 2026: 11:00 bis 18:00 Uhr, Ende offen | 2 Tage vor: Ostersonntag: geschlossen | Woche 1 bis 53 (jedes 2. Mal): Montag: 10:00 bis 12:00 Uhr",
			"Sidste søndag i november 2026: kl. 11.00 til 18.00, lukketid ikke angivet | 2 dage før: påskedag: lukket | Uge 1 til 53 (hver 2. gang): mandag: kl. 10.00 til 12.00",
			"Last Sunday of November 2026: 11:00 am to 6:00 pm, closing time not given | 2 days before: Easter Sunday: closed | Week 1 to 53 (every 2nd time): Monday: 10:00 am to 12:00 pm",
		}},
		{"sunrise-(sunset-00:30); 2027+ PH Mo-Fr 12:00-13:00 off; \"nach Wetter\"", [3]string{
			"Täglich: Sonnenaufgang bis 30 Minuten vor Sonnenuntergang | Ab 2027: Feiertage (Montag bis Freitag): 12:00 bis 13:00 Uhr geschlossen | : nicht sicher: nach Wetter",
			"Dagligt: solopgang til 30 minutter før solnedgang | Fra 2027: helligdage (mandag til fredag): lukket kl. 12.00 til 13.00 | : ikke sikkert: nach Wetter",
			"Daily: sunrise to 30 minutes before sunset | From 2027: public holidays (Monday to Friday): closed 12:00 to 1:00 pm | : not certain: nach Wetter",
		}},
		{"24/7", [3]string{"Täglich: 24 Stunden", "Dagligt: 24 timer", "Daily: 24 hours"}},
	} {
		for i, lang := range i18n.All {
			var parts []string
			for _, r := range parse(t, c.value).Rules(lang) {
				parts = append(parts, r.When+": "+r.Times)
			}
			if got := strings.Join(parts, " | "); got != c.want[i] {
				t.Errorf("%q\n got %s\nwant %s", c.value, got, c.want[i])
			}
		}
	}
}
