package alike

import (
	"regexp"
	"strconv"
	"strings"

	"umland/internal/search"
)

// span is a house number or a range of them; letter tells apart what shares a
// number.
type span struct {
	from, to int
	letter   string
}

// numbered splits "Schiffbrücke 43-45 a" into the street and its numbers. What
// stands behind a comma is a floor or an addition.
var (
	numbered = regexp.MustCompile(`^(.*?\pL.*?)[\s.]*?\s(\d+\s?[a-z]?(?:\s?(?:-|–|—|/|\+|&|,|und|u\.|bis)\s?(?:\d+\s?[a-z]?|[a-z]\b))*)$`)
	oneHouse = regexp.MustCompile(`(\d+)\s?([a-z]?)(?:\s?(?:-|–|—|bis)\s?(\d+))?`)
	// abbreviated is "Str." at the end of a word or as one.
	abbreviated = regexp.MustCompile(`str(?:\.|$|\s)`)
)

// Address is a street with its house numbers, in the form in which two are
// compared.
type Address struct {
	Street string // folded, without blanks, "Str." written out
	Spans  []span
}

// ParseAddress takes a street with its number apart. Without a number there
// are no spans.
func ParseAddress(street string) Address {
	s := strings.TrimSpace(search.Fold(street))
	m := numbered.FindStringSubmatch(s)
	if m == nil {
		if cut, _, ok := strings.Cut(s, ","); ok {
			m = numbered.FindStringSubmatch(strings.TrimSpace(cut))
			s = cut
		}
	}
	if m == nil {
		return Address{Street: streetName(s)}
	}
	a := Address{Street: streetName(m[1])}
	for _, h := range oneHouse.FindAllStringSubmatch(m[2], 8) {
		from, err := strconv.Atoi(h[1])
		if err != nil {
			continue // a number that no street has
		}
		sp := span{from: from, to: from, letter: h[2]}
		if to, err := strconv.Atoi(h[3]); err == nil && to > from && to-from < 200 {
			sp.to, sp.letter = to, ""
		}
		a.Spans = append(a.Spans, sp)
	}
	return a
}

func streetName(s string) string {
	s = abbreviated.ReplaceAllString(spelled.Replace(s+" "), "strasse ")
	return strings.Join(split(s), "")
}

// SameAddress tells whether street, house number and town agree. "Str." and
// "Straße", "12-16" and "14", "12" and "12a" do; an address without a number
// agrees with none.
func SameAddress(a, b Entry) bool {
	if a.Street == "" || b.Street == "" || !sameTown(a, b) {
		return false
	}
	x, y := ParseAddress(a.Street), ParseAddress(b.Street)
	if x.Street == "" || y.Street == "" {
		return false
	}
	if x.Street != y.Street && (len(x.Street) < 8 || digits(x.Street) != digits(y.Street) || spelling(x.Street, y.Street) < 0.9) {
		return false
	}
	for _, p := range x.Spans {
		for _, q := range y.Spans {
			if p.from <= q.to && q.from <= p.to && (p.letter == q.letter || p.letter == "" || q.letter == "") {
				return true
			}
		}
	}
	return false
}

// sameTown goes by the postcode, then by the name.
func sameTown(a, b Entry) bool {
	if a.Postcode != "" && b.Postcode != "" && a.Postcode == b.Postcode {
		return true
	}
	x, y := townName(a.Town), townName(b.Town)
	if x == "" || y == "" {
		return false
	}
	if a.Postcode != "" && b.Postcode != "" {
		// Large towns have several postcodes, and one may be mistyped; two
		// towns of one name have no digit in common but the first.
		return x == y && len(a.Postcode) == len(b.Postcode) && a.Postcode[:2] == b.Postcode[:2]
	}
	return x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ")
}

func townName(s string) string { return strings.Join(split(search.Fold(s)), " ") }

// digits are those of a street's name: the second lane is not the third.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
