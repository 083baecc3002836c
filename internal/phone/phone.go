// Package phone reads telephone numbers as people write them and shows them
// as the country does: after DIN 5008 in Germany, in pairs in Denmark.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// extensionMark separates a direct extension in the stored form: 0461 1503-0
// is stored as +494611503;0, because the hyphen shows where one dials on.
const extensionMark = ";"

// Parse gives the number in international form (E.164), with the direct
// extension behind a mark where the raw one had a hyphen. The region is the
// ISO 3166 code of a number without country code. Anything that cannot be
// dialled is Invalid.
func Parse(raw, region string) (string, error) {
	raw = strings.TrimSpace(raw)
	n, err := phonenumbers.Parse(raw, region)
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return "", fault.New(fault.Invalid, "errors.bad_phone")
	}
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	if n.GetCountryCode() == 49 {
		if i := strings.LastIndexByte(raw, '-'); i > 0 {
			tail := raw[i+1:]
			if tail != "" && len(tail) <= 5 && strings.Trim(tail, "0123456789") == "" && strings.HasSuffix(e164, tail) && len(e164)-len(tail) > 7 {
				return e164[:len(e164)-len(tail)] + extensionMark + tail, nil
			}
		}
	}
	return e164, nil
}

// Format shows a stored number to readers of a language: German and Danish
// numbers as in their own country, to all others with the country code.
func Format(stored string, lang i18n.Lang) string {
	number, extension, _ := strings.Cut(stored, extensionMark)
	n, err := phonenumbers.Parse(number+extension, "")
	if err != nil {
		return stored
	}
	national := n.GetCountryCode() == 49 && lang != i18n.DA || n.GetCountryCode() == 45 && lang == i18n.DA
	if n.GetCountryCode() != 49 {
		if national {
			return phonenumbers.Format(n, phonenumbers.NATIONAL)
		}
		return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	}
	return german(n, extension, national)
}

// german writes area code and number apart by a space, after DIN 5008.
func german(n *phonenumbers.PhoneNumber, extension string, national bool) string {
	digits := phonenumbers.GetNationalSignificantNumber(n)
	area := phonenumbers.GetLengthOfGeographicalAreaCode(n)
	if area == 0 {
		area = phonenumbers.GetLengthOfNationalDestinationCode(n)
	}
	if area == 0 || area >= len(digits) {
		area = 0
	}
	head, tail := digits[:area], digits[area:]
	if extension != "" && strings.HasSuffix(tail, extension) {
		tail = tail[:len(tail)-len(extension)] + "-" + extension
	}
	prefix := "+49 "
	if national {
		prefix = "0"
	}
	return strings.TrimSpace(prefix + strings.TrimSpace(head+" "+tail))
}

// Href is the link that dials the number.
func Href(stored string) string {
	return "tel:" + strings.ReplaceAll(stored, extensionMark, "")
}
