package portal

import (
	"context"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/search"
	"umland/internal/testkit"
	"umland/internal/web"
)

var now = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

func engines(t *testing.T, fn func(t *testing.T, m *Room)) {
	t.Helper()
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), content.Schema, search.Schema, Schema); err != nil {
			t.Fatal(err)
		}
		m := another(t, d)
		for _, p := range []*Portal{sample("handewitt"), sample("harrislee")} {
			if err := m.Save(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		fn(t, m)
	})
}

// another is what a second process over the same database would have.
func another(t *testing.T, d *db.DB) *Room {
	t.Helper()
	m := New(d, content.New(d, clock.Fixed(now)))
	if err := m.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

func sample(slug string) *Portal {
	return &Portal{
		Slug: slug, Name: slug + " Mobil", Place: slug, Hosts: []string{slug + ".localhost"}, Country: "de", First: i18n.DE,
		Languages: []i18n.Lang{i18n.DE, i18n.DA}, Zone: "Europe/Berlin", Brand: "#1f4e79", Accent: "#f0c02e",
		Words: Words{Subtitle: map[string]string{"de": "im Umland"}}, Operator: web.Operator{Name: "Gemeinde", Phone: "0461 1"},
	}
}

func box(west, south, east, north float64) string {
	return string(geo.Box(geo.BBox{West: west, South: south, East: east, North: north}).GeoJSON())
}

func TestPortalComesBackAsStored(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		p := sample("aabenraa")
		p.Hosts = []string{"aabenraa.example", "www.aabenraa.example"}
		p.BaseURL, p.Country, p.First, p.Zone, p.Rank, p.Demo = "https://aabenraa.example/", "dk", i18n.DA, "Europe/Copenhagen", 7, true
		p.AreaJSON = box(9, 54, 10, 55)
		if err := m.Save(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		got, ok := another(t, m.db).Portal("aabenraa")
		if !ok || strings.Join(got.Hosts, " ") != "aabenraa.example www.aabenraa.example" || got.BaseURL != "https://aabenraa.example" ||
			got.First != i18n.DA || len(got.Languages) != 2 || got.Area == nil || got.Operator.Phone != "0461 1" || !got.Demo || got.Words.Subtitle["de"] != "im Umland" {
			t.Errorf("%+v", got)
		}
		site, _ := m.BySlug("aabenraa")
		if site.Host != "aabenraa.example" || site.Zone.String() != "Europe/Copenhagen" || len(site.Family) != 3 || site.Family[2] != site {
			t.Errorf("%+v", site)
		}
	})
}

func TestDirectoryTellsPortalsByHost(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		for host, want := range map[string]string{"handewitt.localhost": "handewitt", "harrislee.localhost": "harrislee", "localhost": "", "": "", "handewitt.localhost.evil.example": "", "HANDEWITT.localhost": ""} {
			site, ok := m.ByHost(host)
			if ok != (want != "") || ok && site.Slug != want {
				t.Errorf("%q: %v %v", host, site, ok)
			}
		}
		changed := sample("handewitt")
		changed.Hosts = []string{"neu.localhost"}
		if err := m.Save(t.Context(), changed); err != nil {
			t.Fatal(err)
		}
		if _, ok := m.ByHost("handewitt.localhost"); ok {
			t.Error("the old host still answers")
		}
		if s, ok := m.ByHost("neu.localhost"); !ok || s.Slug != "handewitt" {
			t.Error("the new host does not answer")
		}
		stolen := sample("harrislee")
		stolen.Hosts = []string{"harrislee.localhost", "neu.localhost"}
		if fields := fault.FieldsOf(m.Save(t.Context(), stolen)); len(fields) != 1 || fields[0].Name != "host" || fields[0].Key != "errors.host_taken" {
			t.Errorf("a taken host: %v", fields)
		}
		if s, _ := m.ByHost("neu.localhost"); s.Slug != "handewitt" {
			t.Error("the host was taken away")
		}
	})
}

