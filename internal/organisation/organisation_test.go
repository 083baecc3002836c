package organisation_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/organisation"
	"umland/internal/testkit"
)

func (w *world) organisation(owner, slug, title string) *organisation.Organisation {
	w.Helper()
	o := &organisation.Organisation{
		Item: w.head(owner, content.Organisation, slug, title), Street: "Hauptstraße 9", Postcode: "24983", Town: "Handewitt",
		Phone: "+49 461 1503-0", Email: "verein@beispiel.de", Web: "https://beispiel.de/verein",
	}
	w.must(w.room.Save(w.Context(), content.Act{Actor: "test"}, o))
	return o
}

func TestWhatIsSavedIsRead(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		got, err := w.room.Get(t.Context(), o.ID)
		w.must(err)
		if got.Phone != "+494611503-0" || got.Street != "Hauptstraße 9" || got.Authority || got.Web != "https://beispiel.de/verein" {
			t.Errorf("read back %+v", got)
		}
		got.Authority, got.Phone = true, ""
		w.must(w.room.Save(t.Context(), content.Act{Actor: "test"}, got))
		versions, err := w.spine.History(t.Context(), o.ID)
		w.must(err)
		first, err := w.room.Decode(versions[1].Snapshot)
		w.must(err)
		if len(versions) != 2 || first.Authority || first.Phone != o.Phone || first.Texts["de"].Title != "Muster-Turnverein" {
			t.Errorf("the first revision is %+v", first)
		}
		err = w.room.Save(t.Context(), content.Act{Actor: "test"}, o) // still of version 1
		if fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version was stored: %v", err)
		}
		if _, err := w.room.Get(t.Context(), w.place("handewitt", "rathaus", "Rathaus", "")); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a place is given as an organisation: %v", err)
		}
	})
}

func TestWrongFieldsAreNamed(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := &organisation.Organisation{
			Item: w.head("handewitt", content.Organisation, "verein", "Verein"), Street: strings.Repeat("ä", 301),
			Phone: "ruf mich an", Email: "ohne-klammeraffe", Web: "javascript:alert(1)",
		}
		var names []string
		for _, f := range fault.FieldsOf(w.room.Save(t.Context(), content.Act{}, o)) {
			names = append(names, f.Name)
		}
		if want := []string{"street", "phone", "email", "web"}; !slices.Equal(names, want) {
			t.Errorf("marked %v, want %v", names, want)
		}
		o = &organisation.Organisation{Item: w.head("niemand", content.Organisation, "verein", "Verein")}
		if f := fault.FieldsOf(w.room.Save(t.Context(), content.Act{}, o)); len(f) != 1 || f[0].Name != "portal" {
			t.Errorf("an unknown portal marks %v", f)
		}
	})
}

func TestListHoldsThisPortalsOnly(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		other := w.organisation("aabenraa", "borgerforening", "Borgerforening")
		list := "ul.items h3 a"
		if got := texts(w.page("handewitt", "/organisationen"), list); !slices.Equal(got, []string{"Muster-Turnverein"}) {
			t.Errorf("the list holds %v", got)
		}
		region := w.page("handewitt", "/organisationen?region=alle")
		if got := texts(region, list); !slices.Equal(got, []string{"Borgerforening", "Muster-Turnverein"}) {
			t.Errorf("the region holds %v", got)
		}
		if href, _ := region.Find(list).First().Attr("href"); href != "http://aabenraa.localhost/de/organisationen/borgerforening" && href != "http://aabenraa.localhost/de/organisationer/borgerforening" {
			t.Errorf("the neighbour's address is %q", href)
		}
		draft, err := w.room.Draft(t.Context(), w.db, &other.Item)
		w.share(draft, err, "handewitt")
		if got := texts(w.page("handewitt", "/organisationen"), list); len(got) != 2 {
			t.Errorf("after sharing the list holds %v", got)
		}
		if got := texts(w.page("handewitt", "/organisationen?region=alle"), list); len(got) != 2 {
			t.Errorf("the region shows a shared one twice: %v", got)
		}
		if rec := w.get("handewitt", "/organisationen/borgerforening"); rec.Code != http.StatusMovedPermanently {
			t.Errorf("the shared one's page answers %d here", rec.Code)
		}
		if got := text(w.page("handewitt", "/organisationen?q=gibtesnicht"), ".empty a"); got == "" {
			t.Error("an empty list has no way on")
		}
	})
}

