package submit

import (
	"context"
	"slices"
	"unicode/utf8"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// Turned notes that an item came of a submission, or that its proposal was
// taken over into one. An open submission whose item is public is done.
func (m *Room) Turned(ctx context.Context, portal, id, item, by string, public bool) error {
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		s, err := get(ctx, tx, portal, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE submission SET made = $1, decided_by = $2 WHERE portal = $3 AND id = $4`, item, by, portal, id); err != nil {
			return err
		}
		if s.Status != Open || !public {
			return nil
		}
		s.Made, s.By = item, by
		return m.accept(ctx, tx, s)
	})
}

// Published tells the senders of what an item came of that it is public now;
// it is called in the transaction in which that happens.
func (m *Room) Published(ctx context.Context, tx *db.Tx, item string) error {
	// Of whatever portal: the item is known by its id.
	list, err := db.All(ctx, tx, scan, `SELECT `+columns+` FROM submission WHERE made = $1 AND status = 'open' AND changes = '' ORDER BY created_at, id`, item)
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := m.accept(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}

// accept ends an open submission well and tells its sender.
func (m *Room) accept(ctx context.Context, tx *db.Tx, s *Submission) error {
	if err := m.decide(ctx, tx, s.Portal, s.ID, Done, s.By, ""); err != nil {
		return err
	}
	from, err := senderOf(ctx, tx, s.Portal, s.ID)
	if err != nil || from.Email == "" || !m.writes() {
		return err
	}
	kind := "published"
	if s.Kind == Error || s.Changes != "" {
		kind = "corrected"
	}
	token, err := m.issue(ctx, tx, s.ID, toChange, ChangeKept)
	if err != nil {
		return err
	}
	page := s.Origin
	if path, err := m.pageOf(ctx, tx, s); err != nil {
		return err
	} else if path != "" {
		page = path
	}
	return m.tell(ctx, tx, s, from, kind, "page", page, "link", m.linkTo(s, token))
}

// Reject ends a submission with a reason; words are added to the letter.
func (m *Room) Reject(ctx context.Context, portal, id, by, reason, words string) error {
	if !slices.Contains(Reasons, reason) {
		return fault.Fields(fault.Field{Name: "grund", Key: "submit.need_reason"})
	}
	if utf8.RuneCountInString(words) > MaxMessage {
		return fault.Fields(fault.Field{Name: "text", Key: "errors.too_long", Args: []any{"max", MaxMessage}})
	}
	if reason == "anders" && words == "" {
		return fault.Fields(fault.Field{Name: "text", Key: "submit.need_words"})
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		s, err := get(ctx, tx, portal, id)
		if err != nil {
			return err
		}
		if err := m.decide(ctx, tx, portal, id, Rejected, by, reason); err != nil {
			return err
		}
		from, err := senderOf(ctx, tx, portal, id)
		if err != nil {
			return err
		}
		why := ""
		if reason != "anders" {
			why = i18n.T(s.Lang, "submit.reason_"+reason+"_text")
		}
		if words != "" {
			if why != "" {
				why += "\n\n"
			}
			why += words
		}
		return m.tell(ctx, tx, s, from, "rejected", "why", why)
	})
}

// Answer writes to the sender of a submission in the words of a moderator.
// Invalid where there is nobody to write to.
func (m *Room) Answer(ctx context.Context, portal, id, words string) error {
	if words == "" {
		return fault.Fields(fault.Field{Name: "antwort", Key: "submit.need_words"})
	}
	if utf8.RuneCountInString(words) > MaxMessage {
		return fault.Fields(fault.Field{Name: "antwort", Key: "errors.too_long", Args: []any{"max", MaxMessage}})
	}
	return m.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		s, err := get(ctx, tx, portal, id)
		if err != nil {
			return err
		}
		from, err := senderOf(ctx, tx, portal, id)
		if err != nil {
			return err
		}
		if from.Email == "" || !m.writes() {
			return fault.Fields(fault.Field{Name: "antwort", Key: "submit.nobody_to_write_to"})
		}
		token, err := m.issue(ctx, tx, id, toChange, ChangeKept)
		if err != nil {
			return err
		}
		return m.tell(ctx, tx, s, from, "answer", "words", words, "link", m.linkTo(s, token))
	})
}

// Proposal is the words that a moderator may begin an answer with.
func Proposal(s *Submission) string {
	return i18n.T(s.Lang, "submit.template_"+string(s.Kind), "title", s.Title(s.Lang))
}

// Earlier gives the submission that another one changes, or nil.
func (m *Room) Earlier(ctx context.Context, s *Submission) (*Submission, error) {
	if s.Changes == "" {
		return &Submission{}, nil
	}
	return m.Get(ctx, s.Portal, s.Changes)
}

// pageOf is the absolute address of the item that came of a submission, in
// the sender's language, or "".
func (m *Room) pageOf(ctx context.Context, tx *db.Tx, s *Submission) (string, error) {
	if m.ItemPath == nil || s.Made == "" {
		return "", nil
	}
	path, err := m.ItemPath(ctx, tx, s.Made)
	if err != nil || path == "" {
		return "", err
	}
	if site, ok := m.Site(s.Portal); ok {
		return s.Origin + web.Address(site, s.Lang, path), nil
	}
	return s.Origin + path, nil
}
