package app

import (
	"context"
	"encoding/json"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/jobs"
)

// The facts of the house: when something happened, what must follow. Each is
// a job, inserted in the transaction of what happened.
const (
	jobWindow   = "content.window"    // an item's window of visibility begins or ends
	jobDates    = "event.dates"       // the dates of weekly events are rolled on
	jobSessions = "account.sweep"     // sessions that ended are forgotten
	jobSenders  = "submission.forget" // senders are forgotten 90 days after the decision
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
	a.Jobs.Periodic(jobDates, 24*time.Hour)
	a.Jobs.Periodic(jobSessions, time.Hour)
	a.Jobs.Periodic(jobSenders, 24*time.Hour)
}

// afterChange: an item that becomes public or stops being so by the clock is
// listed anew at that instant.
func (a *App) afterChange(ctx context.Context, tx *db.Tx, c content.Change) error {
	if !c.Kind.Valid() || c.Action != "published" {
		return nil
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

func (a *App) relistOne(ctx context.Context, payload []byte) error {
	var id string
	if err := json.Unmarshal(payload, &id); err != nil {
		return jobs.Cancel(err)
	}
	return a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := a.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := a.Spine.Relist(ctx, tx, d); err != nil {
			return err
		}
		return a.Spine.Log(ctx, tx, content.Change{Portal: d.Item.Portal, Kind: d.Item.Kind, Item: id, Action: "relisted"})
	})
}

// rollDates expands the dates of events that repeat without an end up to two
// years from today.
func (a *App) rollDates(ctx context.Context) error {
	// Across portals: the job keeps the whole installation's dates.
	ids, err := db.All(ctx, a.DB, db.Text, `SELECT id FROM item WHERE kind = 'event' AND status = 'published' ORDER BY id`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			d, err := a.draft(ctx, tx, id)
			if err != nil {
				return err
			}
			return a.Spine.Relist(ctx, tx, d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
