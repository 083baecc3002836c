package search

import (
	"bytes"
	"container/heap"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"sync"

	"umland/internal/spell"
)

// lexicon is all words of the packed documents, in order, as they are written
// (in the loose spelling). It answers beginnings and slips of the finger.
type lexicon struct {
	text  []byte
	ends  []uint32 // of the words in text
	count []uint32 // documents
	signs []uint64 // which letters a word holds, and its length
}

func (l *lexicon) len() int { return len(l.ends) }

func (l *lexicon) word(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.text[from:l.ends[i]]
}

// newLexicon merges the dictionaries of the segments.
func newLexicon(dictionaries [][]byte) (*lexicon, error) {
	l := &lexicon{}
	var h readers
	for _, d := range dictionaries {
		if r := (&reader{data: d}); len(d) > 0 {
			r.term()
			h = append(h, r)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		r := h[0]
		n := uint32(r.uvarint())
		if r.bad {
			return nil, errDamaged
		}
		if last := l.len() - 1; last >= 0 && bytes.Equal(l.word(last), r.last) {
			l.count[last] += n
		} else {
			l.add(r.last, n)
		}
		if len(r.data) == 0 {
			heap.Pop(&h)
			continue
		}
		r.term()
		heap.Fix(&h, 0)
	}
	return l, nil
}

func (l *lexicon) add(word []byte, n uint32) {
	l.text = append(l.text, word...)
	l.ends = append(l.ends, uint32(len(l.text)))
	l.count = append(l.count, n)
	l.signs = append(l.signs, sign(word))
}

// readers are dictionaries by the word where each is.
type readers []*reader

func (h readers) Len() int           { return len(h) }
func (h readers) Less(i, j int) bool { return bytes.Compare(h[i].last, h[j].last) < 0 }
func (h readers) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *readers) Push(v any)        { *h = append(*h, v.(*reader)) }
func (h *readers) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// sign has a bit for each letter of a word. Two words that are one edit apart
// differ in at most two bits.
func sign(word []byte) uint64 {
	var s uint64
	for _, c := range word {
		switch {
		case c >= 'a' && c <= 'z':
			s |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			s |= 1 << (26 + c - '0')
		default:
			s |= 1 << (36 + c%16)
		}
	}
	return s
}

// found is a word of the lexicon that was looked for.
type found struct {
	word  string
	count int
	edits int
}

// from is the place of the first word that is not before another.
func (l *lexicon) from(word string) int {
	return sort.Search(l.len(), func(i int) bool { return string(l.word(i)) >= word })
}

// of is in how many documents a word stands.
func (l *lexicon) of(word string) int {
	if i := l.from(word); i < l.len() && string(l.word(i)) == word {
		return int(l.count[i])
	}
	return 0
}

// prefixed gives the words that begin with a prefix and are longer, those of
// the most documents first.
func (l *lexicon) prefixed(prefix string, most int, fresh map[string]*growing) []found {
	from := l.from(prefix)
	counts := map[string]int{}
	var top []found
	for i := from; i < l.len() && bytes.HasPrefix(l.word(i), []byte(prefix)); i++ {
		if n := int(l.count[i]); len(top) < 4*most || n > 1 {
			top = append(top, found{word: string(l.word(i)), count: n})
		}
		if len(top) > 8*most {
			top = commonest(top, 2*most)
		}
	}
	for _, f := range top {
		counts[f.word] = f.count
	}
	for w, g := range fresh {
		if strings.HasPrefix(w, prefix) {
			counts[w] += g.n
		}
	}
	delete(counts, prefix)
	top = top[:0]
	for w, n := range counts {
		top = append(top, found{word: w, count: n})
	}
	return commonest(top, most)
}

// commonest keeps the words of the most documents, in a total order.
func commonest(words []found, most int) []found {
	slices.SortFunc(words, func(a, b found) int {
		switch {
		case a.edits != b.edits:
			return a.edits - b.edits
		case a.count != b.count:
			return b.count - a.count
		}
		return strings.Compare(a.word, b.word)
	})
	return words[:min(len(words), most)]
}

// mostEdits is how many slips a word may hold: one from four letters on, two
// from eight.
func mostEdits(word string) int {
	switch n := len([]rune(word)); {
	case n >= 8:
		return 2
	case n >= 4:
		return 1
	}
	return 0
}

// similar gives the words within so many edits of a word, the nearest first.
// The work is one look at the sign of each word.
func (l *lexicon) similar(word string, edits, most int, fresh map[string]*growing) []found {
	if edits == 0 || strings.ContainsAny(word[:1], "0123456789") {
		return nil
	}
	mine, apart := sign([]byte(word)), 2*edits
	counts := map[string]int{}
	try := func(w string, n int) {
		if abs(len(w)-len(word)) <= edits*2 && n > 0 {
			counts[w] += n
		}
	}
	for i, s := range l.signs {
		if bits.OnesCount64(s^mine) > apart {
			continue
		}
		if w := l.word(i); abs(len(w)-len(word)) <= edits && within(w, word, edits) {
			try(string(w), int(l.count[i]))
		}
	}
	for w, g := range fresh {
		if abs(len(w)-len(word)) <= edits && w[0] != stemMark[0] && within([]byte(w), word, edits) {
			try(w, g.n)
		}
	}
	var out []found
	for w, n := range counts {
		if d := spell.Edits(w, word); d > 0 && d <= edits && !(w[0] >= '0' && w[0] <= '9') {
			out = append(out, found{word: w, count: n, edits: d})
		}
	}
	return commonest(out, most)
}

const shortestHeld = 5 // letters

// holding gives the words that hold a shorter one and are longer, those of the
// most documents first.
func (l *lexicon) holding(part string, most int, fresh map[string]*growing) []found {
	if len(part) < shortestHeld {
		return nil
	}
	mine := sign([]byte(part))
	var out []found
	for i, s := range l.signs {
		if s&mine == mine && len(l.word(i)) > len(part) && bytes.Contains(l.word(i), []byte(part)) {
			if out = append(out, found{word: string(l.word(i)), count: int(l.count[i])}); len(out) > 8*most {
				out = commonest(out, most)
			}
		}
	}
	for w, g := range fresh {
		if w[0] != stemMark[0] && len(w) > len(part) && strings.Contains(w, part) && l.of(w) == 0 {
			out = append(out, found{word: w, count: g.n})
		}
	}
	return commonest(out, most)
}

func within(a []byte, b string, most int) bool {
	// A common beginning and end need no table; what is left decides quickly.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) <= most && len(b) <= most {
		return true
	}
	return spell.Edits(string(a), b) <= most
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// blockBytes bounds the blocks kept in memory.
const blockBytes = 48 << 20

// blockCache keeps the blocks used last. A block never changes, so it cannot
// be out of date.
type blockCache struct {
	mu   sync.Mutex
	most int
	size int
	data map[int64][]byte
	old  map[int64][]byte // the generation before: what is used comes back
}

func newBlockCache(most int) *blockCache {
	return &blockCache{most: most, data: map[int64][]byte{}, old: map[int64][]byte{}}
}

func (c *blockCache) get(id int64) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.data[id]; ok {
		return d, true
	}
	d, ok := c.old[id]
	if ok {
		c.keep(id, d)
	}
	return d, ok
}

func (c *blockCache) put(id int64, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(id, data)
}

func (c *blockCache) keep(id int64, data []byte) {
	if c.size+len(data) > c.most/2 {
		c.old, c.data, c.size = c.data, map[int64][]byte{}, 0
	}
	c.data[id] = data
	c.size += len(data)
}
