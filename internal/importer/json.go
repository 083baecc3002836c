package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"umland/internal/fault"
)

// readJSON reads the objects of a list. at is the list's path in the document
// ("" is the document itself, or its member "items"); a document of one object
// per line (NDJSON) needs none.
func readJSON(raw []byte, at string, limits Limits) ([]item, error) {
	if err := checkDepth(raw, limits.Depth); err != nil {
		return nil, err
	}
	if at == "" && perLine(raw) {
		return readLines(raw, limits)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	open, err := enterList(d, raw, at)
	if err != nil {
		return nil, err
	}
	var items []item
	for d.More() {
		var v any
		if err := d.Decode(&v); err != nil {
			return nil, jsonFault(err, raw, d)
		}
		items = append(items, asItem(v, len(items)+1))
		if len(items) > limits.Rows {
			return nil, fault.New(fault.Invalid, "import.too_many", "max", limits.Rows)
		}
	}
	return items, drain(d, raw, open)
}

// drain reads the rest of the document behind the list, so that a file which
// breaks off there, or goes on with something else, is refused too. open is
// the number of brackets still to be closed.
func drain(d *json.Decoder, raw []byte, open int) error {
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && open == 0 {
			return nil
		}
		if err != nil {
			return jsonFault(err, raw, d)
		}
		if open == 0 {
			return fault.New(fault.Invalid, "import.json_syntax", "line", lineAt(raw, int(d.InputOffset())))
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			open++
		case json.Delim(']'), json.Delim('}'):
			open--
		}
	}
}

// enterList moves the decoder behind the bracket that opens the list and
// counts the brackets opened on the way.
func enterList(d *json.Decoder, raw []byte, at string) (open int, err error) {
	names := []string{}
	if at != "" {
		names = strings.Split(at, ".")
	}
	for {
		t, err := d.Token()
		if err != nil {
			return 0, jsonFault(err, raw, d)
		}
		open++
		switch {
		case t == json.Delim('[') && len(names) == 0:
			return open, nil
		case t == json.Delim('{') && len(names) > 0:
			err = enterMember(d, names[0])
			names = names[1:]
		case t == json.Delim('{') && at == "":
			at = "items"
			err = enterMember(d, at)
		default:
			err = errNoList
		}
		if errors.Is(err, errNoList) {
			return 0, fault.New(fault.Invalid, "import.no_list", "path", orItems(at))
		}
		if err != nil {
			return 0, jsonFault(err, raw, d)
		}
	}
}

var errNoList = errors.New("no such list")

func orItems(at string) string {
	if at == "" {
		return "items"
	}
	return at
}

// enterMember moves the decoder behind the member's name.
func enterMember(d *json.Decoder, name string) error {
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		if t == name {
			return nil
		}
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil { // the closing brace, or where the file breaks off
		return err
	}
	return errNoList
}

// perLine tells whether the file holds one object per line: two lines that
// are whole objects by themselves, or a single one that is no wrapper.
func perLine(raw []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(raw), []byte("\n"))
	if !bytes.HasPrefix(first, []byte("{")) || !json.Valid(first) {
		return false
	}
	return bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
}

func readLines(raw []byte, limits Limits) ([]item, error) {
	var items []item
	line := 0
	for len(raw) > 0 {
		var one []byte
		one, raw, _ = bytes.Cut(raw, []byte("\n"))
		line++
		if one = bytes.TrimSpace(one); len(one) == 0 {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(one))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil || d.More() {
			key := "import.json_syntax"
			if err != nil && len(bytes.TrimSpace(raw)) == 0 {
				key = "import.truncated"
			}
			return nil, fault.Wrap(err, fault.Invalid, key, "line", line)
		}
		items = append(items, asItem(v, line))
		if len(items) > limits.Rows {
			return nil, fault.New(fault.Invalid, "import.too_many", "max", limits.Rows)
		}
	}
	return items, nil
}

func asItem(v any, line int) item {
	values, ok := v.(map[string]any)
	if !ok {
		return item{line: line, values: map[string]any{}, bad: fault.New(fault.Invalid, "import.reject.no_object")}
	}
	return item{line: line, values: values}
}

// checkDepth counts brackets outside of texts, before the decoder builds
// anything from them.
func checkDepth(raw []byte, most int) error {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > most {
				return fault.New(fault.Invalid, "import.too_deep", "line", lineAt(raw, i), "max", most)
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return nil
}

func jsonFault(err error, raw []byte, d *json.Decoder) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.Wrap(err, fault.Invalid, "import.truncated", "line", lineAt(raw, len(raw)))
	}
	offset := int(d.InputOffset())
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = int(syntax.Offset)
		if strings.Contains(syntax.Error(), "unexpected end") {
			return fault.Wrap(err, fault.Invalid, "import.truncated", "line", lineAt(raw, len(raw)))
		}
	}
	return fault.Wrap(err, fault.Invalid, "import.json_syntax", "line", lineAt(raw, offset))
}
