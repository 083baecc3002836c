package event

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// Form is the event's own part of the desk's form.
type Form struct{ Room *Room }

// fieldsOf is what the form shows beside the event itself.
type fieldsOf struct {
	place   string // short name of the place of the directory
	series  seriesForm
	offered []form.Option // organisations that may be co-organisers
}

// Fields implements desk.Form.
func (f Form) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	e, ok := b.(*Event)
	if !ok {
		return templ.NopComponent
	}
	offered, err := f.Room.offerOrganisers(r.Context(), e)
	if err != nil {
		offered = nil // the form is useful without them; the page's other queries tell of the failure
	}
	return fields(r, e, fieldsOf{place: typedOr(r, "place", f.placeSlug(r.Context(), e.Place)), series: f.Room.newSeriesForm(r, e), offered: offered}, wrong)
}

// Read implements desk.Form.
func (f Form) Read(r *web.Request, b desk.Body) []fault.Field {
	e, ok := b.(*Event)
	if !ok {
		return []fault.Field{{Name: "title", Key: "errors.internal"}}
	}
	e.Venue, e.Street = form.Line(r, "venue"), form.Line(r, "street")
	e.Postcode, e.Town, e.Online = form.Line(r, "postcode"), form.Line(r, "town"), form.Line(r, "online")
	e.Room, e.Status, e.StatusNote = form.Line(r, "room"), form.Line(r, "status_of_event"), langs(r, "status_note")
	wrong := f.readPlace(r, e)
	wrong = append(wrong, e.readDates(r)...)
	wrong = append(wrong, e.readFacts(r)...)
	return append(wrong, f.checkOrganisers(r, e)...)
}

// checkOrganisers refuses co-organisers that the form did not offer.
func (f Form) checkOrganisers(r *web.Request, e *Event) []fault.Field {
	offered, err := f.Room.offerOrganisers(r.Context(), e)
	for _, id := range e.CoOrganisers {
		if err != nil || !slices.ContainsFunc(offered, func(o form.Option) bool { return o.Value == id }) {
			return []fault.Field{{Name: "co_organisers", Key: "errors.bad_choice"}}
		}
	}
	return nil
}

// readPlace finds the place of the directory by its short name; without one
// the address of the form counts, and the position is not known.
func (f Form) readPlace(r *web.Request, e *Event) []fault.Field {
	slug := form.Line(r, "place")
	e.Place = ""
	if slug == "" {
		e.HasPosition, e.Lat, e.Lon = false, 0, 0
		return nil
	}
	id, err := f.Room.findPlace(r.Context(), e.Portal, slug)
	if err != nil {
		return []fault.Field{{Name: "place", Key: "event.no_such_place"}}
	}
	e.Place = id
	return nil
}

// findPlace finds a place of the portal's directory by its short name, or by
// its whole name where only one has it.
func (m *Room) findPlace(ctx context.Context, portal, name string) (string, error) {
	id, err := m.spine.Find(ctx, m.spine.DB(), portal, content.Place, name)
	if fault.KindOf(err) != fault.NotFound {
		return id, err
	}
	ids, err := db.All(ctx, m.spine.DB(), db.Text, `SELECT DISTINCT i.id FROM item i JOIN item_text t ON t.item = i.id
		WHERE i.portal = $1 AND i.kind = 'place' AND i.status <> 'withdrawn' AND t.title = $2 ORDER BY i.id LIMIT 2`, portal, name)
	if err != nil {
		return "", err
	}
	if len(ids) != 1 {
		return "", fault.New(fault.NotFound, "errors.not_found")
	}
	return ids[0], nil
}

func (f Form) placeSlug(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	it, err := f.Room.spine.Load(ctx, f.Room.spine.DB(), id)
	if err != nil {
		return ""
	}
	return it.Slug
}

// langs reads a short text in each language of the portal.
func langs(r *web.Request, name string) map[string]string {
	out := map[string]string{}
	for _, l := range r.Site.Languages {
		if v := form.Line(r, name+"_"+string(l)); v != "" {
			out[string(l)] = v
		}
	}
	return out
}

// first is the date that the form shows.
func (e *Event) first() Dates {
	if len(e.Dates) == 0 {
		return Dates{}
	}
	return e.Dates[0]
}

// dayOf and timeOf cut a wall time in its two fields.
func dayOf(s string) string {
	day, _, _ := strings.Cut(s, "T")
	return day
}

func timeOf(s string) string {
	_, at, _ := strings.Cut(s, "T")
	return at
}

// typedOr is what was typed, or the stored value.
func typedOr(r *web.Request, name, value string) string {
	if r.PostForm != nil {
		return form.Line(r, name)
	}
	return value
}
