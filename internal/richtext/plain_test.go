package richtext

import (
	"strings"
	"testing"
)

func TestFromPlain(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"paragraphs", "Erste Zeile\nzweite\n\n\nNeuer Absatz\n", "<p>Erste Zeile<br>zweite</p><p>Neuer Absatz</p>"},
		{"windows lines", "a\r\n\r\nb", "<p>a</p><p>b</p>"},
		{"headings", "## Was\nText\n### Wie", "<h2>Was</h2><p>Text</p><h3>Wie</h3>"},
		{"list after a line", "Mitbringen:\n- Ausweis\n- Bescheid\n  vom Amt\n  - Kopie\nDanke", "<p>Mitbringen:</p><ul><li>Ausweis</li><li>Bescheid<br>vom Amt<ul><li>Kopie</li></ul></li></ul><p>Danke</p>"},
		{"numbered", "1. a\n2. b\n- c", "<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>"},
		{"quote", "> Ein Satz\n>\n> Noch einer\n> — Die Bürgermeisterin", "<blockquote><p>Ein Satz</p><p>Noch einer</p><footer>Die Bürgermeisterin</footer></blockquote>"},
		{"table", "| Tag | Zeit |\n|---|---|\n| # Mo | 8 \\| 9 |", "<table><thead><tr><th>Tag</th><th>Zeit</th></tr></thead><tbody><tr><th>Mo</th><td>8 | 9</td></tr></tbody></table>"},
		{"marks", "**fett** __betont__ [Amt](https://example.org/a_b_c) Schüler*innen a_b", `<p><strong>fett</strong> <em>betont</em> <a href="https://example.org/a_b_c">Amt</a> Schüler*innen a_b</p>`},
		{"link of no use", "[Amt](javascript:x) [so] (oder so)", "<p>[Amt](javascript:x) [so] (oder so)</p>"},
		{"unfinished marks", "**fett und 2 ** 3", "<p><strong>fett und 2 </strong>3</p>"},
		{"escaped", `\**a\** \- b \[c](/d) C:\Ordner`, `<p>**a** - b [c](/d) C:\Ordner</p>`},
		{"picture", "![Der Hafen](/medien/a.jpg 480x300)\nAm Abend", `<figure><img src="/medien/a.jpg" alt="Der Hafen" width="480" height="300"><figcaption>Am Abend</figcaption></figure>`},
		{"html is text", "<b>a</b> & <script>", "<p>&lt;b&gt;a&lt;/b&gt; &amp; &lt;script&gt;</p>"},
		{"nothing", "", ""},
	} {
		got := FromPlain(c.text)
		if string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if again := FromPlain(ToPlain(got)); again != got {
			t.Errorf("%s: round trip through\n%s\n gives %s", c.name, ToPlain(got), again)
		}
		if clean := Clean(string(got)); clean != got {
			t.Errorf("%s: Clean gives %s", c.name, clean)
		}
	}
}

// TestRoundTrip holds the other direction: what an editor sees of cleaned
// HTML and saves unchanged is the same HTML again.
func TestRoundTrip(t *testing.T) {
	for _, raw := range []string{
		"<p>- kein Punkt</p>", "<p>1. Mai</p>", "<p># eins</p>", "<p>&gt; so</p>", "<p>| x |</p>",
		"<p>a<br>- b<br>2. c</p>", "<p>****</p>", "<p>__init__ und a*</p>", "<p>a*<strong>b*</strong>*c</p>",
		"<p>Hier!<a href=\"/x\">da [neu]</a></p>", "<p>[a](/b)</p>", "<p>\\*\\\\</p>", "<p>Ende\\<em>x\\</em></p>",
		"<ul><li>a<br>b<ol><li>c</li></ol></li></ul>", "<ul><li><ul><li>x</li></ul></li></ul>",
		"<blockquote><p>— kein Name</p><ul><li>a</li></ul><footer>Wer</footer></blockquote>",
		"<table><tbody><tr><td># x</td><td>a|b\\</td><td></td></tr></tbody></table>",
		"<h2>Punkt 2. ## drei</h2><h3>x</h3><h4>y</h4>",
		`<figure><img src="/a.png" alt="a ] b"><img src="/b.png" alt=""></figure>`,
		`<p><a href="/x"><img src="/a.png" alt="Karte"></a></p>`,
		`<p><a href="https://example.org/a**b__c">x</a> <strong>y <a href="/a__b">z</a></strong></p>`,
	} {
		h := Clean(raw)
		if got := FromPlain(ToPlain(h)); got != h {
			t.Errorf("%s\nas text\n%s\nbecomes %s", h, ToPlain(h), got)
		}
	}
}

func TestEscape(t *testing.T) {
	for _, s := range []string{"- a", "1. Mai", "## x", "> y", "| z |", "— w", "**a** __b__ [c](/d)", "![e](/f.png)", "a*", "b\\", "c!", "ohne"} {
		for _, frame := range [][2]string{{"", "<p>%</p>"}, {"x ", "<p>x %</p>"}, {"- ", "<ul><li>%</li></ul>"}} {
			want := strings.ReplaceAll(frame[1], "%", strings.ReplaceAll(s, ">", "&gt;"))
			if got := FromPlain(frame[0] + Escape(s)); string(got) != want {
				t.Errorf("%q after %q is shown as %s", s, frame[0], got)
			}
		}
	}
	if got := Escape(" a\n- b "); got != "a - b" {
		t.Errorf("lines stay: %q", got)
	}
}
