package submit

import (
	"context"
	"errors"
	"net/http"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// What the link of a letter is for.
const (
	toConfirm = "confirm"
	toChange  = "change"
)

// linkPath is where the links of letters lead.
const linkPath = "/einsendung"

// issue makes a link of a submission and gives its token, which is stored as
// a hash only.
func (m *Room) issue(ctx context.Context, tx *db.Tx, submission, purpose string, lasts time.Duration) (string, error) {
	token := m.token()
	_, err := tx.Exec(ctx, `INSERT INTO submission_link (id, submission, purpose, expires_at) VALUES ($1,$2,$3,$4)`,
		digest(token), submission, purpose, clock.Stamp(m.clock.Now().Add(lasts)))
	return token, err
}

// held is what a link leads to.
type held struct {
	Token   string
	Purpose string
	Sub     *Submission
	From    Sender
}

// follow gives what a link of the portal leads to; NotFound where it has
// ended or never was.
func (m *Room) follow(ctx context.Context, portal, token string) (*held, error) {
	gone := fault.New(fault.NotFound, "submit.link_over")
	if !tokenForm.MatchString(token) {
		return nil, gone
	}
	h := &held{Token: token}
	var id string
	_, err := db.One(ctx, m.db, func(r db.Row) (*held, error) { return h, r.Scan(&id, &h.Purpose) },
		`SELECT l.submission, l.purpose FROM submission_link l JOIN submission s ON s.id = l.submission
		WHERE l.id = $1 AND l.expires_at > $2 AND s.portal = $3`, digest(token), clock.Stamp(m.clock.Now()), portal)
	if errors.Is(err, db.ErrNone) {
		return nil, gone
	}
	if err != nil {
		return nil, err
	}
	if h.Sub, err = m.Get(ctx, portal, id); err != nil {
		return nil, err
	}
	h.From, err = m.SenderOf(ctx, portal, id)
	return h, err
}

// Mine answers GET /einsendung?schluessel=…: what was sent in, with a button
// to confirm it, or those to change and withdraw it. Following a link changes
// nothing: programs that read letters follow links too.
func (m *Room) Mine(w http.ResponseWriter, r *web.Request) error {
	h, err := m.follow(r.Context(), r.Site.Slug, r.URL.Query().Get("schluessel"))
	if err != nil {
		return err
	}
	ok, err := r.Choice("ok", "bestaetigt", "geaendert", "zurueckgezogen")
	if err != nil {
		return err
	}
	title := r.T("submit.mine_title")
	if h.Purpose == toConfirm && h.Sub.Confirmed.IsZero() {
		title = r.T("submit.confirm_do_title")
	}
	w.Header().Set("Cache-Control", "no-store")
	page := frame.Page{Title: title, NoIndex: true, Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: title}}}
	return frame.Render(w, r, http.StatusOK, page, mine(r, m, h, title, ok))
}

// Act answers POST /einsendung: what the buttons of that page do.
func (m *Room) Act(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	h, err := m.follow(r.Context(), r.Site.Slug, form.Line(r, "schluessel"))
	if err != nil {
		return err
	}
	back := func(ok string) error {
		return web.Redirect(w, r, r.Href(linkPath+"?schluessel="+h.Token+"&ok="+ok+"#ok"))
	}
	switch form.Line(r, "tat") {
	case "bestaetigen":
		if err := m.Confirm(r.Context(), h.Sub); err != nil {
			return err
		}
		return back("bestaetigt")
	case "aendern":
		if h.Purpose != toChange {
			break
		}
		d, err := m.again(r.Context(), h)
		if err != nil {
			return err
		}
		return web.Redirect(w, r, r.Href(pathOf(h.Sub)+"?entwurf="+d.Token))
	case "zurueckziehen":
		if h.Purpose != toChange {
			break
		}
		if err := m.takeBack(r.Context(), h); err != nil {
			return err
		}
		return back("zurueckgezogen")
	}
	return fault.New(fault.BadRequest, "errors.bad_request")
}

// pathOf is the canonical address of the form that a submission was made with.
func pathOf(s *Submission) string {
	if s.Kind == Error && s.Item != "" {
		return s.Item + "/fehler-melden"
	}
	return paths[s.Kind]
}

// Confirm brings a submission to the editors, and its sender the link to
// change it. Confirming once more changes nothing.
func (m *Room) Confirm(ctx context.Context, s *Submission) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		now := clock.Stamp(m.clock.Now())
		n, err := tx.Exec(ctx, `UPDATE submission SET confirmed_at = $1, status = CASE WHEN status = 'unconfirmed' THEN 'open' ELSE status END
			WHERE portal = $2 AND id = $3 AND confirmed_at = ''`, now, s.Portal, s.ID)
		if err != nil || n == 0 {
			return err
		}
		from, err := senderOf(ctx, tx, s.Portal, s.ID)
		if err != nil || from.Email == "" || !m.writes() {
			return err
		}
		token, err := m.issue(ctx, tx, s.ID, toChange, ChangeKept)
		if err != nil {
			return err
		}
		return m.tell(ctx, tx, s, from, "received", "link", m.linkTo(s, token))
	})
}

// again begins a form with the answers of a submission.
func (m *Room) again(ctx context.Context, h *held) (*draft, error) {
	d := &draft{Token: m.token(), Kind: h.Sub.Kind, Item: h.Sub.Item, Answers: recall(h.Sub, h.From), Changes: h.Sub.ID}
	return d, m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error { return m.keepIn(ctx, tx, h.Sub.Portal, d) })
}

// change stores what its sender changed. One that nobody has worked on yet is
// replaced; of any other a new one comes to the editors, who see what differs.
func (m *Room) change(ctx context.Context, tx *db.Tx, s *Submission, from Sender) error {
	old, err := get(ctx, tx, s.Portal, s.Changes)
	if err != nil {
		return err
	}
	if old.Status != Open || old.Made != "" {
		s.Made = old.Made
		return m.insert(ctx, tx, s, from)
	}
	return m.replace(ctx, tx, old, s, from)
}

// takeBack withdraws a submission: an open one ends; where it became an item
// already, the editors are asked to take that back.
func (m *Room) takeBack(ctx context.Context, h *held) error {
	s := h.Sub
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := get(ctx, tx, s.Portal, s.ID)
		if err != nil {
			return err
		}
		if now.Made == "" {
			if now.Status == Withdrawn {
				return nil
			}
			if err := m.decide(ctx, tx, s.Portal, s.ID, Withdrawn, BySender, ""); err != nil {
				return err
			}
			return m.forgetSender(ctx, tx, s.ID)
		}
		ask := &Submission{
			Portal: s.Portal, Kind: s.Kind, Subject: now.Subject, Item: now.Item, Details: []Detail{{Key: "zurueckziehen", Value: "ja"}}, Lang: now.Lang,
			Origin: now.Origin, Made: now.Made, Changes: now.ID, Confirmed: m.clock.Now(),
		}
		if err := m.identify(ask); err != nil {
			return err
		}
		return m.insert(ctx, tx, ask, h.From)
	})
}
