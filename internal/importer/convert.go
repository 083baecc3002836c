package importer

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"umland/internal/clock"
	"umland/internal/phone"
	"umland/internal/richtext"
)

// converter turns a value of the source into one of ours; it fails when the
// value makes no sense as that.
type converter func(string) (string, error)

var errValue = errors.New("not such a value")

// parseConverter finds a converter by its name in a profile; some take an
// argument behind a colon.
func parseConverter(name string) (converter, error) {
	name, arg, _ := strings.Cut(strings.TrimSpace(name), ":")
	switch name {
	case "ms_of_day":
		return timeOfMilliseconds, nil
	case "range":
		return hoursRange, nil
	case "clock":
		return clockTime, nil
	case "age":
		return ageOfMonths, nil
	case "phone":
		return func(s string) (string, error) { return phone.Parse(s, orDE(arg)) }, nil
	case "web":
		return webAddress, nil
	case "email":
		return emailAddress, nil
	case "street":
		return func(s string) (string, error) { return longStreet(s), nil }, nil
	case "number":
		return houseNumber, nil
	case "postcode":
		return postcode, nil
	case "capital":
		return func(s string) (string, error) { return capital(s), nil }, nil
	case "first":
		return func(s string) (string, error) { first, _, _ := strings.Cut(s, ","); return clean(first), nil }, nil
	case "plain":
		return func(s string) (string, error) { return clean(richtext.Words(richtext.Clean(s))), nil }, nil
	case "sentences":
		most, err := strconv.Atoi(arg)
		if err != nil || most < 20 {
			return nil, fmt.Errorf("sentences wants a number of letters: sentences:220")
		}
		return func(s string) (string, error) { return sentences(s, most), nil }, nil
	case "utc":
		return utcStamp, nil
	case "yes":
		return func(s string) (string, error) { return ifYes(s, arg), nil }, nil
	}
	return nil, fmt.Errorf("no converter %q", name)
}

// ifYes gives words where the source says that something is so.
func ifYes(s, words string) string {
	switch strings.ToLower(s) {
	case "true", "1", "yes", "ja", "x":
		return words
	}
	return ""
}

func orDE(region string) string {
	if region == "" {
		return "DE"
	}
	return region
}

// timeOfMilliseconds reads milliseconds since midnight as the time on the
// clock of the place: 25200000 is 07:00. The kita portal stores them as if
// the wall clock ran in UTC; that no zone is to be added shows in the 40
// facilities of Flensburg that also stand, with written hours, in the list of
// the town.
func timeOfMilliseconds(s string) (string, error) {
	ms, err := strconv.ParseInt(s, 10, 64)
	const minute = 60_000
	if err != nil || ms < 0 || ms > 24*60*minute || ms%minute != 0 {
		return "", errValue
	}
	return fmt.Sprintf("%02d:%02d", ms/minute/60, ms/minute%60), nil
}

var rangePattern = regexp.MustCompile(`^(\d{1,2})[:.](\d{2}) ?(?:Uhr)? ?[-–] ?(\d{1,2})[:.](\d{2}) ?(?:Uhr)?$`)

// hoursRange writes "7.00-16:30 Uhr" the OSM way, "07:00-16:30". A span that
// ends before it begins is refused: over midnight no kita is open.
func hoursRange(s string) (string, error) {
	m := rangePattern.FindStringSubmatch(s)
	if m == nil {
		return "", errValue
	}
	from, err1 := minutes(m[1], m[2])
	to, err2 := minutes(m[3], m[4])
	if err1 != nil || err2 != nil || from >= to {
		return "", errValue
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60), nil
}

func minutes(hour, minute string) (int, error) {
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err1 != nil || err2 != nil || h > 24 || m > 59 || h == 24 && m > 0 {
		return 0, errValue
	}
	return h*60 + m, nil
}

// clockTime writes "7.30" or "7:30 Uhr" as "07:30".
func clockTime(s string) (string, error) {
	h, m, ok := strings.Cut(strings.ReplaceAll(strings.TrimSuffix(s, " Uhr"), ".", ":"), ":")
	at, err := minutes(h, m)
	if !ok || err != nil || at >= 24*60 {
		return "", errValue
	}
	return fmt.Sprintf("%02d:%02d", at/60, at%60), nil
}

