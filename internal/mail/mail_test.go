package mail_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/jobs"
	"umland/internal/mail"
	"umland/internal/smtpsink"
	"umland/internal/testkit"
)

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// stage is a post whose letters a sink on this machine takes.
type stage struct {
	t     *testing.T
	db    *db.DB
	post  *mail.Post
	sink  *smtpsink.Sink
	clock *clock.Manual
}

func staged(t *testing.T, fn func(s *stage)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), jobs.Schema, mail.Schema); err != nil {
			t.Fatal(err)
		}
		c := clock.At(start)
		sink, err := smtpsink.Start(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := sink.Close(); err != nil {
				t.Error(err)
			}
		})
		settings := mail.Settings{Host: sink.Host, Port: sink.Port, TLS: mail.NoTLS, From: "portal@umland.example"}
		fn(&stage{t: t, db: d, post: mail.New(d, c, settings), sink: sink, clock: c})
	})
}

func letter(to string) mail.Letter {
	return mail.Letter{
		Portal: "handewitt", Topic: "t1", Kind: "confirm", Name: "Handewitt Mobil", ReplyTo: "redaktion@umland.example", To: to, Lang: "de",
		Subject: "Bitte bestätigen Sie Ihren Termin", Body: "Guten Tag,\n\nmit einem Umlaut: Gemüsemarkt – und einem Link:\nhttps://handewitt.example/einsendung?schluessel=abc\n",
	}
}

