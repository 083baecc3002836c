package feed

import (
	"context"
	"slices"
	"time"

	"umland/internal/content"
	"umland/internal/fault"
)

// The values of ansicht.
const (
	ViewWeek  = "woche"
	ViewMonth = "monat"
)

// Audiences are the values of zielgruppe, which are marks of events too.
var Audiences = []string{"kinder", "jugendliche", "familien", "senioren"}

// readEvent reads what only events are asked for beside their days: ort,
// organisation, gemeinde, barrierefrei, zielgruppe, kostenlos, sozialpass and
// ansicht.
func (q *Query) readEvent() error {
	if err := q.readTown(); err != nil {
		return err
	}
	if a := q.given.Get("zielgruppe"); a != "" {
		if !slices.Contains(Audiences, a) {
			return bad("feed.bad_audience")
		}
		q.Marks = append(q.Marks, a)
	}
	for _, mark := range []string{"kostenlos", "sozialpass"} {
		yes, err := q.readYes(mark)
		if err != nil {
			return err
		}
		if yes {
			q.Marks = append(q.Marks, mark)
		}
	}
	switch q.View = q.given.Get("ansicht"); q.View {
	case "", ViewWeek, ViewMonth:
	case "liste":
		q.View = ""
	default:
		return bad("feed.bad_view")
	}
	q.PlaceSlug, q.OrganiserSlug = q.given.Get("ort"), q.given.Get("organisation")
	if q.PlaceSlug != "" && !content.ValidSlug(q.PlaceSlug) {
		return bad("feed.bad_place")
	}
	if q.OrganiserSlug != "" && !content.ValidSlug(q.OrganiserSlug) {
		return bad("feed.bad_organiser")
	}
	return nil
}

// spanOf is the week or the month in which a day lies, today where it is "".
func spanOf(view, day, today string) (from, until string) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t, err = time.Parse(time.DateOnly, today)
	}
	if err != nil {
		return day, day
	}
	if view == ViewWeek {
		monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		return monday.Format(time.DateOnly), monday.AddDate(0, 0, 6).Format(time.DateOnly)
	}
	first := t.AddDate(0, 0, 1-t.Day())
	return first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
}

// findOrganiser finds the organisation that organisation names, of this portal
// or shown in it, so that the list holds what it organises, alone or with
// others.
func (q *Query) findOrganiser(ctx context.Context, spine *content.Spine) error {
	if q.OrganiserSlug == "" {
		return nil
	}
	id, err := findItem(ctx, spine, q.Portal, content.Organisation, q.OrganiserSlug)
	if fault.KindOf(err) == fault.NotFound {
		return bad("feed.bad_organiser")
	}
	if err != nil {
		return err
	}
	q.Organiser = id
	q.Marks = append(q.Marks, content.OrganiserMark(id))
	return nil
}
