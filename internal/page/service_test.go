package page_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/page"
	"umland/internal/testkit"
)

// pass is a service with two offices: one with a number of its own, one with
// the place's.
func (w *world) pass(owner string) *page.Service {
	w.Helper()
	s := &page.Service{
		Item: w.head(owner, content.Service, "sozialpass", "Sozialpass"), Checked: "2026-11-03",
		Details: map[string]page.Details{
			"de": {
				Who: []string{"Menschen mit wenig Einkommen"}, Bring: []string{"Bescheid", " Ausweis ", ""},
				Steps:   []string{"Bescheid bereitlegen.", "Zur Stelle gehen."},
				Savings: []string{"Bücherei: Ausweis kostenlos"}, Cost: "kostenlos", HowLong: "sofort",
			},
			"da": {Cost: "gratis"},
			"en": {},
		},
		Offices: []page.Office{
			{Place: w.place(owner, "rathaus", "Rathaus Handewitt", ""), Phone: "+49 461 1503-0", Note: map[string]string{"de": "im Bürgerbüro"}},
			{Place: w.place(owner, "amt", "Amt Muster", "")},
		},
	}
	s.Texts["leicht"] = content.Text{Title: "Sozial-Pass"}
	w.must(w.services.Save(w.Context(), content.Act{Actor: "test"}, s))
	return s
}

func TestServiceIsReadAsItWasSaved(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		s := w.pass("handewitt")
		got, err := w.services.Get(t.Context(), s.ID)
		w.must(err)
		de := got.Details["de"]
		if !slices.Equal(de.Bring, []string{"Bescheid", "Ausweis"}) || de.HowLong != "sofort" || got.Checked != "2026-11-03" {
			t.Errorf("read back %+v", got)
		}
		if _, ok := got.Details["en"]; ok || got.Details["da"].Cost != "gratis" {
			t.Errorf("the languages are %v", got.Details)
		}
		if len(got.Offices) != 2 || got.Offices[0].Phone != "+494611503-0" || got.Offices[0].Note["de"] != "im Bürgerbüro" {
			t.Errorf("the offices are %+v", got.Offices)
		}
		versions, err := w.spine.History(t.Context(), s.ID)
		w.must(err)
		old, err := w.services.Decode(versions[0].Snapshot)
		w.must(err)
		if old.ID != s.ID || old.Details["de"].Cost != "kostenlos" || len(old.Offices) != 2 {
			t.Errorf("the revision holds %+v", old)
		}
	})
}

func TestWrongServiceIsRefused(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		blank := func() *page.Service {
			return &page.Service{Item: w.head("handewitt", content.Service, "pass", "Pass"), Details: map[string]page.Details{}}
		}
		for name, change := range map[string]func(*page.Service){
			"checked":  func(s *page.Service) { s.Checked = "31.11.2026" },
			"cost":     func(s *page.Service) { s.Details["de"] = page.Details{Cost: strings.Repeat("x", 501)} },
			"steps_da": func(s *page.Service) { s.Details["da"] = page.Details{Steps: slices.Repeat([]string{"Schritt"}, 41)} },
			"offices":  func(s *page.Service) { s.Offices = []page.Office{{Place: "gibt-es-nicht"}} },
			"portal":   func(s *page.Service) { s.Portal = "niemand" },
		} {
			s := blank()
			change(s)
			err := w.services.Save(t.Context(), content.Act{}, s)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Name != name {
				t.Errorf("%s: the error is %v", name, err)
			}
		}
		s := blank()
		s.Offices = []page.Office{{Place: w.pass("handewitt").ID}}
		if f := fault.FieldsOf(w.services.Save(t.Context(), content.Act{}, s)); len(f) != 1 || f[0].Name != "offices" {
			t.Errorf("a service is taken for an office: %v", f)
		}
	})
}

