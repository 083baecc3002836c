package importer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
)

// A batch is one transaction. It ends where an editor's save waits for it;
// both limits keep it short for readers and for the log that it fills. The time
// is below the 100 ms that are allowed, since the last record and the durable
// commit come on top.
const (
	batchSize = 200
	batchTime = 60 * time.Millisecond
	// mostFailures in a row are no matter of single records any more.
	mostFailures = 20
)

// now measures spans; the moments that are stored come from the plan's clock.
func now() time.Time { return clock.System{}.Now() }

// job is a record on its way to a portal.
type job struct {
	rec    *Record
	portal string
}

// Run writes the plan's records and reports what became of each. progress, if
// not nil, hears how many of all are settled. When Run fails or ctx ends, what
// was written stays, complete item by item, and running the import again
// finishes it.
func (p *Plan) Run(ctx context.Context, d *db.DB, target Target, assign Assign, progress func(done, total int)) (*Report, error) {
	began := now()
	r := newReport(p)
	defer func() {
		r.Duration = now().Sub(began)
		r.order()
	}()
	if err := p.suits(target); err != nil {
		return r, err
	}
	jobs := p.sort(target, assign, r)
	run, err := p.begin(ctx, d)
	if err != nil {
		return r, err
	}
	r.run = run
	tell := func() {
		if progress != nil {
			progress(r.Sum(), p.Read)
		}
	}
	var write []job
	for part := range chunks(jobs) {
		known, err := find(ctx, d, target, p.Source.ID, part)
		if err != nil {
			return r, err
		}
		for _, j := range part {
			if what := decide(j, known); what == fresh || what == changed {
				write = append(write, j)
			} else {
				r.count(what, j, known)
			}
		}
	}
	tell()
	b := &batch{target: target, source: p.Source}
	for len(write) > 0 {
		if err := b.write(ctx, d, write[:min(len(write), batchSize)]); err != nil {
			return r, err
		}
		write = write[b.done:]
		r.add(&b.report)
		tell()
	}
	return r, p.finish(ctx, d, run, r)
}

// Preview reports what Run would do, without writing. New records are only
// known to pass the checks; the database may still refuse one.
func (p *Plan) Preview(ctx context.Context, q db.Q, target Target, assign Assign) (*Report, error) {
	r := newReport(p)
	r.DryRun = true
	defer r.order()
	if err := p.suits(target); err != nil {
		return r, err
	}
	for part := range chunks(p.sort(target, assign, r)) {
		known, err := find(ctx, q, target, p.Source.ID, part)
		if err != nil {
			return r, err
		}
		for _, j := range part {
			r.count(decide(j, known), j, known)
			if len(r.First) < 5 {
				r.First = append(r.First, Sample{Portal: j.portal, Record: j.rec})
			}
		}
	}
	return r, nil
}

// suits refuses to put events into the room of places.
func (p *Plan) suits(target Target) error {
	if target.Kind()+"s" != p.Profile.Kind {
		return fault.New(fault.Invalid, "import.kind_mismatch", "profile", p.Profile.Name, "kind", p.Profile.Kind, "wanted", target.Kind()+"s")
	}
	return nil
}

// sort settles what needs no database: rejected and outside records. The
// others come back with their portals.
func (p *Plan) sort(target Target, assign Assign, r *Report) []job {
	var jobs []job
	for _, rec := range p.Records {
		portal, where := assign(rec)
		switch {
		case where == Nowhere:
			r.reject(rec, portal, fault.New(fault.Invalid, "import.reject.no_position"))
		case where == Outside:
			r.Outside++
		default:
			if err := target.Check(rec); err != nil {
				r.reject(rec, portal, err)
				continue
			}
			jobs = append(jobs, job{rec, portal})
		}
	}
	return jobs
}

// chunks gives the jobs in parts of a batch each.
func chunks(jobs []job) func(func([]job) bool) {
	return func(yield func([]job) bool) {
		for len(jobs) > 0 {
			n := min(len(jobs), batchSize)
			if !yield(jobs[:n]) {
				return
			}
			jobs = jobs[n:]
		}
	}
}

func find(ctx context.Context, q db.Q, target Target, source string, jobs []job) (map[string]Known, error) {
	keys := make([]string, len(jobs))
	for i, j := range jobs {
		keys[i] = j.rec.Key
	}
	return target.Find(ctx, q, source, keys)
}

// outcome is what becomes of a record that has a portal.
type outcome int

const (
	fresh outcome = iota
	changed
	unchanged
	touched
)

func decide(j job, known map[string]Known) outcome {
	k, ok := known[j.rec.Key]
	switch {
	case !ok:
		return fresh
	case k.Touched || k.Merged:
		return touched
	case k.Hash == j.rec.Hash() && k.Portal == j.portal:
		return unchanged
	}
	return changed
}

// batch writes jobs in one transaction each time.
type batch struct {
	target   Target
	source   Source
	report   Report // of the last transaction
	done     int    // jobs settled in it
	failures int    // in a row, over all batches
}

// write settles as many jobs as fit into the time. What is known is asked
// again inside the transaction, since an editor may have saved in between.
func (b *batch) write(ctx context.Context, d *db.DB, jobs []job) error {
	before := b.failures
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		b.report, b.done, b.failures = Report{}, 0, before // the database may run this more than once
		began := now()
		known, err := find(ctx, tx, b.target, b.source.ID, jobs)
		if err != nil {
			return err
		}
		for _, j := range jobs {
			if err := b.one(ctx, tx, j, known); err != nil {
				return err
			}
			b.done++
			if now().Sub(began) >= batchTime || tx.Wanted() {
				return nil
			}
		}
		return nil
	})
}

// one settles a job. It fails only when going on makes no sense.
func (b *batch) one(ctx context.Context, tx *db.Tx, j job, known map[string]Known) error {
	what := decide(j, known)
	if what == fresh || what == changed {
		var old *Known
		if k, ok := known[j.rec.Key]; ok {
			old = &k
		}
		err := tx.Savepoint(ctx, func() error { return b.target.Put(ctx, tx, j.portal, b.source, j.rec, old) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Unavailable {
				if b.failures++; b.failures >= mostFailures {
					return fmt.Errorf("importer: %d records in a row cannot be stored: %w", b.failures, err)
				}
			}
			b.report.reject(j.rec, j.portal, err)
			return nil
		}
		b.failures = 0
	}
	b.report.count(what, j, known)
	return nil
}

// reason makes a line of the report of any failure. Only what is written for
// people is shown; the rest is the log's.
func reason(rec *Record, portal string, err error) Line {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Key == "" {
		e = fault.New(fault.Internal, "import.reject.failed")
	}
	if e.Key == "fault.invalid" && len(e.Fields) > 0 {
		var names []string
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
		e = fault.New(fault.Invalid, "import.reject.fields", "fields", strings.Join(names, ", "))
	}
	line := rec.because(e)
	line.Portal, line.Cause = portal, err
	return line
}
