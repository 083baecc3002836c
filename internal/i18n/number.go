package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Clock returns a time of day for columns: "15:00", "15.00", "3:00 pm".
func Clock(lang Lang, t time.Time) string {
	switch lang {
	case DA:
		return two(t.Hour()) + "." + two(t.Minute())
	case EN:
		return twelve(t) + " " + half(t)
	default:
		return strconv.Itoa(t.Hour()) + ":" + two(t.Minute())
	}
}

// Time returns a time of day in a sentence: "15:00 Uhr", "kl. 15.00",
// "3:00 pm".
func Time(lang Lang, t time.Time) string {
	switch lang {
	case DA:
		return "kl. " + Clock(lang, t)
	case EN:
		return Clock(lang, t)
	default:
		return Clock(lang, t) + " Uhr"
	}
}

// TimeRange returns the time from a to b: "15:00 bis 17:00 Uhr",
// "kl. 15.00 til 17.00", "3:00 to 5:00 pm". Equal ends give one Time.
func TimeRange(lang Lang, a, b time.Time) string {
	if a.Equal(b) {
		return Time(lang, a)
	}
	switch {
	case lang == DA:
		return Time(lang, a) + until(lang) + Clock(lang, b)
	case lang == EN && half(a) == half(b) && sameDay(a, b):
		return twelve(a) + until(lang) + Clock(lang, b)
	case lang == EN:
		return Clock(lang, a) + until(lang) + Clock(lang, b)
	default:
		return Clock(lang, a) + until(lang) + Time(lang, b)
	}
}

func twelve(t time.Time) string {
	h := t.Hour() % 12
	if h == 0 {
		h = 12
	}
	return strconv.Itoa(h) + ":" + two(t.Minute())
}

func half(t time.Time) string {
	if t.Hour() < 12 {
		return "am"
	}
	return "pm"
}

// Number returns a whole number with thousands kept apart: "12.345" in German
// and Danish, "12,345" in English.
func Number(lang Lang, n int) string { return whole(lang, int64(n)) }

func whole(lang Lang, n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	mark := "."
	if lang == EN {
		mark = ","
	}
	var b strings.Builder
	b.WriteString(sign)
	head := len(digits) % 3
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		if i > 0 {
			b.WriteString(mark)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// Decimal returns f with that many digits after the language's decimal mark,
// rounded: "3,1" in German and Danish, "3.1" in English.
func Decimal(lang Lang, f float64, digits int) string {
	scale := math.Pow10(digits)
	scaled := int64(math.Round(f * scale))
	if digits == 0 {
		return whole(lang, scaled)
	}
	mark := ","
	if lang == EN {
		mark = "."
	}
	sign := ""
	if scaled < 0 {
		sign, scaled = "-", -scaled
	}
	rest := strconv.FormatInt(scaled%int64(scale), 10)
	return sign + whole(lang, scaled/int64(scale)) + mark + strings.Repeat("0", digits-len(rest)) + rest
}

// Distance returns a way in words, from metres: "350 m" (in steps of ten) up
// to one kilometre, "3,1 km" up to ten, "24 km" beyond.
func Distance(lang Lang, metres float64) string {
	metres = math.Abs(metres)
	tens := math.Round(metres/10) * 10
	switch {
	case tens < 10:
		return "10 m"
	case tens < 1000:
		return whole(lang, int64(tens)) + " m"
	case math.Round(metres/100) < 100:
		return Decimal(lang, metres/1000, 1) + " km"
	default:
		return whole(lang, int64(math.Round(metres/1000))) + " km"
	}
}

// Money returns an amount, given in hundredths (cents, øre), with the name of
// its currency (ISO 4217): "25 Euro", "2,50 Euro", "100 kroner", "25 euros".
func Money(lang Lang, hundredths int64, currency string) string {
	var amount string
	if hundredths%100 == 0 {
		amount = whole(lang, hundredths/100)
	} else {
		amount = Decimal(lang, float64(hundredths)/100, 2)
	}
	return amount + " " + unit(lang, currency, hundredths == 100)
}

// unit names a currency; one is true for an amount of exactly one. An unknown
// currency keeps its code.
func unit(lang Lang, currency string, one bool) string {
	switch {
	case currency == "EUR" && lang == DE:
		return "Euro"
	case currency == "EUR" && (lang == DA || one):
		return "euro"
	case currency == "EUR":
		return "euros"
	case currency == "DKK" && lang == DE && one:
		return "Krone"
	case currency == "DKK" && lang == DE:
		return "Kronen"
	case currency == "DKK" && one:
		return "krone"
	case currency == "DKK":
		return "kroner"
	default:
		return currency
	}
}

// Sentence returns s with a capital first letter, as at the start of a
// sentence or heading: "Heute" from "heute".
func Sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.IsUpper(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
