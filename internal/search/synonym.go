package search

import (
	"context"
	"strings"
	"unicode/utf8"

	"umland/internal/db"
	"umland/internal/fault"
)

// Synonym is a group of words that mean the same to the search, such as
// Müllabfuhr, Abfall, Entsorgung. Who types one finds the others too.
type Synonym struct {
	ID     int64
	Portal string // slug of the portal it belongs to; "" is the whole installation
	Lang   string // language key of the words; "" where they are of several
	Words  []string
}

// The bounds of a group and of its words.
const (
	mostSynonyms    = 20
	longestSynonym  = 60 // code points
	mostSynonymRows = 5000
)

// Synonyms lists the groups of a portal and of the installation, by their
// first word.
func (x *Index) Synonyms(ctx context.Context, portal string) ([]Synonym, error) {
	return db.All(ctx, x.db, scanSynonym, `SELECT id, portal, lang, words FROM synonym
		WHERE portal IN ('', $1) ORDER BY words, id LIMIT $2`, portal, mostSynonymRows)
}

func scanSynonym(r db.Row) (Synonym, error) {
	var s Synonym
	var words string
	err := r.Scan(&s.ID, &s.Portal, &s.Lang, &words)
	s.Words = strings.Split(words, ", ")
	return s, err
}

// SaveSynonym stores a group; one without ID is new and gets its ID. Invalid,
// with the field "words", where there are fewer than two different words, too
// many of them or one that is too long; NotFound where the portal has no group
// of that ID.
func (x *Index) SaveSynonym(ctx context.Context, s *Synonym) error {
	if err := s.check(); err != nil {
		return err
	}
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		words := strings.Join(s.Words, ", ")
		if s.ID == 0 {
			id, err := db.One(ctx, tx, db.Int64, `INSERT INTO synonym (portal, lang, words) VALUES ($1, $2, $3) RETURNING id`, s.Portal, s.Lang, words)
			if err == nil {
				s.ID = id
			}
			return err
		}
		n, err := tx.Exec(ctx, `UPDATE synonym SET lang = $1, words = $2 WHERE id = $3 AND portal = $4`, s.Lang, words, s.ID, s.Portal)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "errors.not_found")
		}
		return err
	})
}

// RemoveSynonym takes a group of a portal away; one that is not there is no
// error.
func (x *Index) RemoveSynonym(ctx context.Context, portal string, id int64) error {
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM synonym WHERE id = $1 AND portal = $2`, id, portal)
		return err
	})
}

// check brings the words to the form in which they are stored: without commas
// and blanks around them, each once.
func (s *Synonym) check() error {
	var words []string
	seen := map[string]bool{}
	for _, part := range s.Words {
		for w := range strings.SplitSeq(strings.ReplaceAll(part, "=", ","), ",") {
			w = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(w, "\x00", " "), "")), " ")
			key := SortKey(w)
			if key == "" || seen[key] {
				continue
			}
			if utf8.RuneCountInString(w) > longestSynonym {
				return fault.Fields(fault.Field{Name: "words", Key: "search.synonym_long", Args: []any{"n", longestSynonym}})
			}
			seen[key] = true
			words = append(words, w)
		}
	}
	switch {
	case len(words) < 2:
		return fault.Fields(fault.Field{Name: "words", Key: "search.synonym_few"})
	case len(words) > mostSynonyms:
		return fault.Fields(fault.Field{Name: "words", Key: "search.synonym_many", Args: []any{"n", mostSynonyms}})
	}
	s.Words = words
	return nil
}
