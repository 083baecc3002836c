package submit_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"umland/internal/fault"
	"umland/internal/submit"
)

// TestEventGoesItsWholeWay: form, letter, link, and what the editors get.
func TestEventGoesItsWholeWay(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Adventskaffee der Landfrauen")...)
		page := s.get("handewitt", at)
		for _, want := range []string{"Samstag, 5. Dezember 2026", "15:00", "Kultur", "5 Euro", "Jede Woche", "Inge P.", "Gibt es den Termin schon?", "/veranstaltungen/adventskaffee", "dann=4"} {
			if !strings.Contains(page.body, want) {
				s.t.Errorf("the last page does not say %q", want)
			}
		}
		got := s.send("handewitt", at, false)
		if got.status != 303 || got.location != "/kontakt/danke?art=event&post=ja#danke" {
			s.t.Fatalf("%d to %q", got.status, got.location)
		}
		if n := len(s.stored("handewitt", submit.Open)); n != 0 {
			s.t.Fatalf("%d open before the confirmation", n)
		}
		if n := len(s.stored("handewitt", "")); n != 0 {
			s.t.Errorf("an unconfirmed one is listed among all")
		}
		letters := s.mails("inge@example.org")
		if len(letters) != 1 || !strings.HasPrefix(letters[0].Subject, "Bitte bestätigen: Adventskaffee") || !strings.HasPrefix(letters[0].Body, "Guten Tag Inge P.,") {
			s.t.Fatalf("letters: %+v", letters)
		}
		confirm := s.link(letters[0])
		for range 2 { // a mail scanner follows the link, and nothing happens
			if got := s.get("handewitt", confirm); got.status != 200 || !strings.Contains(got.body, "Termin bestätigen") || len(s.stored("handewitt", submit.Open)) != 0 {
				s.t.Fatalf("looking at the link: %d", got.status)
			}
		}
		if got := s.get("flensburg", confirm); got.status != 404 {
			s.t.Errorf("the link in another portal: %d", got.status)
		}
		for range 2 {
			if got := s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(confirm), "tat", "bestaetigen")); got.status != 303 {
				s.t.Fatalf("confirm: %d", got.status)
			}
		}
		list := s.stored("handewitt", submit.Open)
		if len(list) != 1 || list[0].Confirmed.IsZero() || list[0].Message != "Kaffee und Kuchen.\nMit Musik." {
			s.t.Fatalf("stored: %+v", list)
		}
		for k, want := range map[string]string{"tag": "2026-12-05", "von": "15:00", "bis": "17:30", "ende": "2026-12-19", "ort_id": "p1", "wiederholung": "woche", "kategorie": "kultur", "preis_text": "5 Euro"} {
			if v := list[0].Detail(k); v != want {
				s.t.Errorf("%s is %q", k, v)
			}
		}
		if letters = s.mails("inge@example.org"); len(letters) != 2 || !strings.HasPrefix(letters[0].Subject, "Bestätigt") || s.link(letters[0]) == confirm {
			s.t.Errorf("%d letters, the last %q", len(letters), letters[0].Subject)
		}
		if again := s.get("handewitt", at); again.status != 303 || !strings.HasPrefix(again.location, "/kontakt/danke") {
			s.t.Errorf("the form after sending: %d", again.status)
		}
	})
}