func (s *stage) write(letters ...mail.Letter) error {
	return s.db.Write(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, l := range letters {
			if err := s.post.Write(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// send does the jobs that wait, each once, and gives their failures.
func (s *stage) send() []error {
	s.t.Helper()
	ids, err := db.All(s.t.Context(), s.db, db.Text, `SELECT payload FROM job WHERE kind = $1 ORDER BY id`, mail.Job)
	if err != nil {
		s.t.Fatal(err)
	}
	var failures []error
	for _, id := range ids {
		if strings.Contains(id, "@") {
			s.t.Errorf("the queue holds an address: %s", id)
		}
		if err := s.post.Send(s.t.Context(), []byte(id)); err != nil {
			failures = append(failures, err)
		}
	}
	return failures
}

func (s *stage) about(topic string) []mail.Passed {
	s.t.Helper()
	list, err := mail.About(s.t.Context(), s.db, topic)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func TestLetterIsSentOnce(t *testing.T) {
	staged(t, func(s *stage) {
		other := letter("hanne@example.org")
		other.Portal, other.Topic, other.Name = "flensburg", "t2", "Flensburg Mobil"
		if err := s.write(letter("inge@example.org"), other); err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(time.Minute)
		if failed := append(s.send(), s.send()...); len(failed) > 0 {
			s.t.Fatal(failed)
		}
		got := s.sink.Letters()
		if len(got) != 2 {
			s.t.Fatalf("%d letters", len(got))
		}
		l := got[1]
		if l.To != "inge@example.org" || l.From != "portal@umland.example" || l.Subject != "Bitte bestätigen Sie Ihren Termin" || !strings.Contains(l.Body, "Gemüsemarkt – und einem Link:\nhttps://handewitt.example/einsendung?schluessel=abc\n") {
			s.t.Errorf("%+v", l)
		}
		for key, want := range map[string]string{
			"Auto-Submitted": "auto-generated", "Content-Language": "de", "From": `"Handewitt Mobil" <portal@umland.example>`,
			"Reply-To": "<redaktion@umland.example>", "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
		} {
			if l.Header.Get(key) != want {
				s.t.Errorf("%s: %q", key, l.Header.Get(key))
			}
		}
		if id := l.Header.Get("Message-ID"); !strings.HasSuffix(id, "@umland.example>") || id == got[0].Header.Get("Message-ID") {
			s.t.Errorf("Message-ID %q", id)
		}
		if list := s.about("t1"); len(list) != 1 || list[0].State != mail.Sent || !list[0].Changed.Equal(start.Add(time.Minute)) {
			s.t.Errorf("record: %+v", list)
		}
		kept, err := db.One(s.t.Context(), s.db, db.Text, `SELECT MAX(recipient || subject || body || reply_to) FROM mail`)
		if err != nil || kept != "" {
			s.t.Errorf("kept after sending: %q %v", kept, err)
		}
	})
}

// TestNothingGetsIntoTheHeader tries what an attacker types into names and
// subjects: one letter to one person comes out, with the headers we give.
func TestNothingGetsIntoTheHeader(t *testing.T) {
	staged(t, func(s *stage) {
		evil := []string{
			"x\r\nBcc: opfer@example.org", "x\nTo: opfer@example.org", "x\rCc: a@example.org", "x\r\n\r\n<h1>", "x\u2028Bcc: a@example.org", "x\x00y\x0bz",
			"=?utf-8?q?x=0D=0ABcc:_a@example.org?=", strings.Repeat("lang ", 1000), `"</b>" <a@example.org>, <b@example.org>`, "ä\r\n Bcc: a@example.org",
		}
		for _, text := range evil {
			l := letter("inge@example.org")
			l.Subject, l.Name, l.Lang = text, text, "de\r\nBcc: a@example.org"
			if err := s.write(l); err != nil {
				s.t.Fatal(err)
			}
		}
		if failed := s.send(); len(failed) > 0 {
			s.t.Fatal(failed)
		}
		got := s.sink.Letters()
		if len(got) != len(evil) {
			s.t.Fatalf("%d letters", len(got))
		}
		for _, l := range got {
			head, _, _ := strings.Cut(l.Raw, "\r\n\r\n")
			if l.To != "inge@example.org" || l.Header.Get("Bcc") != "" || l.Header.Get("Cc") != "" || len(l.Header["To"]) != 1 {
				s.t.Errorf("%s", head)
			}
			if from, err := l.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "portal@umland.example" {
				s.t.Errorf("from %v %v", from, err)
			}
		}
		for _, to := range []string{"", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "Inge <inge@example.org>", "inge", "inge@localhost", strings.Repeat("x", 250) + "@example.org"} {
			if err := s.write(letter(to)); !errors.Is(err, mail.ErrAddress) {
				s.t.Errorf("%q: %v", to, err)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	staged(t, func(s *stage) {
		s.sink.Answer(func(to string) error {
			if strings.HasPrefix(to, "fort@") {
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person " + to}
			}
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, " + to}
		})
		gone, later := letter("fort@example.org"), letter("spaeter@example.org")
		later.Topic = "t2"
		if err := s.write(gone, later); err != nil {
			s.t.Fatal(err)
		}
		failed := s.send()
		if len(failed) != 1 || strings.Contains(failed[0].Error(), "@") || !strings.Contains(failed[0].Error(), "451 4.7.1") {
			s.t.Errorf("failures: %v", failed)
		}
		if list := s.about("t1"); len(list) != 1 || list[0].State != mail.Refused || list[0].Code != "550 5.1.1" {
			s.t.Errorf("gone: %+v", list)
		}
		if list := s.about("t2"); list[0].State != mail.Waiting || list[0].Code != "451 4.7.1" {
			s.t.Errorf("later: %+v", list)
		}
		s.sink.Answer(nil)
		if failed := s.send(); len(failed) > 0 || len(s.sink.Letters()) != 1 {
			s.t.Errorf("%v, %d letters", failed, len(s.sink.Letters()))
		}
		never := letter("nie@example.org")
		never.Topic = "t3"
		s.sink.Answer(func(string) error { return &smtp.SMTPError{Code: 451, Message: "later"} })
		if err := s.write(never); err != nil {
			s.t.Fatal(err)
		}
		tries := 0
		for s.about("t3")[0].State == mail.Waiting && tries < 50 {
			s.send()
			tries++
		}
		if tries != 14 || s.about("t3")[0].State != mail.Refused {
			s.t.Errorf("given up after %d tries: %+v", tries, s.about("t3"))
		}
	})
}

// TestServerThatIsNotThere: nothing is lost, and nothing is said of anybody.
func TestServerThatIsNotThere(t *testing.T) {
	staged(t, func(s *stage) {
		down := mail.New(s.db, s.clock, mail.Settings{Host: "127.0.0.1", Port: s.sink.Port, TLS: mail.NoTLS, From: "portal@umland.example", Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("dial for inge@example.org refused")
		}})
		strict := mail.New(s.db, s.clock, mail.Settings{Host: "127.0.0.1", Port: s.sink.Port, TLS: mail.StartTLS, From: "portal@umland.example"})
		none := mail.New(s.db, s.clock, mail.Settings{})
		if err := s.write(letter("inge@example.org")); err != nil {
			s.t.Fatal(err)
		}
		id, err := db.One(s.t.Context(), s.db, db.Text, `SELECT id FROM mail`)
		if err != nil {
			s.t.Fatal(err)
		}
		payload, err := json.Marshal(id)
		if err != nil {
			s.t.Fatal(err)
		}
		for name, p := range map[string]*mail.Post{"down": down, "no STARTTLS": strict, "none": none} {
			if err := p.Send(s.t.Context(), payload); err == nil || strings.Contains(err.Error(), "@") {
				s.t.Errorf("%s: %v", name, err)
			}
		}
		if none.Ready() || !down.Ready() || s.about("t1")[0].State != mail.Waiting || len(s.sink.Letters()) != 0 {
			s.t.Error("the letter does not wait")
		}
		if failed := s.send(); len(failed) > 0 || len(s.sink.Letters()) != 1 {
			s.t.Errorf("%v", failed)
		}
	})
}

func TestForgetting(t *testing.T) {
	staged(t, func(s *stage) {
		mixed, about := letter("Inge@Example.org"), letter("hanne@example.org")
		about.Topic = "t9"
		if err := s.write(mixed, about, letter("karl@example.org")); err != nil {
			s.t.Fatal(err)
		}
		held, err := mail.To(s.t.Context(), s.db, "inge@example.org")
		if err != nil || len(held) != 1 || held[0].Portal != "handewitt" || !strings.Contains(held[0].Body, "Gemüsemarkt") {
			s.t.Errorf("held: %+v %v", held, err)
		}
		err = s.db.Write(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
			n, err := mail.Drop(ctx, tx, "inge@example.org")
			if n != 1 {
				s.t.Errorf("dropped %d", n)
			}
			if _, again := mail.DropAbout(ctx, tx, "t9"); again != nil {
				return again
			}
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
		if failed := s.send(); len(failed) > 0 || len(s.sink.Letters()) != 1 || s.sink.Letters()[0].To != "karl@example.org" {
			s.t.Errorf("%v %+v", failed, s.sink.Letters())
		}
		s.clock.Advance(89 * 24 * time.Hour)
		if n, err := s.post.Sweep(s.t.Context()); n != 0 || err != nil {
			s.t.Errorf("early: %d %v", n, err)
		}
		s.clock.Advance(24 * time.Hour)
		if n, err := s.post.Sweep(s.t.Context()); n != 1 || err != nil {
			s.t.Errorf("in time: %d %v", n, err)
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"inge@example.org", "a@b", "ä@example.org", "x@[127.0.0.1]", "\"a b\"@example.org", "a@example.org\r\nBcc: b@example.org", "a@b@c.de", "@", "a@ex..org", "<a@example.org>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if mail.Address(s) && (strings.ContainsAny(s, "\r\n\x00 <>,") || strings.Count(s, "@") < 1 || len(s) > 254) {
			t.Errorf("%q is taken for an address", s)
		}
	})
}
