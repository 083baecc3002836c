package search

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"umland/internal/fault"
)

// errStale is what a search gets whose blocks were packed anew meanwhile.
var errStale = errors.New("search: the index was packed meanwhile")

const (
	defaultSize = 20
	mostSize    = 100
	deepest     = 20_000 // hits that can be turned to
	nearMetres  = 10_000
	farMetres   = 60_000 // where nothing is near
	mostPhrased = 400    // hits whose text is read for a phrase
)

// Search gives a page of what fits a question, the best first. BadRequest
// where the language or the page does not exist; any question gets an answer.
func (x *Index) Search(ctx context.Context, q Request) (Answer, error) {
	for range 3 {
		s, err := x.begin(ctx, &q)
		if err != nil {
			return Answer{}, err
		}
		answer, err := s.answer(ctx)
		s.end()
		if !errors.Is(err, errStale) {
			return answer, err
		}
		x.forget()
	}
	return Answer{}, errStale
}

// forget lets the next refresh read everything anew.
func (x *Index) forget() {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.state.version = -1
}

// session is one search. It holds the index for reading until its end.
type session struct {
	x      *Index
	q      Request
	o      *question
	scope  scope
	board  *board
	need   uint16
	metres map[string]float64
	out    Answer
}

func (x *Index) begin(ctx context.Context, q *Request) (*session, error) {
	if langBits[q.Lang] == 0 {
		return nil, fault.New(fault.BadRequest, "search.bad_language")
	}
	if q.Size < 1 {
		q.Size = defaultSize
	}
	q.Size, q.Page = min(q.Size, mostSize), max(q.Page, 1)
	if q.Now.IsZero() {
		q.Now = x.clock.Now()
	}
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	s := &session{x: x, q: *q, scope: x.scope(*q), out: Answer{Kinds: map[string]int{}, Hits: []Hit{}}}
	s.o = x.ask(*q)
	s.board = x.board(len(s.o.groups))
	return s, nil
}

func (s *session) end() {
	s.x.boards.Put(s.board)
	s.x.mu.RUnlock()
}

// answer looks for all words, then for what they may have meant, then for as
// many as can be found together.
func (s *session) answer(ctx context.Context) (Answer, error) {
	s.out.Words = len(s.o.groups) > 0 || len(s.o.filters) > 0
	if !s.out.Words {
		return s.out, nil
	}
	if err := s.find(ctx); err != nil {
		return Answer{}, err
	}
	top, err := s.collect(ctx)
	if err != nil {
		return Answer{}, err
	}
	s.out.Filters = s.o.filters
	err = s.show(ctx, top)
	return s.out, err
}

// find fills the board and says which words must be held.
func (s *session) find(ctx context.Context) error {
	if err := s.narrow(ctx); err != nil {
		return err
	}
	groups := s.o.groups
	if err := s.x.tally(ctx, s.board, groups); err != nil {
		return err
	}
	s.need = required(groups)
	if s.need == 0 {
		return nil
	}
	best, held := s.x.richest(s.board, &s.scope, s.need)
	if best == s.need {
		return nil
	}
	rounds := 2
	if s.q.bare {
		rounds = 1 // somebody is still typing
	}
	// First what nothing holds is mended, then every word.
	for _, all := range []bool{false, true}[:rounds] {
		changed := false
		for i, g := range groups {
			if g.required && !g.exact && len(g.mended) == 0 && (all && best != 0 || held>>i&1 == 0) {
				changed = s.x.mend(s.q.Portal, g, 2, mendedShare, s.q.bare) || changed
			}
		}
		if !changed {
			continue
		}
		if err := s.x.tally(ctx, s.board, groups); err != nil {
			return err
		}
		if best, held = s.x.richest(s.board, &s.scope, s.need); best == s.need {
			return nil
		}
	}
	if best == 0 && s.unfilter() {
		best, _ = s.x.richest(s.board, &s.scope, s.need)
	}
	s.relax(best)
	return nil
}

// unfilter lets go of the filters of time and place, where nothing passes
// them; it tells whether there were any.
func (s *session) unfilter() bool {
	if len(s.scope.only) == 0 {
		return false
	}
	s.scope.only, s.metres = nil, nil
	s.o.filters = slices.DeleteFunc(s.o.filters, func(f Understood) bool {
		if f.Kind == Town || f.Missing {
			return false
		}
		s.out.Relaxed = append(s.out.Relaxed, f.Text)
		return true
	})
	return true
}

// relax lets go of the words that are not found together with the others.
func (s *session) relax(best uint16) {
	if best == 0 {
		return // nothing at all: it stays as it was asked
	}
	text := []rune(s.o.text)
	for i, g := range s.o.groups {
		if s.need>>i&1 == 1 && best>>i&1 == 0 {
			s.out.Relaxed = append(s.out.Relaxed, string(text[g.token.from:g.token.to]))
		}
	}
	s.need = best
}

// narrow asks for what the filters of the question let through.
func (s *session) narrow(ctx context.Context) error {
	for i := range s.o.filters {
		f := &s.o.filters[i]
		var items []string
		var err error
		switch f.Kind {
		case Today:
			items, err = s.x.changes.OnDay(ctx, s.q.Now.Format(time.DateOnly))
		case Open:
			items, err = s.x.changes.OpenAt(ctx, s.q.Now)
		case Near:
			if f.Missing = s.q.Near == nil; f.Missing {
				continue
			}
			for _, metres := range []float64{nearMetres, farMetres} {
				if s.metres, err = s.x.changes.Around(ctx, s.q.Near.Lat, s.q.Near.Lon, metres); err != nil || len(s.metres) > 0 {
					break
				}
			}
			for item := range s.metres {
				items = append(items, item)
			}
		default:
			continue
		}
		if err != nil {
			return err
		}
		only := make(map[string]bool, len(items))
		for _, item := range items {
			only[item] = true
		}
		s.scope.only = append(s.scope.only, only)
	}
	return nil
}

