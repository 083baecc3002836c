package feed

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"unicode/utf8"

	"umland/internal/web"
)

// appendJSON writes the fields behind b as one object, in their order. A list
// of a hundred entries has two thousand values; encoding/json alone took as
// long for them as everything else. Text stays as it is: no answer of this
// package is put into a page.
func (f fields) appendJSON(b []byte) ([]byte, error) {
	b = append(b, '{')
	for i, p := range f {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(append(appendText(b, p.key), ':'), p.value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// appendValue writes what encoding/json would write.
func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return appendText(b, v), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case float64:
		// Others are written with an exponent, or not at all.
		if a := math.Abs(v); a == 0 || a >= 1e-6 && a < 1e21 {
			return strconv.AppendFloat(b, v, 'f', -1, 64), nil
		}
	case fields:
		return v.appendJSON(b)
	}
	raw, err := plainJSON(v)
	return append(b, bytes.TrimSuffix(raw, []byte("\n"))...), err
}

func appendText(b []byte, s string) []byte {
	if !simple(s) {
		raw, _ := plainJSON(s) // a string is always written
		return append(b, bytes.TrimSuffix(raw, []byte("\n"))...)
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// simple tells whether a text stands in JSON as it is.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == 0xe2 || c == 0x7f { // U+2028 begins with e2
			return false
		}
	}
	return utf8.ValidString(s)
}

// plainJSON is encoding/json without the escapes for HTML, and a line feed.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

func sendJSON(w http.ResponseWriter, r *web.Request, v any) error {
	raw, err := plainJSON(v)
	if err != nil {
		return err
	}
	return send(w, r, media[r.Format], raw)
}
