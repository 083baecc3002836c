package submit

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/mail"
	"umland/internal/web"
)

// answers are what was typed, by question, as it was typed: a wrong answer
// stays to be mended. A day is three of them.
type answers map[string]string

// dayParts are the three inputs of a day, after its name.
var dayParts = []string{"", "_monat", "_jahr"}

// day gives the answer to a question about a day as YYYY-MM-DD. known is false
// where nothing was answered, ok where it is no day.
func (a answers) day(name string) (day string, known, ok bool) {
	var n [3]int
	for i, part := range dayParts {
		text := a[name+part]
		if text == "" {
			continue
		}
		known = true
		var err error
		if n[i], err = strconv.Atoi(strings.Trim(text, ". ")); err != nil {
			return "", true, false
		}
	}
	if !known {
		return "", false, true
	}
	if n[2] > 0 && n[2] < 100 {
		n[2] += 2000
	}
	t := time.Date(n[2], time.Month(n[1]), n[0], 0, 0, 0, 0, time.UTC)
	if t.Day() != n[0] || int(t.Month()) != n[1] || t.Year() != n[2] || n[2] < 1900 || n[2] > 2200 {
		return "", true, false
	}
	return t.Format(time.DateOnly), true, true
}

// setDay is the opposite of day.
func (a answers) setDay(name, day string) {
	if t, ok := parseDay(day); ok {
		a[name], a[name+"_monat"], a[name+"_jahr"] = strconv.Itoa(t.Day()), strconv.Itoa(int(t.Month())), strconv.Itoa(t.Year())
	}
}

func parseDay(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}

var hourForm = regexp.MustCompile(`^(?i)([0-9]{1,2})(?:[:.,]([0-9]{2}))?\s*(?:uhr|h|kl\.?)?$`)

