package frame

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// ErrorPage is the page of a failure in the portal's frame: what happened,
// what to do next, and where to call.
func ErrorPage(r *web.Request, e *fault.Error) templ.Component {
	key := "errors." + strconv.Itoa(e.Kind.Status())
	text := r.T(key + ".text")
	if e.Key != "" && i18n.Has(e.Key) {
		text = i18n.T(r.Lang, e.Key, e.Args...)
	}
	p := Page{Title: r.T(key + ".title"), NoIndex: true}
	return Document(r, p, errorView(r, p.Title, text, wordsOf(r, e)))
}

// wordsOf are the words of the address that led nowhere, to search for.
func wordsOf(r *web.Request, e *fault.Error) string {
	if e.Kind != fault.NotFound && e.Kind != fault.Gone {
		return ""
	}
	last := r.Path[strings.LastIndexByte(r.Path, '/')+1:]
	last = strings.TrimSuffix(last, ".html")
	words := strings.Join(strings.FieldsFunc(last, func(c rune) bool { return c == '-' || c == '_' || c == '.' || c == '+' }), " ")
	if len([]rune(words)) > 60 || len(words) < 3 {
		return ""
	}
	return words
}

func searchHref(r *web.Request, words string) string {
	return r.Href("/suche?q=" + url.QueryEscape(words))
}
