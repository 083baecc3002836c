package content

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/testkit"
	"umland/internal/ui"
)

func TestShippedVocabulary(t *testing.T) {
	v, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	slug := regexp.MustCompile(`^[a-z0-9-]+$`)
	types := schemaTypes(t)
	for kind, least := range map[Kind]int{Place: 90, Event: 14, Article: 8} {
		terms := v.Of(kind)
		if len(terms) < least {
			t.Errorf("%d terms for %s", len(terms), kind)
		}
		var groups []string
		for _, c := range terms {
			if !slug.MatchString(c.Slug) || !ui.HasIcon(c.Icon) || !types[c.SchemaType] {
				t.Errorf("%s %s: icon %q, type %q", kind, c.Slug, c.Icon, c.SchemaType)
			}
			for _, lang := range i18n.All {
				if c.Names[lang] == "" || v.Group(c.Group, lang) == "" {
					t.Errorf("%s %s has no name or group in %s", kind, c.Slug, lang)
				}
				if len(c.Words[lang]) == 0 && c.Slug != "sonstiges" {
					t.Errorf("%s %s has no further words in %s", kind, c.Slug, lang)
				}
				for i, w := range c.Words[lang] {
					if w == "" || joined([]string{w}) != w || slices.Contains(c.Words[lang][:i], w) {
						t.Errorf("%s %s: word %q", kind, c.Slug, w)
					}
				}
			}
			if len(groups) == 0 || groups[len(groups)-1] != c.Group {
				groups = append(groups, c.Group)
			}
		}
		if kind == Place && len(slices.Compact(slices.Sorted(slices.Values(groups)))) != len(groups) {
			t.Errorf("the terms of a group do not stand together: %v", groups)
		}
	}
}

// schemaTypes are the classes of schema.org.
func schemaTypes(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testkit.SharedData(t), "schemaorg", "*"))
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]bool{}
	name := regexp.MustCompile(`schema\.org/([A-Z][A-Za-z]+)|schema:([A-Z][A-Za-z]+)`)
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllSubmatch(raw, -1) {
			types[string(bytes.Join(m[1:], nil))] = true
		}
	}
	if len(types) < 500 {
		t.Fatalf("only %d types are read", len(types))
	}
	return types
}

func TestShipTermsToAnOlderInstallation(t *testing.T) {
	engines(t, func(w *world) {
		own := Category{Slug: "deich", Kind: Place, Group: "eigenes", Names: map[i18n.Lang]string{i18n.DE: "Deich"}}
		old := Category{Slug: "apotheke", Kind: Place, Names: map[i18n.Lang]string{i18n.DE: "Apothekn"}}
		w.must(w.d.Write(w.ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := w.s.SaveCategory(ctx, tx, own); err != nil {
				return err
			}
			return w.s.SaveCategory(ctx, tx, old)
		}))
		for range 2 {
			w.must(w.s.ShipTerms(w.ctx))
			c, ok := w.s.Terms().Find(Place, "apotheke")
			if !ok || c.Name(i18n.DA) != "Apotek" || !slices.Contains(c.Words[i18n.EN], "chemist") {
				t.Errorf("%+v", c)
			}
			if c, ok := w.s.Terms().Find(Place, "deich"); !ok || c.Name(i18n.DE) != "Deich" {
				t.Errorf("own term: %+v", c)
			}
		}
		if g := w.s.Terms().Group("gesundheit", i18n.DA); g != "Sundhed" {
			t.Errorf("group: %q", g)
		}
	})
}

// A Danish reader finds a German pharmacy by the Danish word, and the other
// way round.
func TestItemsAreFoundByTheWordsOfTheirCategory(t *testing.T) {
	engines(t, func(w *world) {
		w.must(w.s.ShipTerms(w.ctx))
		d := draft("handewitt", Place, "adler", "Adler")
		d.Item.Categories = []string{"apotheke"}
		w.save(d)
		for q, want := range map[string]int{"apotek": 1, "chemist": 1, "lægemidler": 1, "notdienst": 1, "bager": 0} {
			for _, lang := range []string{"de", "da", "en"} {
				if got := w.list(Filter{Portal: "handewitt", Kind: Place, Lang: lang, Words: q}, ByTitle); len(got) != want {
					t.Errorf("%s in %s: %v", q, lang, got)
				}
			}
		}
	})
}
