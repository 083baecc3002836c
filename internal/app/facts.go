package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/jobs"
	"umland/internal/mail"
	"umland/internal/search"
)

// The facts of the house: when something happened, what must follow. Each is
// a job, inserted in the transaction of what happened.
const (
	jobWindow   = "content.window"    // an item's window of visibility begins or ends
	jobDates    = "event.dates"       // the dates of weekly events are rolled on
	jobVenue    = "event.venue"       // a place changed: its events follow
	jobWatch    = "import.watch"      // calendars of others are asked again
	jobOpen     = "place.open"        // the open spans of places are rolled on
	jobTwins    = "place.twins"       // places changed: what stands twice is proposed
	jobSessions = "account.sweep"     // sessions that ended are forgotten
	jobSearch   = "search.tend"       // what was saved is packed; an older installation is taken over
	jobWords    = "search.learn"      // the vocabulary of the search is learned anew
	jobMissed   = "search.forget"     // searches without a result are forgotten after 90 days
	jobSenders  = "submission.forget" // senders and forms are forgotten when their time has come
	jobLetters  = "mail.sweep"        // records of letters are forgotten 90 days after they went
)

func (a *App) facts() {
	a.Spine.After = a.afterChange
	a.Jobs.Handle(jobWindow, a.relistOne)
	a.Jobs.Handle(jobDates, func(ctx context.Context, _ []byte) error { return a.rollDates(ctx) })
	a.Jobs.Handle(jobSessions, func(ctx context.Context, _ []byte) error {
		_, err := a.Accounts.Sweep(ctx)
		return err
	})
	a.Jobs.Handle(jobSenders, func(ctx context.Context, _ []byte) error {
		_, err := a.Submissions.Forget(ctx)
		return err
	})
	a.Jobs.Handle(mail.Job, a.Post.Send)
	a.Jobs.Handle(jobLetters, func(ctx context.Context, _ []byte) error {
		_, err := a.Post.Sweep(ctx)
		return err
	})
	a.Jobs.Handle(jobMissed, func(ctx context.Context, _ []byte) error {
		_, err := a.Spine.Index().ForgetMissed(ctx, a.Clock.Now().UTC().AddDate(0, 0, -search.MissedDays).Format(time.DateOnly))
		return err
	})
	a.Jobs.Handle(jobVenue, a.followPlace)
	a.Jobs.Handle(jobTwins, func(ctx context.Context, _ []byte) error { return a.Twins.Follow(ctx) })
	a.Jobs.Handle(jobOpen, func(ctx context.Context, _ []byte) error { return a.Places.RollOpen(ctx) })
	a.Jobs.Handle(jobSearch, func(ctx context.Context, _ []byte) error { return a.tendSearch(ctx) })
	a.Jobs.Handle(jobWords, func(ctx context.Context, _ []byte) error { return a.Spine.Index().Learn(ctx) })
	a.Jobs.Periodic(jobSearch, time.Minute)
	a.Jobs.Periodic(jobWords, 24*time.Hour)
	a.Jobs.Handle(jobWatch, func(ctx context.Context, _ []byte) error { return a.asker().AskDue(ctx) })
	a.Jobs.Periodic(jobWatch, 15*time.Minute)
	a.Jobs.Periodic(jobDates, 24*time.Hour)
	a.Jobs.Periodic(jobTwins, 24*time.Hour)
	a.Jobs.Periodic(jobOpen, 24*time.Hour)
	a.Jobs.Periodic(jobSessions, time.Hour)
	a.Jobs.Periodic(jobMissed, 24*time.Hour)
	a.Jobs.Periodic(jobSenders, 6*time.Hour)
	a.Jobs.Periodic(jobLetters, 24*time.Hour)
}

// afterChange: an item that becomes public or stops being so by the clock is
// listed anew at that instant.
func (a *App) afterChange(ctx context.Context, tx *db.Tx, c content.Change) error {
	if c.Kind == content.Place && c.Action != "placed" {
		if err := a.venueChanged(ctx, tx, c.Item); err != nil {
			return err
		}
		// One for all that wait: it reads the change log.
		if err := jobs.Insert(ctx, tx, jobs.Args{Kind: jobTwins, UniqueKey: "all"}); err != nil {
			return err
		}
	}
	if !c.Kind.Valid() || c.Action != "published" {
		return nil
	}
	if err := a.Submissions.Published(ctx, tx, c.Item); err != nil {
		return err
	}
	type window struct{ from, until string }
	w, err := db.One(ctx, tx, func(r db.Row) (window, error) {
		var v window
		return v, r.Scan(&v.from, &v.until)
	}, `SELECT visible_from, visible_until FROM item WHERE id = $1`, c.Item)
	if err != nil {
		return err
	}
	now := clock.Stamp(a.Clock.Now())
	for _, at := range []string{w.from, w.until} {
		if at <= now {
			continue
		}
		t, err := clock.ParseStamp(at)
		if err != nil {
			return err
		}
		job := jobs.Args{Kind: jobWindow, Payload: c.Item, RunAt: t, UniqueKey: c.Item + " " + at}
		if err := jobs.Insert(ctx, tx, job); err != nil {
			return err
		}
	}
	return nil
}