// TestBackAndForthLosesNothing walks like somebody who changes their mind.
func TestBackAndForthLosesNothing(t *testing.T) {
	staged(t, func(s *stage) {
		steps := eventSteps("Flohmarkt")
		first := s.begin("handewitt", "/veranstaltungen/melden")
		second := s.do("handewitt", http.MethodPost, first, steps[0]).location
		half := values("tag", "31", "tag_monat", "13", "ort", "Schulhof", "zurueck", "ja")
		if got := s.do("handewitt", http.MethodPost, second, half); got.status != 303 || !strings.Contains(got.location, "schritt=1") {
			s.t.Fatalf("back with half an answer: %d to %q", got.status, got.location)
		}
		if page := s.get("handewitt", first); !strings.Contains(page.body, `value="Flohmarkt"`) || !strings.Contains(page.body, "Mit Musik.</textarea>") || !strings.Contains(page.body, `<option value="kultur" selected>`) {
			s.t.Error("the first step lost its answers")
		}
		page := s.get("handewitt", second)
		for _, want := range []string{`value="31"`, `value="13"`, `value="Schulhof"`} {
			if !strings.Contains(page.body, want) {
				s.t.Errorf("the second step lost %s", want)
			}
		}
		third := strings.Replace(second, "schritt=2", "schritt=4", 1)
		if got := s.get("handewitt", third); got.status != 303 || !strings.Contains(got.location, "schritt=2") {
			s.t.Errorf("a jump over what is missing: %d to %q", got.status, got.location)
		}
		at := s.do("handewitt", http.MethodPost, second, steps[1]).location
		at = s.do("handewitt", http.MethodPost, at, steps[2]).location
		back := s.do("handewitt", http.MethodPost, strings.Replace(at, "schritt=4", "schritt=1&dann=4", 1), values("titel", "Großer Flohmarkt", "preis", "frei"))
		if back.status != 303 || !strings.Contains(back.location, "schritt=4") || !strings.Contains(s.get("handewitt", back.location).body, "Großer Flohmarkt") {
			s.t.Errorf("change from the last page: %d to %q", back.status, back.location)
		}
		if got := s.get("flensburg", at); got.status != 404 {
			s.t.Errorf("the form in another portal: %d", got.status)
		}
		if got := s.get("handewitt", strings.Replace(at, "/veranstaltungen/", "/orte/", 1)); got.status != 404 {
			s.t.Errorf("the form as another kind: %d", got.status)
		}
	})
}

func TestFaultsComeBackFilled(t *testing.T) {
	staged(t, func(s *stage) {
		event := eventSteps("Flohmarkt")
		for _, c := range []struct {
			path   string
			before int // steps of the event that go before
			form   []string
			marked []string
			kept   []string
		}{
			{"/kontakt", 0, nil, []string{"betreff"}, nil},
			{"/kontakt", 0, []string{"betreff", "königlich"}, []string{"betreff"}, nil},
			{"/orte/melden", 0, []string{"beschreibung", "Hallo <&>"}, []string{"titel"}, []string{"Hallo &lt;&amp;&gt;</textarea>"}},
			{"/orte/melden", 0, []string{"titel", strings.Repeat("ä", 201), "kategorie", "mond"}, []string{"titel", "kategorie"}, []string{strings.Repeat("ä", 201)}},
			{"/veranstaltungen/melden", 1, []string{"tag", "30", "tag_monat", "2", "tag_jahr", "2027", "von", "halb drei"}, []string{"tag", "von", "ort"}, []string{`value="30"`, `value="halb drei"`}},
			{"/veranstaltungen/melden", 1, []string{"tag", "5", "tag_monat", "12", "tag_jahr", "2025", "ort", "Schule"}, []string{"tag"}, []string{`value="2025"`, `value="Schule"`}},
			{"/veranstaltungen/melden", 1, []string{"tag", "5", "tag_monat", "12", "tag_jahr", "26", "letzter", "4", "letzter_monat", "12", "letzter_jahr", "26", "ort", "Schule"}, []string{"letzter"}, nil},
			{"/veranstaltungen/melden", 1, []string{"tag", "5", "tag_monat", "12", "tag_jahr", "26", "bis", "17", "ort", "Schule"}, []string{"von"}, nil},
			{"/veranstaltungen/melden", 1, []string{"tag", "5", "tag_monat", "12", "tag_jahr", "26", "wiederholung", "anders", "ort", "Schule"}, []string{"rhythmus"}, nil},
			{"/veranstaltungen/melden", 2, []string{"name", "Inge", "telefon", "ruf mich an"}, []string{"email", "telefon"}, []string{`value="Inge"`, `value="ruf mich an"`}},
			{"/veranstaltungen/melden", 2, []string{"email", "keine-adresse"}, []string{"email"}, []string{`value="keine-adresse"`}},
		} {
			at := s.fill("handewitt", c.path, event[:c.before]...)
			page := s.get("handewitt", s.do("handewitt", http.MethodPost, at, values(c.form...)).location)
			if page.status != http.StatusUnprocessableEntity {
				s.t.Errorf("%s %v: %d", c.path, c.marked, page.status)
			}
			if n := strings.Count(page.body, `<li><a href="#`); n != len(c.marked) {
				s.t.Errorf("%s %v: %d named: %s", c.path, c.marked, n, errorsIn(page.body))
			}
			for _, name := range c.marked {
				if !strings.Contains(page.body, `href="#`+name+`"`) || !strings.Contains(page.body, `id="`+name+`-fehler"`) || !strings.Contains(page.body, `id="`+name+`"`) {
					s.t.Errorf("%s: %s is not explained", c.path, name)
				}
			}
			for _, text := range append(c.kept, "<title>Fehler:") {
				if !strings.Contains(page.body, text) {
					s.t.Errorf("%s: %.40q is lost", c.path, text)
				}
			}
		}
	})
}

