package search

import (
	"context"
	"strings"
	"unicode/utf8"
)

// marker finds the words of a text that were looked for.
type marker struct {
	analyser *analyser
	terms    map[string]int // terms by the group that looked for them
	begins   []string       // beginnings of words
	groups   map[string]int // of the words that were looked at
}

func (s *session) marker() *marker {
	m := &marker{analyser: s.x.analyser, terms: map[string]int{}, groups: map[string]int{}}
	for i, g := range s.o.groups {
		for term := range g.terms {
			m.terms[term] = i
		}
		for _, all := range g.all {
			for _, part := range all.parts {
				for term := range part {
					m.terms[term] = i
				}
			}
		}
		if g.prefix {
			m.begins = append(m.begins, loose(g.text))
		}
	}
	return m
}

// group tells for which word of the question a word of a text stands, or -1.
func (m *marker) group(lang string, t token) int {
	if i, ok := m.groups[t.text]; ok {
		return i
	}
	i := m.look(lang, t)
	m.groups[t.text] = i
	return i
}

func (m *marker) look(lang string, t token) int {
	f := m.analyser.forms(lang, t.written())
	if i, ok := m.terms[f.word]; ok {
		return i
	}
	if i, ok := m.terms[f.stem]; ok && f.stem != "" {
		return i
	}
	for _, p := range f.parts {
		if i, ok := m.terms[p]; ok {
			return i
		}
	}
	for _, b := range m.begins {
		if strings.HasPrefix(f.word, b) {
			return len(m.terms)
		}
	}
	return -1
}

// marks gives the ranges of a text that were looked for; neighbours are one.
func (m *marker) marks(lang, text string) [][2]int {
	out := [][2]int{}
	for _, t := range tokens(text) {
		if m.group(lang, t) < 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1][1]+1 == t.from && t.glued {
			out[n-1][1] = t.to
			continue
		}
		out = append(out, [2]int{t.from, t.to})
	}
	return out
}

const (
	snippetLength = 180 // code points
	snippetBefore = 50  // of them before the first word that was looked for
	snippetSearch = 3000
)

// snippet cuts the part out of a text that holds the most of the words that
// were looked for; the beginning where it holds none.
func (m *marker) snippet(lang, text string) (string, [][2]int) {
	ts := tokens(text)
	ts = ts[:min(len(ts), snippetSearch)]
	type mark struct{ from, to, group int }
	var found []mark
	for _, t := range ts {
		if g := m.group(lang, t); g >= 0 {
			found = append(found, mark{t.from, t.to, g})
		}
	}
	length := utf8.RuneCountInString(text)
	from, most := 0, 0
	for i, first := range found {
		groups := map[int]bool{}
		for _, other := range found[i:min(len(found), i+40)] {
			if other.to > first.from+snippetLength-snippetBefore {
				break
			}
			groups[other.group] = true
		}
		if len(groups) > most {
			most, from = len(groups), max(0, first.from-snippetBefore)
		}
	}
	if length <= snippetLength {
		from = 0
	}
	to := min(length, from+snippetLength)
	from, to = wordEdges(ts, from, to, length)
	runes := []rune(text)
	before, after := "", ""
	if from > 0 {
		before = "… "
	}
	if to < length {
		after = " …"
	}
	out := [][2]int{}
	shift := utf8.RuneCountInString(before) - from
	for _, f := range found {
		if f.from >= from && f.to <= to {
			out = append(out, [2]int{f.from + shift, f.to + shift})
		}
	}
	return before + string(runes[from:to]) + after, out
}

// wordEdges moves both ends of a cut to the edges of words.
func wordEdges(ts []token, from, to, length int) (int, int) {
	start, end := from, to
	for _, t := range ts {
		if from > 0 && t.from >= from {
			start = t.from
			break
		}
	}
	if to < length {
		for _, t := range ts {
			if t.to > to {
				break
			}
			if t.to > start {
				end = t.to
			}
		}
	}
	return start, max(start, end)
}

// show reads the texts of the hits and cuts their snippets.
func (s *session) show(ctx context.Context, top []ranked) error {
	ids := make([]int64, len(top))
	for i, r := range top {
		ids[i] = s.x.docs[r.doc].id
	}
	bodies, err := texts(ctx, s.x.db, ids)
	if err != nil {
		return err
	}
	m := s.marker()
	for _, r := range top {
		d := &s.x.docs[r.doc]
		h := Hit{
			Item: d.item, Kind: s.x.names.texts[d.kind], Portal: s.x.names.texts[d.portal], Score: float64(r.score),
			Matched: [][2]int{}, TitleMatched: [][2]int{},
		}
		var text []string
		lang := ""
		for _, f := range bodies[d.id] {
			switch {
			case f.Part == Title && h.Title == "":
				h.Title, lang = f.Text, f.Lang
				h.TitleMatched = m.marks(f.Lang, f.Text)
			case f.Part == Body && (lang == "" || f.Lang == lang):
				text = append(text, f.Text)
			}
		}
		if len(text) > 0 && !s.q.bare {
			h.Snippet, h.Matched = m.snippet(lang, strings.Join(text, " "))
		}
		s.out.Hits = append(s.out.Hits, h)
	}
	s.out.Corrected = s.corrected(bodies, top)
	return nil
}

// corrected is the question with its mended words as the best hits write them.
func (s *session) corrected(bodies map[int64][]Field, top []ranked) string {
	text, changed := []rune(s.o.text), false
	for i := len(s.o.groups) - 1; i >= 0; i-- {
		g := s.o.groups[i]
		if len(g.mended) == 0 || s.need>>i&1 == 0 {
			continue
		}
		if word := spelling(g, bodies, s, top); word != "" {
			text = append(text[:g.token.from:g.token.from], append([]rune(word), text[g.token.to:]...)...)
			changed = true
		}
	}
	if !changed {
		return ""
	}
	return string(text)
}

// spelling finds the nearest of the mended words that a hit holds, as it is
// written there; "" where the hits hold the word itself, or its beginning.
func spelling(g *group, bodies map[int64][]Field, s *session, top []ranked) string {
	best, word := len(g.mended), ""
	own := loose(g.text)
	for _, r := range top[:min(len(top), 5)] {
		for _, f := range bodies[s.x.docs[r.doc].id] {
			runes := []rune(f.Text)
			for _, t := range tokens(f.Text) {
				key := loose(t.written())
				if key == own {
					return ""
				}
				for i, m := range g.mended[:best] {
					if m.word == key {
						best, word = i, string(runes[t.from:t.to])
					}
				}
			}
		}
	}
	return word
}
