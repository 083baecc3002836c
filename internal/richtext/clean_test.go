package richtext

import "testing"

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"plain words", "Moin", "<p>Moin</p>"},
		{"nothing", " \n ", ""},
		{"kept", "<p>Ein <strong>fetter</strong> <em>Satz</em>.<br>Zweite Zeile</p>", "<p>Ein <strong>fetter</strong> <em>Satz</em>.<br>Zweite Zeile</p>"},
		{"old elements", "<h1>A</h1><h5>B</h5><p><b>c</b> <i>d</i></p>", "<h2>A</h2><h4>B</h4><p><strong>c</strong> <em>d</em></p>"},
		{"script and style", "<p>a</p><script>alert(1)</script><style>p{}</style><p>b</p>", "<p>a</p><p>b</p>"},
		{"attributes", `<p class="x" style="color:red" id="y" onclick="z()">a</p>`, "<p>a</p>"},
		{"script address", `<a href="javascript:alert(1)">Weg</a> <a href="JAVASCRIPT:x">da</a>`, "<p>Weg da</p>"},
		{"data address", `<a href="data:text/html,x">x</a>`, "<p>x</p>"},
		{
			"addresses", `<a href="https://example.org/a?b=c&amp;d=e">x</a> <a href="mailto:a@example.org">m</a> <a href="tel:+494611503">t</a> <a href="/orte/a">o</a>`,
			`<p><a href="https://example.org/a?b=c&amp;d=e">x</a> <a href="mailto:a@example.org">m</a> <a href="tel:+494611503">t</a> <a href="/orte/a">o</a></p>`,
		},
		{"foreign host by two slashes", `<a href="//example.org/x">x</a>`, "<p>x</p>"},
		{"password in an address", `<a href="https://a:b@example.org/">x</a>`, "<p>x</p>"},
		{"link in a link", `<a href="/a">a</a><a href="/b"></a>`, `<p><a href="/a">a</a></p>`},
		{"loose words between blocks", "a<p>b</p>c<ul><li>d</ul>e", "<p>a</p><p>b</p><p>c</p><ul><li>d</li></ul><p>e</p>"},
		{"two breaks", "<p>a<br><br>b<br></p>", "<p>a</p><p>b</p>"},
		{"blanks", "<p> a \n b <em> c </em> </p>", "<p>a b <em>c</em></p>"},
		{"empty paragraphs", "<p>&nbsp;</p><p> </p><p><strong></strong></p><p>a</p>", "<p>a</p>"},
		{"list", "<ul><li><p>a</p></li><li></li>b<li>c<ol><li>d</li></ol></li></ul>", "<ul><li>a</li><li>b</li><li>c<ol><li>d</li></ol></li></ul>"},
		{"two lists", "<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"},
		{"quote", "<blockquote><p>Satz</p><cite>Wer</cite></blockquote>", "<blockquote><p>Satz</p><footer>Wer</footer></blockquote>"},
		{"quote of nothing", "<blockquote><footer>Wer</footer></blockquote>", "<p>Wer</p>"},
		{
			"local picture", `<figure><img src="/medien/a.jpg" alt="Hafen" width="480" onerror="x()"><figcaption>Der Hafen</figcaption></figure>`,
			`<figure><img src="/medien/a.jpg" alt="Hafen" width="480"><figcaption>Der Hafen</figcaption></figure>`,
		},
		{"foreign picture", `<p>a<img src="https://example.org/x.gif" alt="x"></p>`, "<p>a</p>"},
		{"picture by two slashes", `<p>a<img src="//example.org/x.gif"></p>`, "<p>a</p>"},
		{"caption without picture", `<figure><figcaption>Der Hafen</figcaption></figure>`, "<p>Der Hafen</p>"},
		{
			"table", "<table><tr><th>Tag</th><th>Zeit</th></tr><tr><td>Mo</td><td></td></tr><tr><td> </td></tr></table>",
			"<table><thead><tr><th>Tag</th><th>Zeit</th></tr></thead><tbody><tr><td>Mo</td><td></td></tr></tbody></table>",
		},
		{"row heads", "<table><tbody><tr><th>Mo</th><td>8 bis 12</td></tr></tbody></table>", "<table><tbody><tr><th>Mo</th><td>8 bis 12</td></tr></tbody></table>"},
		{"entities", "<p>&#8211; &lt;b&gt; &amp;amp; &quot;x&quot;</p>", `<p>– &lt;b&gt; &amp;amp; "x"</p>`},
		{"controls", "<p>a\x00b\u202ec\ufeffd\xff</p>", "<p>abcd</p>"},
		{"block in a link", `<a href="/x"><h3>Titel</h3><p>Text</p></a>`, `<p><a href="/x">Titel<br>Text</a></p>`},
		{"unfinished", "<p>a <strong>b <em>c", "<p>a <strong>b <em>c</em></strong></p>"},
		{"frames and forms", `<iframe src="https://example.org">x</iframe><form><input value="1">a</form><object>y</object>`, "<p>a</p>"},
		{"svg", `<svg><script>alert(1)</script><a href="javascript:x"><text>a</text></a></svg>`, "<p>a</p>"},
		{"comment", "<p>a<!-- <script> -->b</p><!--[if IE]><p>c</p><![endif]-->", "<p>ab</p>"},
	} {
		if got := Clean(c.raw); string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if again := Clean(c.want); string(again) != c.want {
			t.Errorf("%s: a second Clean gives %s", c.name, again)
		}
	}
}

func TestCleanDepth(t *testing.T) {
	deep := ""
	for range 3000 {
		deep += "<ul><li>x<blockquote>"
	}
	got := Clean(deep)
	if again := Clean(string(got)); again != got {
		t.Error("a deep nesting is not stable")
	}
	if n := len(Words(got)); n < 1000 {
		t.Errorf("words of a deep nesting are lost: %d bytes left", n)
	}
}

func TestWords(t *testing.T) {
	h := Clean(`<h2>Titel</h2><p>Ein <strong>Wort</strong>teil<br>neu</p><ul><li>a</li><li>b</li></ul><p><img src="/a.png" alt="Bild vom Hafen"></p>`)
	if got, want := Words(h), "Titel Ein Wortteil neu a b Bild vom Hafen"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
