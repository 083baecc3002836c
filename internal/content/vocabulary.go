package content

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

//go:embed vocabulary/terms.toml
var shippedTerms string

// Group is a heading under which terms of the vocabulary stand together.
type Group struct {
	Slug  string
	Names map[i18n.Lang]string
}

// Shipped is the vocabulary that every installation has, in its order.
var Shipped = sync.OnceValues(func() (*Vocabulary, error) {
	var file struct {
		Group []struct {
			Slug string
			Name map[i18n.Lang]string
		}
		Term []struct {
			Kind, Slug, Group, Icon, Schema string
			Name                            map[i18n.Lang]string
			Words                           map[i18n.Lang][]string
		}
	}
	if _, err := toml.Decode(shippedTerms, &file); err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	terms := make([]Category, 0, len(file.Term))
	for i, t := range file.Term {
		terms = append(terms, Category{
			Slug: t.Slug, Kind: Kind(t.Kind), Group: t.Group, Names: t.Name, Words: t.Words,
			Icon: t.Icon, SchemaType: t.Schema, Rank: i,
		})
	}
	v := newVocabulary(terms)
	for _, g := range file.Group {
		v.groups = append(v.groups, Group{g.Slug, g.Name})
	}
	return v, nil
})

// Vocabulary is all terms of all kinds, read once and then immutable.
type Vocabulary struct {
	byKind map[Kind][]Category
	bySlug map[Kind]map[string]Category
	groups []Group
}

func newVocabulary(terms []Category) *Vocabulary {
	v := &Vocabulary{byKind: map[Kind][]Category{}, bySlug: map[Kind]map[string]Category{}}
	for _, c := range terms {
		v.byKind[c.Kind] = append(v.byKind[c.Kind], c)
		if v.bySlug[c.Kind] == nil {
			v.bySlug[c.Kind] = map[string]Category{}
		}
		v.bySlug[c.Kind][c.Slug] = c
	}
	return v
}

// Of gives the terms of a kind in their order.
func (v *Vocabulary) Of(kind Kind) []Category { return v.byKind[kind] }

// Empty tells whether there are no terms at all.
func (v *Vocabulary) Empty() bool { return len(v.byKind) == 0 }

// Find gives the term of a kind.
func (v *Vocabulary) Find(kind Kind, slug string) (Category, bool) {
	c, ok := v.bySlug[kind][slug]
	return c, ok
}

// Group gives the words over the terms of a group, or "" for one of no name.
func (v *Vocabulary) Group(slug string, lang i18n.Lang) string {
	i := slices.IndexFunc(v.groups, func(g Group) bool { return g.Slug == slug })
	if i < 0 {
		return ""
	}
	return v.groups[i].Names[lang]
}

// Said is all by which people look for items of the terms, in a language: the
// names, and the further words.
func (v *Vocabulary) Said(kind Kind, slugs []string, lang i18n.Lang) []string {
	var words []string
	for _, slug := range slugs {
		if c, ok := v.Find(kind, slug); ok {
			words = append(append(words, c.Names[lang]), c.Words[lang]...)
		}
	}
	return words
}

// Terms is the vocabulary as it was last read; empty before LoadTerms.
func (s *Spine) Terms() *Vocabulary {
	if v := s.terms.Load(); v != nil {
		return v
	}
	return &Vocabulary{}
}

// LoadTerms reads the vocabulary for Terms; app calls it at the start and
// when another node changed it.
func (s *Spine) LoadTerms(ctx context.Context) error {
	v, err := s.readTerms(ctx)
	if err == nil {
		s.terms.Store(v)
	}
	return err
}

// ShipTerms brings the shipped terms of a new or an older installation up to
// date; terms that are not shipped stay as they are.
func (s *Spine) ShipTerms(ctx context.Context) error {
	shipped, err := Shipped()
	if err != nil {
		return err
	}
	if err := s.LoadTerms(ctx); err != nil {
		return err
	}
	var changed []Category
	for kind, terms := range shipped.byKind {
		for _, c := range terms {
			if old, ok := s.Terms().Find(kind, c.Slug); !ok || !c.equal(old) {
				changed = append(changed, c)
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	err = s.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range changed {
			if err := s.SaveCategory(ctx, tx, c); err != nil {
				return fmt.Errorf("category %s: %w", c.Slug, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.LoadTerms(ctx)
}

// CheckCategories tells whether a kind's vocabulary has all the slugs.
func (s *Spine) CheckCategories(kind Kind, slugs []string) error {
	for _, slug := range slugs {
		if _, ok := s.Terms().Find(kind, slug); !ok {
			return fault.Fields(fault.Field{Name: "category", Key: "errors.bad_category"})
		}
	}
	return nil
}
