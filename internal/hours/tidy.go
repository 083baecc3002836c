package hours

import "strings"

// tidy drops words without meaning of their own, settles words with two
// meanings by their neighbours, and leaves signs in the place of words.
func tidy(list []token, w *warnings) []token {
	out := make([]token, 0, len(list)+1)
	for i, t := range list {
		var last, next token
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		if i+1 < len(list) {
			next = list[i+1]
		}
		switch {
		case t.kind == tokFiller, t.kind == tokHalf && last.kind != tokNumber,
			t.kind == tokDay && strings.EqualFold(t.text, "on") && next.kind == tokDay:
			continue
		case t.is('.') && (last.kind == tokDay || last.kind == tokMonth || last.kind == tokHours || last.kind == tokHalf || next.kind == tokEnd):
			continue
		case t.kind == tokTo, isTo(t) && range2(last, next):
			t = token{kind: tokSign, n: '-', text: t.text}
			w.add("hours.warn_word", "word", t.text, "better", "-")
		case t.kind == tokAnd:
			if last.is('-') { // "Sonn- und Feiertage"
				out = out[:len(out)-1]
			}
			w.add("hours.warn_word", "word", t.text, "better", ",")
			t = token{kind: tokSign, n: ',', text: t.text}
		case isTo(t), t.kind == tokDay && strings.EqualFold(t.text, "on"):
			w.add("hours.warn_word", "word", t.text, "better", maskName(t.n))
		}
		if t.is(',') && (last.is(',') || last.is(';')) || t.is(';') && last.is(';') {
			continue
		}
		if t.is(';') && last.is(',') {
			out = out[:len(out)-1]
		}
		out = append(out, t)
	}
	for len(out) > 0 && (out[len(out)-1].is(';') || out[len(out)-1].is(',')) {
		out = out[:len(out)-1]
	}
	return append(out, token{})
}

// isTo is true for the word that is Thursday in Danish and a range in English.
func isTo(t token) bool { return t.kind == tokDay && strings.EqualFold(t.text, "to") }

// range2 is true where a word between two tokens can only join them: both
// are days, or both are times or dates.
func range2(a, b token) bool {
	return day2(a) && day2(b) || time2(a) && time2(b)
}

func day2(t token) bool { return t.kind == tokDay || t.kind == tokHoliday || t.is(']') }

func time2(t token) bool {
	switch t.kind {
	case tokNumber, tokHalf, tokHours, tokSun, tokMonth, tokClock, tokEaster:
		return true
	}
	return false
}
