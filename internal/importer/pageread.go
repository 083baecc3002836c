package importer

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"umland/internal/fault"
	"umland/internal/geo"
	"umland/internal/ical"
)

// deepest bounds how deep JSON-LD is nested.
const deepest = 40

// readPage reads the events that a page tells search engines of, as JSON-LD
// with the words of schema.org, or such a document by itself.
func readPage(raw []byte, zone *time.Location) (*ical.Calendar, error) {
	raw = toUTF8(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	p := pageEvents{cal: &ical.Calendar{Excerpt: true}, zone: zone, seen: map[string]bool{}}
	trimmed := bytes.TrimSpace(raw)
	if bytes.HasPrefix(trimmed, []byte("{")) || bytes.HasPrefix(trimmed, []byte("[")) {
		p.document(trimmed, 1)
	} else {
		p.scripts(raw)
	}
	if len(p.cal.Events)+len(p.cal.Rejected)+len(p.cal.Problems) == 0 {
		return nil, fault.New(fault.Invalid, "import.page_no_events")
	}
	return p.cal, nil
}

// pageEvents collects the events of a page.
type pageEvents struct {
	cal  *ical.Calendar
	zone *time.Location
	line int
	seen map[string]bool
}

// scripts finds the blocks of JSON-LD in a page.
func (p *pageEvents) scripts(raw []byte) {
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.SetMaxBuf(len(raw) + 1)
	line := 1
	for {
		kind := z.Next()
		own := z.Raw()
		at := line
		line += bytes.Count(own, []byte("\n"))
		switch kind {
		case html.ErrorToken:
			return
		case html.StartTagToken:
			t := z.Token()
			if t.DataAtom == atom.Title && p.cal.Name == "" && z.Next() == html.TextToken {
				line += bytes.Count(z.Raw(), []byte("\n"))
				p.cal.Name = clean(string(z.Text()))
			}
			if t.DataAtom != atom.Script || !linkedData(t) {
				continue
			}
			if z.Next() != html.TextToken {
				continue
			}
			text := z.Raw()
			p.document(bytes.Clone(text), at)
			line += bytes.Count(text, []byte("\n"))
		}
	}
}

func linkedData(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "type" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "application/ld+json") {
			return true
		}
	}
	return false
}

// document reads one block of JSON-LD.
func (p *pageEvents) document(raw []byte, line int) {
	p.line = line
	raw = bytes.TrimSpace(raw)
	raw = bytes.TrimSuffix(bytes.TrimPrefix(raw, []byte("<!--")), []byte("-->"))
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		p.cal.Problems = append(p.cal.Problems, ical.Problem{Line: line, Key: "import.page_broken", Args: []any{"line", line}})
		return
	}
	p.walk(v, 0)
}

// walk looks for events at any depth.
func (p *pageEvents) walk(v any, depth int) {
	if depth > deepest || len(p.cal.Events) >= ical.MostEvents {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			p.walk(e, depth+1)
		}
	case map[string]any:
		if isEvent(v["@type"]) {
			before := len(p.cal.Events)
			p.walk(v["subEvent"], depth+1)
			p.walk(v["subEvents"], depth+1)
			if len(p.cal.Events) == before { // the parts of a series tell all of its dates
				p.event(v)
			}
			return
		}
		for _, key := range sortedKeys(v) {
			p.walk(v[key], depth+1)
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// isEvent tells whether a type is Event or one of its kinds.
func isEvent(v any) bool {
	switch v := v.(type) {
	case string:
		name := v[strings.LastIndexAny(v, "/:#")+1:]
		return strings.HasSuffix(name, "Event") || name == "Festival" || name == "Hackathon" || name == "CourseInstance"
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok && isEvent(s) {
				return true
			}
		}
	}
	return false
}

func (p *pageEvents) event(v map[string]any) {
	e := ical.Event{Line: p.line, Zone: p.zone}
	e.Title, e.Description, e.URL = clean(said(v["name"])), said(v["description"]), said(v["url"])
	e.Organizer = clean(named(v["organizer"]))
	start := said(v["startDate"])
	e.UID = firstOf(said(v["@id"]), said(v["identifier"]), e.URL)
	if e.UID != "" {
		e.UID += "#" + start // a page often names all dates of a series with one address
	}
	status := said(v["eventStatus"])
	switch status[strings.LastIndexAny(status, "/:#")+1:] {
	case "EventCancelled":
		e.Status = ical.Cancelled
	case "EventPostponed":
		e.Status = ical.Tentative
	}
	p.location(&e, v["location"])
	if id := e.UID + "|" + e.Title + "|" + start; p.seen[id] {
		return
	} else if p.seen[id] = true; start == "" {
		p.cal.Rejected = append(p.cal.Rejected, ical.Rejected{UID: e.UID, Title: e.Title, Problem: ical.Problem{Line: p.line, Key: "import.page_no_date", Args: []any{"line", p.line}}})
		return
	}
	addEvent(p.cal, e, start, said(v["endDate"]), p.zone)
}

// location reads a place: a name, an address, both, or an address on the net.
func (p *pageEvents) location(e *ical.Event, v any) {
	switch v := v.(type) {
	case string:
		e.Location = clean(v)
	case []any:
		for _, one := range v {
			if e.Location == "" {
				p.location(e, one)
			}
		}
	case map[string]any:
		if kind, _ := v["@type"].(string); kind == "VirtualLocation" {
			e.Location = said(v["url"])
			return
		}
		parts := []string{clean(said(v["name"]))}
		switch a := v["address"].(type) {
		case string:
			parts = append(parts, clean(a))
		case map[string]any:
			town := strings.TrimSpace(clean(said(a["postalCode"])) + " " + clean(said(a["addressLocality"])))
			parts = append(parts, clean(said(a["streetAddress"])), town)
		}
		e.Location = joinParts(parts)
		if at, ok := v["geo"].(map[string]any); ok {
			lat, lon := degree(at["latitude"]), degree(at["longitude"])
			if geo.ValidPosition(lat, lon) && (lat != 0 || lon != 0) {
				e.HasPosition, e.Lat, e.Lon = true, lat, lon
			}
		}
	}
}

func joinParts(parts []string) string {
	var list []string
	for _, s := range parts {
		if s != "" && (len(list) == 0 || list[len(list)-1] != s) {
			list = append(list, s)
		}
	}
	return strings.Join(list, ", ")
}

// said is a value as text: a word, a number, the first of a list, or what an
// object with @value or @id says.
func said(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		for _, e := range v {
			if s := said(e); s != "" {
				return s
			}
		}
	case map[string]any:
		return firstOf(said(v["@value"]), said(v["value"]), said(v["@id"]))
	}
	return ""
}

// named is the name of a person or organisation.
func named(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return named(v[0])
		}
	case map[string]any:
		return said(v["name"])
	}
	return ""
}

func degree(v any) float64 {
	f, err := strconv.ParseFloat(said(v), 64)
	if err != nil {
		return 0
	}
	return f
}
