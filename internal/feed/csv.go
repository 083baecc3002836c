package feed

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/web"
)

// A table is made for the program in which a clerk opens it: spreadsheets of
// German and Danish machines part cells at semicolons, because the comma is
// their decimal mark, and take a file without a byte order mark for one in an
// old code page.
const (
	separator = ';'
	byteOrder = "\uFEFF"
)

func (p page) csv(w http.ResponseWriter, r *web.Request) error {
	var b bytes.Buffer
	b.WriteString(byteOrder)
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = separator, true
	columns := p.columns(r)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, row := range p.rows {
		if err := out.Write(row.fields(r).cells(columns)); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	attach(w, r)
	return send(w, r, media["csv"], b.Bytes())
}

// columns are the keys of the list's JSON; they stand in an empty table too.
// A list of several kinds has the keys of all.
func (p page) columns(r *web.Request) []string {
	if p.dates {
		return dated(r, content.Occurrence{}).keys()
	}
	kinds := []content.Kind{p.q.Kind}
	if p.q.Kind == "" {
		kinds = content.Kinds
	}
	var columns []string
	for _, kind := range kinds {
		for _, k := range entry(r, content.Listing{Kind: kind}).keys() {
			if !slices.Contains(columns, k) {
				columns = append(columns, k)
			}
		}
	}
	return columns
}

func (f fields) keys() []string {
	keys := make([]string, len(f))
	for i, p := range f {
		keys[i] = p.key
	}
	return keys
}

// cells gives the values under the columns; what the entry does not have or
// know is empty.
func (f fields) cells(columns []string) []string {
	cells := make([]string, len(columns))
	for _, p := range f {
		if i := slices.Index(columns, p.key); i >= 0 {
			cells[i] = cell(p.value)
		}
	}
	return cells
}

func cell(value any) string {
	switch v := value.(type) {
	case string:
		return harmless(v)
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return decimal(v)
	}
	return ""
}

// harmless puts an apostrophe before what a spreadsheet would run as a
// formula: whoever sends in an event must not reach a clerk's machine.
func harmless(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// decimal writes degrees with at least six decimals: with just three, German
// spreadsheets would read 54.783 as fifty-four thousand.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if six := strconv.FormatFloat(f, 'f', 6, 64); len(six) > len(s) {
		return six
	}
	return s
}

// attach makes a browser keep the answer as a file with a telling name.
func attach(w http.ResponseWriter, r *web.Request) {
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return '-'
	}, strings.Trim(r.Path, "/"))
	w.Header().Set("Content-Disposition", `attachment; filename="`+r.Site.Slug+"-"+name+"."+r.Format+`"`)
}
