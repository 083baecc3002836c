package search

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"umland/internal/db"
)

// When the fresh documents are packed, and what is packed anew with them.
const (
	manyFresh    = 512
	smallSegment = segmentSize / 2 // documents alive
	blocksAtOnce = 40              // of an insert
	newWords     = 0.05            // share of new words from which the vocabulary is learned anew
	sweepAtOnce  = 200             // blocks of old segments, per transaction
)

// errTaken tells that another node has packed in the meantime.
var errTaken = errors.New("search: packed by another node")

// Tend does what keeps the index quick: it packs the documents that were saved
// since the last time, once there are many, and learns the vocabulary anew
// once a twentieth of the words is new to it. It is a job of every minute.
func (x *Index) Tend(ctx context.Context) error {
	if err := x.sweep(ctx); err != nil {
		return err
	}
	if err := x.refresh(ctx); err != nil {
		return err
	}
	if x.strange() >= newWords {
		return x.Learn(ctx)
	}
	ids, replaced := x.toPack()
	if len(ids) == 0 {
		return nil
	}
	err := x.pack(ctx, x.snapshot(), ids, replaced)
	if errors.Is(err, errTaken) {
		return nil
	}
	return err
}

// snapshot is what the index is made of at the moment, with its analyser.
func (x *Index) snapshot() snapshot {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return snapshot{number: x.state.snapshot, version: x.state.version, analyser: x.analyser}
}

type snapshot struct {
	number, version int64
	analyser        *analyser
}

// toPack gives the documents to be packed and the segments that they replace:
// the fresh ones, with those of segments that are small or half dead.
func (x *Index) toPack() (ids, replaced []int64) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	living := func(s *segment) []int64 {
		var out []int64
		for i := s.base; i < s.base+s.len(); i++ {
			if !x.docs[i].dead {
				out = append(out, x.docs[i].id)
			}
		}
		return out
	}
	last := len(x.segments) - 1
	due := x.segments[last].len() >= manyFresh
	small := map[int64][]int64{}
	for _, s := range x.segments[:last] {
		if alive := living(s); len(alive) < smallSegment {
			small[s.id] = alive
			due = due || len(alive) < s.size/2
		}
	}
	if !due {
		return nil, nil
	}
	ids = living(x.segments[last])
	for id, alive := range small {
		ids, replaced = append(ids, alive...), append(replaced, id)
	}
	slices.Sort(ids)
	return ids, replaced
}

// strange is the share of words that stand in several documents and that the
// vocabulary does not know, from 0 to 1.
func (x *Index) strange() float64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	all, strange := 0, 0
	look := func(word string, n int) {
		if n < rareWord || len(word) < 4 || word[0] == stemMark[0] || word[0] <= '9' {
			return
		}
		all++
		if _, ok := x.analyser.vocab[word]; !ok {
			strange++
		}
	}
	for i := range x.words.len() {
		look(string(x.words.word(i)), int(x.words.count[i]))
	}
	for w, g := range x.fresh().fresh.terms {
		look(w, g.n)
	}
	return float64(strange) / float64(max(all, fewWords))
}

// fewWords are so few that single new ones among them say nothing.
const fewWords = 400

// Learn learns the vocabulary from all texts, indexes them anew by it beside
// the index in use, and changes over at once. Where nothing is new it does
// nothing. It is a job of every night.
func (x *Index) Learn(ctx context.Context) error { return x.learn(ctx, false) }

// Rebuild makes the packed index anew from the texts, whether or not anything
// is new.
func (x *Index) Rebuild(ctx context.Context) error { return x.learn(ctx, true) }

