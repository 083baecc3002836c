// Package gazetteer finds where an address is, so that a citizen can look for
// what is near a street or a postcode without any service outside.
package gazetteer

import (
	"embed"
	"strings"
	"unicode"

	"umland/internal/geo"
	"umland/internal/search"
)

// Schema holds the migrations of the gazetteer.
//
//go:embed schema
var Schema embed.FS

// Kinds of an entry.
const (
	Postcode = "postcode" // a town with its postcode
	Street   = "street"   // a street, or a house in it
)

// Entry is a place that has a name in addresses.
type Entry struct {
	Kind     string
	Name     string // of the town or the street
	Postcode string
	Town     string // of a street
	House    string // number with its letter in lower case, or "" for the street
	Country  string // ISO 3166 alpha-2, lower case
	Point    geo.Point
}

// Label is the entry as people write it.
func (e Entry) Label() string {
	if e.Kind == Postcode {
		return strings.TrimSpace(e.Postcode + " " + e.Name)
	}
	label := e.Name
	if e.House != "" {
		label += " " + e.House
	}
	if e.Town != "" {
		label += ", " + e.Town
	}
	return label
}

// sortKey is the name in the spelling in which names are compared: folded,
// with "Str." and "Straße" alike.
func sortKey(name string) string {
	words := strings.Fields(search.SortKey(name))
	for i, w := range words {
		switch {
		case w == "str":
			words[i] = "strasse"
		case strings.HasSuffix(w, "str"):
			words[i] = w + "asse"
		}
	}
	return strings.Join(words, " ")
}

// asked is a typed address cut in its parts.
type asked struct {
	postcode string // 4 or 5 digits
	house    string
	name     string // what is left, as a sort key
}

// parse cuts a typed address. The first number of four or five digits at the
// begin or behind a comma is the postcode; a shorter number behind a word is
// the house.
func parse(text string) asked {
	var a asked
	var rest []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
		digits := strings.TrimRightFunc(w, unicode.IsLetter)
		number := digits != "" && strings.Trim(digits, "0123456789") == ""
		switch {
		case number && digits == w && (len(w) == 4 || len(w) == 5) && a.postcode == "":
			a.postcode = w
		case number && len(digits) <= 4 && len(w)-len(digits) <= 1 && len(rest) > 0 && a.house == "":
			a.house = strings.ToLower(w)
		case strings.Contains(w, "-") && strings.Trim(w, "0123456789-") == "" && len(rest) > 0 && a.house == "":
			a.house, _, _ = strings.Cut(w, "-")
		default:
			rest = append(rest, w)
		}
	}
	a.name = sortKey(strings.Join(rest, " "))
	return a
}
