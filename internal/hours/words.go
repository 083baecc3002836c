package hours

import (
	"sync"
	"time"
)

// word is what a word or phrase in a value means.
type word struct {
	kind tokenKind
	n    int
	// strict is true for the grammar's own words; others are mended.
	strict bool
}

// The grammar's own words, in any case of letters.
var ownWords = map[string]word{
	"mo": dayWord(time.Monday), "tu": dayWord(time.Tuesday), "we": dayWord(time.Wednesday), "th": dayWord(time.Thursday),
	"fr": dayWord(time.Friday), "sa": dayWord(time.Saturday), "su": dayWord(time.Sunday),
	"jan": monthWord(1), "feb": monthWord(2), "mar": monthWord(3), "apr": monthWord(4), "may": monthWord(5), "jun": monthWord(6),
	"jul": monthWord(7), "aug": monthWord(8), "sep": monthWord(9), "oct": monthWord(10), "nov": monthWord(11), "dec": monthWord(12),
	"ph": {tokHoliday, 0, true}, "sh": {tokHoliday, 1, true}, "easter": {tokEaster, 0, true}, "week": {tokWeek, 0, true},
	"dawn": {tokSun, int(dawn), true}, "sunrise": {tokSun, int(sunrise), true}, "sunset": {tokSun, int(sunset), true}, "dusk": {tokSun, int(dusk), true},
	"open": {tokState, int(Open), true}, "off": {tokState, int(Closed), true}, "closed": {tokState, int(Closed), true}, "unknown": {tokState, int(Unknown), true},
	"day": {tokDays, 0, true}, "days": {tokDays, 0, true},
}

func dayWord(d time.Weekday) word { return word{tokDay, 1 << d, true} }
func monthWord(m time.Month) word { return word{tokMonth, int(m), true} }

// bits of often used sets of weekdays
const (
	allDays  = 0x7f
	weekend  = 1<<time.Saturday | 1<<time.Sunday
	workdays = allDays &^ weekend
)

// commonWords is what people write in German, Danish and English instead. The
// table is made once, when the first value with such a word is read.
var commonWords = sync.OnceValue(func() map[string]word { return expand(commonLists) })

