package app

import (
	"encoding/json"
	"strings"
	"testing"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/place"
)

// townHall is a place with offices and photos.
func townHall() *place.Place {
	p := &place.Place{
		Item: content.NewItem("handewitt", content.Place, i18n.DE), Phone: "0461 15030", Fax: "0461 1503100",
		Contacts: []place.Contact{
			{Responsibility: map[string]string{"de": "Kasse", "da": "Billetsalg"}, Phone: "0461 150311", Fax: "0461 150399", Email: "kasse@example.org", Hours: "Mo-Fr 08:00-12:00"},
			{Responsibility: map[string]string{"de": "Standesamt"}, Mobile: "0151 23456789", Web: "https://example.org/standesamt"},
		},
		Photos: []place.Photo{
			{Asset: "rathaus", Alt: map[string]string{"de": "Das Rathaus von vorn"}, Credit: "Gemeinde", Licence: "CC BY 4.0"},
			{Asset: "markt", Alt: map[string]string{"de": "Der Markt davor"}, Caption: map[string]string{"de": "Markt am Donnerstag"}, Credit: "Gemeinde"},
		},
	}
	p.Slug, p.Status = "rathaus", content.Published
	p.Texts["de"] = content.Text{Title: "Rathaus"}
	return p
}

func TestContactsAndPhotosOfAPlace(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "flensburg")
		p := townHall()
		if err := a.Places.Save(t.Context(), content.Act{Actor: "anna"}, p); err != nil {
			t.Fatal(err)
		}
		page := visit(t, a, "handewitt.localhost", "/orte/rathaus").Body.String()
		for _, want := range []string{
			"<h3>Kasse</h3>", `href="tel:+49461150311"`, "0461 150399", `href="tel:+4915123456789"`, "mailto:kasse@example.org",
			`alt="Das Rathaus von vorn"`, `alt="Der Markt davor"`, "Markt am Donnerstag", "Gemeinde, CC BY 4.0",
			`"contactType":"Kasse"`, `"faxNumber":"+49461150399"`, `"hoursAvailable"`, `"faxNumber":"+494611503100"`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		for _, never := range []string{"tel:+49461150399", "tel:+494611503100"} {
			if strings.Contains(page, never) {
				t.Errorf("a fax number can be tapped: %s", never)
			}
		}
		if da := visit(t, a, "handewitt.localhost", "/da/steder/rathaus").Body.String(); !strings.Contains(da, "<h3>Billetsalg</h3>") || !strings.Contains(da, "+49 461 150311") {
			t.Error("the Danish page does not tell the offices")
		}
		contactsAsData(t, a)
		for query, want := range map[string]bool{"Standesamt": true, "0461150311": true, "Billetsalg": true, "Fundamt": false} {
			list := visit(t, a, "handewitt.localhost", "/orte.json?q="+query).Body.String()
			if strings.Contains(list, p.ID) != want {
				t.Errorf("search for %s: %t", query, !want)
			}
		}
		if list := visit(t, a, "flensburg.localhost", "/orte.json?q=Standesamt").Body.String(); strings.Contains(list, p.ID) {
			t.Error("the other portal finds it")
		}
		// What is stored is what a revision holds, and comes back from it.
		rev, err := a.Spine.Version(t.Context(), p.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		old, err := a.Places.Decode(rev.Snapshot)
		if err != nil || len(old.Contacts) != 2 || old.Contacts[0].Phone != "+49461150311" || len(old.Photos) != 1 || old.Image != "rathaus" {
			t.Errorf("%+v %v", old, err)
		}
	})
}

func contactsAsData(t *testing.T, a *App) {
	t.Helper()
	var data struct {
		Phone, Fax, Mobile string
		Contacts           []struct{ Responsibility, Phone, Fax, Mobile, Email, Web string }
		Photos             []struct{ URL, Alt, Credit string }
	}
	body := visit(t, a, "handewitt.localhost", "/orte/rathaus.json").Body.Bytes()
	if err := json.Unmarshal(body, &data); err != nil {
		t.Fatal(err)
	}
	if data.Phone != "+4946115030" || data.Fax != "+494611503100" || len(data.Contacts) != 2 || data.Contacts[0].Responsibility != "Kasse" ||
		data.Contacts[1].Mobile != "+4915123456789" || len(data.Photos) != 2 || !strings.HasPrefix(data.Photos[0].URL, "http://handewitt.localhost/-/bild-rathaus.") {
		t.Errorf("%s", body)
	}
}

func TestContactsAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(p *place.Place)
		field  string
	}{
		"no responsibility":   {func(p *place.Place) { p.Contacts[1].Responsibility = nil }, "contact_1_for_de"},
		"no way to reach it":  {func(p *place.Place) { p.Contacts[1] = place.Contact{Responsibility: p.Contacts[1].Responsibility} }, "contact_1_phone"},
		"a bad number":        {func(p *place.Place) { p.Contacts[0].Phone = "drei" }, "contact_0_phone"},
		"a bad fax":           {func(p *place.Place) { p.Contacts[0].Fax = "1" }, "contact_0_fax"},
		"a bad address":       {func(p *place.Place) { p.Contacts[0].Email = "kasse@" }, "contact_0_email"},
		"a bad web address":   {func(p *place.Place) { p.Contacts[1].Web = "javascript:alert(1)" }, "contact_1_web"},
		"unreadable hours":    {func(p *place.Place) { p.Contacts[0].Hours = "irgendwann" }, "contact_0_hours"},
		"a photo of nothing":  {func(p *place.Place) { p.Photos[1].Asset = "../x" }, "photo_1_asset"},
		"no words for it":     {func(p *place.Place) { p.Photos[1].Alt = nil }, "photo_1_alt_de"},
		"nobody who made it":  {func(p *place.Place) { p.Photos[0].Credit = " " }, "photo_0_credit"},
		"too many contacts":   {func(p *place.Place) { p.Contacts = make([]place.Contact, 30) }, "contacts"},
		"responsibility long": {func(p *place.Place) { p.Contacts[0].Responsibility["da"] = strings.Repeat("x", 121) }, "contact_0_for_da"},
	} {
		p := townHall()
		c.change(p)
		fields := fault.FieldsOf(p.Validate("de"))
		if len(fields) == 0 || fields[0].Name != c.field {
			t.Errorf("%s: %+v, want %s", name, fields, c.field)
		}
	}
	if err := townHall().Validate("de"); err != nil {
		t.Errorf("a good one: %v", err)
	}
}
