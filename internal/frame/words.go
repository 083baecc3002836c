package frame

import (
	"slices"
	"strings"

	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/web"
)

func short(lang i18n.Lang) string { return strings.ToUpper(string(lang)) }

// Bare is a web address as people write it.
func Bare(url string) string {
	for _, p := range []string{"https://", "http://"} {
		url = strings.TrimPrefix(url, p)
	}
	return strings.TrimSuffix(url, "/")
}

// dialled is a printed number in international form, or as it stands.
func dialled(raw, country string) string {
	if n, err := phone.Parse(raw, strings.ToUpper(country)); err == nil {
		return n
	}
	return raw
}

func mediaType(format string) string {
	switch format {
	case "json":
		return "application/json"
	case "csv":
		return "text/csv"
	case "geojson":
		return "application/geo+json"
	case "ics":
		return "text/calendar"
	}
	return "application/rss+xml"
}

// stand says when a notice was last true: the time, and the day unless it is
// today.
func stand(r *web.Request, n web.Notice) string {
	at := n.Updated.In(r.Site.Zone)
	return dayWord(r, at) + ", " + i18n.Time(r.Lang, at)
}

func sizeHref(r *web.Request) string {
	if r.Options.Size == "gross" {
		return r.Query("schrift", "")
	}
	return r.Query("schrift", "gross")
}

func sizeWord(r *web.Request) string {
	if r.Options.Size == "gross" {
		return r.T("frame.size_normal")
	}
	return r.T("frame.size_large")
}

func colourHref(r *web.Request) string {
	if r.Options.Colour == "dunkel" {
		return r.Query("farben", "hell")
	}
	return r.Query("farben", "dunkel")
}

func colourWord(r *web.Request) string {
	if r.Options.Colour == "dunkel" {
		return r.T("frame.colours_light")
	}
	return r.T("frame.colours_dark")
}

// wordPart is a piece of a label; an optional one is hidden on phones, and
// read aloud all the same.
type wordPart struct {
	Text     string
	Optional bool
}

// optional cuts a label at its brackets: "(Gemeinde )wechseln".
func optional(label string) []wordPart {
	before, rest, ok := strings.Cut(label, "(")
	if !ok {
		return []wordPart{{Text: label}}
	}
	middle, after, _ := strings.Cut(rest, ")")
	parts := []wordPart{{Text: before}, {middle, true}, {Text: after}}
	return slices.DeleteFunc(parts, func(p wordPart) bool { return p.Text == "" })
}
