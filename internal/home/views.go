package home

import (
	"time"

	"umland/internal/content"
	"umland/internal/frame"
	"umland/internal/i18n"
	"umland/internal/ui"
	"umland/internal/web"
)

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

func dayAttr(t time.Time) string { return t.Format(time.DateOnly) }

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
	if w := frame.Where(d.Listing); w != "" {
		return at + " · " + w
	}
	return at
}

// quickHref leads to the owner's address of a link under the search field.
func quickHref(r *web.Request, q web.QuickLink) string {
	if q.Portal == "" {
		return r.Href(q.Path)
	}
	return r.ItemHref(q.Portal, q.Path)
}
