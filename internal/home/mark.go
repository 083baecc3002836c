package home

import (
	"strings"
	"unicode"

	"umland/internal/search"
)

// part is a piece of a text; a marked one is a word that was searched for.
type part struct {
	Text   string
	Marked bool
}

// mark cuts a text where words of it begin with one of those searched for.
// Whole words are marked, since a reader looks for words.
func mark(text string, words []string) []part {
	var parts []part
	add := func(s string, marked bool) {
		if s == "" {
			return
		}
		if n := len(parts); n > 0 && parts[n-1].Marked == marked {
			parts[n-1].Text += s
			return
		}
		parts = append(parts, part{s, marked})
	}
	for text != "" {
		n := strings.IndexFunc(text, letter)
		if n < 0 {
			n = len(text)
		}
		add(text[:n], false)
		text = text[n:]
		end := strings.IndexFunc(text, func(r rune) bool { return !letter(r) })
		if end < 0 {
			end = len(text)
		}
		add(text[:end], begins(search.Fold(text[:end]), words))
		text = text[end:]
	}
	return parts
}

// letter tells what belongs to a word; signs that combine with a letter do.
func letter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func begins(word string, words []string) bool {
	for _, w := range words {
		if word != "" && strings.HasPrefix(word, w) {
			return true
		}
	}
	return false
}
