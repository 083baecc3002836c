package alike

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"umland/internal/search"
)

// legal are the forms of a company or club, which people leave out.
var legal = regexp.MustCompile(`\b(?:g?gmbh(?: ?& ?co\.? ?kg)?|mbh|g?ug|ag|kg|ohg|gbr|se|e\.? ?g\.?|e\.? ?v\.?|e\.? ?k\.?|kdoer|aoer|a/s|aps|i/s|fmba|amba|haftungsbeschraenkt)(?:\W|$)`)

// spelled are abbreviations as names have them, in folded spelling.
var spelled = strings.NewReplacer(
	"str. ", "strasse ", "st. ", "sankt ", "dr. ", "doktor ", "prof. ", "professor ", "ev.-luth. ", "evangelisch lutherisch ", "ev. ", "evangelisch ",
	"evang. ", "evangelisch ", "kath. ", "katholisch ", "staedt. ", "staedtisch ", "freiw. ", "freiwillig ", "hl. ", "heilig ", "abzw. ", "abzweig ", "bhf. ", "bahnhof ",
	"'", "", "’", "", "`", "", "´", "",
)

// filler says nothing about which of its kind a thing is.
var filler = words("der die das des dem den am an auf bei beim fuer im in ins mit und u von vom zu zum zur the a of at for and og i paa ved til af den det de")

// sorts are words for what sort of thing it is, each with the one word that
// stands for all that mean the same. They count little beside a name of its
// own, but two different sorts are two different things.
var sorts = table(
	"kita kiga kindergarten kindertagesstaette kindertageseinrichtung kindertagespflege kindertagesheim kinderhaus kinderkrippe krippe boernehave boernehus vuggestue daginstitution kinderstube kindergaarden familienhaus",
	"schule skole school grundschule folkeskole gemeinschaftsschule foerderzentrum gesamtschule hauptschule realschule regionalschule",
	"gymnasium gymnasieskole",
	"apotheke apotek pharmacy",
	"polizei polizeistation polizeirevier polizeizentralstation polizeiautobahnrevier politi police",
	"feuerwehr feuerwache brandstation feuerwehrhaus feuerwehrgeraetehaus brandvaesen",
	"rathaus raadhus buergerhaus amtsverwaltung gemeindeverwaltung stadtverwaltung",
	"kirche kirke church kapelle",
	"museum museet",
	"bibliothek buecherei bibliotek library stadtbibliothek gemeindebuecherei stadtbuecherei",
	"haltestelle bushaltestelle stoppested bus stop",
	"bahnhof banegaard station train togstation",
	"arzt praxis arztpraxis hausarzt laege doctor",
	"sporthalle turnhalle sportshal gym halle idraetshal",
	"fahrschule koereskole",
	"spielplatz legeplads playground",
	"wahllokal wahlraum valgsted",
	"wohnhaus haus hus house",
	"altglascontainer glascontainer altglas",
	"altkleidercontainer kleidercontainer alttextilcontainer altkleider",
	"seniorenheim altenheim pflegeheim seniorenzentrum plejehjem",
)

// plainSort are words that stand in the names of many sorts and say nothing.
var plainSort = words("station bus stop haus hus house halle train")

// parsed is a name taken apart.
type parsed struct {
	own     []string // words of its own
	sorts   []string // what sort of thing it is, each once
	numbers []string // numbers and single letters in their order, which tell siblings apart
}

// Names tells how alike two names are, from 0 to 1, whatever their order of
// words, their abbreviations and their legal forms. Towns that stand in a name
// count little; pass those of both things, or "".
func Names(a, b string, towns ...string) float64 {
	x, y := parse(a, towns), parse(b, towns)
	switch {
	case conflict(x, y):
		return 0
	case (len(x.own) == 0) != (len(y.own) == 0) && sameNumber(x.numbers, y.numbers):
		return 0.8 // "Wahllokal 3" and "Wahllokal 3: Comenius-Schule 1"
	case !slices.Equal(slices.Sorted(slices.Values(x.numbers)), slices.Sorted(slices.Values(y.numbers))):
		return 0
	}
	own := overlap(x.own, y.own)
	joinedX, joinedY := strings.Join(x.own, ""), strings.Join(y.own, "")
	if joinedX != "" && joinedY != "" {
		// "Friedheimschule" and "Friedheim-Schule", "Nord See" and "Nordsee".
		own = max(own, spelling(joinedX, joinedY), spelling(squeeze(a), squeeze(b)))
	}
	switch {
	case len(x.own) == 0 && len(y.own) == 0:
		return overlap(x.sorts, y.sorts) * 0.99
	case len(x.own) == 0 || len(y.own) == 0:
		// "Rathaus" alone may be the "Rathaus Handewitt", but "Schule" is not
		// each school.
		return spelling(squeeze(a), squeeze(b)) * 0.9
	case len(x.sorts) == 0 || len(y.sorts) == 0:
		return own * 0.97 // only one says what sort of thing it is
	}
	return own * (0.9 + 0.1*overlap(x.sorts, y.sorts))
}

