package search

import (
	"bufio"
	"embed"
	"math"
	"strings"
	"sync"
)

//go:embed words
var lists embed.FS

// wordLists are the lists that were written for the analyser, in the loose
// spelling.
type wordLists struct {
	parts    map[string]map[string]bool // by language: what compounds are made of
	stems    map[string]map[string]bool // of the parts
	splits   map[string][]string        // how single words are split; none: not at all
	function map[string]bool
	soft     map[string]bool
}

// written reads the lists once.
var written = sync.OnceValue(func() *wordLists {
	l := &wordLists{parts: map[string]map[string]bool{}, stems: map[string]map[string]bool{}, splits: map[string][]string{}}
	for lang := range joints {
		l.parts[lang], l.stems[lang] = set("parts."+lang), map[string]bool{}
		for _, line := range lines("parts." + lang) {
			for _, w := range strings.Fields(line) {
				if len(w) > 3 {
					l.stems[lang][stem(lang, lower(w))] = true
				}
			}
		}
	}
	l.function, l.soft = set("function"), set("soft")
	for _, line := range lines("exceptions") {
		words := strings.Fields(line)
		parts := []string{}
		for _, p := range words[1:] {
			parts = append(parts, bare(lower(p)))
		}
		if len(parts) == 1 { // the plural of a word that is one
			parts = nil
		}
		l.splits[loose(lower(words[0]))] = parts
	}
	return l
})

func set(name string) map[string]bool {
	words := map[string]bool{}
	for _, line := range lines(name) {
		for _, w := range strings.Fields(line) {
			words[loose(lower(w))] = true
		}
	}
	return words
}

// lines gives the lines of a list that are no remarks.
func lines(name string) []string {
	data, err := lists.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	var out []string
	for s := bufio.NewScanner(strings.NewReader(string(data))); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

// joints are what German and Danish put between the parts of a compound.
var joints = map[string][]string{
	"de": {"", "s", "n", "en", "es", "er", "e"},
	"da": {"", "s", "e", "es", "er"},
}

const (
	shortestCompound = 7   // letters
	learnedPart      = 5   // letters of a part that only the texts know
	learnedOften     = 5   // documents in which it stands at least
	writtenWeight    = 200 // documents that a written part counts for
	jointCost        = 0.4
	shortCost        = 1.0 // of a part of three letters
)

// splitter splits compounds of one language by what the texts and the written
// lists know.
type splitter struct {
	lang  string
	vocab Vocabulary
	tried map[string]*halves // what cut found, so that its work is bounded
}

// halves are the two parts of a compound; none where it is no compound.
type halves struct{ left, right string }

// split gives the parts of a word; see split.
func compound(lang string, vocab Vocabulary, word string) []string {
	return splitter{lang, vocab, map[string]*halves{}}.split(word)
}

// split gives the parts of a word in small letters without marks (bare), from
// the finest cut to the larger pieces that are words of their own; none where
// it is no compound. Müllabfuhrkalender is müll, abfuhr, müllabfuhr, kalender.
func (s splitter) split(word string) []string {
	if len(word) < shortestCompound || word[0] <= '9' {
		return nil
	}
	if parts, ok := written().splits[loose(word)]; ok {
		return parts
	}
	h := s.cut(word)
	if h == nil {
		return nil
	}
	out := append(s.split(h.left), h.left)
	return append(append(out, s.split(h.right)...), h.right)
}

// cut finds the best place to cut a word in two.
func (s splitter) cut(word string) *halves {
	if found, ok := s.tried[word]; ok {
		return found
	}
	s.tried[word] = nil // while it is looked at
	found, best := (*halves)(nil), math.Inf(-1)
	for i := 3; i <= len(word)-3; i++ {
		if word[i]&0xC0 == 0x80 {
			continue // inside a letter
		}
		tail, certain := s.weight(word[i:], true)
		if tail == 0 {
			continue
		}
		for _, joint := range joints[s.lang] {
			head, ok := strings.CutSuffix(word[:i], joint)
			if !ok || len(head) < 3 {
				continue
			}
			n, sure := s.weight(head, joint == "")
			if n == 0 {
				continue
			}
			score := (math.Log(n) + math.Log(tail)) / 2
			if !(certain && sure) && math.Exp(score) < float64(s.vocab[loose(word)]) {
				continue // the whole is more of a word than its parts
			}
			if joint != "" {
				score -= jointCost
			}
			if len(head) == 3 || len(word)-i == 3 {
				score -= shortCost
			}
			if score > best {
				best, found = score, &halves{head, word[i:]}
			}
		}
	}
	s.tried[word] = found
	return found
}

// weight is in how many documents a part stands, 0 where it is no word, and
// whether a list says that it is one. What stands without a joint may lack its
// e, as in Schulhaus, be inflected or be a compound itself.
func (s splitter) weight(part string, free bool) (float64, bool) {
	key := loose(part)
	known, n := written().parts[s.lang], float64(s.vocab[key])
	if known[key] || free && len(key) > 3 && (known[key+"e"] || written().stems[s.lang][stem(s.lang, part)]) {
		return n + writtenWeight, true
	}
	if len(part) >= learnedPart && n >= learnedOften {
		return n, false
	}
	if free && len(part) >= shortestCompound && s.cut(part) != nil {
		return writtenWeight / 4, true
	}
	return 0, false
}
