package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"umland/internal/article"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/place"
)

func (l *loader) places(ctx context.Context, tx *db.Tx) error {
	for _, p := range l.region.Places {
		stored := &place.Place{
			Item: l.item(content.Place, p.Head), Street: p.Street, Postcode: p.Postcode, Town: p.Town,
			HasPosition: p.Lat != 0, Lat: p.Lat, Lon: p.Lon, Approximate: p.Approximate,
			Phone: p.Phone, Fax: p.Fax, Email: p.Email, Web: p.Web, Hours: p.Hours, Access: p.Accessibility,
		}
		for _, c := range p.Contacts {
			stored.Contacts = append(stored.Contacts, place.Contact{
				Responsibility: c.For, Phone: c.Phone, Mobile: c.Mobile, Fax: c.Fax, Email: c.Email, Web: c.Web, Hours: c.Hours,
			})
		}
		for _, one := range p.Photos {
			stored.Photos = append(stored.Photos, l.photo(one))
		}
		stored.Organisation = l.ids[key(content.Organisation, p.Organisation)]
		stored.Published = l.wallAt(p.Portal, -p.DaysAgo, "09:00")
		stored.Created = stored.Published
		if err := l.Places.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("place %s: %w", p.Slug, err)
		}
		if err := l.share(ctx, tx, l.Places, p.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}

// photo gives a drawing with what is known of it.
func (l *loader) photo(p Photo) place.Photo {
	out := place.Photo{Asset: p.Picture, Caption: p.Caption}
	for _, known := range l.region.Pictures {
		if known.Name == p.Picture {
			out.Alt, out.Credit = known.Alt, known.Credit
		}
	}
	return out
}

func (l *loader) articles(ctx context.Context, tx *db.Tx) error {
	for _, a := range l.region.Articles {
		stored := &article.Article{Item: l.item(content.Article, a.Head), Byline: a.Byline}
		stored.Published = l.wallAt(a.Portal, -a.DaysAgo, a.Time)
		if a.Date != "" {
			day, err := time.ParseInLocation("2006-01-02 15:04", a.Date+" "+orTime(a.Time), l.zone(a.Portal))
			if err != nil {
				return fmt.Errorf("article %s: %w", a.Slug, err)
			}
			stored.Published = day
		}
		stored.Created = stored.Published
		if err := l.Articles.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("article %s: %w", a.Slug, err)
		}
		if err := l.share(ctx, tx, l.Articles, a.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}

func orTime(s string) string {
	if s == "" {
		return "09:00"
	}
	return s
}

func (l *loader) events(ctx context.Context, tx *db.Tx) error {
	for _, e := range l.region.Events {
		stored := l.event(e)
		if err := l.Events.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("event %s: %w", e.Slug, err)
		}
		if err := l.share(ctx, tx, l.Events, e.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}

// weekdayFrom is the first such weekday on or after a day, counted from today.
func (l *loader) weekdayFrom(portal string, days int, weekday string) int {
	for n := days; n < days+7; n++ {
		if strings.EqualFold(l.wallAt(portal, n, "12:00").Weekday().String(), weekday) {
			return n
		}
	}
	return days
}