// drafter is a room that can tell what the spine derives from its items.
type drafter interface {
	Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error)
}

func (a *App) drafters() map[content.Kind]drafter {
	return map[content.Kind]drafter{
		content.Article: a.Articles, content.Place: a.Places, content.Event: a.Events,
		content.Organisation: a.Organisations, content.Service: a.Services, content.Page: a.Pages,
	}
}

// draft loads what the spine derives an item's rows from.
func (a *App) draft(ctx context.Context, q db.Q, id string) (content.Draftable, error) {
	it, err := a.Spine.Load(ctx, q, id)
	if err != nil {
		return content.Draftable{}, err
	}
	return a.drafters()[it.Kind].Draft(ctx, q, it)
}

// venueChanged: events that are held in the place follow it.
func (a *App) venueChanged(ctx context.Context, tx *db.Tx, place string) error {
	_, err := db.One(ctx, tx, db.Text, `SELECT item FROM event WHERE place = $1 ORDER BY item LIMIT 1`, place)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return jobs.Insert(ctx, tx, jobs.Args{Kind: jobVenue, Payload: place, UniqueKey: place})
}

func (a *App) followPlace(ctx context.Context, payload []byte) error {
	var place string
	if err := json.Unmarshal(payload, &place); err != nil {
		return jobs.Cancel(err)
	}
	return a.Events.FollowPlace(ctx, place)
}

func (a *App) relistOne(ctx context.Context, payload []byte) error {
	var id string
	if err := json.Unmarshal(payload, &id); err != nil {
		return jobs.Cancel(err)
	}
	_, err := a.compare(ctx, id, true)
	if fault.KindOf(err) == fault.NotFound {
		return jobs.Cancel(err) // the item is gone
	}
	return err
}

// rollDates expands the dates of series up to two years from today, and
// brings what lists are narrowed by up to date where a new version of the
// program derives more than the one before.
func (a *App) rollDates(ctx context.Context) error {
	// Across portals: the job keeps the whole installation's dates. The German
	// listing is the one that every public item has.
	ids, err := db.All(ctx, a.DB, db.Text, `SELECT item FROM listing WHERE kind = 'event' AND lang = 'de' ORDER BY item`)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, datesAtOnce) {
		err := a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			for _, id := range part {
				if err := a.rollOne(ctx, tx, id); err != nil && fault.KindOf(err) != fault.NotFound { // it is gone
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// datesAtOnce is how many events are rolled on in one transaction: few enough
// that an editor who saves meanwhile waits about a tenth of a second.
const datesAtOnce = 50

func (a *App) rollOne(ctx context.Context, tx *db.Tx, id string) error {
	if err := a.Spine.Lock(ctx, tx, id); err != nil {
		return err
	}
	d, err := a.draft(ctx, tx, id)
	if err != nil {
		return err
	}
	changed, err := a.Spine.RollDates(ctx, tx, d)
	if err != nil || !changed {
		return err
	}
	return a.Spine.Log(ctx, tx, content.Change{Portal: d.Item.Portal, Kind: d.Item.Kind, Item: id, Action: "relisted"})
}

// tendSearch keeps the search quick. An installation whose index is of an
// older make is taken over first; until that is done, the search answers from
// what has been taken over.
func (a *App) tendSearch(ctx context.Context) error {
	ready, err := a.Spine.Index().Ready(ctx)
	if err != nil {
		return err
	}
	if !ready {
		if err := a.relistAll(ctx); err != nil {
			return err
		}
		if err := a.Spine.Index().TookOver(ctx); err != nil {
			return err
		}
	}
	return a.Spine.Index().Tend(ctx)
}

func (a *App) relistAll(ctx context.Context) error {
	// Across portals: the index is the whole installation's.
	ids, err := db.All(ctx, a.DB, db.Text, `SELECT id FROM item ORDER BY updated_at DESC, id`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := a.compare(ctx, id, true); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}
