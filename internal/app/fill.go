package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"umland/internal/content"
	"umland/internal/desk"
	"umland/internal/event"
	"umland/internal/hours"
	"umland/internal/place"
	"umland/internal/recur"
	"umland/internal/richtext"
	"umland/internal/submit"
	"umland/internal/web"
)

// fill writes what a visitor sent in into an item of its room, for the desk:
// all of a new event or place, or the one fact that is wrong. What the item
// cannot hold goes into its text, so that nothing is lost.
func (a *App) fill(ctx context.Context, b desk.Body, s *submit.Submission) error {
	site, ok := a.Portals.BySlug(s.Portal)
	if !ok {
		return nil
	}
	if s.Kind == submit.Error {
		correct(b, s)
		return nil
	}
	switch v := b.(type) {
	case *event.Event:
		keys := []string{"rhythmus"}
		if id, err := a.organiser(ctx, s); err != nil {
			return err
		} else if id != "" {
			v.Organisation = id
		} else {
			keys = append(keys, "veranstalter")
		}
		fillText(b, site, s, a.leftOver(s, keys...))
		fillEvent(v, s)
	case *place.Place:
		fillText(b, site, s, fillPlace(v, s))
	}
	return nil
}

// organiser is the portal's organisation of the name that was given, or "".
func (a *App) organiser(ctx context.Context, s *submit.Submission) (string, error) {
	name := s.Detail("veranstalter")
	if name == "" {
		return "", nil
	}
	f := content.Filter{Portal: s.Portal, Own: true, Lang: string(s.Lang), Kind: content.Organisation, Words: name}
	found, err := a.Spine.List(ctx, f, content.ByRank, content.Window{Limit: 5})
	if err != nil {
		return "", err
	}
	for _, l := range found.Items {
		if strings.EqualFold(l.Title, name) {
			return l.Item, nil
		}
	}
	return "", nil
}

// leftOver are answers that have no field of their own, as lines of a text.
func (a *App) leftOver(s *submit.Submission, keys ...string) []string {
	var lines []string
	for _, key := range keys {
		if v := a.Submissions.Words(s.Lang, s.Kind, key, s.Detail(key)); v != "" {
			lines = append(lines, submit.Label(s.Lang, s.Kind, key)+": "+v)
		}
	}
	return lines
}

// fillText writes title, text and category. A new item is in the language of
// whoever sent it.
func fillText(b desk.Body, site *web.Site, s *submit.Submission, more []string) {
	it := b.Spine()
	lang := it.First
	if it.Version == 0 && site.Speaks(s.Lang) {
		lang = string(s.Lang)
		it.First = lang
	}
	text := it.Texts[lang]
	text.Title = s.Subject
	words := strings.TrimSpace(s.Message + "\n\n" + strings.Join(more, "\n"))
	if words != strings.TrimSpace(richtext.ToPlain(text.Body)) {
		text.Body = richtext.FromPlain(words)
	}
	it.Texts[lang] = text
	if c := s.Detail("kategorie"); c != "" && !slices.Contains(it.Categories, c) {
		it.Categories = append([]string{c}, it.Categories...)
	}
}

// fillPlace gives what of the place belongs into its text.
func fillPlace(p *place.Place, s *submit.Submission) []string {
	p.Street, p.Postcode, p.Town = s.Detail("strasse"), s.Detail("plz"), s.Detail("stadt")
	p.Phone, p.Email, p.Web = s.Detail("telefon_ort"), s.Detail("email_ort"), s.Detail("web")
	if v, ok := stepFree[s.Detail("stufenlos")]; ok {
		if p.Access == nil {
			p.Access = map[string]string{}
		}
		p.Access["step_free"] = v
	}
	times := s.Detail("zeiten")
	if _, err := hours.Parse(times); err == nil || times == "" {
		p.Hours = times
		return nil
	}
	return []string{submit.Label(s.Lang, s.Kind, "zeiten") + ": " + times}
}

var stepFree = map[string]string{"ja": "yes", "teils": "partly", "nein": "no"}

