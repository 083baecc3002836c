package search

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"umland/internal/spell"
)

// Bounds of a question: what is longer is cut, and what was cut is no error;
// nobody types so much by hand.
const (
	longestQuestion = 4 << 10 // bytes
	mostGroups      = 12      // words that are looked for
	mostPhrases     = 4
	mostTerms       = 200 // by which one word is looked up
)

// question is what a visitor typed, understood.
type question struct {
	text    string // cleaned
	tokens  []token
	groups  []*group
	phrases [][]string // words that must stand side by side, in the loose spelling
	filters []Understood
	town    string // the municipality that was named, in the loose spelling
}

// group is one word of a question with everything that counts as finding it.
type group struct {
	token    token
	text     string // the word, abbreviations written out
	required bool
	weight   float32            // in the score; 1 for a word that must be found
	prefix   bool               // it is being typed: it may go on
	exact    bool               // it stands in quotation marks: it is not mended
	terms    map[string]float64 // by which it is looked up, with their share
	all      []together         // or all of some words
	mended   []found            // what it may have meant
}

// together are words that must all be found, each by one of its terms.
type together struct {
	share float64
	parts []map[string]float64
}

// span is a part of the question between quotation marks, in code points.
type span struct{ from, to int }

// ask reads what a visitor typed. The work is bounded whatever it is.
func (x *Index) ask(q Request) *question {
	o := &question{text: cleanQuestion(q.Q)}
	o.tokens = tokens(o.text)
	used := make([]bool, len(o.tokens))
	spans := quoted(o.text)
	x.filters(o, used, spans)
	for _, s := range spans {
		var words []string
		for _, t := range o.tokens {
			if t.from >= s.from && t.to <= s.to {
				words = append(words, loose(t.written()))
			}
		}
		if len(words) > 1 && len(words) <= mostGroups && len(o.phrases) < mostPhrases {
			o.phrases = append(o.phrases, words)
		}
	}
	x.split(o, used, spans)
	x.mean(q.Portal, o)
	return o
}

// cleanQuestion makes one line of valid text without control characters and
// marks of direction.
func cleanQuestion(q string) string {
	if len(q) > longestQuestion {
		q = q[:longestQuestion]
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(q, " "), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u00ad' && r != '\u200b'
	}), " ")
}

// quoted finds the parts between quotation marks of any kind.
func quoted(text string) []span {
	var out []span
	open, at := -1, 0
	for _, r := range text {
		if strings.ContainsRune("\"„“”«»‟", r) {
			if open < 0 {
				open = at + 1
			} else {
				out, open = append(out, span{open, at}), -1
			}
		}
		at++
	}
	return out
}

func inside(t token, spans []span) bool {
	for _, s := range spans {
		if t.from >= s.from && t.to <= s.to {
			return true
		}
	}
	return false
}

// asks are the turns of phrase that ask for a filter, in the loose spelling.
var asks = func() map[string]string {
	out := map[string]string{}
	for kind, phrases := range map[string][]string{
		Today: {"heute", "i dag", "today"},
		Open: {
			"jetzt geöffnet", "jetzt offen", "jetzt auf", "gerade geöffnet", "gerade offen", "aktuell geöffnet", "noch offen", "noch geöffnet",
			"åben nu", "åbent nu", "nu åben", "nu åbent", "open now", "now open",
		},
		Near: {
			"in der nähe", "in meiner nähe", "in der umgebung", "in meiner umgebung", "um mich herum", "nähe",
			"i nærheden", "i nærheden af mig", "tæt på mig", "tæt på", "near me", "near by", "nearby", "close by", "around me",
		},
	} {
		for _, p := range phrases {
			out[phraseKey(p)] = kind
		}
	}
	return out
}()

// filters takes out what asks for a filter, and finds the municipality that
// is named.
func (x *Index) filters(o *question, used []bool, spans []span) {
	has := map[string]bool{}
	for i := 0; i < len(o.tokens) && i < 200; i++ {
		for n := min(longestPhrase, len(o.tokens)-i); n > 0; n-- {
			part := o.tokens[i : i+n]
			if inside(part[0], spans) {
				break
			}
			kind, ok := asks[keyOf(part)]
			if !ok || has[kind] {
				continue
			}
			has[kind] = true
			o.filters = append(o.filters, o.understood(kind, part))
			for j := range part {
				used[i+j] = true
			}
			i += n - 1
			break
		}
	}
	for i := 0; i < len(o.tokens) && i < 200 && o.town == ""; i++ {
		for n := min(3, len(o.tokens)-i); n > 0; n-- {
			part := o.tokens[i : i+n]
			key := keyOf(part)
			if used[i] || key == "" || x.towns[key] == "" || n == len(o.tokens) || inside(part[0], spans) {
				continue
			}
			o.town = key
			o.filters = append(o.filters, o.understood(Town, part))
			break
		}
	}
}

func keyOf(ts []token) string {
	words := make([]string, len(ts))
	for i, t := range ts {
		words[i] = loose(t.written())
	}
	return strings.Join(words, " ")
}

