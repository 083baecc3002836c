package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/testkit"
)

// dump writes what is packed: each document's item with its terms.
func (w *world) dump() string {
	w.Helper()
	ctx := w.Context()
	w.must(w.x.refresh(ctx))
	terms := map[string][]string{}
	for _, s := range w.x.segments {
		if s.fresh != nil {
			for term, g := range s.fresh.terms {
				w.postings(terms, s, term, g.list)
			}
		}
		for _, id := range s.ids {
			data, err := db.One(ctx, w.d, func(r db.Row) ([]byte, error) {
				var b []byte
				return b, r.Scan(&b)
			}, `SELECT data FROM search_block WHERE id = $1`, id)
			w.must(err)
			for r := (reader{data: data}); len(r.data) > 0; {
				r.term()
				n := r.uvarint()
				l := list{int(n), r.take(r.uvarint()), nil}
				l.weights = r.take(n)
				if r.bad {
					w.Fatal("a block is damaged")
				}
				w.postings(terms, s, string(r.last), l)
			}
		}
	}
	var out []string
	for item, list := range terms {
		slices.Sort(list)
		out = append(out, item+": "+strings.Join(list, " "))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func (w *world) postings(terms map[string][]string, s *segment, term string, l list) {
	best := sheet{weight: make([]uint16, s.len())}
	l.raise(&best, 0, s.len(), 256)
	for i, weight := range best.weight {
		if d := w.x.docs[s.base+i]; weight > 0 && !d.dead {
			terms[d.item] = append(terms[d.item], fmt.Sprintf("%s=%d", term, weight>>4))
		}
	}
}

var someTexts = []string{
	"Müllabfuhr im Advent", "Wochenmarkt am Südermarkt", "Der Wochenmarkt zieht um", "Schwimmkurse für Kinder", "Das Hallenbad ist geschlossen",
	"Weihnachtsmarkt in Handewitt", "Sperrung der Hauptstraße", "Neue Fahrräder für die Bücherei", "Fahrradverleih am Bahnhof",
}

// Whatever the order in which the same documents are saved, the index is the
// same once it has been learned.
func TestOrderDoesNotMatter(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		var first string
		for round := range 3 {
			w := newWorld(t, d)
			order := rand.New(rand.NewPCG(uint64(round), 1)).Perm(60)
			for _, n := range order {
				w.put(fmt.Sprintf("item-%02d", n), someTexts[n%9], someTexts[n*7%9]+" "+someTexts[n*5%9])
			}
			if round == 1 { // saved twice, in between packed
				w.must(w.x.Learn(t.Context()))
				for _, n := range order[:20] {
					w.put(fmt.Sprintf("item-%02d", n), "vorher", "anders")
					w.put(fmt.Sprintf("item-%02d", n), someTexts[n%9], someTexts[n*7%9]+" "+someTexts[n*5%9])
				}
			}
			w.must(w.x.Rebuild(t.Context()))
			got := w.dump()
			if first == "" {
				first = got
			}
			if got != first || strings.Count(got, "\n") != 59 {
				t.Fatalf("round %d differs:\n%s\nfirst\n%s", round, got, first)
			}
			w.must(d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `DELETE FROM search_document`)
				return err
			}))
		}
	})
}

// What is packed answers as what is fresh, and both engines answer the same.
func TestPackedAnswersAsFresh(t *testing.T) {
	c := readCorpus(t)
	questions := append(c.questions(60), commonQuestions...)
	var answers []string
	engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for n := range 250 {
			item, about, doc := c.document(n)
			w.save(item, about, doc)
		}
		all := func() string {
			var b strings.Builder
			for _, q := range questions {
				a := w.ask(q)
				fmt.Fprintf(&b, "%s: %d %v %s %q %q\n", q, a.Total, a.Kinds, a.items(), a.Corrected, a.Relaxed)
			}
			return b.String()
		}
		fresh := all()
		ids, err := db.All(t.Context(), d, db.Int64, `SELECT id FROM search_document ORDER BY id`)
		w.must(err)
		w.must(w.x.pack(t.Context(), w.x.snapshot(), ids, nil))
		if packed := all(); packed != fresh {
			t.Errorf("packed:\n%s", difference(fresh, packed))
		}
		if w.fresh() != 0 {
			t.Errorf("%d are fresh after the packing", w.fresh())
		}
		w.must(w.x.Learn(t.Context()))
		answers = append(answers, all())
		other := newWorld(t, d) // another node
		other.items = w.items
		for _, q := range questions[:20] {
			if a, b := w.ask(q), other.ask(q); a.items() != b.items() {
				t.Errorf("%q: another node answers %s, not %s", q, b.items(), a.items())
			}
		}
	})
	if len(answers) == 2 && answers[0] != answers[1] {
		t.Errorf("the engines differ:\n%s", difference(answers[0], answers[1]))
	}
}