func TestListInOtherForms(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		var list struct {
			Total int
			Items []struct{ Kind, Title, Street, Phone string }
		}
		w.must(json.Unmarshal(w.get("handewitt", "/organisationen.json").Body.Bytes(), &list))
		if list.Total != 1 || list.Items[0].Kind != "organisation" || list.Items[0].Street != "Hauptstraße 9" {
			t.Errorf("the JSON is %+v", list)
		}
		if table := w.get("handewitt", "/organisationen.csv").Body.String(); !strings.Contains(table, "Muster-Turnverein") {
			t.Errorf("the table is %s", table)
		}
		w.status("handewitt", "/organisationen.ics", http.StatusNotFound)
		w.status("handewitt", "/organisationen?seite=2", http.StatusNotFound)
		w.status("handewitt", "/organisationen?anzahl=0", http.StatusBadRequest)
	})
}

func TestPageShowsWhatBelongsToIt(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		w.place("handewitt", "halle", "Muster-Sporthalle", o.ID)
		w.place("aabenraa", "hal", "Idrætshal", o.ID)
		w.place("handewitt", "fremd", "Fremdes Haus", "")
		w.event("handewitt", "turnen", "Kinderturnen", o.ID, "2026-11-25T16:00", "2026-11-25T17:00")
		w.event("handewitt", "vorbei", "Vergangenes Turnen", o.ID, "2026-11-20T16:00", "2026-11-20T17:00")
		doc := w.page("handewitt", "/organisationen/turnverein")
		if got := texts(doc, `section[aria-labelledby="orte"] h3`); !slices.Equal(got, []string{"Idrætshal", "Muster-Sporthalle"}) {
			t.Errorf("its places are %v", got)
		}
		if got := texts(doc, `section[aria-labelledby="termine"] h3`); !slices.Equal(got, []string{"Kinderturnen"}) {
			t.Errorf("its dates are %v", got)
		}
		if got, _ := doc.Find(`.rail a[href^="tel:"]`).Attr("href"); !strings.HasPrefix(got, "tel:+49461") {
			t.Errorf("the number is %q", got)
		}
		ld := doc.Find(`script[type="application/ld+json"]`).Text()
		if !strings.Contains(ld, `"@type":"Organization"`) || !strings.Contains(ld, "Muster-Turnverein") {
			t.Errorf("the JSON-LD is %s", ld)
		}
		var item struct {
			Email, Body    string
			Authority      bool
			Places, Events []struct{ Title, Start string }
		}
		w.must(json.Unmarshal(w.get("handewitt", "/organisationen/turnverein.json").Body.Bytes(), &item))
		if item.Email != "verein@beispiel.de" || len(item.Places) != 2 || len(item.Events) != 1 || item.Events[0].Start != "2026-11-25T16:00:00+01:00" {
			t.Errorf("the JSON is %+v", item)
		}
	})
}

func TestPageOfWhatIsNotPublic(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		o.Status = content.Withdrawn
		w.must(w.room.Save(t.Context(), content.Act{Actor: "test"}, o))
		w.status("handewitt", "/organisationen/turnverein", http.StatusGone)
		w.status("handewitt", "/organisationen/turnverein.json", http.StatusGone)
		draft := &organisation.Organisation{Item: w.head("handewitt", content.Organisation, "entwurf", "Entwurf")}
		draft.Status = content.Draft
		w.must(w.room.Save(t.Context(), content.Act{Actor: "test"}, draft))
		w.status("handewitt", "/organisationen/entwurf", http.StatusNotFound)
		w.status("handewitt", "/organisationen/gibt-es-nicht", http.StatusNotFound)
		if got := texts(w.page("handewitt", "/organisationen"), "ul.items h3"); len(got) != 0 {
			t.Errorf("the list shows %v", got)
		}
	})
}

func TestPageSpeaksTheReadersLanguage(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := w.organisation("handewitt", "turnverein", "Muster-Turnverein")
		o.Texts["da"] = content.Text{Title: "Eksempel-Gymnastikforening"}
		w.must(w.room.Save(t.Context(), content.Act{Actor: "test"}, o))
		danish := w.page("handewitt", "/da/organisationer/turnverein")
		if got := text(danish, "h1"); got != "Eksempel-Gymnastikforening" {
			t.Errorf("the Danish title is %q", got)
		}
		english := w.page("handewitt", "/en/organisations/turnverein")
		if lang, _ := english.Find("h1").Attr("lang"); lang != "de" {
			t.Errorf("the German title in the English page has lang %q", lang)
		}
	})
}
