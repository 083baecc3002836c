package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
)

// Languages are those whose words the index takes to their stems. What is
// written in another is found by its words as they are.
var languages = []string{"de", "da", "en"}

// stem takes a word in small letters to its stem, in the loose spelling.
func stem(lang, word string) string {
	if word == "" || word[0] >= '0' && word[0] <= '9' {
		return loose(word)
	}
	switch lang {
	case "da":
		env := snowballstem.NewEnv(word)
		danish.Stem(env)
		return loose(env.Current())
	case "en":
		env := snowballstem.NewEnv(bare(word))
		english.Stem(env)
		return loose(env.Current())
	case "de", "leicht":
		// The stemmer leaves the n of Steuern and Mauern, which then are not
		// found by Steuer and Mauer.
		if len(word) > 6 && (strings.HasSuffix(word, "uern") || strings.HasSuffix(word, "eiern")) {
			word = word[:len(word)-1]
		}
		env := snowballstem.NewEnv(bare(word))
		german.Stem(env)
		return loose(env.Current())
	}
	return loose(word)
}
