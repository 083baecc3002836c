package app

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/search"
)

// judged is a question with what a person at the town hall would hand over;
// testdata/search.toml says what its keys mean.
type judged struct {
	Q        string   `toml:"q"`
	At       string   `toml:"at"`
	Lang     string   `toml:"lang"`
	Lat, Lon float64  // where the visitor is; 0, 0 is nowhere
	Want     []string `toml:"want"`
	Any      bool     `toml:"any"`
}

// goals are the least figures of a group of classes.
var (
	goals = []struct {
		name    string
		classes []string // none is all
		least   float64
	}{
		{"all", nil, 0.90},
		{"misspelt", []string{"misspelt"}, 0.85},
		{"compounds", []string{"compound", "part"}, 0.85},
		{"danish", []string{"danish"}, 0.85},
	}
	demanded = true
)

// figure sums up how well questions were answered.
type figure struct {
	n           int
	reciprocal  float64 // sum of 1/rank of the first wanted one
	found, want int     // wanted ones among the first ten, and all
}

func (f *figure) add(g figure) {
	f.n, f.reciprocal, f.found, f.want = f.n+g.n, f.reciprocal+g.reciprocal, f.found+g.found, f.want+g.want
}

func (f figure) mrr() float64    { return f.reciprocal / float64(max(1, f.n)) }
func (f figure) recall() float64 { return float64(f.found) / float64(max(1, f.want)) }

func (f figure) row(name string) string {
	return fmt.Sprintf("| %-11s | %4d | %6.3f | %4d of %4d | %5.3f |", name, f.n, f.mrr(), f.found, f.want, f.recall())
}

// The search understands what people type: over the demo and the real sets
// the wanted items stand first.
func TestSearchAnswersWhatPeopleAsk(t *testing.T) {
	classes := judgements(t)
	engines(t, func(t *testing.T, a *App, _ *clock.Manual) {
		if err := a.importSets(t.Context(), realRegion(t, a), streams{out: io.Discard}); err != nil {
			t.Fatal(err)
		}
		figures := map[string]figure{}
		for name, questions := range classes {
			var sum figure
			for _, q := range questions {
				sum.add(a.judge(t, name, q))
			}
			figures[name] = sum
		}
		report(t, figures)
	})
}

// judgements reads the questions by class.
func judgements(t *testing.T) map[string][]judged {
	t.Helper()
	text, err := os.ReadFile("testdata/search.toml")
	if err != nil {
		t.Fatal(err)
	}
	var classes map[string][]judged
	if _, err := toml.Decode(string(text), &classes); err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, questions := range classes {
		seen := map[string]bool{}
		n += len(questions)
		for _, q := range questions {
			key := strings.Join([]string{q.Q, q.At, q.Lang}, "|")
			if seen[key] || q.Q == "" || len(q.Want) < 1 || len(q.Want) > 10 {
				t.Errorf("%s: %q stands twice, or is not judged by one to ten items", name, q.Q)
			}
			seen[key] = true
		}
	}
	if n < 220 || len(classes["danish"]) < 40 {
		t.Errorf("%d questions, %d Danish", n, len(classes["danish"]))
	}
	return classes
}

// judge asks the house one question and tells how well it did; a question that
// it did not answer well is logged.
func (a *App) judge(t *testing.T, class string, q judged) figure {
	t.Helper()
	at, lang := q.At, q.Lang
	if at == "" {
		at = "flensburg"
	}
	if lang == "" {
		lang = string(i18n.DE)
	}
	site, ok := a.Portals.BySlug(at)
	if !ok {
		t.Fatalf("%q: no portal %s", q.Q, at)
	}
	want := map[string]string{}
	for _, name := range q.Want {
		want[a.wanted(t, name)] = name
	}
	ask := search.Request{Portal: at, Lang: lang, Q: q.Q, Region: true, Size: 10, Now: a.Clock.Now().In(site.Zone)}
	if q.Lat != 0 || q.Lon != 0 {
		ask.Near = &geo.Point{Lat: q.Lat, Lon: q.Lon}
	}
	answer, err := a.Spine.Index().Search(t.Context(), ask)
	if err != nil {
		t.Errorf("%q: %v", q.Q, err)
	}
	f := figure{n: 1, want: len(q.Want)}
	first := 0
	for i, h := range answer.Hits {
		if want[h.Item] == "" {
			continue
		}
		delete(want, h.Item)
		if f.found++; first == 0 {
			first = i + 1
		}
	}
	if q.Any {
		f.found, f.want = min(f.found, 1), 1
	}
	if first > 0 {
		f.reciprocal = 1 / float64(first)
	}
	if first != 1 || f.found < f.want {
		t.Log(missed(class, q, first, slices.Sorted(maps.Values(want)), answer))
	}
	return f
}

// wanted finds the item that kind/portal/slug names.
func (a *App) wanted(t *testing.T, name string) string {
	t.Helper()
	part := strings.Split(name, "/")
	if len(part) != 3 {
		t.Fatalf("%s is not kind/portal/slug", name)
	}
	id, err := a.Spine.Find(t.Context(), a.DB, part[1], content.Kind(part[0]), part[2])
	if err != nil {
		t.Errorf("wanted %s: %v", name, err)
	}
	return id
}

func missed(class string, q judged, first int, left []string, answer search.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q (%s %s): first at %d of %d", class, q.Q, q.At, q.Lang, first, answer.Total)
	if answer.Corrected != "" || len(answer.Relaxed) > 0 {
		fmt.Fprintf(&b, ", corrected %q, without %q", answer.Corrected, answer.Relaxed)
	}
	for _, f := range answer.Filters {
		fmt.Fprintf(&b, ", %s %q", f.Kind, f.Text)
	}
	if len(left) > 0 {
		fmt.Fprintf(&b, "\n  not there: %s", strings.Join(left, ", "))
	}
	for i, h := range answer.Hits[:min(3, len(answer.Hits))] {
		fmt.Fprintf(&b, "\n  %d. %s %s: %s (%.2f)", i+1, h.Portal, h.Kind, h.Title, h.Score)
	}
	return b.String()
}

// report prints the table and holds the figures against the goals.
func report(t *testing.T, figures map[string]figure) {
	t.Helper()
	engine := t.Name()[strings.LastIndexByte(t.Name(), '/')+1:]
	table := fmt.Sprintf("| %-11s | %4s | %6s | %12s | %5s |\n", "search "+engine, "n", "MRR@10", "in first ten", "share")
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		table += figures[name].row(name) + "\n"
	}
	for _, goal := range goals {
		var sum figure
		for name, f := range figures {
			if goal.classes == nil || slices.Contains(goal.classes, name) {
				sum.add(f)
			}
		}
		table += sum.row("= "+goal.name) + "\n"
		if low := min(sum.mrr(), sum.recall()); demanded && low < goal.least {
			t.Errorf("%s: %.3f, at least %.2f is demanded", goal.name, low, goal.least)
		}
	}
	fmt.Print("\n" + table)
}
