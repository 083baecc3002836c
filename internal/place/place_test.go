package place

import (
	"strings"
	"testing"

	"umland/internal/fault"
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
