package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/ical"
	"umland/internal/recur"
	"umland/internal/richtext"
)

// CalendarOptions are what is settled before a calendar of others is taken
// over.
type CalendarOptions struct {
	File     string         // base name or address, for the report
	Zone     *time.Location // of the portal
	Lang     string         // of the texts, such as "de"
	Category string         // slug of our vocabulary, for all events
	By       string         // who imports
	Clock    clock.Clock    // nil: the system's
}

// Bounds of one event that is taken over.
const (
	mostSpans  = 350 // single dates
	yearsAhead = 2
	longKey    = 200
	longTeaser = 220 // characters
)

// FromCalendar makes a plan of a calendar's events, of which those are taken
// that have dates to come and are not private. Then Take runs it.
func FromCalendar(cal *ical.Calendar, src Source, o CalendarOptions) *Plan {
	p := &Plan{File: o.File, Profile: &Profile{Name: "calendar", Kind: "events"}, Source: src, by: o.By, clock: o.Clock, present: map[string]bool{}}
	if p.clock == nil {
		p.clock = clock.System{}
	}
	b := calendarPlan{Plan: p, o: o, now: p.clock.Now().In(o.Zone)}
	for _, e := range cal.Events {
		b.event(e)
	}
	for _, r := range cal.Rejected {
		p.present[calendarKey(r.UID)] = true
		p.Rejected = append(p.Rejected, Line{Line: r.Line, Key: r.UID, Title: r.Title, Reason: r.Key, Args: r.Args})
	}
	p.partial = cal.Excerpt
	for _, problem := range cal.Problems {
		switch problem.Key { // what was not read whole says nothing about what is gone
		case "ical.cut", "ical.unfinished":
			p.partial = true
		}
		p.Notes = append(p.Notes, Line{Line: problem.Line, Reason: problem.Key, Args: problem.Args})
	}
	p.Read = len(p.Records) + len(p.Rejected)
	return p
}

// calendarPlan makes records of events.
type calendarPlan struct {
	*Plan
	o   CalendarOptions
	now time.Time
}

func (b *calendarPlan) event(e *ical.Event) {
	r := &Record{Line: e.Line, Key: calendarKey(e.UID), Lang: b.o.Lang, Title: strings.ReplaceAll(e.Title, "\n", " "), Category: b.o.Category}
	if e.UID == "" || b.present[r.Key] { // no identity, or one that several events share
		r.Key = calendarKey(e.UID + "#" + mark(e))
	}
	b.present[r.Key] = true
	if ahead, _ := e.Occurrences(b.now.Add(-24*time.Hour), b.now.AddDate(yearsAhead+1, 0, 0), 1); len(ahead) == 0 {
		b.Past++
		return
	}
	if e.Private() {
		b.Notes = append(b.Notes, Line{Line: e.Line, Reason: "ical.private"})
		return
	}
	if r.Title == "" {
		b.Rejected = append(b.Rejected, r.because(fault.New(fault.Invalid, "import.reject.no_title", "from", "SUMMARY")))
		return
	}
	for _, problem := range e.Problems {
		b.Notes = append(b.Notes, Line{Line: problem.Line, Key: r.Key, Title: r.Title, Reason: problem.Key, Args: problem.Args})
	}
	r.mark = mark(e)
	b.texts(r, e)
	b.place(r, e.Location)
	r.Lat, r.Lon, r.HasPosition = e.Lat, e.Lon, e.HasPosition
	if e.Status == ical.Cancelled {
		r.EventStatus = "cancelled"
	}
	if u, err := url.Parse(e.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		r.Page = e.URL
	}
	b.dates(r, e)
	b.Records = append(b.Records, r)
}

// calendarKey is the identity of an event of a calendar.
func calendarKey(uid string) string {
	uid = strings.ToLower(strings.TrimSpace(uid))
	if len(uid) > longKey {
		sum := sha256.Sum256([]byte(uid))
		return hex.EncodeToString(sum[:])
	}
	return uid
}

// mark recognises an event whose UID has changed: title, begin and place.
func mark(e *ical.Event) string {
	fold := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	sum := sha256.Sum256([]byte(fold(e.Title) + "|" + e.Series.Start.Format(wall) + "|" + fold(e.Location)))
	return hex.EncodeToString(sum[:12])
}

