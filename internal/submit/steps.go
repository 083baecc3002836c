package submit

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// lastStep is the page that shows all answers before they are sent.
const lastStep = 4

var pathForm = regexp.MustCompile(`^/[a-z0-9/-]{0,200}$`)

// sheet is one step of a form as a visitor sees it.
type sheet struct {
	Kind   Kind
	Path   string // canonical address of the form
	Step   int    // from 1
	Draft  *draft
	Entry  Entry  // of the item that an error is on
	Then   string // "4": the visitor came from the last step to change this one
	Twins  []Twin // what may be the same already
	Venues []Twin // places that the venue's name may mean
	Stamp  string // of the last step
	Trap   string
	Notice string // key of what to say above the form, or ""
	Args   []any
	Wrong  []fault.Field
}

func (s *sheet) stage() stage { return stages[s.Kind][s.Step-1] }

// at is the address of a step of this form.
func (s *sheet) at(step int) string {
	return s.Path + "?entwurf=" + s.Draft.Token + "&schritt=" + strconv.Itoa(step)
}

// faults is the address of this step with what is wrong with it. It is fetched
// like any other, so that the browser's way back never asks whether to send
// something twice.
func (s *sheet) faults() string {
	to := s.at(s.Step) + "&pruefen=ja"
	if s.Then != "" {
		to += "&dann=" + s.Then
	}
	return to + "#fehler"
}

// paths are the forms' canonical addresses; that of an error stands behind the
// item's.
var paths = map[Kind]string{Contact: "/kontakt", Event: "/veranstaltungen/melden", Place: "/orte/melden"}

// Form answers GET of a form: a step of it, by ?entwurf= and ?schritt=.
func (m *Room) Form(k Kind) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error { return m.get(w, r, k, "") }
}

// Send answers POST of a step.
func (m *Room) Send(k Kind) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error { return m.post(w, r, k, "") }
}

// Report answers GET of "report an error" behind an item's address.
func (m *Room) Report(item content.Kind) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error { return m.get(w, r, Error, item) }
}

// SendReport answers POST of it.
func (m *Room) SendReport(item content.Kind) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error { return m.post(w, r, Error, item) }
}

// open reads which form and which step a request is about.
func (m *Room) open(r *web.Request, k Kind, item content.Kind) (*sheet, error) {
	s := &sheet{Kind: k, Path: paths[k]}
	var err error
	if k == Error {
		if m.Entries == nil {
			return nil, fault.New(fault.NotFound, "errors.not_found")
		}
		if s.Entry, err = m.Entries.Entry(r.Context(), r.Site, item, r.PathValue("slug"), string(r.Lang)); err != nil {
			return nil, err
		}
		s.Path = item.Path() + "/" + r.PathValue("slug") + "/fehler-melden"
	}
	if s.Step, err = r.Count("schritt", 1, 1, lastStep); err != nil {
		return nil, err
	}
	if s.Then, err = r.Choice("dann", strconv.Itoa(lastStep)); err != nil {
		return nil, err
	}
	token := r.URL.Query().Get("entwurf")
	if !tokenForm.MatchString(token) {
		s.Draft = &draft{Kind: k, Answers: answers{}}
		return s, m.preset(r, s)
	}
	if s.Draft, err = m.draft(r.Context(), r.Site.Slug, k, token); err != nil {
		return nil, err
	}
	if s.Draft.Item == "" {
		s.Draft.Item = s.Entry.Path
	}
	return s, m.preset(r, s)
}

// preset takes what the address of a form says beforehand.
func (m *Room) preset(r *web.Request, s *sheet) error {
	if s.Kind != Contact {
		if s.Draft.Answers["stadt"] == "" && s.Kind == Place {
			s.Draft.Answers["stadt"] = r.Site.Place
		}
		return nil
	}
	subject, err := r.Choice("betreff", Subjects...)
	if err != nil {
		return err
	}
	item := r.URL.Query().Get("bezug")
	if item != "" && !pathForm.MatchString(item) {
		return fault.New(fault.BadRequest, "errors.bad_choice")
	}
	if subject != "" && s.Draft.Answers["betreff"] == "" {
		s.Draft.Answers["betreff"] = subject
	}
	if s.Draft.Item == "" {
		s.Draft.Item = item
	}
	return nil
}

func (m *Room) get(w http.ResponseWriter, r *web.Request, k Kind, item content.Kind) error {
	s, err := m.open(r, k, item)
	if err != nil {
		return err
	}
	switch {
	case s.Draft.Sent != "":
		return m.thanked(w, r, s.Kind, "")
	case s.Draft.Token == "" && k == Contact:
		s.Draft.Token, s.Step = m.token(), 1
	case s.Draft.Token == "":
		// The token stands in the address before anything is typed, so that
		// the browser's way back leads to what was typed.
		return web.Redirect(w, r, r.Href(s.Path+"?entwurf="+m.token()))
	}
	if first := m.firstWrong(r, s); first < s.Step {
		return web.Redirect(w, r, r.Href(s.at(first)))
	}
	if looked, err := r.Choice("pruefen", "ja"); err != nil {
		return err
	} else if looked != "" {
		s.Wrong = m.check(s.Kind, s.stage(), s.Draft.Answers, s.Entry.Facts, r.Now)
	}
	if len(s.Wrong) > 0 {
		return m.show(w, r, http.StatusUnprocessableEntity, s)
	}
	return m.show(w, r, http.StatusOK, s)
}