// sameNumber tells whether two names begin with the same number.
func sameNumber(x, y []string) bool { return len(x) > 0 && len(y) > 0 && x[0] == y[0] }

// without takes the own address out of a name, where the name repeats it whole.
func without(name, street string) string {
	if street == "" || !strings.ContainsAny(street, "0123456789") {
		return name
	}
	long, part := " "+plainWords(name)+" ", " "+plainWords(street)+" "
	if !strings.Contains(long, part) || strings.TrimSpace(long) == strings.TrimSpace(part) {
		return name
	}
	return strings.Replace(long, part, " ", 1)
}

// plainWords is a name in folded words, abbreviations written out.
func plainWords(s string) string {
	return strings.Join(split(abbreviated.ReplaceAllString(spelled.Replace(search.Fold(s)+" "), "strasse ")), " ")
}

// conflict tells whether the names say that the things are of different sorts.
func conflict(x, y parsed) bool {
	if len(x.sorts) == 0 || len(y.sorts) == 0 {
		return false
	}
	for _, s := range x.sorts {
		if slices.Contains(y.sorts, s) {
			return false
		}
	}
	return true
}

// parse takes a name apart.
func parse(name string, towns []string) parsed {
	s := spelled.Replace(search.Fold(name) + " ")
	s = legal.ReplaceAllString(s, " ")
	var p parsed
	var left []string // towns, for names that have nothing else
	for _, w := range split(s) {
		base := strings.TrimSuffix(w, "s")
		switch sort, known := sorts[w]; {
		case filler[w]:
		case known:
			if !plainSort[w] && !slices.Contains(p.sorts, sort) {
				p.sorts = append(p.sorts, sort)
			}
		case unicode.IsDigit(rune(w[0])) || len(w) == 1:
			p.numbers = append(p.numbers, w)
		case ofTown(w, base, towns):
			left = append(left, w)
		default:
			if stem, sort := compound(w); sort != "" {
				p.own = append(p.own, stem)
				if !slices.Contains(p.sorts, sort) {
					p.sorts = append(p.sorts, sort)
				}
				continue
			}
			p.own = append(p.own, w)
		}
	}
	if len(p.own) == 0 && len(p.sorts) == 0 {
		p.own = left
	}
	slices.Sort(p.own)
	slices.Sort(p.sorts)
	return p
}

// compound takes "friedheimschule" apart into "friedheim" and its sort.
func compound(w string) (stem, sort string) {
	for _, end := range []string{"grundschule", "gemeinschaftsschule", "apotheke", "schule", "skole", "kirche", "kirke", "museum", "gymnasium"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= 4 {
			return strings.TrimSuffix(stem, "s"), sorts[end]
		}
	}
	return "", ""
}

// ofTown tells whether a word only repeats where the thing is.
func ofTown(w, base string, towns []string) bool {
	for _, t := range towns {
		for _, part := range split(search.Fold(t)) {
			if len(part) > 2 && (w == part || base == part || w == part+"er") {
				return true
			}
		}
	}
	return false
}

// squeeze is a whole name as one word of letters.
func squeeze(name string) string {
	return strings.Join(split(legal.ReplaceAllString(spelled.Replace(search.Fold(name)+" "), " ")), "")
}

func split(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

func table(lines ...string) map[string]string {
	t := map[string]string{}
	for _, l := range lines {
		first := ""
		for w := range strings.FieldsSeq(l) {
			if first == "" {
				first = w
			}
			t[w] = first
		}
	}
	return t
}