func TestContactWithAndWithoutAddress(t *testing.T) {
	staged(t, func(s *stage) {
		page := s.get("handewitt", "/kontakt?betreff=barriere")
		phone, form := strings.Index(page.body, `href="tel:+4946115030"`), strings.Index(page.body, `<form class="form"`)
		if phone < 0 || form < phone {
			s.t.Error("the operator's phone does not come before the form")
		}
		if !strings.Contains(page.body, `value="barriere" checked`) {
			s.t.Error("the subject is not chosen")
		}
		at := s.fill("handewitt", "/kontakt", contactSteps("Mittwochs\r\nist zu.\x00 <b>Bitte</b>")...)
		got := s.send("handewitt", at, false)
		if got.status != 422 || !strings.Contains(got.body, "E-Mail-Adresse") || len(s.stored("handewitt", "")) != 0 {
			s.t.Errorf("neither address nor script: %d", got.status)
		}
		if got := s.send("handewitt", at, true); got.status != 303 || got.location != "/kontakt/danke?art=contact#danke" {
			s.t.Errorf("with script: %d to %q", got.status, got.location)
		}
		list := s.stored("handewitt", submit.Open)
		if len(list) != 1 || list[0].Message != "Mittwochs\nist zu. <b>Bitte</b>" || list[0].Subject != "allgemein" {
			s.t.Fatalf("stored: %+v", list)
		}
		at = s.fill("handewitt", "/kontakt", contactSteps("mit Adresse, ohne Script", "email", "karl@example.org")...)
		if got := s.send("handewitt", at, false); got.location != "/kontakt/danke?art=contact&post=ja#danke" || len(s.stored("handewitt", submit.Unconfirmed)) != 1 {
			s.t.Errorf("address without script: %q", got.location)
		}
		at = s.fill("handewitt", "/kontakt", contactSteps("mit beidem", "email", "karl@example.org")...)
		if got := s.send("handewitt", at, true); got.location != "/kontakt/danke?art=contact#danke" || len(s.stored("handewitt", submit.Open)) != 2 {
			s.t.Errorf("address and script: %q", got.location)
		}
		if letters := s.mails("karl@example.org"); len(letters) != 2 {
			s.t.Errorf("%d letters", len(letters))
		}
		if done := s.get("handewitt", "/kontakt/danke?art=event&post=ja"); done.status != 200 || !strings.Contains(done.body, "E-Mail") {
			s.t.Errorf("thanks: %d", done.status)
		}
	})
}

// TestWithoutMailServerNobodyHasToConfirm: what cannot be confirmed comes to
// the editors at once.
func TestWithoutMailServerNobodyHasToConfirm(t *testing.T) {
	staged(t, func(s *stage) {
		s.room.Post = nil
		at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Flohmarkt")...)
		if got := s.send("handewitt", at, false); got.location != "/kontakt/danke?art=event#danke" || len(s.stored("handewitt", submit.Open)) != 1 {
			s.t.Errorf("%d to %q", got.status, got.location)
		}
	})
}

func TestOtherLanguages(t *testing.T) {
	staged(t, func(s *stage) {
		for lang, path := range map[string]string{"da": "/da/arrangementer/indsend", "en": "/en/events/submit"} {
			at := s.fill("handewitt", path, eventSteps("Fest "+lang)...)
			if page := s.get("handewitt", at); !strings.Contains(page.body, `<html lang="`+lang) {
				s.t.Errorf("%s: the last page speaks another language", lang)
			}
			if got := s.send("handewitt", at, false); got.status != 303 || !strings.HasPrefix(got.location, "/"+lang+"/") {
				s.t.Errorf("%s: %d to %q", lang, got.status, got.location)
			}
		}
		letters := s.mails("inge@example.org")
		if len(letters) != 2 || !strings.Contains(letters[0].Body+letters[1].Body, "Hej Inge") || !strings.Contains(letters[0].Body+letters[1].Body, "Hello Inge") {
			s.t.Fatalf("%+v", letters)
		}
		if got := s.get("handewitt", s.link(letters[0])); got.status != 200 {
			s.t.Errorf("the link of a letter in another language: %d", got.status)
		}
	})
}