func TestServicePageAnswersWhatOneAsks(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.pass("handewitt")
		doc := w.page("handewitt", "/leistungen/sozialpass")
		for selector, want := range map[string][]string{
			"h1":                                  {"Sozialpass"},
			`[aria-labelledby="schritte"] li`:     {"Bescheid bereitlegen.", "Zur Stelle gehen."},
			`[aria-labelledby="wer"] li`:          {"Menschen mit wenig Einkommen"},
			`[aria-labelledby="mitbringen"] li`:   {"Bescheid", "Ausweis"},
			`[aria-labelledby="kosten"] dd`:       {"kostenlos", "sofort"},
			`[aria-labelledby="stellen"] h3`:      {"Rathaus Handewitt", "Amt Muster"},
			`[aria-labelledby="sparen"] b`:        {"Bücherei"},
			`[aria-labelledby="stellen"] .meta a`: {"0461 1503-0", "04608 9737520"},
		} {
			if got := texts(doc, selector); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", selector, got, want)
			}
		}
		if got := doc.Find("main").Text(); !strings.Contains(got, "3. November 2026") || !strings.Contains(got, "im Bürgerbüro") {
			t.Error("the day of the check or the note is missing")
		}
		var ld struct {
			Type     string `json:"@type"`
			Channels []struct {
				Location struct{ Name, Telephone string } `json:"serviceLocation"`
			} `json:"availableChannel"`
		}
		w.must(json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &ld))
		if ld.Type != "GovernmentService" || len(ld.Channels) != 2 || ld.Channels[1].Location.Name != "Amt Muster" {
			t.Errorf("the JSON-LD is %+v", ld)
		}
		var item struct {
			Checked string
			Details page.Details
			Offices []struct{ Title, Phone, Street string }
		}
		w.must(json.Unmarshal(w.get("handewitt", "/leistungen/sozialpass.json").Body.Bytes(), &item))
		if item.Details.Cost != "kostenlos" || len(item.Offices) != 2 || item.Offices[0].Street != "Musterweg 7" || item.Checked != "2026-11-03" {
			t.Errorf("the JSON is %+v", item)
		}
	})
}

func TestServiceInOtherLanguages(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		s := w.pass("handewitt")
		s.Texts["da"] = content.Text{Title: "Socialpas"}
		w.must(w.services.Save(t.Context(), content.Act{Actor: "test"}, s))
		doc := w.page("handewitt", "/da/ydelser/sozialpass")
		if text(doc, "h1") != "Socialpas" || text(doc, `[aria-labelledby="kosten"] dd`) != "gratis" {
			t.Errorf("the Danish page says %q, %q", text(doc, "h1"), text(doc, `[aria-labelledby="kosten"] dd`))
		}
		leicht := w.page("handewitt", "/leicht/leistungen/sozialpass")
		if lang, _ := leicht.Find(`[aria-labelledby="wer"] ul`).Attr("lang"); text(leicht, "h1") != "Sozial-Pass" || lang != "de" {
			t.Errorf("the page in Leichte Sprache: %q, details in %q", text(leicht, "h1"), lang)
		}
	})
}

func TestOfficesThatAreNotPublicAreLeftOut(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		s := w.pass("handewitt")
		p, err := w.places.Get(t.Context(), s.Offices[1].Place)
		w.must(err)
		p.Status = content.Withdrawn
		w.must(w.places.Save(t.Context(), content.Act{Actor: "test"}, p))
		if got := texts(w.page("handewitt", "/leistungen/sozialpass"), `[aria-labelledby="stellen"] h3`); !slices.Equal(got, []string{"Rathaus Handewitt"}) {
			t.Errorf("the offices are %v", got)
		}
	})
}

func TestServiceListAndStatus(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.pass("handewitt")
		other := w.pass("aabenraa")
		list := "ul.items h3 a"
		if got := w.page("handewitt", "/leistungen").Find(list); got.Length() != 1 {
			t.Errorf("the list holds %d", got.Length())
		}
		draft, err := w.services.Draft(t.Context(), d, &other.Item)
		w.share(draft, err, "handewitt")
		if got := w.page("handewitt", "/leistungen").Find(list).Length(); got != 2 {
			t.Errorf("with the shared one the list holds %d", got)
		}
		if got := w.page("handewitt", "/leistungen?region=alle").Find(list).Length(); got != 2 {
			t.Errorf("the region holds %d", got)
		}
		if got := w.get("handewitt", "/leistungen.json").Body.String(); !strings.Contains(got, `"total":2`) {
			t.Errorf("the JSON is %s", got)
		}
		if got := w.get("handewitt", "/leistungen.csv").Body.String(); strings.Count(got, "Sozialpass") < 2 {
			t.Errorf("the table is %s", got)
		}
		other.Status = content.Withdrawn
		w.must(w.services.Save(t.Context(), content.Act{Actor: "test"}, other))
		w.status("aabenraa", "/de/leistungen/sozialpass", http.StatusGone)
		w.status("handewitt", "/leistungen/sozialpass", http.StatusOK)
		w.status("handewitt", "/leistungen/unbekannt", http.StatusNotFound)
		entwurf := &page.Service{Item: w.head("handewitt", content.Service, "entwurf", "Entwurf")}
		entwurf.Status = content.Draft
		w.must(w.services.Save(t.Context(), content.Act{Actor: "test"}, entwurf))
		w.status("handewitt", "/leistungen/entwurf", http.StatusNotFound)
		if got := w.page("handewitt", "/leistungen?region=alle").Find(list).Length(); got != 1 {
			t.Errorf("after all that the region holds %d", got)
		}
	})
}
