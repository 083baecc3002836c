package page

import (
	"context"
	"encoding/json"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/portal"
	"umland/internal/web"
)

// ServiceRoom is where services are kept, shown and edited.
type ServiceRoom struct{ room }

// NewServices is the room of the services over a migrated database.
func NewServices(spine *content.Spine, portals *portal.Room) *ServiceRoom {
	return &ServiceRoom{room{spine, portals, content.Service, listWords{
		title: "common.services", description: "page.services_description", search: "page.services_search", count: "page.services",
		empty: "page.services_empty", all: "page.services_all", icon: "file-text",
	}}}
}

// Save stores a service, new or changed, in a transaction of its own. It is
// Invalid with fields to mark, or a Conflict where somebody was faster.
func (m *ServiceRoom) Save(ctx context.Context, act content.Act, s *Service) error {
	return m.spine.Store(ctx, &s.Item, func(ctx context.Context, tx *db.Tx) error { return m.SaveIn(ctx, tx, act, s) })
}

// SaveIn is Save in the running transaction, for imports that store many.
func (m *ServiceRoom) SaveIn(ctx context.Context, tx *db.Tx, act content.Act, s *Service) error {
	site, err := m.site(&s.Item)
	if err != nil {
		return err
	}
	if err := s.Validate(site.Country); err != nil {
		return err
	}
	if err := m.checkOffices(ctx, tx, s); err != nil {
		return err
	}
	return m.spine.Save(ctx, tx, act, m.draft(s), func(ctx context.Context) error { return write(ctx, tx, s) })
}

// checkOffices tells whether every office is a place of the directory.
func (m *ServiceRoom) checkOffices(ctx context.Context, q db.Q, s *Service) error {
	for _, o := range s.Offices {
		it, err := m.spine.Load(ctx, q, o.Place)
		if err == nil && it.Kind == content.Place {
			continue
		}
		if err == nil || fault.KindOf(err) == fault.NotFound {
			return fault.Fields(fault.Field{Name: "offices", Key: "errors.bad_choice"})
		}
		return err
	}
	return nil
}

func (m *ServiceRoom) draft(s *Service) content.Draftable {
	return content.Draftable{Item: &s.Item, Card: s.card(), Body: s}
}

// Blank is a new service of a portal.
func (m *ServiceRoom) Blank(site *web.Site) *Service {
	return &Service{Item: content.NewItem(site.Slug, content.Service, site.First), Details: map[string]Details{}}
}

// Get gives a service whatever its status; NotFound where there is none.
func (m *ServiceRoom) Get(ctx context.Context, id string) (*Service, error) {
	it, err := m.spine.Load(ctx, m.spine.DB(), id)
	if err != nil {
		return nil, err
	}
	if it.Kind != content.Service {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return read(ctx, m.spine.DB(), it)
}

// Decode reads a service from a revision.
func (m *ServiceRoom) Decode(snapshot string) (*Service, error) {
	s := &Service{}
	return s, json.Unmarshal([]byte(snapshot), s)
}

// Draft gives what the spine derives a service's listing from, for the
// repair.
func (m *ServiceRoom) Draft(ctx context.Context, q db.Q, it *content.Item) (content.Draftable, error) {
	s, err := read(ctx, q, it)
	if err != nil {
		return content.Draftable{}, err
	}
	return m.draft(s), nil
}
