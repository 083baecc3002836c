package standing

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/web"
)

func bequa() Data {
	return Data{
		Portal: "Handewitt Mobil", Place: "Handewitt", Address: "https://www.handewitt-mobil.de", Country: "de",
		Operator: web.Operator{
			Name: "bequa Flensburg GmbH", Street: "Schiffbrücke 43-45", Postcode: "24939", Town: "Flensburg",
			Phone: "+49 461 1503-0", Fax: "+49 461 1503-100", URL: "https://www.handewitt-mobil.de/",
		},
		Status: Partly, Checked: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Gaps: []string{"Der Stadtplan", "2. Etage [Plan]"},
		ContactHref: "/kontakt", SourcesHref: "/datenquellen", Demo: true,
	}
}

var all = []struct {
	kind  Kind
	langs []string
}{
	{Imprint, []string{"de", "da", "en"}},
	{Privacy, []string{"de", "da", "en", i18n.Leicht}},
	{Accessibility, []string{"de", "da", "en", i18n.Leicht}},
	{Home, []string{i18n.Leicht}},
}

// TestEveryTextInEveryShape fills in each text with much and with nothing,
// under either law, and looks for leftovers.
func TestEveryTextInEveryShape(t *testing.T) {
	leftover := regexp.MustCompile(`\{\{|\}\}|<no value>|\*\*|\]\(|^- |\(\)|⟦`)
	dk := bequa()
	dk.Country, dk.Operator.Phone = "dk", "73 76 76 76"
	for _, a := range all {
		for _, lang := range a.langs {
			if !Has(a.kind, lang) {
				t.Errorf("%s has no text in %s", a.kind, lang)
			}
			for name, data := range map[string]Data{"de": bequa(), "dk": dk, "empty": {}, "empty dk": {Country: "dk"}} {
				title, body := Text(a.kind, lang, data)
				if title == "" || len(body) < 400 {
					t.Errorf("%s.%s (%s): %q, %d bytes", a.kind, lang, name, title, len(body))
				}
				if m := leftover.FindString(string(body)); m != "" {
					t.Errorf("%s.%s (%s): %q is left over in %s", a.kind, lang, name, m, body)
				}
				if again := richtext.Clean(string(body)); again != body {
					t.Errorf("%s.%s (%s) is not clean", a.kind, lang, name)
				}
			}
		}
	}
	if Has(Imprint, i18n.Leicht) || Has(Home, "de") || Has("../text/imprint", "de") {
		t.Error("a text exists that should not")
	}
}

func TestImprint(t *testing.T) {
	title, body := Text(Imprint, "de", bequa())
	for _, want := range []string{
		"bequa Flensburg GmbH<br>Schiffbrücke 43-45<br>24939 Flensburg",
		`<a href="tel:+4946115030">+49 461 1503-0</a>`, "Telefax: +49 461 1503-100",
		`<a href="https://www.handewitt-mobil.de/">www.handewitt-mobil.de</a>`,
		"Vertreten durch: noch nicht angegeben", "E-Mail: noch nicht angegeben", "Registereintrag: noch nicht angegeben",
		"§ 5", "MStV", "Musterdaten", `href="/kontakt"`, `href="/datenquellen"`,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%s: %q is missing in %s", title, want, body)
		}
	}
	if _, body := Text(Imprint, "da", Data{Country: "dk"}); strings.Contains(string(body), "MStV") || !strings.Contains(string(body), "CVR-nummer: endnu ikke oplyst") {
		t.Errorf("a Danish portal: %s", body)
	}
}

func TestPrivacyNamesTheRightAuthority(t *testing.T) {
	for _, lang := range []string{"de", "da", "en", i18n.Leicht} {
		_, kiel := Text(Privacy, lang, Data{Country: "de"})
		_, valby := Text(Privacy, lang, Data{Country: "dk", KeptDays: 30})
		if !strings.Contains(string(kiel), "Kiel") || strings.Contains(string(kiel), "Datatilsynet") {
			t.Errorf("%s, German portal: %s", lang, kiel)
		}
		if !strings.Contains(string(valby), "Datatilsynet") || strings.Contains(string(valby), "Kiel") {
			t.Errorf("%s, Danish portal: %s", lang, valby)
		}
		if !strings.Contains(string(kiel), "90 ") || !strings.Contains(string(valby), "30 ") {
			t.Errorf("%s: the days until deletion are not named", lang)
		}
	}
}

func TestAccessibility(t *testing.T) {
	_, body := Text(Accessibility, "de", bequa())
	for _, want := range []string{"zum Teil", "<li>Der Stadtplan</li><li>2. Etage [Plan]</li>", "20. November 2026", "LBGG", "Beschwerdestelle"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%q is missing in %s", want, body)
		}
	}
	_, body = Text(Accessibility, "en", Data{})
	if !strings.Contains(string(body), "How far the portal meets them: not yet given.") || strings.Contains(string(body), "We know of no such content") {
		t.Errorf("without data: %s", body)
	}
}

// TestOperatorCannotChangeThePage types marks and markup into every field.
func TestOperatorCannotChangeThePage(t *testing.T) {
	evil := "## <b>x</b> [a](javascript:x)\n- y **z** {{.Portal}}"
	d := Data{
		Portal: evil, Place: evil, Address: evil, Responsible: evil, PrivacyContact: evil, Hosting: evil, Registered: evil, Gaps: []string{evil},
		Operator: web.Operator{Name: evil, Street: evil, Postcode: evil, Town: evil, Phone: evil, Fax: evil, Email: evil, URL: evil, Register: evil, Represented: evil},
	}
	for _, a := range all {
		for _, lang := range a.langs {
			_, calm := Text(a.kind, lang, Data{})
			_, body := Text(a.kind, lang, d)
			for _, tag := range []string{"<strong>", "<h2>", "<a "} {
				if strings.Count(string(body), tag) > strings.Count(string(calm), tag) {
					t.Errorf("%s.%s has more %s than without data: %s", a.kind, lang, tag, body)
				}
			}
		}
	}
}

// TestLeichteSpracheIsLeicht keeps the sentences short.
func TestLeichteSpracheIsLeicht(t *testing.T) {
	for _, kind := range []Kind{Privacy, Accessibility, Home} {
		_, body := Text(kind, i18n.Leicht, bequa())
		for _, line := range strings.Split(richtext.ToPlain(body), "\n") {
			if n := len(strings.Fields(line)); n > 12 {
				t.Errorf("%s: %d words in %q", kind, n, line)
			}
		}
	}
}

func TestToneOfTheTexts(t *testing.T) {
	entries, err := files.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	banned := regexp.MustCompile(`(?i)\bleider\b|\beinfach\b|desværre|unfortunately|…|!`)
	for _, e := range entries {
		raw, err := files.ReadFile("text/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if m := banned.FindString(string(raw)); m != "" {
			t.Errorf("%s says %q", e.Name(), m)
		}
	}
}

func BenchmarkText(b *testing.B) {
	for b.Loop() {
		Text(Privacy, "de", bequa())
	}
}
