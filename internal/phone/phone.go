// Package phone keeps a telephone number so that a citizen can tap it and read
// it in the form used in the own country.
//
// A number is kept as in E.164, "+4946089737520". A German extension keeps the
// hyphen before it, "+494611503-0", because DIN 5008 writes it that way;
// Href leaves the hyphen out. Short numbers such as 112 or 116117 are kept as
// they are dialled.
package phone

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// short matches the numbers that are the same everywhere in a country:
// emergency (110, 112), police (DK 114), authorities (115) and 116xxx.
var short = regexp.MustCompile(`^(?:11[0245]|116\d{3})$`)

// label is the word that some write before a number, and form is how a number
// may be written behind it.
var (
	label = regexp.MustCompile(`^\pL+\.?:?\s*`)
	form  = regexp.MustCompile(`^\+?[\d(][\d\s()/.-]*$`)
)

// Parse reads a number as people write it. region (ISO 3166, "DE" or "DK") is
// the country whose numbers need no country code. The error is
// errors.bad_phone.
func Parse(raw, region string) (string, error) {
	text := label.ReplaceAllString(tidy.Replace(strings.TrimSpace(raw)), "")
	if s := digits(text); short.MatchString(s) && form.MatchString(text) && text[0] != '+' {
		return s, nil
	}
	num, err := phonenumbers.Parse(text, strings.ToUpper(region))
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "errors.bad_phone", "value", raw)
	}
	if !form.MatchString(text) || !plausible(num) {
		return "", fault.New(fault.Invalid, "errors.bad_phone", "value", raw)
	}
	if s := phonenumbers.GetNationalSignificantNumber(num); short.MatchString(s) {
		return s, nil
	}
	number := phonenumbers.Format(num, phonenumbers.E164)
	if n := extension(text, num); n > 0 && num.GetCountryCode() == germany {
		return number[:len(number)-n] + "-" + number[len(number)-n:], nil
	}
	return number, nil
}

// Germany writes extensions behind a hyphen.
const germany = 49

// shortest is the fewest digits of area code and number together; less is an
// area code without a number.
const shortest = 6

// tidy makes one hyphen of all dashes and drops the "(0)" that is written
// between country and area code.
var tidy = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-", "(0)", "", "\u00a0", " ")

// plausible is true when the number can be dialled as far as its form goes.
// Numbers that are assigned to nobody pass: samples use them.
func plausible(num *phonenumbers.PhoneNumber) bool {
	national := phonenumbers.GetNationalSignificantNumber(num)
	german := num.GetCountryCode() == germany
	return phonenumbers.IsPossibleNumberWithReason(num) == phonenumbers.IS_POSSIBLE &&
		len(national) >= shortest && !(german && national[0] == '0')
}

// extension returns how many digits follow the last hyphen, if that hyphen
// stands behind area code and a number and not between the two.
func extension(raw string, num *phonenumbers.PhoneNumber) int {
	cut := strings.LastIndexByte(raw, '-')
	if cut < 0 {
		return 0
	}
	n := len(digits(raw[cut:]))
	base := len(phonenumbers.GetNationalSignificantNumber(num)) - n
	if n == 0 || n > 5 || base < phonenumbers.GetLengthOfNationalDestinationCode(num)+2 {
		return 0
	}
	return n
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// Format writes a stored number for readers of a language: German readers see
// German numbers as "04608 9737520" and "0461 1503-0", Danish readers Danish
// ones as "73 76 76 76"; numbers of other countries, and all numbers for
// English readers, begin with the country code. What is no stored number
// comes back unchanged.
func Format(number string, lang i18n.Lang) string {
	return written.find(spoken{number, lang}, format)
}

func format(number string, lang i18n.Lang) string {
	num, ext, ok := read(number)
	if !ok {
		return spaced(number)
	}
	if home := map[i18n.Lang]int32{i18n.DE: germany, i18n.DA: 45}[lang]; home != num.GetCountryCode() {
		return International(number)
	}
	return cut(phonenumbers.Format(num, phonenumbers.NATIONAL), ext)
}

// International writes a stored number with its country code, as an imprint
// needs it: "+49 461 1503-0".
func International(number string) string {
	num, ext, ok := read(number)
	if !ok {
		return spaced(number)
	}
	return cut(phonenumbers.Format(num, phonenumbers.INTERNATIONAL), ext)
}

// Href is the address of a link that dials the number: "tel:+494611503000".
// It is "" when nothing in it can be dialled.
func Href(number string) string {
	d := digits(number)
	switch {
	case d == "":
		return ""
	case strings.HasPrefix(number, "+"):
		return "tel:+" + d
	default:
		return "tel:" + d
	}
}

// read takes a stored number apart; ext is the length of its extension.
func read(number string) (num *phonenumbers.PhoneNumber, ext int, ok bool) {
	if !strings.HasPrefix(number, "+") {
		return nil, 0, false
	}
	base, extension, _ := strings.Cut(number, "-")
	num, err := phonenumbers.Parse(base+extension, "ZZ")
	return num, len(extension), err == nil
}

// cut sets the hyphen before the extension and joins what the library has
// grouped behind it.
func cut(s string, ext int) string {
	if ext == 0 {
		return s
	}
	var b []byte
	for i := len(s) - 1; i >= 0; i-- {
		if ext > 0 && (s[i] < '0' || s[i] > '9') {
			continue
		}
		b = append(b, s[i])
		if ext--; ext == 0 {
			b = append(b, '-')
		}
	}
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return strings.ReplaceAll(string(b), " -", "-")
}

// spaced groups the six digits of a 116 number, which is how it is known.
func spaced(number string) string {
	if _, err := strconv.Atoi(number); err == nil && len(number) == 6 {
		return number[:3] + " " + number[3:]
	}
	return number
}