// Another process's change is seen within a tick, items' changes are not
// worth reading all portals for.
func TestWatchSeesOtherProcesses(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		other := another(t, m.db)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { m.Watch(ctx, 5*time.Millisecond); close(done) }()
		defer func() { cancel(); <-done }()
		p := sample("sylt")
		if err := other.Save(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { _, ok := m.ByHost("sylt.localhost"); return ok })
		n := &Notice{Portal: "sylt", Shown: true, Notice: web.Notice{Level: "red", From: now, Texts: map[i18n.Lang]web.NoticeText{"de": {Title: "Sturm"}}}}
		if err := other.SaveNotice(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { s, _ := m.BySlug("sylt"); return len(s.Notices) == 1 })
		page := m.book.page.Load()
		err := m.db.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return m.spine.Log(ctx, tx, content.Change{Portal: "sylt", Kind: content.Place, Item: "x", Action: "saved"})
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(40 * time.Millisecond)
		if m.book.page.Load() != page {
			t.Error("an item's change made it read the portals")
		}
	})
}

func eventually(t *testing.T, ok func() bool) {
	t.Helper()
	for range 400 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("not seen within two seconds")
}

func TestNotices(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		text := map[i18n.Lang]web.NoticeText{i18n.DE: {Title: "Sturm", Body: "Bleiben Sie zu Hause."}}
		own := &Notice{Portal: "handewitt", Shown: true, Notice: web.Notice{Level: "amber", From: now, Until: now.Add(time.Hour), Source: "Amt", Texts: text}}
		all := &Notice{Shown: true, Notice: web.Notice{Level: "red", From: now.Add(-time.Hour), Texts: text}}
		down := &Notice{Portal: "handewitt", Notice: web.Notice{Level: "info", From: now, Texts: text}}
		for _, n := range []*Notice{own, all, down} {
			if err := m.SaveNotice(t.Context(), n); err != nil || n.ID == "" || !n.Updated.Equal(now) {
				t.Fatal(err, n)
			}
		}
		for slug, want := range map[string]string{"handewitt": "amber red", "harrislee": "red"} {
			site, _ := m.BySlug(slug)
			var levels []string
			for _, n := range site.Notices {
				levels = append(levels, n.Level)
			}
			if strings.Join(levels, " ") != want {
				t.Errorf("%s: %v, want %s", slug, levels, want)
			}
		}
		site, _ := m.BySlug("handewitt")
		n := site.Notices[0]
		for at, want := range map[time.Time]bool{now.Add(-time.Second): false, now: true, now.Add(time.Hour - time.Second): true, now.Add(time.Hour): false} {
			if n.Active(at) != want {
				t.Errorf("at %s: %v", at, n.Active(at))
			}
		}
		if n.Texts[i18n.DE].Body != "Bleiben Sie zu Hause." || n.Source != "Amt" {
			t.Errorf("%+v", n)
		}
		list, err := m.Notices(t.Context(), "handewitt")
		if err != nil || len(list) != 3 {
			t.Errorf("%d %v", len(list), err)
		}
		if list, err = m.Notices(t.Context(), "harrislee"); err != nil || len(list) != 1 || !list[0].Until.IsZero() {
			t.Errorf("%+v %v", list, err)
		}
		own.Shown = false
		if err := m.SaveNotice(t.Context(), own); err != nil {
			t.Fatal(err)
		}
		if site, _ = m.BySlug("handewitt"); len(site.Notices) != 1 {
			t.Errorf("taken down: %+v", site.Notices)
		}
		for field, bad := range map[string]*Notice{
			"level": {Notice: web.Notice{Level: "purple", From: now, Texts: text}}, "from": {Notice: web.Notice{Level: "red", Texts: text}},
			"title": {Notice: web.Notice{Level: "red", From: now}}, "until": {Notice: web.Notice{Level: "red", From: now, Until: now, Texts: text}},
		} {
			if fields := fault.FieldsOf(m.SaveNotice(t.Context(), bad)); len(fields) != 1 || fields[0].Name != field {
				t.Errorf("%s: %v", field, fields)
			}
		}
	})
}

