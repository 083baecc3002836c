package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/phone"
)

// mostLines keeps a report readable: of each list so many lines are shown.
const mostLines = 10

// Text is why a record was rejected or left alone, in a language.
func (l Line) Text(lang i18n.Lang) string {
	if !strings.HasPrefix(l.Reason, "import.") && !i18n.Has(l.Reason) {
		return l.Reason // a profile's own words
	}
	if fields := fault.FieldsOf(l.Cause); l.Reason == "import.reject.fields" && len(fields) > 0 {
		var parts []string
		for _, f := range fields {
			part := f.Name
			if i18n.Has(f.Key) {
				part += " – " + strings.TrimSuffix(i18n.T(lang, f.Key, f.Args...), ".")
			}
			parts = append(parts, part)
		}
		return i18n.T(lang, l.Reason, "fields", strings.Join(parts, "; "))
	}
	return i18n.T(lang, l.Reason, l.Args...)
}

// Explain gives the words for a failure of Prepare or Run.
func Explain(err error, lang i18n.Lang) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key != "" {
		return i18n.T(lang, e.Key, e.Args...)
	}
	return i18n.T(lang, "import.failed")
}

// Print writes the report for people.
func (r *Report) Print(w io.Writer, lang i18n.Lang) error {
	p := &printer{w: w, lang: lang}
	head := "import.report.head"
	if r.DryRun {
		head = "import.report.head_dry"
	}
	p.line("%s", i18n.T(lang, head, "title", r.Source.Title, "file", r.File))
	p.line("")
	width := 0
	rows := []struct {
		key string
		n   int
	}{
		{"import.report.read", r.Read},
		{"import.report.new", r.New},
		{"import.report.changed", r.Changed},
		{"import.report.unchanged", r.Unchanged},
		{"import.report.touched", r.Touched},
		{"import.report.outside", r.Outside},
		{"import.report.rejected", len(r.Rejected)},
	}
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(i18n.T(lang, row.key)))
	}
	for _, row := range rows {
		p.line("  %s  %8s", pad(i18n.T(lang, row.key), width), i18n.Number(lang, row.n))
	}
	p.portals(r)
	p.lines("import.report.rejected_head", r.Rejected)
	p.lines("import.report.touched_head", r.TouchedRec)
	p.lines("import.report.notes_head", r.Notes)
	p.gone(r.Gone)
	p.twins(r.Twins)
	p.samples(r.First)
	p.line("")
	p.line("%s", i18n.T(lang, "import.report.source", "attribution", r.Source.Attribution, "licence", r.Source.Licence))
	if !r.DryRun {
		p.line("%s", i18n.T(lang, "import.report.duration", "seconds", seconds(lang, r.Duration.Seconds())))
	}
	return p.err
}

func seconds(lang i18n.Lang, s float64) string {
	text := fmt.Sprintf("%.1f", s)
	if lang != i18n.EN {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// printer writes lines until one fails.
type printer struct {
	w    io.Writer
	lang i18n.Lang
	err  error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, strings.TrimRight(format, " ")+"\n", args...)
	}
}

func (p *printer) portals(r *Report) {
	if len(r.Portals) == 0 {
		return
	}
	p.line("")
	p.line("%s", i18n.T(p.lang, "import.report.portals_head"))
	for _, slug := range r.PortalNames() {
		c := r.Portals[slug]
		p.line("  %s", i18n.T(p.lang, "import.report.portal", "portal", slug, "new", c.New, "changed", c.Changed, "unchanged", c.Unchanged, "touched", c.Touched))
	}
}

// gone names what the source no longer has.
func (p *printer) gone(list []Gone) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("%s", i18n.N(p.lang, "import.report.gone_head", len(list)))
	for _, g := range list[:min(len(list), mostLines)] {
		p.line("  %s", i18n.T(p.lang, "import.report.gone", "key", g.Key, "name", g.Title, "portal", g.Portal))
	}
	if rest := len(list) - mostLines; rest > 0 {
		p.line("  %s", i18n.N(p.lang, "import.report.more", rest))
	}
}

// twins names what may stand twice now.
func (p *printer) twins(list []Twin) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("%s", i18n.N(p.lang, "import.report.twins_head", len(list)))
	for _, t := range list[:min(len(list), mostLines)] {
		source := t.Source
		if source == "" {
			source = i18n.T(p.lang, "import.twin.written")
		}
		text := i18n.T(p.lang, "import.twin.address")
		if t.Ground == "name" && t.Metres != nil {
			text = i18n.T(p.lang, "import.twin.name", "metres", *t.Metres)
		}
		p.line("  %s", i18n.T(p.lang, "import.report.twin", "line", t.Line, "name", t.Title, "other", t.Other, "portal", t.Owner, "source", source, "reason", text))
	}
	if rest := len(list) - mostLines; rest > 0 {
		p.line("  %s", i18n.N(p.lang, "import.report.more", rest))
	}
}

