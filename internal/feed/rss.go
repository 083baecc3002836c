package feed

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/web"
)

// rss is RSS 2.0 with Atom's links, Dublin Core's author and the position of
// GeoRSS. The prefixes stand in the names because encoding/xml writes none of
// its own.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	Geo     string   `xml:"xmlns:georss,attr"`
	Channel channelX `xml:"channel"`
}

type channelX struct {
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	Description string     `xml:"description"`
	Language    string     `xml:"language"`
	Built       string     `xml:"lastBuildDate,omitempty"`
	Generator   string     `xml:"generator"`
	Links       []atomLink `xml:"atom:link"`
	Items       []itemX    `xml:"item"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type itemX struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	Description string `xml:"description,omitempty"`
	GUID        guid   `xml:"guid"`
	Published   string `xml:"pubDate"`
	Author      string `xml:"dc:creator,omitempty"`
	Point       string `xml:"georss:point,omitempty"`
}

type guid struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

func (p page) rss(w http.ResponseWriter, r *web.Request) error {
	title := r.Site.Name + ": " + r.T(heading(p.q.Kind))
	kind := "application/rss+xml"
	out := rss{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", DC: "http://purl.org/dc/elements/1.1/", Geo: "http://www.georss.org/georss",
		Channel: channelX{
			Title: title, Link: p.q.address(r, "", p.q.Page), Description: r.T("feed.channel", "list", r.T(heading(p.q.Kind)), "portal", r.Site.Name),
			Language: i18n.HTMLLang(r.TextLang()), Generator: "Umland",
			Links: []atomLink{{p.q.address(r, "rss", p.q.Page), "self", kind}},
		},
	}
	if p.next != "" {
		out.Channel.Links = append(out.Channel.Links, atomLink{p.next, "next", kind})
	}
	newest := time.Time{}
	for _, row := range p.rows {
		out.Channel.Items = append(out.Channel.Items, row.rss(r))
		if t := at(row.item.Updated); t.After(newest) {
			newest = t
		}
	}
	if !newest.IsZero() {
		out.Channel.Built = newest.In(r.Site.Zone).Format(time.RFC1123Z)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(out); err != nil {
		return err
	}
	b.WriteByte('\n')
	return send(w, r, media["rss"], b.Bytes())
}

func (row row) rss(r *web.Request) itemX {
	l := row.item
	published := at(l.Published)
	if published.IsZero() {
		published = at(l.Updated)
	}
	x := itemX{
		Title: l.Title, Link: r.ItemURL(l.Portal, l.Path()), Description: l.Teaser, Author: l.Byline,
		Published: published.In(r.Site.Zone).Format(time.RFC1123Z),
	}
	if l.HasPosition {
		x.Point = strconv.FormatFloat(l.Lat, 'f', -1, 64) + " " + strconv.FormatFloat(l.Lon, 'f', -1, 64)
	}
	x.GUID = guid{true, x.Link}
	if o := row.date; o != nil {
		x.Title += " – " + when(r, *o)
		x.Link = dateURL(r, *o)
		x.GUID.Value = x.Link
		if !o.AllDay {
			// Two dates of a day share a page but not an identity.
			_, clock, _ := strings.Cut(compact(o.StartWall), "T")
			x.GUID.Value += "#t" + clock
		}
		x.Description = strings.TrimSpace(strings.Join(nonEmpty(l.Venue, l.Teaser), ". "))
	}
	return x
}

// when is a date in words, for titles. A night that ends after midnight has
// one evening as its date.
func when(r *web.Request, o content.Occurrence) string {
	start := content.Wall(o.StartWall)
	night := !o.AllDay && at(o.End).Sub(at(o.Start)) < 24*time.Hour
	switch {
	case o.Several && !night:
		return i18n.DateRange(r.Lang, content.Wall(o.Day), content.Wall(o.EndDay))
	case o.AllDay:
		return i18n.Date(r.Lang, start)
	}
	return i18n.Date(r.Lang, start) + ", " + i18n.Time(r.Lang, start)
}

func heading(k content.Kind) string {
	if k == content.Event {
		return "common.events"
	}
	return "common.articles"
}

func nonEmpty(parts ...string) []string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
