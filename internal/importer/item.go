package importer

import (
	"encoding/json"
	"html"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"umland/internal/fault"
)

// item is one entry of the file as it stands there.
type item struct {
	line   int
	values map[string]any
	lon    float64 // of a GeoJSON geometry
	lat    float64
	placed bool
	bad    *fault.Error // why the entry itself is broken, or nil
}

// get is a value as one line of clean text. The path is a column's name, or
// names and list positions with dots between: "address.street", "coords.0".
// A list gives its entries with commas between.
func (it *item) get(path string) string { return clean(text(it.find(path))) }

// raw is a value as text with its own line breaks and markup.
func (it *item) raw(path string) string { return strings.TrimSpace(text(it.find(path))) }

// has tells whether the column or the member exists at all.
func (it *item) has(path string) bool {
	_, ok := lookup(it.values, path)
	return ok
}

func (it *item) find(path string) any {
	v, _ := lookup(it.values, path)
	return v
}

func lookup(v any, path string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		if found, ok := v[path]; ok {
			return found, true
		}
		head, rest, ok := strings.Cut(path, ".")
		if !ok {
			return nil, false
		}
		return lookup(v[head], rest)
	case []any:
		head, rest, more := strings.Cut(path, ".")
		i, err := strconv.Atoi(head)
		if err != nil || i < 0 || i >= len(v) {
			return nil, false
		}
		if more {
			return lookup(v[i], rest)
		}
		return v[i], true
	}
	return nil, false
}

// text writes a JSON value as its words.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, e := range v {
			if s := strings.TrimSpace(text(e)); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// clean makes one line of text fit for a page: entities become letters,
// letters their composed form, blanks of every kind one blank; characters
// that show nothing or turn the writing direction go.
func clean(s string) string {
	return strings.Join(strings.Fields(visible(html.UnescapeString(s))), " ")
}

// cleanLines is clean for text of several lines.
func cleanLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func visible(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad', unicode.Is(unicode.Cf, r) && r != '\u200d', r == unicode.ReplacementChar:
			return -1
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			return -1
		}
		return r
	}, s))
}
