// Package desk is the editors' side: what is to do, the lists of everything a
// portal holds, one form for each kind, its history, what visitors sent in,
// and the notice on top of every page.
package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/importer"
	"umland/internal/portal"
	"umland/internal/submit"
	"umland/internal/twin"
	"umland/internal/web"
)

// Body is an item of any kind as its room knows it.
type Body interface{ Spine() *content.Item }

// Keeper is a room whose items the desk edits.
type Keeper interface {
	Kind() content.Kind
	// Blank is a new draft of a portal.
	Blank(site *web.Site) Body
	// Get gives an item whatever its status; NotFound where there is none.
	Get(ctx context.Context, id string) (Body, error)
	// Decode reads an item from a revision's JSON.
	Decode(snapshot string) (Body, error)
	// Save stores the item in a transaction of its own; its version is the
	// one that was edited.
	Save(ctx context.Context, act content.Act, b Body) error
}

// Form is a room's own part of the form; a kind without one has none.
type Form interface {
	Fields(r *web.Request, b Body, wrong []fault.Field) templ.Component
	Read(r *web.Request, b Body) []fault.Field
}

// DateForm is the form of a kind whose items have dates, about one of them; at
// names the date by the wall time it begins at.
type DateForm interface {
	// DateTitle tells when the date is; NotFound where there is none.
	DateTitle(r *web.Request, b Body, at string) (string, error)
	DateFields(r *web.Request, b Body, at string, wrong []fault.Field) templ.Component
	ReadDate(r *web.Request, b Body, at string) []fault.Field
}

// Part is a kind that the desk edits; Form may be nil.
type Part struct {
	Keeper Keeper
	Form   Form
}

// Typed is a room that speaks of its own type instead of Body.
type Typed[B Body] interface {
	Kind() content.Kind
	Blank(site *web.Site) B
	Get(ctx context.Context, id string) (B, error)
	Decode(snapshot string) (B, error)
	Save(ctx context.Context, act content.Act, b B) error
}

// Keep makes a Keeper of a room with a type of its own.
func Keep[B Body](room Typed[B]) Keeper { return keeper[B]{room} }

type keeper[B Body] struct{ Typed[B] }

func (k keeper[B]) Blank(site *web.Site) Body { return k.Typed.Blank(site) }

func (k keeper[B]) Get(ctx context.Context, id string) (Body, error) {
	b, err := k.Typed.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return b, nil
}

func (k keeper[B]) Decode(snapshot string) (Body, error) {
	b, err := k.Typed.Decode(snapshot)
	if err != nil {
		return nil, err
	}
	return b, nil
}

func (k keeper[B]) Save(ctx context.Context, act content.Act, b Body) error {
	own, ok := b.(B)
	if !ok {
		return fault.New(fault.Internal, "errors.internal")
	}
	return k.Typed.Save(ctx, act, own)
}

// Room is the desk.
type Room struct {
	// Fill writes what a visitor sent in into an item; app sets it.
	Fill func(ctx context.Context, b Body, s *submit.Submission) error
	// Outbox gives the letters of a demo; nil elsewhere.
	Outbox Outbox

	spine       *content.Spine
	portals     *portal.Room
	accounts    *account.Room
	submissions *submit.Room
	parts       []Part
	pictures    []string

	// Twins and Facts let the desk merge what stands twice; without them
	// there are no such pages.
	Twins *twin.Room
	Facts Teller
	// Calendars lets the desk take events from the calendars of others;
	// without it there are no such pages.
	Calendars *importer.Asker
}

// New is the desk over the rooms of the house. Pictures are the names that an
// item may show.
func New(spine *content.Spine, portals *portal.Room, accounts *account.Room, submissions *submit.Room, pictures []string, parts ...Part) *Room {
	return &Room{spine: spine, portals: portals, accounts: accounts, submissions: submissions, parts: parts, pictures: pictures}
}

// Route is a row of the desk's addresses; app registers it.
type Route struct {
	Permission web.Permission
	Pattern    string
	Handler    web.Handler
}

