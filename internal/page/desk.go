package page

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/content"
	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/web"
)

// ServiceForm is the service's own part of the desk's form.
type ServiceForm struct{ Room *ServiceRoom }

// Fields implements desk.Form.
func (f ServiceForm) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	s, ok := b.(*Service)
	if !ok {
		return templ.NopComponent
	}
	return serviceFields(r, s, f.offices(r.Context(), s), wrong)
}

// Read implements desk.Form. A list has a line for each entry.
func (f ServiceForm) Read(r *web.Request, b desk.Body) []fault.Field {
	s, ok := b.(*Service)
	if !ok {
		return []fault.Field{{Name: "title", Key: "errors.internal"}}
	}
	s.Checked = form.Line(r, "checked")
	s.Details = map[string]Details{}
	for _, lang := range detailLangs(r) {
		d := Details{
			Who: formLines(r, "who_"+lang), Bring: formLines(r, "bring_"+lang), Steps: formLines(r, "steps_"+lang), Savings: formLines(r, "savings_"+lang),
			Cost: form.Line(r, "cost_"+lang), HowLong: form.Line(r, "how_long_"+lang),
		}
		if !d.empty() {
			s.Details[lang] = d
		}
	}
	return f.readOffices(r, s)
}

// readOffices reads a line for each office: the short name of a place and,
// behind a blank, the phone number for this service. Notes of offices that
// stay are kept.
func (f ServiceForm) readOffices(r *web.Request, s *Service) []fault.Field {
	notes := map[string]map[string]string{}
	for _, o := range s.Offices {
		notes[o.Place] = o.Note
	}
	s.Offices = nil
	for _, line := range formLines(r, "offices") {
		slug, number, _ := strings.Cut(line, " ")
		id, err := f.Room.findPlace(r.Context(), s.Portal, slug)
		if err != nil {
			return []fault.Field{{Name: "offices", Key: "page.no_such_place", Args: []any{"place", slug}}}
		}
		s.Offices = append(s.Offices, Office{Place: id, Phone: strings.TrimSpace(number), Note: notes[id]})
	}
	return nil
}

// findPlace finds a place by its short name, in this portal first.
func (m *ServiceRoom) findPlace(ctx context.Context, portal, slug string) (string, error) {
	id, err := m.spine.Find(ctx, m.spine.DB(), portal, content.Place, slug)
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	for _, p := range m.portals.Portals() {
		if id, err = m.spine.Find(ctx, m.spine.DB(), p.Slug, content.Place, slug); err == nil {
			return id, nil
		}
	}
	return "", err
}

// offices writes the offices for the form.
func (f ServiceForm) offices(ctx context.Context, s *Service) string {
	var b strings.Builder
	for _, o := range s.Offices {
		if it, err := f.Room.spine.Load(ctx, f.Room.spine.DB(), o.Place); err == nil {
			b.WriteString(strings.TrimSpace(it.Slug+" "+o.Phone) + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}

func formLines(r *web.Request, name string) []string {
	var list []string
	for _, line := range strings.Split(form.Text(r, name), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// detailLangs are the languages of the portal, and Leichte Sprache.
func detailLangs(r *web.Request) []string {
	var langs []string
	for _, l := range r.Site.Languages {
		langs = append(langs, string(l))
	}
	return append(langs, i18n.Leicht)
}

func langName(r *web.Request, lang string) string { return r.T("common.lang_" + lang) }
