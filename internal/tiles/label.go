package tiles

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"math"
	"slices"
	"strconv"
)

// label is a name that could stand on a picture.
type label struct {
	text  string
	rank  int // 1 is the most important
	at    XY  // in pixels
	turn  int // degrees
	width float64
	style string
}

// name takes the name of a feature in: of places, and of streets where a
// picture is close enough.
func (s *sketch) name(layer string, d *Drawn, g Geometry) {
	text := shown(firstText(d.Tags["name:"+s.view.Lang], d.Tags["name"]))
	if text == "" || len(text) > 60 {
		return
	}
	switch {
	case layer == layerPlaces && d.Shape == Points:
		at := g[0][0][0]
		rank, err := strconv.Atoi(d.Tags["rank"])
		if err != nil {
			rank = 4
		}
		l := label{text: text, rank: rank, at: XY{at.X / fine, at.Y / fine}, style: "soft"}
		switch {
		case rank == 1:
			l.style = "big"
		case rank <= 3:
			l.style = ""
		}
		if showsRank(rank, s.view.Zoom) {
			l.width = textWidth(text, l.style)
			s.names = append(s.names, l)
		}
	case layer == layerRoads && d.Shape == Lines && s.view.Zoom >= 13.5 && d.Tags["kind"] != "rail":
		if l, ok := streetLabel(text, d, g); ok {
			s.names = append(s.names, l)
		}
	}
}

// showsRank leaves hamlets out of a view of a Land.
func showsRank(rank int, zoom float64) bool {
	least := []float64{0, 0, 6.5, 8.5, 9.5, 11.5, 12.5}
	return zoom >= least[max(0, min(rank, len(least)-1))]
}

// textWidth is about the width of a text in pixels.
func textWidth(text, style string) float64 {
	each := map[string]float64{"": 7, "soft": 5.8, "big": 9}[style]
	return each * float64(len([]rune(text)))
}

// streetLabel puts a street's name along its longest straight stretch.
func streetLabel(text string, d *Drawn, g Geometry) (label, bool) {
	var from, to XY
	longest := 0.0
	for _, part := range g {
		line := thin(part[0], 3*fine)
		for i := 0; i+1 < len(line); i++ {
			if n := math.Sqrt(squared(line[i], line[i+1])); n > longest {
				longest, from, to = n, line[i], line[i+1]
			}
		}
	}
	width := textWidth(text, "soft")
	if longest/fine < width+6 {
		return label{}, false
	}
	if to.X < from.X {
		from, to = to, from
	}
	turn := math.Atan2(to.Y-from.Y, to.X-from.X) * 180 / math.Pi
	rank, err := strconv.Atoi(d.Tags["rank"])
	if err != nil {
		rank = 6
	}
	return label{text: text, rank: 10 + rank, at: XY{(from.X + to.X) / 2 / fine, (from.Y+to.Y)/2/fine + 4}, turn: int(math.Round(turn)), width: width, style: "soft"}, true
}

// labels writes the names that fit: the more important first, none over
// another, over a mark or over the attribution, and each only once.
func (s *sketch) labels(b *bytes.Buffer, d detail, marks []mark, creditLines int) {
	w, h := float64(s.view.Width), float64(s.view.Height)
	taken := []box{}
	if creditLines > 0 {
		taken = append(taken, box{0, h - float64(creditLines*creditHeight) - 4, w, h})
	}
	for _, m := range marks {
		taken = append(taken, m.box())
	}
	names := slices.Clone(s.names)
	slices.SortFunc(names, func(a, b label) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.text, b.text), cmp.Compare(a.at.X, b.at.X), cmp.Compare(a.at.Y, b.at.Y))
	})
	written := map[string]bool{}
	for _, l := range names {
		if len(written) >= d.names {
			return
		}
		if written[l.text] {
			continue
		}
		for _, shift := range l.shifts() {
			moved := l
			moved.at.Y += shift
			box := moved.box()
			if box.minX < 2 || box.minY < 2 || box.maxX > w-2 || box.maxY > h-2 || slices.ContainsFunc(taken, box.meets) {
				continue
			}
			written[l.text] = true
			taken = append(taken, box)
			moved.draw(b)
			break
		}
	}
}

// shifts are how far the name of a place may stand below or above it, in
// pixels; a street's name stays on the street.
func (l label) shifts() []float64 {
	if l.rank > 10 {
		return []float64{0}
	}
	return []float64{0, 16, -16, 26, -42}
}

// box is the ground that a label covers.
func (l label) box() box {
	angle := float64(l.turn) * math.Pi / 180
	dx := l.width/2*math.Abs(math.Cos(angle)) + 8*math.Abs(math.Sin(angle))
	dy := l.width/2*math.Abs(math.Sin(angle)) + 8*math.Abs(math.Cos(angle))
	return box{l.at.X - dx, l.at.Y - 4 - dy, l.at.X + dx, l.at.Y - 4 + dy}
}

func (b box) meets(o box) bool {
	return b.minX < o.maxX && o.minX < b.maxX && b.minY < o.maxY && o.minY < b.maxY
}

func (l label) draw(b *bytes.Buffer) {
	class, turn := "", ""
	if l.style != "" {
		class = fmt.Sprintf(` class="%s"`, l.style)
	}
	if l.turn != 0 {
		turn = fmt.Sprintf(` transform="rotate(%d %.0f %.0f)"`, l.turn, l.at.X, l.at.Y)
	}
	fmt.Fprintf(b, `<text%s x="%.0f" y="%.0f"%s>%s</text>`, class, l.at.X, l.at.Y, turn, html.EscapeString(l.text))
}