// firstWrong is the first step whose answers are not complete yet.
func (m *Room) firstWrong(r *web.Request, s *sheet) int {
	for i, stage := range stages[s.Kind] {
		if len(m.check(s.Kind, stage, s.Draft.Answers, s.Entry.Facts, r.Now)) > 0 {
			return i + 1
		}
	}
	return lastStep
}

func (m *Room) post(w http.ResponseWriter, r *web.Request, k Kind, item content.Kind) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	s, err := m.open(r, k, item)
	if err != nil {
		return err
	}
	if s.Draft.Sent != "" {
		return m.thanked(w, r, s.Kind, "")
	}
	if s.Draft.Token == "" {
		s.Draft.Token, s.Step = m.token(), 1
	}
	if s.Step == lastStep {
		return m.finish(w, r, s)
	}
	return m.next(w, r, s)
}

// next keeps the answers to a step, right or wrong, and leads on.
func (m *Room) next(w http.ResponseWriter, r *web.Request, s *sheet) error {
	before := s.Draft.Answers["ort"]
	s.Draft.Answers.read(r, s.stage().Questions)
	if err := m.readVenue(r, s, before); err != nil {
		return err
	}
	if len(s.Draft.Answers) == 0 { // nothing was typed, nothing is kept
		return web.Redirect(w, r, r.Href(s.faults()))
	}
	if wait := m.limit.begin(r.RemoteAddr, s.Draft.Token, r.Site.Demo); wait > 0 {
		return m.full(w, r, http.StatusTooManyRequests, s, "submit.too_many", wait)
	}
	switch err := m.keep(r.Context(), r.Site.Slug, s.Draft); {
	case fault.KindOf(err) == fault.Unavailable:
		return m.full(w, r, http.StatusServiceUnavailable, s, "submit.flood", window)
	case err != nil:
		return err
	}
	if r.PostFormValue("zurueck") != "" {
		return web.Redirect(w, r, r.Href(s.at(max(1, s.Step-1))))
	}
	if wrong := m.check(s.Kind, s.stage(), s.Draft.Answers, s.Entry.Facts, r.Now); len(wrong) > 0 {
		return web.Redirect(w, r, r.Href(s.faults()))
	}
	to := s.Step + 1
	if s.Then != "" {
		to = lastStep
	}
	return web.Redirect(w, r, r.Href(s.at(to)))
}

// readVenue takes the place of the directory that a venue's name means: the
// one chosen, or the one whose name was taken over from the list.
func (m *Room) readVenue(r *web.Request, s *sheet, before string) error {
	if s.Kind != Event {
		return nil
	}
	a := s.Draft.Answers
	switch s.stage().Name {
	case "wann_wo":
		if a["ort"] == before && before != "" {
			return nil
		}
		delete(a, "ort_id")
		list, err := m.venues(r, a)
		if err != nil {
			return err
		}
		for _, v := range list {
			if strings.EqualFold(v.Title, a["ort"]) || strings.EqualFold(v.Label(), a["ort"]) {
				a["ort_id"] = v.Item
				break
			}
		}
	case "kontakt":
		if _, asked := r.PostForm["ort_id"]; !asked {
			return nil
		}
		list, err := m.venues(r, a)
		if err != nil {
			return err
		}
		delete(a, "ort_id")
		if id := r.PostFormValue("ort_id"); slices.ContainsFunc(list, func(t Twin) bool { return t.Item == id }) {
			a["ort_id"] = id
		}
	}
	return nil
}

// full is the form with what was typed, and how long to wait.
func (m *Room) full(w http.ResponseWriter, r *web.Request, status int, s *sheet, key string, wait waiting) error {
	s.Notice, s.Args = key, []any{"minutes", wait.minutes()}
	w.Header().Set("Retry-After", wait.seconds())
	return m.show(w, r, status, s)
}

func (m *Room) show(w http.ResponseWriter, r *web.Request, status int, s *sheet) error {
	if err := m.gather(r, s); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	title := r.T("submit.title_" + string(s.Kind))
	page := frame.Page{Title: r.T("submit.step_"+s.stage().Name+"_title") + " – " + title, Description: r.T("submit.intro_" + string(s.Kind)), Crumbs: crumbs(r, s, title)}
	page.NoIndex = s.Step > 1
	if len(s.Wrong) > 0 || s.Notice != "" {
		page.Title = r.T("common.error_prefix") + " " + page.Title
	}
	return frame.Render(w, r, status, page, view(r, m, s))
}

// gather reads what a step shows besides the answers.
func (m *Room) gather(r *web.Request, s *sheet) error {
	var err error
	a := s.Draft.Answers
	if s.Step == lastStep {
		s.Stamp, err = m.stamp(r.Context(), r.Site.Slug, digest(s.Draft.Token), m.limit.bits(r.Site.Slug))
		if err != nil {
			return err
		}
	}
	if s.Step < 3 || m.Twins == nil || s.Draft.Changes != "" {
		return nil
	}
	if s.Kind == Event && s.Step == 3 {
		if s.Venues, err = m.venues(r, a); err != nil {
			return err
		}
	}
	s.Twins, err = m.twins(r, s.Kind, a)
	return err
}

func crumbs(r *web.Request, s *sheet, title string) []ui.Crumb {
	list := []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}}
	switch s.Kind {
	case Event:
		list = append(list, ui.Crumb{Href: r.Href("/veranstaltungen"), Text: r.T("common.events_short")})
	case Place:
		list = append(list, ui.Crumb{Href: r.Href("/orte"), Text: r.T("common.places")})
	case Error:
		list = append(list, ui.Crumb{Href: r.Href(s.Entry.Path), Text: s.Entry.Title})
	}
	return append(list, ui.Crumb{Text: title})
}
