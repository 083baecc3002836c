package importer

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/fetch"
	"umland/internal/i18n"
	"umland/internal/ical"
)

// Watch is a calendar of others that is asked again and again, for one
// portal. It is asked only once somebody has seen its preview and agreed.
type Watch struct {
	ID, Portal, Source    string
	URL, Title, Licence   string
	Attribution, Category string
	Hours                 int // between two times
	Active                bool
	Known                 fetch.Known
	Created, Next, Asked  time.Time // Asked is zero before the first time
	By                    string
	Failures              int               // in a row
	Failure               map[string]string // what went wrong the last time, by language; empty where nothing did
}

// Bounds of Hours.
const (
	leastHours = 1
	mostHours  = 24 * 7
)

// Describe gives the source as the page of the data sources names it.
func (w *Watch) Describe() Source {
	return Source{ID: w.Source, Title: w.Title, URL: w.URL, Publisher: w.Title, Licence: w.Licence, Attribution: w.Attribution}
}

// Validate fills what may be left out and checks the rest; field names are
// those of the desk's form.
func (w *Watch) Validate() error {
	var wrong []fault.Field
	for name, value := range map[string]*string{"title": &w.Title, "url": &w.URL, "licence": &w.Licence, "attribution": &w.Attribution} {
		*value = content.Clean(*value)
		if len(*value) > 500 {
			wrong = append(wrong, fault.Field{Name: name, Key: "errors.too_long", Args: []any{"max", 500}})
		}
	}
	if !fetch.IsAddress(w.URL) {
		wrong = append(wrong, fault.Field{Name: "url", Key: "errors.bad_url"})
	}
	if w.Title == "" {
		wrong = append(wrong, fault.Field{Name: "title", Key: "errors.required"})
	}
	if w.Attribution == "" {
		w.Attribution = w.Title
	}
	if w.Hours == 0 {
		w.Hours = 24
	}
	if w.Hours < leastHours || w.Hours > mostHours {
		wrong = append(wrong, fault.Field{Name: "hours", Key: "errors.bad_choice"})
	}
	if w.Source == "" {
		w.Source = SourceID(w.Portal, w.URL)
	}
	return fault.Fields(wrong...)
}

const watchColumns = `id, portal, source, url, title, licence, attribution, category, hours, active, etag, last_modified, created_at, created_by, next_at, asked_at, failures, failure`

func scanWatch(r db.Row) (Watch, error) {
	var w Watch
	var created, next, asked, failure string
	err := r.Scan(&w.ID, &w.Portal, &w.Source, &w.URL, &w.Title, &w.Licence, &w.Attribution, &w.Category, &w.Hours, &w.Active,
		&w.Known.ETag, &w.Known.LastModified, &created, &w.By, &next, &asked, &w.Failures, &failure)
	if err != nil {
		return w, err
	}
	for text, to := range map[string]*time.Time{created: &w.Created, next: &w.Next, asked: &w.Asked} {
		if text == "" {
			continue
		}
		if *to, err = clock.ParseStamp(text); err != nil {
			return w, err
		}
	}
	if failure == "" {
		return w, nil
	}
	return w, json.Unmarshal([]byte(failure), &w.Failure)
}

// Watches lists the calendars of a portal, by title.
func Watches(ctx context.Context, q db.Q, portal string) ([]Watch, error) {
	return db.All(ctx, q, scanWatch, `SELECT `+watchColumns+` FROM import_watch WHERE portal = $1 ORDER BY title, id`, portal)
}

// WatchOf gives one calendar of a portal; NotFound where there is none.
func WatchOf(ctx context.Context, q db.Q, portal, id string) (Watch, error) {
	w, err := db.One(ctx, q, scanWatch, `SELECT `+watchColumns+` FROM import_watch WHERE portal = $1 AND id = $2`, portal, id)
	if errors.Is(err, db.ErrNone) {
		return w, fault.New(fault.NotFound, "errors.not_found")
	}
	return w, err
}

// DueWatches gives the calendars of all portals that are to be asked by now.
func DueWatches(ctx context.Context, q db.Q, at time.Time) ([]Watch, error) {
	// Across portals: one job asks for the whole installation.
	return db.All(ctx, q, scanWatch, `SELECT `+watchColumns+` FROM import_watch WHERE active = 1 AND next_at <= $1 ORDER BY next_at, id LIMIT 50`, clock.Stamp(at))
}

