package home

import (
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/ui"
	"umland/internal/web"
)

// address is an address on one line.
func address(l content.Listing) string {
	parts := []string{}
	for _, s := range []string{l.Street, strings.TrimSpace(l.Postcode + " " + l.Town)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// where is the place of an event in few words.
func where(l content.Listing) string {
	switch {
	case l.Venue == "":
		return l.Town
	case l.Town == "" || strings.Contains(l.Venue, l.Town):
		return l.Venue
	}
	return l.Venue + ", " + l.Town
}

// moment is a date on one line: the day, and the time where there is one.
func moment(r *web.Request, d date) string {
	start := content.Wall(d.StartWall)
	switch {
	case d.Several:
		return i18n.DateRange(r.Lang, start, content.Wall(d.EndWall))
	case d.AllDay:
		return i18n.LongDay(r.Lang, start)
	}
	return i18n.LongDay(r.Lang, start) + ", " + i18n.Time(r.Lang, start)
}

// dateHref is the page of one date.
func dateHref(r *web.Request, d dateRow) string { return r.ItemHref(d.Portal, d.Path()+"/"+d.Day) }

func todayHref(r *web.Request) string {
	day := plusDays(r.Now, 0)
	return r.Href("/veranstaltungen?von=" + day + "&bis=" + day)
}

func nextHref(r *web.Request) string {
	return r.Href("/veranstaltungen?von=" + plusDays(r.Now, 1) + "&bis=" + plusDays(r.Now, nextDays))
}

// published is the local day of a listing's publication.
func published(r *web.Request, l content.Listing) time.Time {
	t, err := clock.ParseStamp(l.Published)
	if err != nil {
		return time.Time{}
	}
	return t.In(r.Site.Zone)
}

func dayAttr(t time.Time) string { return t.Format(time.DateOnly) }

// icon is the sign of a listing: its category's or its kind's.
func icon(terms *content.Vocabulary, l content.Listing) string {
	if t, ok := terms.Find(l.Kind, l.Category); ok && t.Icon != "" {
		return t.Icon
	}
	switch l.Kind {
	case content.Article:
		return "newspaper"
	case content.Place:
		return "map-pin"
	case content.Event:
		return "calendar"
	case content.Service:
		return "clipboard-list"
	case content.Organisation:
		return "users"
	}
	return "file-text"
}

// number is the operator's phone number in international form, or as it
// stands in the letterhead.
func number(r *web.Request) string {
	if n, err := phone.Parse(r.Site.Operator.Phone, strings.ToUpper(r.Site.Country)); err == nil {
		return n
	}
	return r.Site.Operator.Phone
}

// dial is the link that rings the operator.
func dial(r *web.Request) string { return phone.Href(number(r)) }

// printed is the operator's number as people of the region write it.
func printed(r *web.Request) string { return phone.Format(number(r), r.Lang) }

// card is the teaser as a card of the page.
func (t teaser) card(r *web.Request) ui.Teaser {
	return ui.Teaser{
		Href: t.Href, Title: t.Title, Text: t.Line, Go: t.Action, Image: picture(t.Image), Alt: t.Alt, Lang: frame.LangAttr(r, t.Lang),
	}
}

func picture(name string) string {
	if name == "" {
		return ""
	}
	return ui.Picture(name)
}

// timeAndPlace is when on its day, and where, a date is.
func timeAndPlace(r *web.Request, d dateRow) string {
	at := r.T("common.all_day")
	if !d.AllDay {
		at = i18n.Time(r.Lang, content.Wall(d.StartWall))
	}
	if w := where(d.Listing); w != "" {
		return at + " · " + w
	}
	return at
}

// occurrence is the next date of an event on one line.
func occurrence(r *web.Request, o content.Occurrence) string {
	return moment(r, date{StartWall: o.StartWall, EndWall: o.EndWall, AllDay: o.AllDay, Several: o.Several})
}

// quickHref leads to the owner's address of a link under the search field.
func quickHref(r *web.Request, q web.QuickLink) string {
	if q.Portal == "" {
		return r.Href(q.Path)
	}
	return r.ItemHref(q.Portal, q.Path)
}
