package i18n

import (
	"strconv"
	"time"
)

// calendar holds the words of one language's calendar; weekdays begin with
// Sunday as in package time.
type calendar struct {
	days, shortDays     [7]string
	months, shortMonths [12]string
	yesterday, today    string
	tomorrow            string
}

var calendars = map[Lang]*calendar{
	DE: {
		days:        [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		shortDays:   [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
		months:      [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		shortMonths: [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
		yesterday:   "gestern", today: "heute", tomorrow: "morgen",
	},
	DA: {
		days:        [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
		shortDays:   [7]string{"sø", "ma", "ti", "on", "to", "fr", "lø"},
		months:      [12]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"},
		shortMonths: [12]string{"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."},
		yesterday:   "i går", today: "i dag", tomorrow: "i morgen",
	},
	EN: {
		days:        [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		shortDays:   [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		months:      [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		shortMonths: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"},
		yesterday:   "yesterday", today: "today", tomorrow: "tomorrow",
	},
}

func words(lang Lang) *calendar {
	if c, ok := calendars[lang]; ok {
		return c
	}
	return calendars[DE]
}

// Weekday returns the name of t's day: "Dienstag", "tirsdag", "Tuesday".
func Weekday(lang Lang, t time.Time) string { return words(lang).days[t.Weekday()] }

// WeekdayShort returns the name's short form for narrow columns: "Di", "ti",
// "Tue".
func WeekdayShort(lang Lang, t time.Time) string { return words(lang).shortDays[t.Weekday()] }

// Month returns the name of a month: "November", "november", "November".
func Month(lang Lang, m time.Month) string { return words(lang).months[m-1] }

// MonthShort returns the short form of a month's name: "Nov.", "nov.", "Nov".
func MonthShort(lang Lang, m time.Month) string { return words(lang).shortMonths[m-1] }

// MonthYear returns the heading of a month: "November 2026".
func MonthYear(lang Lang, t time.Time) string {
	return Month(lang, t.Month()) + " " + strconv.Itoa(t.Year())
}

// LongDate returns the date with its weekday: "Dienstag, 24. November 2026",
// "tirsdag den 24. november 2026", "Tuesday 24 November 2026".
func LongDate(lang Lang, t time.Time) string {
	return LongDay(lang, t) + " " + strconv.Itoa(t.Year())
}

// LongDay returns weekday, day and month without the year: "Dienstag,
// 24. November", "tirsdag den 24. november", "Tuesday 24 November".
func LongDay(lang Lang, t time.Time) string {
	return Weekday(lang, t) + join(lang) + DayMonth(lang, t)
}

// join stands between a weekday and its date.
func join(lang Lang) string {
	switch lang {
	case DA:
		return " den "
	case EN:
		return " "
	default:
		return ", "
	}
}

// Date returns the date in words: "24. November 2026".
func Date(lang Lang, t time.Time) string {
	return DayMonth(lang, t) + " " + strconv.Itoa(t.Year())
}

// DayMonth returns day and month: "24. November", "24. november",
// "24 November".
func DayMonth(lang Lang, t time.Time) string {
	return day(lang, t) + " " + Month(lang, t.Month())
}

// day returns the day of the month as an ordinal where that is usual.
func day(lang Lang, t time.Time) string {
	if lang == EN {
		return strconv.Itoa(t.Day())
	}
	return strconv.Itoa(t.Day()) + "."
}

// ShortDate returns the date for tables: "24.11.2026", "24.11.2026",
// "24 Nov 2026" (figures alone would be ambiguous in English).
func ShortDate(lang Lang, t time.Time) string {
	if lang == EN {
		return ShortDay(lang, t) + " " + strconv.Itoa(t.Year())
	}
	return two(t.Day()) + "." + two(int(t.Month())) + "." + strconv.Itoa(t.Year())
}

// ShortDay returns day and month for tables: "24.11.", "24.11.", "24 Nov".
func ShortDay(lang Lang, t time.Time) string {
	if lang == EN {
		return strconv.Itoa(t.Day()) + " " + MonthShort(lang, t.Month())
	}
	return two(t.Day()) + "." + two(int(t.Month())) + "."
}

// DateRange returns the days from a to b, naming month and year once where
// they are the same: "24. bis 26. November 2026". Equal days give one Date.
func DateRange(lang Lang, a, b time.Time) string {
	to := until(lang)
	switch {
	case sameDay(a, b):
		return Date(lang, a)
	case a.Year() != b.Year():
		return Date(lang, a) + to + Date(lang, b)
	case a.Month() != b.Month():
		return DayMonth(lang, a) + to + Date(lang, b)
	default:
		return day(lang, a) + to + Date(lang, b)
	}
}

// until stands between the ends of a range of days or times.
func until(lang Lang) string {
	switch lang {
	case DA:
		return " til "
	case EN:
		return " to "
	default:
		return " bis "
	}
}

// RelativeDay returns "heute", "morgen" or "gestern" when day is that day as
// seen from today, else "". Only the calendar days of the two are compared.
func RelativeDay(lang Lang, day, today time.Time) string {
	w := words(lang)
	switch {
	case sameDay(day, today):
		return w.today
	case sameDay(day, today.AddDate(0, 0, 1)):
		return w.tomorrow
	case sameDay(day, today.AddDate(0, 0, -1)):
		return w.yesterday
	default:
		return ""
	}
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