func (w *world) fresh() int { w.ask("x"); return w.x.fresh().len() }

func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "length"
}

func TestTendPacksLearnsAndSweeps(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		count := func(table string) int {
			t.Helper()
			n, err := db.One(t.Context(), d, db.Int, `SELECT COUNT(*) FROM `+table)
			w.must(err)
			return n
		}
		save := func(from, to int, more string) {
			w.must(d.Write(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				for n := from; n < to; n++ {
					item := fmt.Sprintf("item-%03d", n)
					doc := Document{Langs: everyone, Fields: []Field{{someTexts[n%9] + more, 12, "de", Title}}}
					if err := Put(ctx, tx, item, About{Kind: "place", Portal: "handewitt", Shown: []string{"handewitt"}}, []Document{doc}); err != nil {
						return err
					}
					w.items = append(w.items, item)
				}
				return nil
			}))
		}
		save(0, 9, "")
		w.must(w.x.Tend(t.Context()))
		if count("search_segment") != 0 {
			t.Error("a few documents are packed")
		}
		save(9, 600, "")
		w.must(w.x.Tend(t.Context()))
		if w.fresh() != 0 || count("search_vocabulary") != 0 {
			t.Errorf("%d fresh, %d vocabularies", w.fresh(), count("search_vocabulary"))
		}
		w.must(w.x.Learn(t.Context()))
		w.must(w.x.Learn(t.Context())) // nothing new
		state, err := w.x.readState(t.Context())
		w.must(err)
		if w.fresh() != 0 || state.snapshot != 1 || count("search_vocabulary") != 1 {
			t.Errorf("%d fresh, snapshot %d", w.fresh(), state.snapshot)
		}
		save(0, 600, "") // nothing new: nothing becomes fresh
		if w.fresh() != 0 {
			t.Errorf("%d fresh after saving the same", w.fresh())
		}
		save(0, 550, " geändert") // the old ones are taken out
		before := w.ask("geändert")
		for range 3 { // packed, then swept
			w.must(w.x.Tend(t.Context()))
		}
		after := w.ask("geändert")
		if after.items() != before.items() || after.Total != 550 || w.fresh() != 0 {
			t.Errorf("%d before, %d after, %d fresh", before.Total, after.Total, w.fresh())
		}
		if n := count("search_segment"); n != 1 {
			t.Errorf("%d segments are left", n)
		}
	})
}

func TestRanking(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		day := func(day, until string) func(*About, *Document) {
			return func(a *About, _ *Document) { a.Day, a.Until = day, until }
		}
		w.put("text", "Ganz anderes", "Hier geht es um den Stadtpark und mehr")
		w.put("title", "Stadtpark", "Grün")
		w.finds("stadtpark", "title text")
		w.put("e-past", "Fest", "Musik", kind("event"), day("", "2026-11-20"))
		w.put("e-next", "Fest", "Musik", kind("event"), day("", "2026-12-20"))
		w.finds("fest", "e-next e-past")
		w.put("a-old", "Umbau", "Text", kind("article"), day("2021-01-01", ""))
		w.put("a-new", "Umbau", "Text", kind("article"), day("2026-11-20", ""))
		w.finds("umbau", "a-new a-old")
		w.put("n-there", "Laden", "Brot", of("harrislee"))
		w.put("n-here", "Laden", "Brot")
		w.finds("laden", "n-here n-there")
		w.finds("laden", "n-there n-here", func(r *Request) { r.Portal = "harrislee" })
		w.finds("laden", "n-here", func(r *Request) { r.Region = false })
		w.put("shared", "Mühle", "", of("harrislee", "handewitt"))
		w.finds("mühle", "shared", func(r *Request) { r.Region = false })
		w.finds("mühle", "", func(r *Request) { r.Region, r.Portal = false, "aabenraa" })
		w.put("exact", "Bücher", "")
		w.put("form", "Buch", "")
		w.finds("Bücher", "exact form")
		if a := w.ask("fest", func(r *Request) { r.Kinds = []string{"article"} }); a.Total != 0 || a.Kinds["event"] != 2 {
			t.Errorf("another kind: %+v", a)
		}
		if a := w.ask("fest", func(r *Request) { r.Size, r.Page = 1, 2 }); a.Total != 2 || a.items() != "e-past" {
			t.Errorf("second page: %+v", a)
		}
	})
}

