package submit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/submit"
)

// fillWithDrafts writes forms that nobody goes on with.
func (s *stage) fillWithDrafts(portal string, n int) {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i := range n {
			if _, err := tx.Exec(ctx, `INSERT INTO submission_draft (id, portal, kind, answers, touched_at) VALUES ($1,$2,'place','{}',$3)`,
				fmt.Sprintf("%s %d", portal, i), portal, clock.Stamp(s.clock.Now())); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestTimesOfForgetting: each portal's own for senders, the house's for what
// was never confirmed or never sent.
func TestTimesOfForgetting(t *testing.T) {
	staged(t, func(s *stage) {
		ctx := s.t.Context()
		ids := map[string]string{}
		for _, portal := range []string{"handewitt", "flensburg"} {
			sub := &submit.Submission{Portal: portal, Kind: submit.Contact, Subject: "allgemein", Message: portal}
			if err := s.room.Add(ctx, sub, submit.Sender{Email: portal + "@example.org"}); err != nil {
				s.t.Fatal(err)
			}
			if err := s.room.Decide(ctx, portal, sub.ID, submit.Done, "moin"); err != nil {
				s.t.Fatal(err)
			}
			ids[portal] = sub.ID
		}
		s.send("handewitt", s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Nie bestätigt")...), false)
		s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Nie gesendet")...)
		s.clock.Advance(7*24*time.Hour - time.Minute)
		if f, err := s.room.Forget(ctx); err != nil || f != (submit.Forgotten{}) {
			s.t.Errorf("early: %+v %v", f, err)
		}
		s.clock.Advance(time.Hour)
		if f, err := s.room.Forget(ctx); err != nil || f.Submissions != 1 || f.Drafts != 2 || f.Senders != 0 {
			s.t.Errorf("after a week: %+v %v", f, err)
		}
		s.clock.Advance(3 * 24 * time.Hour)
		if f, err := s.room.Forget(ctx); err != nil || f.Senders != 1 {
			s.t.Errorf("after Flensburg's ten days: %+v %v", f, err)
		}
		for portal, known := range map[string]bool{"handewitt": true, "flensburg": false} {
			if from, err := s.room.SenderOf(ctx, portal, ids[portal]); err != nil || from.Empty() == known {
				s.t.Errorf("%s: %+v %v", portal, from, err)
			}
		}
		left, err := db.One(ctx, s.db, db.Int, `SELECT COUNT(*) FROM submission_link`)
		if err != nil || left != 0 {
			s.t.Errorf("%d links left, %v", left, err)
		}
	})
}

// TestOnePersonsData is exported and deleted wherever it lies, in all portals,
// and nobody else's is touched.
func TestOnePersonsData(t *testing.T) {
	staged(t, func(s *stage) {
		ctx := s.t.Context()
		public, _ := s.confirmed("Flohmarkt")
		if err := s.room.Turned(ctx, "handewitt", public.ID, "termin-1", "moin", true); err != nil {
			s.t.Fatal(err)
		}
		s.send("flensburg", s.fill("flensburg", "/kontakt", contactSteps("Meine Nachricht", "email", "Inge@Example.org", "name", "Inge")...), true)
		s.send("handewitt", s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Unbestätigt")...), false)
		s.fill("handewitt", "/veranstaltungen/melden", eventSteps("Halb")...)
		s.send("handewitt", s.fill("handewitt", "/kontakt", contactSteps("von Karl", "email", "karl@example.org")...), true)
		before, err := s.room.Export(ctx, "inge@example.org")
		if err != nil || len(before.Submissions) != 3 || len(before.Drafts) != 1 || len(before.Letters) < 2 {
			s.t.Fatalf("export: %d submissions, %d forms, %d letters, %v", len(before.Submissions), len(before.Drafts), len(before.Letters), err)
		}
		raw, err := json.Marshal(before)
		if err != nil || !strings.Contains(string(raw), "Meine Nachricht") || !strings.Contains(string(raw), "Halb") || strings.Contains(string(raw), "Karl") {
			s.t.Errorf("export: %s", raw)
		}
		gone, err := s.room.Delete(ctx, "INGE@example.org")
		if err != nil || gone.Senders != 3 || gone.Submissions != 2 || gone.Drafts != 1 || gone.Letters < 2 {
			s.t.Errorf("deleted: %+v %v", gone, err)
		}
		after, err := s.room.Export(ctx, "inge@example.org")
		if err != nil || len(after.Submissions)+len(after.Drafts)+len(after.Letters) != 0 {
			s.t.Errorf("left: %+v %v", after, err)
		}
		for _, table := range []string{"submission", "submission_sender", "submission_draft", "mail"} {
			s.nothingOf("inge", table)
		}
		if got, err := s.room.Get(ctx, "handewitt", public.ID); err != nil || got.Subject != "Flohmarkt" {
			s.t.Errorf("what is public: %+v %v", got, err)
		}
		if karl, err := s.room.Export(ctx, "karl@example.org"); err != nil || len(karl.Submissions) != 1 {
			s.t.Errorf("somebody else's: %+v %v", karl, err)
		}
		if again, err := s.room.Delete(ctx, "inge@example.org"); err != nil || again != (submit.Forgotten{}) {
			s.t.Errorf("once more: %+v %v", again, err)
		}
		if len(s.mails("Inge@Example.org")) != 0 {
			s.t.Error("a letter went out after the deletion")
		}
	})
}

// nothingOf looks for a word in all columns of a table.
func (s *stage) nothingOf(word, table string) {
	s.t.Helper()
	columns := map[string]string{
		"submission": "subject || message || details || reason", "submission_sender": "name || email || phone",
		"submission_draft": "answers || email", "mail": "recipient || subject || body || reply_to",
	}[table]
	n, err := db.One(s.t.Context(), s.db, db.Int, `SELECT COUNT(*) FROM `+table+` WHERE LOWER(`+columns+`) LIKE $1`, "%"+word+"%")
	if err != nil || n != 0 {
		s.t.Errorf("%s holds %q %d times, %v", table, word, n, err)
	}
}

func TestTokensAreStoredAsHashes(t *testing.T) {
	staged(t, func(s *stage) {
		_, change := s.confirmed("Flohmarkt")
		for _, table := range []string{"submission_link", "submission_draft"} {
			n, err := db.One(s.t.Context(), s.db, db.Int, `SELECT COUNT(*) FROM `+table+` WHERE id = $1 OR LENGTH(id) <> 64`, key(change))
			if err != nil || n != 0 {
				s.t.Errorf("%s: %d %v", table, n, err)
			}
		}
		if _, err := s.room.Get(s.t.Context(), "flensburg", "x"); fault.KindOf(err) != fault.NotFound {
			s.t.Error(err)
		}
	})
}
