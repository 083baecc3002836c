package alike

import (
	"slices"
	"strconv"
	"strings"
)

// most bounds the keys of one entry.
const most = 24

// Keys are short texts under which an entry is filed, so that an index finds
// what may be the same: two entries at the same address have one in common,
// and so have two in one town whose names share a word as it sounds. What has
// none in common can still be near, which the position tells.
func Keys(e Entry) []string {
	var keys []string
	add := func(k string) {
		if len(keys) < most && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	a := ParseAddress(e.Street)
	for _, zone := range zones(e) {
		for _, s := range a.Spans {
			for n := s.from; n <= min(s.to, s.from+7); n++ {
				add("a " + zone + " " + sound(a.Street) + " " + strconv.Itoa(n))
			}
		}
	}
	for _, name := range e.Names {
		p := parse(without(name, e.Street), []string{e.Town})
		list := p.own
		if len(list) == 0 {
			list = p.sorts
		}
		for _, zone := range zones(e) {
			for _, w := range list {
				if len(w) >= 3 {
					add("n " + zone + " " + sound(w))
				}
			}
			if len(p.own) > 1 {
				add("n " + zone + " " + sound(strings.Join(p.own, "")))
			}
		}
	}
	return keys
}

// zones are the postcode and the town: one of the two may be missing or
// written in another way.
func zones(e Entry) []string {
	var list []string
	if e.Postcode != "" {
		list = append(list, strings.ReplaceAll(e.Postcode, " ", ""))
	}
	if t := split(townName(e.Town)); len(t) > 0 {
		list = append(list, t[0])
	}
	return list
}

// alikeSounds are spellings that are mistaken for each other.
var alikeSounds = strings.NewReplacer("th", "t", "ph", "f", "ck", "k", "dt", "t", "tz", "z", "ch", "k", "c", "k", "y", "i", "v", "w", "ie", "i", "ei", "ai", "oe", "o", "ae", "e", "ue", "u", "aa", "a", "h", "")

// sound is a folded word without what is easily misspelled: doubled letters
// and letters that are not heard.
func sound(w string) string {
	s := alikeSounds.Replace(w)
	var b []byte
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			b = append(b, s[i])
		}
	}
	if len(b) > 24 {
		b = b[:24]
	}
	return strings.ToValidUTF8(string(b), "")
}
