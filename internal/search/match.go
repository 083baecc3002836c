package search

import (
	"context"
	"math"
	"slices"

	"umland/internal/db"
)

// board is where the score of each document is added up.
type board struct {
	score []float32
	mask  []uint16 // which groups the document holds
	best  sheet    // of the group at hand
	all   sheet    // of words that must be found together
	one   sheet
	idf   []float32 // by group
	least []int32   // the documents that hold the rarest of the needed words
	any   bool      // least is set
}

// sheet is the best weight of each document, and which have one: most words
// stand in few documents, and only those are looked at.
type sheet struct {
	weight  []uint16
	touched []int32
}

func (s *sheet) raise(d int32, w uint16) {
	if old := s.weight[d]; w > old {
		if old == 0 {
			s.touched = append(s.touched, d)
		}
		s.weight[d] = w
	}
}

// clear takes all weights off.
func (s *sheet) clear() {
	for _, d := range s.touched {
		s.weight[d] = 0
	}
	s.touched = s.touched[:0]
}

// board gives a clean board for all documents.
func (x *Index) board(groups int) *board {
	b, _ := x.boards.Get().(*board)
	if b == nil || cap(b.score) < len(x.docs) {
		n := len(x.docs) + len(x.docs)/8
		b = &board{score: make([]float32, n), mask: make([]uint16, n)}
		for _, s := range []*sheet{&b.best, &b.all, &b.one} {
			s.weight = make([]uint16, n)
		}
	}
	n := len(x.docs)
	b.score, b.mask = b.score[:n], b.mask[:n]
	for _, s := range []*sheet{&b.best, &b.all, &b.one} {
		s.weight = s.weight[:cap(s.weight)]
		s.clear()
		s.weight = s.weight[:n]
	}
	clear(b.score)
	clear(b.mask)
	b.idf = make([]float32, groups)
	return b
}

// postings finds the lists of terms in all segments.
type postings struct {
	x     *Index
	data  map[int64][]byte
	found map[string][]list // by term, one per segment
}

// gather reads the blocks that hold the terms, those not in memory at once.
func (x *Index) gather(ctx context.Context, groups []*group) (*postings, error) {
	p := &postings{x: x, data: map[int64][]byte{}, found: map[string][]list{}}
	var missing []int64
	want := func(terms map[string]float64) {
		for term := range terms {
			for _, s := range x.segments {
				i := locate(s.firsts, term)
				if i < 0 {
					continue
				}
				if _, seen := p.data[s.ids[i]]; seen {
					continue
				}
				data, ok := x.blocks.get(s.ids[i])
				if p.data[s.ids[i]] = data; !ok {
					missing = append(missing, s.ids[i])
				}
			}
		}
	}
	for _, g := range groups {
		want(g.terms)
		for _, all := range g.all {
			for _, part := range all.parts {
				want(part)
			}
		}
	}
	slices.Sort(missing)
	return p, p.read(ctx, missing)
}

func (p *postings) read(ctx context.Context, missing []int64) error {
	got := 0
	err := byNumbers(missing, 64, func(marks string, args []any) error {
		return db.Each(ctx, p.x.db, func(r db.Row) error {
			var id int64
			var data []byte
			if err := r.Scan(&id, &data); err != nil {
				return err
			}
			got++
			p.data[id] = data
			p.x.blocks.put(id, data)
			return nil
		}, `SELECT id, data FROM search_block WHERE id IN `+marks, args...)
	})
	if err == nil && got != len(missing) {
		return errStale
	}
	return err
}

// raise writes the weight of each document that holds one of the terms.
func (p *postings) raise(to *sheet, terms map[string]float64) {
	for term, share := range terms {
		for i, l := range p.lists(term) {
			if l.n > 0 {
				s := p.x.segments[i]
				l.raise(to, s.base, s.len(), uint32(math.Round(share*256)))
			}
		}
	}
}

func (p *postings) lists(term string) []list {
	lists, ok := p.found[term]
	if !ok {
		lists = p.look(term)
		p.found[term] = lists
	}
	return lists
}

// any tells whether any document holds one of the terms.
func (p *postings) any(terms map[string]float64) bool {
	for term := range terms {
		for _, l := range p.lists(term) {
			if l.n > 0 {
				return true
			}
		}
	}
	return false
}

