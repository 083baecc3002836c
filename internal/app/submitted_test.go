package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/submit"
)

// sent is an event as a visitor submits it.
func sent(portal string, more ...string) *submit.Submission {
	s := &submit.Submission{
		Portal: portal, Kind: submit.Event, Subject: "Seniorentanz", Message: "Tanz und Kaffee.", Lang: "de", Origin: "http://" + portal + ".localhost",
		Details: []submit.Detail{{Key: "tag", Value: "2026-12-01"}, {Key: "von", Value: "15:00"}, {Key: "bis", Value: "17:30"}, {Key: "ort", Value: "Dorfkrug"}, {Key: "stadt", Value: "Handewitt"}},
	}
	for i := 0; i+1 < len(more); i += 2 {
		s.Details = append(s.Details, submit.Detail{Key: more[i], Value: more[i+1]})
	}
	return s
}

// TestSubmissionBecomesAnEvent: its draft holds what was sent in, its dates
// are those of the calendar, and publishing it ends the submission.
func TestSubmissionBecomesAnEvent(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt", "flensburg")
		ctx := t.Context()
		s := sent("handewitt", "wiederholung", "wochentag", "ende", "2027-03-31", "veranstalter", "Landfrauen", "preis", "kostet", "preis_text", "5 Euro")
		other := sent("flensburg")
		for _, one := range []*submit.Submission{s, other} {
			if err := a.Submissions.Add(ctx, one, submit.Sender{Email: "inge@example.org"}); err != nil {
				t.Fatal(err)
			}
		}
		site, _ := a.Portals.BySlug("handewitt")
		e := a.Events.Blank(site)
		if err := a.fill(ctx, e, s); err != nil {
			t.Fatal(err)
		}
		e.Slug = "seniorentanz"
		act := content.Act{Actor: "moin"}
		if err := a.Events.Save(ctx, act, e); err != nil {
			t.Fatal(err)
		}
		if err := a.Submissions.Turned(ctx, "handewitt", s.ID, e.ID, "moin", false); err != nil {
			t.Fatal(err)
		}
		if w := visit(t, a, "handewitt.localhost", "/veranstaltungen/seniorentanz"); w.Code != http.StatusNotFound {
			t.Errorf("the draft is public: %d", w.Code)
		}
		e.Item.Status = content.Published
		if err := a.Events.Save(ctx, act, e); err != nil {
			t.Fatal(err)
		}
		dates, err := a.Spine.DatesOf(ctx, e.ID, "de", "2026-11-01", 20)
		if err != nil || len(dates) != 4 {
			t.Fatalf("%d dates, %v", len(dates), err)
		}
		for i, day := range []string{"2026-12-01", "2027-01-05", "2027-02-02", "2027-03-02"} { // each first Tuesday
			if dates[i].StartWall != day+"T15:00" || dates[i].EndWall != day+"T17:30" || dates[i].Venue != "Dorfkrug" {
				t.Errorf("%d: %+v", i, dates[i])
			}
		}
		page := visit(t, a, "handewitt.localhost", "/veranstaltungen/seniorentanz").Body.String()
		for _, want := range []string{"Seniorentanz", "Tanz und Kaffee.", "Landfrauen", "5 Euro"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if got, err := a.Submissions.Get(ctx, "handewitt", s.ID); err != nil || got.Status != submit.Done || got.Made != e.ID {
			t.Errorf("the submission: %+v %v", got, err)
		}
		if got, err := a.Submissions.Get(ctx, "flensburg", other.ID); err != nil || got.Status != submit.Open {
			t.Errorf("another portal's: %+v %v", got, err)
		}
	})
}

