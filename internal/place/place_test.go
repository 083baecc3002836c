package place

import (
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/i18n"
)

func TestValidate(t *testing.T) {
	for raw, want := range map[string]string{"04608 9737520": "+4946089737520", "+49 461 1503-0": "+494611503-0", "+494611503-0": "+494611503-0", "110": "110", "": ""} {
		p := &Place{Phone: raw}
		if err := p.Validate("de"); err != nil || p.Phone != want {
			t.Errorf("%q: %q %v, want %q", raw, p.Phone, err, want)
		}
		if err := p.Validate("de"); err != nil || p.Phone != want {
			t.Errorf("%q a second time: %q %v", raw, p.Phone, err)
		}
	}
	danish := &Place{Phone: "73 76 76 76"}
	if err := danish.Validate("dk"); err != nil || danish.Phone != "+4573767676" {
		t.Errorf("%q %v", danish.Phone, err)
	}
	for field, changes := range map[string][]func(*Place){
		"phone":          {func(p *Place) { p.Phone = "ruf an" }, func(p *Place) { p.Phone = "+<b>" }, func(p *Place) { p.Phone = "+49" }},
		"email":          {func(p *Place) { p.Email = "moin" }, func(p *Place) { p.Email = "Anna <a@example.org>" }},
		"web":            {func(p *Place) { p.Web = "example.org" }, func(p *Place) { p.Web = "javascript://x/%0a" }},
		"lat":            {func(p *Place) { p.HasPosition, p.Lat, p.Lon = true, 54, 181 }},
		"street":         {func(p *Place) { p.Street = strings.Repeat("ö", 301) }},
		"hours":          {func(p *Place) { p.Hours = strings.Repeat("Mo ", 120) }},
		"access_toilet":  {func(p *Place) { p.Access = map[string]string{"toilet": "vielleicht"} }},
		"access_fahrrad": {func(p *Place) { p.Access = map[string]string{"fahrrad": "yes"} }},
		"checked":        {func(p *Place) { p.Checked = "gestern" }},
	} {
		for i, change := range changes {
			p := &Place{}
			change(p)
			err := p.Validate("de")
			if fields := fault.FieldsOf(err); len(fields) != 1 || fields[0].Name != field {
				t.Errorf("%s %d: %v", field, i, err)
			}
		}
	}
	p := &Place{Street: " Haupt\x00straße 1 ", Access: map[string]string{"toilet": "unknown", "parking": "", "step_free": "partly"}, HasPosition: true, Lat: 54.7, Lon: 9.4}
	if err := p.Validate("de"); err != nil || p.Street != "Hauptstraße 1" || len(p.Access) != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestReadHours(t *testing.T) {
	type rows []hoursRow
	for value, want := range map[string]map[i18n.Lang]rows{
		"": {i18n.DE: nil},
		"Mo-Fr 09:00-18:00; Sa 09:00-13:00; PH off": {
			i18n.DE: {{"Montag bis Freitag", "9:00 bis 18:00 Uhr"}, {"Samstag", "9:00 bis 13:00 Uhr"}, {"Feiertag", "geschlossen"}},
			i18n.DA: {{"Mandag til fredag", "kl. 09.00 til 18.00"}, {"Lørdag", "kl. 09.00 til 13.00"}, {"Helligdag", "lukket"}},
			i18n.EN: {{"Monday to Friday", "9:00 am to 6:00 pm"}, {"Saturday", "9:00 am to 1:00 pm"}, {"Public holiday", "closed"}},
		},
		"Mo,We 08:00-12:00, 14:00-18:00":   {i18n.DE: {{"Montag, Mittwoch", "8:00 bis 12:00 Uhr, 14:00 bis 18:00 Uhr"}}},
		"24/7":                             {i18n.DE: {{"Täglich", "rund um die Uhr"}}},
		"08:00-24:00":                      {i18n.DE: {{"Täglich", "8:00 bis 0:00 Uhr"}}},
		"Mo 29:00-31:00":                   {i18n.DE: {{"", "Mo 29:00-31:00"}}},
		"Fr 20:00-26:00":                   {i18n.DE: {{"", "Fr 20:00-26:00"}}},
		"Mo-Fr 09:00-18:00; Dec 24 off":    {i18n.DE: {{"", "Mo-Fr 09:00-18:00; Dec 24 off"}}},
		`Mo-Fr "nach Absprache"`:           {i18n.DE: {{"", `Mo-Fr "nach Absprache"`}}},
		"week 1-53/2 Fr 09:00-12:00":       {i18n.DE: {{"", "week 1-53/2 Fr 09:00-12:00"}}},
		"Mo[1] 10:00-12:00":                {i18n.DE: {{"", "Mo[1] 10:00-12:00"}}},
		"Mo-Fr 09:00-12:00,Sa 10:00-11:00": {i18n.DE: {{"", "Mo-Fr 09:00-12:00,Sa 10:00-11:00"}}},
		"Mo-Fr 09:00+":                     {i18n.DE: {{"", "Mo-Fr 09:00+"}}},
		" ; ;Mo 09:00-10:00;":              {i18n.DE: {{"Montag", "9:00 bis 10:00 Uhr"}}},
	} {
		for lang, rows := range want {
			got := readHours(lang, value)
			if len(got) != len(rows) {
				t.Errorf("%s %q: %+v", lang, value, got)
				continue
			}
			for i := range rows {
				if got[i] != rows[i] {
					t.Errorf("%s %q: %+v, want %+v", lang, value, got[i], rows[i])
				}
			}
		}
	}
}