// commonLists has an underscore for a blank inside of a phrase.
var commonLists = map[word]string{
	{tokDay, 1 << time.Monday, false}:    "montag montags mandag mandage ma monday mondays mon",
	{tokDay, 1 << time.Tuesday, false}:   "dienstag dienstags die di tirsdag tirsdage ti tuesday tuesdays tues tue",
	{tokDay, 1 << time.Wednesday, false}: "mittwoch mittwochs mi onsdag onsdage on wednesday wednesdays wed",
	{tokDay, 1 << time.Thursday, false}:  "donnerstag donnerstags do torsdag torsdage to thursday thursdays thurs thur thu",
	{tokDay, 1 << time.Friday, false}:    "freitag freitags fredag fredage friday fridays fri",
	{tokDay, 1 << time.Saturday, false}:  "samstag samstags sonnabend sonnabends lørdag lørdage lø saturday saturdays sat",
	{tokDay, 1 << time.Sunday, false}:    "sonntag sonntags sonn so søndag søndage sø sunday sundays sun",
	{tokDay, allDays, false}:             "täglich tgl daily everyday every_day jeden_tag alle_tage dagligt hver_dag alle_dage",
	{tokDay, workdays, false}:            "weekdays weekday hverdage hverdag",
	{tokDay, allDays &^ 1, false}:        "werktags werktag werktage",
	{tokDay, weekend, false}:             "wochenende wochenenden am_wochenende weekend weekends weekender",

	{tokMonth, 1, false}:  "januar jänner january",
	{tokMonth, 2, false}:  "februar february",
	{tokMonth, 3, false}:  "märz mär mrz marts march",
	{tokMonth, 4, false}:  "april",
	{tokMonth, 5, false}:  "mai maj",
	{tokMonth, 6, false}:  "juni june",
	{tokMonth, 7, false}:  "juli july",
	{tokMonth, 8, false}:  "august",
	{tokMonth, 9, false}:  "september sept",
	{tokMonth, 10, false}: "oktober okt october",
	{tokMonth, 11, false}: "november",
	{tokMonth, 12, false}: "dezember dez december",

	{tokHoliday, 0, false}: "feiertag feiertage feiertags feiertagen an_feiertagen gesetzliche_feiertage helligdag helligdage på_helligdage public_holiday public_holidays bank_holidays holiday holidays",
	{tokHoliday, 1, false}: "schulferien ferien in_den_ferien in_den_schulferien skoleferie skoleferier i_skoleferien school_holidays school_holiday",
	{tokEaster, 0, false}:  "ostern ostersonntag påske påskedag",
	{tokWeek, 0, false}:    "kw kalenderwoche woche uge weeks",

	{tokSun, int(dawn), false}:    "morgendämmerung daggry",
	{tokSun, int(sunrise), false}: "sonnenaufgang solopgang",
	{tokSun, int(sunset), false}:  "sonnenuntergang solnedgang",
	{tokSun, int(dusk), false}:    "abenddämmerung dämmerung skumring",

	{tokState, int(Open), false}:    "geöffnet offen auf åben åbent opened",
	{tokState, int(Closed), false}:  "geschlossen zu ruhetag geschl lukket close",
	{tokState, int(Unknown), false}: "unbekannt ukendt",

	{tokAppointment, 0, false}: "nach_vereinbarung nach_absprache nach_terminvereinbarung nach_terminabsprache nach_terminvergabe nach_anmeldung nach_voranmeldung " +
		"termin_nach_vereinbarung termine_nach_vereinbarung nur_nach_vereinbarung nur_nach_absprache nur_nach_terminvereinbarung termine_nur_nach_vereinbarung " +
		"nur_nach_anmeldung nur_mit_termin mit_termin auf_anfrage n_v nv " +
		"efter_aftale kun_efter_aftale efter_tidsbestilling by_appointment by_appointment_only on_appointment appointment_only only_by_appointment on_request by_request",
	{tokAlways, 0, false}: "rund_um_die_uhr jederzeit jederzeit_zugänglich frei_zugänglich ganztägig ganztägig_geöffnet durchgehend_geöffnet durchgehend immer immer_geöffnet døgnåbent døgnåben døgnet_rundt always always_open around_the_clock nonstop",

	{tokNoHoliday, 0, false}: "außer_feiertags außer_feiertage außer_an_feiertagen nicht_an_feiertagen ausgenommen_feiertage an_feiertagen_geschlossen feiertags_geschlossen " +
		"undtagen_helligdage undtagen_på_helligdage except_public_holidays except_on_public_holidays except_holidays closed_on_public_holidays",
	{tokNth, 1, false}:  "ersten erster erste erstes første first",
	{tokNth, 2, false}:  "zweiten zweiter zweite anden second",
	{tokNth, 3, false}:  "dritten dritter dritte tredje third",
	{tokNth, 4, false}:  "vierten vierter vierte fjerde fourth",
	{tokNth, -1, false}: "letzten letzter letzte letztes sidste last",

	{tokHours, 0, false}:       "uhr h hrs hr hours std stunden stunde timer time",
	{tokHalf, 0, false}:        "am a_m",
	{tokHalf, 12, false}:       "pm p_m",
	{tokTo, 0, false}:          "bis til till until thru through",
	{tokAnd, 0, false}:         "und and og sowie & u",
	{tokFrom, 0, false}:        "ab fra",
	{tokFiller, 0, false}:      "von vom der den from between zwischen kl um at jeden jede immer_von im_monat des_monats eines_monats eines_jeden_monats i_måneden of_the_month of_each_month each every auch zusätzlich ganzjährig hele_året også also all_year öffnungszeiten åbningstider hours_of_operation opening_hours",
	{tokClock, 12 * 60, false}: "noon mittag mittags middag",
	{tokClock, 24 * 60, false}: "midnight mitternacht midnat",
	{tokDays, 0, false}:        "tag tage dag dage",
}

// expand turns lists of words into a table; an underscore stands for a blank.
func expand(lists map[word]string) map[string]word {
	table := map[string]word{}
	for w, list := range lists {
		start := 0
		for i := 0; i <= len(list); i++ {
			if i < len(list) && list[i] != ' ' {
				continue
			}
			if i > start {
				phrase := []byte(list[start:i])
				for j := range phrase {
					if phrase[j] == '_' {
						phrase[j] = ' '
					}
				}
				table[string(phrase)] = w
			}
			start = i + 1
		}
	}
	return table
}

// longest is the number of words in the longest phrase.
const longest = 4