// Routes lists the desk's addresses. Those with {portal} need the permission
// in that portal.
func (m *Room) Routes() []Route {
	const at = "/redaktion/{portal}"
	routes := []Route{
		{account.Desk, "GET /redaktion", m.start},
		{web.Public, "GET /redaktion/anmelden", m.signInPage},
		{web.Public, "POST /redaktion/anmelden", m.signIn},
		{web.Public, "POST /redaktion/abmelden", m.signOut},
		{account.Desk, "GET /redaktion/konto", m.accountPage},
		{account.Desk, "POST /redaktion/konto/sprache", m.setLanguage},
		{account.Desk, "POST /redaktion/konto/passwort", m.setPassword},
		{account.Desk, "GET " + at, m.tasks},
		{account.Review, "GET " + at + "/einsendungen", m.submissionList},
		{account.Review, "GET " + at + "/einsendungen/{id}", m.submissionPage},
		{account.Moderate, "POST " + at + "/einsendungen/{id}", m.decide},
		{account.Moderate, "POST " + at + "/einsendungen/{id}/entwurf", m.makeDraft},
		{account.Moderate, "POST " + at + "/einsendungen/{id}/ablehnen", m.reject},
		{account.Moderate, "POST " + at + "/einsendungen/{id}/antwort", m.answer},
		{account.Notice, "GET " + at + "/hinweis", m.noticeList},
		{account.Notice, "GET " + at + "/hinweis/neu", m.noticeForm},
		{account.Notice, "POST " + at + "/hinweis/neu", m.saveNotice},
		{account.Notice, "GET " + at + "/hinweis/{id}", m.noticeForm},
		{account.Notice, "POST " + at + "/hinweis/{id}", m.saveNotice},
		{account.Notice, "POST " + at + "/hinweis/{id}/beenden", m.endNotice},
	}
	routes = append(routes, m.searchRoutes(at)...)
	routes = append(routes, m.twinRoutes(at)...)
	routes = append(routes, m.goneRoutes(at)...)
	routes = append(routes, m.sourceRoutes(at)...)
	if m.Outbox != nil {
		routes = append(routes, Route{account.Moderate, "GET /redaktion/postausgang", m.outbox})
	}
	for _, p := range m.parts {
		list := at + p.Keeper.Kind().Path()
		routes = append(routes,
			Route{account.Edit, "GET " + list, m.list(p)},
			Route{account.Edit, "GET " + list + "/neu", m.edit(p)},
			Route{account.Edit, "POST " + list + "/neu", m.save(p, "")},
			Route{account.Publish, "POST " + list + "/neu/veroeffentlichen", m.save(p, content.Published)},
			Route{account.Edit, "GET " + list + "/{id}", m.edit(p)},
			Route{account.Edit, "POST " + list + "/{id}", m.save(p, "")},
			Route{account.Publish, "POST " + list + "/{id}/veroeffentlichen", m.save(p, content.Published)},
			Route{account.Publish, "POST " + list + "/{id}/zuruecknehmen", m.save(p, content.Withdrawn)},
			Route{account.Edit, "GET " + list + "/{id}/verlauf", m.history(p)},
			Route{account.Edit, "GET " + list + "/{id}/verlauf/{version}", m.version(p)},
			Route{account.Edit, "POST " + list + "/{id}/verlauf/{version}", m.restore(p)},
		)
		if dates, ok := p.Form.(DateForm); ok {
			routes = append(routes,
				Route{account.Edit, "GET " + list + "/{id}/termin/{at}", m.editDate(p, dates)},
				Route{account.Edit, "POST " + list + "/{id}/termin/{at}", m.saveDate(p, dates)},
			)
		}
	}
	return routes
}

// person is who is signed in; every route but the public ones has one.
func person(r *web.Request) *account.Person {
	p, _ := r.User.(*account.Person)
	return p
}

// site is the portal that the address names. Only whoever may see all portals
// comes here with one that does not exist.
func (m *Room) site(r *web.Request) (*web.Site, error) {
	s, ok := m.portals.BySlug(r.PathValue("portal"))
	if !ok {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return s, nil
}

// mine lists the portals in which the person may do something.
func (m *Room) mine(p *account.Person, perm web.Permission) []*web.Site {
	var list []*web.Site
	for _, known := range m.portals.Portals() {
		if site, ok := m.portals.BySlug(known.Slug); ok && p.May(perm, known.Slug) {
			list = append(list, site)
		}
	}
	slices.SortFunc(list, func(a, b *web.Site) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// at is an address at the desk of a portal.
func at(site *web.Site, parts ...string) string {
	return "/redaktion/" + site.Slug + strings.Join(append([]string{""}, parts...), "/")
}

// word is the kind as it stands in an address.
func word(k content.Kind) string { return strings.TrimPrefix(k.Path(), "/") }

// clock is the time of the desk.
func (m *Room) clock() clock.Clock { return m.spine.Clock() }