// Where areas overlap, the lower rank counts: a town before its Kreis.
func TestPositionBelongsToThePortalOfLowerRank(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		town, county := sample("handewitt"), sample("harrislee")
		town.AreaJSON, town.Rank = box(9.2, 54.7, 9.4, 54.8), 5
		county.AreaJSON, county.Rank = box(9, 54, 10, 55), 100
		for _, p := range []*Portal{county, town} {
			if err := m.Save(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			lat, lon float64
			want     string
		}{{54.75, 9.3, "handewitt"}, {54.5, 9.3, "harrislee"}, {53, 9.3, ""}, {0, 0, ""}} {
			if got, ok := m.At(c.lat, c.lon); got != c.want || ok != (c.want != "") {
				t.Errorf("%v %v: %q, want %q", c.lat, c.lon, got, c.want)
			}
		}
	})
}

func TestTeasers(t *testing.T) {
	engines(t, func(t *testing.T, m *Room) {
		set := func(portal string, items ...string) {
			var list []Teaser
			for _, item := range items {
				list = append(list, Teaser{Item: item, Image: "bild", Texts: map[string]TeaserText{"da": {Title: item}}})
			}
			if err := m.SetTeasers(t.Context(), portal, list); err != nil {
				t.Fatal(err)
			}
		}
		set("handewitt", "c", "a", "b")
		set("harrislee", "d")
		set("handewitt", "b", "c")
		list, err := m.Teasers(t.Context(), "handewitt")
		if err != nil || len(list) != 2 || list[0].Item != "b" || list[1].Item != "c" {
			t.Fatalf("%+v %v", list, err)
		}
		if text, lang := list[0].Text("en"); text.Title != "b" || lang != "da" {
			t.Errorf("%+v in %s", text, lang)
		}
	})
}

func TestValidate(t *testing.T) {
	if err := sample("handewitt").Validate(); err != nil {
		t.Fatal(err)
	}
	for field, changes := range map[string][]func(p *Portal){
		"slug":      {func(p *Portal) { p.Slug = "" }, func(p *Portal) { p.Slug = "Ä" }, func(p *Portal) { p.Slug = "a/b" }},
		"name":      {func(p *Portal) { p.Name = "  " }},
		"place":     {func(p *Portal) { p.Place = "" }},
		"brand":     {func(p *Portal) { p.Brand = "red" }, func(p *Portal) { p.Brand = "#12345" }, func(p *Portal) { p.Brand = "#123456;}" }},
		"accent":    {func(p *Portal) { p.Accent = "#GGGGGG" }},
		"host":      {func(p *Portal) { p.Hosts = nil }, func(p *Portal) { p.Hosts = []string{"A.example"} }, func(p *Portal) { p.Hosts = []string{"a.example:80"} }, func(p *Portal) { p.Hosts = []string{"a.example/x"} }, func(p *Portal) { p.Hosts = []string{"a.example."} }},
		"url":       {func(p *Portal) { p.BaseURL = "handewitt.example" }, func(p *Portal) { p.BaseURL = "ftp://x" }, func(p *Portal) { p.BaseURL = "https://" }, func(p *Portal) { p.BaseURL = "https://x/y" }, func(p *Portal) { p.BaseURL = "https://u:p@x" }},
		"country":   {func(p *Portal) { p.Country = "se" }},
		"languages": {func(p *Portal) { p.Languages = []i18n.Lang{"de", "fr"} }, func(p *Portal) { p.Languages = []i18n.Lang{"de", "de"} }},
		"first":     {func(p *Portal) { p.First = i18n.EN }, func(p *Portal) { p.First = "" }},
		"zone":      {func(p *Portal) { p.Zone = "" }, func(p *Portal) { p.Zone = "Mond/Krater" }},
	} {
		for i, change := range changes {
			p := sample("handewitt")
			change(p)
			if fields := fault.FieldsOf(p.Validate()); len(fields) != 1 || fields[0].Name != field {
				t.Errorf("%s %d: %v", field, i, fields)
			}
		}
	}
}