// markup tells that a description is HTML, as Google's are.
var markup = regexp.MustCompile(`(?i)<(p|br|b|i|a|ul|ol|li|div|span|strong|em|h[1-6])[ />]`)

func (b *calendarPlan) texts(r *Record, e *ical.Event) {
	body := richtext.FromPlain(cleanLines(e.Description))
	if markup.MatchString(e.Description) {
		body = foreignHTML(e.Description, "")
	}
	plain := clean(e.Description)
	if markup.MatchString(e.Description) {
		plain = clean(bodyText(body))
	}
	t := Text{Title: r.Title, Teaser: plain, Body: body}
	if utf8.RuneCountInString(plain) > longTeaser {
		cut := string([]rune(plain)[:longTeaser])
		if i := strings.LastIndexByte(cut, ' '); i > longTeaser/2 {
			cut = cut[:i]
		}
		t.Teaser = strings.TrimRight(cut, " ,;:.–-") + " …"
	} else {
		t.Body = ""
	}
	r.Texts = map[string]Text{r.Lang: t}
}

// bodyText is the text of a body without its markup.
func bodyText(body richtext.HTML) string {
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		return ""
	}
	return textOf(root)
}

// postcodeTown finds "24983 Handewitt" in a place's words.
var postcodeTown = regexp.MustCompile(`^(?:DK?-)?(\d{4,5}) +(\pL.*)$`)

// place takes the words of a place apart: name, street, postcode and town, or
// an address on the net.
func (b *calendarPlan) place(r *Record, words string) {
	words = strings.TrimSpace(words)
	if u, err := url.Parse(words); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		r.Online = words
		return
	}
	var rest []string
	for _, part := range strings.FieldsFunc(words, func(c rune) bool { return c == ',' || c == '\n' }) {
		part = strings.TrimSpace(part)
		if m := postcodeTown.FindStringSubmatch(part); m != nil && r.Postcode == "" {
			r.Postcode, r.Town = m[1], m[2]
			continue
		}
		switch strings.ToLower(part) {
		case "", "deutschland", "germany", "danmark", "denmark", "dänemark":
		default:
			rest = append(rest, part)
		}
	}
	if n := len(rest); n > 1 && r.Postcode != "" && strings.ContainsAny(rest[n-1], "0123456789") {
		r.Street, rest = rest[n-1], rest[:n-1]
	}
	r.Venue = strings.Join(rest, ", ")
}

// dates puts the series into the record: its rules and what differs where we
// keep them, else the dates one by one.
func (b *calendarPlan) dates(r *Record, e *ical.Event) {
	if !plain(e) {
		b.listed(r, e)
		return
	}
	repeats := len(e.Series.Rules) > 0
	same := e.Zone.String() == b.o.Zone.String() || e.Series.AllDay
	shift := func(t time.Time) time.Time { return t }
	switch {
	case same:
	case repeats:
		r.Zone = e.Zone.String()
	default: // single dates are told in the portal's own time
		shift = func(t time.Time) time.Time {
			at, _ := recur.InZone(t, e.Zone)
			return wallIn(at, b.o.Zone)
		}
	}
	span := func(start time.Time, rule string) Span {
		return newSpan(shift(start), e.Series.Length, e.Series.AllDay, rule)
	}
	for _, rule := range e.Series.Rules {
		s := span(e.Series.Start, localRule(rule, e).String())
		s.Without = without(e, rule)
		r.Dates = append(r.Dates, s)
	}
	singles := slices.Clone(e.Series.Added)
	if !repeats {
		singles = append([]time.Time{e.Series.Start}, singles...)
	}
	for _, t := range singles {
		if !slices.ContainsFunc(e.Series.Except, t.Equal) {
			r.Dates = append(r.Dates, span(t, ""))
		}
	}
	for i := range e.Overrides {
		b.change(r, e, &e.Overrides[i], shift)
	}
}

// plain tells whether our own form of a series can say the same.
func plain(e *ical.Event) bool {
	if len(e.Lengths) > 0 || len(e.Series.Added) > mostSpans || len(e.Overrides) > mostSpans {
		return false
	}
	if _, err := time.LoadLocation(e.Zone.String()); err != nil && !e.Series.AllDay {
		return false
	}
	return !slices.ContainsFunc(e.Overrides, func(o ical.Override) bool { return o.Future || o.AllDay != e.Series.AllDay })
}