func TestFiltersAreUnderstood(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.must(w.d.Migrate(t.Context(), Schema))
	town := func(name string) func(*About, *Document) {
		return func(a *About, d *Document) {
			a.Town = name
			d.Fields = append(d.Fields, Field{name, 4, "de", Other})
		}
	}
	w.put("a", "Apotheke", "eins", town("Handewitt"))
	w.put("b", "Apotheke", "zwei", town("Harrislee"))
	w.put("c", "Konzert", "drei", kind("event"), town("Harrislee"))
	w.open, w.today, w.away = []string{"b"}, []string{"c"}, map[string]float64{"a": 300, "b": 100, "c": 90_000}
	one := func(q, kind, text, rest, want string, change ...func(*Request)) {
		t.Helper()
		a := w.finds(q, want, change...)
		if len(a.Filters) != 1 || a.Filters[0].Kind != kind || a.Filters[0].Text != text || a.Filters[0].Rest != rest {
			t.Errorf("%q is understood as %+v", q, a.Filters)
		}
	}
	one("Apotheke jetzt geöffnet", Open, "jetzt geöffnet", "Apotheke", "b")
	one("open now apotheke", Open, "open now", "apotheke", "b")
	one("heute Konzert", Today, "heute", "Konzert", "c")
	one("Konzert i dag", Today, "i dag", "Konzert", "c")
	one("heute", Today, "heute", "", "c")
	one("Apotheke in Harrislee", Town, "Harrislee", "Apotheke in", "b")
	one("Apotheke in der Nähe", Near, "in der Nähe", "Apotheke", "b a", w.near(54.7, 9.3))
	one("in der Nähe", Near, "in der Nähe", "", "b a", w.near(54.7, 9.3))
	if a := w.ask("Apotheke in der Nähe"); a.Total != 2 || len(a.Filters) != 1 || !a.Filters[0].Missing {
		t.Errorf("nobody knows where: %+v", a)
	}
	if a := w.ask("Harrislee"); len(a.Filters) != 0 || a.Total != 2 {
		t.Errorf("the town alone: %+v", a)
	}
	if a := w.ask("Apotheke heute"); a.Total != 2 || len(a.Filters) != 0 || fmt.Sprint(a.Relaxed) != "[heute]" {
		t.Errorf("nothing on that day: %+v", a)
	}
	if a := w.ask(`"heute"`); len(a.Filters) != 0 {
		t.Errorf("quoted: %+v", a.Filters)
	}
}

func TestSynonymsAreSearched(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.must(w.d.Migrate(t.Context(), Schema))
	w.put("h", "Wichtelhaus", "")
	w.put("z", "Haus der Zukunft und Begegnung", "", of("harrislee"))
	w.finds("Knusperbude", "")
	w.must(w.x.SaveSynonym(t.Context(), &Synonym{Portal: "handewitt", Lang: "de", Words: []string{"Knusperbude", "Wichtelhaus", "Haus der Zukunft"}}))
	w.finds("Knusperbude", "h z")
	w.finds("knusperbuden", "h z")
	w.finds("Haus der Zukunft", "z h")
	w.finds("Knusperbud", "h z")
	w.finds("Knusperbude", "", func(r *Request) { r.Portal = "harrislee" })
	w.put("b", "Bücherei", "")
	w.finds("bibliotek", "b")
	w.finds("library", "b")
}

func TestSnippetsMarkWhatWasFound(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.must(w.d.Migrate(t.Context(), Schema))
	w.put("lang", "Öffnung des Bürgerhauses", strings.Repeat("Füllwort steht hier. ", 30)+"Die Straßenbeleuchtung 😀 wird erneuert, sagt die Gemeinde. "+strings.Repeat("Noch mehr Text. ", 30))
	cut := func(text string, marks [][2]int) string {
		var out []string
		for _, m := range marks {
			out = append(out, string([]rune(text)[m[0]:m[1]]))
		}
		return strings.Join(out, "|")
	}
	for q, want := range map[string]string{
		"beleuchtung": "Straßenbeleuchtung", "gemeinden erneuert": "erneuert|Gemeinde", "bürgerhaus": "", "erneu": "erneuert", "Strassenbeleuchtug": "Straßenbeleuchtung",
	} {
		a := w.ask(q)
		if len(a.Hits) != 1 || cut(a.Hits[0].Snippet, a.Hits[0].Matched) != want {
			t.Errorf("%q: %+v", q, a.Hits)
			continue
		}
		if n := len([]rune(a.Hits[0].Snippet)); n > snippetLength+4 || n < 50 {
			t.Errorf("%q: the snippet has %d signs", q, n)
		}
	}
	h := w.ask("bürgerhaus öffnung").Hits[0]
	if got := cut(h.Title, h.TitleMatched); got != "Öffnung|Bürgerhauses" {
		t.Errorf("in the title: %s", got)
	}
}

