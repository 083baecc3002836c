package richtext

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var seeds = []string{
	"", "a", "<p>a<p>b", "<ul><li>a<ul><li>b", "<table><td>a<table><td>b", "<a href=/x><a href=/y>z",
	"<b><p>a</b>b", "<blockquote>a<cite>b</cite><blockquote>c", "<figure><img src=/a.png><p>b<figcaption>c",
	"<svg><p>a</svg>", "<math><mi><p>x", "<template><p>a", "<select><option>a", "<p>&lt;script&gt;&#0;&#x202e;",
	"<a href='https://example.org/?q=\"><script>'>x</a>", "<a href='  /a b '>x</a>", "a<br><br>b<br> <br>c",
	"<strong>a <em> b <strong>c</strong></em></strong>", "<li>a<li>b", "<tr><th>a", "<pre>a\n b</pre>",
	"<h1><h2>a</h2></h1>", "<noscript><p title='</noscript><img src=x onerror=y>'>", "<img src=/a.png alt='\"'>",
	"**a __b** c__", "- a\n  - b\n    - c\n      - d\n        - e\n          - f", "> - a\n> — b", "|a|b|\n|-|-|\n|# c\\||",
	"[a](/b(c)) ![d](/e.png 1x2)", "1. a\n\n2. b", "\\", "a\\\nb", "###### x", "> > a", "-", "- \n  a\n -b",
}

// FuzzClean holds three promises: the result parses to the allow-list only,
// a second pass changes nothing, and the way through the plain text field is
// stable and loses no word.
func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := Clean(raw)
		if again := Clean(string(got)); again != got {
			t.Fatalf("not stable:\n1 %s\n2 %s", got, again)
		}
		allowed(t, got)
		through(t, got)
	})
}

// FuzzFromPlain holds the same for text that somebody typed.
func FuzzFromPlain(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := FromPlain(text)
		if again := Clean(string(got)); again != got {
			t.Fatalf("Clean changes it:\n1 %s\n2 %s", got, again)
		}
		allowed(t, got)
		through(t, got)
	})
}

func through(t *testing.T, h HTML) {
	t.Helper()
	text := ToPlain(h)
	back := FromPlain(text)
	if again := ToPlain(back); again != text {
		t.Fatalf("the plain text is not stable:\n1 %q\n2 %q\nfrom %s", text, again, h)
	}
	if a, b := letters(Words(h)), letters(Words(back)); a != b {
		t.Fatalf("words change:\n1 %q\n2 %q\nfrom %s\nthrough %q", a, b, h, text)
	}
}

func letters(s string) string { return strings.Join(strings.Fields(s), "") }

// allowed parses the result as a browser would and looks at every node.
func allowed(t *testing.T, h HTML) {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!doctype html><html><body>" + string(h)))
	if err != nil {
		t.Fatal(err)
	}
	elements := []string{
		"html", "head", "body", "p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote",
		"footer", "br", "figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td",
	}
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			if n.Namespace != "" || !slices.Contains(elements, n.Data) {
				t.Fatalf("element %s in %s", n.Data, h)
			}
			for _, a := range n.Attr {
				checkAttribute(t, n.Data, a, h)
			}
		case html.TextNode, html.DoctypeNode:
		default:
			t.Fatalf("node of type %v in %s", n.Type, h)
		}
	}
}

func checkAttribute(t *testing.T, element string, a html.Attribute, h HTML) {
	t.Helper()
	low := strings.ToLower(a.Val)
	switch element + " " + a.Key {
	case "a href":
		for _, start := range []string{"http://", "https://", "mailto:", "tel:"} {
			if strings.HasPrefix(low, start) {
				return
			}
		}
		if strings.HasPrefix(low, "/") && !strings.HasPrefix(low, "//") && !strings.HasPrefix(low, `/\`) {
			return
		}
	case "img src":
		if localImage.MatchString(a.Val) {
			return
		}
	case "img alt":
		return
	case "img width", "img height":
		if strings.Trim(a.Val, "0123456789") == "" {
			return
		}
	}
	t.Fatalf("attribute %s=%q of %s in %s", a.Key, a.Val, element, h)
}

// sharedData finds the folder of real input files beside the repository.
func sharedData(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("UMLAND_SHARED_DATA"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != "/"; dir = filepath.Dir(dir) {
		if found := filepath.Join(dir, "shared", "data"); isDir(found) {
			return found
		}
	}
	t.Fatal("shared/data is not there: set UMLAND_SHARED_DATA")
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

type post struct {
	Title, Content, Excerpt struct{ Rendered string }
}

func posts(t *testing.T) []post {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(sharedData(t), "chaostreff-wp", "posts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []post
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}
