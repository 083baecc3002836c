package importer

import (
	"maps"
	"slices"
	"time"
)

// Report says what became of each record of a file.
type Report struct {
	File    string
	Profile string
	Source  Source
	DryRun  bool // nothing was written

	Read      int // = New + Changed + Unchanged + Outside + Touched + len(Rejected)
	New       int
	Changed   int
	Unchanged int
	Outside   int // position in no portal's area
	Touched   int // changed by an editor since, and therefore left alone

	Rejected   []Line // in the order of the file
	TouchedRec []Line
	Notes      []Line // values left out of records that were taken over
	Portals    map[string]*Count
	Gone       []Gone   // public items that the file no longer holds
	Twins      []Twin   // what may be the same as something that is there already
	Vanished   []Line   // events that the source names no more, and that were cancelled
	Past       int      // events of a calendar that have no dates to come
	First      []Sample // of a dry run: the first records as they would appear
	Duration   time.Duration

	run string // of import_run
}

// Count is a portal's share.
type Count struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Touched   int `json:"touched"`
}

// Sample is a record as it would appear.
type Sample struct {
	Portal string  `json:"portal"`
	Record *Record `json:"record"`
}

// Twin is an item of the import, or a record of a dry run, that may be the
// same as another item; a person decides at the desk.
type Twin struct {
	Line    int    `json:"line"` // of the file
	Key     string `json:"key"`
	Title   string `json:"title"`
	Item    string `json:"item,omitempty"` // id; "" in a dry run
	Portal  string `json:"portal"`
	Other   string `json:"other"` // the other one's title
	OtherID string `json:"other_item"`
	Owner   string `json:"other_portal"`
	Source  string `json:"other_source,omitempty"` // "" where it was written here
	Ground  string `json:"ground"`                 // name: the same within 100 m; address: nearly the same at the same address
	Metres  *int   `json:"metres"`                 // null where a position is not known
}

func newReport(p *Plan) *Report {
	return &Report{
		File: p.File, Profile: p.Profile.Name, Source: p.Source, Read: p.Read,
		Rejected: slices.Clone(p.Rejected), Notes: slices.Clone(p.Notes), Past: p.Past, Portals: map[string]*Count{},
	}
}

// Sum is the number of records settled so far; in the end it equals Read.
func (r *Report) Sum() int {
	return r.New + r.Changed + r.Unchanged + r.Outside + r.Touched + len(r.Rejected)
}

// PortalNames lists the portals that got records, in order.
func (r *Report) PortalNames() []string { return slices.Sorted(maps.Keys(r.Portals)) }

func (r *Report) portal(slug string) *Count {
	if r.Portals == nil {
		r.Portals = map[string]*Count{}
	}
	if r.Portals[slug] == nil {
		r.Portals[slug] = &Count{}
	}
	return r.Portals[slug]
}

// count books a record that was taken over, or need not be.
func (r *Report) count(what outcome, j job, known map[string]Known) {
	c := r.portal(j.portal)
	switch what {
	case fresh:
		r.New++
		c.New++
	case changed:
		r.Changed++
		c.Changed++
	case unchanged:
		r.Unchanged++
		c.Unchanged++
	case touched:
		r.Touched++
		c.Touched++
		key := "import.touched.same"
		if known[j.rec.Key].Hash != j.rec.Hash() {
			key = "import.touched.changed"
		}
		if known[j.rec.Key].Merged {
			key = "import.touched.merged"
		}
		r.TouchedRec = append(r.TouchedRec, Line{Line: j.rec.Line, Key: j.rec.Key, Title: j.rec.Title, Reason: key, Portal: j.portal})
	}
}

func (r *Report) reject(rec *Record, portal string, err error) {
	r.Rejected = append(r.Rejected, reason(rec, portal, err))
}

// order puts the lines of the report into the order of the file.
func (r *Report) order() {
	for _, list := range [][]Line{r.Rejected, r.TouchedRec, r.Notes} {
		slices.SortStableFunc(list, func(a, b Line) int { return a.Line - b.Line })
	}
}

// add takes over what a batch has settled.
func (r *Report) add(b *Report) {
	r.New += b.New
	r.Changed += b.Changed
	r.Unchanged += b.Unchanged
	r.Touched += b.Touched
	r.TouchedRec = append(r.TouchedRec, b.TouchedRec...)
	r.Rejected = append(r.Rejected, b.Rejected...)
	for slug, c := range b.Portals {
		mine := r.portal(slug)
		mine.New += c.New
		mine.Changed += c.Changed
		mine.Unchanged += c.Unchanged
		mine.Touched += c.Touched
	}
}