func TestSuggestions(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.must(w.d.Migrate(t.Context(), Schema))
	w.put("a", "Müllabfuhr in Handewitt", "")
	w.put("b", "Müllabfuhr Termine", "", of("harrislee"))
	texts := func(typed string) string {
		t.Helper()
		list, err := w.x.Suggest(t.Context(), "handewitt", "de", typed, 7)
		w.must(err)
		var out []string
		for _, s := range list {
			out = append(out, s.Text)
		}
		return strings.Join(out, "|")
	}
	for typed, want := range map[string]string{
		"Müllab": "Müllabfuhr|Müllabfuhr Termine|Müllabfuhr in Handewitt", "muellabfuhr hand": "muellabfuhr Handewitt|Müllabfuhr in Handewitt", "xyzxyz": "", "": "",
		strings.Repeat("x", 1000): "",
	} {
		got := strings.Split(texts(typed), "|")
		wanted := strings.Split(want, "|")
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%q: %q, want %q", typed, got, wanted)
		}
	}
}

// Nothing that is typed makes the search fail or work for long.
func TestAnyQuestionIsAnswered(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := readCorpus(t)
		for n := range 100 {
			item, about, doc := c.document(n)
			w.save(item, about, doc)
		}
		var many []string
		for i := range 500 {
			many = append(many, fmt.Sprintf("wort%c%d", 'a'+i%26, i))
		}
		for _, q := range []string{
			strings.Repeat("a", 10<<10), strings.Repeat("ä ", 5<<10), strings.Repeat("haus ", 2<<10), strings.Join(many, " "), strings.Join(strings.Fields(strings.Repeat("haus der und ", 200)), " "),
			`"`, `"""`, `"haus`, `*`, `haus*`, `NEAR(haus, 5)`, `title:haus`, `haus & hof | !x`, `\`, `\x00`, "haus\x00hof", "\x01\x02\x1f", "\u202ehaus\u202c", "\u200fhaus", "😀", "👨‍👩‍👧‍👦 haus",
			"\xff\xfe", "' OR 1=1 --", "%_%", "$1 $2", "?", "{{", "<script>", "-haus", "+haus", "(haus", "haus)", "a AND b OR NOT c", "\ufeffhaus", strings.Repeat("\"", 999), strings.Repeat("\"haus hof\" ", 99),
			strings.Repeat("0", 5000), strings.Repeat("0461 ", 400), "İstanbul ǅ ﬀ", strings.Repeat("e\u0301", 3000), "~buch", "~", "\u00ad", strings.Repeat("donaudampfschifffahrt", 400),
			"heute heute heute in der nähe in der nähe jetzt offen jetzt offen", "\x1e\x1f",
		} {
			began := time.Now()
			w.ask(q)
			if span := time.Since(began); span > 10*time.Second {
				t.Errorf("%.40q took %v", q, span)
			}
			if _, err := w.x.Suggest(t.Context(), "handewitt", "de", q, 7); err != nil {
				t.Errorf("%.40q: %v", q, err)
			}
			if _, _, err := w.x.Match(t.Context(), Request{Portal: "handewitt", Lang: "de", Q: q, Region: true, Now: now}, 100); err != nil {
				t.Errorf("%.40q: %v", q, err)
			}
		}
		for _, page := range []int{-5, 0, 1 << 40} {
			w.ask("haus", func(r *Request) { r.Page, r.Size = page, page })
		}
		if _, err := w.x.Search(t.Context(), Request{Lang: "xx", Q: "haus"}); err == nil {
			t.Error("an unknown language is no error")
		}
	})
}

// Visitors ask while clerks save and the job packs.
func TestSearchBesideSavesAndPacking(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.must(w.d.Migrate(t.Context(), Schema))
	for n := range 40 {
		w.put(fmt.Sprintf("item-%d", n), someTexts[n%9], someTexts[n*5%9])
	}
	ctx, stop := context.WithCancel(t.Context())
	var visitors sync.WaitGroup
	for range 3 {
		visitors.Go(func() {
			for ctx.Err() == nil {
				for _, q := range []string{"wochenmarkt", "Fahrad", "bücherei und bahnhof", "weih"} {
					a, err := w.x.Search(t.Context(), Request{Portal: "handewitt", Lang: "de", Q: q, Region: true, Now: now})
					if err != nil || a.Total == 0 {
						t.Errorf("%q: %d, %v", q, a.Total, err)
						return
					}
				}
			}
		})
	}
	for range 4 {
		w.must(w.x.Rebuild(t.Context()))
		w.must(w.x.Tend(t.Context()))
		w.must(w.x.SaveSynonym(t.Context(), &Synonym{Words: []string{"Markt", "Basar"}}))
	}
	stop()
	visitors.Wait()
}
