// Package form draws the fields of every form, at the visitors' side and at
// the desk: label above, then the hint, then what is wrong, then the field
// with what was typed.
package form

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
	"golang.org/x/text/unicode/norm"

	"umland/internal/fault"
	"umland/internal/web"
)

// Field is one field of a form; its name is also its id.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Value        string
	Optional     bool   // says "freiwillig" behind the label
	Type         string // of an input; "" is text
	Autocomplete string
	InputMode    string
	Lang         string // language of what is written in it, where it is not the page's
	Width        string // class w-4, w-6 or w-10; "" is the whole width
	Max          int    // characters; 0 leaves it open
	Rows         int    // of an area
	Wrong        []fault.Field
	Quiet        bool // the label is small, inside a group
}

// Option is a choice of a select or a group of boxes.
type Option struct {
	Value, Label, Hint string
	Group              string // heading over options that stand together, or ""
	Chosen             bool
}

// run is a row of options under one heading.
type run struct {
	name    string
	first   int // number of its first option among all
	options []Option
}

// grouped parts options where the heading changes.
func grouped(options []Option) []run {
	var runs []run
	for i, o := range options {
		if len(runs) == 0 || runs[len(runs)-1].name != o.Group {
			runs = append(runs, run{name: o.Group, first: i})
		}
		last := &runs[len(runs)-1]
		last.options = append(last.options, o)
	}
	return runs
}

// Of gives what is wrong with the field of a name.
func Of(wrong []fault.Field, name string) []fault.Field {
	var list []fault.Field
	for _, f := range wrong {
		if f.Name == name {
			list = append(list, f)
		}
	}
	return list
}

// Options makes choices of values with their labels in pairs.
func Options(chosen string, pairs ...string) []Option {
	var list []Option
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, Option{Value: pairs[i], Label: pairs[i+1], Chosen: pairs[i] == chosen})
	}
	return list
}

// Line reads a field of one line: blanks at its ends and characters that
// nobody sees are dropped, and letters are composed as search expects them.
func Line(r *web.Request, name string) string {
	return strings.Join(strings.Fields(Clean(r.PostFormValue(name))), " ")
}

// Text reads a field of several lines.
func Text(r *web.Request, name string) string { return strings.TrimSpace(Clean(r.PostFormValue(name))) }

// Clean brings typed text to the form in which it is stored: valid UTF-8,
// composed, line ends as \n, no control characters and no marks that turn the
// direction of writing around.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\r':
			return '\n'
		case c == '\n' || c == '\t':
			return c
		case unicode.IsControl(c), c == '\u2028', c == '\u2029', c == '\ufeff', c >= '\u202a' && c <= '\u202e', c >= '\u2066' && c <= '\u2069':
			return -1
		}
		return c
	}, s)
	return norm.NFC.String(s)
}

// TooLong gives the fault of a text over its limit in characters, or none.
func TooLong(name, value string, limit int) []fault.Field {
	if utf8.RuneCountInString(value) <= limit {
		return nil
	}
	return []fault.Field{{Name: name, Key: "errors.too_long", Args: []any{"max", limit}}}
}

// Marked lists the faults once per field, in the order given, for the summary.
func Marked(wrong []fault.Field) []fault.Field {
	var list []fault.Field
	for _, f := range wrong {
		if !slices.ContainsFunc(list, func(g fault.Field) bool { return g.Name == f.Name }) {
			list = append(list, f)
		}
	}
	return list
}

// describedBy names the hint and the error of a field, in that order.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hinweis")
	}
	if len(f.Wrong) > 0 {
		ids = append(ids, f.Name+"-fehler")
	}
	return strings.Join(ids, " ")
}

func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{"id": f.Name, "name": f.Name}
	for k, v := range map[string]string{"autocomplete": f.Autocomplete, "inputmode": f.InputMode, "lang": f.Lang, "aria-describedby": f.describedBy()} {
		if v != "" {
			a[k] = v
		}
	}
	if f.Max > 0 {
		// Twice the limit, so that a paste is not cut silently: what is too
		// long gets a message instead.
		a["maxlength"] = f.Max * 2
	}
	if len(f.Wrong) > 0 {
		a["aria-invalid"] = "true"
	}
	return a
}

func (f Field) class() string {
	if len(f.Wrong) > 0 {
		return "field invalid"
	}
	return "field"
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) input() string { return strings.TrimSpace("input " + f.Width) }

func (f Field) rows() int { return max(f.Rows, 4) }

// choiceID is the field's name for the first choice, so that the summary
// leads there.
func choiceID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + string(rune('a'+min(i, 25))) + strings.Repeat("x", max(0, i-25))
}

// Unreadable is the failure of a form that is too large or garbled.
func Unreadable(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, "errors.too_large")
	}
	return fault.Wrap(err, fault.BadRequest, "errors.bad_request")
}