// localRule names the end of a rule as the wall time of the series.
func localRule(r recur.Rule, e *ical.Event) recur.Rule {
	switch {
	case r.UntilForm == recur.NoUntil:
	case e.Series.AllDay:
		r.UntilForm = recur.UntilDay
	case r.UntilForm == recur.UntilUTC:
		r.Until, r.UntilForm = wallIn(r.Until, e.Zone), recur.UntilLocal
	}
	return r
}

// without are the dates of a rule that do not take place.
func without(e *ical.Event, rule recur.Rule) []string {
	s := recur.Series{Start: e.Series.Start, AllDay: e.Series.AllDay, Rules: []recur.Rule{rule}, Zone: e.Zone}
	var list []string
	take := func(from, to time.Time) {
		walls, _ := s.Between(from, to, 0)
		for _, w := range walls {
			list = append(list, w.Format(form(e.Series.AllDay)))
		}
	}
	for _, t := range e.Series.Except {
		take(t, t.Add(time.Second))
	}
	for _, d := range e.Series.ExceptDays {
		take(d, d.Add(24*time.Hour))
	}
	return list
}

func form(allDay bool) string {
	if allDay {
		return time.DateOnly
	}
	return wall
}

// newSpan is a date; whole days name the last of them.
func newSpan(start time.Time, length time.Duration, allDay bool, rule string) Span {
	if allDay {
		length = max(length-24*time.Hour, 0)
	}
	return Span{Start: start.Format(form(allDay)), End: start.Add(length).Format(form(allDay)), AllDay: allDay, Rule: rule}
}

// change notes what is different about one date of a series.
func (b *calendarPlan) change(r *Record, e *ical.Event, o *ical.Override, shift func(time.Time) time.Time) {
	start := o.Start
	if o.Zone != nil && !o.AllDay && o.Zone.String() != e.Zone.String() {
		at, _ := recur.InZone(start, o.Zone)
		start = wallIn(at, e.Zone)
	}
	s := newSpan(shift(start), o.Length, o.AllDay, "")
	d := Departure{At: shift(o.At).Format(form(o.AllDay))}
	if usual := newSpan(shift(o.At), e.Series.Length, o.AllDay, ""); s.Start != usual.Start || s.End != usual.End {
		d.Start, d.End = s.Start, s.End
	}
	if o.Status == ical.Cancelled && e.Status != ical.Cancelled {
		d.Status = "cancelled"
	}
	if o.Location != "" && o.Location != e.Location {
		d.Venue = strings.ReplaceAll(o.Location, "\n", ", ")
	}
	if d != (Departure{At: d.At}) {
		r.Changes = append(r.Changes, d)
	}
}

// listed takes the dates of two years one by one.
func (b *calendarPlan) listed(r *Record, e *ical.Event) {
	all, more := e.Occurrences(b.now.Add(-24*time.Hour), b.now.AddDate(yearsAhead, 0, 0), mostSpans)
	for _, o := range all {
		start, end := o.Start, o.End
		if !o.AllDay {
			start, end = wallIn(start, b.o.Zone), wallIn(end, b.o.Zone)
		}
		s := newSpan(start, end.Sub(start), o.AllDay, "")
		r.Dates = append(r.Dates, s)
		if o.Details.Status == ical.Cancelled && e.Status != ical.Cancelled {
			r.Changes = append(r.Changes, Departure{At: s.Start, Status: "cancelled"})
		}
	}
	if more {
		b.Notes = append(b.Notes, Line{Line: r.Line, Key: r.Key, Title: r.Title, Reason: "ical.more_dates", Args: []any{"n", mostSpans}})
	}
}

func wallIn(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// SourceID is the identity of a source of which only its address or file name
// is known. It is another one in each portal, so that two that take over the
// same calendar do not take each other's events.
func SourceID(portal, name string) string {
	plain := name
	if u, err := url.Parse(name); err == nil && u.Host != "" {
		plain = u.Host + u.Path + "?" + u.RawQuery
	}
	sum := sha256.Sum256([]byte(plain))
	slug := content.Slug(plain)
	return "calendar-" + portal + "-" + slug[:min(len(slug), 40)] + "-" + hex.EncodeToString(sum[:4])
}
