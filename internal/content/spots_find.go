package content

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"

	"umland/internal/geo"
	"umland/internal/search"
)

// inMemory tells whether a list can be read off the places in memory: every
// filter that they know, in the order by title or by distance. A filter they
// do not know is the database's.
func (f Filter) inMemory(order Order) bool {
	if f.Kind != Place || order == ByNewest {
		return false
	}
	f.Portal, f.Region, f.Own, f.Lang, f.Kind, f.Category, f.Words = "", false, false, "", "", "", ""
	f.BBox, f.Town, f.StepFree, f.OpenAt, f.Near, f.Radius, f.matched = nil, "", false, "", nil, 0, nil
	return reflect.ValueOf(f).IsZero()
}

// whole is the list without what narrows it.
func (f Filter) whole() Filter { return Filter{Portal: f.Portal, Region: f.Region, Own: f.Own} }

// sieve is a filter made ready for many places: of what they share, a 1 for
// each number that passes. Looking four of them up costs a processor less than
// guessing four times which way a condition goes.
type sieve struct {
	shown, terms, town, open []uint8
	need                     uint8 // marks that a place must have
	box                      *geo.BBox
	rank                     map[string]int // of the items that hold the words; nil lets all pass
}

// passing marks which of a list pass; all of them unless asked.
func passing[T any](list []T, asked bool, pass func(T) bool) []uint8 {
	out := make([]uint8, len(list))
	for i, v := range list {
		if !asked || pass(v) {
			out[i] = 1
		}
	}
	return out
}

func (p *spots) sieve(f Filter) *sieve {
	s := &sieve{box: f.BBox}
	if f.BBox != nil || f.Near != nil {
		s.need |= positioned
	}
	if f.StepFree {
		s.need |= stepFree
	}
	if f.matched != nil {
		s.rank = make(map[string]int, len(f.matched))
		for i, id := range f.matched {
			s.rank[id] = i
		}
	}
	town := search.SortKey(f.Town)
	// In the region each place is found once, at its owner's.
	s.shown = passing(p.words.shown, !f.Region, f.shows)
	s.terms = passing(p.words.terms, f.Category != "", func(v []string) bool { return slices.Contains(v, f.Category) })
	s.town = passing(p.words.towns, f.Town != "", func(v townName) bool { return v.key == town })
	s.open = passing(p.words.open, f.OpenAt != "", func(v []openFrom) bool {
		return slices.ContainsFunc(v, func(o openFrom) bool { return o.start <= f.OpenAt && f.OpenAt < o.end })
	})
	return s
}

// shows tells whether the list's portal shows a place.
func (f Filter) shows(v placedIn) bool {
	return v.owner == f.Portal || !f.Own && slices.Contains(v.others, f.Portal)
}

// fits tells whether the i-th place passes.
func (s *sieve) fits(p *spots, i int) bool {
	a := &p.at[i]
	if s.shown[a.shown]&s.terms[a.terms]&s.town[a.town]&s.open[a.open] == 0 || a.marks&s.need != s.need {
		return false
	}
	if w := &p.where[i]; s.box != nil && (w.lat < s.box.South || w.lat > s.box.North || w.lon < s.box.West || w.lon > s.box.East) {
		return false
	}
	if s.rank == nil {
		return true
	}
	_, ok := s.rank[p.name[i].item]
	return ok
}

// listSpots is a list of the places in memory.
func (s *Spine) listSpots(ctx context.Context, p *spots, f Filter, order Order, win Window) (Found, error) {
	var found Found
	var part []int
	found.Total, part = p.find(f, order, win)
	ids := make([]string, len(part))
	for i, n := range part {
		ids[i] = p.name[n].item
	}
	var err error
	if found.Items, err = s.byIDs(ctx, f.Lang, ids, win.Brief); err != nil || f.Near == nil {
		return found, err
	}
	for i := range found.Items {
		l := &found.Items[i]
		l.Away = geo.Distance(*f.Near, geo.Point{Lat: l.Lat, Lon: l.Lon})
	}
	return found, nil
}

// count is the number of places that fit, however far from the reader.
func (p *spots) count(f Filter) int {
	compute := func() int {
		n, s := 0, p.sieve(f)
		for i := range p.at {
			if s.fits(p, i) {
				n++
			}
		}
		return n
	}
	if f.BBox != nil || f.matched != nil {
		return compute() // the same section, or word, is hardly ever asked for again
	}
	if len(f.OpenAt) > minute { // opening hours begin and end at whole minutes
		f.OpenAt = f.OpenAt[:minute] + ":00.000Z"
	}
	f.Lang, f.Words = "", ""
	key := f
	key.Near = nil
	return answer(p, fmt.Sprintf("count %t %+v", f.Near != nil, key), compute)
}