// understood is a filter with the question as it is without it.
func (o *question) understood(kind string, part []token) Understood {
	text := []rune(o.text)
	from, to := part[0].from, part[len(part)-1].to
	rest := strings.Join(strings.Fields(string(text[:from])+" "+string(text[to:])), " ")
	return Understood{Kind: kind, Text: string(text[from:to]), Rest: rest}
}

// split makes groups of the words that are left.
func (x *Index) split(o *question, used []bool, spans []span) {
	seen := map[string]bool{}
	lists := written()
	for i := 0; i < len(o.tokens) && len(o.groups) < mostGroups; i++ {
		t := o.tokens[i]
		key := loose(t.written())
		if used[i] || key == "" || seen[key] {
			continue
		}
		g := &group{token: t, text: t.written(), required: true, weight: 1}
		if all, n := phone(o.tokens, i); n > 0 {
			g.text = all
			var rest []map[string]float64
			for _, p := range o.tokens[i : i+n] {
				rest = append(rest, map[string]float64{p.text: 1})
			}
			if n > 1 {
				g.all = append(g.all, together{0.9, rest})
			}
			g.token.to = o.tokens[i+n-1].to
			i += n - 1
		}
		seen[key] = true
		switch {
		case inside(t, spans):
			g.exact = true
		case lists.function[key]:
			g.required, g.weight = false, functionWeight
		case lists.soft[key]:
			g.required, g.weight = false, softWeight
		}
		g.prefix = i == len(o.tokens)-1 && !inside(t, spans)
		o.groups = append(o.groups, g)
		if i > 0 && t.bare() && !o.tokens[i-1].number && len(o.groups) < mostGroups {
			o.groups = append(o.groups, house(o.tokens[i-1], t))
		}
	}
	o.settle()
}

// house is the group of a word and the number behind it, as in an address: who
// asks for number 20 of a street wants it before a number 20 elsewhere.
func house(street, number token) *group {
	return &group{token: number, text: number.text, weight: pairWeight, terms: map[string]float64{pair(street, number): 1}}
}

// The weights of words that need not be found.
const (
	functionWeight = 0.1
	softWeight     = 0.25
	pairWeight     = 0.5
)

// settle makes all words needed where none is and no filter stands for them:
// who types "der" alone wants texts with it.
func (o *question) settle() {
	for _, g := range o.groups {
		if g.required {
			return
		}
	}
	for _, f := range o.filters {
		if f.Kind != Town {
			return
		}
	}
	for _, g := range o.groups {
		g.required = len(g.terms) == 0
	}
}

const (
	prefixShare   = 0.5  // of a word that only begins as what was typed
	compoundShare = 0.75 // of what holds all parts of a compound
	synonymShare  = 0.65
	mendedShare   = 0.8 // of a word one edit away
	heldShare     = 0.5 // of a word that holds what was typed
	mostPrefixed  = 64
	mostSimilar   = 6
)

// mean finds by which terms each word is looked up.
func (x *Index) mean(portal string, o *question) {
	for _, g := range o.groups {
		if len(g.terms) > 0 {
			continue // an address
		}
		terms, compounds := x.analyser.queryForms(g.text)
		g.terms = terms
		for _, parts := range compounds {
			g.all = append(g.all, x.parts(portal, parts))
		}
		if g.prefix {
			x.continued(g, prefixShare)
		}
	}
	x.glued(o)
	x.alike(portal, o)
}

// parts are the parts of a compound, all of which must be found, or what means
// the same as one.
func (x *Index) parts(portal string, parts []string) together {
	all := together{share: compoundShare}
	for _, p := range parts {
		terms, _ := x.analyser.queryForms(p)
		for _, words := range x.synonyms.of(portal, []token{{text: p}}) {
			if len(words) > 1 {
				continue
			}
			same, _ := x.analyser.queryForms(words[0].written())
			for term, share := range same {
				terms[term] = max(terms[term], share*synonymShare)
			}
		}
		all.parts = append(all.parts, terms)
	}
	return all
}

// continued adds the words that begin as the word.
func (x *Index) continued(g *group, share float64) {
	word := loose(g.text)
	most := mostPrefixed
	if utf8.RuneCountInString(word) < 3 {
		most /= 2
	}
	for _, f := range x.words.prefixed(word, most, x.fresh().fresh.terms) {
		if f.word[0] == stemMark[0] || len(g.terms) > mostTerms {
			continue
		}
		near := share * (0.7 + 0.3*float64(len(word))/float64(len(f.word)))
		g.terms[f.word] = max(g.terms[f.word], near)
	}
}

