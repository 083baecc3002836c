// Package i18n gives every page its words: the interface texts, dates, times,
// numbers and distances in German, Danish and English.
//
// The texts stand in catalogue/<area>.<lang>.toml; T looks one up, N chooses
// between one and many. The other functions need no catalogue: the names of
// days and months are tables in this package.
package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the interface, as a two-letter code of ISO 639-1.
type Lang string

// The languages of the interface.
const (
	DE Lang = "de"
	DA Lang = "da"
	EN Lang = "en"
)

// Leicht is the code of the text variant in Leichte Sprache. It is no Lang:
// the interface around such a text stays German.
const Leicht = "leicht"

// All holds the languages in the order in which they are offered.
var All = []Lang{DE, DA, EN}

// Parse returns the language with the given code; false when there is none.
func Parse(code string) (Lang, bool) {
	for _, l := range All {
		if string(l) == code {
			return l, true
		}
	}
	return "", false
}

// Name returns the language's name in that language: "Deutsch", "Dansk",
// "English".
func (l Lang) Name() string {
	switch l {
	case DA:
		return "Dansk"
	case EN:
		return "English"
	default:
		return "Deutsch"
	}
}

// HTMLLang returns the value of the HTML lang attribute (BCP 47) for a text's
// language code; Leichte Sprache is "de-simple".
func HTMLLang(textLang string) string {
	if textLang == Leicht {
		return "de-simple"
	}
	return textLang
}

// T returns the text of key in a language. args are pairs of name and value:
// T(DE, "errors.too_long", "max", 80) puts 80 where the text says {max}.
// Values are strings, whole numbers, or have a String method. An unknown key
// comes back as "⟦key⟧", so that a test and a reader can see it.
func T(lang Lang, key string, args ...any) string {
	text, ok := lookup(lang, key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(text, args)
}

// N returns the text key.one when n is 1, else key.other. {n} stands for the
// number, written as in that language; args are as for T.
func N(lang Lang, key string, n int, args ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	text, ok := lookup(lang, key+form)
	if !ok {
		return "⟦" + key + form + "⟧"
	}
	return fill(text, append([]any{"n", Number(lang, n)}, args...))
}

// Has says whether the catalogue knows the key, alone or as a plural.
func Has(key string) bool {
	if _, ok := lookup(DE, key); ok {
		return true
	}
	_, ok := lookup(DE, key+".other")
	return ok
}

// fill replaces each {name} of the text in one pass; what stands in a value
// is never replaced again, and an unknown name stays visible.
func fill(text string, args []any) string {
	open := strings.IndexByte(text, '{')
	if open < 0 || len(args) < 2 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 16*len(args))
	for open >= 0 {
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		b.WriteString(text[:open])
		name := text[open+1 : open+end]
		if value, ok := argument(args, name); ok {
			b.WriteString(value)
		} else {
			b.WriteString(text[open : open+end+1])
		}
		text = text[open+end+1:]
		open = strings.IndexByte(text, '{')
	}
	b.WriteString(text)
	return b.String()
}

// argument finds the value that follows name among the pairs.
func argument(args []any, name string) (string, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if key, ok := args[i].(string); ok && key == name {
			return word(args[i+1]), true
		}
	}
	return "", false
}

// word writes a value without fmt, which would cost more than the lookup.
// Whole numbers stay without separators: they may be years or page numbers.
func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.Format(time.DateOnly)
	case Lang:
		return string(v)
	case interface{ String() string }:
		return v.String()
	case error:
		return v.Error()
	default:
		return "⟦?⟧"
	}
}
