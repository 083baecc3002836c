package article

import (
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/importer"
	"umland/internal/richtext"
)

func TestValidate(t *testing.T) {
	a := &Article{Byline: "  Redaktion\x00 "}
	if err := a.Validate(); err != nil || a.Byline != "Redaktion" {
		t.Errorf("%q %v", a.Byline, err)
	}
	a.Byline = strings.Repeat("ä", maxByline)
	if err := a.Validate(); err != nil {
		t.Errorf("%d characters: %v", maxByline, err)
	}
	a.Byline += "x"
	if fields := fault.FieldsOf(a.Validate()); len(fields) != 1 || fields[0].Name != "byline" {
		t.Errorf("%v", fields)
	}
}

func TestRecordWithoutADayIsRejected(t *testing.T) {
	for _, published := range []string{"", "gestern", "2026-13-01T00:00:00.000Z"} {
		if err := (Intake{}).Check(&importer.Record{Published: published}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", published, err)
		}
	}
}

func TestReadingMinutes(t *testing.T) {
	for words, want := range map[int]int{0: 1, 100: 1, wordsPerMinute: 2, 3*wordsPerMinute + 1: 4} {
		if got := readingMinutes(richtext.FromPlain(strings.Repeat("wort ", words))); got != want {
			t.Errorf("%d words: %d minutes, want %d", words, got, want)
		}
	}
}
