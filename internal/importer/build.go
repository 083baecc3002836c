package importer

import (
	"errors"
	"slices"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/richtext"
)

// maker turns items into records by a profile and keeps what it had to leave
// out.
type maker struct {
	p     *Profile
	notes []Line
}

// optional gives a value; one that makes no sense is left out and noted.
func (m *maker) optional(f *field, it *item, r *Record) string {
	s, err := f.value(it)
	if bad, ok := errors.AsType[*badValue](err); ok {
		m.notes = append(m.notes, r.because(fault.New(fault.Invalid, "import.note.value", "field", bad.path, "value", short(bad.value))))
	}
	return s
}

// short keeps a foreign value from filling the report.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + " …"
	}
	return s
}

// record makes one record. It fails with the reason why the item is rejected.
func (m *maker) record(it *item) (*Record, *fault.Error) {
	p := m.p
	r := &Record{Line: it.line, Lang: p.Language}
	if it.bad != nil {
		return r, it.bad
	}
	key, err := p.Key.value(it)
	title, titleErr := p.Texts[p.Language].Title.value(it)
	r.Key, r.Title = strings.ToLower(key), title
	switch {
	case err != nil || r.Key == "":
		return r, fault.New(fault.Invalid, "import.reject.no_key", "from", p.Key.from[0].source)
	case len(r.Key) > 200:
		return r, fault.New(fault.Invalid, "import.reject.long_key", "max", 200)
	}
	for _, s := range p.Skips {
		if allHold(s.When, it) {
			if s.Hide {
				r.Title = ""
			}
			return r, fault.New(fault.Invalid, s.Reason)
		}
	}
	if titleErr != nil || title == "" {
		return r, fault.New(fault.Invalid, "import.reject.no_title", "from", p.Texts[p.Language].Title.from[0].source)
	}
	if r.Lon, r.Lat, r.HasPosition, err = p.Position.of(it); err != nil {
		if bad, ok := errors.AsType[*fault.Error](err); ok {
			return r, bad
		}
	}
	m.plain(it, r)
	m.texts(it, r)
	if bad := m.times(it, r); bad != nil {
		return r, bad
	}
	r.Category = p.Category
	if i := slices.IndexFunc(p.Rules, func(rule rule) bool { return allHold(rule.When, it) }); i >= 0 {
		r.Category = p.Rules[i].Slug
	}
	return r, nil
}

// plain fills the values without language.
func (m *maker) plain(it *item, r *Record) {
	f := m.p.Fields
	r.Venue, r.Street = m.optional(f.Venue, it, r), m.optional(f.Street, it, r)
	r.Postcode, r.Town = m.optional(f.Postcode, it, r), m.optional(f.Town, it, r)
	r.Phone, r.Email = m.optional(f.Phone, it, r), m.optional(f.Email, it, r)
	r.Mobile, r.Fax = m.optional(f.Mobile, it, r), m.optional(f.Fax, it, r)
	r.Web, r.Hours = m.optional(f.Web, it, r), m.optional(f.Hours, it, r)
	r.Byline = m.optional(f.Byline, it, r)
	r.Accessibility = m.table(m.p.Accessibility, it, r)
	r.Identifiers = m.table(m.p.Identifiers, it, r)
	for _, fact := range m.p.Facts {
		if s := m.optional(fact.Value, it, r); s != "" {
			r.Details = append(r.Details, [2]string{fact.Label, s})
		}
	}
}

func (m *maker) table(from map[string]*field, it *item, r *Record) map[string]string {
	out := map[string]string{}
	for _, name := range slices.Sorted(mapKeys(from)) {
		if s := m.optional(from[name], it, r); s != "" {
			out[name] = s
		}
	}
	return out
}

// mapKeys iterates over the names of a table.
func mapKeys(t map[string]*field) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range t {
			if !yield(name) {
				return
			}
		}
	}
}

// texts makes the text of each language. In another language than the
// source's own, a text exists only where the source says something in it.
func (m *maker) texts(it *item, r *Record) {
	r.Texts = map[string]Text{}
	for lang, w := range m.p.Texts {
		t := Text{Kicker: m.optional(w.Kicker, it, r), Teaser: m.optional(w.Teaser, it, r)}
		switch {
		case w.HTML != nil:
			t.Body = foreignHTML(m.optional(w.HTML, it, r), w.Base)
		case w.Body != nil:
			t.Body = richtext.FromPlain(cleanLines(m.optional(w.Body, it, r)))
		}
		if lang == r.Lang {
			t.Title = r.Title
		} else if t.Body == "" && t.Teaser == "" && len(w.When) == 0 || !allHold(w.When, it) {
			continue
		} else if t.Title = m.optional(w.Title, it, r); t.Title == "" {
			t.Title = r.Title
		}
		r.Texts[lang] = t
	}
}

// wall is the form of a local time in a record.
const wall = "2006-01-02T15:04"

// times fills when an event is and when an article was published; without
// that neither can be shown.
func (m *maker) times(it *item, r *Record) *fault.Error {
	f := m.p.Fields
	if m.p.Kind == "articles" {
		s, err := f.Published.value(it)
		if r.Published = s; err != nil || s == "" {
			return fault.New(fault.Invalid, "import.reject.no_date", "from", f.Published.from[0].source)
		}
		return nil
	}
	if m.p.Kind != "events" {
		return nil
	}
	s, err := f.Start.value(it)
	start, allDay, ok := moment(s)
	if err != nil || !ok {
		return fault.New(fault.Invalid, "import.reject.no_date", "from", f.Start.from[0].source)
	}
	layout := wall
	if r.AllDay = allDay; allDay {
		layout = time.DateOnly
	}
	r.Start = start.Format(layout)
	if s = m.optional(f.End, it, r); s == "" {
		return nil
	}
	end, _, ok := moment(s)
	if ok && !allDay && !end.After(start) && end.Format(time.DateOnly) == start.Format(time.DateOnly) {
		end = end.AddDate(0, 0, 1) // "19:00 to 01:00" ends on the next day
	}
	if !ok || end.Before(start) {
		return fault.New(fault.Invalid, "import.reject.end", "value", short(s))
	}
	r.End = end.Format(layout)
	return nil
}

// moment reads a day or a wall time in one of the usual forms.
func moment(s string) (t time.Time, allDay, ok bool) {
	for _, layout := range []string{wall, "2006-01-02T15:04:05", "2006-01-02 15:04", "02.01.2006 15:04", time.DateOnly, "02.01.2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1900 && t.Year() < 2200 {
			return t, !strings.Contains(layout, "15"), true
		}
	}
	return time.Time{}, false, false
}

// distinguish sets the profile's addition behind titles that occur more than
// once, so that a list does not show the same name twice.
func (m *maker) distinguish(records []*Record, from map[*Record]*item) {
	if m.p.Same == nil {
		return
	}
	count := map[string]int{}
	for _, r := range records {
		count[r.Title]++
	}
	for _, r := range records {
		if count[r.Title] < 2 {
			continue
		}
		if more := m.optional(m.p.Same, from[r], r); more != "" {
			r.Title += more
			t := r.Texts[r.Lang]
			t.Title = r.Title
			r.Texts[r.Lang] = t
		}
	}
}
