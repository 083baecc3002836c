// Package article is what happened and what is new: the dated texts that a
// citizen reads under "Aktuelles".
package article

import (
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/fault"
)

// Article is a dated text.
type Article struct {
	content.Item
	Byline string // "Redaktion", or whoever wrote it
}

// maxByline bounds a byline, in characters.
const maxByline = 120

// Spine gives the part that all kinds share.
func (a *Article) Spine() *content.Item { return &a.Item }

// Validate brings the article to its stored form and checks it.
func (a *Article) Validate() error {
	a.Byline = content.Clean(a.Byline)
	if utf8.RuneCountInString(a.Byline) > maxByline {
		return fault.Fields(fault.Field{Name: "byline", Key: "errors.too_long", Args: []any{"max", maxByline}})
	}
	return nil
}

func (a *Article) card() content.Card {
	return content.Card{Byline: a.Byline, Words: []string{a.Byline}}
}