// ranker is made for the question.
func (s *session) ranker(keep int) *ranker {
	k := &ranker{x: s.x, keep: keep, metres: s.metres, today: dayNumber(s.q.Now.Format(time.DateOnly))}
	n := &s.x.names
	k.own, k.event, k.art = n.look(s.q.Portal), n.look("event"), n.look("article")
	k.kinds = make([]float32, len(n.texts))
	for i, text := range n.texts {
		if k.kinds[i] = kindShares[text]; k.kinds[i] == 0 {
			k.kinds[i] = 1
		}
	}
	if s.o.town != "" {
		k.town = n.look(s.o.town)
	}
	for i, idf := range s.board.idf {
		if s.need>>i&1 == 1 {
			k.total += idf * 4080
		}
	}
	return k
}

// collect counts the hits and gives those of the page.
func (s *session) collect(ctx context.Context) ([]ranked, error) {
	first := (s.q.Page - 1) * s.q.Size
	if first >= deepest || first < 0 {
		first = deepest
	}
	kinds := s.kinds()
	k := s.ranker(first + s.q.Size)
	if len(s.o.phrases) > 0 {
		k.keep = mostPhrased
	}
	counts := make([]int, len(s.x.names.texts))
	for i := range s.candidates() {
		if d := &s.x.docs[i]; s.board.mask[i]&s.need == s.need && s.scope.has(d) {
			counts[d.kind]++
			if kinds == nil || kinds[d.kind] {
				s.out.Total++
				k.offer(ranked{i, k.score(i, s.board.score[i])})
			}
		}
	}
	for kind, n := range counts {
		if n > 0 {
			s.out.Kinds[s.x.names.texts[kind]] = n
		}
	}
	top := k.best()
	if len(s.o.phrases) > 0 {
		var err error
		if top, err = s.phrased(ctx, top); err != nil {
			return nil, err
		}
	}
	if first >= len(top) {
		return nil, nil
	}
	return top[first:min(len(top), first+s.q.Size)], nil
}

// candidates are the documents that may hold all needed words: those that hold
// the rarest of them, or all where words were let go.
func (s *session) candidates() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if s.need != 0 && s.need == required(s.o.groups) {
			for _, i := range s.board.least {
				if !yield(i) {
					return
				}
			}
			return
		}
		for i := range s.x.docs {
			if !yield(int32(i)) {
				return
			}
		}
	}
}

func (s *session) kinds() map[uint32]bool {
	if len(s.q.Kinds) == 0 {
		return nil
	}
	kinds := map[uint32]bool{}
	for _, k := range s.q.Kinds {
		kinds[s.x.names.look(k)] = true
	}
	return kinds
}

// look gives the number of a text, or one that none has.
func (n *interned) look(text string) uint32 {
	if i, ok := n.numbers[text]; ok {
		return i
	}
	return 1<<32 - 1
}

// phrased keeps the hits whose text holds the phrases of the question; what
// was counted is what was kept.
func (s *session) phrased(ctx context.Context, top []ranked) ([]ranked, error) {
	ids := make([]int64, len(top))
	for i, r := range top {
		ids[i] = s.x.docs[r.doc].id
	}
	bodies, err := texts(ctx, s.x.db, ids)
	if err != nil {
		return nil, err
	}
	s.out.Total = 0
	clear(s.out.Kinds)
	kept := slices.DeleteFunc(top, func(r ranked) bool {
		if !holds(bodies[s.x.docs[r.doc].id], s.o.phrases) {
			return true
		}
		s.out.Total++
		s.out.Kinds[s.x.names.texts[s.x.docs[r.doc].kind]]++
		return false
	})
	return kept, nil
}

// holds tells whether each phrase stands in some field.
func holds(fields []Field, phrases [][]string) bool {
	var sums []string
	for _, f := range fields {
		sums = append(sums, " "+phraseKey(f.Text)+" ")
	}
	for _, p := range phrases {
		phrase := " " + strings.Join(p, " ") + " "
		if !slices.ContainsFunc(sums, func(text string) bool { return strings.Contains(text, phrase) }) {
			return false
		}
	}
	return true
}

// Match gives the items that hold all words of a question, the best first, at
// most limit, and whether the question held a word at all. Lists are narrowed
// by it: no word is left out of the question.
func (x *Index) Match(ctx context.Context, q Request, limit int) (items []string, asked bool, err error) {
	for range 3 {
		s, err := x.begin(ctx, &q)
		if err != nil {
			return nil, false, err
		}
		items, asked, err = s.match(ctx, limit)
		s.end()
		if !errors.Is(err, errStale) {
			return items, asked, err
		}
		x.forget()
	}
	return nil, false, errStale
}

func (s *session) match(ctx context.Context, limit int) ([]string, bool, error) {
	if len(s.o.groups) == 0 && len(s.o.filters) == 0 {
		return nil, false, nil
	}
	if err := s.find(ctx); err != nil {
		return nil, true, err
	}
	if len(s.out.Relaxed) > 0 {
		return []string{}, true, nil
	}
	s.q.Page, s.q.Size = 1, min(limit, deepest)
	top, err := s.collect(ctx)
	items := make([]string, len(top))
	for i, r := range top {
		items[i] = s.x.docs[r.doc].item
	}
	return items, true, err
}