// ageOfMonths writes a child's age to stand behind "von" or "bis": "6
// Monaten", "1 Jahr", "3 Jahren". Parts of a year above two years are left
// out, as offices do: 83 months is 6 years.
func ageOfMonths(s string) (string, error) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || n < 0 || n > 12*30:
		return "", errValue
	case n == 1:
		return "1 Monat", nil
	case n < 12 || n < 24 && n%12 != 0:
		return fmt.Sprintf("%d Monaten", n), nil
	case n < 24:
		return "1 Jahr", nil
	}
	return fmt.Sprintf("%d Jahren", n/12), nil
}

// webAddress takes the first address of a list, adds https:// where none
// stands, and refuses all that is no http or https address.
func webAddress(s string) (string, error) {
	list := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ';' || r == ',' })
	if len(list) == 0 {
		return "", errValue
	}
	if s = list[0]; !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !strings.Contains(u.Hostname(), ".") {
		return "", errValue
	}
	host, err := idna.Lookup.ToASCII(strings.ToLower(u.Hostname()))
	if err != nil {
		return "", errValue
	}
	if u.Port() != "" {
		host += ":" + u.Port()
	}
	u.Host = host
	return u.String(), nil
}

func emailAddress(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || !strings.Contains(s[strings.LastIndexByte(s, '@'):], ".") {
		return "", errValue
	}
	return s, nil
}

var (
	streetShort = regexp.MustCompile(`([Ss])tr(\.|\b)( |$|\d)`)
	onThe       = regexp.MustCompile(`\b(An|Auf|In|an|auf|in) d\. `)
	anyBlank    = regexp.MustCompile(` +`)
)

// longStreet writes out what addresses shorten: "Große Str. 8" becomes "Große
// Straße 8", "An d. Bergmühle" becomes "An der Bergmühle".
func longStreet(s string) string {
	s = streetShort.ReplaceAllString(s, "${1}traße $3")
	s = onThe.ReplaceAllString(s, "$1 der ")
	s = strings.ReplaceAll(s, "Bremer Pl. ", "Bremer Platz ")
	return strings.TrimSpace(anyBlank.ReplaceAllString(s, " "))
}

// houseNumber drops the zero that stands for "none" and the blanks in "29 - 31".
func houseNumber(s string) (string, error) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, " - ", "-"), " – ", "-")
	if s == "0" || s == "-" {
		return "", nil
	}
	return s, nil
}

var postcodePattern = regexp.MustCompile(`^\d{4,5}$`)

func postcode(s string) (string, error) {
	if !postcodePattern.MatchString(s) {
		return "", errValue
	}
	return s, nil
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?]["”“»)]* ["„«(]?\p{Lu}`)
	// abbreviated are endings with a point that close no sentence.
	abbreviated = regexp.MustCompile(`(?i)(^|[ (/])(\d+|\p{L}{1,2}|(\p{L}\.)+ ?\p{L}|nördl|südl|östl|westl|ehem|urspr|arch|bzw|ca|evtl|geb|inkl|nr|prof|sog|str|usw|vgl|tel|ggf|max|mind|sept|okt|nov|dez|jan|febr?|aug)\.$`)
)

// sentences keeps as many whole sentences as fit into most letters, else whole
// parts up to a semicolon; else it cuts at a word.
func sentences(s string, most int) string {
	cut, broken := strings.CutSuffix(s, " …") // broken off by the source itself
	if utf8.RuneCountInString(cut) > most {
		cut, broken = string([]rune(cut)[:most]), true
	}
	if !broken {
		return s
	}
	end := 0
	for _, at := range sentenceEnd.FindAllStringIndex(cut, -1) {
		if stop := at[0] + 1; !abbreviated.MatchString(cut[:stop]) {
			end = stop + strings.IndexByte(cut[stop:], ' ')
		}
	}
	if end < 40 {
		end = strings.LastIndex(cut, "; ")
	}
	if end >= 40 {
		return strings.TrimSpace(cut[:end])
	}
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:–-") + " …"
}

// utcStamp reads an instant in UTC, as WordPress writes date_gmt, into the
// form of clock.Stamp.
func utcStamp(s string) (string, error) {
	for _, layout := range []string{"2006-01-02T15:04:05", time.RFC3339, "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1 {
			return clock.Stamp(t), nil
		}
	}
	return "", errValue
}
