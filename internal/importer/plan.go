package importer

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"umland/internal/clock"
	"umland/internal/fault"
)

// Options are what a person may ask for besides file and profile.
type Options struct {
	Kind   string      // places, articles or events: refuse a profile of another kind; "" takes any
	By     string      // who imports, for the record of the run
	Limits Limits      // zero: the defaults
	Clock  clock.Clock // nil: the system's
}

// Plan is a file that has been read and checked whole. Nothing is written yet.
type Plan struct {
	File     string // base name
	Profile  *Profile
	Source   Source
	Read     int // records in the file
	Records  []*Record
	Rejected []Line // records that cannot be taken over, with the reason
	Notes    []Line // values that were left out; their records are taken over
	Past     int    // events of a calendar that have no dates to come

	present map[string]bool // keys of all that a calendar holds, also of what is not taken
	partial bool            // the calendar was not read whole, or names only some events: what is missing is not gone
	by      string
	clock   clock.Clock
}

// Prepare reads and checks a file. profile is the name of a shipped profile or
// the path of a TOML file; "" finds the one shipped profile that fits the
// file. A file that is unreadable, truncated or of another format fails with a
// *fault.Error that names the line.
func Prepare(ctx context.Context, file, profile string, o Options) (*Plan, error) {
	limits := o.Limits.filled()
	raw, err := readFile(file, limits)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(file)
	p, items, err := choose(raw, name, profile, o.Kind, limits)
	if err != nil {
		return nil, err
	}
	if o.Kind != "" && o.Kind != p.Kind {
		return nil, fault.New(fault.Invalid, "import.kind_mismatch", "profile", p.Name, "kind", p.Kind, "wanted", o.Kind)
	}
	if len(items) == 0 {
		return nil, fault.New(fault.Invalid, "import.no_records", "file", name)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	plan := &Plan{File: name, Profile: p, Source: p.Source, Read: len(items), by: o.By, clock: o.Clock}
	if plan.clock == nil {
		plan.clock = clock.System{}
	}
	plan.check(items)
	return plan, nil
}

// check makes the records and sorts out those that cannot be taken over.
func (p *Plan) check(items []item) {
	m := &maker{p: p.Profile}
	from := make(map[*Record]*item, len(items))
	first := make(map[string]int, len(items))
	for i := range items {
		r, bad := m.record(&items[i])
		if bad == nil {
			if line, twice := first[r.Key]; twice {
				bad = fault.New(fault.Invalid, "import.reject.duplicate", "line", line)
			}
		}
		if bad != nil {
			p.Rejected = append(p.Rejected, r.because(bad))
			continue
		}
		first[r.Key] = r.Line
		from[r] = &items[i]
		p.Records = append(p.Records, r)
	}
	m.distinguish(p.Records, from)
	p.Notes = m.notes
}

// choose reads the file by the named profile, or by the one that fits.
func choose(raw []byte, name, profile, kind string, limits Limits) (*Profile, []item, error) {
	if profile == "" {
		return recognise(raw, name, kind, limits)
	}
	p, err := LoadProfile(profile)
	if err != nil {
		return nil, nil, err
	}
	items, err := p.read(raw, limits)
	if err != nil {
		return nil, nil, err
	}
	if len(p.Fits) > 0 && len(items) > 0 && !p.fits(items) {
		return nil, nil, fault.New(fault.Invalid, "import.profile_mismatch", "file", name, "profile", p.Name, "columns", strings.Join(columns(items), ", "))
	}
	return p, items, nil
}

// recognise finds the one shipped profile that a file fits. Where none can
// read the file at all, the failure is that of the format it looks like.
func recognise(raw []byte, name, kind string, limits Limits) (*Profile, []item, error) {
	list, err := Profiles()
	if err != nil {
		return nil, nil, err
	}
	looks := looksLike(raw, name)
	read := map[string][]item{}
	var found []*Profile
	var items, sample []item
	var names []string
	var failed error
	for _, p := range list {
		if !looks[p.Format] || kind != "" && p.Kind != kind {
			continue
		}
		way := p.Format + " " + p.List + " " + p.Comma
		if _, done := read[way]; !done {
			got, err := p.read(raw, limits)
			read[way] = got
			plain := p.Format != "wordpress" && p.List == "" && p.Comma == ""
			if plain {
				sample, failed = got, err
			}
		}
		if p.fits(read[way]) {
			found, names, items = append(found, p), append(names, p.Name), read[way]
		}
	}
	switch len(found) {
	case 1:
		return found[0], items, nil
	case 0:
		if failed != nil {
			return nil, nil, failed
		}
		return nil, nil, fault.New(fault.Invalid, "import.profile_none", "file", name, "columns", strings.Join(columns(sample), ", "))
	}
	return nil, nil, fault.New(fault.Invalid, "import.profile_many", "file", name, "names", strings.Join(names, ", "))
}

// looksLike judges the format by the first letters and, for JSON, by the
// member that every GeoJSON document has.
func looksLike(raw []byte, name string) map[string]bool {
	begin := strings.TrimSpace(string(raw[:min(len(raw), 4096)]))
	switch {
	case strings.Contains(begin, `"FeatureCollection"`), strings.HasSuffix(strings.ToLower(name), ".geojson"):
		return map[string]bool{"geojson": true}
	case strings.HasPrefix(begin, "{"), strings.HasPrefix(begin, "["):
		return map[string]bool{"json": true, "wordpress": true}
	}
	return map[string]bool{"csv": true}
}

// columns names what the first record holds, for the message.
func columns(items []item) []string {
	if len(items) == 0 {
		return []string{"-"}
	}
	var names []string
	for name := range items[0].values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names[:min(len(names), 20)]
}
