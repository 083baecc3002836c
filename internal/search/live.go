package search

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
)

// Changes tells which items have been saved; the numbers grow in the order in
// which saves can be seen.
type Changes interface {
	// LastChange is the number of the newest change.
	LastChange(ctx context.Context) (int64, error)
	// ItemsSince gives the items of the changes after a number, at most limit,
	// and the number of the last of them; the same number where there are none.
	ItemsSince(ctx context.Context, number int64, limit int) (items []string, last int64, err error)
	// OpenAt gives the items that are open at an instant.
	OpenAt(ctx context.Context, at time.Time) ([]string, error)
	// OnDay gives the items with a date on a local day.
	OnDay(ctx context.Context, day string) ([]string, error)
	// Around gives the metres to the items around a point.
	Around(ctx context.Context, lat, lon, metres float64) (map[string]float64, error)
}

// Index answers what visitors ask. Packed segments stay in the database; what
// it holds in memory are the heads of the documents, the words, the blocks
// used last and the documents saved since the last packing. Before each answer
// it takes up what has been saved.
type Index struct {
	db      *db.DB
	clock   clock.Clock
	changes Changes
	blocks  *blockCache
	boards  sync.Pool // of *board

	refreshing sync.Mutex   // one takes up changes at a time
	mu         sync.RWMutex // guards what follows
	state      state
	change     int64
	analyser   *analyser
	segments   []*segment // the last holds the fresh documents
	docs       []doc
	byID       map[int64]int32
	byItem     map[string][]int32
	names      interned // kinds, portals, sets of portals, towns
	words      *lexicon
	towns      map[string]string // as written, by the loose spelling
	alive      int
	synonyms   *thesaurus
}

// state is the row that says what the index is made of.
type state struct{ snapshot, version, synonyms, ready int64 }

// doc is the head of a document in memory.
type doc struct {
	id                  int64
	item                string
	kind, portal, shown uint32 // of names
	town                uint32
	day, until          int32 // days, 0 for none
	langs               uint8
	dead                bool
}

// segment is a part of the index with the place of its documents in docs.
type segment struct {
	id     int64
	base   int // of its documents in docs
	size   int
	firsts []string // terms with which its blocks begin
	ids    []int64  // of the blocks
	fresh  *inverted
}

// interned numbers the few different texts that many documents share.
type interned struct {
	texts   []string
	numbers map[string]uint32
}

func (n *interned) number(text string) uint32 {
	if i, ok := n.numbers[text]; ok {
		return i
	}
	if n.numbers == nil {
		n.numbers = map[string]uint32{}
	}
	i := uint32(len(n.texts))
	n.texts = append(n.texts, text)
	n.numbers[text] = i
	return i
}

// langBits are the languages that readers may have, as bits.
var langBits = map[string]uint8{"de": 1, "da": 2, "en": 4, "leicht": 8}

// New is an index over a migrated database.
func New(d *db.DB, c clock.Clock, changes Changes) *Index {
	return &Index{db: d, clock: c, changes: changes, blocks: newBlockCache(blockBytes)}
}

// manyChanges is how many changes are taken up one by one; after more of them
// all is read anew.
const manyChanges = 5000

// refresh takes up what has been saved since the last answer.
func (x *Index) refresh(ctx context.Context) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	for range 5 {
		now, err := x.readState(ctx)
		if err != nil {
			return err
		}
		if x.segments == nil || now.version != x.state.version || now.snapshot != x.state.snapshot {
			if err := x.load(ctx, now); err != nil {
				return err
			}
			continue // look whether it is still the newest
		}
		if now.synonyms != x.state.synonyms || x.synonyms == nil {
			if err := x.loadSynonyms(ctx, now); err != nil {
				return err
			}
		}
		x.mu.Lock()
		x.state = now
		x.mu.Unlock()
		return x.catchUp(ctx)
	}
	return nil // somebody packs all the time; what there is will do
}