// glued adds to neighbours the one word that they may make, in both orders and
// with the joints of compounds: Reeder Villa, Reedervilla; Halle Turnen.
func (x *Index) glued(o *question) {
	for i := 1; i < len(o.groups); i++ {
		a, b := o.groups[i-1], o.groups[i]
		if !a.required || !b.required || a.token.number || b.token.number {
			continue
		}
		for _, pair := range [][2]string{{a.text, b.text}, {b.text, a.text}} {
			for _, joint := range joints["de"] {
				terms := map[string]float64{loose(pair[0] + joint + pair[1]): glueShare}
				if joint == "" {
					terms[stemMark+stem("de", pair[0]+pair[1])] = glueShare
				}
				for term, share := range terms {
					a.terms[term] = max(a.terms[term], share)
					b.terms[term] = max(b.terms[term], share)
				}
			}
		}
	}
}

// alike adds what means the same. What means the same as several words stands
// for each of them.
func (x *Index) alike(portal string, o *question) {
	for i := range o.groups {
		for n := 1; n <= longestPhrase && i+n <= len(o.groups); n++ {
			part := make([]token, n)
			for j := range part {
				part[j] = o.groups[i+j].token
				part[j].text = o.groups[i+j].text
			}
			for _, words := range x.synonyms.of(portal, part) {
				for j := range part {
					x.addSynonym(o.groups[i+j], words, synonymShare)
				}
			}
		}
	}
}

func (x *Index) addSynonym(g *group, words []token, part float64) {
	if len(g.terms) > mostTerms || len(g.all) > mostGroups {
		return
	}
	if len(words) == 1 {
		terms, _ := x.analyser.queryForms(words[0].written())
		for term, share := range terms {
			g.terms[term] = max(g.terms[term], share*part)
		}
		return
	}
	all := together{share: part}
	for _, w := range words {
		if written().function[loose(w.text)] {
			continue
		}
		terms, _ := x.analyser.queryForms(w.written())
		all.parts = append(all.parts, terms)
	}
	g.all = append(g.all, all)
}

// mend adds what a word may have meant by a slip of the finger, and words that
// begin as it does. It tells whether there is anything new. While somebody types
// it is quick: compounds that nobody knows are not torn.
func (x *Index) mend(portal string, g *group, edits int, share float64, quick bool) bool {
	before := len(g.terms) + len(g.all)
	word := loose(g.text)
	if !g.prefix {
		x.continued(g, prefixShare)
	}
	if !quick {
		if all, ok := x.torn(g.text); ok {
			g.all = append(g.all, all)
		}
	}
	for _, f := range x.words.holding(word, mostPrefixed, x.fresh().fresh.terms) {
		g.terms[f.word] = max(g.terms[f.word], heldShare)
	}
	if edits = min(edits, mostEdits(word)); edits > 0 {
		for _, f := range x.words.similar(word, edits, mostSimilar, x.fresh().fresh.terms) {
			near := share * math.Pow(0.75, float64(f.edits-1))
			terms, compounds := x.analyser.queryForms(f.word)
			for term, s := range terms {
				g.terms[term] = max(g.terms[term], s*near)
			}
			for _, parts := range compounds[:min(len(compounds), 1)] {
				all := x.parts(portal, parts)
				all.share *= near
				g.all = append(g.all, all)
			}
			g.mended = append(g.mended, f)
		}
		for _, w := range x.synonyms.similar(word, edits) {
			g.mended = append(g.mended, found{word: w, edits: spell.Edits(w, word)})
			for _, words := range x.synonyms.of(portal, tokens(w)) {
				x.addSynonym(g, words, synonymShare*share)
			}
		}
	}
	return len(g.terms)+len(g.all) > before
}

// torn splits a compound that the lists and the vocabulary do not know at the
// place where both parts begin some word of the index.
func (x *Index) torn(word string) (together, bool) {
	w := bare(word)
	best, most := together{}, 0
	for i := shortestTorn; i <= len(w)-shortestTorn; i++ {
		if w[i]&0xC0 == 0x80 {
			continue
		}
		for _, joint := range joints["de"] {
			head, ok := strings.CutSuffix(w[:i], joint)
			if !ok || len(head) < shortestTorn {
				continue
			}
			a, b := x.known(head), x.known(w[i:])
			if n := min(a, b); n > 0 && len(head)*4+min(n, 3) > most {
				left, _ := x.analyser.queryForms(head)
				right, _ := x.analyser.queryForms(w[i:])
				best, most = together{share: tornShare, parts: []map[string]float64{left, right}}, len(head)*4+min(n, 3)
			}
		}
	}
	return best, most > 0
}

const (
	shortestTorn = 4
	tornShare    = 0.55
)

// known tells in how many documents a word of the stem stands, about.
func (x *Index) known(word string) int {
	s := stem("de", word)
	if len(s) < shortestTorn {
		return 0
	}
	n := 0
	from := x.words.from(s)
	for i := from; i < min(from+8, x.words.len()); i++ {
		if w := string(x.words.word(i)); !strings.HasPrefix(w, s) {
			break
		} else if stem("de", w) == s {
			n += int(x.words.count[i])
		}
	}
	fresh := x.fresh().fresh.terms
	return n + x.words.of(loose(word)) + fresh[loose(word)].size() + fresh[stemMark+s].size()
}
