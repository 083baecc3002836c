package web

import (
	"strings"

	"umland/internal/i18n"
)

// words holds the path words of the product: German is canonical, Danish and
// English stand beside it. Anything not listed is the same in all languages.
var words = []struct{ de, da, en string }{
	{"beitraege", "artikler", "articles"},
	{"orte", "steder", "places"},
	{"veranstaltungen", "arrangementer", "events"},
	{"rundgaenge", "rundture", "tours"},
	{"leistungen", "ydelser", "services"},
	{"organisationen", "organisationer", "organisations"},
	{"seiten", "sider", "pages"},
	{"suche", "soeg", "search"},
	{"kontakt", "kontakt", "contact"},
	{"melden", "indsend", "submit"},
	{"fehler-melden", "meld-fejl", "report"},
	{"abfahrten", "afgange", "departures"},
	{"impressum", "kolofon", "imprint"},
	{"datenschutz", "privatliv", "privacy"},
	{"barrierefreiheit", "tilgaengelighed", "accessibility"},
	{"datenquellen", "datakilder", "sources"},
	{"gebaerdensprache", "tegnsprog", "sign-language"},
	{"danke", "tak", "thanks"},
	{"karte", "kort", "map"},
	{"vorschlaege", "forslag", "suggestions"},
	{"einsendung", "indsendelse", "submission"},
	{"aehnlich", "lignende", "similar"},
	{"programm", "program", "programme"},
}

// toLocal maps a canonical word to its word per language; fromLocal maps back.
var toLocal, fromLocal = func() (map[i18n.Lang]map[string]string, map[i18n.Lang]map[string]string) {
	to, from := map[i18n.Lang]map[string]string{}, map[i18n.Lang]map[string]string{}
	for _, l := range i18n.All {
		to[l], from[l] = map[string]string{}, map[string]string{}
	}
	for _, w := range words {
		for l, s := range map[i18n.Lang]string{i18n.DE: w.de, i18n.DA: w.da, i18n.EN: w.en} {
			to[l][w.de], from[l][s] = s, w.de
		}
	}
	return to, from
}()

// Reserved tells whether a slug would collide with a word of an address.
func Reserved(slug string) bool {
	if slug == "" || slug == string(i18n.Leicht) || slug == "redaktion" || slug == "api" {
		return true
	}
	for _, l := range i18n.All {
		if slug == string(l) {
			return true
		}
		if _, ok := fromLocal[l][slug]; ok {
			return true
		}
	}
	return false
}

// second tells whether a canonical word may stand where a slug stands.
func second(word string) bool {
	return word == "melden" || word == "danke" || word == "karte" || word == "vorschlaege" || word == "programm"
}

// localise turns a canonical path into the language's words. Only fixed words
// change: the first segment, and the last of /…/melden and the like.
func localise(lang i18n.Lang, path string) string {
	if lang == i18n.DE || path == "/" {
		return path
	}
	to := toLocal[lang]
	segments := strings.Split(path[1:], "/")
	for i, s := range segments {
		if i == 1 && !second(s) {
			continue // a slug
		}
		if t, ok := to[s]; ok {
			segments[i] = t
		}
	}
	return "/" + strings.Join(segments, "/")
}

// canonicalise is the inverse of localise. A word of another language counts
// too: the reader is then sent to the right address.
func canonicalise(lang i18n.Lang, path string) string {
	if path == "/" {
		return path
	}
	segments := strings.Split(path[1:], "/")
	for i, s := range segments {
		t, ok := fromLocal[lang][s]
		for _, other := range i18n.All {
			if !ok {
				t, ok = fromLocal[other][s]
			}
		}
		if ok && (i != 1 || second(t)) {
			segments[i] = t
		}
	}
	return "/" + strings.Join(segments, "/")
}
