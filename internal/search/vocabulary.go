package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// Vocabulary tells in how many documents a word stands, by the loose spelling
// of the word. The splitter weighs compounds by it. A vocabulary is a snapshot:
// it does not change; the job makes a new one.
type Vocabulary map[string]int

const (
	rareWord  = 3       // documents in which a word must stand to be learned
	mostWords = 300_000 // of a snapshot
)

// learner counts words document by document.
type learner struct {
	count map[string]int
	loose map[string]string // of words as written
	seen  map[string]bool   // in the document at hand
}

func newLearner() *learner {
	return &learner{count: map[string]int{}, loose: map[string]string{}, seen: map[string]bool{}}
}

// learn takes the words of a document in.
func (l *learner) learn(fields []Field) {
	clear(l.seen)
	for _, f := range fields {
		for _, t := range tokens(f.Text) {
			if t.number || l.seen[t.text] {
				continue
			}
			l.seen[t.text] = true
			w, ok := l.loose[t.text]
			if !ok {
				if len(l.loose) > mostForms {
					clear(l.loose)
				}
				w = loose(t.text)
				l.loose[strings.Clone(t.text)] = w
			}
			// Two spellings in one document count as one word.
			if len(w) > 3 && (w == t.text || !l.seen[w]) {
				l.seen[w] = true
				l.count[w]++
			}
		}
	}
}

// vocabulary is what was learned, without rare words.
func (l *learner) vocabulary() Vocabulary {
	v := Vocabulary{}
	for w, n := range l.count {
		if n >= rareWord {
			v[w] = n
		}
	}
	if len(v) > mostWords {
		words := v.words()
		slices.SortStableFunc(words, func(a, b string) int { return v[b] - v[a] })
		for _, w := range words[mostWords:] {
			delete(v, w)
		}
	}
	return v
}

func (v Vocabulary) words() []string {
	words := make([]string, 0, len(v))
	for w := range v {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}

// pack writes the vocabulary in one piece, the same for the same words.
func (v Vocabulary) pack() []byte {
	var b []byte
	last := ""
	for _, w := range v.words() {
		b = appendTerm(b, last, w)
		b = binary.AppendUvarint(b, uint64(v[w]))
		last = w
	}
	return b
}

var errDamaged = errors.New("search: the index is damaged; umland check --repair builds it anew")

func unpackVocabulary(data []byte) (Vocabulary, error) {
	v := Vocabulary{}
	for r := (reader{data: data}); len(r.data) > 0; {
		r.term()
		n := int(r.uvarint())
		if r.bad {
			return nil, errDamaged
		}
		v[string(r.last)] = n
	}
	return v, nil
}

// appendTerm writes a term by what it shares with the one before.
func appendTerm(b []byte, last, term string) []byte {
	shared := 0
	for shared < len(last) && shared < len(term) && last[shared] == term[shared] {
		shared++
	}
	b = binary.AppendUvarint(b, uint64(shared))
	b = binary.AppendUvarint(b, uint64(len(term)-shared))
	return append(b, term[shared:]...)
}

// reader reads what was packed. It never reads beyond the data: bad tells that
// the data ended too early.
type reader struct {
	data []byte
	last []byte // the term read last
	bad  bool
}

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.bad, r.data = true, nil
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.bad, r.data = true, nil
		return nil
	}
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken
}

// term reads the next term into last.
func (r *reader) term() {
	shared := r.uvarint()
	suffix := r.take(r.uvarint())
	if shared > uint64(len(r.last)) {
		r.bad, r.data = true, nil
		return
	}
	r.last = append(r.last[:shared], suffix...)
}

func (r *reader) is(term string) int { return bytes.Compare(r.last, []byte(term)) }
