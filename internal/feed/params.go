package feed

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/geo"
)

// Bounds of what one list may be asked for.
const (
	maxWords = 200           // characters of q
	maxPage  = 1_000_000_000 // beyond the end of any list
	maxYears = 3             // between von and bis
)

func bad(key string, args ...any) error { return fault.New(fault.BadRequest, key, args...) }

func (q *Query) readPaging(raw url.Values, format string) error {
	q.Page, q.Size = 1, DefaultSize
	if format == "ics" {
		q.Size = CalendarSize
	}
	if s := raw.Get("seite"); s != "" {
		if !digits(s) || strings.Trim(s, "0") == "" {
			return bad("errors.bad_page")
		}
		n, err := strconv.Atoi(s)
		if err != nil || n > maxPage {
			n = maxPage // a number all right: Check says that the list is shorter
		}
		q.Page = n
	}
	if s := q.given.Get("anzahl"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || !digits(s) || n < 1 || n > MaxSize {
			return bad("errors.bad_count", "min", 1, "max", MaxSize)
		}
		q.Size = n
	}
	return nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func (q *Query) readFilter(v *content.Vocabulary) error {
	var err error
	if q.Words, err = readWords(q.given.Get("q")); err != nil {
		return err
	}
	if q.Kind == "" {
		return q.readPosition()
	}
	switch q.given.Get("region") {
	case "":
	case "alle":
		q.Region = true
	default:
		return bad("errors.bad_region")
	}
	if q.Category = q.given.Get("kategorie"); q.Category != "" {
		if _, ok := v.Find(q.Kind, q.Category); !ok {
			return bad("errors.bad_category")
		}
	}
	if s := q.given.Get("bbox"); s != "" && (q.Kind == content.Place || q.Kind == content.Event) {
		box, err := geo.ParseBBox(s)
		if err != nil {
			return fault.Wrap(err, fault.BadRequest, "errors.bad_bbox")
		}
		q.BBox = &box
	}
	switch q.Kind {
	case content.Place:
		return q.readPlace()
	case content.Event:
		return q.readEvent()
	}
	return nil
}

// readTown reads gemeinde and barrierefrei, of places and of events.
func (q *Query) readTown() error {
	if q.Town = strings.TrimSpace(q.given.Get("gemeinde")); utf8.RuneCountInString(q.Town) > 100 {
		return bad("errors.bad_query", "max", 100)
	}
	var err error
	q.StepFree, err = q.readYes("barrierefrei")
	return err
}

// readYes reads a parameter that is ja or absent.
func (q *Query) readYes(name string) (bool, error) {
	switch q.given.Get(name) {
	case "":
		return false, nil
	case "ja":
		return true, nil
	}
	return false, bad("feed.bad_yes", "name", name)
}

// Bounds of umkreis, in metres.
const (
	minRadius = 100
	maxRadius = 100_000
)

// readPlace reads what only places are asked for: lat and lon with umkreis,
// adresse, gemeinde, offen and barrierefrei. A radius without a middle counts
// as absent, because a form sends its chosen radius with an empty address.
func (q *Query) readPlace() error {
	if err := q.readTown(); err != nil {
		return err
	}
	switch q.given.Get("offen") {
	case "":
	case "jetzt":
		q.OpenAt = q.now
	default:
		return bad("feed.bad_open")
	}
	if s := q.given.Get("umkreis"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < minRadius || n > maxRadius {
			return bad("errors.bad_radius", "min", minRadius, "max", maxRadius)
		}
		q.Radius = float64(n)
	}
	var err error
	if q.Address, err = readWords(q.given.Get("adresse")); err != nil {
		return err
	}
	return q.readPosition()
}

func (q *Query) readPosition() error {
	lat, lon := q.given.Get("lat"), q.given.Get("lon")
	if lat == "" && lon == "" {
		return nil
	}
	p := geo.Point{}
	var err1, err2 error
	p.Lat, err1 = strconv.ParseFloat(lat, 64)
	p.Lon, err2 = strconv.ParseFloat(lon, 64)
	if err1 != nil || err2 != nil || !geo.ValidPosition(p.Lat, p.Lon) {
		return bad("errors.bad_position")
	}
	q.Near, q.Address = &p, ""
	return nil
}

// readWords checks what a visitor typed; blanks at its ends do not count.
func readWords(s string) (string, error) {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxWords || strings.ContainsFunc(s, unicode.IsControl) {
		return "", bad("errors.bad_query", "max", maxWords)
	}
	return s, nil
}

// readDays reads von and bis, both inclusive. Without von a list begins
// today; an end before today then gives an empty list, not an error, because
// a kept address must not break when its days have passed.
func (q *Query) readDays(today string) error {
	var err error
	if q.From, err = readDay(q.given.Get("von")); err != nil {
		return err
	}
	if q.Until, err = readDay(q.given.Get("bis")); err != nil {
		return err
	}
	if q.From != "" && q.Until != "" && q.Until < q.From {
		return bad("feed.until_before_from")
	}
	if q.View != "" {
		q.From, q.Until = spanOf(q.View, q.From, today)
		q.given.Del("bis")
		return nil
	}
	if q.From == "" {
		q.From = today
	}
	if q.Until != "" && q.Until > yearsLater(q.From, maxYears) {
		return bad("feed.span", "years", maxYears)
	}
	return nil
}

func readDay(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return "", bad("errors.bad_day")
	}
	return s, nil
}

// yearsLater takes a day that readDay or clock.Day gave.
func yearsLater(day string, years int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(years, 0, 0).Format(time.DateOnly)
}

// Locate finds the place that ort names, of this portal or shown in it, so
// that the list holds its dates only. It gives the place's listing for the
// page's words; nothing was asked for where ok is false. A place that does
// not exist or is not public is a BadRequest.
func (q *Query) Locate(ctx context.Context, spine *content.Spine) (place content.Listing, ok bool, err error) {
	if err := q.findOrganiser(ctx, spine); err != nil {
		return place, false, err
	}
	if q.PlaceSlug == "" {
		return place, false, nil
	}
	id, err := findItem(ctx, spine, q.Portal, content.Place, q.PlaceSlug)
	if fault.KindOf(err) == fault.NotFound {
		return place, false, bad("feed.bad_place")
	}
	if err != nil {
		return place, false, err
	}
	found, err := spine.ByIDs(ctx, q.Lang, []string{id})
	if err == nil && len(found) == 0 && q.Leicht {
		// Its dates may have a text in Leichte Sprache though the place has none.
		found, err = spine.ByIDs(ctx, "de", []string{id})
	}
	if err != nil {
		return place, false, err
	}
	if len(found) == 0 {
		return place, false, bad("feed.bad_place")
	}
	q.Place = id
	return found[0], true, nil
}

func findItem(ctx context.Context, spine *content.Spine, portal string, kind content.Kind, slug string) (string, error) {
	var q db.Q = spine.DB()
	id, err := spine.Find(ctx, q, portal, kind, slug)
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	owner, err := spine.ShownHere(ctx, portal, kind, slug)
	if err != nil {
		return "", err
	}
	return spine.Find(ctx, q, owner, kind, slug)
}