func TestRuleOfASubmission(t *testing.T) {
	for _, c := range []struct{ tag, how, until, want string }{
		{"2026-12-01", "woche", "2026-12-22", "FREQ=WEEKLY;UNTIL=20261222"},
		{"2026-12-01", "zweiwochen", "", "FREQ=WEEKLY;INTERVAL=2"},
		{"2026-12-01", "monatstag", "", "FREQ=MONTHLY"},
		{"2026-12-01", "wochentag", "", "FREQ=MONTHLY;BYDAY=1TU"},
		{"2026-12-22", "wochentag", "", "FREQ=MONTHLY;BYDAY=4TU"},
		{"2026-12-29", "wochentag", "", "FREQ=MONTHLY;BYDAY=-1TU"},
		{"2026-12-01", "anders", "", ""},
		{"2026-12-01", "", "", ""},
	} {
		s := &submit.Submission{Details: []submit.Detail{{Key: "tag", Value: c.tag}, {Key: "wiederholung", Value: c.how}, {Key: "ende", Value: c.until}}}
		if got := rule(s); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestSubmissionBecomesAPlace(t *testing.T) {
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		addPortals(t, a, "handewitt")
		ctx := t.Context()
		site, _ := a.Portals.BySlug("handewitt")
		p := a.Places.Blank(site)
		s := &submit.Submission{Portal: "handewitt", Kind: submit.Place, Subject: "Dorfmuseum", Message: "Altes Gerät.", Lang: "da", Details: []submit.Detail{
			{Key: "strasse", Value: "Hauptstraße 9"},
			{Key: "plz", Value: "24983"},
			{Key: "stadt", Value: "Handewitt"},
			{Key: "telefon_ort", Value: "04608 112233"},
			{Key: "web", Value: "https://museum.example"},
			{Key: "zeiten", Value: "Montag bis Freitag 9 bis 18 Uhr"},
			{Key: "stufenlos", Value: "teils"},
		}}
		if err := a.fill(ctx, p, s); err != nil {
			t.Fatal(err)
		}
		p.Slug = "dorfmuseum"
		if err := a.Places.Save(ctx, content.Act{Actor: "moin"}, p); err != nil {
			t.Fatal(err)
		}
		if p.First != "da" || p.Street != "Hauptstraße 9" || p.Phone != "+494608112233" || p.Hours == "" || p.Access["step_free"] != "partly" {
			t.Errorf("%+v", p)
		}
		s.Details[5].Value = "wenn jemand da ist"
		again := a.Places.Blank(site)
		if err := a.fill(ctx, again, s); err != nil || again.Hours != "" || !strings.Contains(string(again.Texts["da"].Body), "wenn jemand da ist") {
			t.Errorf("hours that nobody can read are lost: %+v %v", again, err)
		}
		for fact, want := range map[string]func() bool{
			"phone": func() bool { return p.Phone == "04608 445566" }, "title": func() bool { return p.Texts["da"].Title == "04608 445566" },
			"other": func() bool { return true },
		} {
			fix := &submit.Submission{Portal: "handewitt", Kind: submit.Error, Lang: "de", Details: []submit.Detail{{Key: "feld", Value: fact}, {Key: "richtig", Value: "04608 445566"}}}
			if err := a.fill(ctx, p, fix); err != nil || !want() {
				t.Errorf("%s: %v", fact, err)
			}
		}
		street, code, town := splitPostal("Am Markt 1, 24937 Flensburg")
		if street != "Am Markt 1" || code != "24937" || town != "Flensburg" {
			t.Errorf("%q %q %q", street, code, town)
		}
	})
}

// TestOrganiserIsTheOrganisation: who invites is linked where the portal knows
// it, and stays in the text where not.
func TestOrganiserIsTheOrganisation(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	loadDemo(t, a, nil)
	found, err := a.Spine.List(t.Context(), content.Filter{Portal: "handewitt", Own: true, Lang: "de", Kind: content.Organisation}, content.ByTitle, content.Window{Limit: 1})
	if err != nil || len(found.Items) != 1 {
		t.Fatal(err)
	}
	site, _ := a.Portals.BySlug("handewitt")
	for name, want := range map[string]string{strings.ToUpper(found.Items[0].Title): found.Items[0].Item, "Ein Verein, den niemand kennt": ""} {
		e := a.Events.Blank(site)
		if err := a.fill(t.Context(), e, sent("handewitt", "veranstalter", name)); err != nil {
			t.Fatal(err)
		}
		if e.Organisation != want || strings.Contains(string(e.Texts["de"].Body), name) != (want == "") {
			t.Errorf("%s: %q, %s", name, e.Organisation, e.Texts["de"].Body)
		}
	}
}

