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
	langs     = []string{"de", "da", "en", "leicht"}
)

func region(t *testing.T) *Region {
	t.Helper()
	r, err := Content()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func slugs[T any](t *testing.T, what string, list []T, slug func(T) string) map[string]T {
	t.Helper()
	seen := map[string]T{}
	for _, x := range list {
		s := slug(x)
		if !slugForm.MatchString(s) {
			t.Errorf("%s: slug %q is not [a-z0-9-]+", what, s)
		}
		if _, twice := seen[s]; twice {
			t.Errorf("%s: slug %q is given twice", what, s)
		}
		seen[s] = x
	}
	return seen
}

// index holds every slug of the region by kind.
func index(t *testing.T, r *Region) map[string]map[string]bool {
	t.Helper()
	keys := func(n int, slug func(int) string) map[string]bool {
		m := map[string]bool{}
		for i := range n {
			m[slug(i)] = true
		}
		return m
	}
	slugs(t, "portal", r.Portals, func(x Portal) string { return x.Slug })
	slugs(t, "picture", r.Pictures, func(x Picture) string { return x.Name })
	slugs(t, "category", r.Categories, func(x Category) string { return x.Kind + "-" + x.Slug })
	slugs(t, "organisation", r.Organisations, func(x Organisation) string { return x.Slug })
	slugs(t, "article", r.Articles, func(x Article) string { return x.Slug })
	slugs(t, "place", r.Places, func(x Place) string { return x.Slug })
	slugs(t, "event", r.Events, func(x Event) string { return x.Slug })
	slugs(t, "service", r.Services, func(x Service) string { return x.Slug })
	slugs(t, "page", r.Pages, func(x Page) string { return x.Slug })
	return map[string]map[string]bool{
		"portal":       keys(len(r.Portals), func(i int) string { return r.Portals[i].Slug }),
		"picture":      keys(len(r.Pictures), func(i int) string { return r.Pictures[i].Name }),
		"category":     keys(len(r.Categories), func(i int) string { return r.Categories[i].Kind + "/" + r.Categories[i].Slug }),
		"organisation": keys(len(r.Organisations), func(i int) string { return r.Organisations[i].Slug }),
		"article":      keys(len(r.Articles), func(i int) string { return r.Articles[i].Slug }),
		"place":        keys(len(r.Places), func(i int) string { return r.Places[i].Slug }),
		"event":        keys(len(r.Events), func(i int) string { return r.Events[i].Slug }),
		"service":      keys(len(r.Services), func(i int) string { return r.Services[i].Slug }),
		"page":         keys(len(r.Pages), func(i int) string { return r.Pages[i].Slug }),
	}
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

func TestEveryReferenceResolves(t *testing.T) {
	r := region(t)
	known := index(t, r)
	want := func(from, kind, slug string) {
		if slug != "" && !known[kind][slug] {
			t.Errorf("%s: there is no %s %q", from, kind, slug)
		}
	}
	head := func(kind string, h Head) {
		if h.Portal == "" {
			t.Errorf("%s %s has no owner", kind, h.Slug)
		}
		want(h.Slug, "portal", h.Portal)
		want(h.Slug, "picture", h.Picture)
		for _, p := range h.Shared {
			want(h.Slug, "portal", p)
			if p == h.Portal {
				t.Errorf("%s is shared to its own portal", h.Slug)
			}
		}
		for _, c := range h.Categories {
			want(h.Slug, "category", kind+"/"+c)
		}
		if len(h.Categories) == 0 && (kind == "article" || kind == "place" || kind == "event") {
			t.Errorf("%s %s has no category", kind, h.Slug)
		}
	}
	for _, p := range r.Portals {
		for _, q := range p.Quick {
			if (q.Path == "") == (q.Slug == "") {
				t.Errorf("%s: a quick link needs a path or an item", p.Slug)
			}
			want(p.Slug, q.Kind, q.Slug)
		}
		for _, x := range p.Teasers {
			want(p.Slug, x.Kind, x.Slug)
			want(p.Slug, "picture", x.Picture)
		}
	}
	for _, n := range r.Notices {
		for _, p := range n.Portals {
			want("notice", "portal", p)
		}
	}
	for _, x := range r.Organisations {
		head("organisation", x.Head)
	}
	for _, x := range r.Articles {
		head("article", x.Head)
	}
	for _, x := range r.Places {
		head("place", x.Head)
		want(x.Slug, "organisation", x.Organisation)
	}
	for _, x := range r.Events {
		head("event", x.Head)
		want(x.Slug, "place", x.Place)
		want(x.Slug, "organisation", x.Organiser)
		if (x.Place == "") == (x.Venue == "") {
			t.Errorf("event %s needs either a place or a venue", x.Slug)
		}
	}
	for _, x := range r.Services {
		head("service", x.Head)
		for _, o := range x.Offices {
			want(x.Slug, "place", o.Place)
		}
	}
	for _, x := range r.Pages {
		head("page", x.Head)
	}
}

func TestThereIsEnoughOfEverything(t *testing.T) {
	r := region(t)
	translated := func(h Head, n int) bool {
		have := 0
		for _, l := range langs[:3] {
			if h.Texts[l].Title != "" {
				have++
			}
		}
		return have >= n
	}
	count := map[string]int{
		"portals": len(r.Portals), "organisations": len(r.Organisations), "articles": len(r.Articles),
		"places": len(r.Places), "events": len(r.Events), "services": len(r.Services), "pages": len(r.Pages),
	}
	for _, c := range r.Categories {
		count[c.Kind+" categories"]++
	}
	for _, a := range r.Articles {
		if translated(a.Head, 2) {
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
		if translated(p.Head, 2) {
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
	for what, least := range map[string]int{
		"portals": 6, "organisations": 12, "articles": 15, "places": 80, "events": 40, "services": 4, "pages": 3,
		"place categories": 30, "event categories": 14, "article categories": 8,
		"articles in two languages": 6, "articles in Leichte Sprache": 5,
		"invented places": 15, "places in two languages": 40, "places in Leichte Sprache": 8,
		"weekly events": 10, "events of several days": 2, "all-day events": 2, "events in Leichte Sprache": 4,
		"cancelled": 1, "moved": 1, "soldout": 1,
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
			if !slices.Contains(langs, l) {
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
		for _, l := range langs[:3] {
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
	for _, c := range r.Categories {
		if c.Name["de"] == "" || c.Name["da"] == "" || c.Name["en"] == "" || c.Icon == "" || c.Schema == "" || c.Group == "" {
			t.Errorf("category %s/%s is incomplete", c.Kind, c.Slug)
		}
	}
}

func TestPlacesLieInTheirPortal(t *testing.T) {
	r := region(t)
	area := map[string]Area{}
	for _, p := range r.Portals {
		area[p.Slug] = p.Area
	}
	for _, p := range r.Places {
		a := area[p.Portal]
		if p.Lat < a.South || p.Lat > a.North || p.Lon < a.West || p.Lon > a.East {
			t.Errorf("%s at %f, %f lies outside %s", p.Slug, p.Lat, p.Lon, p.Portal)
		}
		if !p.Approximate || p.Postcode == "" || p.Town == "" {
			t.Errorf("%s: not approximate, or no town", p.Slug)
		}
	}
}

// A made-up phone number or opening hour on a true place would send somebody to a closed door.
func TestTruePlacesCarryNothingInvented(t *testing.T) {
	onTheModelPage := []string{"adler-apotheke", "fahrschule-simonsen", "bequa-flensburg"}
	for _, p := range region(t).Places {
		if p.Invented {
			continue
		}
		if p.Hours != "" || len(p.Accessibility) > 0 || p.Email != "" {
			t.Errorf("%s is true and has hours, access or mail", p.Slug)
		}
		if p.Phone != "" && !slices.Contains(onTheModelPage, p.Slug) {
			t.Errorf("%s is true and has a phone", p.Slug)
		}
	}
}

func TestNewestInHandewittAreTheModelPagesFive(t *testing.T) {
	want := []string{"adler-apotheke", "fahrschule-simonsen", "weding-norderlund", "weding-schule", "weding-schulstrasse"}
	var own []Place
	for _, p := range region(t).Places {
		if p.Portal == "handewitt" {
			own = append(own, p)
		}
	}
	slices.SortStableFunc(own, func(a, b Place) int { return a.DaysAgo - b.DaysAgo })
	for i, slug := range want {
		if own[i].Slug != slug {
			t.Errorf("newest %d is %s, want %s", i+1, own[i].Slug, slug)
		}
	}
	for _, p := range region(t).Places {
		if p.DaysAgo < 5 && slices.Contains(p.Shared, "handewitt") {
			t.Errorf("%s is shared to Handewitt and newer than its own", p.Slug)
		}
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
		if !slices.Contains([]string{"scheduled", "cancelled", "moved", "soldout"}, e.Status) {
			t.Errorf("%s: status %q", e.Slug, e.Status)
		}
		if e.Status != "scheduled" && e.StatusNote[e.Lang] == "" {
			t.Errorf("%s: %s without a word what holds instead", e.Slug, e.Status)
		}
		if !e.Invented {
			t.Errorf("%s is not marked as invented", e.Slug)
		}
		if e.Free == (len(e.Price) > 0) {
			t.Errorf("%s needs either free or a price", e.Slug)
		}
	}
}
