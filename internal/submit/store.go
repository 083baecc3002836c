package submit

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
)

const columns = `id, portal, kind, subject, item, details, message, created_at, status, decided_at, decided_by,
	lang, origin, confirmed_at, made, changes, reason`

func scan(r db.Row) (*Submission, error) {
	s := &Submission{}
	var details, created, decided, confirmed string
	err := r.Scan(&s.ID, &s.Portal, &s.Kind, &s.Subject, &s.Item, &details, &s.Message, &created, &s.Status, &decided, &s.By,
		&s.Lang, &s.Origin, &confirmed, &s.Made, &s.Changes, &s.Reason)
	if err != nil {
		return nil, err
	}
	if s.Created, err = clock.ParseStamp(created); err != nil {
		return nil, err
	}
	if s.Decided, err = clock.ParseStamp(decided); err != nil {
		return nil, err
	}
	if s.Confirmed, err = clock.ParseStamp(confirmed); err != nil {
		return nil, err
	}
	return s, json.Unmarshal([]byte(details), &s.Details)
}

// twice is the time in which the same words again are a second click.
const twice = 10 * time.Minute

// Add stores a submission with its sender. The same words sent again within
// ten minutes are not stored twice.
func (m *Room) Add(ctx context.Context, s *Submission, from Sender) error {
	if err := m.identify(s); err != nil {
		return err
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return m.insert(ctx, tx, s, from) })
}

// identify gives a new submission what it is stored with.
func (m *Room) identify(s *Submission) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	if s.Details == nil {
		s.Details = []Detail{}
	}
	s.ID, s.Created = id.String(), m.clock.Now()
	if s.Status == "" {
		s.Status = Open
	}
	if s.Lang == "" {
		s.Lang = "de"
	}
	if s.Status == Spam {
		s.Decided = s.Created
	}
	return nil
}

func (m *Room) insert(ctx context.Context, tx *db.Tx, s *Submission, from Sender) error {
	details, err := json.Marshal(s.Details)
	if err != nil {
		return err
	}
	same, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM submission WHERE portal = $1 AND created_at > $2 AND kind = $3
		AND subject = $4 AND item = $5 AND details = $6 AND message = $7 AND status = $8`, s.Portal, clock.Stamp(s.Created.Add(-twice)),
		string(s.Kind), s.Subject, s.Item, string(details), s.Message, string(s.Status))
	if err != nil || same > 0 && s.Status != Unconfirmed {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO submission (`+columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
		s.ID, s.Portal, string(s.Kind), s.Subject, s.Item, string(details), s.Message, clock.Stamp(s.Created),
		string(s.Status), clock.Stamp(s.Decided), s.By, string(s.Lang), s.Origin, clock.Stamp(s.Confirmed), s.Made, s.Changes, s.Reason)
	if err != nil || from.Empty() {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO submission_sender (submission, name, email, phone) VALUES ($1,$2,$3,$4)`,
		s.ID, from.Name, from.Email, from.Phone)
	return err
}

// Filter narrows a list of a portal's submissions; "" leaves a part open.
// Those that wait for their confirmation are listed only where asked for.
type Filter struct {
	Portal string
	Kind   Kind
	Status Status
}

// Found is a part of a list with the length of the whole.
type Found struct {
	Total int
	Items []*Submission
}

// List gives the submissions of a portal, the newest first.
func (m *Room) List(ctx context.Context, f Filter, limit, offset int) (Found, error) {
	w := db.NewWhere(1)
	w.Add(`portal = ?`, f.Portal)
	if f.Kind != "" {
		w.Add(`kind = ?`, string(f.Kind))
	}
	if f.Status != "" {
		w.Add(`status = ?`, string(f.Status))
	} else {
		w.Add(`status <> ?`, string(Unconfirmed))
	}
	var found Found
	var err error
	if found.Total, err = db.One(ctx, m.db, db.Int, `SELECT COUNT(*) FROM submission`+w.SQL(), w.Args()...); err != nil {
		return found, err
	}
	text := `SELECT ` + columns + ` FROM submission` + w.SQL() + ` ORDER BY created_at DESC, id DESC LIMIT ` + w.Mark(limit) + ` OFFSET ` + w.Mark(offset)
	found.Items, err = db.All(ctx, m.db, scan, text, w.Args()...)
	return found, err
}

// Get gives a submission of a portal; NotFound where the portal has none such.
func (m *Room) Get(ctx context.Context, portal, id string) (*Submission, error) {
	return get(ctx, m.db, portal, id)
}

func get(ctx context.Context, q db.Q, portal, id string) (*Submission, error) {
	s, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM submission WHERE portal = $1 AND id = $2`, portal, id)
	if errors.Is(err, db.ErrNone) {
		return nil, fault.New(fault.NotFound, "errors.not_found")
	}
	return s, err
}

// SenderOf gives who sent a submission of a portal, empty where nothing was
// said or it was deleted. The caller must have the permission to see it.
func (m *Room) SenderOf(ctx context.Context, portal, id string) (Sender, error) {
	return senderOf(ctx, m.db, portal, id)
}

func senderOf(ctx context.Context, q db.Q, portal, id string) (Sender, error) {
	from, err := db.One(ctx, q, func(r db.Row) (Sender, error) {
		var s Sender
		return s, r.Scan(&s.Name, &s.Email, &s.Phone)
	}, `SELECT f.name, f.email, f.phone FROM submission_sender f JOIN submission s ON s.id = f.submission
		WHERE s.portal = $1 AND s.id = $2`, portal, id)
	if errors.Is(err, db.ErrNone) {
		return Sender{}, nil
	}
	return from, err
}

// Decide sets the status of a submission; Open takes a decision back. Who
// decided is an account id.
func (m *Room) Decide(ctx context.Context, portal, id string, status Status, by string) error {
	if !slices.Contains([]Status{Open, Done, Spam}, status) {
		return fault.New(fault.BadRequest, "errors.bad_choice")
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return m.decide(ctx, tx, portal, id, status, by, "") })
}

func (m *Room) decide(ctx context.Context, tx *db.Tx, portal, id string, status Status, by, reason string) error {
	decided := clock.Stamp(m.clock.Now())
	if status == Open {
		decided, by = "", ""
	}
	n, err := tx.Exec(ctx, `UPDATE submission SET status = $1, decided_at = $2, decided_by = $3, reason = $4 WHERE portal = $5 AND id = $6`,
		string(status), decided, by, reason, portal, id)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	return err
}

// Waiting tells how many submissions of a portal are open.
func (m *Room) Waiting(ctx context.Context, portal string) (int, error) {
	return db.One(ctx, m.db, db.Int, `SELECT COUNT(*) FROM submission WHERE portal = $1 AND status = 'open'`, portal)
}
