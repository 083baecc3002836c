package submit_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/submit"
)

func TestPortalsSeeOnlyTheirOwn(t *testing.T) {
	staged(t, func(s *stage) {
		ctx := s.t.Context()
		ids := map[string]string{}
		for _, portal := range []string{"handewitt", "flensburg"} {
			sub := &submit.Submission{Portal: portal, Kind: submit.Contact, Subject: "allgemein", Message: "aus " + portal}
			if err := s.room.Add(ctx, sub, submit.Sender{Email: portal + "@example.org"}); err != nil {
				s.t.Fatal(err)
			}
			ids[portal] = sub.ID
		}
		for _, f := range []submit.Filter{{}, {Kind: submit.Contact}, {Status: submit.Open}} {
			f.Portal = "handewitt"
			found, err := s.room.List(ctx, f, 10, 0)
			if err != nil || found.Total != 1 || found.Items[0].Portal != "handewitt" {
				s.t.Errorf("%+v: %+v, %v", f, found, err)
			}
		}
		if n, err := s.room.Waiting(ctx, "handewitt"); n != 1 || err != nil {
			s.t.Errorf("waiting %d, %v", n, err)
		}
		if _, err := s.room.Get(ctx, "handewitt", ids["flensburg"]); fault.KindOf(err) != fault.NotFound {
			s.t.Errorf("get: %v", err)
		}
		if from, err := s.room.SenderOf(ctx, "handewitt", ids["flensburg"]); !from.Empty() || err != nil {
			s.t.Errorf("sender: %+v, %v", from, err)
		}
		if err := s.room.Decide(ctx, "handewitt", ids["flensburg"], submit.Done, "x"); fault.KindOf(err) != fault.NotFound {
			s.t.Errorf("decide: %v", err)
		}
		if got, err := s.room.Get(ctx, "flensburg", ids["flensburg"]); err != nil || got.Status != submit.Open {
			s.t.Errorf("the other's: %+v, %v", got, err)
		}
	})
}

func TestSendersAreForgotten(t *testing.T) {
	staged(t, func(s *stage) {
		ctx := s.t.Context()
		add := func(text string) string {
			sub := &submit.Submission{Portal: "handewitt", Kind: submit.Contact, Subject: "allgemein", Message: text}
			if err := s.room.Add(ctx, sub, submit.Sender{Name: "Kanarie", Email: text + "@example.org", Phone: "04608 1"}); err != nil {
				s.t.Fatal(err)
			}
			return sub.ID
		}
		open, done, late := add("offen"), add("erledigt"), add("spaeter")
		decide := func(id string, status submit.Status) {
			if err := s.room.Decide(ctx, "handewitt", id, status, "clerk"); err != nil {
				s.t.Fatal(err)
			}
		}
		decide(done, submit.Done)
		s.clock.Advance(24 * time.Hour)
		decide(late, submit.Spam)
		s.clock.Advance(submit.Kept - 24*time.Hour)
		if n, err := s.room.Forget(ctx); n.Senders != 1 || err != nil {
			s.t.Fatalf("forgot %+v, %v", n, err)
		}
		for id, known := range map[string]bool{open: true, done: false, late: true} {
			from, err := s.room.SenderOf(ctx, "handewitt", id)
			if err != nil || from.Empty() == known {
				s.t.Errorf("known: want %v, got %+v, %v", known, from, err)
			}
		}
		if got, err := s.room.Get(ctx, "handewitt", done); err != nil || got.Message != "erledigt" || got.By != "clerk" {
			s.t.Errorf("the submission itself: %+v, %v", got, err)
		}
		decide(late, submit.Open)
		s.clock.Advance(submit.Kept)
		if n, err := s.room.Forget(ctx); n.Senders != 0 || err != nil {
			s.t.Errorf("taken back, but forgot %+v, %v", n, err)
		}
	})
}

// TestEveryPersonalColumnIsExplained keeps the schema honest: a table that
// holds who sent something says in a comment why and for how long.
func TestEveryPersonalColumnIsExplained(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		raw, err := os.ReadFile("schema/" + string(engine) + "/202611220410_submit_base.sql")
		if err != nil {
			t.Fatal(err)
		}
		before, _, found := strings.Cut(string(raw), "CREATE TABLE submission_sender")
		comment := before[strings.LastIndex(before, ");"):]
		if !found || !strings.Contains(comment, "personal data") || !strings.Contains(comment, "90 days") {
			t.Errorf("%s: the table of senders is not explained: %q", engine, comment)
		}
	}
}
