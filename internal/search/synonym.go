package search

import (
	"context"
	"slices"
	"strings"
	"sync"
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
			if err != nil {
				return err
			}
			s.ID = id
			return changedSynonyms(ctx, tx)
		}
		n, err := tx.Exec(ctx, `UPDATE synonym SET lang = $1, words = $2 WHERE id = $3 AND portal = $4`, s.Lang, words, s.ID, s.Portal)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "errors.not_found")
		}
		if err != nil {
			return err
		}
		return changedSynonyms(ctx, tx)
	})
}

// RemoveSynonym takes a group of a portal away; one that is not there is no
// error.
func (x *Index) RemoveSynonym(ctx context.Context, portal string, id int64) error {
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM synonym WHERE id = $1 AND portal = $2`, id, portal); err != nil {
			return err
		}
		return changedSynonyms(ctx, tx)
	})
}

// changedSynonyms lets every node read the groups anew.
func changedSynonyms(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE search_state SET synonyms = synonyms + 1 WHERE name = 'index'`)
	return err
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

// thesaurus finds what means the same as some words.
type thesaurus struct {
	groups []Synonym
	byKey  map[string][]int // groups by the words in the loose spelling, and by their stems
	words  []string         // single words in the loose spelling, in order
}

// similar gives the words within so many edits of a word.
func (t *thesaurus) similar(word string, edits int) []string {
	var out []string
	for _, w := range t.words {
		if len(w) > 3 && abs(len(w)-len(word)) <= edits && within([]byte(w), word, edits) {
			out = append(out, w)
		}
	}
	return out[:min(len(out), mostSimilar)]
}

// longestPhrase is how many words of a question are looked up together.
const longestPhrase = 4

func newThesaurus(groups []Synonym) *thesaurus {
	t := &thesaurus{groups: groups, byKey: map[string][]int{}}
	for i, g := range groups {
		for _, phrase := range g.Words {
			if w := tokens(phrase); len(w) == 1 {
				t.words = append(t.words, loose(w[0].written()))
			}
			for _, key := range keys(tokens(phrase)) {
				if n := len(t.byKey[key]); n == 0 || t.byKey[key][n-1] != i {
					t.byKey[key] = append(t.byKey[key], i)
				}
			}
		}
	}
	slices.Sort(t.words)
	t.words = slices.Compact(t.words)
	return t
}

// keys are the forms under which a phrase is known: as written, and by the
// stems of each language.
func keys(ts []token) []string {
	if len(ts) == 0 || len(ts) > longestPhrase {
		return nil
	}
	out := []string{}
	add := func(form func(token) string) {
		words := make([]string, len(ts))
		for i, t := range ts {
			words[i] = form(t)
		}
		if key := strings.Join(words, " "); !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	add(func(t token) string { return loose(t.written()) })
	for _, lang := range languages {
		add(func(t token) string { return lang + ":" + stem(lang, t.written()) })
	}
	return out
}

// of gives what means the same as a phrase in a portal, each as its words.
func (t *thesaurus) of(portal string, ts []token) [][]token {
	var out [][]token
	seen := map[string]bool{}
	own := map[string]bool{}
	forms := keys(ts)
	for _, key := range forms {
		own[key] = true
	}
	for _, key := range forms {
		for _, i := range t.byKey[key] {
			g := t.groups[i]
			if g.Portal != "" && g.Portal != portal {
				continue
			}
			for _, phrase := range g.Words {
				words := tokens(phrase)
				form := keys(words)
				if len(form) == 0 || own[form[0]] || seen[form[0]] {
					continue
				}
				seen[form[0]] = true
				out = append(out, words)
			}
		}
	}
	return out
}

// defaults are the groups that each installation begins with.
var defaults = sync.OnceValue(func() []Synonym {
	var out []Synonym
	for _, line := range lines("synonyms") {
		lang, words, ok := strings.Cut(line, ":")
		if !ok {
			lang, words = "", line
		}
		s := Synonym{Lang: strings.TrimSpace(lang), Words: []string{words}}
		if err := s.check(); err != nil {
			panic(line) // it is part of the program
		}
		out = append(out, s)
	}
	return out
})

func (x *Index) loadSynonyms(ctx context.Context, now state) error {
	// Across portals: each question heeds its own.
	rows, err := db.All(ctx, x.db, scanSynonym, `SELECT id, portal, lang, words FROM synonym ORDER BY id LIMIT $1`, mostSynonymRows)
	if err != nil {
		return err
	}
	t := newThesaurus(append(slices.Clone(defaults()), rows...))
	x.mu.Lock()
	defer x.mu.Unlock()
	x.synonyms, x.state.synonyms = t, now.synonyms
	return nil
}