func (x *Index) learn(ctx context.Context, anyway bool) error {
	state, err := x.readState(ctx)
	if err != nil {
		return err
	}
	now := snapshot{number: state.snapshot, version: state.version}
	if now.analyser, err = x.readAnalyser(ctx, now.number); err != nil {
		return err
	}
	ids, err := db.All(ctx, x.db, db.Int64, `SELECT id FROM search_document ORDER BY id`)
	if err != nil {
		return err
	}
	l := newLearner()
	for part := range slices.Chunk(ids, textsAtOnce) {
		bodies, err := texts(ctx, x.db, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			l.learn(bodies[id])
		}
	}
	words := l.vocabulary()
	if !anyway && words.same(now.analyser.vocab) {
		return nil
	}
	next := snapshot{number: now.number + 1, version: now.version, analyser: newAnalyser(words)}
	err = x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO search_vocabulary (number, words) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET words = excluded.words`, next.number, notNil(words.pack()))
		return err
	})
	if err != nil {
		return err
	}
	replaced, err := db.All(ctx, x.db, db.Int64, `SELECT id FROM search_segment WHERE state = 'live' ORDER BY id`)
	if err != nil {
		return err
	}
	if err = x.pack(ctx, next, ids, replaced); errors.Is(err, errTaken) {
		return nil
	}
	return err
}

// same tells whether two vocabularies know the same words as often.
func (v Vocabulary) same(other Vocabulary) bool {
	if len(v) != len(other) {
		return false
	}
	for w, n := range v {
		if m, ok := other[w]; !ok || m != n {
			return false
		}
	}
	return true
}

// pack writes the documents as new segments, then puts these in the place of
// others at once.
func (x *Index) pack(ctx context.Context, now snapshot, ids, replaced []int64) error {
	var made []int64
	for part := range slices.Chunk(ids, segmentSize) {
		id, err := x.write(ctx, now, part)
		if err != nil {
			return err
		}
		made = append(made, id)
	}
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE search_state SET version = version + 1, snapshot = $1 WHERE name = 'index' AND version = $2`, now.number, now.version)
		if err == nil && n == 0 {
			err = errTaken // what was written is swept later
		}
		if err != nil {
			return err
		}
		for _, id := range replaced {
			if _, err := tx.Exec(ctx, `UPDATE search_segment SET state = 'old' WHERE id = $1`, id); err != nil {
				return err
			}
		}
		for _, id := range made {
			if _, err := tx.Exec(ctx, `UPDATE search_segment SET state = 'live' WHERE id = $1`, id); err != nil {
				return err
			}
		}
		// What a packing that was broken off has left; one that still goes on
		// comes too late by now.
		if _, err := tx.Exec(ctx, `UPDATE search_segment SET state = 'old' WHERE state = 'new'`); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM search_vocabulary WHERE number < $1`, now.number)
		return err
	})
}

// write makes a segment of some documents and stores it, not yet in use.
func (x *Index) write(ctx context.Context, now snapshot, ids []int64) (int64, error) {
	v := newInverted()
	var documents []byte
	last := int64(0)
	for part := range slices.Chunk(ids, textsAtOnce) {
		bodies, err := texts(ctx, x.db, part)
		if err != nil {
			return 0, err
		}
		for _, id := range part {
			fields, ok := bodies[id]
			if !ok {
				continue // taken out meanwhile
			}
			v.add(now.analyser.impacts(fields))
			documents = binary.AppendUvarint(documents, uint64(id-last))
			last = id
		}
	}
	blocks, dictionary := v.blocks()
	var segment int64
	err := x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		segment, err = db.One(ctx, tx, db.Int64, `INSERT INTO search_segment (snapshot, state, documents, dictionary) VALUES ($1, 'new', $2, $3) RETURNING id`,
			now.number, notNil(documents), notNil(dictionary))
		return err
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(blocks, blocksAtOnce) {
		err := x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, b := range part {
				if _, err := tx.Exec(ctx, `INSERT INTO search_block (segment, first, data) VALUES ($1, $2, $3)`, segment, []byte(b.first), b.data); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return segment, nil
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// sweep removes the segments that are not in use any more, a few blocks at a
// time. Those that were replaced since the last sweep are left for the next
// one: a search may still be reading them.
func (x *Index) sweep(ctx context.Context) error {
	gone, err := db.All(ctx, x.db, db.Int64, `SELECT id FROM search_segment WHERE state = 'swept' ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range gone {
		for {
			var n int64
			err := x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = tx.Exec(ctx, `DELETE FROM search_block WHERE id IN (SELECT id FROM search_block WHERE segment = $1 ORDER BY id LIMIT $2)`, id, sweepAtOnce)
				if err == nil && n == 0 {
					_, err = tx.Exec(ctx, `DELETE FROM search_segment WHERE id = $1`, id)
				}
				return err
			})
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE search_segment SET state = 'swept' WHERE state = 'old'`)
		return err
	})
}

// Ready tells whether the index holds all items. It does not where an older
// installation has just been brought up to date: each item must be listed anew
// then, and TookOver called.
func (x *Index) Ready(ctx context.Context) (bool, error) {
	s, err := x.readState(ctx)
	return s.ready == 1, err
}

// TookOver tells that all items have been listed anew.
func (x *Index) TookOver(ctx context.Context) error {
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE search_state SET ready = 1 WHERE name = 'index'`)
		return err
	})
}
