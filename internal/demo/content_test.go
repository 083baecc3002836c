package demo

import (
	"regexp"
	"slices"
	"testing"
	"time"
)

var (
	slugForm  = regexp.MustCompile(`^[a-z0-9-]+$`)
	clockForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	colour    = regexp.MustCompile(`^#[0-9a-f]{6}$`)
)

// langs are the keys of texts: three languages, then Leichte Sprache.
func langs() []string { return []string{"de", "da", "en", "leicht"} }

func region(t *testing.T) *Region {
	t.Helper()
	r, err := Content()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnUnknownKeyIsAnError(t *testing.T) {
	var into struct {
		List []struct {
			Slug string `toml:"slug"`
		} `toml:"page"`
	}
	if err := decode("pages", &into); err == nil {
		t.Error("a file with keys that no field takes was read without an error")
	}
}

// counted tells how many there are of what the demo promises.
func counted(r *Region) map[string]int {
	translated := func(h Head) bool {
		have := 0
		for _, l := range langs()[:3] {
			if h.Texts[l].Title != "" {
				have++
			}
		}
		return have >= 2
	}
	count := map[string]int{
		"portals": len(r.Portals), "organisations": len(r.Organisations), "articles": len(r.Articles),
		"places": len(r.Places), "events": len(r.Events), "services": len(r.Services), "pages": len(r.Pages),
	}
	for _, a := range r.Articles {
		if translated(a.Head) {
			count["articles in two languages"]++
		}
		if a.Texts["leicht"].Body != "" {
			count["articles in Leichte Sprache"]++
		}
	}
	for _, p := range r.Places {
		if p.Invented {
			count["invented places"]++
		}
		if translated(p.Head) {
			count["places in two languages"]++
		}
		if p.Texts["leicht"].Body != "" {
			count["places in Leichte Sprache"]++
		}
	}
	for _, e := range r.Events {
		if e.Every == "week" {
			count["weekly events"]++
		}
		if e.Days > 1 {
			count["events of several days"]++
		}
		if e.AllDay {
			count["all-day events"]++
		}
		if e.Texts["leicht"].Title != "" {
			count["events in Leichte Sprache"]++
		}
		count[e.Status]++
	}
	return count
}

func TestThereIsEnoughOfEverything(t *testing.T) {
	count := counted(region(t))
	for what, least := range map[string]int{
		"portals": 6, "organisations": 12, "articles": 15, "places": 80, "events": 40, "services": 4, "pages": 3,
		"articles in two languages": 6, "articles in Leichte Sprache": 5,
		"invented places": 15, "places in two languages": 40, "places in Leichte Sprache": 8,
		"weekly events": 10, "events of several days": 2, "all-day events": 2, "events in Leichte Sprache": 4,
		"cancelled": 1, "postponed": 1, "moved-online": 1, "sold-out": 1,
	} {
		if count[what] < least {
			t.Errorf("%s: %d, want at least %d", what, count[what], least)
		}
	}
}

func TestEveryItemHasItsFirstText(t *testing.T) {
	r := region(t)
	for _, h := range r.heads() {
		if h.Texts[h.Lang].Title == "" {
			t.Errorf("%s has no title in its language %q", h.Slug, h.Lang)
		}
		for l, x := range h.Texts {
			if !slices.Contains(langs(), l) {
				t.Errorf("%s: unknown language %q", h.Slug, l)
			}
			if x.Title == "" {
				t.Errorf("%s: no title in %s", h.Slug, l)
			}
			if h.Picture != "" && (x.Alt == "" || h.Credit == "") {
				t.Errorf("%s: picture without alt text or credit in %s", h.Slug, l)
			}
		}
	}
	for _, a := range r.Articles {
		x := a.Texts[a.Lang]
		if x.Kicker == "" || x.Teaser == "" || x.Body == "" || a.Byline == "" {
			t.Errorf("article %s lacks kicker, teaser, body or byline", a.Slug)
		}
	}
	for _, p := range r.Pages {
		if p.Texts[p.Lang].Body == "" {
			t.Errorf("page %s has no body", p.Slug)
		}
	}
	for _, s := range r.Services {
		for l := range s.Texts {
			d := s.Details[l]
			if len(d.Who) == 0 || len(d.Bring) == 0 || len(d.Steps) == 0 || d.Cost == "" || d.HowLong == "" {
				t.Errorf("service %s is incomplete in %s", s.Slug, l)
			}
		}
	}
}

func TestPortalsAreComplete(t *testing.T) {
	r := region(t)
	hosts := map[string]string{}
	for _, p := range r.Portals {
		for _, h := range p.Hosts {
			if other := hosts[h]; other != "" {
				t.Errorf("%s and %s share the host %s", p.Slug, other, h)
			}
			hosts[h] = p.Slug
		}
		if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "" {
			t.Errorf("%s: zone %q: %v", p.Slug, p.Zone, err)
		}
		if !colour.MatchString(p.Brand) || !colour.MatchString(p.Accent) {
			t.Errorf("%s: colours %q, %q", p.Slug, p.Brand, p.Accent)
		}
		if len(p.Languages) != 3 || p.Languages[0] != p.First {
			t.Errorf("%s: languages %v, first %s", p.Slug, p.Languages, p.First)
		}
		if p.Leicht.Body == "" || len(p.Teasers) < 3 || p.Operator.Name == "" || p.Operator.Postcode == "" {
			t.Errorf("%s lacks Leichte Sprache, teasers or a letterhead", p.Slug)
		}
		for _, l := range langs()[:3] {
			if p.Subtitle[l] == "" || p.Welcome[l] == "" || p.Film[l] == "" {
				t.Errorf("%s: subtitle, welcome or film is missing in %s", p.Slug, l)
			}
			for _, x := range p.Teasers {
				if x.Texts[l].Title == "" || x.Texts[l].Line == "" || x.Texts[l].Action == "" || x.Texts[l].Alt == "" {
					t.Errorf("%s: teaser %s is incomplete in %s", p.Slug, x.Slug, l)
				}
			}
		}
	}
	if hosts["localhost"] != "handewitt" || hosts["127.0.0.1"] != "handewitt" {
		t.Error("localhost and 127.0.0.1 must be Handewitt")
	}
}

func TestEventsHaveASensibleTime(t *testing.T) {
	days := []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	for _, e := range region(t).Events {
		if e.AllDay == (e.Time != "") {
			t.Errorf("%s needs either all_day or a time", e.Slug)
		}
		if e.Time != "" && (!clockForm.MatchString(e.Time) || e.Minutes <= 0) {
			t.Errorf("%s: %s for %d minutes", e.Slug, e.Time, e.Minutes)
		}
		switch e.Every {
		case "":
			if e.InDays < -3 || e.InDays > 60 {
				t.Errorf("%s is %d days away", e.Slug, e.InDays)
			}
		case "week":
			if !slices.Contains(days, e.Weekday) || e.UntilDays-e.FromDays < 7 {
				t.Errorf("%s: weekday %q from %d until %d", e.Slug, e.Weekday, e.FromDays, e.UntilDays)
			}
		default:
			t.Errorf("%s: every %q", e.Slug, e.Every)
		}
		if !slices.Contains([]string{"scheduled", "cancelled", "postponed", "moved-online", "sold-out"}, e.Status) {
			t.Errorf("%s: status %q", e.Slug, e.Status)
		}
		if e.Status != "scheduled" && e.StatusNote[e.Lang] == "" {
			t.Errorf("%s: %s without a word what holds instead", e.Slug, e.Status)
		}
		if e.Status == "moved-online" && e.Online == "" {
			t.Errorf("%s: %s with the web address %q", e.Slug, e.Status, e.Online)
		}
		if !e.Invented {
			t.Errorf("%s is not marked as invented", e.Slug)
		}
		if e.Free == (e.Price[e.Lang] != "" || e.Cost.Kind != "") {
			t.Errorf("%s needs either free or a price", e.Slug)
		}
	}
}
