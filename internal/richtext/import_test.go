package richtext

import (
	"regexp"
	"strings"
	"testing"
)

func TestImport(t *testing.T) {
	local := func(src string) string {
		if src == "https://example.org/files/hafen.jpg" {
			return "/medien/hafen.jpg"
		}
		return ""
	}
	for _, c := range []struct{ name, raw, want string }{
		{
			"gutenberg", `<!-- wp:paragraph --><p class="wp-block-paragraph has-large-font-size" style="x">Das neue Jahr &#8211; und mehr&hellip;</p><!-- /wp:paragraph -->`,
			"<p>Das neue Jahr – und mehr…</p>",
		},
		{"headings", "<h1>A</h1><h2>B</h2><h6>C</h6>", "<h2>A</h2><h2>B</h2><h4>C</h4>"},
		{
			"picture that is here", `<figure class="wp-block-image"><a href="/files/hafen.jpg"><img src="/files/hafen.jpg" srcset="/a.jpg 2x" alt="Hafen" loading="lazy"></a><figcaption>Der Hafen</figcaption></figure>`,
			`<figure><p><a href="https://example.org/files/hafen.jpg"><img src="/medien/hafen.jpg" alt="Hafen"></a></p><figcaption>Der Hafen</figcaption></figure>`,
		},
		{"picture that is not here", `<p>a</p><figure><img src="/files/weg.jpg"><figcaption> <br></figcaption></figure><p></p>`, "<p>a</p>"},
		{"its caption has words", `<figure><img src="/files/weg.jpg"><figcaption>Die Stickmaschine</figcaption></figure>`, "<p>Die Stickmaschine</p>"},
		{
			"links", `<p><a href="../2015/x">x</a> <a href="#more">y</a> <a href="https://example.com/">z</a></p>`,
			`<p><a href="https://example.org/2015/x">x</a> y <a href="https://example.com/">z</a></p>`,
		},
		{"film", `<div><iframe src="https://example.com/film" title="Der Film"></iframe></div>`, `<p><a href="https://example.com/film">Der Film</a></p>`},
		{"shortcodes", "[gallery ids=\"1,2\"]<p>[caption id=\"a\"]Bild[/caption] [sic]</p>", "<p>Bild [sic]</p>"},
		{"forms", `<form><label>Name</label><input value="a"><select><option>b</option></select><button>c</button></form>`, "<p>Name</p>"},
	} {
		got := Import(c.raw, Foreign{Base: "https://example.org/beitrag/eins", Picture: local})
		if string(got) != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if again := Clean(string(got)); again != got {
			t.Errorf("%s: Clean changes it to %s", c.name, again)
		}
	}
	if got := Import(`<a href="/hier">x</a> <img src="/a.jpg">`, Foreign{}); got != "<p>x</p>" {
		t.Errorf("without a base and pictures: %s", got)
	}
}

func TestLine(t *testing.T) {
	if got, want := Line("34C3 &#8211; <em>tuwat</em>!\n<br> [&hellip;]"), "34C3 – tuwat! […]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestImportRealPosts runs over 59 posts of a WordPress site: every letter
// outside of captions stays, no block is empty, and the result is stable.
func TestImportRealPosts(t *testing.T) {
	list := posts(t)
	if len(list) != 59 {
		t.Fatalf("%d posts, want 59", len(list))
	}
	empty := regexp.MustCompile(`<(p|h2|h3|h4|li|figcaption|a|strong|em)[^>]*>\s*</`)
	for _, p := range list {
		got := Import(p.Content.Rendered, Foreign{Base: "https://chaostreff-flensburg.de/"})
		allowed(t, got)
		through(t, got)
		if m := empty.FindString(string(got)); m != "" {
			t.Errorf("%s: empty element %s", p.Title.Rendered, m)
		}
		if strings.Contains(p.Content.Rendered, "<h2") && !strings.Contains(string(got), "<h2>") {
			t.Errorf("%s: its headings are lost", p.Title.Rendered)
		}
		if Words(got) == "" && Line(p.Content.Rendered) != "" {
			t.Errorf("%s: all words are lost", p.Title.Rendered)
		}
		if title := Line(p.Title.Rendered); title == "" || strings.Contains(title, "&#") {
			t.Errorf("title %q", title)
		}
	}
}