// parseHour reads a time of day as people write it: 15:00, 15.00, 15, 15 Uhr.
func parseHour(s string) (time.Time, bool) {
	g := hourForm.FindStringSubmatch(strings.TrimSpace(strings.TrimPrefix(strings.ToLower(s), "kl.")))
	if g == nil {
		return time.Time{}, false
	}
	if g[2] == "" {
		g[2] = "00"
	}
	t, err := time.Parse("15:04", two(g[1])+":"+g[2])
	return t, err == nil
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// read takes the answers to one step from a form that was sent; those to
// other steps stay.
func (a answers) read(r *web.Request, questions []question) {
	set := func(name, value string) {
		if value == "" {
			delete(a, name)
			return
		}
		a[name] = value
	}
	for _, q := range questions {
		switch q.Form {
		case asArea:
			set(q.Name, form.Text(r, q.Name))
		case asDay:
			for _, part := range dayParts {
				set(q.Name+part, form.Line(r, q.Name+part))
			}
		default:
			set(q.Name, form.Line(r, q.Name))
		}
	}
}

var phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ()/.-]{3,38}$`)

// check tells what is wrong with the answers to a step.
func (m *Room) check(k Kind, s stage, a answers, known []Detail, now time.Time) []fault.Field {
	var wrong []fault.Field
	for _, q := range s.Questions {
		wrong = append(wrong, m.checkOne(k, q, a, known)...)
	}
	if k == Event && s.Name == "wann_wo" && len(wrong) == 0 {
		wrong = a.checkDates(now)
	}
	return wrong
}

func (m *Room) checkOne(k Kind, q question, a answers, known []Detail) []fault.Field {
	bad := func(key string, args ...any) []fault.Field {
		return []fault.Field{{Name: q.Name, Key: key, Args: args}}
	}
	v := a[q.Name]
	if q.Form == asDay {
		_, given, ok := a.day(q.Name)
		switch {
		case !given && q.Need:
			return bad("submit.need_" + q.key())
		case !ok:
			return bad("submit.bad_day")
		}
		return nil
	}
	if v == "" {
		if q.Need {
			return bad("submit.need_" + q.key())
		}
		return nil
	}
	if q.Max > 0 {
		if long := form.TooLong(q.Name, v, q.Max); len(long) > 0 {
			return long
		}
	}
	switch q.Form {
	case asChoice:
		if !slices.Contains(q.Values, v) {
			return bad("errors.bad_choice", "value", "", "name", q.Name)
		}
	case asTerm:
		if m.Words("de", k, q.Name, v) == "" {
			return bad("errors.bad_choice", "value", "", "name", q.Name)
		}
	case asFact:
		if !slices.ContainsFunc(known, func(d Detail) bool { return d.Key == v }) {
			return bad("submit.need_" + q.key())
		}
	case asHour:
		if _, ok := parseHour(v); !ok {
			return bad("submit.bad_hour")
		}
	case asEmail:
		if !mail.Address(v) {
			return bad("errors.bad_email")
		}
	case asTel:
		if !phoneForm.MatchString(v) {
			return bad("errors.bad_phone")
		}
	case asLink:
		if u, err := url.Parse(address(v)); err != nil || u.Host == "" || !strings.Contains(u.Host, ".") || u.Scheme != "https" && u.Scheme != "http" {
			return bad("errors.bad_url")
		}
	}
	return nil
}

// address adds what people leave out of a web address.
func address(v string) string {
	if strings.Contains(v, "://") {
		return v
	}
	return "https://" + v
}

// checkDates tells what does not fit together in an event's dates; now is in
// the portal's zone.
func (a answers) checkDates(now time.Time) []fault.Field {
	first, _, _ := a.day("tag")
	last, ranged, _ := a.day("letzter")
	until, ends, _ := a.day("ende")
	repeats := a["wiederholung"] != "" && a["wiederholung"] != "nein"
	bad := func(name, key string) []fault.Field { return []fault.Field{{Name: name, Key: key}} }
	over := max(first, last)
	if repeats {
		over = until // "": it goes on
	}
	switch {
	case ranged && last < first:
		return bad("letzter", "submit.last_before_first")
	case ends && until < first:
		return bad("ende", "submit.last_before_first")
	case over != "" && over < now.Format(time.DateOnly):
		return bad("tag", "submit.past_day")
	case a["bis"] != "" && a["von"] == "":
		return bad("von", "submit.need_von")
	case a["wiederholung"] == "anders" && a["rhythmus"] == "":
		return bad("rhythmus", "submit.need_rhythmus")
	}
	return nil
}

// sender is the part of the answers that is kept apart.
func (a answers) sender() Sender {
	return Sender{Name: a["name"], Email: a["email"], Phone: a["telefon"]}
}

// submission is what answers without faults become.
func (a answers) submission(k Kind, portal string) *Submission {
	s := &Submission{Portal: portal, Kind: k, Subject: a["titel"], Details: []Detail{}}
	for _, q := range about(k) {
		v := a[q.Name]
		switch q.Form {
		case asDay:
			v, _, _ = a.day(q.Name)
		case asHour:
			if t, ok := parseHour(v); ok {
				v = t.Format("15:04")
			}
		case asLink:
			if v != "" {
				v = address(v)
			}
		}
		switch {
		case q.Name == "titel" || v == "" || v == q.Quiet:
		case q.Name == "betreff":
			s.Subject = v
		case q.Name == "beschreibung" || q.Name == "nachricht":
			s.Message = v
		default:
			s.Details = append(s.Details, Detail{Key: q.Name, Value: v})
		}
	}
	if a["ort_id"] != "" && k == Event {
		s.Details = append(s.Details, Detail{Key: "ort_id", Value: a["ort_id"]})
	}
	return s
}

// recall is the opposite: the answers of a submission, to be changed.
func recall(s *Submission, from Sender) answers {
	a := answers{}
	for _, d := range s.Details {
		if q, ok := find(s.Kind, d.Key); ok && q.Form == asDay {
			a.setDay(d.Key, d.Value)
			continue
		}
		a[d.Key] = d.Value
	}
	for name, value := range map[string]string{"name": from.Name, "email": from.Email, "telefon": from.Phone} {
		a[name] = value
	}
	switch s.Kind {
	case Contact:
		a["betreff"], a["nachricht"] = s.Subject, s.Message
	case Event, Place:
		a["titel"], a["beschreibung"] = s.Subject, s.Message
	}
	for k, v := range a {
		if v == "" {
			delete(a, k)
		}
	}
	return a
}