// TestEveryKindTakesReports: behind each public item's address stands the form,
// and no fact of an unpublished one is told.
func TestEveryKindTakesReports(t *testing.T) {
	a := openHouse(t, Config{Data: t.TempDir()}, clock.At(today))
	loadDemo(t, a, nil)
	for _, kind := range correctable {
		found, err := a.Spine.List(t.Context(), content.Filter{Portal: "handewitt", Own: true, Lang: "de", Kind: kind}, content.ByTitle, content.Window{Limit: 1})
		if err != nil || len(found.Items) != 1 {
			t.Fatalf("%s: %v", kind, err)
		}
		form := found.Items[0].Path() + "/fehler-melden"
		w := visit(t, a, "handewitt.localhost", form)
		if w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", form, w.Code)
			continue
		}
		w = visit(t, a, "handewitt.localhost", w.Header().Get("Location"))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `value="title"`) || strings.Contains(w.Body.String(), "⟦") {
			t.Errorf("%s: %d", form, w.Code)
		}
	}
}

func TestPrivacyCommand(t *testing.T) {
	dir := t.TempDir()
	a := openHouse(t, Config{Data: dir}, clock.At(today))
	addPortals(t, a, "handewitt", "flensburg")
	for _, portal := range []string{"handewitt", "flensburg"} {
		if err := a.Submissions.Add(t.Context(), sent(portal), submit.Sender{Name: "Inge P.", Email: "inge@example.org"}); err != nil {
			t.Fatal(err)
		}
	}
	code, out, errs := umland(t, "", "privacy", "export", "--email", "Inge@Example.org", "--data", dir)
	var known submit.Personal
	if err := json.Unmarshal([]byte(out), &known); code != 0 || err != nil || len(known.Submissions) != 2 || known.Submissions[0].Name != "Inge P." {
		t.Errorf("export: %d %v %s%s", code, err, out, errs)
	}
	if code, out, errs = umland(t, "", "privacy", "delete", "--email", "inge@example.org", "--data", dir); code != 0 || !strings.Contains(out, "2 times name") || !strings.Contains(out, "2 submissions") {
		t.Errorf("delete: %d %s%s", code, out, errs)
	}
	if code, out, _ = umland(t, "", "privacy", "delete", "--email", "inge@example.org", "--data", dir); code != 0 || !strings.Contains(out, "nothing is known") {
		t.Errorf("delete again: %d %s", code, out)
	}
	if code, out, _ = umland(t, "", "privacy", "export", "--email", "inge@example.org", "--json", "--data", dir); code != 0 || !strings.Contains(out, `"submissions": []`) {
		t.Errorf("export of nobody: %d %s", code, out)
	}
	code, _, errs = umland(t, "", "privacy", "delete", "--email", "inge", "--data", dir)
	oneLine(t, "not an address", code, 2, errs, "name@example.org")
}

// TestPortalsKeepSendersAsLongAsTheySay: the portal's setting reaches the job.
func TestPortalsKeepSendersAsLongAsTheySay(t *testing.T) {
	engines(t, func(t *testing.T, a *App, c *clock.Manual) {
		addPortals(t, a, "handewitt", "flensburg")
		p, _ := a.Portals.Portal("flensburg")
		own := *p
		own.KeepSenders = 10
		if err := a.Portals.Save(t.Context(), &own); err != nil {
			t.Fatal(err)
		}
		for _, portal := range []string{"handewitt", "flensburg"} {
			s := sent(portal)
			if err := a.Submissions.Add(t.Context(), s, submit.Sender{Email: "inge@example.org"}); err != nil {
				t.Fatal(err)
			}
			if err := a.Submissions.Decide(t.Context(), portal, s.ID, submit.Done, "moin"); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			days int
			want int64
		}{{9, 0}, {1, 1}, {79, 0}, {1, 1}} {
			c.Advance(time.Duration(step.days) * 24 * time.Hour)
			if f, err := a.Submissions.Forget(t.Context()); err != nil || f.Senders != step.want {
				t.Errorf("after %d days more: %+v %v", step.days, f, err)
			}
		}
		own.KeepSenders = 5000
		if err := a.Portals.Save(t.Context(), &own); err == nil {
			t.Error("5000 days are taken")
		}
	})
}
