package search

import (
	"slices"
	"strconv"
	"strings"
)

// Part says what a field is to the reader of a result.
type Part byte

// The parts of a document.
const (
	Other Part = 'w' // found, but not shown
	Title Part = 't' // heads the result and counts most
	Body  Part = 'b' // what a snippet is cut from
	Place Part = 'p' // a municipality or village, which a question may name as a filter
	Phone Part = 'n' // a telephone number in E.164
)

// Field is a part of a document with the weight of a word found in it.
type Field struct {
	Text   string
	Weight int    // 1 is a word of the text; at most 100
	Lang   string // language key of the text
	Part   Part
}

// Document is an item as the readers of some languages find it.
type Document struct {
	Langs  []string // language keys of those readers
	Fields []Field
}

// About is what all documents of an item share.
type About struct {
	Kind   string
	Portal string   // slug of the owner
	Shown  []string // slugs of all portals that show it, the owner's too
	Town   string   // municipality or village, which a question may name as a filter
	Day    string   // local day it was published, or ""
	Until  string   // last local day of an event, or ""
}

// mostText bounds what of one document is searched, in bytes.
const mostText = 200_000

// The marks that part fields and what a field is made of; no text holds them.
const (
	fieldMark = "\x1e"
	valueMark = "\x1f"
)

// encode writes the fields as one text.
func encode(fields []Field) string {
	var b strings.Builder
	for _, f := range fields {
		text := clean(f.Text)
		if text == "" || b.Len() > mostText {
			continue
		}
		if len(text) > mostText {
			text = strings.ToValidUTF8(text[:mostText], "")
		}
		b.WriteString(string(f.Part) + valueMark + strconv.Itoa(f.Weight) + valueMark + f.Lang + valueMark + text + fieldMark)
	}
	return b.String()
}

// decode reads what encode has written.
func decode(text string) []Field {
	var out []Field
	for record := range strings.SplitSeq(text, fieldMark) {
		values := strings.SplitN(record, valueMark, 4)
		if len(values) != 4 || values[0] == "" {
			continue
		}
		weight, err := strconv.Atoi(values[1])
		if err != nil {
			continue
		}
		out = append(out, Field{Text: values[3], Weight: weight, Lang: values[2], Part: Part(values[0][0])})
	}
	return out
}

// clean makes a text that both engines store: valid, without control
// characters, blanks of any kind as one blank.
func clean(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, " "), func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == '\u00a0'
	}), " ")
}

// merge puts documents of the same words together: an item without a Danish
// text has the German one's words for Danish readers too.
func merge(documents []Document) []stored {
	var out []stored
	for _, d := range documents {
		text := encode(d.Fields)
		i := slices.IndexFunc(out, func(s stored) bool { return s.text == text })
		if i < 0 {
			i = len(out)
			out = append(out, stored{langs: " ", text: text})
		}
		out[i].langs += strings.Join(d.Langs, " ") + " "
	}
	return out
}

// stored is a document as the database keeps it.
type stored struct {
	langs string // " de da "
	text  string
}
