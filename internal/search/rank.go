package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// ranked is a document with its score.
type ranked struct {
	doc   int32
	score float32
}

const (
	ownShare    = 1.15 // of a hit of the asked portal: before equal ones of others
	pastShare   = 0.45 // of an event that is over
	oldestShare = 0.8  // of an article of long ago
	ageing      = 400  // days in which an article comes near to that
	hereShare   = 1.2  // of a hit in the municipality that was named
)

// kindShares are what speaks for a kind: who types a name mostly wants the
// place or the service of that name, and not a text about it.
var kindShares = map[string]float32{"place": 1.12, "service": 1.12, "organisation": 1.02, "tour": 1.05}

// ranker puts hits in order.
type ranker struct {
	x      *Index
	own    uint32 // number of the asked portal
	event  uint32
	art    uint32
	today  int32
	total  float32 // score of a document that is nothing but the words
	town   uint32
	kinds  []float32          // what speaks for a kind, by its number
	metres map[string]float64 // to the reader
	keep   int
	heap   []ranked
}

// score is what the words give, from 0 to 1, times what speaks for the hit.
func (k *ranker) score(i int32, words float32) float32 {
	d := &k.x.docs[i]
	s := float64(1)
	if k.total > 0 {
		s = float64(words / k.total)
	}
	if d.portal == k.own {
		s *= ownShare
	}
	switch {
	case d.kind == k.event && d.until > 0 && d.until < k.today:
		s *= pastShare
	case d.kind == k.art && d.day > 0:
		s *= oldestShare + (1-oldestShare)*math.Exp(-float64(max(0, k.today-d.day))/ageing)
	}
	s *= float64(k.kinds[d.kind])
	if k.town != 0 && d.town == k.town {
		s *= hereShare
	}
	if k.metres != nil {
		s = s*0.001 + 1/(1+k.metres[d.item]/1000)
	}
	return float32(s)
}

// before is the order of hits; it is total, and the same however the documents
// came into the index.
func (k *ranker) before(a, b ranked) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	x, y := &k.x.docs[a.doc], &k.x.docs[b.doc]
	if (x.portal == k.own) != (y.portal == k.own) {
		if x.portal == k.own {
			return -1
		}
		return 1
	}
	if x.day != y.day {
		return cmp.Compare(y.day, x.day)
	}
	return strings.Compare(x.item, y.item)
}

// offer keeps a hit if it is among the best so far; the worst kept stands on
// top of the heap.
func (k *ranker) offer(r ranked) {
	if len(k.heap) < k.keep {
		k.heap = append(k.heap, r)
		for i := len(k.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if k.before(k.heap[i], k.heap[up]) <= 0 {
				break
			}
			k.heap[i], k.heap[up] = k.heap[up], k.heap[i]
			i = up
		}
		return
	}
	if k.keep == 0 || k.before(r, k.heap[0]) >= 0 {
		return
	}
	k.heap[0] = r
	for i := 0; ; {
		worst := i
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < len(k.heap) && k.before(k.heap[child], k.heap[worst]) > 0 {
				worst = child
			}
		}
		if worst == i {
			return
		}
		k.heap[i], k.heap[worst] = k.heap[worst], k.heap[i]
		i = worst
	}
}

// best gives what was kept, the best first.
func (k *ranker) best() []ranked {
	slices.SortFunc(k.heap, k.before)
	return k.heap
}

func containsWord(list, word string) bool { return strings.Contains(list, " "+word+" ") }
