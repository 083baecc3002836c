package tiles

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// mark is a pin as it is drawn, perhaps for several places.
type mark struct {
	at      XY // the tip, in pixels
	numbers []int
	chosen  bool
}

// together is how near pins may be, in pixels, before they share a mark.
const together = 18

// gather puts pins that would cover each other under one mark, in the order of
// their numbers; pins outside of the view are left out.
func gather(s *sketch, pins []Pin) []mark {
	pins = slices.Clone(pins)
	slices.SortStableFunc(pins, func(a, b Pin) int { return cmp.Compare(a.Number, b.Number) })
	var marks []mark
	for _, p := range pins {
		w := World(p.At)
		at := XY{(w.X*s.scale - s.origin.X) / fine, (w.Y*s.scale - s.origin.Y) / fine}
		if !(at.X >= 0 && at.Y >= 0 && at.X <= float64(s.view.Width) && at.Y <= float64(s.view.Height)) {
			continue
		}
		i := slices.IndexFunc(marks, func(m mark) bool { return squared(m.at, at) < together*together })
		if i < 0 {
			marks = append(marks, mark{at: at})
			i = len(marks) - 1
		}
		marks[i].chosen = marks[i].chosen || p.Chosen
		if p.Number > 0 {
			marks[i].numbers = append(marks[i].numbers, p.Number)
		}
	}
	// southern marks stand in front, the chosen one before all
	slices.SortStableFunc(marks, func(a, b mark) int {
		if a.chosen != b.chosen {
			if a.chosen {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.at.Y, b.at.Y)
	})
	return marks
}

// text is what stands on a mark: 7, 3–5, "2, 9", or "2, 9 +4" where there are
// more than fit.
func (m mark) text() string {
	n := len(m.numbers)
	switch {
	case n == 0:
		return ""
	case n > 1 && m.numbers[n-1]-m.numbers[0] == n-1:
		return fmt.Sprintf("%d–%d", m.numbers[0], m.numbers[n-1])
	}
	var parts []string
	for _, v := range m.numbers[:min(n, 2)] {
		parts = append(parts, strconv.Itoa(v))
	}
	out := strings.Join(parts, ", ")
	if n > 2 {
		out += fmt.Sprintf(" +%d", n-2)
	}
	return out
}

// half is half the width of the head of a mark: a drop for up to two digits,
// and broader than its tip beyond.
func (m mark) half() float64 {
	if n := len([]rune(m.text())); n > 2 {
		return math.Max(20, float64(n)*3.8+6)
	}
	return 12
}

func (m mark) box() box {
	return box{m.at.X - m.half(), m.at.Y - 34, m.at.X + m.half(), m.at.Y}
}

// drawMarks draws heads with a tip at the place.
func drawMarks(b *bytes.Buffer, marks []mark) {
	for _, m := range marks {
		class := "pin"
		if m.chosen {
			class = "pin chosen"
		}
		head := "M0 0L-8-12A12 12 0 1 1 8-12Z" // a drop
		if w := m.half() - 12; w > 0 {
			head = fmt.Sprintf("M0 0L-7-9H%sa12 12 0 0 1 0-24H%sa12 12 0 0 1 0 24H7Z", short(-w), short(w))
		}
		fmt.Fprintf(b, `<g transform="translate(%.0f %.0f)"><path class="%s" d="%s"/>`, m.at.X, m.at.Y, class, head)
		if text := m.text(); text != "" {
			fmt.Fprintf(b, `<text y="-16">%s</text>`, text)
		}
		b.WriteString("</g>")
	}
}