func TestErrorOnOneField(t *testing.T) {
	staged(t, func(s *stage) {
		path := "/orte/adler-apotheke/fehler-melden"
		at := s.begin("handewitt", path)
		if page := s.get("handewitt", at); !strings.Contains(page.body, "04608 112233") {
			s.t.Error("the first step does not show what stands there")
		}
		at = s.do("handewitt", http.MethodPost, at, values("feld", "phone")).location
		if page := s.get("handewitt", at); !strings.Contains(page.body, "Jetzt steht dort") {
			s.t.Error("the second step does not say what stands there")
		}
		at = s.do("handewitt", http.MethodPost, at, values("richtig", "04608 445566")).location
		at = s.do("handewitt", http.MethodPost, at, values()).location
		if got := s.send("handewitt", at, true); got.status != 303 {
			s.t.Fatalf("%d", got.status)
		}
		list := s.stored("handewitt", submit.Open)
		if len(list) != 1 || list[0].Kind != submit.Error || list[0].Item != "/orte/adler-apotheke" || list[0].Detail("feld") != "phone" ||
			list[0].Detail("alt") != "04608 112233" || list[0].Detail("richtig") != "04608 445566" || list[0].Subject != "Adler-Apotheke" {
			s.t.Errorf("stored: %+v", list)
		}
		for _, gone := range []string{"/orte/gibt-es-nicht/fehler-melden"} {
			if got := s.get("handewitt", gone); got.status != 404 {
				s.t.Errorf("%s: %d", gone, got.status)
			}
		}
		if got := s.get("flensburg", path); got.status != 404 {
			s.t.Errorf("another portal's place: %d", got.status)
		}
	})
}

func TestWrongAddressesOfTheForms(t *testing.T) {
	staged(t, func(s *stage) {
		for path, want := range map[string]int{
			"/kontakt?betreff=mond": 400, "/kontakt?bezug=//evil.example": 400, "/kontakt?bezug=javascript:x": 400, "/kontakt?bezug=/Orte/X": 400,
			"/kontakt?schritt=5": 400, "/kontakt?schritt=viel": 400, "/kontakt?entwurf=kurz": 200, "/kontakt/danke?art=mond": 400,
			"/einsendung": 404, "/einsendung?schluessel=kurz": 404, "/einsendung?schluessel=AAAAAAAAAAAAAAAAAAAAAA": 404,
			"/veranstaltungen/melden?entwurf='%20OR%201=1--": 303, "/veranstaltungen/melden/aehnlich?feld=name": 400,
		} {
			if got := s.get("handewitt", path); got.status != want {
				s.t.Errorf("%s: %d", path, got.status)
			}
		}
		if got := s.do("handewitt", http.MethodPost, "/einsendung", values("tat", "bestaetigen")); got.status != 404 {
			s.t.Errorf("confirm without a key: %d", got.status)
		}
	})
}

func TestLikenessWhileTyping(t *testing.T) {
	staged(t, func(s *stage) {
		path := "/veranstaltungen/melden/aehnlich?"
		if got := s.get("handewitt", path+"titel=Adventskaffee"); got.status != 200 || !strings.Contains(got.body, "Gibt es den Termin schon?") || strings.Contains(got.body, "<html") {
			s.t.Errorf("event: %d %.80s", got.status, got.body)
		}
		if got := s.get("handewitt", path+"titel=Adv"); got.body != "" {
			s.t.Errorf("three letters: %q", got.body)
		}
		if got := s.get("handewitt", path+"feld=ort&ort=Gemeindehaus"); !strings.Contains(got.body, `<option value="Gemeindehaus, Hauptstraße 9, Handewitt">`) {
			s.t.Errorf("venue: %q", got.body)
		}
		if got := s.get("flensburg", path+"titel=Adventskaffee"); got.body != "" {
			s.t.Errorf("another portal: %q", got.body)
		}
		at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Adventskaffee")[:2]...)
		page := s.get("handewitt", at)
		if !strings.Contains(page.body, "Gibt es den Termin schon?") || !strings.Contains(page.body, `name="ort_id" value="p1" checked`) {
			s.t.Error("without script the next step says nothing")
		}
	})
}