func (x *Index) readState(ctx context.Context) (state, error) {
	return db.One(ctx, x.db, func(r db.Row) (state, error) {
		var s state
		return s, r.Scan(&s.snapshot, &s.version, &s.synonyms, &s.ready)
	}, `SELECT snapshot, version, synonyms, ready FROM search_state WHERE name = 'index'`)
}

// catchUp takes up the items that have been saved since.
func (x *Index) catchUp(ctx context.Context) error {
	last, err := x.changes.LastChange(ctx)
	if err != nil || last == x.change {
		return err
	}
	items, last, err := x.changes.ItemsSince(ctx, x.change, manyChanges)
	if err != nil {
		return err
	}
	if len(items) >= manyChanges {
		return x.load(ctx, x.state)
	}
	slices.Sort(items)
	for part := range slices.Chunk(slices.Compact(items), textsAtOnce) {
		if err := x.take(ctx, part); err != nil {
			return err
		}
	}
	x.mu.Lock()
	x.change = last
	x.mu.Unlock()
	return nil
}

// take reads some items anew.
func (x *Index) take(ctx context.Context, items []string) error {
	w := db.NewWhere(1)
	w.In(`d.item`, items)
	heads, err := db.All(ctx, x.db, scanHeader, `SELECT `+headerColumns+` FROM search_document d`+w.SQL()+` ORDER BY d.id`, w.Args()...)
	if err != nil {
		return err
	}
	var fresh []int64
	for _, h := range heads {
		if _, known := x.byID[h.id]; !known {
			fresh = append(fresh, h.id)
		}
	}
	bodies, err := texts(ctx, x.db, fresh)
	if err != nil {
		return err
	}
	impacts := make(map[int64]map[string]uint8, len(bodies))
	for id, fields := range bodies {
		impacts[id] = x.analyser.impacts(fields)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, item := range items {
		for _, i := range x.byItem[item] {
			x.bury(i)
		}
	}
	for _, h := range heads {
		i, known := x.byID[h.id]
		if !known {
			if impacts[h.id] == nil {
				continue // gone again
			}
			i = x.append(h)
			x.fresh().fresh.add(impacts[h.id])
			x.fresh().size++
		}
		x.revive(i, h)
	}
	return nil
}

// fresh is the segment of the documents that are not packed.
func (x *Index) fresh() *segment { return x.segments[len(x.segments)-1] }

func (x *Index) append(h header) int32 {
	i := int32(len(x.docs))
	x.docs = append(x.docs, doc{id: h.id, dead: true})
	x.byID[h.id] = i
	return i
}

// bury takes a document out of the answers.
func (x *Index) bury(i int32) {
	if !x.docs[i].dead {
		x.docs[i].dead = true
		x.alive--
	}
}

// revive brings the head of a document up to date.
func (x *Index) revive(i int32, h header) {
	d := &x.docs[i]
	if d.item == "" {
		if other := x.byItem[h.item]; len(other) > 0 {
			h.item = x.docs[other[0]].item // one copy of the text
		}
		d.item = h.item
		x.byItem[h.item] = append(x.byItem[h.item], i)
	}
	if d.dead {
		x.alive++
	}
	*d = doc{
		id: h.id, item: d.item, kind: x.names.number(h.kind), portal: x.names.number(h.portal), shown: x.names.number(h.shown),
		town: x.names.number(phraseKey(h.town)), day: dayNumber(h.day), until: dayNumber(h.until),
	}
	x.towns[x.names.texts[d.town]] = h.town
	for lang := range strings.FieldsSeq(h.langs) {
		d.langs |= langBits[lang]
	}
}

// dayNumber counts the days since 1970, 0 for none.
func dayNumber(day string) int32 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return int32(t.Unix() / 86400)
}

// phraseKey is a text in the loose spelling, word by word.
func phraseKey(text string) string {
	var out []string
	for _, t := range tokens(text) {
		out = append(out, loose(t.written()))
	}
	return strings.Join(out, " ")
}

