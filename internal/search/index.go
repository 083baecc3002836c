package search

import (
	"context"
	"embed"
	"maps"
	"slices"
	"strings"

	"umland/internal/db"
)

// Schema holds the migrations of the index.
//
//go:embed schema
var Schema embed.FS

// Field is a part of a document with the weight of a word found in it.
type Field struct {
	Text   string
	Weight int
}

// Document is an item in one language.
type Document struct {
	Lang   string
	Fields []Field
}

// Put writes the documents of an item in the transaction of its save; no
// document takes the item out of the index.
func Put(ctx context.Context, tx *db.Tx, item string, documents []Document) error {
	if _, err := tx.Exec(ctx, `DELETE FROM document WHERE item = $1`, item); err != nil {
		return err // its words go with it
	}
	for _, t := range merge(documents) {
		id, err := db.One(ctx, tx, db.Int64, `INSERT INTO document (item, langs) VALUES ($1, $2) RETURNING id`, item, t.langs)
		if err != nil {
			return err
		}
		if err := insert(ctx, tx, id, t.weights); err != nil {
			return err
		}
	}
	return nil
}

// text is what one or more languages read.
type text struct {
	langs   string // " de da "
	weights map[string]int
}

// merge puts documents of the same words together: an item without a Danish
// text has the German one's words for Danish readers too.
func merge(documents []Document) []text {
	var out []text
	for _, d := range documents {
		weights := d.weights()
		i := slices.IndexFunc(out, func(t text) bool { return maps.Equal(t.weights, weights) })
		if i < 0 {
			out = append(out, text{langs: " ", weights: weights})
			i = len(out) - 1
		}
		out[i].langs += d.Lang + " "
	}
	return out
}

// reads is the pattern that the languages of a document match where lang is
// among them.
func reads(lang string) string { return "% " + lang + " %" }

func (d Document) weights() map[string]int {
	weights := map[string]int{}
	for _, f := range d.Fields {
		for _, w := range Words(f.Text) {
			weights[w] = max(weights[w], f.Weight)
		}
	}
	return weights
}

// rowsPerInsert keeps a statement's arguments under every engine's limit.
const rowsPerInsert = 50

func insert(ctx context.Context, tx *db.Tx, document int64, weights map[string]int) error {
	words := make([]string, 0, len(weights))
	for w := range weights {
		words = append(words, w)
	}
	slices.Sort(words)
	for chunk := range slices.Chunk(words, rowsPerInsert) {
		var sql strings.Builder
		sql.WriteString(`INSERT INTO posting (word, document, weight) VALUES `)
		args := make([]any, 0, len(chunk)*3)
		for i, w := range chunk {
			if i > 0 {
				sql.WriteString(", ")
			}
			sql.WriteString(db.Marks(len(args)+1, 3))
			args = append(args, w, document, weights[w])
		}
		if _, err := tx.Exec(ctx, sql.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

// Narrow adds to a query that the item in the column holds every word of q,
// in the language, whole or as a beginning. It tells whether q held a word at
// all; without one nothing is added.
func Narrow(w *db.Where, column, lang, q string) bool {
	words := Query(q)
	for _, word := range words {
		w.Add(column+` IN (SELECT d.item FROM posting s JOIN document d ON d.id = s.document WHERE s.word >= ? AND s.word < ? AND d.langs LIKE ?)`,
			word, after(word), reads(lang))
	}
	return len(words) > 0
}

// after is the first string that does not begin with the word.
func after(word string) string { return word + "\U0010FFFF" }

// Score is the SQL that adds up how well an item fits: the weights of its
// words, whole ones twice. Its arguments are appended to args.
func Score(column, lang, q string, args []any) (string, []any) {
	var parts []string
	for _, word := range Query(q) {
		n := len(args)
		parts = append(parts, `(SELECT COALESCE(MAX(CASE WHEN s.word = `+db.Mark(n+1)+` THEN s.weight * 2 ELSE s.weight END), 0) FROM document d JOIN posting s ON s.document = d.id WHERE d.item = `+column+
			` AND d.langs LIKE `+db.Mark(n+2)+` AND s.word >= `+db.Mark(n+3)+` AND s.word < `+db.Mark(n+4)+`)`)
		args = append(args, word, reads(lang), word, after(word))
	}
	if len(parts) == 0 {
		return "0", args
	}
	return strings.Join(parts, " + "), args
}