// AddWatch keeps a new calendar, to be asked at once. Each is kept once in a
// portal.
func AddWatch(ctx context.Context, d *db.DB, w *Watch, at time.Time) error {
	if err := w.Validate(); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	w.ID = id.String()
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM import_watch WHERE portal = $1 AND source = $2`, w.Portal, w.Source)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.Fields(fault.Field{Name: "url", Key: "import.watch_twice"})
		}
		_, err = tx.Exec(ctx, `INSERT INTO import_watch (id, portal, source, url, title, licence, attribution, category, hours, active, created_at, created_by, next_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			w.ID, w.Portal, w.Source, w.URL, w.Title, w.Licence, w.Attribution, w.Category, w.Hours, db.Bit(w.Active), clock.Stamp(at), w.By, clock.Stamp(at))
		return err
	})
}

// SwitchWatch starts or stops asking a calendar. What was taken stays.
func SwitchWatch(ctx context.Context, d *db.DB, portal, id string, active bool, at time.Time) error {
	return d.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE import_watch SET active = $3, next_at = $4 WHERE portal = $1 AND id = $2`, portal, id, db.Bit(active), clock.Stamp(at))
		return err
	})
}

// Asker asks calendars and takes over what they hold.
type Asker struct {
	DB     *db.DB
	Client *fetch.Client
	Clock  clock.Clock
	Target Target
	// Zone is the time zone of a portal.
	Zone func(portal string) *time.Location
}

// readTime is how long the reading of one calendar may take.
const readTime = 2 * time.Second

// Fetch gets a calendar and makes a plan of it; nil where it has not changed
// since known.
func (a *Asker) Fetch(ctx context.Context, w *Watch, known fetch.Known) (*Plan, fetch.Known, error) {
	got, err := a.Client.Get(ctx, w.URL, ical.MaxBytes, known)
	if err != nil || got.Unchanged {
		return nil, known, err
	}
	zone := a.Zone(w.Portal)
	limited, stop := context.WithTimeout(ctx, readTime)
	defer stop()
	cal, err := ReadEvents(limited, got.Body, zone)
	if err != nil {
		return nil, known, err
	}
	o := CalendarOptions{File: w.URL, Zone: zone, Lang: string(i18n.DE), Category: w.Category, By: "watch", Clock: a.Clock}
	return FromCalendar(cal, w.Describe(), o), got.Known, nil
}

// Ask asks one calendar, takes over what it holds, and notes when to ask
// again. A failure is noted for the desk and tried again later and later; the
// error is one of our own database.
func (a *Asker) Ask(ctx context.Context, w *Watch) (*Report, error) {
	plan, known, failure := a.Fetch(ctx, w, w.Known)
	var report *Report
	if failure == nil && plan != nil {
		report, failure = plan.Take(ctx, a.DB, a.Target, ToPortal(w.Portal), nil)
	}
	if ctx.Err() != nil {
		return report, ctx.Err()
	}
	now := a.Clock.Now()
	w.Asked, w.Failures, w.Failure = now, w.Failures+1, nil
	if failure == nil {
		w.Known, w.Failures = known, 0
	}
	w.Next = now.Add(pause(w.Hours, w.Failures))
	text := ""
	if failure != nil {
		w.Failure = map[string]string{}
		for _, lang := range i18n.All {
			w.Failure[string(lang)] = Explain(failure, lang)
		}
		raw, err := json.Marshal(w.Failure)
		if err != nil {
			return report, err
		}
		text = string(raw)
	}
	return report, a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE import_watch SET etag = $2, last_modified = $3, asked_at = $4, next_at = $5, failures = $6, failure = $7 WHERE id = $1`,
			w.ID, w.Known.ETag, w.Known.LastModified, clock.Stamp(now), clock.Stamp(w.Next), w.Failures, text)
		return err
	})
}

// pause is how long to wait: twice as long after each failure, up to a week.
func pause(hours, failures int) time.Duration {
	d := time.Duration(hours) * time.Hour
	for range min(failures, 10) {
		if d *= 2; d > mostHours*time.Hour {
			return mostHours * time.Hour
		}
	}
	return d
}

// AskDue asks all calendars whose time has come.
func (a *Asker) AskDue(ctx context.Context) error {
	due, err := DueWatches(ctx, a.DB, a.Clock.Now())
	if err != nil {
		return err
	}
	for i := range due {
		if _, err := a.Ask(ctx, &due[i]); err != nil {
			return err
		}
	}
	return nil
}
