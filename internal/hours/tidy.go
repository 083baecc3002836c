package hours

import (
	"strconv"
	"strings"
)

// tidy drops words without meaning of their own, settles words with two
// meanings by their neighbours, and leaves signs in the place of words. An end
// stands behind the last token.
func tidy(list []token, w *warnings) []token {
	out := make([]token, 0, len(list)+1)
	for i, t := range list {
		var before, last, next token
		if i > 0 {
			before = list[i-1]
		}
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		if i+1 < len(list) {
			next = list[i+1]
		}
		if empty(t, before, last, next) {
			continue
		}
		if t.kind == tokAnd && last.is('-') { // "Sonn- und Feiertage"
			out = out[:len(out)-1]
		}
		t = asSign(t, last, next, w)
		if t.is(',') && (last.is(',') || last.is(';')) || t.is(';') && last.is(';') {
			continue
		}
		if t.is(';') && last.is(',') {
			out = out[:len(out)-1]
		}
		out = append(out, t)
	}
	out = rewrite(out, w)
	for len(out) > 0 && (out[len(out)-1].is(';') || out[len(out)-1].is(',')) {
		out = out[:len(out)-1]
	}
	return append(out, token{})
}

// empty is true for a token that says nothing where it stands: before is the
// one written before it, last the one that was kept.
func empty(t, before, last, next token) bool {
	switch {
	case t.kind == tokFiller, t.kind == tokHalf && last.kind != tokNumber:
		return true
	case t.kind == tokDay && strings.EqualFold(t.text, "on"):
		return next.kind == tokDay
	case t.is(':'): // "Öffnungszeiten: …"
		return last.kind == tokEnd || last.is(';') || last.is(',')
	case !t.is('.'):
		return false
	}
	switch before.kind { // a word's full stop, as in "Mo." and "u."
	case tokDay, tokMonth, tokHours, tokHalf, tokFiller, tokAnd, tokTo, tokFrom:
		return true
	}
	return next.kind == tokEnd
}

// asSign is a word for a sign as that sign; other tokens come back unchanged.
func asSign(t, last, next token, w *warnings) token {
	sign := func(r rune) token {
		w.add("hours.warn_word", "word", t.text, "better", string(r))
		return token{kind: tokSign, n: int(r), text: t.text}
	}
	switch {
	case t.kind == tokTo, isTo(t) && joinable(last, next):
		return sign('-')
	case t.kind == tokAnd, isDay(last) && next.kind == tokDay && (t.is('/') || t.is('+')): // "Sa/So", "Di+Do"
		return sign(',')
	case isTo(t), t.kind == tokDay && strings.EqualFold(t.text, "on"):
		w.add("hours.warn_word", "word", t.text, "better", maskName(t.n))
	}
	return t
}

// isTo is true for the word that is Thursday in Danish and a range in English.
func isTo(t token) bool { return t.kind == tokDay && strings.EqualFold(t.text, "to") }

// joinable is true where a word between two tokens can only join them: both
// are days, or both are times or dates.
func joinable(a, b token) bool {
	return isDay(a) && isDay(b) || isTime(a) && isTime(b)
}

func isDay(t token) bool { return t.kind == tokDay || t.kind == tokHoliday || t.is(']') }

func isTime(t token) bool {
	switch t.kind {
	case tokNumber, tokHalf, tokHours, tokSun, tokMonth, tokClock, tokEaster:
		return true
	}
	return false
}

// rewrite puts the grammar's own order in the place of "1. und 3. Samstag",
// "letzter Freitag" and "außer feiertags".
func rewrite(list []token, w *warnings) []token {
	out := make([]token, 0, len(list)+4)
	sign := func(r rune) token { return token{kind: tokSign, n: int(r), text: string(r), strict: true} }
	for i := 0; i < len(list); i++ {
		t := list[i]
		if t.kind == tokNoHoliday {
			out = append(out, sign(';'), token{kind: tokHoliday, text: t.text}, token{kind: tokState, n: int(Closed), text: t.text})
			continue
		}
		nth, used := nthBefore(list[i:])
		if used == 0 {
			out = append(out, t)
			continue
		}
		day := list[i+used]
		w.add("hours.warn_word", "word", t.text+" "+day.text, "better", maskName(day.n)+"["+strconv.Itoa(nth[0])+"]")
		out = append(out, day, sign('['))
		for j, n := range nth {
			if j > 0 {
				out = append(out, sign(','))
			}
			if n < 0 {
				out = append(out, sign('-'))
				n = -n
			}
			out = append(out, token{kind: tokNumber, n: n, digits: 1, text: t.text, strict: true})
		}
		out = append(out, sign(']'))
		i += used
	}
	return out
}

// nthBefore reads the numbers before a weekday, and how many tokens they take;
// none where no weekday follows them.
func nthBefore(list []token) (nth []int, used int) {
	for used < len(list) {
		switch t := list[used]; {
		case t.kind == tokNth:
			nth = append(nth, t.n)
			used++
		case t.kind == tokNumber && t.n >= 1 && t.n <= 5 && used+1 < len(list) && list[used+1].is('.'):
			nth = append(nth, t.n)
			used += 2
		case t.is(',') && len(nth) > 0:
			used++
		case t.kind == tokDay && len(nth) > 0 && weekdayOf(t.n) >= 0:
			return nth, used
		default:
			return nil, 0
		}
	}
	return nil, 0
}
