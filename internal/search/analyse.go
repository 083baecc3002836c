package search

import (
	"math"
	"strings"
	"sync"
)

// analyser makes the terms of the index from words. It goes with one snapshot
// of the vocabulary: the same words give the same terms, whatever was indexed
// before.
type analyser struct {
	vocab Vocabulary
	mu    sync.Mutex
	kept  map[string]map[string]*forms // by language
	size  int
}

func newAnalyser(v Vocabulary) *analyser {
	return &analyser{vocab: v, kept: map[string]map[string]*forms{}}
}

// forms are the terms of one word. Terms are loose; those of stems and of
// parts begin with stemMark, words as they are written do not.
type forms struct {
	word  string   // in the loose spelling
	stem  string   // with stemMark; "" where it is the word
	parts []string // stems of the parts, with stemMark
}

const stemMark = "~"

// mostForms bounds what the analyser remembers, about 20 MB.
const mostForms = 120_000

// forms gives the terms of a word in small letters.
func (a *analyser) forms(lang, word string) *forms {
	a.mu.Lock()
	f, ok := a.kept[lang][word]
	a.mu.Unlock()
	if ok {
		return f
	}
	f = a.work(lang, word)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.size++; a.size > mostForms {
		a.kept, a.size = map[string]map[string]*forms{}, 0
	}
	if a.kept[lang] == nil {
		a.kept[lang] = map[string]*forms{}
	}
	a.kept[lang][strings.Clone(word)] = f // not the whole text with it
	return f
}

func (a *analyser) work(lang, word string) *forms {
	if lang == "leicht" {
		lang = "de"
	}
	f := &forms{word: loose(word)}
	if s := stem(lang, word); s != f.word && s != "" {
		f.stem = stemMark + s
	}
	if joints[lang] == nil {
		return f
	}
	seen := map[string]bool{stemMark + f.word: true, f.stem: true}
	for _, p := range compound(lang, a.vocab, bare(word)) {
		if s := stemMark + stem(lang, p); !seen[s] {
			seen[s] = true
			f.parts = append(f.parts, s)
		}
	}
	return f
}

const (
	partShare  = 0.5 // of a word's weight that its parts have
	glueShare  = 0.8 // of a weight that words joined by a hyphen have as one
	houseShare = 0.7 // of the weight of 12a that 12 has
	oftenMost  = 6   // times that a word counts in one field
	verbShare  = 0.7 // of a word's score that its verb has
	mostTokens = 20_000
)

// impacts gives each term of a document with its weight from 1 to 255: how
// often it stands, where, and how long the text is (the saturation of BM25).
func (a *analyser) impacts(fields []Field) map[string]uint8 {
	c := counter{a: a, sum: map[string]float64{}, times: map[string]int{}}
	length := 0
	for _, f := range fields {
		ts := tokens(f.Text)
		if len(ts) > mostTokens {
			ts = ts[:mostTokens]
		}
		weight := float64(f.Weight)
		if f.Part == Title { // a word of a short title is more of it
			weight *= 1.5 / (1.2 + 0.3*float64(max(len(ts), 1)))
		} else {
			length += len(ts)
		}
		c.field(f.Lang, ts, weight)
	}
	k := 3 * (0.7 + 0.3*float64(min(length, 1500))/150)
	out := make(map[string]uint8, len(c.sum))
	for term, w := range c.sum {
		out[term] = uint8(max(1, min(255, math.Round(255*w/(w+k)))))
	}
	return out
}

// counter adds up what the terms of a document weigh.
type counter struct {
	a     *analyser
	sum   map[string]float64
	times map[string]int // in the field at hand
}

func (c *counter) add(term string, w float64) {
	if c.times[term]++; c.times[term] <= oftenMost {
		c.sum[term] += w
	}
}

func (c *counter) word(lang, text string, w float64) {
	f := c.a.forms(lang, text)
	c.add(f.word, w)
	if f.stem != "" {
		c.add(f.stem, w)
	}
	for _, p := range f.parts {
		c.add(p, w*partShare)
	}
}

// field adds the terms of one field.
func (c *counter) field(lang string, ts []token, weight float64) {
	clear(c.times)
	for i, t := range ts {
		c.word(lang, t.written(), weight)
		if t.number {
			if d := t.digits(); d != t.text {
				c.add(d, weight*houseShare)
			}
			if i > 0 && !ts[i-1].number {
				c.add(pair(ts[i-1], t), weight)
			}
			if all, n := phone(ts, i); n > 0 && all != t.text {
				c.add(all, weight)
			}
		} else if t.glued && !ts[i-1].number {
			c.word(lang, lower(ts[i-1].text+t.text), weight*glueShare)
		}
	}
}

// pair is the term of a word with the number behind it, such as a street with
// the number of a house.
func pair(word, number token) string {
	return stemMark + loose(word.written()) + " " + number.digits()
}

// queryForms are the terms by which a word of a question is looked up, each
// with its share of the score, and what it is made of where it is a compound:
// all parts must be found then.
func (a *analyser) queryForms(word string) (terms map[string]float64, compounds [][]string) {
	terms = map[string]float64{}
	add := func(term string, share float64) {
		if term != stemMark && term != "" && terms[term] < share {
			terms[term] = share
		}
	}
	for _, lang := range languages {
		f := a.forms(lang, word)
		add(f.word, 1)
		add(stemMark+f.word, 0.8)
		if f.stem != "" {
			add(f.stem, 0.9)
			add(strings.TrimPrefix(f.stem, stemMark), 0.9)
		}
		if parts := a.finest(lang, word); len(parts) > 1 {
			compounds = append(compounds, parts)
		}
	}
	// What is done, by the verb: Trennung, trennen.
	for _, end := range []string{"ung", "ungen"} {
		if verb, ok := strings.CutSuffix(loose(word), end); ok && len(verb) > 3 {
			add(stemMark+stem("de", verb+"en"), verbShare)
		}
	}
	return terms, compounds
}

// finest gives the smallest parts of a compound, without the larger pieces
// that they make.
func (a *analyser) finest(lang, word string) []string {
	if joints[lang] == nil {
		return nil
	}
	parts := compound(lang, a.vocab, bare(word))
	var out []string
	for i, p := range parts {
		if i == 0 || !made(parts[:i], p) {
			out = append(out, p)
		}
	}
	return out
}

// made tells whether a piece begins with a part before it and is longer: it
// is made of what came before.
func made(before []string, piece string) bool {
	for _, b := range before {
		if len(piece) > len(b) && strings.HasPrefix(piece, b) {
			return true
		}
	}
	return false
}
