//go:build linux

package search

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/richtext"
	"umland/internal/testkit"
)

// manyDocuments is how large the index of the goals is.
const manyDocuments = 100_000

// corpus makes documents of real length from the sentences and names of the
// real sets: monuments, posts, kitas, stops and places.
type corpus struct {
	sentences, names, towns []string
}

func readCorpus(tb testing.TB) *corpus {
	tb.Helper()
	dir, c := testkit.SharedData(tb), &corpus{}
	for _, file := range []string{
		"oklab-monuments/stadt-flensburg-denkmalschutz.json", "oklab-monuments/kreis-schleswig-flensburg.json",
		"oklab-kita/einrichtungen.json", "chaostreff-wp/posts.json", "oklab-opendata/AGS_2024-10-31.json",
	} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil {
			tb.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			tb.Fatal(file, err)
		}
		c.walk(value)
	}
	stops, err := os.ReadFile(filepath.Join(dir, "hafas-stops-region", "stops-region.ndjson"))
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(stops)) {
		var stop struct{ Name string }
		if json.Unmarshal([]byte(line), &stop) == nil && stop.Name != "" {
			name, town, _ := strings.Cut(stop.Name, ", ")
			c.names = append(c.names, name)
			if town != "" {
				c.towns = append(c.towns, town)
			}
		}
	}
	if len(c.sentences) < 3000 || len(c.names) < 5000 {
		tb.Fatalf("%d sentences, %d names", len(c.sentences), len(c.names))
	}
	return c
}

