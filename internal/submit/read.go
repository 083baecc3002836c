package submit

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// Limits of what visitors write, in characters.
const (
	MaxMessage = 5000
	maxLine    = 200
	maxSender  = 120
)

// sheet is one of the forms: what it asks and what came back.
type sheet struct {
	Kind    Kind
	Path    string // canonical address of the form
	Subject string
	Item    string
	Details map[string]string
	Message string
	From    Sender
	Stamp   string
	Trap    string
	Notice  string // key of what to say above the form, or ""
	Wrong   []fault.Field
}

// asked lists the fields of a kind beside subject and message.
func asked(k Kind) []string {
	switch k {
	case Event:
		return []string{"wann", "wo"}
	case Place:
		return []string{"adresse"}
	}
	return []string{}
}

var (
	phoneForm = regexp.MustCompile(`^\+?[0-9][0-9 ()/.-]{3,38}$`)
	pathForm  = regexp.MustCompile(`^/[a-z0-9/-]{0,200}$`)
)

// read takes a sheet from a form that was sent and checks it.
func read(r *web.Request, kind Kind, path string) *sheet {
	s := &sheet{Kind: kind, Path: path, Details: map[string]string{}}
	s.Subject = form.Line(r, "betreff")
	if kind != Contact {
		s.Subject = form.Line(r, "titel")
	}
	s.Item = form.Line(r, "bezug")
	for _, key := range asked(kind) {
		s.Details[key] = form.Text(r, key)
	}
	s.Message = form.Text(r, "nachricht")
	s.From = Sender{Name: form.Line(r, "name"), Email: form.Line(r, "email"), Phone: form.Line(r, "telefon")}
	s.Stamp, s.Trap = form.Line(r, "stand"), form.Line(r, "webseite")
	s.check()
	return s
}

func (s *sheet) check() {
	need := func(name, value, key string, limit int) {
		if value == "" {
			s.Wrong = append(s.Wrong, fault.Field{Name: name, Key: key})
		}
		s.Wrong = append(s.Wrong, form.TooLong(name, value, limit)...)
	}
	switch {
	case s.Kind != Contact:
		need("titel", s.Subject, "submit.need_title_"+string(s.Kind), maxLine)
	case !slices.Contains(Subjects, s.Subject):
		s.Wrong = append(s.Wrong, fault.Field{Name: "betreff", Key: "submit.need_subject"})
	}
	for _, key := range asked(s.Kind) {
		need(key, s.Details[key], "submit.need_"+key, maxLine)
	}
	if s.Kind == Contact {
		need("nachricht", s.Message, "submit.need_message", MaxMessage)
	} else {
		s.Wrong = append(s.Wrong, form.TooLong("nachricht", s.Message, MaxMessage)...)
	}
	s.Wrong = append(s.Wrong, form.TooLong("name", s.From.Name, maxSender)...)
	if s.From.Email != "" && !isMail(s.From.Email) {
		s.Wrong = append(s.Wrong, fault.Field{Name: "email", Key: "errors.bad_email"})
	}
	if s.From.Phone != "" && !phoneForm.MatchString(s.From.Phone) {
		s.Wrong = append(s.Wrong, fault.Field{Name: "telefon", Key: "errors.bad_phone"})
	}
	if !pathForm.MatchString(s.Item) {
		s.Item = ""
	}
}

// isMail tells whether an address is one that we can answer to.
func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return false
	}
	_, host, _ := strings.Cut(s, "@")
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && dot < len(host)-2 && !strings.ContainsAny(host, "[]@")
}

// submission is what a sheet without faults becomes.
func (s *sheet) submission(portal string) *Submission {
	out := &Submission{Portal: portal, Kind: s.Kind, Subject: s.Subject, Item: s.Item, Message: s.Message}
	if s.Kind == Contact && s.Subject == "fehler" {
		out.Kind = Error
	}
	for _, key := range asked(s.Kind) {
		out.Details = append(out.Details, Detail{Key: key, Value: s.Details[key]})
	}
	if s.Trap != "" {
		out.Status, out.By = Spam, Trap
	}
	return out
}