// lines writes the reasons with their numbers, then the first lines of the
// list.
func (p *printer) lines(head string, list []Line) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("%s", i18n.N(p.lang, head, len(list)))
	for _, l := range list[:min(len(list), mostLines)] {
		name := l.Title
		if name == "" {
			name = l.Key
		}
		p.line("  %s", i18n.T(p.lang, "import.report.line", "line", l.Line, "name", name, "reason", l.Text(p.lang)))
	}
	if rest := list[min(len(list), mostLines):]; len(rest) > 0 {
		p.line("  %s", i18n.N(p.lang, "import.report.more", len(rest)))
		for _, g := range grouped(rest, p.lang) {
			p.line("    %s", g)
		}
	}
}

// grouped counts equal reasons, in the order in which they first occur.
func grouped(list []Line, lang i18n.Lang) []string {
	count := map[string]int{}
	var order []string
	for _, l := range list {
		text := i18n.T(lang, l.Reason)
		if !i18n.Has(l.Reason) {
			text = l.Reason
		}
		if strings.ContainsRune(text, '{') { // its details differ from line to line
			text = i18n.T(lang, "import.report.details_in_json")
		}
		if count[text]++; count[text] == 1 {
			order = append(order, text)
		}
	}
	out := make([]string, len(order))
	for i, text := range order {
		out[i] = i18n.Number(lang, count[text]) + " × " + text
	}
	return out
}

func (p *printer) samples(list []Sample) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("%s", i18n.T(p.lang, "import.report.first_head"))
	for _, s := range list {
		r := s.Record
		p.line("")
		p.line("  %s", r.Title)
		for _, row := range []string{
			r.Texts[r.Lang].Teaser, join(", ", join(" ", r.Start, r.End), r.Venue),
			join(", ", r.Street, join(" ", r.Postcode, r.Town)), contact(r, p.lang), r.Hours,
			join(" ", s.Portal, "·", r.Category),
		} {
			if row != "" {
				p.line("    %s", row)
			}
		}
		for _, d := range r.Details {
			p.line("    %s: %s", FactLabel(p.lang, d[0]), d[1])
		}
	}
}

func contact(r *Record, lang i18n.Lang) string {
	number := ""
	if r.Phone != "" {
		number = phone.Format(r.Phone, lang)
	}
	return join(", ", number, r.Email, r.Web)
}

// join puts the texts that are there together.
func join(sep string, list ...string) string {
	var there []string
	for _, s := range list {
		if s != "" {
			there = append(there, s)
		}
	}
	return strings.Join(there, sep)
}

// jsonReport is the report's JSON form.
type jsonReport struct {
	File      string            `json:"file"`
	Profile   string            `json:"profile"`
	Source    Source            `json:"source"`
	DryRun    bool              `json:"dry_run"`
	Read      int               `json:"read"`
	New       int               `json:"new"`
	Changed   int               `json:"changed"`
	Unchanged int               `json:"unchanged"`
	Outside   int               `json:"outside"`
	Touched   int               `json:"touched"`
	Rejected  int               `json:"rejected"`
	Portals   map[string]*Count `json:"portals"`
	RejectedL []jsonLine        `json:"rejected_lines"`
	TouchedL  []jsonLine        `json:"touched_lines"`
	Notes     []jsonLine        `json:"notes"`
	Gone      []Gone            `json:"gone"`
	Twins     []Twin            `json:"twins"`
	First     []Sample          `json:"first,omitempty"`
	Seconds   float64           `json:"seconds"`
}

// jsonLine is a line with its reason in words.
type jsonLine struct {
	Line
	Text string `json:"text"`
}

// JSON writes the report for programs: one object, every line listed, the
// reasons as keys and as words of a language.
func (r *Report) JSON(w io.Writer, lang i18n.Lang) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(jsonReport{
		File: r.File, Profile: r.Profile, Source: r.Source, DryRun: r.DryRun,
		Read: r.Read, New: r.New, Changed: r.Changed, Unchanged: r.Unchanged,
		Outside: r.Outside, Touched: r.Touched, Rejected: len(r.Rejected), Portals: r.Portals,
		RejectedL: worded(r.Rejected, lang), TouchedL: worded(r.TouchedRec, lang), Notes: worded(r.Notes, lang),
		Gone: append([]Gone{}, r.Gone...), Twins: append([]Twin{}, r.Twins...), First: r.First, Seconds: r.Duration.Seconds(),
	})
}

func worded(list []Line, lang i18n.Lang) []jsonLine {
	out := make([]jsonLine, len(list))
	for i, l := range list {
		out[i] = jsonLine{Line: l, Text: l.Text(lang)}
	}
	return out
}
