package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"umland/internal/fault"
)

// readCSV reads a table with a header line (RFC 4180). comma is 0 when the
// delimiter is to be found out.
func readCSV(raw []byte, comma rune, limits Limits) ([]item, error) {
	if comma == 0 {
		comma = delimiter(raw)
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma = comma
	r.FieldsPerRecord = -1 // each row is judged below, with its own reason
	header, err := r.Read()
	if err != nil {
		return nil, csvFault(err, raw)
	}
	if err := checkHeader(header); err != nil {
		return nil, err
	}
	var items []item
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, csvFault(err, raw)
		}
		line, _ := r.FieldPos(0)
		it := item{line: line, values: make(map[string]any, len(header))}
		for i, column := range header {
			if i < len(row) {
				it.values[column] = row[i]
			}
		}
		if len(row) != len(header) {
			it.bad = fault.New(fault.Invalid, "import.reject.columns", "got", len(row), "want", len(header))
		}
		if items = append(items, it); len(items) > limits.Rows {
			return nil, fault.New(fault.Invalid, "import.too_many", "max", limits.Rows)
		}
	}
	if n := len(items); n > 0 && items[n-1].bad != nil && len(items[n-1].values) < len(header) {
		// A last line that ends too early is a download that broke off.
		return nil, fault.New(fault.Invalid, "import.truncated", "line", items[n-1].line)
	}
	return items, nil
}

// checkHeader refuses names that occur twice and files of one column, and
// trims the names in place.
func checkHeader(header []string) error {
	seen := map[string]bool{}
	for i, name := range header {
		header[i] = clean(name)
		if header[i] != "" && seen[header[i]] {
			return fault.New(fault.Invalid, "import.duplicate_column", "line", 1, "column", header[i])
		}
		seen[header[i]] = true
	}
	if len(header) < 2 {
		return fault.New(fault.Invalid, "import.no_table", "line", 1)
	}
	return nil
}

func csvFault(err error, raw []byte) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		if errors.Is(parse.Err, csv.ErrQuote) && parse.Line >= lineAt(raw, len(raw)-1) {
			return fault.Wrap(err, fault.Invalid, "import.truncated", "line", parse.StartLine)
		}
		return fault.Wrap(err, fault.Invalid, "import.csv_syntax", "line", parse.StartLine)
	}
	return fault.Wrap(err, fault.Invalid, "import.csv_syntax", "line", 1)
}

// delimiter is the character that divides the header line most often, quoted
// parts left out.
func delimiter(raw []byte) rune {
	line, _, _ := strings.Cut(string(raw), "\n")
	best, most := ',', 0
	for _, c := range ",;\t" {
		quoted, n := false, 0
		for _, r := range line {
			if r == '"' {
				quoted = !quoted
			} else if r == c && !quoted {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}
