package content

import (
	"context"
	"slices"
	"strings"

	"umland/internal/db"
	"umland/internal/i18n"
)

// Category is a term of the vocabulary, in all languages.
type Category struct {
	Slug       string // the German slug, the value in addresses
	Kind       Kind
	Group      string // terms of a group stand together
	Names      map[i18n.Lang]string
	Words      map[i18n.Lang][]string // further words by which people look for it
	Icon       string
	SchemaType string // type of schema.org, or ""
	Rank       int
}

// Name is the term in a language.
func (c Category) Name(lang i18n.Lang) string { return c.Names[lang] }

// equal tells whether two terms are the same in all that is stored.
func (c Category) equal(o Category) bool {
	for _, lang := range i18n.All {
		if c.Names[lang] != o.Names[lang] || !slices.Equal(c.Words[lang], o.Words[lang]) {
			return false
		}
	}
	return c.Kind == o.Kind && c.Slug == o.Slug && c.Group == o.Group && c.Icon == o.Icon && c.SchemaType == o.SchemaType && c.Rank == o.Rank
}

// The further words of a term stand in one column per language.
const wordBreak = "; "

func joined(words []string) string { return strings.Join(words, wordBreak) }

func parted(words string) []string {
	if words == "" {
		return nil
	}
	return strings.Split(words, wordBreak)
}

func (s *Spine) readTerms(ctx context.Context) (*Vocabulary, error) {
	rows, err := db.All(ctx, s.db, func(r db.Row) (Category, error) {
		var c Category
		var names, words [3]string
		err := r.Scan(&c.Slug, &c.Kind, &c.Group, &names[0], &names[1], &names[2], &words[0], &words[1], &words[2], &c.Icon, &c.SchemaType, &c.Rank)
		c.Names, c.Words = map[i18n.Lang]string{}, map[i18n.Lang][]string{}
		for i, lang := range i18n.All {
			c.Names[lang], c.Words[lang] = names[i], parted(words[i])
		}
		return c, err
	}, `SELECT slug, kind, grp, name_de, name_da, name_en, words_de, words_da, words_en, icon, schema_type, rank
		FROM category ORDER BY kind, rank, slug`)
	if err != nil {
		return nil, err
	}
	shipped, err := Shipped()
	if err != nil {
		return nil, err
	}
	v := newVocabulary(rows)
	v.groups = shipped.groups
	return v, nil
}

// SaveCategory writes a term.
func (s *Spine) SaveCategory(ctx context.Context, tx *db.Tx, c Category) error {
	_, err := tx.Exec(ctx, `INSERT INTO category (slug, kind, grp, name_de, name_da, name_en, words_de, words_da, words_en, icon, schema_type, rank)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
		ON CONFLICT (kind, slug) DO UPDATE SET grp = excluded.grp, name_de = excluded.name_de, name_da = excluded.name_da,
		name_en = excluded.name_en, words_de = excluded.words_de, words_da = excluded.words_da, words_en = excluded.words_en,
		icon = excluded.icon, schema_type = excluded.schema_type, rank = excluded.rank`,
		c.Slug, string(c.Kind), c.Group, c.Names[i18n.DE], c.Names[i18n.DA], c.Names[i18n.EN],
		joined(c.Words[i18n.DE]), joined(c.Words[i18n.DA]), joined(c.Words[i18n.EN]), c.Icon, c.SchemaType, c.Rank)
	return err
}

// CategoryCounts tells how many public items of a kind each term has in a
// portal, or in the region.
func (s *Spine) CategoryCounts(ctx context.Context, f Filter) (map[string]int, error) {
	if f.Kind == Place {
		if p, err := s.spotsNow(ctx, ""); err != nil {
			return nil, err
		} else if p != nil {
			return p.countTerms(f.whole()), nil
		}
	}
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
