package importer

import (
	"context"
	"encoding/json"
	"errors"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// Vanisher is a Target that can do something about what a source names no
// more.
type Vanisher interface {
	// Vanish cancels an item, in the running transaction; done is false where
	// it is left as it is.
	Vanish(ctx context.Context, tx *db.Tx, src Source, known Known) (title string, done bool, err error)
}

// entry is an event of a calendar as it was seen last.
type entry struct{ key, mark string }

// Take runs the plan of a calendar. Events whose identity has changed are
// recognised by title, begin and place; those that the calendar names no more
// are cancelled, unless it lost more than half of them at once.
func (p *Plan) Take(ctx context.Context, d *db.DB, target Target, assign Assign, progress func(done, total int)) (*Report, error) {
	gone, err := p.recognise(ctx, d)
	if err != nil {
		return newReport(p), err
	}
	r, err := p.Run(ctx, d, target, assign, progress)
	if err != nil {
		return r, err
	}
	if err := p.vanish(ctx, d, target, gone, r); err != nil {
		return r, err
	}
	if err := p.remember(ctx, d, r); err != nil {
		return r, err
	}
	return r, p.keepReport(ctx, d, r)
}

// PreviewCalendar reports what Take would do, without writing.
func (p *Plan) PreviewCalendar(ctx context.Context, q db.Q, target Target, assign Assign) (*Report, error) {
	if _, err := p.recognise(ctx, q); err != nil {
		return newReport(p), err
	}
	return p.Preview(ctx, q, target, assign)
}

// recognise gives records that are known by their mark the key they are known
// by, and returns the entries that the calendar names no more.
func (p *Plan) recognise(ctx context.Context, q db.Q) ([]entry, error) {
	all, err := db.All(ctx, q, func(r db.Row) (entry, error) {
		var e entry
		return e, r.Scan(&e.key, &e.mark)
	}, `SELECT entry_key, mark FROM import_entry WHERE source = $1 ORDER BY entry_key`, p.Source.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	lost := map[string]string{} // mark → key
	for _, e := range all {
		known[e.key] = true
		if !p.present[e.key] {
			lost[e.mark] = e.key
		}
	}
	for _, rec := range p.Records {
		if old, found := lost[rec.mark]; found && !known[rec.Key] {
			delete(lost, rec.mark)
			p.present[old] = true
			rec.Key = old
		}
	}
	var gone []entry
	for _, e := range all {
		if !p.present[e.key] {
			gone = append(gone, e)
		}
	}
	return gone, nil
}

// fewEntries may vanish at once, however many there are.
const fewEntries = 3

func (p *Plan) vanish(ctx context.Context, d *db.DB, target Target, gone []entry, r *Report) error {
	v, ok := target.(Vanisher)
	if !ok || len(gone) == 0 {
		return nil
	}
	if p.partial {
		return nil
	}
	if len(gone) > fewEntries && len(gone) > len(p.present) {
		r.Notes = append(r.Notes, Line{Reason: "import.note.too_many_gone", Args: []any{"n", len(gone)}})
		return nil
	}
	for _, e := range gone {
		err := d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			known, err := target.Find(ctx, tx, p.Source.ID, []string{e.key})
			if err != nil {
				return err
			}
			if k, found := known[e.key]; found {
				title, done, err := v.Vanish(ctx, tx, p.Source, k)
				if err != nil {
					return err
				}
				if done {
					r.Vanished = append(r.Vanished, Line{Key: e.key, Title: title, Reason: "import.vanished_line"})
				}
			}
			_, err = tx.Exec(ctx, `DELETE FROM import_entry WHERE source = $1 AND entry_key = $2`, p.Source.ID, e.key)
			return err
		})
		var f *fault.Error
		switch {
		case errors.As(err, &f) && f.Kind != fault.Internal: // this one cannot be changed; the others can
			r.Notes = append(r.Notes, Line{Key: e.key, Reason: f.Key, Args: f.Args})
		case err != nil:
			return err
		}
	}
	return nil
}

// remember notes what the calendar held.
func (p *Plan) remember(ctx context.Context, d *db.DB, r *Report) error {
	refused := map[string]bool{}
	for _, l := range r.Rejected {
		refused[l.Key] = true
	}
	now := clock.Stamp(p.clock.Now())
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, rec := range p.Records {
			if refused[rec.Key] {
				continue
			}
			if _, err := tx.Exec(ctx, `INSERT INTO import_entry (source, entry_key, mark, seen_at) VALUES ($1, $2, $3, $4)
				ON CONFLICT (source, entry_key) DO UPDATE SET mark = excluded.mark, seen_at = excluded.seen_at`, p.Source.ID, rec.Key, rec.mark, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Told is a line of a report as it is kept, in each language.
type Told struct {
	Line  int               `json:"line,omitempty"`
	Title string            `json:"title,omitempty"`
	Text  map[string]string `json:"text"`
}

// Kept is what is kept of a report beside the numbers of its run.
type Kept struct {
	Rejected []Told `json:"rejected,omitempty"`
	Touched  []Told `json:"touched,omitempty"`
	Notes    []Told `json:"notes,omitempty"`
	Vanished []Told `json:"vanished,omitempty"`
	Past     int    `json:"past,omitempty"`
}

// mostKept bounds the lines of each list that are kept.
const mostKept = 100

func tell(list []Line) []Told {
	var out []Told
	for _, l := range list[:min(len(list), mostKept)] {
		t := Told{Line: l.Line, Title: l.Title, Text: map[string]string{}}
		for _, lang := range i18n.All {
			t.Text[string(lang)] = l.Text(lang)
		}
		out = append(out, t)
	}
	return out
}

// Keep gives what is kept of a report.
func (r *Report) Keep() Kept {
	return Kept{Rejected: tell(r.Rejected), Touched: tell(r.TouchedRec), Notes: tell(r.Notes), Vanished: tell(r.Vanished), Past: r.Past}
}

func (p *Plan) keepReport(ctx context.Context, d *db.DB, r *Report) error {
	raw, err := json.Marshal(r.Keep())
	if err != nil {
		return err
	}
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE import_run SET report = $2 WHERE id = $1`, r.run, string(raw))
		return err
	})
}

// KeptOf reads the report of a run.
func KeptOf(ctx context.Context, q db.Q, run string) (Kept, error) {
	var k Kept
	raw, err := db.One(ctx, q, db.Text, `SELECT report FROM import_run WHERE id = $1`, run)
	if err != nil || raw == "" {
		return k, err
	}
	return k, json.Unmarshal([]byte(raw), &k)
}