func TestChangeAndWithdraw(t *testing.T) {
	staged(t, func(s *stage) {
		sub, change := s.confirmed("Flohmarkt")
		page := s.get("handewitt", change)
		if !strings.Contains(page.body, "Angaben ändern") || !strings.Contains(page.body, "Flohmarkt") || strings.Contains(page.body, "inge@example.org") {
			s.t.Errorf("the page of the link: %d", page.status)
		}
		alter := func(title string) {
			s.t.Helper()
			to := s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(change), "tat", "aendern"))
			if to.status != 303 || !strings.Contains(s.get("handewitt", to.location).body, `value="`+sub.Subject+`"`) {
				s.t.Fatalf("change: %d", to.status)
			}
			at := s.do("handewitt", http.MethodPost, to.location+"&schritt=1&dann=4", values("titel", title, "preis", "frei")).location
			if got := s.send("handewitt", at, false); got.status != 303 {
				s.t.Fatalf("send the change: %d", got.status)
			}
		}
		alter("Großer Flohmarkt")
		if list := s.stored("handewitt", submit.Open); len(list) != 1 || list[0].ID != sub.ID || list[0].Subject != "Großer Flohmarkt" || list[0].Detail("preis") != "frei" {
			s.t.Fatalf("an open one is not replaced: %+v", list)
		}
		sub.Subject = "Großer Flohmarkt"
		if err := s.room.Turned(s.t.Context(), "handewitt", sub.ID, "termin-1", "moin", true); err != nil {
			s.t.Fatal(err)
		}
		if letters := s.mails("inge@example.org"); !strings.Contains(letters[0].Body, "http://handewitt.localhost:8080/veranstaltungen/termin-1\n") {
			s.t.Errorf("no news of the publication: %s", letters[0].Body)
		}
		alter("Kleiner Flohmarkt")
		list := s.stored("handewitt", submit.Open)
		if len(list) != 1 || list[0].Changes != sub.ID || list[0].Made != "termin-1" || list[0].Subject != "Kleiner Flohmarkt" {
			s.t.Fatalf("the proposal: %+v", list)
		}
		if old, err := s.room.Earlier(s.t.Context(), list[0]); err != nil || old.Subject != "Großer Flohmarkt" {
			s.t.Errorf("earlier: %+v %v", old, err)
		}
		if got := s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(change), "tat", "zurueckziehen")); got.status != 303 {
			s.t.Fatalf("withdraw: %d", got.status)
		}
		if list = s.stored("handewitt", submit.Open); len(list) != 2 || list[0].Detail("zurueckziehen") != "ja" {
			s.t.Errorf("the wish to withdraw: %+v", list)
		}
	})
}

// TestWithdrawnBeforeAnybodyLooked: it ends, and its sender is forgotten.
func TestWithdrawnBeforeAnybodyLooked(t *testing.T) {
	staged(t, func(s *stage) {
		sub, change := s.confirmed("Flohmarkt")
		s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(change), "tat", "zurueckziehen"))
		got, err := s.room.Get(s.t.Context(), "handewitt", sub.ID)
		if err != nil || got.Status != submit.Withdrawn || got.By != submit.BySender {
			s.t.Errorf("%+v %v", got, err)
		}
		if from, err := s.room.SenderOf(s.t.Context(), "handewitt", sub.ID); err != nil || !from.Empty() {
			s.t.Errorf("sender %+v %v", from, err)
		}
		if page := s.get("handewitt", change); page.status != 200 || strings.Contains(page.body, "Angaben ändern") {
			s.t.Errorf("afterwards: %d", page.status)
		}
	})
}

// confirmed sends an event in, confirms it, and gives it with the link to
// change it.
func (s *stage) confirmed(title string) (*submit.Submission, string) {
	s.t.Helper()
	at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps(title)...)
	s.send("handewitt", at, false)
	s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(s.link(s.mails("inge@example.org")[0])), "tat", "bestaetigen"))
	list := s.stored("handewitt", submit.Open)
	if len(list) != 1 {
		s.t.Fatalf("%d open", len(list))
	}
	return list[0], s.link(s.mails("inge@example.org")[0])
}

