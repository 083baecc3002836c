package demo

import (
	"slices"
	"testing"

	"umland/internal/content"
	"umland/internal/web"
)

func slugs[T any](t *testing.T, what string, list []T, slug func(T) string) {
	t.Helper()
	seen := map[string]bool{}
	for _, x := range list {
		s := slug(x)
		if !slugForm.MatchString(s) {
			t.Errorf("%s: slug %q is not [a-z0-9-]+", what, s)
		}
		if web.Reserved(s) {
			t.Errorf("%s: slug %q is a word of an address", what, s)
		}
		if seen[s] {
			t.Errorf("%s: slug %q is given twice", what, s)
		}
		seen[s] = true
	}
}

// index holds every slug of the region by kind; a category's is "place/apotheke".
func index(r *Region) map[string]map[string]bool {
	known := map[string]map[string]bool{}
	add := func(kind, slug string) {
		if known[kind] == nil {
			known[kind] = map[string]bool{}
		}
		known[kind][slug] = true
	}
	for _, x := range r.Portals {
		add("portal", x.Slug)
	}
	for _, x := range r.Pictures {
		add("picture", x.Name)
	}
	if terms, err := content.Shipped(); err == nil {
		for _, kind := range []content.Kind{content.Article, content.Place, content.Event} {
			for _, x := range terms.Of(kind) {
				add("category", string(kind)+"/"+x.Slug)
			}
		}
	}
	for _, x := range r.Organisations {
		add("organisation", x.Slug)
	}
	for _, x := range r.Articles {
		add("article", x.Slug)
	}
	for _, x := range r.Places {
		add("place", x.Slug)
	}
	for _, x := range r.Events {
		add("event", x.Slug)
	}
	for _, x := range r.Services {
		add("service", x.Slug)
	}
	for _, x := range r.Pages {
		add("page", x.Slug)
	}
	return known
}

func TestSlugsAreGivenOnce(t *testing.T) {
	r := region(t)
	slugs(t, "portal", r.Portals, func(x Portal) string { return x.Slug })
	slugs(t, "picture", r.Pictures, func(x Picture) string { return x.Name })
	slugs(t, "organisation", r.Organisations, func(x Organisation) string { return x.Slug })
	slugs(t, "article", r.Articles, func(x Article) string { return x.Slug })
	slugs(t, "place", r.Places, func(x Place) string { return x.Slug })
	slugs(t, "event", r.Events, func(x Event) string { return x.Slug })
	slugs(t, "service", r.Services, func(x Service) string { return x.Slug })
	slugs(t, "page", r.Pages, func(x Page) string { return x.Slug })
}

func TestEveryReferenceOfAPortalResolves(t *testing.T) {
	r := region(t)
	known := index(r)
	for _, p := range r.Portals {
		for _, q := range p.Quick {
			if (q.Path == "") == (q.Slug == "") || q.Slug != "" && !known[q.Kind][q.Slug] {
				t.Errorf("%s: quick link to path %q, %s %q", p.Slug, q.Path, q.Kind, q.Slug)
			}
		}
		for _, x := range p.Teasers {
			if !known[x.Kind][x.Slug] || !known["picture"][x.Picture] {
				t.Errorf("%s: teaser to %s %q with picture %q", p.Slug, x.Kind, x.Slug, x.Picture)
			}
		}
	}
	for _, n := range r.Notices {
		for _, p := range n.Portals {
			if !known["portal"][p] {
				t.Errorf("notice for the portal %q", p)
			}
		}
	}
}

func TestEveryReferenceOfAnItemResolves(t *testing.T) {
	r := region(t)
	known := index(r)
	want := func(from, kind, slug string) {
		if !known[kind][slug] {
			t.Errorf("%s: there is no %s %q", from, kind, slug)
		}
	}
	maybe := func(from, kind, slug string) {
		if slug != "" {
			want(from, kind, slug)
		}
	}
	head := func(kind string, h Head) {
		want(h.Slug, "portal", h.Portal)
		maybe(h.Slug, "picture", h.Picture)
		for _, p := range h.Shared {
			want(h.Slug, "portal", p)
		}
		if slices.Contains(h.Shared, h.Portal) {
			t.Errorf("%s is shared to its own portal", h.Slug)
		}
		for _, c := range h.Categories {
			want(h.Slug, "category", kind+"/"+c)
		}
		if len(h.Categories) == 0 && slices.Contains([]string{"article", "place", "event"}, kind) {
			t.Errorf("%s %s has no category", kind, h.Slug)
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
		maybe(x.Slug, "organisation", x.Organisation)
	}
	for _, x := range r.Events {
		head("event", x.Head)
		want(x.Slug, "organisation", x.Organiser)
		maybe(x.Slug, "place", x.Place)
		if (x.Place == "") == (x.Venue == "") && x.Online == "" {
			t.Errorf("event %s needs a place, a venue or a web address", x.Slug)
		}
		for _, o := range x.CoOrganisers {
			want(x.Slug, "organisation", o)
		}
		for _, c := range x.Changes {
			maybe(x.Slug, "place", c.Place)
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