// load reads the index from the start.
func (x *Index) load(ctx context.Context, now state) error {
	fresh := &Index{db: x.db, clock: x.clock, changes: x.changes, blocks: x.blocks, state: now, byID: map[int64]int32{}, byItem: map[string][]int32{}, towns: map[string]string{}}
	if err := fresh.read(ctx); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.state, x.change, x.analyser, x.segments, x.docs = fresh.state, fresh.change, fresh.analyser, fresh.segments, fresh.docs
	x.byID, x.byItem, x.names, x.words, x.towns, x.alive, x.synonyms = fresh.byID, fresh.byItem, fresh.names, fresh.words, fresh.towns, fresh.alive, fresh.synonyms
	return nil
}

func (x *Index) read(ctx context.Context) (err error) {
	if x.change, err = x.changes.LastChange(ctx); err != nil {
		return err
	}
	if x.analyser, err = x.readAnalyser(ctx, x.state.snapshot); err != nil {
		return err
	}
	if err := x.readSegments(ctx); err != nil {
		return err
	}
	x.segments = append(x.segments, &segment{base: len(x.docs), fresh: newInverted()})
	var items []string
	var last string
	err = db.Each(ctx, x.db, func(r db.Row) error {
		h, err := scanHeader(r)
		if err != nil {
			return err
		}
		if i, packed := x.byID[h.id]; packed {
			x.revive(i, h)
		} else if h.item != last {
			items, last = append(items, h.item), h.item
		}
		return nil
	}, `SELECT `+headerColumns+` FROM search_document d ORDER BY d.item, d.id`)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(items, textsAtOnce) {
		if err := x.take(ctx, part); err != nil {
			return err
		}
	}
	return x.loadSynonyms(ctx, x.state)
}

// readSegments reads which documents are packed, their words and where the
// blocks begin.
func (x *Index) readSegments(ctx context.Context) error {
	var dictionaries [][]byte
	err := db.Each(ctx, x.db, func(r db.Row) error {
		var id int64
		var documents, dictionary []byte
		if err := r.Scan(&id, &documents, &dictionary); err != nil {
			return err
		}
		s := &segment{id: id, base: len(x.docs)}
		for last := int64(0); len(documents) > 0; s.size++ {
			step, size := binary.Uvarint(documents)
			if size <= 0 {
				return errDamaged
			}
			documents = documents[size:]
			last += int64(step)
			x.append(header{id: last})
		}
		x.segments = append(x.segments, s)
		dictionaries = append(dictionaries, slices.Clone(dictionary))
		return nil
	}, `SELECT id, documents, dictionary FROM search_segment WHERE state = 'live' AND snapshot = $1 ORDER BY id`, x.state.snapshot)
	if err != nil {
		return err
	}
	for _, s := range x.segments {
		err := db.Each(ctx, x.db, func(r db.Row) error {
			var id int64
			var first []byte
			if err := r.Scan(&id, &first); err != nil {
				return err
			}
			s.ids, s.firsts = append(s.ids, id), append(s.firsts, string(first))
			return nil
		}, `SELECT id, first FROM search_block WHERE segment = $1 ORDER BY id`, s.id)
		if err != nil {
			return err
		}
	}
	x.words, err = newLexicon(dictionaries)
	return err
}

func (x *Index) readAnalyser(ctx context.Context, number int64) (*analyser, error) {
	v := Vocabulary{}
	data, err := db.One(ctx, x.db, func(r db.Row) ([]byte, error) {
		var b []byte
		err := r.Scan(&b)
		return slices.Clone(b), err
	}, `SELECT words FROM search_vocabulary WHERE number = $1`, number)
	if err == nil {
		v, err = unpackVocabulary(data)
	}
	if err != nil && err != db.ErrNone {
		return nil, err
	}
	return newAnalyser(v), nil
}