func (p *postings) look(term string) []list {
	lists := make([]list, len(p.x.segments))
	for i, s := range p.x.segments {
		if s.fresh != nil {
			if g := s.fresh.terms[term]; g != nil {
				lists[i] = g.list
			}
			continue
		}
		if at := locate(s.firsts, term); at >= 0 {
			lists[i], _ = find(p.data[s.ids[at]], term)
		}
	}
	return lists
}

func (s *segment) len() int {
	if s.fresh != nil {
		return s.fresh.size
	}
	return s.size
}

// add adds a group to the board.
func (b *board) add(p *postings, number int, g *group) {
	b.best.clear()
	p.raise(&b.best, g.terms)
	for _, t := range g.all {
		b.together(p, t)
	}
	if g.required && (!b.any || len(b.best.touched) < len(b.least)) {
		b.least, b.any = append(b.least[:0], b.best.touched...), true
	}
	if len(b.best.touched) == 0 {
		return
	}
	idf := float32(math.Log(1 + float64(len(b.mask))/float64(len(b.best.touched)+1)))
	b.idf[number] = idf
	bit := uint16(1) << number
	for _, d := range b.best.touched {
		b.score[d] += float32(b.best.weight[d]) * idf * g.weight
		b.mask[d] |= bit
	}
}

// together raises best where all of some words are found.
func (b *board) together(p *postings, t together) {
	for _, part := range t.parts {
		if !p.any(part) {
			return
		}
	}
	for i, part := range t.parts {
		if i == 0 {
			b.all.clear()
			p.raise(&b.all, part)
			continue
		}
		b.one.clear()
		p.raise(&b.one, part)
		for _, d := range b.all.touched {
			b.all.weight[d] = min(b.all.weight[d], b.one.weight[d])
		}
	}
	share := uint32(math.Round(t.share * 256))
	for _, d := range b.all.touched {
		if w := b.all.weight[d]; w > 0 {
			b.best.raise(d, uint16(uint32(w)*share>>8))
		}
	}
}

// tally scores all groups anew.
func (x *Index) tally(ctx context.Context, b *board, groups []*group) error {
	p, err := x.gather(ctx, groups)
	if err != nil {
		return err
	}
	clear(b.score)
	clear(b.mask)
	clear(b.idf)
	b.least, b.any = b.least[:0], false
	for i, g := range groups {
		b.add(p, i, g)
	}
	return nil
}

// scope says which documents a question may find.
type scope struct {
	lang  uint8
	shown []bool // by number of a set of portals; nil is the whole region
	only  []map[string]bool
}

func (x *Index) scope(q Request) scope {
	s := scope{lang: langBits[q.Lang]}
	if !q.Region {
		s.shown = make([]bool, len(x.names.texts))
		for i, text := range x.names.texts {
			s.shown[i] = containsWord(text, q.Portal)
		}
	}
	return s
}

func (s *scope) has(d *doc) bool {
	if d.dead || d.langs&s.lang == 0 || s.shown != nil && !s.shown[d.shown] {
		return false
	}
	for _, items := range s.only {
		if !items[d.item] {
			return false
		}
	}
	return true
}

// required are the bits of the groups that must be found.
func required(groups []*group) uint16 {
	var bits uint16
	for i, g := range groups {
		if g.required {
			bits |= 1 << i
		}
	}
	return bits
}

// richest finds the words that can be found together, where not all can: those
// that weigh most, and of equal ones those that more documents hold. The bits
// of all words that any document holds are the second result.
func (x *Index) richest(b *board, s *scope, need uint16) (best, any uint16) {
	for _, d := range b.least {
		if b.mask[d]&need == need && s.has(&x.docs[d]) {
			return need, need
		}
	}
	counts := make([]int, 1<<len(b.idf))
	for i := range x.docs {
		if m := b.mask[i] & need; m != 0 && s.has(&x.docs[i]) {
			counts[m]++
		}
	}
	var most float32
	for m, n := range counts {
		m := uint16(m)
		if n == 0 {
			continue
		}
		any |= m
		var weight float32
		for g, idf := range b.idf {
			if m>>g&1 == 1 {
				weight += idf
			}
		}
		if weight > most || weight == most && (n > counts[best] || n == counts[best] && m < best) {
			best, most = m, weight
		}
	}
	return best, any
}
