package desk_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"umland/internal/search"
)

func TestWhatWasSearchedInVain(t *testing.T) {
	offices(t, func(o *office) {
		x := o.spine.Index()
		count := func(portal, lang, words string) {
			o.t.Helper()
			if err := x.CountMissed(o.t.Context(), portal, lang, words, "2026-11-20"); err != nil {
				o.t.Fatal(err)
			}
		}
		count("handewitt", "de", "sperrmüll")
		count("handewitt", "de", "sperrmüll")
		count("handewitt", "da", "hundeskat")
		count("flensburg", "de", "anwohnerparken")
		if err := x.CountMissed(o.t.Context(), "handewitt", "de", "vergessenes", "2026-08-01"); err != nil {
			o.t.Fatal(err)
		}
		const list = "/redaktion/handewitt/gesucht"
		got := o.do(o.as("editor"), "GET", list, nil)
		for _, want := range []string{"sperrmüll</th>", "hundeskat</th>", "20.11.2026", "neu?sprache=de&amp;wort=sperrm%C3%BCll", "beitraege/neu?sprache=de&amp;titel=Sperrm%C3%BCll"} {
			if got.status != 200 || !strings.Contains(got.body, want) {
				o.t.Errorf("%d, no %s", got.status, want)
			}
		}
		if strings.Contains(got.body, "anwohnerparken") || strings.Contains(got.body, "vergessenes") {
			o.t.Error("another portal's, or one of long ago, is shown")
		}
		if author := o.do(o.as("author"), "GET", list, nil); author.status != 200 || strings.Contains(author.body, "/synonyme/neu") || !strings.Contains(author.body, "beitraege/neu") {
			o.t.Errorf("an author: %d", author.status)
		}
		done := values("words", "sperrmüll", "lang", "de")
		if got := o.do(o.as("author"), "POST", list+"/erledigt", done); got.status != 403 {
			o.t.Errorf("an author takes it away: %d", got.status)
		}
		if got := o.do(o.as("other"), "POST", list+"/erledigt", done); got.status != 403 {
			o.t.Errorf("another portal's editor takes it away: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", list+"/erledigt", done); got.status != 303 {
			o.t.Errorf("done: %d", got.status)
		}
		if got := o.do(o.as("editor"), "GET", list, nil); strings.Contains(got.body, "sperrmüll") {
			o.t.Error("it is still in the list")
		}
		if got := o.do(o.as("editor"), "GET", "/redaktion/handewitt/beitraege/neu?titel=Sperrm%C3%BCll", nil); !strings.Contains(got.body, `value="Sperrmüll"`) {
			o.t.Error("the article does not begin with the words")
		}
	})
}

func TestSynonymsAtTheDesk(t *testing.T) {
	offices(t, func(o *office) {
		const list = "/redaktion/handewitt/synonyme"
		if got := o.do(o.as("editor"), "GET", list+"/neu?wort=sperrm%C3%BCll&sprache=de", nil); got.status != 200 || !strings.Contains(got.body, "sperrmüll</textarea>") {
			o.t.Errorf("the form: %d", got.status)
		}
		bad := o.do(o.as("editor"), "POST", list+"/neu", values("words", "nur eins", "lang", "de"))
		if bad.status != 422 || !strings.Contains(bad.body, "nur eins</textarea>") || !strings.Contains(bad.body, `href="#words"`) {
			o.t.Errorf("one word alone: %d", bad.status)
		}
		if got := o.do(o.as("editor"), "POST", list+"/neu", values("words", "a\nb", "lang", "klingonisch")); got.status != 422 {
			o.t.Errorf("an unknown language: %d", got.status)
		}
		good := values("words", "Sperrmüll\r\nSperrgut, Abholung", "lang", "de", "scope", "alle") // an editor speaks for one portal
		if got := o.do(o.as("editor"), "POST", list+"/neu", good); got.status != 303 {
			o.t.Fatalf("new: %d %.300s", got.status, got.body)
		}
		if got := o.do(o.as("author"), "POST", list+"/neu", good); got.status != 403 {
			o.t.Errorf("an author: %d", got.status)
		}
		own := o.synonyms("handewitt")
		if len(own) != 1 || strings.Join(own[0].Words, "|") != "Sperrmüll|Sperrgut|Abholung" || own[0].Portal != "handewitt" || len(o.synonyms("flensburg")) != 0 {
			o.t.Fatalf("stored is %v", own)
		}
		one := list + "/" + strconv.FormatInt(own[0].ID, 10)
		if got := o.do(o.as("editor"), "GET", one, nil); got.status != 200 || !strings.Contains(got.body, "Sperrmüll\nSperrgut\nAbholung") {
			o.t.Errorf("its form: %d", got.status)
		}
		if got := o.do(o.as("other"), "GET", strings.Replace(one, "handewitt", "flensburg", 1), nil); got.status != 404 {
			o.t.Errorf("another portal's editor: %d", got.status)
		}
		if got := o.do(o.as("editor"), "POST", one, values("words", "Sperrmüll\nGroßes", "lang", "")); got.status != 303 || strings.Join(o.synonyms("handewitt")[0].Words, "|") != "Sperrmüll|Großes" {
			o.t.Errorf("changed: %d %v", got.status, o.synonyms("handewitt"))
		}
		if got := o.do(o.as("editor"), "POST", one+"/loeschen", url.Values{}); got.status != 303 || len(o.synonyms("handewitt")) != 0 {
			o.t.Errorf("deleted: %d", got.status)
		}
		// one for all portals belongs to whoever may speak for all of them
		if got := o.do(o.as("admin"), "POST", list+"/neu", good); got.status != 303 || len(o.synonyms("flensburg")) != 1 {
			o.t.Fatalf("for all: %d", got.status)
		}
		one = list + "/" + strconv.FormatInt(o.synonyms("handewitt")[0].ID, 10)
		if got := o.do(o.as("editor"), "POST", one+"/loeschen", url.Values{}); got.status != 403 {
			o.t.Errorf("an editor deletes the one of all: %d", got.status)
		}
		if got := o.do(o.as("editor"), "GET", list, nil); got.status != 200 || !strings.Contains(got.body, "Sperrmüll = Sperrgut = Abholung") || strings.Contains(got.body, `href="`+one) {
			o.t.Errorf("the list: %d", got.status)
		}
	})
}

func (o *office) synonyms(portal string) []search.Synonym {
	o.t.Helper()
	all, err := o.spine.Index().Synonyms(o.t.Context(), portal)
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}