// fillEvent writes an event's own fields.
func fillEvent(e *event.Event, s *submit.Submission) {
	e.Place = s.Detail("ort_id")
	e.Venue, e.Street, e.Postcode, e.Town = s.Detail("ort"), s.Detail("strasse"), s.Detail("plz"), s.Detail("stadt")
	e.HasPosition, e.Lat, e.Lon = false, 0, 0
	e.Cost = event.Cost{Kind: costs[s.Detail("preis")]}
	if words := s.Detail("preis_text"); words != "" {
		e.Cost.Words = map[string]string{string(s.Lang): words}
	}
	d := event.Dates{Start: s.Detail("tag"), End: s.Detail("letzter"), AllDay: s.Detail("von") == ""}
	if d.End == "" {
		d.End = d.Start
	}
	if !d.AllDay {
		end := s.Detail("bis")
		if end == "" {
			end = s.Detail("von")
		}
		d.Start, d.End = d.Start+"T"+s.Detail("von"), d.End+"T"+end
	}
	d.Rule = rule(s)
	if len(e.Dates) == 0 {
		e.Dates = []event.Dates{{}}
	}
	e.Dates[0] = d
}

var costs = map[string]string{"frei": event.CostFree, "spende": event.CostDonation, "kostet": event.CostPaid}

// rule is how an event comes again, as an RRULE (RFC 5545, section 3.3.10), or
// "".
func rule(s *submit.Submission) string {
	first, err := time.Parse(time.DateOnly, s.Detail("tag"))
	if err != nil {
		return ""
	}
	r := recur.NewRule(recur.Weekly)
	switch s.Detail("wiederholung") {
	case "woche":
	case "zweiwochen":
		r.Interval = 2
	case "monatstag":
		r.Freq = recur.Monthly
	case "wochentag":
		r.Freq = recur.Monthly
		n := (first.Day() + 6) / 7
		if n == 5 {
			n = -1 // the fifth is the last: not every month has one
		}
		r.ByDay = []recur.Weekday{{N: n, Day: first.Weekday()}}
	default:
		return ""
	}
	if until, err := time.Parse(time.DateOnly, s.Detail("ende")); err == nil {
		r.Until, r.UntilForm = until, recur.UntilDay
	}
	return r.String()
}

// correct writes the fact that is right now. What is no single field, such as
// the dates of an event, stays for the editor to write.
func correct(b desk.Body, s *submit.Submission) {
	value := strings.TrimSpace(s.Detail("richtig"))
	it := b.Spine()
	text, lang := it.Text(string(s.Lang))
	switch s.Detail("feld") {
	case "title":
		text.Title = value
		it.Texts[lang] = text
	case "text":
		text.Body = richtext.FromPlain(value)
		it.Texts[lang] = text
	}
	switch v := b.(type) {
	case *place.Place:
		correctPlace(v, s.Detail("feld"), value)
	case *event.Event:
		switch s.Detail("feld") {
		case "venue":
			v.Place, v.Venue, v.Street, v.Postcode, v.Town = "", value, "", "", ""
		case "price":
			if v.Cost.Words == nil {
				v.Cost.Words = map[string]string{}
			}
			v.Cost.Words[lang] = value
		}
	}
}

func correctPlace(p *place.Place, fact, value string) {
	switch fact {
	case "address":
		p.Street, p.Postcode, p.Town = splitPostal(value)
	case "phone":
		p.Phone = value
	case "email":
		p.Email = value
	case "web":
		p.Web = value
	case "hours":
		p.Hours = value
	}
}

// splitPostal is the opposite of postal.
func splitPostal(address string) (street, postcode, town string) {
	street, rest, _ := strings.Cut(address, ",")
	rest = strings.TrimSpace(rest)
	if code, name, ok := strings.Cut(rest, " "); ok && strings.Trim(code, "0123456789") == "" {
		return strings.TrimSpace(street), code, strings.TrimSpace(name)
	}
	return strings.TrimSpace(street), "", rest
}
