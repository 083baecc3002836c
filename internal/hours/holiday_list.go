package hours

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
)

// named is a holiday's name at home and the key of its names elsewhere.
type named struct{ name, key string }

// german and danish give package cal's holidays the names used in law, and
// name those that it lacks.
var (
	german = map[string]named{
		"Neujahrstag":                {"Neujahr", "hours.ph_new_year"},
		"Heilige Drei Könige":        {"Heilige Drei Könige", "hours.ph_epiphany"},
		"Frauentag":                  {"Internationaler Frauentag", "hours.ph_women"},
		"Karfreitag":                 {"Karfreitag", "hours.ph_good_friday"},
		"Ostersonntag":               {"Ostersonntag", "hours.ph_easter"},
		"Ostermontag":                {"Ostermontag", "hours.ph_easter_monday"},
		"Tag der Arbeit":             {"Tag der Arbeit", "hours.ph_labour"},
		"Tag der Befreiung":          {"Tag der Befreiung", "hours.ph_liberation"},
		"Christi Himmelfahrt":        {"Christi Himmelfahrt", "hours.ph_ascension"},
		"Pfingstsonntag":             {"Pfingstsonntag", "hours.ph_whit_sunday"},
		"Pfingstmontag":              {"Pfingstmontag", "hours.ph_whit_monday"},
		"Fronleichnam":               {"Fronleichnam", "hours.ph_corpus_christi"},
		"Volksaufstand":              {"75. Jahrestag des Volksaufstands in der DDR", "hours.ph_uprising"},
		"Mariä Himmelfahrt":          {"Mariä Himmelfahrt", "hours.ph_assumption"},
		"Weltkindertag":              {"Weltkindertag", "hours.ph_children"},
		"Tag der Deutschen Einheit":  {"Tag der Deutschen Einheit", "hours.ph_unity"},
		"Reformationstag":            {"Reformationstag", "hours.ph_reformation"},
		"Allerheiligen":              {"Allerheiligen", "hours.ph_all_saints"},
		"Buß- und Bettag":            {"Buß- und Bettag", "hours.ph_repentance"},
		"Weihnachtstag":              {"1. Weihnachtstag", "hours.ph_christmas"},
		"Zweiter Weihnachtsfeiertag": {"2. Weihnachtstag", "hours.ph_christmas_2"},
	}
	danish = map[string]named{
		"Nytårsdag":             {"Nytårsdag", "hours.ph_new_year"},
		"Skærtorsdag":           {"Skærtorsdag", "hours.ph_maundy_thursday"},
		"Langfredag":            {"Langfredag", "hours.ph_good_friday"},
		"Påskedag":              {"Påskedag", "hours.ph_easter"},
		"Anden påskedag":        {"2. påskedag", "hours.ph_easter_monday"},
		"Store bededag":         {"Store bededag", "hours.ph_prayer_day"},
		"Kristi Himmelfartsdag": {"Kristi himmelfartsdag", "hours.ph_ascension"},
		"Pinsedag":              {"Pinsedag", "hours.ph_whit_sunday"},
		"Anden Pinsedag":        {"2. pinsedag", "hours.ph_whit_monday"},
		"Juledag":               {"1. juledag", "hours.ph_christmas"},
		"Anden juledag":         {"2. juledag", "hours.ph_christmas_2"},
	}
)

// The holidays that package cal lacks.
var (
	easterSunday     = easterDay("Ostersonntag", 0)
	whitSunday       = easterDay("Pfingstsonntag", 49)
	danishEaster     = easterDay("Påskedag", 0)
	danishWhitSunday = easterDay("Pinsedag", 49)
	liberation       = fixedDay("Tag der Befreiung", time.May, 8)
	uprising         = fixedDay("Volksaufstand", time.June, 17)
	// reformationOnce is the one that all Länder kept, in 2017.
	reformationOnce = de.Reformationstag.Clone(&cal.Holiday{StartYear: 2017, EndYear: 2017})
)

func easterDay(name string, offset int) *cal.Holiday {
	return &cal.Holiday{Name: name, Offset: offset, Func: cal.CalcEasterOffset}
}

func fixedDay(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// calendar is the holidays of package cal for a country and Land, and what it
// lacks. Any other text for the Land gives those of the whole country.
func calendar(country, state string) (base, more []*cal.Holiday) {
	switch country {
	case "dk":
		return dk.Holidays, danishMore
	case "de":
		base, ok := lands[state]
		if !ok {
			base = de.Holidays
		}
		switch state {
		case "BB":
			return base, brandenburgMore
		case "BE":
			return base, berlinMore
		case "MV":
			return base, mecklenburgMore
		}
		return base, germanMore
	}
	return nil, nil
}

var (
	lands = map[string][]*cal.Holiday{
		"BW": de.HolidaysBW, "BY": de.HolidaysBY, "BE": de.HolidaysBE, "BB": de.HolidaysBB,
		"HB": de.HolidaysHB, "HH": de.HolidaysHH, "HE": de.HolidaysHE, "MV": de.HolidaysMV,
		"NI": de.HolidaysNI, "NW": de.HolidaysNW, "RP": de.HolidaysRP, "SL": de.HolidaysSL,
		"SN": de.HolidaysSN, "ST": de.HolidaysST, "SH": de.HolidaysSH, "TH": de.HolidaysTH,
	}
	germanMore      = []*cal.Holiday{reformationOnce}
	brandenburgMore = []*cal.Holiday{reformationOnce, easterSunday, whitSunday}
	berlinMore      = []*cal.Holiday{reformationOnce, liberation, uprising}
	mecklenburgMore = []*cal.Holiday{reformationOnce, de.Frauentag}
	danishMore      = []*cal.Holiday{danishEaster, danishWhitSunday}
)

// namedHoliday gives a holiday of package cal its names.
func namedHoliday(h *cal.Holiday) Holiday {
	n, ok := german[h.Name]
	if !ok {
		n, ok = danish[h.Name]
	}
	if !ok {
		n.name = h.Name
	}
	return Holiday{Name: n.name, key: n.key}
}

// kept tells whether a Land kept a holiday in a year; package cal has no years
// for these.
func kept(country, state, name string, year int) bool {
	if country != "de" {
		// On Constitution Day Danish shops are closed by law, but it is no
		// public holiday.
		return name != dk.Grundlovsdag.Name
	}
	switch name {
	case "Frauentag":
		return state == "BE" && year >= 2019 || state == "MV" && year >= 2023
	case "Reformationstag":
		switch state {
		case "HB", "HH", "NI", "SH":
			return year >= 2018 // 2017 is reformationOnce
		}
	case "Tag der Befreiung":
		return year == 2020 || year == 2025
	case "Volksaufstand":
		return year == 2028
	}
	return true
}