// total is the number of places that fit.
func (p *spots) total(f Filter) int {
	if f.Near == nil || f.Radius == 0 {
		return p.count(f)
	}
	n, _ := p.nearest(f, Window{})
	return n
}

// find gives the number of places that fit and a part of them.
func (p *spots) find(f Filter, order Order, win Window) (total int, part []int) {
	switch {
	case f.Near != nil:
		return p.nearest(f, win)
	case order == ByRank && f.matched != nil:
		return p.ranked(f, win)
	}
	return p.window(f, win)
}

// window gives the number of places that fit and a part of them in order.
func (p *spots) window(f Filter, win Window) (total int, part []int) {
	s, n, known := p.sieve(f), 0, f.BBox == nil && f.matched == nil
	if known {
		total = p.count(f)
	}
	for i := range p.at {
		if known && (len(part) >= win.Limit || n >= total) {
			return total, part
		}
		if s.fits(p, i) {
			if n >= win.Offset && len(part) < win.Limit {
				part = append(part, i)
			}
			n++
		}
	}
	return n, part
}

// ranked is window in the order of the matches, the best first.
func (p *spots) ranked(f Filter, win Window) (total int, part []int) {
	s := p.sieve(f)
	for i := range p.at {
		if s.fits(p, i) {
			part = append(part, i)
		}
	}
	slices.SortFunc(part, func(a, b int) int { return cmp.Compare(s.rank[p.name[a].item], s.rank[p.name[b].item]) })
	total = len(part)
	part = part[min(win.Offset, total):]
	return total, part[:min(win.Limit, len(part))]
}

// distant is a place with the square of its chord from the reader.
type distant struct {
	chord float64
	index int
}

// nearest is window in the order of the distance; places of one position are
// in the order of their ids.
func (p *spots) nearest(f Filter, win Window) (total int, part []int) {
	s, far := p.sieve(f), math.Inf(1)
	if f.Radius > 0 {
		far = geo.Chord(f.Radius)
	}
	x, y, z := f.Near.OnSphere()
	keep := win.Offset + win.Limit
	var all []distant
	edge := far // of what can still be among the nearest
	for i := range p.at {
		if !s.fits(p, i) {
			continue
		}
		a := &p.where[i]
		dx, dy, dz := a.x-x, a.y-y, a.z-z
		chord := dx*dx + dy*dy + dz*dz
		if chord > far {
			continue
		}
		total++
		if chord > edge || keep == 0 {
			continue
		}
		if all = append(all, distant{chord, i}); len(all) >= 4*keep+64 {
			p.byDistance(all)
			all = all[:keep]
			edge = all[keep-1].chord
		}
	}
	p.byDistance(all)
	for _, d := range all[min(win.Offset, len(all)):min(keep, len(all))] {
		part = append(part, d.index)
	}
	return total, part
}

func (p *spots) byDistance(list []distant) {
	slices.SortFunc(list, func(a, b distant) int {
		return cmp.Or(cmp.Compare(a.chord, b.chord), cmp.Compare(p.name[a.index].item, p.name[b.index].item))
	})
}

// countTerms counts the places of each category that fit.
func (p *spots) countTerms(f Filter) map[string]int {
	return answer(p, fmt.Sprintf("terms %+v", f), func() map[string]int { return p.countTermsNow(f) })
}

func (p *spots) countTermsNow(f Filter) map[string]int {
	s := p.sieve(f)
	bySet := make([]int, len(p.words.terms))
	for i := range p.at {
		if s.fits(p, i) {
			bySet[p.at[i].terms]++
		}
	}
	counts := map[string]int{}
	for i, n := range bySet {
		for _, term := range p.words.terms[i] {
			if n > 0 {
				counts[term] += n
			}
		}
	}
	return counts
}

// townsOf are the municipalities that the fitting places name, in order; of
// several spellings the first in order stands for all.
func (p *spots) townsOf(f Filter) []string {
	return answer(p, fmt.Sprintf("towns %+v", f), func() []string { return p.townsNow(f) })
}

func (p *spots) townsNow(f Filter) []string {
	s := p.sieve(f)
	named := make([]bool, len(p.words.towns))
	for i := range p.at {
		if s.fits(p, i) {
			named[p.at[i].town] = true
		}
	}
	var list []townName
	for i, t := range p.words.towns {
		if named[i] && t.name != "" {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b townName) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.name, b.name)) })
	list = slices.CompactFunc(list, func(a, b townName) bool { return a.key == b.key })
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.name
	}
	return out
}
