package ui

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"umland/internal/i18n"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// holds checks that the parts stand in the markup, in this order.
func holds(t *testing.T, html string, parts ...string) {
	t.Helper()
	rest := html
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			t.Fatalf("no %q (in this order) in\n%s", p, html)
		}
		rest = rest[i+len(p):]
	}
}

func lacks(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(html, p) {
			t.Errorf("%q stands in\n%s", p, html)
		}
	}
}

func TestWrongFieldSaysSoAboveItsInput(t *testing.T) {
	f := Field{Name: "email", Label: "E-Mail", Hint: "Damit wir antworten", Error: "Geben Sie eine E-Mail mit @ an", Value: `a"b`, Type: "email", Autocomplete: "email", MaxLength: 200}
	html := render(t, TextInput(i18n.DE, f))
	holds(t, html, `class="field invalid"`, `<label for="email">`, `id="email-hinweis"`, `id="email-fehler"`, `<span class="sr">Fehler: </span>`,
		`<input`, `value="a&#34;b"`, `maxlength="200"`)
	holds(t, html, `aria-describedby="email-hinweis email-fehler"`)
	holds(t, html, `aria-invalid="true"`)
	html = render(t, ErrorSummary(i18n.DE, Problems(f, Field{Name: "x"})))
	holds(t, html, `id="fehler"`, `tabindex="-1"`, `Bitte ergänzen Sie eine Angabe`, `<a href="#email">Geben Sie eine E-Mail mit @ an</a>`)
	if html := render(t, ErrorSummary(i18n.DE, nil)); html != "" {
		t.Errorf("a summary of nothing: %s", html)
	}
}

func TestRightFieldHasNoMark(t *testing.T) {
	html := render(t, TextInput(i18n.DA, Field{Name: "name", ID: "n1", Label: "Navn", Optional: true}))
	holds(t, html, `class="field"`, `for="n1"`, `(valgfrit)`, `id="n1"`, `name="name"`, `type="text"`)
	lacks(t, html, "aria-invalid", "aria-describedby", "maxlength", "invalid", "required")
}

func TestTextAreaKeepsAnEmptyFirstLine(t *testing.T) {
	html := render(t, TextArea(i18n.EN, Field{Name: "text", Label: "Text", Value: "\n<b>", Rows: 6}))
	holds(t, html, `rows="6"`, ">\n\n&lt;b&gt;</textarea>")
}

func TestChoicesStandInAFieldset(t *testing.T) {
	f := Field{Name: "k", Label: "Was passt?", Error: "Wählen Sie etwas"}
	html := render(t, Choice(i18n.DE, f, []Option{{Value: "a", Text: "A", Chosen: true}, {Value: "b", Text: "B", Hint: "oder das"}}))
	holds(t, html, `<fieldset class="field invalid"`, `aria-describedby="k-fehler"`, `<legend>`, `id="k-fehler"`, `type="radio"`, `id="k"`, `checked`, `id="k-2"`, `<small>oder das</small>`)
	html = render(t, Choices(i18n.DE, Field{Name: "k", Label: "?"}, []Option{{Value: "a", Text: "A"}}))
	holds(t, html, `type="checkbox"`)
	lacks(t, html, "checked", "aria-invalid")
	holds(t, render(t, Select(i18n.DE, Field{Name: "s", Label: "S", Width: Long}, []Option{{Value: "a", Text: "A"}, {Value: "b", Text: "B", Chosen: true}})),
		`class="input w-10"`, `value="a">`, `value="b" selected>`)
}

func TestPaginationSaysWhereOneIs(t *testing.T) {
	href := func(n int) string { return "?seite=" + string(rune('0'+n)) }
	html := render(t, Pagination(i18n.DE, 2, 7, href))
	holds(t, html, `aria-label="Seiten"`, `rel="prev" href="?seite=1"`, "Seite 2 von 7", `rel="next" href="?seite=3"`)
	lacks(t, render(t, Pagination(i18n.EN, 1, 2, href)), `rel="prev"`)
	lacks(t, render(t, Pagination(i18n.DA, 2, 2, href)), `rel="next"`)
	if html := render(t, Pagination(i18n.DE, 1, 1, href)); html != "" {
		t.Errorf("one page has no pages: %s", html)
	}
}

