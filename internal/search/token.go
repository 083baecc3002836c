package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a word of a text: in lower case, its accents as written, with the
// half-open range of code points where it stands.
type token struct {
	text     string
	from, to int
	glued    bool // by a hyphen to the token before it
	number   bool // begins with a digit
	dot      bool // a full stop follows
	plus     bool // a + stands before it
	near     bool // only what stands inside telephone numbers parts it from the token before
}

// What is longer is not a word that somebody types.
const longestWord = 40

// tokens cuts a text into words. Marks that combine with a letter belong to
// it; whatever is neither letter nor digit parts words.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/7+1)
	at, from := 0, -1  // in code points
	start, end := 0, 0 // in bytes: of the word, of the one before
	soft := false      // the word holds a mark where it may break
	flush := func(here int) {
		if from < 0 {
			return
		}
		word, gap := text[start:here], text[end:start]
		if soft {
			word = softMarks.Replace(word)
		}
		if w := lower(word); w != "" {
			t := token{text: w, from: from, to: at, dot: here < len(text) && text[here] == '.', number: w[0] >= '0' && w[0] <= '9'}
			if len(out) > 0 {
				t.glued = gap == "-" || gap == "\u2010" || gap == "\u2011"
				t.near = len(gap) <= 9 && strings.Trim(gap, " /-()\u00a0\u2009\u202f\u2013") == "" && utf8.RuneCountInString(gap) <= 3
			}
			t.plus = strings.HasSuffix(gap, "+")
			out = append(out, t)
			end = here
		}
		from, soft = -1, false
	}
	for i, r := range text {
		switch {
		case r < 0x80 && (r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'), r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)), r >= 0x80 && from >= 0 && unicode.Is(unicode.Mn, r):
			if from < 0 {
				from, start = at, i
			}
		case r == '\u00ad' || r == '\u200b': // may break here: inside the word
			soft = true
		default:
			flush(i)
		}
		at++
	}
	flush(len(text))
	return out
}

var softMarks = strings.NewReplacer("\u00ad", "", "\u200b", "")

// lower is the word in small letters and composed, cut where it is too long.
func lower(word string) string {
	w := strings.ToLower(norm.NFC.String(word))
	if len(w) > longestWord {
		w = strings.ToValidUTF8(w[:longestWord], "")
	}
	return w
}

// one maps letters to the one that stands for all spellings of a sound.
var one = strings.NewReplacer("ä", "a", "æ", "a", "å", "a", "ö", "o", "ø", "o", "œ", "o", "ü", "u", "ß", "ss", "ẞ", "ss", "ð", "d", "þ", "th", "ł", "l")

// two maps the spellings with two letters to the same.
var two = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

// Loose brings a word in small letters to the spelling that ä, ae and a, ø, oe
// and ö, å and aa, ß and ss share, with no accent left. It is the spelling of
// the index; that some words fall together (neue, nue) is the price.
func loose(word string) string { return two.Replace(bare(word)) }

// bare takes the marks off the letters and leaves ae, oe, ue, aa.
func bare(word string) string {
	ascii := true
	for i := 0; i < len(word); i++ {
		if word[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return word
	}
	w := one.Replace(word)
	w = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(w))
	return one.Replace(strings.ToLower(w))
}

// long are abbreviations with the words that they stand for. Those that are
// words as well count only before a full stop.
var long = map[string]string{
	"str": "straße", "nr": "nummer", "bhf": "bahnhof", "hbf": "hauptbahnhof", "tel": "telefon", "ffw": "feuerwehr",
	"hst": "haltestelle", "öpnv": "nahverkehr", "pl": "platz", "kath": "katholisch", "ev": "evangelisch",
	"dr": "doktor", "bgm": "bürgermeister", "kfz": "fahrzeug", "gde": "gemeinde", "vhs": "volkshochschule",
}

var longBeforeStop = map[string]string{"st": "sankt", "gem": "gemeinde", "ges": "gesellschaft", "allg": "allgemein", "verw": "verwaltung"}

// written is the word that an abbreviation stands for.
func (t token) written() string {
	if w, ok := long[t.text]; ok {
		return w
	}
	if w, ok := longBeforeStop[t.text]; ok && (t.dot || t.text == "st") {
		return w
	}
	if head, ok := strings.CutSuffix(t.text, "str"); ok && len(head) > 2 {
		return head + "straße"
	}
	return t.text
}

// digits is the part of a number before its letters: 12 of 12a.
func (t token) digits() string {
	end := 0
	for end < len(t.text) && t.text[end] >= '0' && t.text[end] <= '9' {
		end++
	}
	return t.text[:end]
}

// bare tells whether the token is digits and nothing else.
func (t token) bare() bool { return t.number && t.digits() == t.text }

// shortestPhone is how many digits make a telephone number of a row of them.
const shortestPhone = 6

// phone joins a row of numbers that begins at tokens[i] into a telephone
// number as dialled inside its country, and tells how many tokens it took; ""
// where the row is none.
func phone(ts []token, i int) (string, int) {
	if !ts[i].bare() || i > 0 && ts[i].near && ts[i-1].bare() {
		return "", 0 // inside a row
	}
	all, n := "", 0
	for j := i; j < len(ts) && ts[j].bare() && (j == i || ts[j].near) && len(all) <= 17; j++ {
		all, n = all+ts[j].text, n+1
	}
	switch {
	case len(all) < shortestPhone || len(all) > 17:
		return "", 0
	case strings.HasPrefix(all, "0049"):
		all = "0" + all[4:]
	case strings.HasPrefix(all, "0045"):
		all = all[4:]
	case strings.HasPrefix(all, "49") && ts[i].plus:
		all = "0" + strings.TrimPrefix(all[2:], "0")
	case strings.HasPrefix(all, "45") && ts[i].plus:
		all = all[2:]
	case all[0] != '0' && len(all) != 8: // Danish numbers have eight digits
		return "", 0
	}
	return all, n
}
