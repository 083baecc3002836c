package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"umland/internal/alike"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/event"
	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/richtext"
	"umland/internal/search"
	"umland/internal/submit"
	"umland/internal/web"
)

// correctable are the kinds on whose pages a visitor may report an error.
var correctable = []content.Kind{content.Place, content.Event, content.Organisation, content.Service, content.Article}

// itemPath gives the canonical path of an item, or "" where there is none.
func (a *App) itemPath(ctx context.Context, q db.Q, id string) (string, error) {
	it, err := a.Spine.Load(ctx, q, id)
	if err != nil {
		return "", err
	}
	return it.Path(), nil
}

// twins lets the forms of visitors ask the rooms what may be there already.
type twins struct{ app *App }

// Events implements submit.Twins: events of the same day, and before a day is
// known those of a like name.
func (t twins) Events(ctx context.Context, site *web.Site, lang, title, day, venue string) ([]submit.Twin, error) {
	if day == "" {
		return t.coming(ctx, site, lang, title)
	}
	rows, err := t.app.Events.Twins(ctx, event.Twin{Lang: lang, Title: title, Day: day, Venue: venue})
	list := []submit.Twin{}
	for _, o := range rows {
		one := twinOf(&o.Listing)
		one.Day = o.Day
		list = append(list, one)
	}
	return list, err
}

// coming gives events of a like name that are not over.
func (t twins) coming(ctx context.Context, site *web.Site, lang, title string) ([]submit.Twin, error) {
	list, err := t.like(ctx, site, lang, content.Event, title)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.Item
	}
	dates, err := t.app.Spine.NextDates(ctx, ids, lang, t.app.Clock.Now().In(site.Zone).Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	next := []submit.Twin{}
	for _, one := range list {
		if d, ok := dates[one.Item]; ok {
			one.Day = d.Day
			next = append(next, one)
		}
	}
	return next, nil
}

// Places implements submit.Twins: what the directory takes for the same, then
// what has a like name.
func (t twins) Places(ctx context.Context, site *web.Site, lang, name, street, town string) ([]submit.Twin, error) {
	rows, err := t.app.Twins.Twins(ctx, lang, alike.Entry{Names: []string{name}, Street: street, Town: town})
	if err != nil {
		return nil, err
	}
	list := []submit.Twin{}
	for _, l := range rows {
		list = append(list, twinOf(&l))
	}
	more, err := t.like(ctx, site, lang, content.Place, name)
	for _, one := range more {
		if !slices.ContainsFunc(list, func(known submit.Twin) bool { return known.Item == one.Item }) {
			list = append(list, one)
		}
	}
	return list, err
}

// like gives the items whose words hold those of a name, the best first; a
// name that nothing holds whole is asked for by its longest word.
func (t twins) like(ctx context.Context, site *web.Site, lang string, kind content.Kind, name string) ([]submit.Twin, error) {
	const most = 8
	f := content.Filter{Portal: site.Slug, Lang: lang, Kind: kind, Words: name}
	found, err := t.app.Spine.List(ctx, f, content.ByRank, content.Window{Limit: most})
	if err != nil {
		return nil, err
	}
	if longest := longestWord(name); found.Total == 0 && len(longest) > 4 {
		f.Words = longest
		if found, err = t.app.Spine.List(ctx, f, content.ByRank, content.Window{Limit: most}); err != nil {
			return nil, err
		}
	}
	list := []submit.Twin{}
	for _, l := range found.Items {
		list = append(list, twinOf(&l))
	}
	return list, nil
}

func twinOf(l *content.Listing) submit.Twin {
	where := l.Town
	switch {
	case l.Venue != "":
		where = l.Venue + ", " + l.Town
	case l.Street != "":
		where = l.Street + ", " + l.Town
	}
	return submit.Twin{Item: l.Item, Portal: l.Portal, Path: l.Path(), Title: l.Title, Where: strings.Trim(where, ", ")}
}

func longestWord(name string) string {
	longest := ""
	for _, w := range strings.Fields(name) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	return search.SortKey(longest)
}

// entries lets a visitor correct single facts of an item.
type entries struct{ app *App }

// Entry implements submit.Entries.
func (e entries) Entry(ctx context.Context, site *web.Site, kind content.Kind, slug, lang string) (submit.Entry, error) {
	it, err := e.app.Spine.Visible(ctx, site.Slug, kind, slug)
	if err != nil {
		return submit.Entry{}, err
	}
	text, _ := it.Text(lang)
	out := submit.Entry{ID: it.ID, Portal: it.Portal, Path: it.Path(), Title: text.Title}
	out.Facts = append(out.Facts, submit.Detail{Key: "title", Value: text.Title})
	own, err := e.own(ctx, it, site, lang)
	if err != nil {
		return out, err
	}
	out.Facts = append(out.Facts, own...)
	out.Facts = append(out.Facts, submit.Detail{Key: "text", Value: strings.TrimSpace(text.Teaser + "\n" + richtext.ToPlain(text.Body))}, submit.Detail{Key: "other"})
	return out, nil
}

// own are the facts that only the item's room knows.
func (e entries) own(ctx context.Context, it *content.Item, site *web.Site, lang string) ([]submit.Detail, error) {
	switch it.Kind {
	case content.Place:
		p, err := e.app.Places.Get(ctx, it.ID)
		if err != nil {
			return nil, err
		}
		return []submit.Detail{
			{Key: "address", Value: postal(p.Street, p.Postcode, p.Town)},
			{Key: "phone", Value: phone.Format(p.Phone, i18n.Lang(lang))},
			{Key: "email", Value: p.Email},
			{Key: "web", Value: p.Web},
			{Key: "hours", Value: p.Hours},
			{Key: "step_free", Value: p.Access["step_free"]},
		}, nil
	case content.Event:
		v, err := e.app.Events.Get(ctx, it.ID)
		if err != nil {
			return nil, err
		}
		return []submit.Detail{{Key: "when"}, {Key: "venue", Value: strings.Trim(v.Venue+", "+postal(v.Street, v.Postcode, v.Town), ", ")}, {Key: "price", Value: v.Cost.Words[lang]}}, nil
	}
	return []submit.Detail{}, nil
}

func postal(street, postcode, town string) string {
	return strings.Trim(street+", "+strings.TrimSpace(postcode+" "+town), ", ")
}