func TestRejectAndAnswer(t *testing.T) {
	staged(t, func(s *stage) {
		sub, _ := s.confirmed("Flohmarkt")
		ctx := s.t.Context()
		for _, c := range []struct{ reason, words, field string }{{"", "", "grund"}, {"mond", "", "grund"}, {"anders", "", "text"}, {"doppelt", strings.Repeat("x", 5001), "text"}} {
			if err := s.room.Reject(ctx, "handewitt", sub.ID, "moin", c.reason, c.words); len(fault.FieldsOf(err)) != 1 || fault.FieldsOf(err)[0].Name != c.field {
				s.t.Errorf("%+v: %v", c.field, err)
			}
		}
		if err := s.room.Answer(ctx, "handewitt", sub.ID, "Um wie viel Uhr ist Einlass?"); err != nil {
			s.t.Fatal(err)
		}
		if l := s.mails("inge@example.org")[0]; !strings.Contains(l.Body, "Einlass?") || s.link(l) == "" {
			s.t.Errorf("answer: %s", l.Body)
		}
		if err := s.room.Reject(ctx, "flensburg", sub.ID, "moin", "doppelt", ""); fault.KindOf(err) != fault.NotFound {
			s.t.Errorf("another portal's: %v", err)
		}
		if err := s.room.Reject(ctx, "handewitt", sub.ID, "moin", "doppelt", "Siehe Kalender."); err != nil {
			s.t.Fatal(err)
		}
		if l := s.mails("inge@example.org")[0]; !strings.Contains(l.Body, "steht schon im Portal.\n\nSiehe Kalender.") {
			s.t.Errorf("rejection: %s", l.Body)
		}
		if got, err := s.room.Get(ctx, "handewitt", sub.ID); err != nil || got.Status != submit.Rejected || got.Reason != "doppelt" {
			s.t.Errorf("%+v %v", got, err)
		}
	})
}

// TestLinksEnd: after their time links lead nowhere, and nothing is told.
func TestLinksEnd(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Flohmarkt")...)
		s.send("handewitt", at, false)
		link := s.link(s.mails("inge@example.org")[0])
		s.clock.Advance(submit.Waits)
		if got := s.get("handewitt", link); got.status != 404 || !strings.Contains(got.body, "gilt nicht mehr") {
			s.t.Errorf("%d %s", got.status, got.body)
		}
		if got := s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(link), "tat", "bestaetigen")); got.status != 404 {
			s.t.Errorf("confirm too late: %d", got.status)
		}
	})
}

func TestFollowingAChangeLinkCannotConfirmAnother(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Flohmarkt")...)
		s.send("handewitt", at, false)
		link := s.link(s.mails("inge@example.org")[0])
		for _, deed := range []string{"aendern", "zurueckziehen", "loeschen", ""} {
			if got := s.do("handewitt", http.MethodPost, "/einsendung", values("schluessel", key(link), "tat", deed)); got.status != 400 {
				s.t.Errorf("%q by the link to confirm: %d", deed, got.status)
			}
		}
	})
}

// TestNothingPersonalInLogs sends canaries through every branch.
func TestNothingPersonalInLogs(t *testing.T) {
	staged(t, func(s *stage) {
		s.remote = "127.77.66.55:1234"
		at := s.fill("handewitt", "/kontakt", contactSteps("kanarie", "name", "kanarie", "email", "kanarie@example.org", "telefon", "04608 999888")...)
		s.send("handewitt", at, false)
		s.mails("kanarie@example.org")
		s.get("handewitt", s.link(s.sink.Letters()[0]))
		s.do("handewitt", http.MethodPost, strings.Replace(at, "schritt=4", "schritt=3", 1), values("email", "kanarie-kaputt"))
		if s.log.Len() == 0 {
			s.t.Fatal("nothing is logged at all")
		}
		token := at[strings.Index(at, "entwurf=")+8:][:22]
		for _, secret := range []string{"kanarie", "127.77.66", "999888", token, key(s.link(s.sink.Letters()[0]))} {
			if strings.Contains(s.log.String(), secret) {
				s.t.Errorf("%q stands in the log", secret)
			}
		}
	})
}

func TestSecondClickIsNotStoredTwice(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/kontakt", contactSteps("Hallo")...)
		page := s.get("handewitt", at)
		stamp := stampField.FindStringSubmatch(page.body)[1]
		s.clock.Advance(5 * time.Second)
		for range 2 {
			if got := s.do("handewitt", http.MethodPost, at, values("stand", stamp, "probe", solve(stamp))); got.status != 303 {
				s.t.Error(got.status)
			}
		}
		if n := len(s.stored("handewitt", "")); n != 1 {
			s.t.Errorf("%d stored", n)
		}
	})
}
