package hours

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokDay
	tokMonth
	tokHoliday
	tokEaster
	tokWeek
	tokSun
	tokState
	tokComment
	tokAppointment
	tokAlways
	tokNoHoliday // "außer feiertags"
	tokNth       // "ersten"
	tokHours     // "Uhr"
	tokHalf      // am, pm
	tokTo        // "bis"
	tokAnd       // "und"
	tokFrom      // "ab"
	tokFiller    // "von"
	tokClock     // "Mitternacht"
	tokDays      // "+1 day"
	tokSign      // one character, in n
)

// token is a piece of a value. n is the number, weekday mask, month, kind or
// character; text is what was written.
type token struct {
	kind   tokenKind
	n      int
	digits int // of a number
	text   string
	strict bool
	spaced bool // a blank stands before it
}

// is tells whether a token is a character.
func (t token) is(sign rune) bool { return t.kind == tokSign && t.n == int(sign) }

// signs puts the grammar's characters in the place of those that text
// programs make of them.
var signs = map[rune]rune{
	'–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '‒': '-', '―': '-', '~': '-', '〜': '-', '～': '-', '－': '-',
	'“': '"', '”': '"', '„': '"', '‟': '"', '«': '"', '»': '"', '＂': '"',
	'：': ':', '；': ';', '，': ',', '、': ',', '＋': '+', '（': '(', '）': ')', '\n': ';', '=': ':',
}

var (
	isoDate    = regexp.MustCompile(`^((?:19|20|21)\d\d)-(\d\d)-(\d\d)(?:[^\d:]|$)`)
	germanDate = regexp.MustCompile(`^(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.(?:\s?((?:19|20|21)\d\d))?(?:[^\d]|$)`)
	always     = regexp.MustCompile(`(?i)^(?:24/7|(?:24\s?(?:h|hrs|hours|std\.?|stunden|timer)\b|0?0-24\s?h\b)(?:[/ ]*7(?:/7| days| tage)?\b)?)`)
)

// lexer cuts a value into tokens.
type lexer struct {
	rest     string
	list     []token
	warnings *warnings
	spaced   bool
}

// cut is the tokens of a value, or the error for what no rule knows.
func cut(value string, w *warnings) ([]token, error) {
	l := &lexer{rest: value, warnings: w}
	for l.rest != "" {
		r, size := utf8.DecodeRuneInString(l.rest)
		if s, ok := signs[r]; ok {
			if s != '"' && r != '\n' {
				w.add("hours.warn_sign", "sign", string(r), "better", string(s))
			}
			r = s
		}
		switch {
		case unicode.IsSpace(r) || r == '\u00a0' || r == '\u200b' || r == '\ufeff':
			l.rest, l.spaced = l.rest[size:], true
		case r >= '0' && r <= '9':
			l.number()
		case r == '"':
			if err := l.comment(size); err != nil {
				return nil, err
			}
		case unicode.IsLetter(r) || r == '&':
			if err := l.word(); err != nil {
				return nil, err
			}
		case r == '(' && l.bracketComment(size):
		case strings.ContainsRune(";,|-+:./[]()", r):
			l.add(token{kind: tokSign, n: int(r), text: string(r)}, size)
		default:
			return nil, refuse("hours.bad_sign", "sign", string(r))
		}
	}
	return l.list, nil
}

func (l *lexer) add(t token, size int) {
	t.spaced = l.spaced
	l.spaced = false
	l.list = append(l.list, t)
	l.rest = l.rest[size:]
}