func TestListsSayWhatTheyLinkTo(t *testing.T) {
	html := render(t, Card(Teaser{Href: "/x", Title: "Stolpersteine & mehr", Go: "Namen ansehen", Image: "/-/a.svg", Alt: "Zwei Steine", Lang: "da"}))
	holds(t, html, `alt="Zwei Steine" lang="da"`, `<h3 lang="da"><a href="/x">Stolpersteine &amp; mehr</a>`, `class="go" aria-hidden="true"`)
	html = render(t, ItemRow(Row{
		Href: "/y", Title: "Adler-Apotheke", Icon: "pill", Meta: "Alter Kirchenweg 60", Phone: "04608 9737520", Tel: "tel:+4946089737520",
		Facts: []Fact{{"accessibility", "stufenlos"}}, Badges: []string{"neu"},
	}))
	holds(t, html, `class="item"`, `<a href="/y">Adler-Apotheke</a>`, `href="tel:+4946089737520"`, "stufenlos", `<span class="badge">neu</span>`)
	holds(t, render(t, ItemRow(Row{Href: "/z", Title: "Z"})), `item item-plain`)
	holds(t, render(t, State(Soon, "schließt in 28 Minuten")), `state state-soon`, `<svg`, "schließt in 28 Minuten")
	holds(t, render(t, Empty("Kein Termin.", "/t", "Zur Woche")), "Kein Termin.", `<a href="/t">Zur Woche</a>`)
	lacks(t, render(t, Empty("Kein Termin.", "", "")), "<a")
}

// A link made of data never runs script.
func TestNoComponentLetsScriptIntoALink(t *testing.T) {
	bad := "javascript:alert(1)"
	for _, c := range []templ.Component{
		Card(Teaser{Href: bad}), ItemRow(Row{Href: bad, Phone: "1", Tel: bad}), Breadcrumbs("x", []Crumb{{bad, "y"}}), SectionHead("i", "t", bad, "m"),
		Chips("l", []Chip{{Href: bad}}), Empty("t", bad, "l"), Cta("i", "t", "x", bad, "plus", "l"), DescriptionList([]Term{{Href: bad}}),
		SummaryList(i18n.DE, []Answer{{Href: bad}}), Pagination(i18n.DE, 1, 2, func(int) string { return bad }),
	} {
		lacks(t, render(t, c), "javascript:")
	}
}

func TestBlocks(t *testing.T) {
	holds(t, render(t, Breadcrumbs("Sie sind hier", []Crumb{{"/", "Handewitt"}, {"", "Orte"}})), `aria-label="Sie sind hier"`, `<a href="/">Handewitt</a>`, `<span>Orte</span>`)
	holds(t, render(t, PageHead(Heading{Title: "Orte", Eyebrow: "E", Icon: "pill", Small: true, Lang: "da", Lead: "L"})), `class="eyebrow"`, `<svg`, `<h1 class="h-2xl" lang="da">Orte</h1>`, `<p class="lead" lang="da">L</p>`)
	holds(t, render(t, Note(Warn, "Umleitung")), `note note-warn`, `<h2>`, `<svg`, "Umleitung")
	holds(t, render(t, Figure(Image{Src: "/a", Alt: "b", Width: 640, Height: 400, Caption: "c", Lazy: true})), `width="640" height="400" alt="b" loading="lazy"`, "<figcaption>c</figcaption>")
	holds(t, render(t, Steps(i18n.DE, []Step{{"Was?", true, false}, {"Wo?", false, true}, {"Wer?", false, false}})), `class="done"`, "erledigt", `aria-current="step"`, "Wer?")
	holds(t, render(t, SummaryList(i18n.DE, []Answer{{"Ort", "Handewitt", "#wo"}})), "<dt>Ort</dt>", `<a href="#wo">Ändern<span class="sr">: Ort</span></a>`)
	holds(t, render(t, Tools(i18n.EN)), `data-print hidden`, "Print", `data-share data-copied="Address copied" hidden`)
	holds(t, render(t, Icon("no-such-icon")), `<svg class="icon"`, iconBody("tag"))
	for _, c := range []templ.Component{Crest(), Horizon(), Hstop(), DateBox("Di", "24.", "Nov.")} {
		holds(t, render(t, c), `aria-hidden="true"`)
	}
}

// The content security policy allows no style in the markup.
func TestNoComponentCarriesStyle(t *testing.T) {
	for _, c := range []templ.Component{Crest(), Horizon(), Hstop(), Icon("bus"), Trap("web", "Leer lassen"), Tools(i18n.DE)} {
		lacks(t, render(t, c), "style=", "onclick")
	}
}
