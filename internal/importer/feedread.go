package importer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"umland/internal/fault"
	"umland/internal/ical"
	"umland/internal/recur"
)

// Namespaces in which news feeds name the dates of events.
const (
	nsEvent = "purl.org/rss/1.0/modules/event" // with any beginning and end, since feeds differ
	nsXCal  = "urn:ietf:params:xml:ns:xcal"
)

// feedItem is one entry of a feed in its plain parts.
type feedItem struct {
	line                                    int
	title, link, id, text                   string
	start, end, place, organiser, uid, stat string
}

// readFeed reads the events of a news feed (RSS 2.0, RSS 1.0 or Atom) that
// names their dates. An entry without a date is no event and is told.
func readFeed(raw []byte, zone *time.Location) (*ical.Calendar, error) {
	cal := &ical.Calendar{Excerpt: true}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict, d.CharsetReader = false, charsetReader
	d.Entity = xml.HTMLEntity
	inItem := false
	for len(cal.Events)+len(cal.Rejected) < ical.MostEvents {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return cal, nil
		}
		line, _ := d.InputPos()
		if err != nil {
			if len(cal.Events) == 0 {
				return nil, fault.Wrap(err, fault.Invalid, "import.feed_broken", "line", line)
			}
			cal.Problems = append(cal.Problems, ical.Problem{Line: line, Key: "import.feed_broken", Args: []any{"line", line}})
			return cal, nil
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "item", "entry":
			inItem = true
			one, err := readItem(d, line)
			if err == nil {
				one.event(cal, zone)
			}
		case "title":
			if !inItem && cal.Name == "" {
				cal.Name = clean(elementText(d))
			}
		}
	}
	return cal, nil
}

// readItem reads one entry to its end.
func readItem(d *xml.Decoder, line int) (feedItem, error) {
	one := feedItem{line: line}
	for {
		token, err := d.Token()
		if err != nil {
			return one, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return one, nil
		case xml.StartElement:
			to := one.field(t.Name)
			text := elementText(d)
			if to == &one.link && text == "" {
				for _, a := range t.Attr {
					if a.Name.Local == "href" {
						text = a.Value
					}
				}
			}
			if to != nil && *to == "" {
				*to = strings.TrimSpace(text)
			}
		}
	}
}

// field is where an element of an entry belongs, nil for none.
func (one *feedItem) field(n xml.Name) *string {
	space, name := strings.ToLower(n.Space), strings.ToLower(n.Local)
	switch {
	case strings.Contains(space, nsEvent) || space == "ev":
		return map[string]*string{"startdate": &one.start, "enddate": &one.end, "location": &one.place, "organizer": &one.organiser}[name]
	case space == nsXCal || space == "xcal" || strings.Contains(space, "xcal"):
		return map[string]*string{
			"dtstart": &one.start, "dtend": &one.end, "location": &one.place, "organizer": &one.organiser, "uid": &one.uid,
			"status": &one.stat, "summary": &one.title, "description": &one.text,
		}[name]
	}
	return map[string]*string{
		"title": &one.title, "link": &one.link, "guid": &one.id, "id": &one.id, "description": &one.text, "summary": &one.text,
	}[name]
}

// elementText is the text of the element that has just begun, with that of
// all inside of it.
func elementText(d *xml.Decoder) string {
	var b strings.Builder
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			b.Write(t)
		}
	}
	return b.String()
}

// event puts an entry into the calendar.
func (one *feedItem) event(cal *ical.Calendar, zone *time.Location) {
	if one.start == "" {
		cal.Problems = append(cal.Problems, ical.Problem{Line: one.line, Key: "import.feed_no_date", Args: []any{"title", short(clean(one.title)), "line", one.line}})
		return
	}
	e := ical.Event{Line: one.line, UID: firstOf(one.uid, one.id, one.link), Zone: zone}
	e.Title, e.Description, e.Location, e.URL, e.Organizer = clean(one.title), one.text, clean(one.place), one.link, clean(one.organiser)
	if strings.EqualFold(one.stat, ical.Cancelled) {
		e.Status = ical.Cancelled
	}
	addEvent(cal, e, one.start, one.end, zone)
}

// addEvent sets begin and end as a feed or page writes them; one that cannot
// be read rejects the event.
func addEvent(cal *ical.Calendar, e ical.Event, from, to string, zone *time.Location) {
	start, allDay, ok := flexibleTime(from, zone)
	if !ok {
		cal.Rejected = append(cal.Rejected, ical.Rejected{UID: e.UID, Title: e.Title, Problem: ical.Problem{Line: e.Line, Key: "ical.bad_time", Args: []any{"value", short(from), "line", e.Line}}})
		return
	}
	e.Series = recur.Series{Start: start, AllDay: allDay, Zone: zone}
	if allDay {
		e.Series.Length = 24 * time.Hour
	}
	if to != "" {
		end, endDay, ok := flexibleTime(to, zone)
		switch {
		case !ok || end.Before(start):
			e.Problems = append(e.Problems, ical.Problem{Line: e.Line, Key: "ical.end_before_start", Args: []any{"line", e.Line}})
		case allDay: // here the end names the last day
			e.Series.Length = time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, time.UTC).Sub(start) + 24*time.Hour
		case endDay: // a day without an hour: nothing is known of the end
		default:
			e.Series.Length = end.Sub(start)
		}
	}
	cal.Events = append(cal.Events, &e)
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// flexibleTime reads a time as feeds and pages write it, as the wall time of
// a zone; allDay tells that it names a day only.
func flexibleTime(s string, zone *time.Location) (t time.Time, allDay, ok bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999Z07:00", "20060102T150405Z",
		time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700",
	} {
		if t, err := time.Parse(layout, s); err == nil && inRange(t) {
			return wallIn(t, zone), false, true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", wall, "2006-01-02 15:04:05", "2006-01-02 15:04", "20060102T150405", "20060102T1504"} {
		if t, err := time.Parse(layout, s); err == nil && inRange(t) {
			return t, false, true
		}
	}
	for _, layout := range []string{time.DateOnly, "20060102"} {
		if t, err := time.Parse(layout, s); err == nil && inRange(t) {
			return t, true, true
		}
	}
	return t, false, false
}

func inRange(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2200 }

// charsetReader decodes what an XML declaration names.
func charsetReader(label string, in io.Reader) (io.Reader, error) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder().Reader(in), nil
}

// toUTF8 takes what is no UTF-8 as Windows-1252.
func toUTF8(raw []byte) []byte {
	if utf8.Valid(raw) {
		return raw
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return bytes.ToValidUTF8(raw, nil)
	}
	return text
}
