package importer

import (
	"context"
	"embed"
	"time"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/db"
)

// Schema holds the migrations of the sources and runs.
//
//go:embed schema
var Schema embed.FS

// Taken is a source that something was taken from, for /datenquellen.
type Taken struct {
	Source
	First, Last time.Time // of the first and the latest import
}

// Run is one import as it is remembered.
type Run struct {
	ID, Source, Profile, File, By string
	Started                       time.Time
	Finished                      time.Time // zero: broken off, or still running
	Read, New, Changed, Unchanged int
	Outside, Touched, Rejected    int
}

// Sources lists all sources ever imported, by title. It knows no portal: a
// set may feed several, and its attribution is due wherever an item of it is
// shown; SourcesOf narrows it to those of a page.
func Sources(ctx context.Context, q db.Q) ([]Taken, error) {
	return db.All(ctx, q, scanTaken, `
		SELECT id, title, url, publisher, licence, attribution, data_date, first_at, last_at
		FROM import_source ORDER BY title, id`)
}

// SourcesOf lists the sources with these ids, by title. Ids without a source
// are left out.
func SourcesOf(ctx context.Context, q db.Q, ids []string) ([]Taken, error) {
	var w db.Where
	w.In("id", ids)
	return db.All(ctx, q, scanTaken, `
		SELECT id, title, url, publisher, licence, attribution, data_date, first_at, last_at
		FROM import_source`+w.SQL()+` ORDER BY title, id`, w.Args()...)
}

func scanTaken(r db.Row) (Taken, error) {
	var t Taken
	var first, last string
	err := r.Scan(&t.ID, &t.Title, &t.URL, &t.Publisher, &t.Licence, &t.Attribution, &t.DataDate, &first, &last)
	if err != nil {
		return t, err
	}
	if t.First, err = clock.ParseStamp(first); err != nil {
		return t, err
	}
	t.Last, err = clock.ParseStamp(last)
	return t, err
}

// Runs lists the latest imports of a source, the newest first; "" asks for
// all sources.
func Runs(ctx context.Context, q db.Q, source string, most int) ([]Run, error) {
	var w db.Where
	if source != "" {
		w.Add("source = ?", source)
	}
	args := append(w.Args(), most)
	return db.All(ctx, q, scanRun, `
		SELECT id, source, profile, file, actor, started_at, finished_at,
		       n_read, n_new, n_changed, n_unchanged, n_outside, n_touched, n_rejected
		FROM import_run`+w.SQL()+` ORDER BY started_at DESC, id DESC LIMIT `+db.Mark(len(args)), args...)
}

func scanRun(r db.Row) (Run, error) {
	var run Run
	var started, finished string
	err := r.Scan(&run.ID, &run.Source, &run.Profile, &run.File, &run.By, &started, &finished,
		&run.Read, &run.New, &run.Changed, &run.Unchanged, &run.Outside, &run.Touched, &run.Rejected)
	if err != nil {
		return run, err
	}
	if run.Started, err = clock.ParseStamp(started); err != nil || finished == "" {
		return run, err
	}
	run.Finished, err = clock.ParseStamp(finished)
	return run, err
}

// begin notes the source and a run that has not ended yet.
func (p *Plan) begin(ctx context.Context, d *db.DB) (run string, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	now := clock.Stamp(p.clock.Now())
	s := p.Source
	return id.String(), d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := Register(ctx, tx, s, p.clock.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO import_run (id, source, profile, file, actor, started_at, n_read)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id.String(), s.ID, p.Profile.Name, p.File, p.by, now, p.Read)
		return err
	})
}

// Register names a source on the page of the data sources, for what is taken
// over without a plan.
func Register(ctx context.Context, tx *db.Tx, s Source, at time.Time) error {
	now := clock.Stamp(at)
	_, err := tx.Exec(ctx, `
		INSERT INTO import_source (id, title, url, publisher, licence, attribution, data_date, first_at, last_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET title = $2, url = $3, publisher = $4, licence = $5,
			attribution = $6, data_date = $7, last_at = $9`,
		s.ID, s.Title, s.URL, s.Publisher, s.Licence, s.Attribution, s.DataDate, now, now)
	return err
}

// finish notes what came of a run.
func (p *Plan) finish(ctx context.Context, d *db.DB, run string, r *Report) error {
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE import_run SET finished_at = $2, n_new = $3, n_changed = $4, n_unchanged = $5,
				n_outside = $6, n_touched = $7, n_rejected = $8 WHERE id = $1`,
			run, clock.Stamp(p.clock.Now()), r.New, r.Changed, r.Unchanged, r.Outside, r.Touched, len(r.Rejected))
		return err
	})
}
