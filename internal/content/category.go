package content

import (
	"context"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// Category is a term of the vocabulary, in all languages.
type Category struct {
	Slug       string // the German slug, the value in addresses
	Kind       Kind
	Group      string // terms of a group stand together
	Names      map[i18n.Lang]string
	Icon       string
	SchemaType string // type of schema.org, or ""
	Rank       int
}

// Name is the term in a language.
func (c Category) Name(lang i18n.Lang) string { return c.Names[lang] }

// Vocabulary is all terms of all kinds, read once and then immutable.
type Vocabulary struct {
	byKind map[Kind][]Category
	bySlug map[Kind]map[string]Category
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

// CheckCategories tells whether a kind's vocabulary has all the slugs.
func (s *Spine) CheckCategories(kind Kind, slugs []string) error {
	for _, slug := range slugs {
		if _, ok := s.Terms().Find(kind, slug); !ok {
			return fault.Fields(fault.Field{Name: "category", Key: "errors.bad_category"})
		}
	}
	return nil
}

func (s *Spine) readTerms(ctx context.Context) (*Vocabulary, error) {
	rows, err := db.All(ctx, s.db, func(r db.Row) (Category, error) {
		var c Category
		var de, da, en string
		err := r.Scan(&c.Slug, &c.Kind, &c.Group, &de, &da, &en, &c.Icon, &c.SchemaType, &c.Rank)
		c.Names = map[i18n.Lang]string{i18n.DE: de, i18n.DA: da, i18n.EN: en}
		return c, err
	}, `SELECT slug, kind, grp, name_de, name_da, name_en, icon, schema_type, rank FROM category ORDER BY kind, rank, slug`)
	if err != nil {
		return nil, err
	}
	v := &Vocabulary{byKind: map[Kind][]Category{}, bySlug: map[Kind]map[string]Category{}}
	for _, c := range rows {
		v.byKind[c.Kind] = append(v.byKind[c.Kind], c)
		if v.bySlug[c.Kind] == nil {
			v.bySlug[c.Kind] = map[string]Category{}
		}
		v.bySlug[c.Kind][c.Slug] = c
	}
	return v, nil
}

// SaveCategory writes a term.
func (s *Spine) SaveCategory(ctx context.Context, tx *db.Tx, c Category) error {
	_, err := tx.Exec(ctx, `INSERT INTO category (slug, kind, grp, name_de, name_da, name_en, icon, schema_type, rank)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
		ON CONFLICT (kind, slug) DO UPDATE SET grp = excluded.grp, name_de = excluded.name_de, name_da = excluded.name_da,
		name_en = excluded.name_en, icon = excluded.icon, schema_type = excluded.schema_type, rank = excluded.rank`,
		c.Slug, string(c.Kind), c.Group, c.Names[i18n.DE], c.Names[i18n.DA], c.Names[i18n.EN], c.Icon, c.SchemaType, c.Rank)
	return err
}

// CategoryCounts tells how many public items of a kind each term has in a
// portal, or in the region.
func (s *Spine) CategoryCounts(ctx context.Context, f Filter) (map[string]int, error) {
	scope := f.Portal
	if f.Region {
		scope = ""
	}
	return remember(ctx, s, "categories "+scope+" "+string(f.Kind), func() (map[string]int, error) {
		return s.countCategories(ctx, f)
	})
}

func (s *Spine) countCategories(ctx context.Context, f Filter) (map[string]int, error) {
	type row struct {
		slug string
		n    int
	}
	w := db.NewWhere(1)
	f.scope(w)
	w.Add(`p.kind = ?`, string(f.Kind))
	w.Add(`p.public = ?`, 1)
	rows, err := db.All(ctx, s.db, func(r db.Row) (row, error) {
		var c row
		return c, r.Scan(&c.slug, &c.n)
	}, `SELECT c.category, COUNT(*) FROM placement p JOIN item_category c ON c.item = p.item`+w.SQL()+` GROUP BY c.category ORDER BY c.category`, w.Args()...)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.slug] = r.n
	}
	return counts, err
}
