package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/i18n"
)

func sampleReport() *Report {
	return &Report{
		File: "kitas.json", Profile: "kitas", Source: Source{Title: "Kitas", Attribution: "Land SH", Licence: "CC0-1.0"},
		Read: 2020, New: 2000, Changed: 2, Unchanged: 1, Outside: 3, Touched: 1, Duration: 12340 * time.Millisecond,
		Rejected: []Line{
			{Line: 7, Key: "a", Title: "Kita A", Reason: "import.reject.duplicate", Args: []any{"line", 3}},
			{Line: 9, Key: "b", Reason: "eigene Worte des Profils"},
		},
		TouchedRec: []Line{{Line: 11, Title: "Kita C", Reason: "import.touched.changed"}},
		Notes:      []Line{{Line: 12, Title: "Kita D", Reason: "import.note.value", Args: []any{"field", "email", "value", "x"}}},
		Portals:    map[string]*Count{"handewitt": {New: 14}, "flensburg": {New: 1986, Changed: 2, Unchanged: 1, Touched: 1}},
	}
}

func TestPrintedReport(t *testing.T) {
	var b bytes.Buffer
	if err := sampleReport().Print(&b, i18n.DE); err != nil {
		t.Fatal(err)
	}
	want := `Import: Kitas (Datei kitas.json)

  gelesen                          2.020
  neu                              2.000
  geändert                             2
  unverändert                          1
  von der Redaktion bearbeitet         1
  außerhalb aller Gebiete              3
  abgelehnt                            2

Je Portal:
  flensburg: 1986 neu, 2 geändert, 1 unverändert, 1 bearbeitet
  handewitt: 14 neu, 0 geändert, 0 unverändert, 0 bearbeitet

2 Datensätze wurden abgelehnt:
  Zeile 7, Kita A: Dieselbe Kennung steht schon in Zeile 3.
  Zeile 9, b: eigene Worte des Profils

Ein Eintrag wurde nicht überschrieben, weil die Redaktion ihn bearbeitet hat:
  Zeile 11, Kita C: Von der Redaktion bearbeitet und deshalb nicht überschrieben; die Quelle sagt jetzt etwas anderes.

Eine Angabe wurde weggelassen:
  Zeile 12, Kita D: email: „x“ ist unbrauchbar und wurde weggelassen.

Quelle: Land SH (Lizenz: CC0-1.0)
Dauer: 12,3 Sekunden
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	for _, lang := range []i18n.Lang{i18n.DA, i18n.EN} {
		b.Reset()
		if err := sampleReport().Print(&b, lang); err != nil || strings.ContainsAny(b.String(), "⟦{") {
			t.Errorf("%s: %v\n%s", lang, err, b.String())
		}
	}
}

func TestLongListsAreCut(t *testing.T) {
	r := sampleReport()
	r.Rejected = nil
	for i := range 40 {
		r.Rejected = append(r.Rejected, Line{Line: i, Title: "x", Reason: "import.reject.no_position"})
	}
	var b bytes.Buffer
	if err := r.Print(&b, i18n.DE); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n > 40 || !strings.Contains(b.String(), "und 30 weitere Zeilen:\n    30 × Die Lage fehlt oder ist unbrauchbar.") {
		t.Errorf("%d lines:\n%s", n, b.String())
	}
}

func TestReportAsJSON(t *testing.T) {
	var b bytes.Buffer
	if err := sampleReport().JSON(&b, i18n.EN); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Read, New, Rejected int
		Lines               []struct {
			Line              int
			Key, Reason, Text string
		} `json:"rejected_lines"`
		Touched []any `json:"touched_lines"`
		Notes   []any
		Portals map[string]Count
		Source  struct{ Licence string }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Read != 2020 || got.Rejected != 2 || got.Lines[0].Text != "The same identifier already stands in line 3." ||
		got.Lines[0].Reason != "import.reject.duplicate" || len(got.Touched) != 1 || len(got.Notes) != 1 ||
		got.Portals["handewitt"].New != 14 || got.Source.Licence != "CC0-1.0" {
		t.Errorf("%+v", got)
	}
}

func TestPreviewShowsTheFirstRecords(t *testing.T) {
	r := sampleReport()
	r.DryRun = true
	r.First = []Sample{{Portal: "handewitt", Record: &Record{
		Title: "Kita A", Lang: "de", Texts: map[string]Text{"de": {Teaser: "Träger: B"}}, Street: "Weg 1", Postcode: "24983", Town: "Handewitt",
		Phone: "+49460890030", Web: "https://a.de", Hours: "Mo-Fr 07:00-16:00", Category: "kita", Details: [][2]string{{"Träger", "B"}},
	}}}
	var b bytes.Buffer
	if err := r.Print(&b, i18n.DE); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Vorschau, es wird nichts geschrieben", "  Kita A\n    Träger: B\n    Weg 1, 24983 Handewitt\n    04608 90030, https://a.de\n    Mo-Fr 07:00-16:00\n    handewitt · kita\n    Träger: B\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "Dauer") {
		t.Error("a preview takes no time worth telling")
	}
}

func TestAFailingWriterIsReported(t *testing.T) {
	if err := sampleReport().Print(brokenPipe{}, i18n.DE); err == nil {
		t.Error("no error")
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestReasonsOfARoom(t *testing.T) {
	r := &Record{Line: 4, Title: "A"}
	l := reason(r, "x", fault.Fields(fault.Field{Name: "lat", Key: "import.reject.no_position"}, fault.Field{Name: "titel"}))
	if got := l.Text(i18n.DE); got != "Diese Angaben passen nicht: lat – Die Lage fehlt oder ist unbrauchbar; titel." {
		t.Error(got)
	}
	if l := reason(r, "x", errors.New("SQL 42")); l.Reason != "import.reject.failed" || l.Cause == nil || strings.Contains(l.Text(i18n.DE), "SQL") {
		t.Errorf("%+v", l)
	}
	if got := Explain(errors.New("SQL 42"), i18n.EN); strings.Contains(got, "SQL") {
		t.Error(got)
	}
}

// TestBarAppearsAfterTwoSeconds drives the bar with a clock of its own.
func TestBarAppearsAfterTwoSeconds(t *testing.T) {
	c := clock.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	var b bytes.Buffer
	progress, done := bar(&b, c, i18n.DE)
	progress(100, 1000)
	if b.Len() != 0 {
		t.Errorf("too early: %q", b.String())
	}
	c.Advance(2 * time.Second)
	progress(500, 1000)
	if !strings.Contains(b.String(), "Einträge") || !strings.Contains(b.String(), "500/1000") {
		t.Errorf("no bar: %q", b.String())
	}
	done()
	b.Reset()
	progress, done = Bar(&b, false, i18n.DE)
	progress(500, 1000)
	done()
	if b.Len() != 0 {
		t.Errorf("a file is no terminal: %q", b.String())
	}
}

func TestPreparedPlanHidesPrivateNames(t *testing.T) {
	text := `[{"id":1,"type":"TPP","name":"Erika Muster","institution":"x","openingHoursFrom":1,"careFrom":1,"address":{"street":"Weg"}}]`
	p, err := Prepare(context.Background(), write(t, "a.json", text), "kitas-schleswig-holstein", Options{})
	if err != nil || len(p.Rejected) != 1 || p.Rejected[0].Title != "" || p.Rejected[0].Reason != "import.skip.childminder" {
		t.Errorf("%v %+v", err, p)
	}
}