// number reads digits, 24/7, and dates such as 2026-12-24 and 24.12.
func (l *lexer) number() {
	if m := always.FindString(l.rest); m != "" {
		if m != "24/7" {
			l.warnings.add("hours.warn_word", "word", m, "better", "24/7")
		}
		l.add(token{kind: tokAlways, text: m, strict: true}, len(m))
		return
	}
	if m := isoDate.FindStringSubmatch(l.rest); m != nil {
		l.date(m[1]+"-"+m[2]+"-"+m[3], m[1], m[2], m[3])
		return
	}
	if m := germanDate.FindStringSubmatch(l.rest); m != nil {
		all := m[0]
		if last, size := utf8.DecodeLastRuneInString(all); last != '.' && (last < '0' || last > '9') {
			all = all[:len(all)-size]
		}
		l.date(all, m[3], m[2], m[1])
		return
	}
	i := 0
	for i < len(l.rest) && l.rest[i] >= '0' && l.rest[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(l.rest[:i])
	if err != nil || i > 9 {
		n = 1 << 20 // beyond any year or time
	}
	l.add(token{kind: tokNumber, n: n, digits: i, text: l.rest[:i], strict: true}, i)
}

// date adds the tokens of a date in figures.
func (l *lexer) date(text, year, month, day string) {
	l.warnings.add("hours.warn_date", "date", strings.TrimSpace(text))
	size := len(text)
	if year != "" {
		y, _ := strconv.Atoi(year)
		l.add(token{kind: tokNumber, n: y, digits: 4, text: year, strict: true}, 0)
	}
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	l.add(token{kind: tokMonth, n: m, text: month, strict: true}, 0)
	l.add(token{kind: tokNumber, n: d, digits: 2, text: day, strict: true}, size)
}

// comment reads a text in quotation marks.
func (l *lexer) comment(open int) error {
	for i, r := range l.rest[open:] {
		if r == '"' || signs[r] == '"' {
			text := strings.TrimSpace(l.rest[open : open+i])
			l.add(token{kind: tokComment, text: text, strict: true}, open+i+utf8.RuneLen(r))
			return nil
		}
	}
	return refuse("hours.bad_quote")
}

// bracketComment reads a remark in round brackets as a comment; brackets
// around a time of the sun belong to the grammar.
func (l *lexer) bracketComment(open int) bool {
	end := strings.IndexAny(l.rest, ")）")
	if end < 0 {
		return false
	}
	inside := strings.TrimSpace(l.rest[open:end])
	for _, sun := range []string{"sun", "dawn", "dusk"} {
		if strings.HasPrefix(strings.ToLower(inside), sun) && !strings.HasPrefix(strings.ToLower(inside), "sund") {
			return false
		}
	}
	if strings.IndexFunc(inside, unicode.IsLetter) < 0 || strings.Contains(inside, `"`) {
		return false
	}
	_, size := utf8.DecodeRuneInString(l.rest[end:])
	if w, ok := commonWords()[strings.ToLower(inside)]; ok && w.kind == tokNoHoliday {
		l.warnings.add("hours.warn_word", "word", inside, "better", better(w))
		l.add(token{kind: w.kind, text: inside}, end+size)
		return true
	}
	l.warnings.add("hours.warn_brackets", "text", inside)
	l.add(token{kind: tokComment, text: inside, strict: true}, end+size)
	return true
}

// word reads the longest phrase that is known.
func (l *lexer) word() error {
	ends := l.phrases()
	for i := len(ends) - 1; i >= 0; i-- {
		text := l.rest[:ends[i]]
		key := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == '\u00a0' }), " ")
		w, ok := ownWords[key]
		if !ok {
			w, ok = commonWords()[key]
		}
		if !ok {
			continue
		}
		if !w.strict && w.kind < tokHours && key != "to" && key != "on" {
			l.warnings.add("hours.warn_word", "word", text, "better", better(w))
		}
		l.add(token{kind: w.kind, n: w.n, text: text, strict: w.strict}, ends[i])
		return nil
	}
	if len(ends) == 0 {
		return refuse("hours.bad_sign", "sign", l.rest[:1])
	}
	return refuse("hours.bad_word", "word", l.rest[:ends[0]])
}

// phrases is where the first, the first two … words of the rest end. Words of
// a phrase are divided by blanks or, as in "a.m.", by a dot.
func (l *lexer) phrases() []int {
	var ends []int
	i := 0
	for len(ends) < longest && i < len(l.rest) {
		start := i
		for i < len(l.rest) {
			r, size := utf8.DecodeRuneInString(l.rest[i:])
			if !unicode.IsLetter(r) && r != '&' {
				break
			}
			i += size
		}
		if i == start {
			break
		}
		ends = append(ends, i)
		for i < len(l.rest) && (l.rest[i] == ' ' || l.rest[i] == '.') {
			i++
		}
	}
	return ends
}
