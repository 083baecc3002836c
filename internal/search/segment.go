package search

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// A segment is the index of up to segmentSize documents, written once. Its
// terms stand in order in blocks; a term has the numbers of its documents
// inside the segment, as differences, and one byte of weight for each.

const (
	segmentSize = 16384
	blockSize   = 12 << 10 // bytes from which a block is full
)

// list is the postings of a term in a segment.
type list struct {
	n       int
	docs    []byte // differences as uvarints
	weights []byte // n of them
}

// inverted is a segment in the making, or the fresh documents in memory.
type inverted struct {
	terms map[string]*growing
	size  int // documents
}

type growing struct {
	list
	last uint32
}

// size is how many documents hold the term.
func (g *growing) size() int {
	if g == nil {
		return 0
	}
	return g.n
}

func newInverted() *inverted { return &inverted{terms: map[string]*growing{}} }

// add appends a document and gives its number in the segment.
func (v *inverted) add(impacts map[string]uint8) int {
	number := v.size
	v.size++
	for term, w := range impacts {
		g := v.terms[term]
		if g == nil {
			g = &growing{}
			v.terms[strings.Clone(term)] = g // not the text that it was cut from
		}
		step := uint64(uint32(number) - g.last)
		g.docs = binary.AppendUvarint(g.docs, step)
		g.weights = append(g.weights, w)
		g.last, g.n = uint32(number), g.n+1
	}
	return number
}

// block is a run of terms of a segment.
type block struct {
	first string
	data  []byte
}

// blocks writes the segment, and its terms with the number of their documents.
func (v *inverted) blocks() (out []block, dictionary []byte) {
	terms := make([]string, 0, len(v.terms))
	for t := range v.terms {
		terms = append(terms, t)
	}
	slices.Sort(terms)
	last, lastWord := "", ""
	for _, t := range terms {
		if n := len(out); n == 0 || len(out[n-1].data) >= blockSize {
			out, last = append(out, block{first: t}), ""
		}
		b, g := &out[len(out)-1], v.terms[t]
		b.data = appendTerm(b.data, last, t)
		b.data = binary.AppendUvarint(b.data, uint64(g.n))
		b.data = binary.AppendUvarint(b.data, uint64(len(g.docs)))
		b.data = append(append(b.data, g.docs...), g.weights...)
		last = t
		if t[0] != stemMark[0] {
			dictionary = appendTerm(dictionary, lastWord, t)
			dictionary = binary.AppendUvarint(dictionary, uint64(g.n))
			lastWord = t
		}
	}
	return out, dictionary
}

// find looks a term up in a block.
func find(data []byte, term string) (list, bool) {
	for r := (reader{data: data}); len(r.data) > 0; {
		r.term()
		n := r.uvarint()
		docs := r.take(r.uvarint())
		weights := r.take(n)
		if r.bad {
			return list{}, false
		}
		if order := r.is(term); order == 0 {
			return list{int(n), docs, weights}, true
		} else if order > 0 {
			return list{}, false
		}
	}
	return list{}, false
}

// locate gives the block of a segment that may hold a term, or -1.
func locate(firsts []string, term string) int {
	return sort.Search(len(firsts), func(i int) bool { return firsts[i] > term }) - 1
}

// raise writes the weight of each posting times the share, which is in 1/256,
// to the sheet; the documents of the segment stand there from base on.
func (l list) raise(to *sheet, base, size int, share uint32) {
	docs, d := l.docs, uint32(0)
	for i := 0; i < l.n && len(docs) > 0; i++ {
		step := uint32(docs[0])
		if step < 0x80 {
			docs = docs[1:]
		} else {
			long, n := binary.Uvarint(docs)
			if n <= 0 {
				return
			}
			step, docs = uint32(long), docs[n:]
		}
		if d += step; int(d) >= size {
			return
		}
		to.raise(int32(base)+int32(d), uint16(uint32(l.weights[i])*share>>4))
	}
}