func (c *corpus) walk(value any) {
	switch v := value.(type) {
	case string:
		text := richtext.Words(richtext.HTML(v))
		if n := len(strings.Fields(text)); n <= 5 && n > 0 {
			c.names = append(c.names, text)
			return
		}
		for s := range strings.SplitSeq(strings.ReplaceAll(text, "; ", ". "), ". ") {
			if len(strings.Fields(s)) > 3 {
				c.sentences = append(c.sentences, s)
			}
		}
	case []any:
		for _, one := range v {
			c.walk(one)
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			c.walk(v[key])
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var (
	benchKinds   = []string{"article", "place", "place", "place", "event", "service"}
	benchPortals = []string{"flensburg", "flensburg", "handewitt", "harrislee", "schleswig-flensburg", "aabenraa"}
)

// document is the n-th one, the same at each call: about 190 words.
func (c *corpus) document(n int) (string, About, Document) {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	var body []string
	for range 4 + r.IntN(22) {
		body = append(body, pick(c.sentences))
	}
	town := pick(c.towns)
	portal := pick(benchPortals)
	day := now.AddDate(0, 0, -r.IntN(2000)).Format(time.DateOnly)
	return "item-" + strconv.Itoa(n), About{Kind: pick(benchKinds), Portal: portal, Shown: []string{portal}, Town: town, Day: day},
		Document{Langs: everyone, Fields: []Field{
			{pick(c.names) + " " + pick(c.names), 12, "de", Title},
			{pick(c.sentences), 3, "de", Body},
			{strings.Join(body, ". ") + ".", 1, "de", Body},
			{pick(c.names) + " " + strconv.Itoa(1+r.IntN(150)), 3, "de", Other},
			{strconv.Itoa(24800 + r.IntN(200)), 3, "de", Other},
			{town, 4, "de", Other},
			{"+49461" + strconv.Itoa(10000+r.IntN(90000)), 3, "", Other},
		}}
}

// questions are of one to five words, common and rare, some with a slip, some
// ended in the middle of a word.
func (c *corpus) questions(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	common := []string{"und", "der", "mit", "haus", "flensburg", "straße", "kita", "ein", "gebäude", "schleswig", "holstein", "uhr", "wohnhaus"}
	var out []string
	for range n {
		var words []string
		from := strings.Fields(c.sentences[r.IntN(len(c.sentences))])
		for range 1 + r.IntN(5) {
			w := common[r.IntN(len(common))]
			if r.IntN(2) == 0 {
				w = strings.Trim(from[r.IntN(len(from))], ".,;()\"")
			}
			if len(w) > 5 && r.IntN(5) == 0 { // a letter less
				i := 1 + r.IntN(len(w)-2)
				w = strings.ToValidUTF8(w[:i]+w[i+1:], "")
			}
			words = append(words, w)
		}
		q := strings.Join(words, " ")
		if r.IntN(3) == 0 && len(q) > 6 {
			q = strings.ToValidUTF8(q[:len(q)-2], "")
		}
		out = append(out, q)
	}
	return out
}

// commonQuestions are those that cost most: every word in very many documents.
var commonQuestions = []string{
	"und der mit ein haus", "haus straße flensburg gebäude wohnhaus", "f", "s", "st", "flensburg", "flensburg haus", "kita schleswig holstein uhr straße",
	"der die das und mit", "wohnhaus gebäude mit und der", "e", "ge", "in der nähe haus", "hauss gebaude flensbrg wohnhas strase",
}

// BenchmarkGoals prints the figures of the speed goals of the search.
func BenchmarkGoals(b *testing.B) {
	if b.N > 1 {
		return // once is enough: it measures many times itself
	}
	c := readCorpus(b)
	for _, open := range []func(testing.TB) *db.DB{testkit.SQLite, postgresOrNil} {
		if d := open(b); d != nil {
			if err := d.Migrate(b.Context(), Schema); err != nil {
				b.Fatal(err)
			}
			measure(b, d, c)
		}
	}
}

func postgresOrNil(tb testing.TB) *db.DB {
	if !testkit.HasPostgres(tb) {
		return nil
	}
	return testkit.Postgres(tb)
}

func measure(b *testing.B, d *db.DB, c *corpus) {
	b.Helper()
	w := newWorld(b, d)
	line := func(name, format string, args ...any) {
		fmt.Printf("search %-8s  %-34s %s\n", d.Engine(), name, fmt.Sprintf(format, args...))
	}
	load, _ := os.ReadFile("/proc/loadavg")
	line("load", "%s", strings.Fields(string(load) + " ?")[0])
	began := time.Now()
	for from := 0; from < manyDocuments; from += 500 {
		w.must(d.Write(b.Context(), func(ctx context.Context, tx *db.Tx) error {
			for n := from; n < from+500; n++ {
				item, about, doc := c.document(n)
				if err := Put(ctx, tx, item, about, []Document{doc}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	saved := time.Since(began)
	w.must(w.x.Rebuild(b.Context()))
	line("100,000 documents saved, indexed", "%.0f s, %.0f s (goal: together 180)", saved.Seconds(), (time.Since(began) - saved).Seconds())
	w.x = New(d, w.x.clock, w)
	began = time.Now()
	w.ask("flensburg")
	line("first search after a start", "%.0f ms", float64(time.Since(began).Milliseconds()))
	questions := c.questions(2000)
	for _, q := range questions[:500] {
		w.ask(q)
	}
	line("questions of 1 to 5 words", "%s", spans(w, questions))
	line("the most common words", "%s", spans(w, slices.Repeat(commonQuestions, 30)))
	line("suggestions", "%s", suggestionSpans(w, questions[:400]))
	line("under load of 4 visitors", "%s", loaded(w, questions[:600]))
	line("one save", "%s", saves(w, c))
	line("memory of the index", "%d MB (goal 300)", held(w))
	line("size in the database", "%s", size(b, d))
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func percentiles(all []time.Duration) string {
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("p50 %.2f ms, p99 %.2f ms, most %.2f ms", ms(all[len(all)/2]), ms(all[len(all)*99/100]), ms(all[len(all)-1]))
}

// spent is the processor time of this thread, which a busy machine does not
// stretch.
func spent(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_THREAD, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spans times questions by the clock and by the processor.
func spans(w *world, questions []string) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all, cpu []time.Duration
	for _, q := range questions {
		began, used := time.Now(), spent(w)
		w.ask(q)
		all, cpu = append(all, time.Since(began)), append(cpu, spent(w)-used)
	}
	return percentiles(all) + "; processor " + percentiles(cpu)
}

func suggestionSpans(w *world, questions []string) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all, cpu []time.Duration
	for _, q := range questions {
		for _, part := range []string{q[:min(len(q), 3)], q} {
			began, used := time.Now(), spent(w)
			_, err := w.x.Suggest(w.Context(), "handewitt", "de", strings.ToValidUTF8(part, ""), 7)
			all, cpu = append(all, time.Since(began)), append(cpu, spent(w)-used)
			w.must(err)
		}
	}
	return percentiles(all) + "; processor " + percentiles(cpu)
}

// loaded has four visitors ask at once.
func loaded(w *world, questions []string) string {
	var mu sync.Mutex
	var all []time.Duration
	var visitors sync.WaitGroup
	for v := range 4 {
		visitors.Go(func() {
			for i := v; i < len(questions); i += 4 {
				began := time.Now()
				_, err := w.x.Search(w.Context(), Request{Portal: "handewitt", Lang: "de", Q: questions[i], Region: true, Now: now})
				mu.Lock()
				all = append(all, time.Since(began))
				mu.Unlock()
				if err != nil {
					w.Error(err)
				}
			}
		})
	}
	visitors.Wait()
	return percentiles(all)
}

// saves compares a transaction that saves a document with one that does next
// to nothing, so that the disk does not count.
func saves(w *world, c *corpus) string {
	var with, without []time.Duration
	for n := range 200 {
		item, about, doc := c.document(manyDocuments + n)
		began := time.Now()
		w.save(item, about, doc)
		with = append(with, time.Since(began))
		began = time.Now()
		w.must(w.d.Write(w.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE search_state SET ready = ready WHERE name = 'index'`)
			return err
		}))
		without = append(without, time.Since(began))
	}
	began := time.Now()
	w.ask("flensburg")
	taken := time.Since(began) / 200
	return fmt.Sprintf("%s; an empty transaction %s; taken up by the next search in %.2f ms", percentiles(with), percentiles(without), float64(taken.Microseconds())/1000)
}

// held is the memory that goes away with the index, in MB.
func held(w *world) int {
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	w.x = nil
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&without)
	return int(with.HeapAlloc-without.HeapAlloc) >> 20
}

func size(b *testing.B, d *db.DB) string {
	b.Helper()
	parts := func(text string) int {
		n, err := db.One(b.Context(), d, db.Int64, text)
		if err != nil {
			b.Fatal(err)
		}
		return int(n >> 20)
	}
	return fmt.Sprintf("blocks %d MB, dictionaries %d MB, texts %d MB",
		parts(`SELECT CAST(SUM(LENGTH(data)) AS BIGINT) FROM search_block`), parts(`SELECT CAST(SUM(LENGTH(dictionary)) AS BIGINT) FROM search_segment`),
		parts(`SELECT CAST(SUM(LENGTH(body)) AS BIGINT) FROM search_text`))
}
