package demo

import (
	"context"
	"fmt"
	"time"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/organisation"
	"umland/internal/page"
)

func (l *loader) organisations(ctx context.Context, tx *db.Tx) error {
	for _, o := range l.region.Organisations {
		stored := &organisation.Organisation{
			Item: l.item(content.Organisation, o.Head), Street: o.Street, Postcode: o.Postcode, Town: o.Town,
			Phone: o.Phone, Email: o.Email, Web: o.Web, Authority: o.Public,
		}
		if err := l.Organisations.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("organisation %s: %w", o.Slug, err)
		}
		if err := l.share(ctx, tx, l.Organisations, o.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) services(ctx context.Context, tx *db.Tx) error {
	for _, s := range l.region.Services {
		stored := &page.Service{
			Item:    l.item(content.Service, s.Head),
			Checked: l.wallAt(s.Portal, -s.CheckedDaysAgo, "12:00").Format(time.DateOnly),
			Details: map[string]page.Details{},
		}
		for lang, d := range s.Details {
			stored.Details[lang] = page.Details(d)
		}
		for _, o := range s.Offices {
			stored.Offices = append(stored.Offices, page.Office{Place: l.ids[key(content.Place, o.Place)], Phone: o.Phone, Note: o.Note})
		}
		if err := l.Services.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("service %s: %w", s.Slug, err)
		}
		if err := l.share(ctx, tx, l.Services, s.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) pages(ctx context.Context, tx *db.Tx) error {
	for _, p := range l.region.Pages {
		stored := &page.Page{Item: l.item(content.Page, p.Head)}
		if err := l.Pages.SaveIn(ctx, tx, act, stored); err != nil {
			return fmt.Errorf("page %s: %w", p.Slug, err)
		}
		if err := l.share(ctx, tx, l.Pages, p.Head, &stored.Item); err != nil {
			return err
		}
	}
	return nil
}
